import {useEffect, useRef, useState} from 'preact/hooks';

import {useWords} from '../words/words';
import type {SeatBook} from './book';
import {MapView} from './map_view';
import type {Plan} from './plan';
import {SeatGrid} from './seat_grid';

interface MapProps {
  plan: Plan;
  book: SeatBook;
  tierOf: readonly number[];
  chosen: number;
  mine: ReadonlySet<number>;
  onChoose: (seat: number) => void;
}

export function SeatMap({plan, book, tierOf, chosen, mine, onChoose}: MapProps) {
  const {w} = useWords();
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView>();
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const [at, setAt] = useState(1);

  useEffect(() => {
    const canvases: [HTMLCanvasElement, HTMLCanvasElement] = [below.current!, above.current!];
    const onTap = (seat: number) => choose.current(seat);
    const options = {plan, book, tierOf, stageName: w.stage, onChoose: onTap};
    const made = new MapView(box.current!, canvases, options);
    view.current = made;
    return () => made.end();
  }, [plan, book, tierOf, w.stage]);
  useEffect(() => view.current?.mark({chosen, mine}), [chosen, mine, plan, book, w.stage]);
  useEffect(() => {
    if (chosen === 0) return;
    setAt(chosen);
    view.current?.reveal(chosen);
  }, [chosen]);

  const move = (seat: number) => {
    setAt(seat);
    view.current?.mark({focused: seat});
    view.current?.reveal(seat, true);
  };
  const focus = (isFocused: boolean) => {
    view.current?.mark({focused: isFocused ? at : 0});
    if (isFocused) view.current?.reveal(at);
  };
  return (
    <div class="map">
      <div class="map-box" ref={box}>
        <canvas ref={below} aria-hidden="true" />
        <canvas ref={above} aria-hidden="true" />
        <SeatGrid
          plan={plan}
          book={book}
          at={at}
          chosen={chosen}
          onMove={move}
          onChoose={onChoose}
          onFocus={focus}
          onZoom={(factor) => view.current?.zoomBy(factor)}
        />
      </div>
      <div class="map-buttons">
        <button type="button" aria-label={w.zoomIn} onClick={() => view.current?.zoomBy(1.6)}>
          +
        </button>
        <button type="button" aria-label={w.zoomOut} onClick={() => view.current?.zoomBy(1 / 1.6)}>
          −
        </button>
        <button type="button" aria-label={w.zoomWhole} onClick={() => view.current?.whole()}>
          ⤢
        </button>
      </div>
    </div>
  );
}
