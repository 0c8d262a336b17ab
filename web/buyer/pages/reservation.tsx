/** A reservation in each of its states: a hold to pay, a ticket, or what is over. */
import {useEffect, useState} from 'preact/hooks';

import {Refusal} from '../../base/call';
import {useCountdown, useLoaded, type Why, whyOf} from '../../base/hooks';
import {
  type ConcertDetail,
  giveBack,
  pay,
  readConcert,
  readReservation,
  readSchedule,
  readWallet,
  type Reservation,
  type Schedule,
} from '../api';
import {countdown, dayAndClock, points} from '../format';
import {intend} from '../intents';
import {Link} from '../route';
import {tellWallet, useSession, useWalletNews} from '../session';
import {SignInForm} from '../sign_in';
import {Plan} from '../seats/plan';
import {Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';
import {AddPoints} from './add_points';

/** Where and when the seat is. */
export interface Show {
  schedule: Schedule;
  concert: ConcertDetail;
}

export async function readShow(schedule: number, signal: AbortSignal): Promise<Show> {
  const found = await readSchedule(schedule, signal);
  return {schedule: found, concert: await readConcert(found.concertId, signal)};
}

interface PartProps {
  held: Reservation;
  show: Show | undefined;
  onChange: () => void;
}

function Facts({held, show}: {held: Reservation; show: Show | undefined}) {
  const {w} = useWords();
  const place = show && new Plan(show.schedule.sections).placeOf(held.seatId);
  return (
    <div class="ticket-facts">
      <strong class="ticket-title">{show?.concert.title ?? ' '}</strong>
      <span>{show?.concert.artist}</span>
      <span>{show && dayAndClock(show.schedule.startsAt)}</span>
      <span class="ticket-seat">{w.seat(held.seatNumber)}</span>
      {place && <span>{w.seatPlace(place.block.section.name, place.row + 1)}</span>}
    </div>
  );
}

function Ring({left, whole}: {left: number; whole: number}) {
  const {w} = useWords();
  const part = Math.min(1, left / Math.max(1, whole));
  const round = 2 * Math.PI * 52;
  return (
    <div class={`ring${left < 60 ? ' is-urgent' : ''}`} role="timer" aria-label={w.timeLeft}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle cx="60" cy="60" r="52" class="ring-way" />
        <circle
          cx="60"
          cy="60"
          r="52"
          class="ring-part"
          stroke-dasharray={`${round * part} ${round}`}
          transform="rotate(-90 60 60)"
        />
      </svg>
      <span class="ring-time">{countdown(left)}</span>
      <span class="ring-name">{w.timeLeft}</span>
    </div>
  );
}

/** Doing something with a reservation: whether it is being done, and why it was not. */
function useDoing(onChange: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<Why>();
  const start = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setWhy(undefined);
    try {
      await what();
    } catch (thrown) {
      setWhy(whyOf(thrown));
    }
    setBusy(false);
    tellWallet();
    onChange();
  };
  return {isBusy, why, start};
}

function useWholeHold(held: Reservation): number {
  const {createdAt, expiredAt, expiresInSeconds = 1} = held;
  const whole = (Date.parse(`${expiredAt}Z`) - Date.parse(`${createdAt}Z`)) / 1000;
  return Number.isFinite(whole) ? Math.max(whole, expiresInSeconds) : expiresInSeconds;
}

function Bill({price, balance}: {price: number; balance: number}) {
  const {w} = useWords();
  return (
    <dl class="bill">
      <div>
        <dt>{w.price}</dt>
        <dd>{w.pointsOf(points(price))}</dd>
      </div>
      <div>
        <dt>{w.balance}</dt>
        <dd>{w.pointsOf(points(balance))}</dd>
      </div>
      {balance >= price && (
        <div class="bill-after">
          <dt>{w.after}</dt>
          <dd>{w.pointsOf(points(balance - price))}</dd>
        </div>
      )}
    </dl>
  );
}

