/** A date: before its sale, in its waiting room, at its seats. */
import {useEffect} from 'preact/hooks';

import {useCountdown, useLoaded} from '../../base/hooks';
import {readConcert, readSchedule, type Schedule} from '../api';
import {countdown, dayAndClock} from '../format';
import {useLine} from '../queue';
import {Link} from '../route';
import {useSession} from '../session';
import {SignInForm} from '../sign_in';
import {Empty, Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';
import {House} from './house';
import {WaitingRoom} from './waiting';

function NotYet({schedule, again}: {schedule: Schedule; again: () => void}) {
  const {w} = useWords();
  const left = useCountdown(schedule.saleOpensInSeconds, schedule);
  useEffect(() => {
    if (left === 0) again();
  }, [left === 0]);
  return (
    <section class="panel not-yet">
      <h2>{w.opensIn}</h2>
      <div class="big-clock" role="timer">
        {left > 2 * 86_400 ? w.days(Math.floor(left / 86_400)) : countdown(left)}
      </div>
      <p>{w.opensAt(dayAndClock(schedule.saleOpensAt!))}</p>
      <p class="soft">{w.opensNote}</p>
    </section>
  );
}

function Inside({schedule}: {schedule: Schedule}) {
  const hasLine = schedule.maxConcurrentUser > 0;
  const line = useLine(schedule.scheduleId, hasLine);
  const isIn = !hasLine || (line.standing?.queueStatus === 'ACTIVE' && !line.isOver);
  if (!isIn) return <WaitingRoom line={line} />;
  return <House schedule={schedule} line={hasLine ? line : undefined} />;
}

function Stage({schedule, again}: {schedule: Schedule; again: () => void}) {
  const {w} = useWords();
  const who = useSession();
  if (schedule.saleOpensInSeconds !== undefined)
    return <NotYet schedule={schedule} again={again} />;
  if (schedule.saleClosesAt && schedule.saleClosesInSeconds === undefined)
    return (
      <Empty title={w.saleOver} next={w.saleOverNext}>
        <Link to={`/concerts/${schedule.concertId}`} class="button is-main">
          {w.dates}
        </Link>
      </Empty>
    );
  if (!who)
    return (
      <section class="panel">
        <SignInForm />
      </section>
    );
  return <Inside key={`${schedule.scheduleId} ${who.user}`} schedule={schedule} />;
}

export function SchedulePage({id}: {id: string}) {
  const {w} = useWords();
  const {value, why, again} = useLoaded((signal) => readSchedule(id, signal), [id]);
  const concert = useLoaded(
    async (signal) => (value ? readConcert(value.concertId, signal) : undefined),
    [value?.concertId],
  ).value;
  if (!value) return why ? <Trouble why={why} again={again} /> : <Loading />;
  return (
    <article>
      <header class="page-head">
        <Link to={`/concerts/${value.concertId}`} class="back">
          ← {w.back}
        </Link>
        <h1 tabIndex={-1}>{concert?.title ?? ' '}</h1>
        <p class="soft">
          {concert?.artist} · {dayAndClock(value.startsAt)}
        </p>
      </header>
      <Stage schedule={value} again={again} />
    </article>
  );
}
