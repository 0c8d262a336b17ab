/** Who buys: a number anybody may choose, or whom a token names. Kept in this browser. */
import {useEffect, useState} from 'preact/hooks';

export interface Session {
  user: string;
  /** Empty where the server believes whoever comes. */
  token: string;
}

const place = 'frontrow.session';
const listeners = new Set<() => void>();

function isSession(held: unknown): held is Session {
  if (typeof held !== 'object' || held === null) return false;
  const {user, token} = held as Record<string, unknown>;
  return typeof user === 'string' && user !== '' && typeof token === 'string';
}

function read(): Session | undefined {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return isSession(held) ? held : undefined;
  } catch {
    // Storage is forbidden or holds something else: nobody is known.
    return undefined;
  }
}

let now = read();

export function session(): Session | undefined {
  return now;
}

export function setSession(next: Session | undefined): void {
  now = next;
  try {
    if (next) localStorage.setItem(place, JSON.stringify(next));
    else localStorage.removeItem(place);
  } catch {
    // Storage is forbidden: it holds until the page is left.
  }
  listeners.forEach((tell) => tell());
}

export function useSession(): Session | undefined {
  const [held, setHeld] = useState(now);
  useEffect(() => {
    const look = () => setHeld(now);
    const elsewhere = (event: StorageEvent) => {
      if (event.key !== place) return;
      now = read();
      look();
    };
    listeners.add(look);
    addEventListener('storage', elsewhere);
    look();
    return () => {
      listeners.delete(look);
      removeEventListener('storage', elsewhere);
    };
  }, []);
  return held;
}

export function sessionHeaders(): Record<string, string> {
  return now?.token ? {Authorization: `Bearer ${now.token}`} : {};
}

/** Whom a JSON Web Token names; empty when it is none. Whether it counts, the server judges. */
export function subjectOf(token: string): string {
  try {
    const middle = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(middle), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const subject = (claims as Record<string, unknown> | null)?.['sub'];
    return typeof subject === 'string' ? subject : '';
  } catch {
    // Not base64url, or not JSON: not a token.
    return '';
  }
}

/** Changes of points are told to whoever shows them. */
const walletListeners = new Set<() => void>();

export function tellWallet(): void {
  walletListeners.forEach((tell) => tell());
}

export function useWalletNews(again: () => void): void {
  useEffect(() => {
    walletListeners.add(again);
    return () => void walletListeners.delete(again);
  });
}
