import {useState} from 'preact/hooks';

import {count, micros, millis, percent, rate} from '../format';
import {useLive} from '../live';
import {ActorLink, Heading, Table, Trouble} from '../parts';
import type {Actors, Kind, Sighting} from '../types';

type Column = [string, keyof Kind, (kind: Kind) => string];

const columns: Column[] = [
  ['alive', 'alive', (k) => count(k.alive)],
  ['activations', 'activations', (k) => count(k.activations)],
  ['messages/s', 'messagesPerSecond', (k) => rate(k.messagesPerSecond)],
  ['busy', 'busyShare', (k) => percent(k.busyShare)],
  ['p50', 'p50Micros', (k) => micros(k.p50Micros)],
  ['p99', 'p99Micros', (k) => micros(k.p99Micros)],
  ['waiting', 'waiting', (k) => count(k.waiting)],
  ['oldest', 'oldestMillis', (k) => millis(k.oldestMillis)],
  ['bugs', 'faults', (k) => count(k.faults)],
];

function Sightings({title, all}: {title: string; all: Sighting[]}) {
  return (
    <section>
      <h2>{title}</h2>
      {all.length === 0 ? (
        <p class="dim">None.</p>
      ) : (
        <Table label={title} heads={['actor', 'messages/s', 'busy', 'waiting', 'oldest']}>
          {all.map((s, i) => (
            <tr key={`${s.id}${i}`}>
              <td>
                <ActorLink id={s.id} />
              </td>
              <td class="number">{rate(s.messagesPerSecond)}</td>
              <td class="number">{percent(s.busyShare)}</td>
              <td class="number">{count(s.waiting)}</td>
              <td class={s.oldestMillis > 1_000 ? 'number warn' : 'number'}>
                {millis(s.oldestMillis)}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function isBad(key: keyof Kind, kind: Kind): boolean {
  return (
    (key === 'faults' && kind.faults > 0) || (key === 'oldestMillis' && kind.oldestMillis > 1_000)
  );
}

function Kinds({all}: {all: Kind[]}) {
  const [by, setBy] = useState<keyof Kind>('messagesPerSecond');
  const kinds = [...all].sort((a, b) => Number(b[by]) - Number(a[by]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Actors by kind">
      <table>
        <caption class="unseen">Actors by kind</caption>
        <thead>
          <tr>
            <th scope="col">kind</th>
            {columns.map(([name, key]) => (
              <th
                key={name}
                scope="col"
                class="number"
                aria-sort={key === by ? 'descending' : 'none'}
              >
                <button type="button" class="plain" onClick={() => setBy(key)}>
                  {name}
                  {key === by ? ' ▾' : ''}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((k) => (
            <tr key={k.kind}>
              <td>{k.kind}</td>
              {columns.map(([name, key, print]) => (
                <td key={name} class={isBad(key, k) ? 'number warn' : 'number'}>
                  {print(k)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Unseen({all}: {all: Kind[]}) {
  const some = all.filter((k) => k.lookedAt < k.alive);
  if (some.length === 0) return null;
  const said = some.map((k) => `${count(k.lookedAt)} of ${count(k.alive)} ${k.kind}s`).join(', ');
  return <p class="dim">Busiest, deepest and oldest are of those looked at now: {said}.</p>;
}

export function ActorsView() {
  const {data, came} = useLive<Actors>('actors');
  return (
    <>
      <Heading title="Actors" view={data} came={came} />
      <Trouble view={data} />
      {data && data.kinds && (
        <>
          <Kinds all={data.kinds} />
          <Unseen all={data.kinds} />
          <div class="columns">
            <Sightings title="Busiest now" all={data.busiest} />
            <Sightings title="Deepest mailboxes now" all={data.deepest} />
          </div>
        </>
      )}
    </>
  );
}
