import {useEffect, useRef, useState} from 'preact/hooks';

import {Lost, Refusal} from './call';

export type Why = Refusal | Lost;

/** What comes of asking: nothing yet, the answer, or why there is none. */
export interface Loaded<T> {
  value: T | undefined;
  why: Why | undefined;
  again: () => void;
}

export function whyOf(thrown: unknown): Why {
  return thrown instanceof Refusal || thrown instanceof Lost ? thrown : new Lost(String(thrown));
}

/** Asks when `keys` change, and again when told. An old value stays until there is a new one. */
export function useLoaded<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  keys: readonly unknown[],
): Loaded<T> {
  const [held, setHeld] = useState<{value?: T; why?: Why}>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => setHeld({}), keys);
  useEffect(() => {
    const end = new AbortController();
    ask(end.signal).then(
      (value) => !end.signal.aborted && setHeld({value}),
      (why) => !end.signal.aborted && setHeld((last) => ({...last, why: whyOf(why)})),
    );
    return () => end.abort();
  }, [...keys, turn]);
  return {value: held.value, why: held.why, again: () => setTurn((last) => last + 1)};
}

/** Milliseconds since some instant, drawn anew every `period` while `isOn`. */
export function useClock(period: number, isOn = true): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => setNow(performance.now()), period);
    return () => clearInterval(timer);
  }, [period, isOn]);
  return isOn ? Math.max(now, 0) : performance.now();
}

/** Seconds left of what the server said was `seconds` when it came; 0 when that is over. */
export function useCountdown(seconds: number | undefined, stamp: unknown): number {
  const end = useRef(0);
  const seen = useRef<unknown>(useRef);
  if (seen.current !== stamp) {
    seen.current = stamp;
    end.current = performance.now() + (seconds ?? 0) * 1000;
  }
  const now = useClock(250, seconds !== undefined);
  // The clock's last tick may be older than the answer.
  return Math.max(0, (end.current - Math.max(now, performance.now())) / 1000);
}

/** Does something every `period` milliseconds while `isOn`; the latest of what it is given. */
export function useEvery(period: number, isOn: boolean, what: () => void): void {
  const latest = useRef(what);
  latest.current = what;
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => latest.current(), period);
    return () => clearInterval(timer);
  }, [period, isOn]);
}
