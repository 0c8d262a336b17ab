import type {ComponentChildren} from 'preact';

import {Age} from './live';
import {clock} from './format';
import type {Answer, HouseEvent, View} from './types';

/** A view's title, where its figures are from, and how old they are. */
export function Heading(props: {
  title: string;
  view: View | null;
  came?: number;
  children?: ComponentChildren;
}) {
  return (
    <div class="heading">
      <h1>{props.title}</h1>
      {props.view && <span class="dim">node {props.view.node}</span>}
      {props.came !== undefined && <Age came={props.came} />}
      <span class="grow" />
      {props.children}
    </div>
  );
}

/** What a stream or a question said instead of figures. */
export function Trouble({view, text}: {view?: View | null; text?: string | null}) {
  const said = text ?? (view?.error === undefined ? null : `${view.error}: ${view.detail ?? ''}`);
  return said === null ? null : (
    <p class="trouble" role="alert">
      {said}
    </p>
  );
}

export function Figure(props: {
  name: string;
  value: ComponentChildren;
  note?: ComponentChildren;
  state?: 'good' | 'warn' | 'bad' | undefined;
}) {
  return (
    <div class={`figure ${props.state ?? ''}`}>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.note !== undefined && <small>{props.note}</small>}
      </dd>
    </div>
  );
}

export function Table(props: {
  label: string;
  heads: string[];
  /** Which columns hold text, by number; all others hold figures. */
  texts?: number[];
  children: ComponentChildren;
}) {
  const texts = props.texts ?? [0];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={props.label}>
      <table>
        <caption class="unseen">{props.label}</caption>
        <thead>
          <tr>
            {props.heads.map((head, i) => (
              <th key={head} scope="col" class={texts.includes(i) ? '' : 'number'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

export function ActorLink({id}: {id: string}) {
  // Kinds without a name of their own cannot be looked into.
  return id.includes(' ') ? <a href={`#/actor/${encodeURIComponent(id)}`}>{id}</a> : <>{id}</>;
}

export function MoneyLink({id}: {id: string}) {
  return (
    <a href={`#/money/${encodeURIComponent(id)}`} class="mono">
      {id}
    </a>
  );
}

export function Badge({text, state}: {text: string; state: 'good' | 'warn' | 'bad' | 'none'}) {
  return <span class={`badge ${state}`}>{text}</span>;
}

const publicationStates: Record<string, 'good' | 'warn' | 'bad' | 'none'> = {
  PUBLISHED: 'good',
  FEED: 'good',
  WAITING: 'warn',
  PARKED: 'bad',
  DISCARDED: 'bad',
};

export function EventTable({events, label}: {events: HouseEvent[]; label: string}) {
  if (events.length === 0) return <p class="dim">No events.</p>;
  return (
    <Table
      label={label}
      heads={[
        'at', 'event', 'of', 'no.', 'amount', 'user', 'reservation', 'position', 'publication',
      ]}
      texts={[0, 1, 2, 6, 8]}
    >
      {events.map((e) => (
        <tr key={`${e.partition}/${e.position}`}>
          <td class="mono">{clock(e.at)}</td>
          <td>{e.type}</td>
          <td class="mono">{e.subject}</td>
          <td class="number">{e.sequence}</td>
          <td class="number">{e.amount}</td>
          <td class="number">{e.fcfsUser ?? e.user ?? '–'}</td>
          <td>{e.reservation === undefined ? '–' : <MoneyLink id={e.reservation} />}</td>
          <td class="number">
            {e.partition}/{e.position}
          </td>
          <td>
            <Badge text={e.publication} state={publicationStates[e.publication] ?? 'none'} />{' '}
            <span class="dim">{e.publicationNote}</span>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function AnswerTable({answers}: {answers: Answer[]}) {
  if (answers.length === 0) return <p class="dim">No kept answers: they are kept for a day.</p>;
  return (
    <Table
      label="Kept answers to idempotency keys"
      heads={['at', 'Idempotency-Key', 'operation', 'outcome', 'user', 'reservation']}
      texts={[0, 1, 2, 3, 5]}
    >
      {answers.map((a) => (
        <tr key={`${a.operation}/${a.user}/${a.key}`}>
          <td class="mono">{clock(a.at)}</td>
          <td class="mono wrap">{a.key}</td>
          <td>{a.operation}</td>
          <td>{a.outcome}</td>
          <td class="number">
            <ActorLink id={`wallet ${a.user}`} />
          </td>
          <td>{a.reservation === undefined ? '–' : <MoneyLink id={a.reservation} />}</td>
        </tr>
      ))}
    </Table>
  );
}
