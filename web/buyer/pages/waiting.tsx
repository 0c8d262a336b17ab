import {useEffect} from 'preact/hooks';

import type {Line} from '../queue';
import {Empty, Loading, Trouble} from '../trouble';
import {points} from '../format';
import {useWords, type Words} from '../words/words';

function waitText(w: Words, seconds: number): string {
  if (seconds < 60) return w.lineSoon;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? w.lineMinutes(minutes) : w.lineHours(Math.round(minutes / 60));
}

/** A bar that grows; styles of elements are set by script, which the policy allows. */
function Bar({part, name}: {part: number; name: string}) {
  const percent = Math.round(part * 100);
  return (
    <div
      class="bar"
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div class="bar-part" style={{transform: `scaleX(${part})`}} />
    </div>
  );
}

function Waiting({line}: {line: Line}) {
  const {w} = useWords();
  const {position = 1, estimatedWaitTime = 0} = line.standing!;
  useEffect(() => {
    const before = document.title;
    document.title = `(${position}) ${before}`;
    return () => void (document.title = before);
  }, [position]);
  return (
    <section class="panel waiting">
      <h2>{w.lineTitle}</h2>
      {line.hasLapsed && (
        <p class="notice" role="status">
          {w.lineLapsed}
        </p>
      )}
      <div class="waiting-place">
        <span class="soft">{w.linePlace}</span>
        <strong data-test="position">{points(position)}</strong>
        <span role="status">{w.lineAhead(position - 1)}</span>
      </div>
      <Bar part={line.progress} name={w.lineProgress} />
      <dl class="facts">
        <div>
          <dt>{w.lineWait}</dt>
          <dd>{waitText(w, estimatedWaitTime)}</dd>
        </div>
      </dl>
      <p class="soft small">{w.lineHonest}</p>
      <h3>{w.lineNextTitle}</h3>
      <ol class="steps">
        {w.lineNext.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <button type="button" class="button is-quiet" onClick={line.leave}>
        {w.lineLeave}
      </button>
    </section>
  );
}

export function WaitingRoom({line}: {line: Line}) {
  const {w} = useWords();
  const join = (
    <button type="button" class="button is-main" onClick={() => void line.enter()}>
      {w.lineJoin}
    </button>
  );
  if (line.hasLeft)
    return (
      <Empty title={w.lineLeft} next={w.lineLeftNext}>
        {join}
      </Empty>
    );
  if (line.isOver)
    return (
      <Empty title={w.lineEnded} next={w.lineEndedNext}>
        {join}
      </Empty>
    );
  if (line.standing) return <Waiting line={line} />;
  return line.why ? <Trouble why={line.why} again={() => void line.enter()} /> : <Loading />;
}
