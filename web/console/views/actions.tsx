import {useState} from 'preact/hooks';

import {Confirm} from '../confirm';
import {useDesk} from '../live';
import {Heading} from '../parts';

interface Chosen {
  path: string;
  wish: Record<string, unknown>;
}

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

export function ActionsView({schedule}: {schedule: string}) {
  const desk = useDesk();
  const [queue, setQueue] = useState(schedule);
  const [capacity, setCapacity] = useState('');
  const [pace, setPace] = useState('');
  const [actor, setActor] = useState('');
  const [subject, setSubject] = useState('*');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const mayAct = desk.role.role === 'operator';
  const steer = (wish: Record<string, unknown>) =>
    setChosen({path: 'queue', wish: {schedule: numberOf(queue) ?? queue, ...wish}});
  const canSteer = mayAct && numberOf(queue) !== undefined;
  return (
    <>
      <Heading title="Actions" view={desk.role} />
      <p class="dim">Each first shows what it would do. What is done is written to the audit log.</p>
      {!mayAct && <p class="notice">This token may look, and not act.</p>}
      <div class="columns">
        <fieldset disabled={!mayAct}>
          <legend>A queue</legend>
          <label>
            Schedule
            <input
              inputMode="numeric"
              value={queue}
              onInput={(e) => setQueue(e.currentTarget.value)}
            />
          </label>
          <div class="buttons">
            <button type="button" disabled={!canSteer} onClick={() => steer({doors: 'pause'})}>
              Pause…
            </button>
            <button type="button" disabled={!canSteer} onClick={() => steer({doors: 'resume'})}>
              Resume…
            </button>
          </div>
          <label>
            Capacity: ACTIVE at once
            <input
              inputMode="numeric"
              value={capacity}
              onInput={(e) => setCapacity(e.currentTarget.value)}
            />
          </label>
          <label>
            Admitted a second at the most; 0: as there is room
            <input inputMode="numeric" value={pace} onInput={(e) => setPace(e.currentTarget.value)} />
          </label>
          <div class="buttons">
            <button
              type="button"
              disabled={
                !canSteer || (numberOf(capacity) === undefined && numberOf(pace) === undefined)
              }
              onClick={() =>
                steer({
                  ...(numberOf(capacity) === undefined ? {} : {capacity: numberOf(capacity)}),
                  ...(numberOf(pace) === undefined ? {} : {perSecond: numberOf(pace)}),
                })
              }
            >
              Change…
            </button>
          </div>
        </fieldset>
        <fieldset disabled={!mayAct}>
          <legend>An actor</legend>
          <label>
            Name, such as seat 500/25
            <input value={actor} onInput={(e) => setActor(e.currentTarget.value)} />
          </label>
          <div class="buttons">
            <button
              type="button"
              disabled={actor.trim() === ''}
              onClick={() => setChosen({path: 'passivate', wish: {actor: actor.trim()}})}
            >
              Passivate…
            </button>
          </div>
        </fieldset>
        <fieldset disabled={!mayAct || !desk.role.publishes}>
          <legend>Parked events</legend>
          <label>
            Aggregate, such as wallet/101; * for all
            <input value={subject} onInput={(e) => setSubject(e.currentTarget.value)} />
          </label>
          <div class="buttons">
            <button
              type="button"
              disabled={subject.trim() === ''}
              onClick={() => setChosen({path: 'replay', wish: {subject: subject.trim()}})}
            >
              Replay…
            </button>
          </div>
          {!desk.role.publishes && (
            <p class="dim">Events are not published: redis.host is not set.</p>
          )}
        </fieldset>
        <fieldset disabled>
          <legend>A cluster</legend>
          <p class="dim">One node, no cluster: there is no node to drain and no shard to move.</p>
        </fieldset>
      </div>
      {chosen && <Confirm {...chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
