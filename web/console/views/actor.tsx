import {useEffect, useState} from 'preact/hooks';

import {ask, Refused} from '../api';
import {Confirm} from '../confirm';
import {clock, count, micros} from '../format';
import {useDesk, useLive} from '../live';
import {ActorLink, Badge, EventTable, Heading, MoneyLink, Table, Trouble} from '../parts';
import type {Actor, History, HouseEvent} from '../types';

/** A fact's value, as a link where it names something. */
function Value({name, value}: {name: string; value: string}) {
  if (name === 'reservation') return <MoneyLink id={value} />;
  if (name === 'user') return <ActorLink id={`wallet ${value}`} />;
  if (name === 'parent' && /^schedule \d+$/.test(value)) return <ActorLink id={value} />;
  return <>{value}</>;
}

function Facts({actor}: {actor: Actor}) {
  return (
    <dl class="facts">
      <dt>node</dt>
      <dd>{actor.node}</dd>
      <dt>shard, epoch</dt>
      <dd>no cluster</dd>
      {(actor.facts ?? []).map((fact) => (
        <>
          <dt>{fact.name}</dt>
          <dd>
            <Value {...fact} />
          </dd>
        </>
      ))}
      <dt>handled</dt>
      <dd>{count(actor.handled)} messages since it was brought alive</dd>
      <dt>waiting</dt>
      <dd>{count(actor.waiting)} messages</dd>
      <dt>own questions</dt>
      <dd>
        {count(actor.questions)} open{actor.parked ? '; takes nothing else before an answer' : ''}
      </dd>
    </dl>
  );
}

function Tap({actor, isOpen, toggle}: {actor: Actor; isOpen: boolean; toggle: () => void}) {
  const all = actor.tap ?? [];
  return (
    <section>
      <h2>
        Last messages{' '}
        <button type="button" aria-pressed={isOpen} onClick={toggle}>
          {isOpen ? 'Close the tap' : 'Open the tap'}
        </button>
      </h2>
      {!isOpen && <p class="dim">Off. Open it to see what comes in from then on.</p>}
      {isOpen && all.length === 0 && <p class="dim">Open. Nothing has come yet.</p>}
      {isOpen && all.length > 0 && (
        <Table label="Last messages" heads={['at', 'message', 'kind', 'took']} texts={[0, 1, 2]}>
          {all.map((m, i) => (
            <tr key={`${m.at}${i}`}>
              <td class="mono">{clock(m.at)}</td>
              <td class="mono wrap">{m.message}</td>
              <td>
                {m.answer ? 'answer' : 'message'}
                {m.putOff ? ', put off' : ''}
              </td>
              <td class="number">{micros(m.micros)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Past({id}: {id: string}) {
  const desk = useDesk();
  const [events, setEvents] = useState<HouseEvent[]>([]);
  const [before, setBefore] = useState<string | null>('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = async (from: string, known: HouseEvent[]) => {
    const query = `id=${encodeURIComponent(id)}${from === '' ? '' : `&before=${from}`}`;
    try {
      const page = await ask<History>(desk.session, `/admin/history?${query}`);
      setEvents([...known, ...page.events]);
      setBefore(page.before);
      setTrouble(null);
    } catch (why) {
      setTrouble(why instanceof Refused ? why.message : String(why));
    }
  };
  useEffect(() => void load('', []), [id]);
  return (
    <section>
      <h2>
        History{' '}
        <button type="button" onClick={() => void load('', [])}>
          Read again
        </button>
      </h2>
      <Trouble text={trouble} />
      <EventTable events={events} label={`History of ${id}`} />
      {before !== null && before !== '' && (
        <button type="button" onClick={() => void load(before, events)}>
          Look further back
        </button>
      )}
    </section>
  );
}

export function ActorView({id}: {id: string}) {
  const desk = useDesk();
  const [isOpen, setIsOpen] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  useEffect(() => setIsOpen(false), [id]);
  const {data, came} = useLive<Actor>(`actor:${id}${isOpen ? '+tap' : ''}`);
  const canAct = desk.role.role === 'operator' && data?.alive && data.canGo;
  return (
    <>
      <Heading title={id} view={data} came={came}>
        {data?.alive === true && <Badge text="ALIVE" state="good" />}
        {data?.alive === false && <Badge text="ASLEEP" state="none" />}
        <button type="button" disabled={!canAct} onClick={() => setIsLeaving(true)}>
          Passivate…
        </button>
      </Heading>
      <Trouble view={data} text={data?.silent ?? null} />
      {data && data.alive === false && (
        <p class="notice">It is not in memory. The next message brings it back from the store.</p>
      )}
      {data && data.alive && <Facts actor={data} />}
      {data && data.error === undefined && (
        <Tap actor={data} isOpen={isOpen} toggle={() => setIsOpen(!isOpen)} />
      )}
      {/^(seat|wallet) /.test(id) && <Past id={id} />}
      {isLeaving && (
        <Confirm path="passivate" wish={{actor: id}} onClose={() => setIsLeaving(false)} />
      )}
    </>
  );
}
