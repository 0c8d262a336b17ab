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

export function MoneyView({id}: {id: string}) {
  const {data, trouble, again} = useAsked<Money>(
    id === '' ? null : `/admin/money?reservation=${encodeURIComponent(id)}`,
  );
  const r = data?.reservation;
  return (
    <>
      <Heading title={id === '' ? 'Follow the money' : `Reservation ${id}`} view={data}>
        {r && <Badge text={r.state} state={states[r.state] ?? 'none'} />}
        {id !== '' && (
          <button type="button" onClick={again}>
            Read again
          </button>
        )}
      </Heading>
      {id === '' && (
        <p class="dim">Search for a reservation, a seat, a wallet, a token or an idempotency key.</p>
      )}
      <Trouble text={trouble} />
      {data && r && (
        <>
          <dl class="figures">
            <Figure name="price" value={`${count(r.price)} points`} />
            <Figure
              name="seat"
              value={<ActorLink id={data.seat.id} />}
              note={
                `${data.seat.state}, version ${data.seat.version}` +
                (data.seat.isThisOne ? ', this reservation’s' : ', not this reservation’s')
              }
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
          {data.notes.map((note) => (
            <p key={note} class="notice">
              {note}
            </p>
          ))}
          <section>
            <h2>Events and their publication</h2>
            <EventTable events={data.events} label="Events of this reservation" />
          </section>
          <section>
            <h2>Wallet entries</h2>
            {data.ledger.length === 0 ? (
              <p class="dim">No points have moved for it.</p>
            ) : (
              <Table
                label="Wallet entries of this reservation"
                heads={['at', 'type', 'entry', 'amount', 'balance after']}
                texts={[0, 1]}
              >
                {data.ledger.map((entry) => (
                  <tr key={entry.entry}>
                    <td class="mono">{clock(entry.at)}</td>
                    <td>{entry.type}</td>
                    <td class="number">{entry.entry}</td>
                    <td class="number">{count(entry.amount)}</td>
                    <td class="number">{count(entry.balance)}</td>
                  </tr>
                ))}
              </Table>
            )}
          </section>
          <section>
            <h2>Idempotency keys</h2>
            <AnswerTable answers={data.answers} />
          </section>
        </>
      )}
    </>
  );
}
