/** The map on the screen: hears the book and the hand, and draws at most once a frame. */
import type {SeatBook} from './book';
import {Camera, comfortable} from './camera';
import {watchHand} from './gestures';
import {type Marks, type Paints, Painter} from './painter';
import type {Plan} from './plan';

export interface MapOptions {
  plan: Plan;
  book: SeatBook;
  tierOf: readonly number[];
  stageName: string;
  onChoose: (seat: number) => void;
}

function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  return pen;
}

/** The colours that the styles give for light or dark, whichever is on. */
function paintsOf(element: HTMLElement): Paints {
  const style = getComputedStyle(element);
  const paint = (name: string) => style.getPropertyValue(name).trim();
  return {
    tiers: [1, 2, 3, 4, 5, 6].map((n) => paint(`--tier-${n}`)),
    held: paint('--seat-held'),
    sold: paint('--seat-sold'),
    stage: paint('--stage'),
    stageText: paint('--stage-text'),
    label: paint('--text-soft'),
    onSeat: paint('--on-seat'),
    chosen: paint('--seat-chosen'),
    mine: paint('--seat-mine'),
    focus: paint('--text'),
  };
}

export class MapView {
  readonly camera: Camera;
  marks: Marks = {chosen: 0, hovered: 0, focused: 0, mine: new Set()};
  private readonly painter: Painter;
  private readonly pens: [CanvasRenderingContext2D, CanvasRenderingContext2D];
  private readonly changed = new Set<number>();
  private readonly undo: (() => void)[] = [];
  private isStale = true;
  private frame = 0;
  private wasKnown = false;

  constructor(
    private readonly box: HTMLElement,
    private readonly canvases: [HTMLCanvasElement, HTMLCanvasElement],
    private readonly options: MapOptions,
  ) {
    const {plan, book, tierOf} = options;
    this.camera = new Camera(plan);
    this.painter = new Painter(plan, book, this.camera, tierOf, paintsOf(box));
    this.pens = [penOf(canvases[0]), penOf(canvases[1])];
    const resize = new ResizeObserver(() => this.resize());
    resize.observe(box);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => {
      this.painter.paints = paintsOf(box);
      this.redraw();
    };
    dark.addEventListener('change', repaint);
    this.undo.push(
      () => resize.disconnect(),
      () => dark.removeEventListener('change', repaint),
      book.listen({
        onSeat: (seat) => this.change(seat),
        onAll: () => this.redraw(),
      }),
      watchHand(canvases[1], {
        pan: (dx, dy) => this.move(() => this.camera.pan(dx, dy)),
        zoom: (factor, x, y) => this.move(() => this.camera.zoom(factor, x, y)),
        tap: (x, y, isTouch) => this.tap(x, y, isTouch),
        hover: (x, y) => this.hover(x, y),
        leave: () => this.mark({hovered: 0}),
      }),
    );
    this.resize();
  }

  end(): void {
    cancelAnimationFrame(this.frame);
    this.undo.forEach((each) => each());
  }

  mark(some: Partial<Marks>): void {
    const next = {...this.marks, ...some};
    const names = Object.keys(next) as (keyof Marks)[];
    if (names.every((name) => next[name] === this.marks[name])) return;
    this.marks = next;
    this.wake();
  }

  zoomBy(factor: number): void {
    this.move(() => this.camera.zoom(factor));
  }

  whole(): void {
    this.move(() => this.camera.whole());
  }

  /** Makes sure that a seat is in view, and large enough to be told from others. */
  reveal(seat: number, isClose = false): void {
    const {x, y} = this.options.plan.middleOf(seat);
    this.move(() => {
      if (isClose && this.camera.scale < comfortable / 2) {
        const {camera} = this;
        const [px, py] = [(x - camera.x) * camera.scale, (y - camera.y) * camera.scale];
        camera.zoom(comfortable / 2 / camera.scale, px, py);
      }
      this.camera.reveal(x, y);
    });
  }

  private redraw(): void {
    this.isStale = true;
    this.wake();
  }

  private move(how: () => void): void {
    how();
    this.redraw();
  }

  private change(seat: number): void {
    this.changed.add(seat);
    if (!document.hidden) this.painter.flash(seat, performance.now());
    this.wake();
  }

  private hover(px: number, py: number): void {
    const {x, y} = this.camera.toPlan(px, py);
    const seat = this.options.plan.seatAt(x, y);
    this.canvases[1].classList.toggle('over-seat', this.options.book.isFree(seat));
    this.mark({hovered: seat});
  }

  private tap(px: number, py: number, isTouch: boolean): void {
    const {x, y} = this.camera.toPlan(px, py);
    const seat = this.options.plan.seatAt(x, y);
    // A finger covers many small seats: nearer first.
    if (isTouch && this.camera.scale < comfortable * 0.6)
      this.move(() => this.camera.zoom(comfortable / this.camera.scale, px, py));
    else if (seat) this.options.onChoose(seat);
  }

  private resize(): void {
    const {clientWidth: width, clientHeight: height} = this.box;
    const ratio = Math.min(2, devicePixelRatio || 1);
    for (const canvas of this.canvases) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    for (const pen of this.pens) pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.camera.resize(width, height);
    this.redraw();
  }

  private wake(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    this.frame = 0;
    const [seats, marks] = this.pens;
    if (this.isStale) this.painter.paintAll(seats, this.options.stageName);
    else this.painter.paintSeats(seats, this.changed);
    this.isStale = false;
    this.changed.clear();
    if (this.painter.paintMarks(marks, this.marks, now)) this.wake();
    if (!this.wasKnown && this.options.book.isKnown) performance.mark('seats drawn');
    this.wasKnown = this.options.book.isKnown;
  }
}
