/** Follows a stream of server-sent events, by fetch: EventSource can send no headers. */
import {Lost, type Refusal, refusalOf, rest} from './call';

export interface Event {
  id: string;
  name: string;
  data: string;
}

export interface Follower {
  onEvent: (event: Event) => void;
  /** The stream answers (true), or is being looked for again (false). */
  onLine?: (isThere: boolean) => void;
  /** The server will not have it; nothing comes any more. */
  onRefused?: (why: Refusal) => void;
  headers?: () => Record<string, string>;
  /** Not followed while the page is hidden: a browser has six connections for all of its tabs. */
  pausesWhenHidden?: boolean;
}

/** The server says something every 15 s. */
const silenceMax = 40_000;
const hiddenMax = 5_000;
const restMax = 10_000;

/** Cuts a text into events; keeps the last, unfinished one for the next piece. */
export class EventReader {
  private rest = '';

  /** Calls for each event that the piece completes. */
  add(piece: string, onEvent: (event: Event) => void): void {
    const all = this.rest + piece;
    let from = 0;
    for (;;) {
      const end = all.indexOf('\n\n', from);
      if (end < 0) break;
      const event = parse(all.slice(from, end));
      if (event) onEvent(event);
      from = end + 2;
    }
    this.rest = all.slice(from);
  }
}

function parse(block: string): Event | undefined {
  const event: Event = {id: '', name: 'message', data: ''};
  let hasData = false;
  for (const line of block.split('\n')) {
    const middle = line.indexOf(':');
    if (middle <= 0) continue;
    const value = line.slice(line[middle + 1] === ' ' ? middle + 2 : middle + 1);
    const field = line.slice(0, middle);
    if (field === 'id') event.id = value;
    else if (field === 'event') event.name = value;
    else if (field === 'data') {
      event.data += hasData ? `\n${value}` : value;
      hasData = true;
    }
  }
  return hasData || event.name !== 'message' ? event : undefined;
}

class Following {
  private lastId = '';
  private failures = 0;
  private line: AbortController | undefined;
  private readonly end = new AbortController();
  private hiddenTimer = 0;

  constructor(
    private readonly path: string,
    private readonly who: Follower,
  ) {
    document.addEventListener('visibilitychange', this.look);
    void this.run();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.look);
    clearTimeout(this.hiddenTimer);
    this.end.abort();
    this.line?.abort();
  }

  private get isOver(): boolean {
    return this.end.signal.aborted;
  }

  private readonly look = (): void => {
    clearTimeout(this.hiddenTimer);
    if (document.hidden && this.who.pausesWhenHidden)
      this.hiddenTimer = setTimeout(() => this.line?.abort(), hiddenMax);
  };

  private untilSeen(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        if (document.hidden && !this.isOver) return;
        document.removeEventListener('visibilitychange', done);
        resolve();
      };
      document.addEventListener('visibilitychange', done);
      this.end.signal.addEventListener('abort', done);
      done();
    });
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      if (this.who.pausesWhenHidden) await this.untilSeen();
      if (this.isOver) return;
      try {
        const refusal = await this.read();
        if (refusal) {
          this.stop();
          this.who.onRefused?.(refusal);
          return;
        }
      } catch {
        // The line broke; what was missed comes after the last id.
        this.failures++;
      }
      if (this.isOver) return;
      this.who.onLine?.(false);
      const wait = Math.min(restMax, 250 * 2 ** Math.min(this.failures, 6));
      await rest(wait * (0.5 + Math.random() / 2), this.end.signal);
    }
  }

  /** Until the stream ends. Throws when it breaks; tells when the server refuses it. */
  private async read(): Promise<Refusal | undefined> {
    const line = (this.line = new AbortController());
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      ...this.who.headers?.(),
    };
    if (this.lastId) headers['Last-Event-ID'] = this.lastId;
    let timer = setTimeout(() => line.abort(), silenceMax);
    try {
      const options: RequestInit = {headers, signal: line.signal, cache: 'no-store'};
      const response = await fetch(this.path, options);
      if (!response.ok || !response.body) {
        const no = await refusalOf(response);
        if (no.status < 500 && no.status !== 429) return no;
        await rest(no.retryAfter * 1000, this.end.signal);
        throw new Lost(no.message);
      }
      this.failures = 0;
      this.who.onLine?.(true);
      const reader = response.body.getReader();
      const letters = new TextDecoder();
      const events = new EventReader();
      for (;;) {
        const {done, value} = await reader.read();
        if (done) return undefined;
        clearTimeout(timer);
        timer = setTimeout(() => line.abort(), silenceMax);
        events.add(letters.decode(value, {stream: true}), (event) => this.hear(event));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private hear(event: Event): void {
    if (event.id) this.lastId = event.id;
    if (!this.isOver) this.who.onEvent(event);
  }
}

/** Follows until the returned function is called, over lost connections. */
export function follow(path: string, who: Follower): () => void {
  const one = new Following(path, who);
  return () => one.stop();
}
