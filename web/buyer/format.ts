/** Numbers, times and lengths of time in the language of the page. */
import {language} from './words/words';

export function points(amount: number): string {
  return new Intl.NumberFormat(language()).format(amount);
}

/** Local times come without a zone and are shown as they are, whatever zone the browser is in. */
function parts(local: string): Date {
  return new Date(`${local}Z`);
}

export function day(local: string): string {
  return new Intl.DateTimeFormat(language(), {
    timeZone: 'UTC',
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  }).format(parts(local));
}

export function clock(local: string): string {
  return new Intl.DateTimeFormat(language(), {
    timeZone: 'UTC',
    hour: 'numeric',
    minute: '2-digit',
  }).format(parts(local));
}

export function dayAndClock(local: string): string {
  return `${day(local)} ${clock(local)}`;
}

/** 4:07, or 1:04:07. */
export function countdown(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
