/** First come, first served: one button. */
import {useState} from 'preact/hooks';

import {Refusal} from '../../base/call';
import {useCountdown, useEvery, useLoaded, type Why, whyOf} from '../../base/hooks';
import {type Joined, join, listFirstSeats} from '../api';
import {countdown} from '../format';
import {Link} from '../route';
import {codeOf, Trouble} from '../trouble';
import {useWords} from '../words/words';

const seatsShownMax = 400;
const place = 'frontrow.first';

function remembered(): {name: string; phone: string} {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    const {name, phone} = (held ?? {}) as Record<string, unknown>;
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return {name: text(name), phone: text(phone)};
  } catch {
    // Storage is forbidden or holds something else.
    return {name: '', phone: ''};
  }
}

function remember(name: string, phone: string): void {
  try {
    localStorage.setItem(place, JSON.stringify({name, phone}));
  } catch {
    // Storage is forbidden: it is to be written again next time.
    return;
  }
}

/** What this user has won in this browser, for whoever comes back. */
function rememberedWin(user: string): Joined | undefined {
  try {
    const held = JSON.parse(localStorage.getItem(`${place}.${user}`) ?? 'null') as Joined | null;
    return typeof held?.seat.id === 'number' ? held : undefined;
  } catch {
    // Storage is forbidden or holds something else.
    return undefined;
  }
}

function rememberWin(user: string, won: Joined): void {
  try {
    localStorage.setItem(`${place}.${user}`, JSON.stringify(won));
  } catch {
    // Storage is forbidden: the server tells whoever tries again.
    return;
  }
}

function Seats({seats, mine}: {seats: {id: number; status: boolean}[]; mine: number}) {
  const {w} = useWords();
  const state = (seat: {id: number; status: boolean}) =>
    seat.id === mine ? 'is-mine' : seat.status ? 'is-taken' : 'is-free';
  return (
    <ul class="first-seats">
      {seats.slice(0, seatsShownMax).map((each) => (
        <li key={each.id} class={state(each)}>
          {each.id}
          <span class="only-heard"> {each.status ? w.firstTaken : w.firstFree}</span>
        </li>
      ))}
    </ul>
  );
}

function Won({won}: {won: Joined}) {
  const {w} = useWords();
  return (
    <div class="first-won" role="status">
      <span class="first-number" aria-hidden="true">
        {won.seat.id}
      </span>
      <h2>{w.firstWon(won.seat.id)}</h2>
      <p>{w.firstWonNote}</p>
      {won.sequence !== undefined && <p class="soft">{w.firstSequence(won.sequence)}</p>}
    </div>
  );
}

/** The seat that an `already_reserved` names; 0: none. */
function seatOf(why: Why | undefined): number {
  const seat = why instanceof Refusal ? why.members['seat'] : undefined;
  if (typeof seat === 'number') return seat;
  const id = (seat as Record<string, unknown> | undefined)?.['id'];
  return typeof id === 'number' ? id : 0;
}

function Refused({why, again}: {why: Why; again: () => void}) {
  const {w} = useWords();
  const seconds = why instanceof Refusal ? why.retryAfter : 0;
  const left = useCountdown(seconds, why);
  const code = codeOf(why);
  if (code === 'already_reserved')
    return (
      <div class="notice is-good" role="status">
        <strong>{w.firstHave(seatOf(why))}</strong>
        <p>{w.troubles['already_reserved']!.next}</p>
      </div>
    );
  return (
    <Trouble why={why} again={again}>
      {left > 0 && <span role="timer">{w.againIn(countdown(left))}</span>}
      {code === 'sold_out' && (
        <Link to="/" class="button">
          {w.toConcerts}
        </Link>
      )}
    </Trouble>
  );
}

function Form({isBusy, onSend}: {isBusy: boolean; onSend: (name: string, phone: string) => void}) {
  const {w} = useWords();
  const [name, setName] = useState(() => remembered().name);
  const [phone, setPhone] = useState(() => remembered().phone);
  const submit = (event: Event) => {
    event.preventDefault();
    remember(name, phone);
    onSend(name, phone);
  };
  const into = (set: (text: string) => void) => (event: Event) =>
    set((event.currentTarget as HTMLInputElement).value);
  return (
    <form class="first-form" onSubmit={submit}>
      <label>
        {w.firstName}
        <input
          name="name"
          required
          maxLength={50}
          autocomplete="name"
          value={name}
          onInput={into(setName)}
        />
      </label>
      <label>
        {w.firstPhone}
        <input
          name="phone"
          type="tel"
          required
          minLength={3}
          maxLength={20}
          autocomplete="tel"
          value={phone}
          onInput={into(setPhone)}
        />
      </label>
      <button type="submit" class="button is-main is-huge" disabled={isBusy}>
        {isBusy ? w.firstBusy : w.firstButton}
      </button>
    </form>
  );
}

export function FirstPage({user}: {user: string}) {
  const {w} = useWords();
  const seats = useLoaded(listFirstSeats, []);
  const [isBusy, setBusy] = useState(false);
  const [held, setWon] = useState(() => rememberedWin(user));
  const [isFresh, setFresh] = useState(false);
  const [why, setWhy] = useState<Why>();
  useEvery(2000, !document.hidden, seats.again);
  const send = async (name: string, phone: string) => {
    setBusy(true);
    setWhy(undefined);
    try {
      const won = await join(name, phone);
      setWon(won);
      setFresh(true);
      rememberWin(user, won);
    } catch (thrown) {
      setWhy(whyOf(thrown));
    }
    setBusy(false);
    seats.again();
  };
  const all = seats.value?.seats ?? [];
  const left = all.filter((each) => !each.status).length;
  // A seat that is free again was won in a sale that is over; the list may be older than a win.
  const isOld = !isFresh && all.some((each) => each.id === held?.seat.id && !each.status);
  const won = isOld ? undefined : held;
  const isDone = won !== undefined || (why && codeOf(why) === 'already_reserved');
  return (
    <article class="first">
      <header class="page-head">
        <h1 tabIndex={-1}>{w.firstTitle}</h1>
        <p class="soft">{w.firstLead}</p>
      </header>
      <section class="panel">
        {seats.value && <p class="first-left">{w.firstLeft(left, all.length)}</p>}
        {seats.why && !seats.value && <Trouble why={seats.why} again={seats.again} />}
        <Seats seats={all} mine={won?.seat.id ?? seatOf(why)} />
        {won && <Won won={won} />}
        {why && <Refused why={why} again={() => setWhy(undefined)} />}
        {!isDone && <Form isBusy={isBusy} onSend={(name, phone) => void send(name, phone)} />}
      </section>
    </article>
  );
}
