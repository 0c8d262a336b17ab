import {createContext} from 'preact';
import {useContext, useEffect, useState} from 'preact/hooks';

import {ask, follow, Refused, type Session} from './api';
import type {Role, View} from './types';

/** What every part of the console needs to know. */
export interface Desk {
  session: Session;
  role: Role;
  /** The token is refused: back to the door. */
  leave: (why: string) => void;
  setTrouble: (trouble: string | null) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('outside of the console');
  return desk;
}

export interface Live<T> {
  data: T | null;
  /** When it came, by this machine's clock. */
  came: number;
}

/** Follows one view; what was seen last stays, and grows old, while there is no connection. */
export function useLive<T extends View>(view: string): Live<T> {
  const desk = useDesk();
  const [live, setLive] = useState<Live<T>>({data: null, came: 0});
  useEffect(() => {
    setLive({data: null, came: 0});
    return follow(desk.session, view, {
      onEvent: (_name, data) => setLive({data: data as T, came: performance.now()}),
      onState: (trouble, status) => {
        if (status === 401 || status === 403) desk.leave(trouble ?? 'the token is refused');
        else desk.setTrouble(trouble);
      },
    });
  }, [view, desk.session]);
  return live;
}

export interface Asked<T> {
  data: T | null;
  trouble: string | null;
  again: () => void;
}

/** Asks once, and again when told to. */
export function useAsked<T>(path: string | null): Asked<T> {
  const desk = useDesk();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{data: T | null; trouble: string | null}>({
    data: null,
    trouble: null,
  });
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    setState((before) => ({...before, trouble: null}));
    ask<T>(desk.session, path, undefined, stop.signal).then(
      (data) => setState({data, trouble: null}),
      (why: unknown) => {
        if (stop.signal.aborted) return;
        setState({data: null, trouble: why instanceof Refused ? why.message : String(why)});
      },
    );
    return () => stop.abort();
  }, [path, turn, desk.session]);
  return {...state, again: () => setTurn(turn + 1)};
}

/** How old a figure is, from green to red: nobody shall trust a number that stands still. */
export function Age({came}: {came: number}) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (came === 0) return <span class="age">waiting for figures</span>;
  const seconds = Math.max(0, now - came) / 1_000;
  const state = seconds < 3 ? 'fresh' : seconds < 10 ? 'late' : 'old';
  return (
    <span class={`age ${state}`} role={state === 'old' ? 'status' : undefined}>
      {state === 'old' ? 'OLD: ' : ''}
      {seconds.toFixed(0)} s ago
    </span>
  );
}
