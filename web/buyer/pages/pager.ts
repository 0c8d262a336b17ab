import {useEffect, useState} from 'preact/hooks';

import {type Why, whyOf} from '../../base/hooks';

interface Page<T> {
  rows: T[];
  next: string | null;
}

/** A list that comes in pages: what is here so far, and how to get more. */
export function usePages<T>(
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  keys: readonly unknown[],
) {
  const [held, setHeld] = useState<Page<T>>();
  const [why, setWhy] = useState<Why>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    setWhy(undefined);
    ask(undefined).then(
      (page) => !isOver && setHeld(page),
      (thrown) => !isOver && setWhy(whyOf(thrown)),
    );
    return () => void (isOver = true);
  }, [...keys, turn]);
  const more = () => {
    if (!held?.next) return;
    ask(held.next).then(
      (page) => setHeld({rows: [...held.rows, ...page.rows], next: page.next}),
      (thrown) => setWhy(whyOf(thrown)),
    );
  };
  return {
    rows: held?.rows,
    hasMore: Boolean(held?.next),
    why,
    more,
    again: () => setTurn((last) => last + 1),
  };
}
