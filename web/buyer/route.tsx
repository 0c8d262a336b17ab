/** Which page is shown: the address says it, and links change it without loading anew. */
import type {ComponentChildren} from 'preact';
import {useEffect, useState} from 'preact/hooks';

export interface Route {
  page: string;
  id: string;
}

const pages = new Set(['concerts', 'schedules', 'reservations', 'points', 'first']);

export function routeOf(path: string): Route {
  const [page = '', id = '', more] = path.split('/').slice(1);
  if (page === '' && id === '') return {page: 'home', id: ''};
  const isKnown = pages.has(page) && more === undefined;
  return isKnown ? {page, id: decodeURIComponent(id)} : {page: 'unknown', id: ''};
}

const listeners = new Set<() => void>();

export function go(path: string): void {
  history.pushState(null, '', path);
  scrollTo(0, 0);
  listeners.forEach((tell) => tell());
}

export function useRoute(): Route {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const look = () => setPath(location.pathname);
    listeners.add(look);
    addEventListener('popstate', look);
    return () => {
      listeners.delete(look);
      removeEventListener('popstate', look);
    };
  }, []);
  return routeOf(path);
}

interface LinkProps {
  to: string;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
}

export function Link({to, class: look, current, children}: LinkProps) {
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} class={look} aria-current={current ? 'page' : undefined} onClick={onClick}>
      {children}
    </a>
  );
}
