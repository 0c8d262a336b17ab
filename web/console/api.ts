/** Speaks to the admin API: with the token that was given, by fetch, so that it can be sent. */

export interface Session {
  token: string;
  name: string;
}

const sessionKey = 'frontrow.console';

export function loadSession(): Session | null {
  const kept = sessionStorage.getItem(sessionKey);
  return kept === null ? null : (JSON.parse(kept) as Session);
}

export function keepSession(session: Session | null): void {
  if (session === null) sessionStorage.removeItem(sessionKey);
  else sessionStorage.setItem(sessionKey, JSON.stringify(session));
}

/** The server's no, or that there was no answer (status 0). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

function headersOf(session: Session): Record<string, string> {
  const headers: Record<string, string> = {'X-Admin-Token': session.token};
  // Header values are bytes: what is not ASCII would be refused by the browser.
  const name = session.name.replace(/[^\x20-\x7e]/g, '?');
  if (name !== '') headers['X-Operator-Name'] = name;
  return headers;
}

async function refusalOf(response: Response): Promise<Refused> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as {code?: string; detail?: string};
    return new Refused(response.status, said.code ?? '', said.detail ?? text);
  } catch {
    return new Refused(response.status, '', text);
  }
}

export async function ask<T>(
  session: Session,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers = headersOf(session);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const request: RequestInit = {headers, cache: 'no-store'};
  if (body !== undefined) {
    request.method = 'POST';
    request.body = JSON.stringify(body);
  }
  if (signal) request.signal = signal;
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (why) {
    if (signal?.aborted) throw why;
    throw new Refused(0, 'unreachable', 'the server does not answer');
  }
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as T;
}

export interface Listener {
  onEvent: (name: string, data: unknown) => void;
  /** Connected, or why not. */
  onState: (trouble: string | null, status: number) => void;
}

/** Events of a piece of a stream; what is left of it has not ended yet. */
export function cutEvents(text: string, onEvent: Listener['onEvent']): string {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  for (const block of blocks) {
    let name = 'message';
    let data = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('event: ')) name = line.slice(7);
      else if (line.startsWith('data: ')) data += line.slice(6);
    }
    if (data !== '') onEvent(name, JSON.parse(data));
  }
  return rest;
}

async function readStream(
  session: Session,
  views: string,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(`/admin/stream?views=${encodeURIComponent(views)}`, {
    headers: headersOf(session),
    cache: 'no-store',
    signal,
  });
  if (!response.ok || response.body === null) throw await refusalOf(response);
  listener.onState(null, 200);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    rest = cutEvents(rest + value, listener.onEvent);
  }
}

const pauses = [500, 1_000, 2_000, 4_000];

/** Follows views until told to stop; comes back by itself, and rests while nobody sees the page. */
export function follow(session: Session, views: string, listener: Listener): () => void {
  const stop = new AbortController();
  let line = new AbortController();
  let tries = 0;
  const whenSeen = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (document.hidden && !stop.signal.aborted) return;
        document.removeEventListener('visibilitychange', look);
        resolve();
      };
      document.addEventListener('visibilitychange', look);
      look();
    });
  const hide = () => document.hidden && line.abort();
  document.addEventListener('visibilitychange', hide);
  const run = async () => {
    while (!stop.signal.aborted) {
      await whenSeen();
      line = new AbortController();
      try {
        await readStream(session, views, {
          onEvent: (name, data) => {
            tries = 0;
            listener.onEvent(name, data);
          },
          onState: listener.onState,
        }, line.signal);
        listener.onState('the stream ended', 0);
      } catch (why) {
        if (stop.signal.aborted) return;
        const status = why instanceof Refused ? why.status : 0;
        const said = why instanceof Refused ? why.message : 'the server does not answer';
        listener.onState(said, status);
        if (status === 401 || status === 403) return;
      }
      const pause = pauses[Math.min(tries++, pauses.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  void run();
  return () => {
    stop.abort();
    line.abort();
    document.removeEventListener('visibilitychange', hide);
  };
}
