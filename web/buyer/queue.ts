/** A user's way through the line before a schedule's seats. */
import {useCallback, useEffect, useRef, useState} from 'preact/hooks';

import {Refusal} from '../base/call';
import {follow} from '../base/follow';
import {useEvery, type Why, whyOf} from '../base/hooks';
import {enterQueue, leaveQueue, readStanding, type Standing} from './api';
import {session, sessionHeaders, useSession} from './session';

export interface Line {
  standing: Standing | undefined;
  why: Why | undefined;
  /** The turn came and passed unused. */
  hasLapsed: boolean;
  hasLeft: boolean;
  /** The server has ended the place: lining up again is a new one. */
  isOver: boolean;
  /** How far through the line, from 0 to 1. */
  progress: number;
  enter: () => Promise<Standing | undefined>;
  leave: () => void;
}

/** The place at which somebody came, for the bar to know how far he has come since. */
function firstPlace(schedule: number, position: number): number {
  const place = `frontrow.line.${schedule}.${session()?.user}`;
  try {
    const held = Number(sessionStorage.getItem(place));
    if (held >= position) return held;
    sessionStorage.setItem(place, String(position));
  } catch {
    // Storage is forbidden: the bar begins anew with the page.
    return position;
  }
  return position;
}

function progressOf(schedule: number, standing: Standing | undefined): number {
  if (standing?.position === undefined) return standing ? 1 : 0;
  const first = firstPlace(schedule, standing.position);
  // Never quite empty: whoever has just come should see that there is a bar.
  return Math.max(0.03, (first + 1 - standing.position) / (first + 1));
}

/** A browser has one token; another tab may have put its own in the place of this one's. Asking for
    one's place again brings it back. */
const isAnothers = (code: string) => code === 'token_mismatch' || code === 'token_unknown';

/** Browsers keep the token's cookie only on https and on this machine. */
const noCookie = new Refusal(401, 'cookie_missing', '', {}, 0);

type State = Pick<Line, 'standing' | 'why' | 'hasLapsed' | 'hasLeft' | 'isOver'>;

const nothing: State = {
  standing: undefined,
  why: undefined,
  hasLapsed: false,
  hasLeft: false,
  isOver: false,
};

function after(last: State, standing: Standing): State {
  const was = last.standing?.queueStatus;
  const hasLapsed = standing.queueStatus === 'WAIT' && (last.hasLapsed || was === 'ACTIVE');
  return {...nothing, standing, hasLapsed};
}

export function useLine(schedule: number, isWanted: boolean): Line {
  const user = useSession()?.user;
  const [state, setState] = useState<State>(nothing);
  const [turn, setTurn] = useState(0);
  const isOn = isWanted && user !== undefined;
  const alive = useRef(true);
  const hasHeard = useRef(false);
  useEffect(() => () => void (alive.current = false), []);

  const hear = useCallback((standing: Standing) => {
    if (alive.current) setState((last) => after(last, standing));
  }, []);
  const enter = useCallback(async () => {
    try {
      const standing = await enterQueue(schedule);
      hear(standing);
      setTurn((last) => last + 1);
      return standing;
    } catch (why) {
      setState((last) => ({...last, why: whyOf(why)}));
      return undefined;
    }
  }, [schedule, hear]);

  useEffect(() => {
    setState(nothing);
    if (isOn) void enter();
  }, [isOn, user, enter]);
  useEffect(() => {
    if (!isOn || turn === 0) return undefined;
    const stop = follow(`/api/queue/stream?scheduleId=${schedule}`, {
      headers: sessionHeaders,
      pausesWhenHidden: true,
      onEvent: (event) => {
        if (event.name === 'status') {
          hasHeard.current = true;
          hear(JSON.parse(event.data) as Standing);
        } else if (event.name === 'end') {
          stop();
          setState((last) => ({...last, isOver: true}));
        }
      },
      onRefused: (no) => {
        if (no.code === 'token_missing') setState({...nothing, why: noCookie});
        else if (isAnothers(no.code) && hasHeard.current) {
          // Once: what is refused again at once is over.
          hasHeard.current = false;
          void enter();
        } else setState((last) => ({...last, isOver: true}));
      },
    });
    return stop;
  }, [isOn, schedule, turn, hear]);
  // A hidden page has no stream; it asks now and then, so that its title can call.
  const isAsking = isOn && state.standing?.queueStatus === 'WAIT' && !state.isOver;
  useEvery(5000, isAsking, () => {
    if (document.hidden) readStanding(schedule).then(hear, () => undefined);
  });

  const leave = useCallback(() => {
    leaveQueue(schedule).then(
      () => setState({...nothing, hasLeft: true, isOver: true}),
      (why) => setState((last) => ({...last, why: whyOf(why)})),
    );
  }, [schedule]);
  return {...state, progress: progressOf(schedule, state.standing), enter, leave};
}
