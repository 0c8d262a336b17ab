import {clock, count} from '../format';
import {useAsked} from '../live';
import {
  ActorLink, AnswerTable, Badge, EventTable, Figure, Heading, Table, Trouble,
} from '../parts';
import type {Money} from '../types';

const states: Record<string, 'good' | 'warn' | 'none'> = {
  PREEMPTED: 'warn',
  CONFIRMED: 'good',
};

function Facts({data}: {data: Money}) {
  const r = data.reservation;
  const whose = data.seat.isThisOne ? 'this reservation’s' : 'not this reservation’s';
  return (
    <dl class="figures">
      <Figure name="price" value={`${count(r.price)} points`} />
      <Figure
        name="seat"
        value={<ActorLink id={data.seat.id} />}
        note={`${data.seat.state}, version ${data.seat.version}, ${whose}`}
      />
      <Figure
        name="buyer"
        value={<ActorLink id={data.wallet.id} />}
        note={`balance ${count(data.wallet.balance)}, version ${data.wallet.version}`}
      />
      <Figure name="created" value={clock(r.createdAt)} />
      <Figure name="held until" value={clock(r.heldUntil)} />
      <Figure name="paid" value={clock(r.paidAt)} />
    </dl>
  );
}

function Entries({all}: {all: Money['ledger']}) {
  if (all.length === 0) return <p class="dim">No points have moved for it.</p>;
  return (
    <Table
      label="Wallet entries of this reservation"
      heads={['at', 'type', 'entry', 'amount', 'balance after']}
      texts={[0, 1]}
    >
      {all.map((entry) => (
        <tr key={entry.entry}>
          <td class="mono">{clock(entry.at)}</td>
          <td>{entry.type}</td>
          <td class="number">{entry.entry}</td>
          <td class="number">{count(entry.amount)}</td>
          <td class="number">{count(entry.balance)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function MoneyView({id}: {id: string}) {
  const isNone = id === '';
  const {data, trouble, again} = useAsked<Money>(
    isNone ? null : `/admin/money?reservation=${encodeURIComponent(id)}`,
  );
  const state = data?.reservation.state;
  return (
    <>
      <Heading title={isNone ? 'Follow the money' : `Reservation ${id}`} view={data}>
        {state && <Badge text={state} state={states[state] ?? 'none'} />}
        {!isNone && (
          <button type="button" onClick={again}>
            Read again
          </button>
        )}
      </Heading>
      {isNone && <p class="dim">Search for a reservation, seat, wallet, token or key.</p>}
      <Trouble text={trouble} />
      {data && (
        <>
          <Facts data={data} />
          {data.notes.map((note) => (
            <p key={note} class="notice">
              {note}
            </p>
          ))}
          <h2>Events and their publication</h2>
          <EventTable events={data.events} label="Events of this reservation" />
          <h2>Wallet entries</h2>
          <Entries all={data.ledger} />
          <h2>Idempotency keys</h2>
          <AnswerTable answers={data.answers} />
        </>
      )}
    </>
  );
}
