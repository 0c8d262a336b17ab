/** Draws the house on two canvases: seats below, and above them what moves. */
import {free, held, type SeatBook} from './book';
import type {Camera} from './camera';
import type {Block, Plan} from './plan';

/** Colours, as the page's styles give them. */
export interface Paints {
  tiers: string[];
  held: string;
  sold: string;
  stage: string;
  stageText: string;
  label: string;
  onSeat: string;
  chosen: string;
  mine: string;
  focus: string;
}

export interface Marks {
  chosen: number;
  hovered: number;
  focused: number;
  mine: ReadonlySet<number>;
}

const seatSize = 0.76;
const roundFrom = 9;
const numberFrom = 27;
const rowsFrom = 15;
const flashLength = 700;
const flashesMax = 300;

type Pen = CanvasRenderingContext2D;

function addSeat(pen: Pen, x: number, y: number, size: number): void {
  if (size * 1.3 >= roundFrom && typeof pen.roundRect === 'function')
    pen.roundRect(x, y, size, size, [size * 0.32, size * 0.32, size * 0.16, size * 0.16]);
  else pen.rect(x, y, size, size);
}

export class Painter {
  private flashes: {seat: number; since: number}[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly book: SeatBook,
    private readonly camera: Camera,
    private readonly tierOf: readonly number[],
    public paints: Paints,
  ) {}

  flash(seat: number, now: number): void {
    this.flashes.push({seat, since: now});
    if (this.flashes.length > flashesMax) this.flashes.splice(0, this.flashes.length - flashesMax);
  }

  paintAll(pen: Pen, stageName: string): void {
    const {camera} = this;
    pen.clearRect(0, 0, camera.width, camera.height);
    this.paintStage(pen, stageName);
    for (const block of this.plan.blocks) this.paintBlock(pen, block);
  }

  /** Draws some seats anew; a seat's room is its own, so its neighbours stay. */
  paintSeats(pen: Pen, seats: Iterable<number>): void {
    const {scale} = this.camera;
    for (const seat of seats) {
      const {left, top} = this.cornerOf(seat);
      if (!this.isSeen(left, top)) continue;
      const block = this.plan.blockOf(seat);
      pen.clearRect(left, top, scale, scale);
      this.paintRun(pen, block, [seat]);
    }
  }

  /** What lies above the seats. Whether it moves, and wants to be drawn again. */
  paintMarks(pen: Pen, marks: Marks, now: number): boolean {
    const {camera, paints} = this;
    pen.clearRect(0, 0, camera.width, camera.height);
    this.flashes = this.flashes.filter((f) => now - f.since < flashLength);
    for (const {seat, since} of this.flashes)
      this.paintFlash(pen, seat, (now - since) / flashLength);
    for (const seat of marks.mine) this.paintMark(pen, seat, paints.mine);
    if (marks.hovered && this.book.isFree(marks.hovered)) this.ring(pen, marks.hovered, 0.02, 2);
    if (marks.chosen) this.paintMark(pen, marks.chosen, paints.chosen);
    if (marks.focused) {
      pen.strokeStyle = paints.focus;
      this.ring(pen, marks.focused, 0.1, 3, paints.focus);
    }
    return this.flashes.length > 0;
  }

  private cornerOf(seat: number): {left: number; top: number} {
    const {x, y} = this.plan.middleOf(seat);
    const {camera} = this;
    return {left: (x - 0.5 - camera.x) * camera.scale, top: (y - 0.5 - camera.y) * camera.scale};
  }

  private isSeen(left: number, top: number): boolean {
    const {width, height, scale} = this.camera;
    return left > -scale && top > -scale && left < width && top < height;
  }

  private paintStage(pen: Pen, name: string): void {
    const {camera, paints} = this;
    const {x, y, width, height} = this.plan.stage;
    const left = (x - camera.x) * camera.scale;
    const top = (y - camera.y) * camera.scale;
    const [wide, high] = [width * camera.scale, height * camera.scale];
    pen.fillStyle = paints.stage;
    pen.beginPath();
    pen.moveTo(left, top);
    pen.lineTo(left + wide, top);
    pen.lineTo(left + wide * 0.94, top + high * 0.6);
    pen.quadraticCurveTo(left + wide / 2, top + high * 1.4, left + wide * 0.06, top + high * 0.6);
    pen.closePath();
    pen.fill();
    const size = Math.min(16, Math.max(10, camera.scale * 0.8));
    this.write(pen, name, left + wide / 2, top + high * 0.5, size, paints.stageText);
  }

