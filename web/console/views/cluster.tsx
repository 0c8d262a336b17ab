import {bytes, count, percent, rate, span} from '../format';
import {useLive} from '../live';
import {Badge, Heading, Table, Trouble} from '../parts';
import type {Cluster, NodeView} from '../types';

function Row({node}: {node: NodeView}) {
  const isUp = node.state === 'UP';
  return (
    <tr>
      <td>
        <strong>node {node.node}</strong> <span class="mono dim">{node.address}</span>
      </td>
      <td>
        <Badge text={node.state} state={isUp ? 'good' : 'bad'} />{' '}
        <span class="wrap">{node.reasons.join('; ')}</span>
      </td>
      <td class="number">{span(node.uptimeSeconds)}</td>
      <td class="number">{percent(node.cpuShare)}</td>
      <td class="number">{bytes(node.memoryBytes)}</td>
      <td class="number">{count(node.threads)}</td>
      <td class="number">{count(node.connections)}</td>
      <td class="number">{count(node.inFlight)}</td>
      <td class="number">{rate(node.requestsPerSecond)}</td>
      <td class="number">{rate(node.bookingsPerSecond)}</td>
      <td>
        {node.store} {node.storeFailing && <Badge text="FAILING" state="bad" />}
      </td>
      <td class="number">{node.shards === null ? 'all' : count(node.shards)}</td>
      <td class="number">{node.leaseSeconds === null ? '–' : span(node.leaseSeconds)}</td>
    </tr>
  );
}

export function ClusterView() {
  const {data, came} = useLive<Cluster>('cluster');
  return (
    <>
      <Heading title="Cluster" view={data} came={came} />
      <Trouble view={data} />
      {data && data.nodes && (
        <>
          <p class="notice">
            {data.note}
            {!data.cluster && ': this server has every shard.'}
          </p>
          <Table
            label="Nodes"
            heads={[
              'node', 'state', 'up', 'CPU', 'memory', 'threads', 'connections', 'in flight',
              'requests/s', 'bookings/s', 'store', 'shards', 'lease left',
            ]}
            texts={[0, 1, 10]}
          >
            {data.nodes.map((node) => (
              <Row key={node.node} node={node} />
            ))}
          </Table>
        </>
      )}
    </>
  );
}
