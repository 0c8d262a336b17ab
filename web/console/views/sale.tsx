import {useEffect, useState} from 'preact/hooks';

import {Chart} from '../chart';
import {clock, count, millis, rate, span} from '../format';
import {useLive} from '../live';
import {ActorLink, Badge, Figure, Heading, Table, Trouble} from '../parts';
import type {Sale, Sales} from '../types';

export function SalesView() {
  const {data, came} = useLive<Sales>('sales');
  return (
    <>
      <Heading title="Sale" view={data} came={came} />
      <Trouble view={data} />
      {data && data.sales && (
        <Table
          label="Schedules"
          heads={['schedule', 'concert', 'starts', 'seats', 'free', 'held', 'sold', '']}
          texts={[0, 1, 2, 7]}
        >
          {data.sales.map((sale) => (
            <tr key={sale.schedule}>
              <td>
                <a href={`#/sale/${sale.schedule}`}>schedule {sale.schedule}</a>
              </td>
              <td class="wrap">{sale.title}</td>
              <td class="mono">{clock(sale.startsAt)}</td>
              <td class="number">{count(sale.seats)}</td>
              <td class="number">{count(sale.available)}</td>
              <td class="number">{count(sale.held)}</td>
              <td class="number">{count(sale.sold)}</td>
              <td>{!sale.awake && <span class="dim">asleep</span>}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

/** Fifteen minutes at one a second. */
const pointsMax = 900;

/** The last figures of each schedule that was looked at, so that going away and back loses none. */
const kept = new Map<number, {seats: number[][]; line: number[][]; rates: number[][]}>();

function remember(sale: Sale) {
  const at = Date.parse(sale.at) / 1_000;
  const before = kept.get(sale.schedule) ?? {seats: [], line: [], rates: []};
  const add = (rows: number[][], row: number[]) => [...rows.slice(1 - pointsMax), row];
  const q = sale.queue;
  const next = {
    seats: add(before.seats, [at, sale.sold, sale.held]),
    line: add(before.line, [at, q?.waiting ?? 0, q?.active ?? 0]),
    rates: add(before.rates, [at, sale.house.bookingsPerSecond, sale.house.commitMillis]),
  };
  kept.set(sale.schedule, next);
  return next;
}

function QueueFigures({sale}: {sale: Sale}) {
  const q = sale.queue;
  if (q === null) return <p class="dim">No waiting room: everybody may reserve.</p>;
  return (
    <dl class="figures">
      <Figure
        name="doors"
        value={<Badge text={q.state} state={q.state === 'OPEN' ? 'good' : 'warn'} />}
        note={q.lineAway ? 'what keeps the line is away' : undefined}
        state={q.lineAway ? 'bad' : undefined}
      />
      <Figure name="waiting" value={count(q.waiting)} />
      <Figure name="ACTIVE" value={`${count(q.active)} of ${count(q.capacity)}`} />
      <Figure
        name="admitted"
        value={count(q.admitted)}
        note={
          `${rate(q.admittedPerSecond)}/s` +
          (q.perSecondMax > 0 ? `, at most ${q.perSecondMax}/s` : '')
        }
      />
      <Figure name="abandoned" value={count(q.abandoned)} />
      <Figure
        name="wait for a newcomer"
        value={q.waitSeconds === 0 ? 'none' : span(q.waitSeconds)}
      />
    </dl>
  );
}

function HouseFigures({sale}: {sale: Sale}) {
  const h = sale.house;
  return (
    <dl class="figures">
      <Figure name="bookings/s" value={rate(h.bookingsPerSecond)} />
      <Figure name="payments/s" value={rate(h.paymentsPerSecond)} />
      <Figure name="requests/s" value={rate(h.requestsPerSecond)} />
      <Figure
        name="commit"
        value={millis(h.commitMillis)}
        note={`${rate(h.commitsPerSecond)}/s of ${rate(h.writeSetsPerSecond)} write sets/s`}
        state={h.storeFailing ? 'bad' : undefined}
      />
      <Figure name="writes pending" value={count(h.writesPending)} />
      <Figure
        name="outbox lag"
        value={h.outboxLag === null ? 'not published' : `${count(h.outboxLag)} events`}
        note={h.outboxOldest === null ? undefined : `oldest of ${clock(h.outboxOldest)}`}
        state={h.parked > 0 ? 'bad' : undefined}
      />
      {h.parked > 0 && <Figure name="parked" value={count(h.parked)} state="bad" />}
    </dl>
  );
}

export function SaleView({schedule}: {schedule: number}) {
  const {data, came} = useLive<Sale>(`sale:${schedule}`);
  const [points, setPoints] = useState(kept.get(schedule));
  useEffect(() => {
    if (data && data.house) setPoints(remember(data));
  }, [data]);
  const full = data && data.house ? data : null;
  return (
    <>
      <Heading title={`Sale of schedule ${schedule}`} view={data} came={came}>
        <ActorLink id={`schedule ${schedule}`} />
        {full?.queue && <ActorLink id={`queue ${schedule}`} />}
        <a href={`#/actions/${schedule}`}>Steer its queue</a>
      </Heading>
      <Trouble view={data} />
      {full && (
        <>
          <dl class="figures">
            <Figure name="free" value={count(full.available)} note={`of ${count(full.seats)}`} />
            <Figure name="held" value={count(full.held)} />
            <Figure name="sold" value={count(full.sold)} />
          </dl>
          <div class="bar" role="img" aria-label={`${full.sold} sold, ${full.held} held`}>
            <i class="sold" style={{flexGrow: full.sold}} />
            <i class="held" style={{flexGrow: full.held}} />
            <i class="free" style={{flexGrow: full.available}} />
          </div>
          <QueueFigures sale={full} />
          {points && (
            <div class="columns">
              <Chart title="Seats" names={['sold', 'held']} rows={points.seats} />
              {full.queue && (
                <Chart title="Waiting room" names={['waiting', 'ACTIVE']} rows={points.line} />
              )}
              <Chart
                title="Bookings a second, commit in ms"
                names={['bookings/s', 'commit ms']}
                rows={points.rates}
              />
            </div>
          )}
          <h2>The whole node</h2>
          <HouseFigures sale={full} />
          <section>
            <h2>Refusals by reason, all schedules</h2>
            {full.house.refusals.length === 0 ? (
              <p class="dim">None since the start.</p>
            ) : (
              <Table label="Refusals by reason" heads={['reason', 'per second', 'since the start']}>
                {[...full.house.refusals]
                  .sort((a, b) => b.perSecond - a.perSecond || b.count - a.count)
                  .map((r) => (
                    <tr key={r.code}>
                      <td class="mono">{r.code}</td>
                      <td class="number">{rate(r.perSecond)}</td>
                      <td class="number">{count(r.count)}</td>
                    </tr>
                  ))}
              </Table>
            )}
          </section>
        </>
      )}
    </>
  );
}
