import {useLoaded} from '../../base/hooks';
import {type Entry, readHistory, readWallet} from '../api';
import {dayAndClock, points} from '../format';
import {Link} from '../route';
import {useWalletNews} from '../session';
import {Trouble} from '../trouble';
import {useWords} from '../words/words';
import {AddPoints} from './add_points';
import {usePages} from './pager';

function Row({entry}: {entry: Entry}) {
  const {w} = useWords();
  const isIn = entry.type === 'CHARGE' || entry.type === 'REFUND';
  const {reservationId} = entry;
  return (
    <li class="entry">
      <span>
        {reservationId ? (
          <Link to={`/reservations/${reservationId}`}>{w.entries[entry.type]}</Link>
        ) : (
          w.entries[entry.type]
        )}
      </span>
      <span class="soft small">{dayAndClock(entry.at)}</span>
      <strong class={isIn ? 'is-in' : ''}>
        {isIn ? '+' : '−'}
        {points(entry.amount)}
      </strong>
    </li>
  );
}

export function PointsPage({user}: {user: string}) {
  const {w} = useWords();
  const wallet = useLoaded(readWallet, [user]);
  const history = usePages(
    async (cursor) => {
      const page = await readHistory(cursor);
      return {rows: page.entries, next: page.next};
    },
    [user],
  );
  useWalletNews(() => {
    wallet.again();
    history.again();
  });
  const why = wallet.why ?? history.why;
  return (
    <article>
      <header class="page-head">
        <h1 tabIndex={-1}>{w.points}</h1>
      </header>
      {why && <Trouble why={why} again={wallet.again} />}
      <section class="panel purse">
        <span class="soft">{w.balance}</span>
        <strong class="purse-sum" data-test="balance">
          {wallet.value ? w.pointsOf(points(wallet.value.balance)) : '…'}
        </strong>
        <h2>{w.addPoints}</h2>
        <AddPoints amounts={[50_000, 100_000, 200_000]} />
      </section>
      <section class="panel">
        <h2>{w.history}</h2>
        {history.rows?.length === 0 && <p class="soft">{w.noHistory}</p>}
        <ul class="entries">
          {history.rows?.map((each) => (
            <Row key={each.entryId} entry={each} />
          ))}
        </ul>
        {history.hasMore && (
          <button type="button" class="button" onClick={history.more}>
            {w.more}
          </button>
        )}
      </section>
    </article>
  );
}
