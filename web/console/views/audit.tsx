import {clock} from '../format';
import {useLive} from '../live';
import {Badge, Heading, Table, Trouble} from '../parts';
import type {Audit} from '../types';

const colours: Record<string, 'good' | 'bad' | 'none'> = {
  done: 'good',
  ended: 'good',
  failed: 'bad',
};

export function AuditView() {
  const {data, came} = useLive<Audit>('audit');
  return (
    <>
      <Heading title="Audit" view={data} came={came} />
      <Trouble view={data} />
      {data && data.entries && data.entries.length === 0 && <p class="dim">Nobody has acted.</p>}
      {data && data.entries && data.entries.length > 0 && (
        <Table
          label="What operators did, newest first"
          heads={['at', 'action', 'target', 'change', 'phase', 'what came of it', 'who', 'request']}
          texts={[0, 1, 2, 3, 4, 5, 6, 7]}
        >
          {data.entries.map((e, i) => (
            <tr key={`${e.request}${e.phase}${i}`}>
              <td class="mono">{clock(e.at)}</td>
              <td>{e.action}</td>
              <td class="wrap">{e.target}</td>
              <td class="wrap">{e.change}</td>
              <td>
                <Badge text={e.phase} state={colours[e.phase] ?? 'none'} />
              </td>
              <td class="wrap">{e.came ?? ''}</td>
              <td class="wrap">
                {e.name} <span class="dim mono">{e.peer}</span>
              </td>
              <td class="mono wrap">{e.request}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
