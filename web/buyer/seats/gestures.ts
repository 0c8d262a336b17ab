/** Fingers, mouse and wheel over the map: drag to move, pinch and wheel to zoom, tap to choose. */
export interface Hand {
  pan: (dx: number, dy: number) => void;
  zoom: (factor: number, x: number, y: number) => void;
  tap: (x: number, y: number, isTouch: boolean) => void;
  hover: (x: number, y: number) => void;
  leave: () => void;
}

const dragMin = 6;

interface Finger {
  x: number;
  y: number;
  downX: number;
  downY: number;
}

function spanOf([a, b]: Finger[]): {far: number; x: number; y: number} {
  const [one, two] = [a!, b!];
  return {
    far: Math.hypot(one.x - two.x, one.y - two.y),
    x: (one.x + two.x) / 2,
    y: (one.y + two.y) / 2,
  };
}

/** Until the returned function is called. */
export function watchHand(over: HTMLElement, hand: Hand): () => void {
  const fingers = new Map<number, Finger>();
  let isDrag = false;
  const end = new AbortController();
  const at = (event: MouseEvent) => {
    const box = over.getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  };
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    what: (event: HTMLElementEventMap[Name]) => void,
  ) => over.addEventListener(name, what, {signal: end.signal, passive: false});

  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    const {x, y} = at(event);
    if (fingers.size === 0) isDrag = false;
    fingers.set(event.pointerId, {x, y, downX: x, downY: y});
    over.setPointerCapture(event.pointerId);
  });
  on('pointermove', (event) => {
    const {x, y} = at(event);
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType === 'mouse') hand.hover(x, y);
      return;
    }
    const before = fingers.size === 2 ? spanOf([...fingers.values()]) : undefined;
    const [dx, dy] = [x - finger.x, y - finger.y];
    [finger.x, finger.y] = [x, y];
    if (before) {
      const now = spanOf([...fingers.values()]);
      hand.pan(now.x - before.x, now.y - before.y);
      hand.zoom(now.far / Math.max(1, before.far), now.x, now.y);
      isDrag = true;
    } else if (isDrag) {
      hand.pan(dx, dy);
    } else if (Math.hypot(x - finger.downX, y - finger.downY) > dragMin) {
      isDrag = true;
      hand.pan(x - finger.downX, y - finger.downY);
    }
  });
  const up = (event: PointerEvent, isTap: boolean) => {
    if (!fingers.delete(event.pointerId) || !isTap || isDrag) return;
    const {x, y} = at(event);
    hand.tap(x, y, event.pointerType !== 'mouse');
  };
  on('pointerup', (event) => up(event, true));
  on('pointercancel', (event) => up(event, false));
  on('pointerleave', () => hand.leave());
  on('wheel', (event) => {
    event.preventDefault();
    const {x, y} = at(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    hand.zoom(Math.exp((-event.deltaY * lines) / 400), x, y);
  });
  return () => end.abort();
}
