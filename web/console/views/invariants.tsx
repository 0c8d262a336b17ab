import {clock, count} from '../format';
import {useLive} from '../live';
import {Badge, Heading, Table, Trouble} from '../parts';
import type {Invariants} from '../types';

const colours = {HOLDS: 'good', BROKEN: 'bad', UNKNOWN: 'none'} as const;

export function InvariantsView() {
  const {data, came} = useLive<Invariants>('invariants');
  const broken = (data?.invariants ?? []).flatMap((i) =>
    i.broken.map((b) => ({...b, name: i.name})),
  );
  return (
    <>
      <Heading title="Invariants" view={data} came={came} />
      <Trouble view={data} />
      <p class="dim">Looked at a little every second, only while this page is open.</p>
      {data && data.invariants && (
        <Table
          label="Invariants"
          heads={[
            'state', 'what must hold', 'checked', 'full passes', 'last look', 'last full pass',
          ]}
          texts={[0, 1, 4, 5]}
        >
          {data.invariants.map((i) => (
            <tr key={i.name}>
              <td>
                <Badge text={i.state} state={colours[i.state]} />
              </td>
              <td class="wrap">{i.says}</td>
              <td class="number">{count(i.checked)}</td>
              <td class="number">{count(i.passes)}</td>
              <td class="mono">{clock(i.lookedAt)}</td>
              <td class="mono">{clock(i.passedAt)}</td>
            </tr>
          ))}
        </Table>
      )}
      {broken.length > 0 && (
        <section role="alert">
          <h2>Broken</h2>
          <Table label="Broken promises" heads={['seen at', 'what', 'found']} texts={[0, 1, 2]}>
            {broken.map((b) => (
              <tr key={`${b.at}${b.what}`}>
                <td class="mono">{clock(b.at)}</td>
                <td>{b.name}</td>
                <td class="wrap">{b.what}</td>
              </tr>
            ))}
          </Table>
        </section>
      )}
    </>
  );
}
