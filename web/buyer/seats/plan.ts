/** Where each seat is, in units of one seat's room: the stage at the top, rows bent around it. */
import type {Section} from '../api';

export interface Block {
  section: Section;
  index: number;
  /** The id of its first seat; ids count through rows and sections. */
  first: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Place {
  block: Block;
  row: number;
  column: number;
}

/** Room between things, in seats of a small house; in a large one everything else grows along. */
const gap = 1.6;
const labelRoom = 1.6;
const stageRoom = 3;
const margin = 1;

function sizeOf(seats: number): number {
  return Math.max(1, Math.sqrt(seats) / 20);
}

function blocksOf(sections: readonly Section[]): Block[] {
  let first = 1;
  return sections.map((section, index) => {
    const block = {
      section,
      index,
      first,
      x: 0,
      y: 0,
      width: section.seatsPerRow,
      height: section.rows,
    };
    first += section.rows * section.seatsPerRow;
    return block;
  });
}

type Alike = (a: Block, b: Block) => boolean;

/** Which sections may stand beside each other, the most orderly way first. */
const orders: Alike[] = [
  (a, b) => a.height === b.height && a.section.price === b.section.price,
  (a, b) => a.height === b.height,
  () => true,
];
/** How wide a house should be for its height, at least. */
const aspect = 0.5;

/** Sections behind each other, those alike beside each other while the house is not too wide. */
function shelvesOf(blocks: readonly Block[], room: number, isAlike: Alike): Block[][] {
  const area = blocks.reduce((sum, b) => sum + (b.width + room) * (b.height + 2 * room), 0);
  const widest = Math.max(...blocks.map((b) => b.width));
  const wanted = Math.max(widest, Math.sqrt(area * 1.5));
  const shelves: Block[][] = [];
  let width = Infinity;
  for (const block of blocks) {
    const last = shelves[shelves.length - 1]?.[0];
    if (!last || !isAlike(last, block) || width + room + block.width > wanted) {
      shelves.push([]);
      width = -room;
    }
    shelves[shelves.length - 1]!.push(block);
    width += room + block.width;
  }
  return shelves;
}

function widthOf(shelf: readonly Block[], room: number): number {
  return shelf.reduce((sum, b) => sum + b.width + room, -room);
}

function heightOf(shelf: readonly Block[]): number {
  return Math.max(...shelf.map((b) => b.height));
}

function arrange(blocks: readonly Block[], room: number): Block[][] {
  let shelves: Block[][] = [];
  for (const isAlike of orders) {
    shelves = shelvesOf(blocks, room, isAlike);
    const wide = Math.max(...shelves.map((shelf) => widthOf(shelf, room)));
    const high = shelves.reduce((sum, shelf) => sum + heightOf(shelf) + 2 * room, 0);
    if (wide >= high * aspect) break;
  }
  return shelves;
}

export class Plan {
  readonly blocks: Block[];
  readonly seats: number;
  /** What is not a seat (labels, the stage) is so many times as large as in a small house. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly stage: {x: number; y: number; width: number; height: number};
  private readonly bend: number;
  /** By seat: asked for at every drawing. */
  private readonly xs: Float32Array;
  private readonly ys: Float32Array;
  private readonly blockNumbers: Uint8Array;

  constructor(sections: readonly Section[]) {
    this.blocks = blocksOf(sections);
    this.seats = this.blocks.reduce((sum, b) => sum + b.width * b.height, 0);
    this.size = sizeOf(this.seats);
    const room = gap * this.size;
    const shelves = arrange(this.blocks, room);
    const inner = Math.max(12, ...shelves.map((shelf) => widthOf(shelf, room)));
    this.width = inner + 2 * margin;
    this.bend = Math.min(4 * this.size, inner * 0.06);
    let y = margin + stageRoom * this.size + this.bend;
    for (const shelf of shelves) {
      let x = (this.width - widthOf(shelf, room)) / 2;
      for (const block of shelf) {
        block.x = x;
        block.y = y + labelRoom * this.size;
        x += block.width + room;
      }
      y += labelRoom * this.size + heightOf(shelf) + room;
    }
    this.height = y - room + margin;
    const stageWidth = inner * 0.5;
    this.stage = {
      x: (this.width - stageWidth) / 2,
      y: margin,
      width: stageWidth,
      height: 2 * this.size,
    };
    this.xs = new Float32Array(this.seats + 1);
    this.ys = new Float32Array(this.seats + 1);
    this.blockNumbers = new Uint8Array(this.seats + 1);
    this.blocks.forEach((block) => this.seat(block));
  }

  private seat(block: Block): void {
    for (let nth = 0; nth < block.width * block.height; nth++) {
      const x = block.x + (nth % block.width) + 0.5;
      const row = Math.floor(nth / block.width);
      this.xs[block.first + nth] = x;
      this.ys[block.first + nth] = block.y + row + 0.5 - this.lift(x);
      this.blockNumbers[block.first + nth] = block.index;
    }
  }

  /** How much nearer to the stage a row is at this x than in the middle. */
  lift(x: number): number {
    const side = (x - this.width / 2) / (this.width / 2);
    return this.bend * side * side;
  }

  placeOf(seat: number): Place | undefined {
    if (seat < 1 || seat > this.seats) return undefined;
    const block = this.blockOf(seat);
    const nth = seat - block.first;
    return {block, row: Math.floor(nth / block.width), column: nth % block.width};
  }

  seatOf({block, row, column}: Place): number {
    return block.first + row * block.width + column;
  }

  /** The middle of a seat. */
  middleOf(seat: number): {x: number; y: number} {
    return {x: this.xs[seat] ?? 0, y: this.ys[seat] ?? 0};
  }

  blockOf(seat: number): Block {
    return this.blocks[this.blockNumbers[seat]!]!;
  }

  /** The seat at a point; 0 where there is none. */
  seatAt(x: number, y: number): number {
    for (const block of this.blocks) {
      const column = Math.floor(x - block.x);
      if (column < 0 || column >= block.width) continue;
      const middle = block.x + column + 0.5;
      const row = Math.floor(y + this.lift(middle) - block.y);
      if (row >= 0 && row < block.height) return this.seatOf({block, row, column});
    }
    return 0;
  }
}
