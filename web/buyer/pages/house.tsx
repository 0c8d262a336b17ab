/** The seats of a date: the map, its sections, and the one that is chosen. */
import {useEffect, useMemo, useState} from 'preact/hooks';

import {Refusal} from '../../base/call';
import {follow} from '../../base/follow';
import {useCountdown, useLoaded, type Why, whyOf} from '../../base/hooks';
import {listReservations, reserve, type Reservation, type Schedule} from '../api';
import {countdown} from '../format';
import {intend} from '../intents';
import type {Line} from '../queue';
import {go, Link} from '../route';
import {SeatBook} from '../seats/book';
import {nearestFree} from '../seats/nearest';
import {Plan} from '../seats/plan';
import {SeatMap} from '../seats/seat_map';
import {codeOf, Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';
import {Chosen, Sections} from './house_side';

/** The seats as they are now; `beat` changes a few times a second when they do. */
function useSeats(schedule: Schedule, plan: Plan) {
  const book = useMemo(() => new SeatBook(plan), [plan]);
  const [beat, setBeat] = useState(0);
  const [isLive, setLive] = useState(true);
  const [why, setWhy] = useState<Why>();
  useEffect(() => {
    let timer = 0;
    const tell = () => {
      timer ||= setTimeout(() => {
        timer = 0;
        setBeat((last) => last + 1);
      }, 150);
    };
    const stopListening = book.listen({onSeat: tell, onAll: tell});
    const stopFollowing = follow(`/api/schedules/${schedule.scheduleId}/seats/stream`, {
      onEvent: (event) => {
        if (event.name === 'snapshot') performance.mark('seats answered');
        book.hear(event);
      },
      onLine: setLive,
      onRefused: setWhy,
      pausesWhenHidden: true,
    });
    return () => {
      clearTimeout(timer);
      stopListening();
      stopFollowing();
    };
  }, [book, schedule.scheduleId]);
  return {book, beat, isLive, why};
}

function useHolds(schedule: number): Reservation[] {
  const {value} = useLoaded((signal) => listReservations(undefined, signal), [schedule]);
  return (value?.reservations ?? []).filter(
    (r) => r.concertScheduleId === schedule
      && (r.status === 'PREEMPTED' || r.status === 'CONFIRMED'),
  );
}

/** A number for each price, the dearest first: seats are coloured by it. */
function tiersOf(schedule: Schedule): number[] {
  const prices = [...new Set(schedule.sections.map((s) => s.price))].sort((a, b) => b - a);
  return schedule.sections.map((s) => Math.min(5, prices.indexOf(s.price)));
}

function Turn({line}: {line: Line}) {
  const {w} = useWords();
  const {claimInSeconds, expiresAt, serverTime} = line.standing!;
  const session = (Date.parse(`${expiresAt}Z`) - Date.parse(`${serverTime}Z`)) / 1000;
  const left = useCountdown(claimInSeconds ?? session, line.standing);
  useEffect(() => {
    const before = document.title;
    document.title = `✔ ${w.turnTitle}`;
    return () => void (document.title = before);
  }, []);
  const isClaim = claimInSeconds !== undefined;
  return (
    <div class={`notice turn${isClaim ? ' is-urgent' : ''}`}>
      {isClaim && <strong role="status">{w.turnTitle}</strong>}
      <span role="timer">{(isClaim ? w.claimIn : w.sessionIn)(countdown(left))}</span>
    </div>
  );
}

/** What became of holding a seat, when it was not held. */
interface Miss {
  seat: number;
  why: Why;
}

const lostTurn = new Set(['token_missing', 'token_unknown', 'token_mismatch']);

/** Holds a seat; lines up once more where another tab has taken this browser's place in line. */
async function hold(schedule: Schedule, seat: number, price: number, line: Line | undefined) {
  const intent = `reserve.${schedule.scheduleId}.${seat}.${price}`;
  const ask = () => intend(intent, (key) => reserve(schedule.scheduleId, seat, price, key));
  try {
    return await ask();
  } catch (why) {
    if (!line || !(why instanceof Refusal) || !lostTurn.has(why.code)) throw why;
    const standing = await line.enter();
    if (standing?.queueStatus !== 'ACTIVE') throw why;
    return ask();
  }
}

function useHolding(schedule: Schedule, line: Line | undefined) {
  const [isBusy, setBusy] = useState(false);
  const [miss, setMiss] = useState<Miss>();
  const start = async (seat: number, price: number) => {
    setBusy(true);
    setMiss(undefined);
    try {
      const made = await hold(schedule, seat, price, line);
      go(`/reservations/${made.reservationId}`);
    } catch (thrown) {
      const why = whyOf(thrown);
      setMiss({seat, why});
      if (codeOf(why).startsWith('token_')) void line?.enter();
    } finally {
      setBusy(false);
    }
  };
  return {isBusy, miss, start, forget: () => setMiss(undefined)};
}

/** The chosen seat, and the one that went while it was looked at. */
function useChoice(book: SeatBook, beat: number, isBusy: boolean, forget: () => void) {
  const [chosen, setChosen] = useState(0);
  const [gone, setGone] = useState(0);
  const choose = (seat: number) => {
    if (!book.isFree(seat)) return;
    setChosen(seat === chosen ? 0 : seat);
    setGone(0);
    forget();
  };
  useEffect(() => {
    if (chosen === 0 || book.isFree(chosen) || isBusy || !book.isKnown) return;
    setGone(chosen);
    setChosen(0);
  }, [beat, isBusy]);
  const pick = (seat: number) => seat !== chosen && choose(seat);
  return {chosen, gone, choose, pick};
}

function Notices({line, unpaid}: {line: Line | undefined; unpaid: Reservation | undefined}) {
  const {w} = useWords();
  return (
    <div class="house-notices">
      {line && <Turn line={line} />}
      {unpaid && (
        <div class="notice is-good">
          <span>{w.youHold(unpaid.seatNumber)}</span>
          <Link to={`/reservations/${unpaid.reservationId}`} class="button is-main">
            {w.goPay}
          </Link>
        </div>
      )}
    </div>
  );
}

export function House({schedule, line}: {schedule: Schedule; line: Line | undefined}) {
  const {w} = useWords();
  const plan = useMemo(() => new Plan(schedule.sections), [schedule.scheduleId]);
  const tiers = useMemo(() => tiersOf(schedule), [schedule.scheduleId]);
  const {book, beat, isLive, why} = useSeats(schedule, plan);
  const holds = useHolds(schedule.scheduleId);
  const holding = useHolding(schedule, line);
  const {chosen, gone, choose, pick} = useChoice(book, beat, holding.isBusy, holding.forget);

  const mine = useMemo(() => new Set(holds.map((r) => r.seatId)), [holds.length]);
  const {miss} = holding;
  const missed = miss && codeOf(miss.why) === 'seat_taken' ? miss.seat : gone;
  const offers = useMemo(
    () => (missed ? nearestFree(plan, book, missed, 3) : []),
    [missed, beat],
  );
  if (why) return <Trouble why={why} />;
  return (
    <div class="house">
      <Notices line={line} unpaid={holds.find((r) => r.status === 'PREEMPTED')} />
      <section class="house-map" aria-label={w.mapName}>
        {book.isKnown ? (
          <span class={`live${isLive ? ' is-on' : ''}`} role="status">
            {isLive ? w.live : w.notLive}
          </span>
        ) : (
          <Loading />
        )}
        <SeatMap
          plan={plan}
          book={book}
          tierOf={tiers}
          chosen={chosen}
          mine={mine}
          onChoose={choose}
        />
      </section>
      <aside class="house-side">
        <Chosen
          plan={plan}
          chosen={chosen}
          missed={missed}
          miss={missed ? undefined : miss}
          offers={offers}
          isBusy={holding.isBusy}
          onChoose={choose}
          onHold={(seat, price) => void holding.start(seat, price)}
        />
        <Sections plan={plan} book={book} tierOf={tiers} onChoose={pick} />
      </aside>
    </div>
  );
}
