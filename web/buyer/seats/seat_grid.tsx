/** The map for keys and ears: a grid with one place in it, of which the rows around are there. */
import {useState} from 'preact/hooks';

import {useWords} from '../words/words';
import {points} from '../format';
import type {SeatBook} from './book';
import type {Plan, Place} from './plan';

interface GridProps {
  plan: Plan;
  book: SeatBook;
  at: number;
  chosen: number;
  onMove: (seat: number) => void;
  onChoose: (seat: number) => void;
  onFocus: (isFocused: boolean) => void;
  onZoom: (factor: number) => void;
}

const columnsAround = 12;

/** Where a key leads from a place; nothing when it leads nowhere. */
export function stepOf(plan: Plan, book: SeatBook, from: number, key: string): number {
  const at = plan.placeOf(from);
  if (!at) return 1;
  const {block, row, column} = at;
  const into = (other: typeof block | undefined, toRow: number): number => {
    if (!other) return from;
    const across = Math.floor(((column + 0.5) / block.width) * other.width);
    return plan.seatOf({block: other, row: toRow, column: across});
  };
  const last = plan.blocks[block.index - 1];
  const next = plan.blocks[block.index + 1];
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? from - 1 : from;
    case 'ArrowRight':
      return column + 1 < block.width ? from + 1 : from;
    case 'ArrowUp':
      return row > 0 ? from - block.width : into(last, (last?.height ?? 1) - 1);
    case 'ArrowDown':
      return row + 1 < block.height ? from + block.width : into(next, 0);
    case 'Home':
      return from - column;
    case 'End':
      return from - column + block.width - 1;
    case 'PageUp':
      return into(last, 0);
    case 'PageDown':
      return into(next, 0);
    case 'n':
    case 'ㅜ':
      for (let seat = from + 1; seat <= plan.seats; seat++) if (book.isFree(seat)) return seat;
      return from;
    default:
      return 0;
  }
}

function rowsAround({block, row}: Place): number[] {
  return [row - 1, row, row + 1].filter((each) => each >= 0 && each < block.height);
}

export function SeatGrid(props: GridProps) {
  const {plan, book, at, chosen, onMove, onChoose, onFocus, onZoom} = props;
  const {w} = useWords();
  const [isHere, setHere] = useState(false);
  const place = plan.placeOf(at);
  if (!place) return null;
  const {block} = place;
  const firstColumn = Math.max(0, place.column - columnsAround);
  const lastColumn = Math.min(block.width - 1, place.column + columnsAround);
  const columns: number[] = [];
  for (let column = firstColumn; column <= lastColumn; column++) columns.push(column);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') onChoose(at);
    else if (event.key === '+' || event.key === '=') onZoom(1.4);
    else if (event.key === '-') onZoom(1 / 1.4);
    else {
      const to = stepOf(plan, book, at, event.key);
      if (to === 0) return;
      onMove(to);
    }
    event.preventDefault();
  };
  const focus = (isFocused: boolean) => () => {
    setHere(isFocused);
    onFocus(isFocused);
  };
  const cell = (row: number, column: number) => {
    const seat = plan.seatOf({block, row, column});
    const status = w.seatStatus[book.statusOf(seat)]!;
    const {name, price} = block.section;
    return (
      <span
        key={seat}
        id={`seat-${seat}`}
        role="gridcell"
        aria-colindex={column + 1}
        aria-selected={seat === chosen}
        aria-label={w.seatLabel(name, row + 1, seat, points(price), status)}
      />
    );
  };
  return (
    <>
      <div
        class={`seat-grid${isHere ? ' is-here' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label={w.gridName}
        aria-describedby="seat-keys"
        aria-rowcount={block.height}
        aria-colcount={block.width}
        aria-activedescendant={`seat-${at}`}
        onKeyDown={onKeyDown}
        onFocus={focus(true)}
        onBlur={focus(false)}
      >
        {rowsAround(place).map((row) => (
          <div key={row} role="row" aria-rowindex={row + 1}>
            {columns.map((column) => cell(row, column))}
          </div>
        ))}
      </div>
      <span id="seat-keys" hidden>
        {w.gridKeys}
      </span>
    </>
  );
}
