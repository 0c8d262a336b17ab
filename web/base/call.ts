/** Speaks to the server: one request, its answer, and what came instead. */

/** The server said no, in one of its two ways of saying so. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly members: Record<string, unknown>,
    /** Seconds after which trying again may help; 0: it does not say. */
    readonly retryAfter: number,
  ) {
    super(`${status} ${code}`);
  }

  number(name: string): number | undefined {
    const value = this.members[name];
    return typeof value === 'number' ? value : undefined;
  }
}

/** Nobody knows whether the server heard it. */
export class Lost extends Error {}

export interface Wish {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  /** With a key the request may be sent again without being done again. */
  key?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const triesMax = 4;
const patience = 15_000;

/** Resolves after so many milliseconds, or when the signal says so. */
export function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A fresh Idempotency-Key. `crypto.randomUUID` is for secure pages only. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What a response that is no success says. */
export async function refusalOf(response: Response): Promise<Refusal> {
  let members: Record<string, unknown> = {};
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null) members = body as Record<string, unknown>;
  } catch {
    // Not JSON: something in between has answered, and its status is all there is.
    members = {};
  }
  const code = text(members['code']) || text(members['reason']) || `http_${response.status}`;
  const detail = text(members['detail']) || text(members['message']);
  const again = Number(response.headers.get('Retry-After'));
  return new Refusal(response.status, code, detail, members, Number.isFinite(again) ? again : 0);
}

async function once<T>(path: string, wish: Wish): Promise<T> {
  const headers: Record<string, string> = {Accept: 'application/json', ...wish.headers};
  if (wish.body !== undefined) headers['Content-Type'] = 'application/json';
  if (wish.key) headers['Idempotency-Key'] = wish.key;
  const impatient = new AbortController();
  const stop = () => impatient.abort();
  const timer = setTimeout(stop, patience);
  wish.signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(path, {
      method: wish.method ?? 'GET',
      headers,
      signal: impatient.signal,
      cache: 'no-store',
      ...(wish.body === undefined ? {} : {body: JSON.stringify(wish.body)}),
    });
    if (!response.ok) throw await refusalOf(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  } catch (why) {
    if (why instanceof Refusal) throw why;
    throw new Lost(String(why));
  } finally {
    clearTimeout(timer);
    wish.signal?.removeEventListener('abort', stop);
  }
}

function isWorthAnotherTry(why: unknown): boolean {
  if (why instanceof Lost) return true;
  if (!(why instanceof Refusal)) return false;
  return why.status >= 502 || why.code === 'idempotency_in_progress';
}

/** Asks, and asks again where that is safe and may help. Throws Refusal or Lost. */
export async function call<T>(path: string, wish: Wish = {}): Promise<T> {
  const isSafe = (wish.method ?? 'GET') === 'GET' || wish.key !== undefined;
  for (let tries = 1; ; tries++) {
    try {
      return await once<T>(path, wish);
    } catch (why) {
      const isOver = tries === triesMax || wish.signal?.aborted;
      if (!isSafe || isOver || !isWorthAnotherTry(why)) throw why;
      const said = why instanceof Refusal ? why.retryAfter * 1000 : 0;
      await rest(Math.max(said, 250 * 2 ** tries), wish.signal);
    }
  }
}
