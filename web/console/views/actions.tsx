import {useState} from 'preact/hooks';

import {Confirm} from '../confirm';
import {useDesk} from '../live';
import {Heading} from '../parts';

interface Chosen {
  path: string;
  wish: Record<string, unknown>;
}

type Choose = (chosen: Chosen) => void;

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function Field(props: {
  name: string;
  value: string;
  set: (text: string) => void;
  isNumber?: boolean;
}) {
  return (
    <label>
      {props.name}
      <input
        inputMode={props.isNumber ? 'numeric' : 'text'}
        value={props.value}
        onInput={(e) => props.set(e.currentTarget.value)}
      />
    </label>
  );
}

function Act(props: {name: string; isOff: boolean; act: () => void}) {
  return (
    <button type="button" disabled={props.isOff} onClick={props.act}>
      {props.name}…
    </button>
  );
}

function QueueActions({schedule, isOff, choose}: {
  schedule: string;
  isOff: boolean;
  choose: Choose;
}) {
  const [queue, setQueue] = useState(schedule);
  const [capacity, setCapacity] = useState('');
  const [pace, setPace] = useState('');
  const isUnknown = isOff || numberOf(queue) === undefined;
  const steer = (wish: Record<string, unknown>) =>
    choose({path: 'queue', wish: {schedule: numberOf(queue), ...wish}});
  const change = {
    ...(numberOf(capacity) === undefined ? {} : {capacity: numberOf(capacity)}),
    ...(numberOf(pace) === undefined ? {} : {perSecond: numberOf(pace)}),
  };
  return (
    <fieldset disabled={isOff}>
      <legend>A queue</legend>
      <Field name="Schedule" value={queue} set={setQueue} isNumber />
      <div class="buttons">
        <Act name="Pause" isOff={isUnknown} act={() => steer({doors: 'pause'})} />
        <Act name="Resume" isOff={isUnknown} act={() => steer({doors: 'resume'})} />
      </div>
      <Field name="Capacity: ACTIVE at once" value={capacity} set={setCapacity} isNumber />
      <Field
        name="Admitted a second at the most; 0: as there is room"
        value={pace}
        set={setPace}
        isNumber
      />
      <div class="buttons">
        <Act
          name="Change"
          isOff={isUnknown || Object.keys(change).length === 0}
          act={() => steer(change)}
        />
      </div>
    </fieldset>
  );
}

function ActorActions({isOff, choose}: {isOff: boolean; choose: Choose}) {
  const [actor, setActor] = useState('');
  return (
    <fieldset disabled={isOff}>
      <legend>An actor</legend>
      <Field name="Name, such as seat 500/25" value={actor} set={setActor} />
      <div class="buttons">
        <Act
          name="Passivate"
          isOff={isOff || actor.trim() === ''}
          act={() => choose({path: 'passivate', wish: {actor: actor.trim()}})}
        />
      </div>
    </fieldset>
  );
}

function EventActions({isOff, choose}: {isOff: boolean; choose: Choose}) {
  const desk = useDesk();
  const [subject, setSubject] = useState('*');
  const isNone = !desk.role.publishes;
  return (
    <fieldset disabled={isOff || isNone}>
      <legend>Parked events</legend>
      <Field name="Aggregate, such as wallet/101; * for all" value={subject} set={setSubject} />
      <div class="buttons">
        <Act
          name="Replay"
          isOff={isOff || isNone || subject.trim() === ''}
          act={() => choose({path: 'replay', wish: {subject: subject.trim()}})}
        />
      </div>
      {isNone && <p class="dim">Events are not published: redis.host is not set.</p>}
    </fieldset>
  );
}

export function ActionsView({schedule}: {schedule: string}) {
  const desk = useDesk();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const isOff = desk.role.role !== 'operator';
  return (
    <>
      <Heading title="Actions" view={desk.role} />
      <p class="dim">Each shows first what it would do, and is written to the audit log.</p>
      {isOff && <p class="notice">This token may look, and not act.</p>}
      <div class="columns">
        <QueueActions schedule={schedule} isOff={isOff} choose={setChosen} />
        <ActorActions isOff={isOff} choose={setChosen} />
        <EventActions isOff={isOff} choose={setChosen} />
        <fieldset disabled>
          <legend>A cluster</legend>
          <p class="dim">One node, no cluster: no node to drain, and no shard to move.</p>
        </fieldset>
      </div>
      {chosen && <Confirm {...chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
