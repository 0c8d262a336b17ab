/** Which free seats to offer. */
import type {SeatBook} from './book';
import type {Block, Plan} from './plan';

/** Up to `count` free seats nearest to one, those of its own section first. */
export function nearestFree(plan: Plan, book: SeatBook, seat: number, count: number): number[] {
  const home = plan.placeOf(seat)?.block;
  const from = plan.middleOf(seat);
  const best: {seat: number; far: number}[] = [];
  // Another section has another price: farther than any seat of the same.
  const away = plan.width + plan.height;
  for (let other = 1; other <= plan.seats; other++) {
    if (other === seat || !book.isFree(other)) continue;
    const at = plan.middleOf(other);
    const isHome = home && other >= home.first && other < home.first + home.width * home.height;
    const far = Math.hypot(at.x - from.x, at.y - from.y) + (isHome ? 0 : away);
    if (best.length === count && far >= best[count - 1]!.far) continue;
    best.push({seat: other, far});
    best.sort((a, b) => a.far - b.far);
    best.length = Math.min(best.length, count);
  }
  return best.map((each) => each.seat);
}

/** The free seat of a section nearest to the middle of the stage; 0 when none is free. */
export function bestFree(plan: Plan, book: SeatBook, block: Block): number {
  const stage = {x: plan.width / 2, y: plan.stage.y + plan.stage.height};
  let best = 0;
  let least = Infinity;
  for (let seat = block.first; seat < block.first + block.width * block.height; seat++) {
    if (!book.isFree(seat)) continue;
    const at = plan.middleOf(seat);
    // Sitting aside is worse than sitting back.
    const far = Math.hypot((at.x - stage.x) * 1.5, at.y - stage.y);
    if (far < least) [best, least] = [seat, far];
  }
  return best;
}
