/** The two languages of the page, and which one is on. */
import {createContext} from 'preact';
import {useContext} from 'preact/hooks';

import {en} from './en';
import {ko} from './ko';

export type Language = 'en' | 'ko';
export type Words = typeof en;

const all: Record<Language, Words> = {en, ko};
const place = 'frontrow.language';

function remembered(): string {
  try {
    return localStorage.getItem(place) ?? '';
  } catch {
    // Storage is forbidden: the browser's language it is.
    return '';
  }
}

function first(): Language {
  const wanted = [remembered(), ...navigator.languages];
  const found = wanted.map((each) => each.slice(0, 2)).find((each) => each in all);
  return (found as Language | undefined) ?? 'en';
}

let now: Language = first();

export function language(): Language {
  return now;
}

export function setLanguage(next: Language): void {
  now = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(place, next);
  } catch {
    // Storage is forbidden: it holds until the page is left.
  }
}

export interface Speech {
  w: Words;
  language: Language;
  speak: (next: Language) => void;
}

export const Spoken = createContext<Speech>({w: all[now], language: now, speak: setLanguage});

export function wordsOf(which: Language): Words {
  return all[which];
}

export function useWords(): Speech {
  return useContext(Spoken);
}
