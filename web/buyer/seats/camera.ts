/** Which part of the house is seen: pixels a unit, and where the corner is. */
import type {Plan} from './plan';

const scaleMax = 48;
/** At this scale a seat can be hit with a finger. */
export const comfortable = 30;

export class Camera {
  scale = 1;
  x = 0;
  y = 0;
  width = 1;
  height = 1;

  constructor(private readonly plan: Plan) {}

  get scaleMin(): number {
    const across = this.width / this.plan.width;
    const down = this.height / this.plan.height;
    return Math.min(across, down, scaleMax);
  }

  get isWhole(): boolean {
    return this.scale <= this.scaleMin * 1.01;
  }

  resize(width: number, height: number): void {
    const wasWhole = this.isWhole || this.width === 1;
    this.width = width;
    this.height = height;
    if (wasWhole) this.whole();
    else this.settle();
  }

  whole(): void {
    this.scale = this.scaleMin;
    this.settle();
  }

  /** Zooms so that the point of the house under (px, py) stays there. */
  zoom(factor: number, px = this.width / 2, py = this.height / 2): void {
    const before = this.toPlan(px, py);
    const scale = Math.min(scaleMax, Math.max(this.scaleMin, this.scale * factor));
    this.scale = scale;
    this.x = before.x - px / scale;
    this.y = before.y - py / scale;
    this.settle();
  }

  pan(dx: number, dy: number): void {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.settle();
  }

  /** Moves as little as needed for a point to be well inside. */
  reveal(x: number, y: number): void {
    const edge = Math.min(2, this.width / this.scale / 4, this.height / this.scale / 4);
    const right = this.x + this.width / this.scale - edge;
    const bottom = this.y + this.height / this.scale - edge;
    if (x < this.x + edge) this.x = x - edge;
    if (x > right) this.x += x - right;
    if (y < this.y + edge) this.y = y - edge;
    if (y > bottom) this.y += y - bottom;
    this.settle();
  }

  toPlan(px: number, py: number): {x: number; y: number} {
    return {x: this.x + px / this.scale, y: this.y + py / this.scale};
  }

  /** The house fills the view, or is in its middle. */
  private settle(): void {
    this.x = within(this.x, this.plan.width, this.width / this.scale);
    this.y = within(this.y, this.plan.height, this.height / this.scale);
  }
}

function within(corner: number, size: number, seen: number): number {
  if (seen >= size) return (size - seen) / 2;
  return Math.min(Math.max(corner, 0), size - seen);
}
