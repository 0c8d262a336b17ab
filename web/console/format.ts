/** Numbers and times as the console shows them: short, and as wide as the last one was. */

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

export function count(value: number | undefined | null): string {
  return value === undefined || value === null ? '–' : whole.format(value);
}

export function rate(value: number): string {
  if (value === 0) return '0';
  if (value < 10) return value.toFixed(1);
  return whole.format(value);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

export function micros(value: number): string {
  if (value === 0) return '–';
  if (value < 1_000) return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} µs`;
  return millis(value / 1_000);
}

export function millis(value: number): string {
  if (value === 0) return '–';
  if (value < 1_000) return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
  return span(value / 1_000);
}

export function span(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function bytes(value: number): string {
  return `${(value / 1_048_576).toFixed(0)} MiB`;
}

/** The time of day in UTC, to the millisecond; with the day where that is another. */
export function clock(at: string | undefined): string {
  if (at === undefined) return '–';
  const today = new Date().toISOString().slice(0, 10);
  const time = at.slice(11, 23);
  return at.startsWith(today) ? time : `${at.slice(0, 10)} ${time}`;
}