  private write(pen: Pen, text: string, x: number, y: number, size: number, paint: string): void {
    pen.font = `600 ${size}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillStyle = paint;
    pen.fillText(text, x, y);
  }

  private paintBlock(pen: Pen, block: Block): void {
    const {camera, plan} = this;
    const middle = block.x + block.width / 2;
    const x = (middle - camera.x) * camera.scale;
    const top = block.y - plan.lift(middle) - camera.y;
    const size = Math.min(18, Math.max(10.5, camera.scale * 0.75));
    const y = (top - 0.8 * plan.size) * camera.scale;
    this.write(pen, block.section.name, x, y, size, this.paints.label);
    const seats: number[] = [];
    const columns = [
      Math.max(0, Math.floor(camera.x - block.x)),
      Math.min(block.width, Math.ceil(camera.x + camera.width / camera.scale - block.x)),
    ] as const;
    const bottom = camera.y + camera.height / camera.scale;
    for (let row = 0; row < block.height; row++) {
      // The bend moves a row by less than what it is at the house's edge.
      if (block.y + row - plan.lift(0) > bottom || block.y + row + 1 < camera.y) continue;
      for (let column = columns[0]; column < columns[1]; column++)
        seats.push(plan.seatOf({block, row, column}));
      if (camera.scale >= rowsFrom) this.paintRowName(pen, block, row);
    }
    this.paintRun(pen, block, seats);
  }

  private paintRowName(pen: Pen, block: Block, row: number): void {
    const {camera, plan} = this;
    const x = (block.x - 0.6 - camera.x) * camera.scale;
    const y = (block.y + row + 0.5 - plan.lift(block.x) - camera.y) * camera.scale;
    this.write(pen, String(row + 1), x, y, camera.scale * 0.38, this.paints.label);
  }

  /** Seats of one section: each colour is one path. */
  private paintRun(pen: Pen, block: Block, seats: readonly number[]): void {
    const {scale} = this.camera;
    const size = scale * seatSize;
    const inset = (scale - size) / 2;
    const paths: [string, (status: number) => boolean, number][] = [
      [this.paints.tiers[this.tierOf[block.index]!]!, (s) => s === free, 1],
      [this.paints.held, (s) => s === held, 0.82],
      [this.paints.sold, (s) => s > held, 0.5],
    ];
    for (const [paint, isOne, part] of paths) {
      pen.fillStyle = paint;
      pen.beginPath();
      const shrink = (size * (1 - part)) / 2;
      for (const seat of seats) {
        if (!isOne(this.book.statusOf(seat))) continue;
        const {left, top} = this.cornerOf(seat);
        addSeat(pen, left + inset + shrink, top + inset + shrink, size * part);
      }
      pen.fill();
    }
    if (scale >= numberFrom) this.paintNumbers(pen, seats);
  }

  private paintNumbers(pen: Pen, seats: readonly number[]): void {
    const {scale} = this.camera;
    for (const seat of seats) {
      if (!this.book.isFree(seat)) continue;
      const {left, top} = this.cornerOf(seat);
      const size = Math.min(scale * 0.34, (scale * 1.1) / String(seat).length);
      const {onSeat} = this.paints;
      this.write(pen, String(seat), left + scale / 2, top + scale / 2 + 0.5, size, onSeat);
    }
  }

  private ring(pen: Pen, seat: number, out: number, width: number, paint?: string): void {
    const {scale} = this.camera;
    const {left, top} = this.cornerOf(seat);
    const size = scale * (seatSize + 2 * out);
    const inset = (scale - size) / 2;
    pen.strokeStyle = paint ?? this.paints.chosen;
    pen.lineWidth = width;
    pen.beginPath();
    addSeat(pen, left + inset, top + inset, size);
    pen.stroke();
  }

  private paintFlash(pen: Pen, seat: number, age: number): void {
    pen.globalAlpha = 1 - age;
    this.ring(pen, seat, 0.05 + age * 0.5, 2, this.paints.held);
    pen.globalAlpha = 1;
  }

  /** A seat with a tick; never smaller than can be seen. */
  private paintMark(pen: Pen, seat: number, paint: string): void {
    const {scale} = this.camera;
    const {left, top} = this.cornerOf(seat);
    const size = Math.max(14, scale * 0.9);
    const [x, y] = [left + scale / 2, top + scale / 2];
    pen.fillStyle = paint;
    pen.beginPath();
    addSeat(pen, x - size / 2, y - size / 2, size);
    pen.fill();
    pen.strokeStyle = this.paints.onSeat;
    pen.lineWidth = Math.max(1.5, size / 9);
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.beginPath();
    pen.moveTo(x - size * 0.22, y + size * 0.02);
    pen.lineTo(x - size * 0.05, y + size * 0.2);
    pen.lineTo(x + size * 0.24, y - size * 0.18);
    pen.stroke();
  }
}
