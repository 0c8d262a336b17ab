/** Who is free: the seats of a schedule as its stream tells of them. */
import type {Event} from '../../base/follow';
import type {Plan} from './plan';

export const free = 0;
export const held = 1;
export const sold = 2;

const words: Record<string, number> = {AVAILABLE: free, HELD: held, SOLD: sold};

interface Snapshot {
  version: number;
  seats: {seatId: number; status: string}[];
}

interface Change {
  version: number;
  seatId: number;
  status: string;
}

export interface Reader {
  /** One seat is another now. */
  onSeat: (seat: number, was: number) => void;
  /** All may be. */
  onAll: () => void;
}

export class SeatBook {
  readonly status: Uint8Array;
  readonly freeIn: number[];
  private readonly readers = new Set<Reader>();
  version = -1;

  constructor(private readonly plan: Plan) {
    this.status = new Uint8Array(plan.seats + 1).fill(sold);
    this.freeIn = plan.blocks.map(() => 0);
  }

  get isKnown(): boolean {
    return this.version >= 0;
  }

  statusOf(seat: number): number {
    return this.status[seat] ?? sold;
  }

  isFree(seat: number): boolean {
    return this.statusOf(seat) === free;
  }

  listen(reader: Reader): () => void {
    this.readers.add(reader);
    return () => void this.readers.delete(reader);
  }

  hear(event: Event): void {
    if (event.name === 'snapshot') this.begin(JSON.parse(event.data) as Snapshot);
    else if (event.name === 'change') this.change(JSON.parse(event.data) as Change);
  }

  private begin(said: Snapshot): void {
    this.freeIn.fill(0);
    for (const {seatId, status} of said.seats) {
      if (seatId >= this.status.length) continue;
      const now = words[status] ?? sold;
      this.status[seatId] = now;
      if (now === free) this.freeIn[this.plan.blockOf(seatId).index]!++;
    }
    this.version = said.version;
    this.readers.forEach((reader) => reader.onAll());
  }

  private change({version, seatId, status}: Change): void {
    this.version = version;
    const was = this.statusOf(seatId);
    const now = words[status] ?? sold;
    if (was === now || seatId >= this.status.length) return;
    this.status[seatId] = now;
    const block = this.plan.blockOf(seatId).index;
    if (was === free) this.freeIn[block]!--;
    if (now === free) this.freeIn[block]!++;
    this.readers.forEach((reader) => reader.onSeat(seatId, was));
  }
}
