import {useAsked} from '../live';
import {ActorLink, AnswerTable, Heading, MoneyLink, Trouble} from '../parts';
import type {Found} from '../types';

export function SearchView({text}: {text: string}) {
  const {data, trouble} = useAsked<Found>(
    text === '' ? null : `/admin/search?q=${encodeURIComponent(text)}`,
  );
  return (
    <>
      <Heading title="Search" view={data} />
      <Trouble text={trouble} />
      {data === null && trouble === null && text !== '' && <p class="dim">Looking…</p>}
      {data && (
        <>
          <p>
            <strong class="wrap">{data.q}</strong>:{' '}
            {data.hits.length + data.answers.length === 0 ? 'nothing found' : 'found'}
            {!data.whole && '; there was more than one question may look at'}
          </p>
          <ul class="hits">
            {data.hits.map((hit) => (
              <li key={`${hit.kind}${hit.id}${hit.title}`}>
                {hit.kind === 'reservation' && <MoneyLink id={hit.id} />}
                {hit.kind !== 'reservation' && <ActorLink id={hit.id} />}{' '}
                <span class="dim">{hit.title}</span>
              </li>
            ))}
          </ul>
          {data.answers.length > 0 && <AnswerTable answers={data.answers} />}
        </>
      )}
    </>
  );
}
