import {useLoaded} from '../../base/hooks';
import {listConcerts} from '../api';
import {Poster} from '../poster';
import {Link} from '../route';
import {Empty, Loading, Trouble} from '../trouble';
import {useWords} from '../words/words';

export function Home() {
  const {w} = useWords();
  const {value, why, again} = useLoaded(listConcerts, []);
  const concerts = value?.concerts.slice().reverse();
  return (
    <>
      <section class="hero">
        <h1 tabIndex={-1}>{w.homeTitle}</h1>
        <p>{w.homeLead}</p>
      </section>
      {why && !concerts && <Trouble why={why} again={again} />}
      {!why && !concerts && <Loading />}
      {concerts?.length === 0 && <Empty title={w.noConcerts} next={w.noConcertsNext} />}
      {concerts && (
        <ul class="cards">
          {concerts.map((each) => (
            <li key={each.concertId}>
              <Link to={`/concerts/${each.concertId}`} class="card">
                <Poster id={each.concertId} title={each.title} artist={each.artist} />
              </Link>
            </li>
          ))}
          <li class="is-wide">
            <Link to="/first" class="card first-card">
              <strong>{w.firstCard}</strong>
              <span>{w.firstCardLead}</span>
            </Link>
          </li>
        </ul>
      )}
    </>
  );
}
