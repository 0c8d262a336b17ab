import {useState} from 'preact/hooks';

import {type Why, whyOf} from '../../base/hooks';
import {charge} from '../api';
import {points} from '../format';
import {intend} from '../intents';
import {session, tellWallet} from '../session';
import {Trouble} from '../trouble';
import {useWords} from '../words/words';

export function AddPoints({amounts}: {amounts: readonly number[]}) {
  const {w} = useWords();
  const [added, setAdded] = useState(0);
  const [why, setWhy] = useState<Why>();
  const [isBusy, setBusy] = useState(false);
  const add = async (amount: number) => {
    setBusy(true);
    setWhy(undefined);
    try {
      const intent = `charge.${session()?.user}.${amount}`;
      await intend(intent, (key) => charge(amount, key));
      setAdded(amount);
    } catch (thrown) {
      setWhy(whyOf(thrown));
    }
    setBusy(false);
    tellWallet();
  };
  return (
    <div class="add-points">
      <div class="row">
        {[...new Set(amounts)].map((amount) => (
          <button
            key={amount}
            type="button"
            class="chip is-strong"
            disabled={isBusy}
            onClick={() => void add(amount)}
          >
            {w.addAmount(points(amount))}
          </button>
        ))}
      </div>
      {why && <Trouble why={why} />}
      <p class="soft small" role="status">
        {added > 0 && w.addedPoints(points(added))}
      </p>
    </div>
  );
}
