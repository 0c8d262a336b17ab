/** One Idempotency-Key an intention, until it is answered: asking again after a reload or a lost
    answer is the same request. */
import {freshKey, Lost} from '../base/call';

function placeOf(intent: string): string {
  return `frontrow.key.${intent}`;
}

function keyFor(intent: string): string {
  try {
    const held = sessionStorage.getItem(placeOf(intent));
    if (held) return held;
    const made = freshKey();
    sessionStorage.setItem(placeOf(intent), made);
    return made;
  } catch {
    // Storage is forbidden: the key lives as long as this try.
    return freshKey();
  }
}

function forget(intent: string): void {
  try {
    sessionStorage.removeItem(placeOf(intent));
  } catch {
    // There was nothing to remember it in.
    return;
  }
}

/** Does it under the intention's key; the key goes when there is an answer, yes or no. */
export async function intend<T>(intent: string, what: (key: string) => Promise<T>): Promise<T> {
  try {
    const answer = await what(keyFor(intent));
    forget(intent);
    return answer;
  } catch (why) {
    if (!(why instanceof Lost)) forget(intent);
    throw why;
  }
}