function Held({held, show, onChange}: PartProps) {
  const {w} = useWords();
  const left = useCountdown(held.expiresInSeconds, held);
  const whole = useWholeHold(held);
  const wallet = useLoaded(readWallet, []);
  useWalletNews(wallet.again);
  const doing = useDoing(onChange);
  const id = held.reservationId;
  useEffect(() => {
    if (left === 0) onChange();
  }, [left === 0]);
  const balance = wallet.value?.balance ?? 0;
  const missing = wallet.value ? held.price - balance : 0;
  const isShort = doing.why instanceof Refusal && doing.why.code === 'insufficient_balance';
  const payNow = () => void doing.start(() => intend(`pay.${id}`, (key) => pay(id, key)));
  const giveUp = () => void doing.start(() => intend(`back.${id}`, (key) => giveBack(id, key)));
  return (
    <section class="panel hold">
      <h1 tabIndex={-1}>{w.holdTitle(held.seatNumber)}</h1>
      <div class="hold-parts">
        <Ring left={left} whole={whole} />
        <Facts held={held} show={show} />
      </div>
      {wallet.value && <Bill price={held.price} balance={balance} />}
      {doing.why && !isShort && <Trouble why={doing.why} />}
      {missing > 0 ? (
        <div class="notice is-trouble" role="status">
          <strong>{w.missing(points(missing))}</strong>
          <p>{w.troubles['insufficient_balance']!.next}</p>
          <AddPoints amounts={[missing, 100_000, 200_000].filter((a) => a >= missing)} />
        </div>
      ) : (
        <button
          type="button"
          class="button is-main is-wide"
          disabled={doing.isBusy || !wallet.value}
          onClick={payNow}
        >
          {doing.isBusy ? w.paying : w.pay(points(held.price))}
        </button>
      )}
      <button type="button" class="button is-quiet" disabled={doing.isBusy} onClick={giveUp}>
        {w.giveUp}
      </button>
      <p class="soft small">{w.holdNote}</p>
    </section>
  );
}

function Ticket({held, show, onChange}: PartProps) {
  const {w} = useWords();
  const [isSure, setSure] = useState(false);
  const doing = useDoing(onChange);
  const id = held.reservationId;
  const refund = () => void doing.start(() => intend(`back.${id}`, (key) => giveBack(id, key)));
  return (
    <>
      <section class="ticket">
        <div class="ticket-main">
          <span class="tag is-good">{w.ticketState}</span>
          <h1 tabIndex={-1}>{w.ticketTitle}</h1>
          <Facts held={held} show={show} />
        </div>
        <dl class="ticket-stub">
          <dt>{w.ticketNumber}</dt>
          <dd class="number">{id}</dd>
          <dt>{w.price}</dt>
          <dd>{w.pointsOf(points(held.price))}</dd>
          {held.paidAt && <dt>{w.paidAt}</dt>}
          {held.paidAt && <dd>{dayAndClock(held.paidAt)}</dd>}
        </dl>
      </section>
      {doing.why && <Trouble why={doing.why} />}
      <div class="row ticket-actions">
        <Link to={`/schedules/${held.concertScheduleId}`} class="button">
          {w.anotherSeat}
        </Link>
        {!isSure && (
          <button type="button" class="button is-quiet" onClick={() => setSure(true)}>
            {w.refund}
          </button>
        )}
      </div>
      {isSure && (
        <div class="notice" role="alert">
          <strong>{w.refundSure}</strong>
          <p>{w.refundNote(points(held.price))}</p>
          <div class="row">
            <button type="button" class="button" disabled={doing.isBusy} onClick={refund}>
              {w.refundYes}
            </button>
            <button type="button" class="button is-main" onClick={() => setSure(false)}>
              {w.refundNo}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function Over({held, show}: PartProps) {
  const {w} = useWords();
  const isExpired = held.status === 'EXPIRED';
  return (
    <section class="panel over">
      <h1 tabIndex={-1}>{isExpired ? w.expiredTitle : w.cancelledTitle}</h1>
      <p>{isExpired ? w.expiredNext : w.cancelledNext}</p>
      {!isExpired && held.paidAt && <p class="soft">{w.refunded(points(held.price))}</p>}
      <Facts held={held} show={show} />
      <Link to={`/schedules/${held.concertScheduleId}`} class="button is-main">
        {w.toMap}
      </Link>
    </section>
  );
}

export function ReservationPage({id}: {id: string}) {
  const who = useSession();
  const {value, why, again} = useLoaded(
    (signal) => readReservation(id, signal),
    [id, who?.user],
  );
  const schedule = value?.concertScheduleId;
  const show = useLoaded(
    async (signal) => (schedule === undefined ? undefined : readShow(schedule, signal)),
    [schedule],
  ).value;
  useEffect(() => {
    const look = () => document.hidden || again();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  if (!who)
    return (
      <section class="panel">
        <SignInForm />
      </section>
    );
  if (!value) return why ? <Trouble why={why} again={again} /> : <Loading />;
  if (value.userId !== undefined && String(value.userId) !== who.user)
    return <Trouble why={new Refusal(403, 'not_the_owner', '', {}, 0)} />;
  const parts = {held: value, show, onChange: again};
  if (value.status === 'PREEMPTED') return <Held {...parts} />;
  return value.status === 'CONFIRMED' ? <Ticket {...parts} /> : <Over {...parts} />;
}
