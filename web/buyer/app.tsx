/** The frame around every page: where one is, who one is, and in which language. */
import type {ComponentChildren, ComponentType} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';

import {useLoaded} from '../base/hooks';
import {readWallet} from './api';
import {points} from './format';
import {ConcertPage} from './pages/concert';
import {FirstPage} from './pages/first';
import {Home} from './pages/home';
import {PointsPage} from './pages/points';
import {ReservationPage} from './pages/reservation';
import {ReservationsPage} from './pages/reservations';
import {SchedulePage} from './pages/schedule';
import {Link, type Route, useRoute} from './route';
import {setSession, useSession, useWalletNews} from './session';
import {SignInDialog, SignInForm} from './sign_in';
import {Empty} from './trouble';
import {language, type Language, setLanguage, Spoken, useWords, wordsOf} from './words/words';

function Icon({path}: {path: string}) {
  return (
    <svg viewBox="0 0 24 24" class="icon" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

const icons = {
  home: 'M9 18V6l11-2v12M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm11-2a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
  first: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  tickets: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4V7Zm10 0v10',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c1-4 4-6 8-6s7 2 8 6',
};

function Purse() {
  const {w} = useWords();
  const wallet = useLoaded(readWallet, []);
  useWalletNews(wallet.again);
  return (
    <Link to="/points" class="purse-chip">
      <span class="only-heard">{w.balance} </span>
      {wallet.value ? w.pointsOf(points(wallet.value.balance)) : '…'}
    </Link>
  );
}

function Account() {
  const {w} = useWords();
  const who = useSession();
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  if (!who)
    return (
      <>
        <button type="button" class="button is-small" onClick={() => setAsking(true)}>
          {w.signIn}
        </button>
        {isAsking && <SignInDialog onClose={close} />}
      </>
    );
  return (
    <>
      <Purse key={who.user} />
      <details class="account">
        <summary aria-label={w.signedInAs(who.user)}>
          <Icon path={icons.user} />
          <span class="account-name">{who.user}</span>
        </summary>
        <div class="account-menu">
          <p>{w.signedInAs(who.user)}</p>
          <button type="button" class="button" onClick={() => setSession(undefined)}>
            {w.signOut}
          </button>
        </div>
      </details>
    </>
  );
}

function Languages() {
  const {w, language: now, speak} = useWords();
  const names: [Language, string][] = [['ko', '한국어'], ['en', 'EN']];
  return (
    <div class="languages" role="group" aria-label={w.language}>
      {names.map(([each, name]) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === now}
          onClick={() => speak(each)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function Navigation({page}: {page: string}) {
  const {w} = useWords();
  const isShow = ['home', 'concerts', 'schedules'].includes(page);
  return (
    <nav class="navigation" aria-label="Frontrow">
      <Link to="/" current={isShow}>
        <Icon path={icons.home} />
        {w.concerts}
      </Link>
      <Link to="/first" current={page === 'first'}>
        <Icon path={icons.first} />
        {w.first}
      </Link>
      <Link to="/reservations" current={page === 'reservations'}>
        <Icon path={icons.tickets} />
        {w.tickets}
      </Link>
    </nav>
  );
}

/** A page of one's own: whoever it is must say so first. */
function Own({of: Page}: {of: ComponentType<{user: string}>}) {
  const who = useSession();
  if (who) return <Page key={who.user} user={who.user} />;
  return (
    <section class="panel">
      <SignInForm />
    </section>
  );
}

function Page({page, id}: Route) {
  const {w} = useWords();
  if (page === 'home') return <Home />;
  if (page === 'concerts' && id) return <ConcertPage key={id} id={id} />;
  if (page === 'schedules' && id) return <SchedulePage key={id} id={id} />;
  if (page === 'reservations' && id) return <ReservationPage key={id} id={id} />;
  if (page === 'reservations') return <Own of={ReservationsPage} />;
  if (page === 'points') return <Own of={PointsPage} />;
  if (page === 'first') return <Own of={FirstPage} />;
  return (
    <Empty title={w.unknownPage} next={w.unknownNext}>
      <Link to="/" class="button is-main">
        {w.toConcerts}
      </Link>
    </Empty>
  );
}

function titleOf(page: string, w: ReturnType<typeof wordsOf>): string {
  const names: Record<string, string> = {
    reservations: w.tickets,
    points: w.points,
    first: w.firstTitle,
  };
  return `${names[page] ?? w.concerts} · Frontrow`;
}

/** Tells ears where they are after a link was followed. */
function Main({route, children}: {route: Route; children: ComponentChildren}) {
  const {w} = useWords();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = titleOf(route.page, w);
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [route.page, route.id, w]);
  return (
    <main id="main" ref={main} tabIndex={-1}>
      {children}
    </main>
  );
}

export function App() {
  const route = useRoute();
  const [spoken, setSpoken] = useState(language());
  const w = wordsOf(spoken);
  const speak = (next: Language) => {
    setLanguage(next);
    setSpoken(next);
  };
  return (
    <Spoken.Provider value={{w, language: spoken, speak}}>
      <a href="#main" class="skip">
        {w.skip}
      </a>
      <header class="top">
        <Link to="/" class="brand">
          <span class="brand-sign" aria-hidden="true" />
          <span class="brand-name">Frontrow</span>
        </Link>
        <Navigation page={route.page} />
        <div class="top-end">
          <Languages />
          <Account />
        </div>
      </header>
      <Main route={route}>
        <Page {...route} />
      </Main>
      <footer class="bottom">{w.footer}</footer>
    </Spoken.Provider>
  );
}
