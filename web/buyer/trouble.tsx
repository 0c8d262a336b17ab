/** A refusal, in words, with what to do next. */
import type {ComponentChildren} from 'preact';

import {Refusal} from '../base/call';
import type {Why} from '../base/hooks';
import {Link} from './route';
import {setSession} from './session';
import type {TroubleWords} from './words/troubles_en';
import {useWords, type Words} from './words/words';

export function codeOf(why: Why): string {
  return why instanceof Refusal ? why.code : 'lost';
}

function wordsFor(w: Words, why: Why): TroubleWords {
  const known = w.troubles[codeOf(why)];
  if (known) return known;
  const isBusy = why instanceof Refusal && why.status >= 500;
  return w.troubles[isBusy ? 'busy' : 'other']!;
}

interface TroubleProps {
  why: Why;
  /** What the page itself offers; without it the way on is chosen by the code. */
  children?: ComponentChildren;
  again?: (() => void) | undefined;
}

function WayOn({code, again}: {code: string; again?: (() => void) | undefined}) {
  const {w} = useWords();
  if (code.startsWith('identity_') || code === 'missing_user' || code === 'not_the_owner')
    return (
      <button type="button" class="button" onClick={() => setSession(undefined)}>
        {w.signIn}
      </button>
    );
  if (code === 'reservation_not_found')
    return (
      <Link to="/reservations" class="button">
        {w.tickets}
      </Link>
    );
  if (code.endsWith('_not_found') || code === 'sale_closed')
    return (
      <Link to="/" class="button">
        {w.toConcerts}
      </Link>
    );
  if (!again) return null;
  return (
    <button type="button" class="button" onClick={again}>
      {w.again}
    </button>
  );
}

export function Trouble({why, children, again}: TroubleProps) {
  const {w} = useWords();
  const words = wordsFor(w, why);
  return (
    <div class="notice is-trouble" role="alert">
      <strong>{words.title}</strong>
      <p>{words.next}</p>
      <div class="row">{children ?? <WayOn code={codeOf(why)} again={again} />}</div>
    </div>
  );
}

export function Loading() {
  const {w} = useWords();
  return (
    <div class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {w.loading}
    </div>
  );
}

export function Empty({title, next, children}: {
  title: string;
  next: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{next}</p>
      {children}
    </div>
  );
}
