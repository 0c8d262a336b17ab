import {useLoaded} from '../../base/hooks';
import {readConcert, readSchedule, type Schedule} from '../api';
import {clock, day, dayAndClock, points} from '../format';
import {Poster} from '../poster';
import {Link} from '../route';
import {Empty, Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';

/** How a date's sale stands, as far as the server has said. */
function SaleState({schedule}: {schedule: Schedule}) {
  const {w} = useWords();
  const {available, saleOpensInSeconds, saleClosesAt, saleClosesInSeconds} = schedule;
  if (available === undefined) return <span class="soft">…</span>;
  if (saleOpensInSeconds !== undefined)
    return <span class="tag is-soon">{w.opensAt(dayAndClock(schedule.saleOpensAt!))}</span>;
  if (saleClosesAt && saleClosesInSeconds === undefined)
    return <span class="tag">{w.saleOver}</span>;
  if (available === 0) return <span class="tag">{w.soldOut}</span>;
  return (
    <>
      <span class="tag is-good">{w.seatsLeft(points(available), points(schedule.seats))}</span>
      {saleClosesAt && <span class="soft small">{w.closesAt(dayAndClock(saleClosesAt))}</span>}
    </>
  );
}

function DateRow({schedule}: {schedule: Schedule}) {
  const {w} = useWords();
  const id = schedule.scheduleId;
  const {value} = useLoaded((signal) => readSchedule(id, signal), [id]);
  const prices = schedule.sections.map((s) => s.price);
  const least = Math.min(...prices);
  return (
    <li class="date">
      <div class="date-when">
        <strong>{day(schedule.startsAt)}</strong>
        <span>{clock(schedule.startsAt)}</span>
      </div>
      <div class="date-facts">
        <span>{least === 0 ? w.free : w.concertFrom(points(least))}</span>
        {schedule.maxConcurrentUser > 0 && <span class="tag">{w.withLine}</span>}
        <SaleState schedule={value ?? schedule} />
      </div>
      <Link to={`/schedules/${id}`} class="button is-main">
        {w.chooseSeats}
      </Link>
    </li>
  );
}

export function ConcertPage({id}: {id: string}) {
  const {w} = useWords();
  const {value, why, again} = useLoaded((signal) => readConcert(id, signal), [id]);
  if (!value) return why ? <Trouble why={why} again={again} /> : <Loading />;
  const dates = value.schedules.slice().sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <article class="concert">
      <h1 tabIndex={-1} class="only-heard">
        {value.title}
      </h1>
      <Poster id={value.concertId} title={value.title} artist={value.artist} large />
      <section>
        <h2>{w.dates}</h2>
        {dates.length === 0 && <Empty title={w.noDates} next={w.noDatesNext} />}
        <ul class="dates">
          {dates.map((each) => (
            <DateRow key={each.scheduleId} schedule={each} />
          ))}
        </ul>
      </section>
    </article>
  );
}
