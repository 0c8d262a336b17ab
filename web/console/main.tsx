import {render} from 'preact';
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';

import {ask, keepSession, loadSession, Refused, type Session} from './api';
import {DeskContext} from './live';
import type {Role} from './types';
import {ActionsView} from './views/actions';
import {ActorView} from './views/actor';
import {ActorsView} from './views/actors';
import {AuditView} from './views/audit';
import {ClusterView} from './views/cluster';
import {InvariantsView} from './views/invariants';
import {MoneyView} from './views/money';
import {SalesView, SaleView} from './views/sale';
import {SearchView} from './views/search';

import './style.css';

const tabs: [string, string][] = [
  ['cluster', 'Cluster'],
  ['actors', 'Actors'],
  ['sale', 'Sale'],
  ['money', 'Money'],
  ['invariants', 'Invariants'],
  ['actions', 'Actions'],
  ['audit', 'Audit'],
];

interface Place {
  view: string;
  what: string;
}

function placeOf(hash: string): Place {
  const [view = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  let what = rest.join('/');
  try {
    what = decodeURIComponent(what);
  } catch {
    what = '';
  }
  return {view: view === '' ? 'cluster' : view, what};
}

function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const look = () => setHash(location.hash);
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return useMemo(() => placeOf(hash), [hash]);
}

function Door({why, enter}: {why: string | null; enter: (session: Session) => void}) {
  const [token, setToken] = useState('');
  const [name, setName] = useState('');
  return (
    <main class="door">
      <h1>Frontrow console</h1>
      {why !== null && (
        <p class="trouble" role="alert">
          {why}
        </p>
      )}
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (token.trim() !== '') enter({token: token.trim(), name: name.trim()});
        }}
      >
        <label>
          Operator’s or reader’s token
          <input
            type="password"
            autocomplete="off"
            autofocus
            required
            value={token}
            onInput={(e) => setToken(e.currentTarget.value)}
          />
        </label>
        <label>
          Your name, for the audit log
          <input maxLength={64} value={name} onInput={(e) => setName(e.currentTarget.value)} />
        </label>
        <button type="submit">Enter</button>
        <p class="dim">
          A server that was given no token has made one: the file operator-token in its data folder
          has it.
        </p>
      </form>
    </main>
  );
}

function Body({place}: {place: Place}) {
  switch (place.view) {
    case 'actors':
      return <ActorsView />;
    case 'actor':
      return <ActorView key={place.what} id={place.what} />;
    case 'money':
      return <MoneyView key={place.what} id={place.what} />;
    case 'sale':
      return /^\d+$/.test(place.what) ? (
        <SaleView key={place.what} schedule={Number(place.what)} />
      ) : (
        <SalesView />
      );
    case 'invariants':
      return <InvariantsView />;
    case 'actions':
      return <ActionsView key={place.what} schedule={place.what} />;
    case 'audit':
      return <AuditView />;
    case 'search':
      return <SearchView key={place.what} text={place.what} />;
    default:
      return <ClusterView />;
  }
}

/** Digits go to tabs and "/" to the search, unless somebody is writing. */
function useKeys(search: {current: HTMLInputElement | null}) {
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const isWriting =
        e.target instanceof HTMLInputElement || document.querySelector('dialog[open]') !== null;
      if (isWriting || e.ctrlKey || e.metaKey || e.altKey) return;
      const tab = tabs[Number(e.key) - 1];
      if (tab) location.hash = `#/${tab[0]}`;
      else if (e.key === '/') search.current?.focus();
      else return;
      e.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function Inside(props: {session: Session; role: Role; leave: (why: string | null) => void}) {
  const place = usePlace();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useKeys(search);
  const here = {actor: 'actors', search: ''}[place.view] ?? place.view;
  const desk = useMemo(
    () => ({session: props.session, role: props.role, leave: props.leave, setTrouble}),
    [props.session, props.role],
  );
  useEffect(() => {
    setTrouble(null);
    document.title = `${place.what || place.view} · Frontrow console`;
  }, [place]);
  return (
    <DeskContext.Provider value={desk}>
      <header>
        <span class="brand">Frontrow</span>
        <nav aria-label="Views">
          {tabs.map(([view, name], i) => (
            <a
              key={view}
              href={`#/${view}`}
              aria-current={view === here ? 'page' : undefined}
              aria-keyshortcuts={String(i + 1)}
              title={`key ${i + 1}`}
            >
              {name}
            </a>
          ))}
        </nav>
        <form
          role="search"
          onSubmit={(e) => {
            e.preventDefault();
            if (text.trim() !== '') location.hash = `#/search/${encodeURIComponent(text.trim())}`;
          }}
        >
          <input
            ref={search}
            type="search"
            maxLength={255}
            aria-label="Search by name, reservation, token or idempotency key"
            aria-keyshortcuts="/"
            placeholder="seat 500/25, reservation, token, key  ( / )"
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
        </form>
        <span class="who">
          {props.session.name} <strong>{props.role.role}</strong>
        </span>
        <button type="button" onClick={() => props.leave(null)}>
          Leave
        </button>
      </header>
      {trouble !== null && (
        <p class="banner" role="alert">
          No connection: {trouble}. What is shown is old; trying again.
        </p>
      )}
      <main>
        <Body place={place} />
      </main>
    </DeskContext.Provider>
  );
}

function App() {
  const [session, setSession] = useState(loadSession());
  const [role, setRole] = useState<Role | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const leave = (because: string | null) => {
    keepSession(null);
    setSession(null);
    setRole(null);
    setWhy(because);
  };
  useEffect(() => {
    if (session === null) return;
    ask<Role>(session, '/admin/role').then(
      (found) => {
        keepSession(session);
        setRole(found);
        setWhy(null);
      },
      (no: unknown) => leave(no instanceof Refused ? no.message : String(no)),
    );
  }, [session]);
  if (session === null) return <Door why={why} enter={setSession} />;
  if (role === null)
    return (
      <main class="door">
        <h1>Frontrow console</h1>
        <p role="status">Asking the server…</p>
      </main>
    );
  return <Inside session={session} role={role} leave={leave} />;
}

render(<App />, document.getElementById('app')!);
