/** Beside the map: the chosen seat, what to do when it is gone, and the sections. */
import {Refusal} from '../../base/call';
import type {Why} from '../../base/hooks';
import {points} from '../format';
import type {SeatBook} from '../seats/book';
import {bestFree} from '../seats/nearest';
import type {Plan} from '../seats/plan';
import {Trouble} from '../trouble';
import {useWords} from '../words/words';

interface ChosenProps {
  plan: Plan;
  chosen: number;
  /** A seat that somebody else has taken; 0: none. */
  missed: number;
  miss: {seat: number; why: Why} | undefined;
  offers: readonly number[];
  isBusy: boolean;
  onChoose: (seat: number) => void;
  onHold: (seat: number, price: number) => void;
}

function Gone({plan, missed, offers, onChoose}: ChosenProps) {
  const {w} = useWords();
  return (
    <div class="notice is-trouble" role="alert">
      <strong>{w.goneChosen(missed)}</strong>
      <p>{offers.length > 0 ? w.goneOffer : w.goneNone}</p>
      <div class="row">
        {offers.map((seat) => {
          const place = plan.placeOf(seat)!;
          const {section} = place.block;
          return (
            <button key={seat} type="button" class="offer" onClick={() => onChoose(seat)}>
              <strong>{w.seat(seat)}</strong>
              <span>{w.seatPlace(section.name, place.row + 1)}</span>
              <span>{w.pointsOf(points(section.price))}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

function Missed({miss, onHold}: ChosenProps) {
  const {w} = useWords();
  const {seat, why} = miss!;
  const price = why instanceof Refusal ? why.number('price') : undefined;
  if (price === undefined) return <Trouble why={why} />;
  return (
    <Trouble why={why}>
      <span>{w.priceNow(points(price))}</span>
      <button type="button" class="button is-main" onClick={() => onHold(seat, price)}>
        {w.holdAt(points(price))}
      </button>
    </Trouble>
  );
}

export function Chosen(props: ChosenProps) {
  const {w} = useWords();
  const {plan, chosen, missed, miss, isBusy, onHold} = props;
  const place = plan.placeOf(chosen);
  return (
    <div class={`chosen panel${chosen || missed || miss ? ' is-open' : ''}`}>
      {missed > 0 && <Gone {...props} />}
      {miss && <Missed {...props} />}
      {!place && !missed && !miss && <p class="soft">{w.pickHint}</p>}
      {place && (
        <>
          <div class="chosen-facts">
            <strong>{w.seat(chosen)}</strong>
            <strong class="chosen-price">{w.pointsOf(points(place.block.section.price))}</strong>
            <span class="soft">{w.seatPlace(place.block.section.name, place.row + 1)}</span>
          </div>
          <button
            type="button"
            class="button is-main is-wide"
            disabled={isBusy}
            onClick={() => onHold(chosen, place.block.section.price)}
          >
            {isBusy ? w.holding : w.hold}
          </button>
          <p class="soft small">{w.holdNote}</p>
        </>
      )}
    </div>
  );
}

interface SectionsProps {
  plan: Plan;
  book: SeatBook;
  tierOf: readonly number[];
  onChoose: (seat: number) => void;
}

function Legend() {
  const {w} = useWords();
  return (
    <ul class="legend">
      <li>
        <i class="seat-sign tier-0" />
        {w.legendFree}
      </li>
      <li>
        <i class="seat-sign is-held" />
        {w.legendHeld}
      </li>
      <li>
        <i class="seat-sign is-sold" />
        {w.legendSold}
      </li>
      <li>
        <i class="seat-sign is-chosen" />
        {w.legendChosen}
      </li>
    </ul>
  );
}

export function Sections({plan, book, tierOf, onChoose}: SectionsProps) {
  const {w} = useWords();
  return (
    <section class="panel sections">
      <h2>{w.sections}</h2>
      <ul>
        {plan.blocks.map((block) => {
          const {name, price} = block.section;
          const isSoldOut = book.isKnown && book.freeIn[block.index] === 0;
          const count = points(book.freeIn[block.index]!);
          return (
            <li key={block.index}>
              <i class={`seat-sign tier-${tierOf[block.index]}`} />
              <span class="section-name">{name}</span>
              <span class="soft section-facts">
                {w.pointsOf(points(price))} ·{' '}
                {isSoldOut ? w.soldOut : w.sectionFree(count, points(block.width * block.height))}
              </span>
              <button
                type="button"
                class="chip"
                aria-label={w.bestOf(name)}
                disabled={!book.isKnown || isSoldOut}
                onClick={() => onChoose(bestFree(plan, book, block))}
              >
                {w.best}
              </button>
            </li>
          );
        })}
      </ul>
      <Legend />
    </section>
  );
}
