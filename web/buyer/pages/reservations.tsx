import {useLoaded} from '../../base/hooks';
import {listReservations, type Reservation} from '../api';
import {dayAndClock, points} from '../format';
import {Link} from '../route';
import {Empty, Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';
import {usePages} from './pager';
import {readShow, type Show} from './reservation';

const looks = {
  PREEMPTED: ' is-soon',
  CONFIRMED: ' is-good',
  EXPIRED: '',
  CANCELLED: '',
};

function Row({held, show}: {held: Reservation; show: Show | undefined}) {
  const {w} = useWords();
  return (
    <li>
      <Link to={`/reservations/${held.reservationId}`} class="ticket-row">
        <span class={`tag${looks[held.status]}`}>{w.states[held.status]}</span>
        <strong>{show?.concert.title ?? ' '}</strong>
        <span class="soft">{show && dayAndClock(show.schedule.startsAt)}</span>
        <span>{w.seat(held.seatNumber)}</span>
        <span class="ticket-price">{w.pointsOf(points(held.price))}</span>
      </Link>
    </li>
  );
}

/** The shows of some reservations; one that cannot be read leaves a gap. */
async function readShows(ids: readonly number[], signal: AbortSignal) {
  const found = await Promise.allSettled(ids.map((id) => readShow(id, signal)));
  return new Map(
    found.flatMap((each, nth) =>
      each.status === 'fulfilled' ? [[ids[nth]!, each.value] as const] : []),
  );
}

export function ReservationsPage({user}: {user: string}) {
  const {w} = useWords();
  const {rows, hasMore, why, more, again} = usePages(
    async (cursor) => {
      const page = await listReservations(cursor);
      return {rows: page.reservations, next: page.next};
    },
    [user],
  );
  const ids = [...new Set(rows?.map((r) => r.concertScheduleId))];
  const shows = useLoaded((signal) => readShows(ids, signal), [ids.join()]).value;
  return (
    <article>
      <header class="page-head">
        <h1 tabIndex={-1}>{w.tickets}</h1>
      </header>
      {why && <Trouble why={why} again={again} />}
      {!rows && !why && <Loading />}
      {rows?.length === 0 && (
        <Empty title={w.noTickets} next={w.noTicketsNext}>
          <Link to="/" class="button is-main">
            {w.toConcerts}
          </Link>
        </Empty>
      )}
      <ul class="ticket-list">
        {rows?.map((each) => (
          <Row key={each.reservationId} held={each} show={shows?.get(each.concertScheduleId)} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" class="button" onClick={more}>
          {w.more}
        </button>
      )}
    </article>
  );
}
