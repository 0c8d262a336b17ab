/** Who buys? A number where the server believes whoever comes, else a token. */
import {useEffect, useRef, useState} from 'preact/hooks';

import {call, Refusal} from '../base/call';
import {setSession, subjectOf} from './session';
import {useWords} from './words/words';

/** Whether the server wants a token: it says so to whoever has none. */
function useWantsToken(): boolean {
  const [wants, setWants] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    call('/api/users/1/point', {signal: end.signal}).catch((why: unknown) => {
      if (why instanceof Refusal && why.code.startsWith('identity_')) setWants(true);
    });
    return () => end.abort();
  }, []);
  return wants;
}

function isUser(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text);
}

async function isAccepted(user: string, token: string): Promise<boolean> {
  try {
    const headers = {Authorization: `Bearer ${token}`};
    await call(`/api/users/${encodeURIComponent(user)}/point`, {headers});
    return true;
  } catch (why) {
    return !(why instanceof Refusal && (why.status === 401 || why.status === 403));
  }
}

export function SignInForm({onDone}: {onDone?: () => void}) {
  const {w} = useWords();
  const wantsToken = useWantsToken();
  const [written, setWritten] = useState('');
  const [complaint, setComplaint] = useState('');

  const enter = (user: string, token: string) => {
    setSession({user, token});
    onDone?.();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const text = written.trim();
    if (!wantsToken) {
      if (isUser(text)) enter(text, '');
      else setComplaint(w.userBad);
      return;
    }
    const subject = subjectOf(text);
    if (!subject) setComplaint(w.tokenBad);
    else if (await isAccepted(subject, text)) enter(subject, text);
    else setComplaint(w.tokenRefused);
  };
  const onInput = (event: Event) => {
    setWritten((event.currentTarget as HTMLInputElement).value);
    setComplaint('');
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{w.signInTitle}</h2>
      <p class="soft">{wantsToken ? w.signInToken : w.signInDemo}</p>
      <label>
        {wantsToken ? w.token : w.userNumber}
        <input
          name="who"
          inputMode={wantsToken ? 'text' : 'numeric'}
          autocomplete="off"
          spellcheck={false}
          value={written}
          onInput={onInput}
          aria-invalid={complaint !== ''}
          aria-describedby="sign-in-complaint"
        />
      </label>
      <p id="sign-in-complaint" class="complaint" role="alert">
        {complaint}
      </p>
      {!wantsToken && (
        <div class="row quick">
          {['101', '102', '103'].map((user) => (
            <button key={user} type="button" class="chip" onClick={() => enter(user, '')}>
              {w.account(user)}
            </button>
          ))}
        </div>
      )}
      <button type="submit" class="button is-main">
        {w.go}
      </button>
    </form>
  );
}

export function SignInDialog({onClose}: {onClose: () => void}) {
  const {w} = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const onClick = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog ref={dialog} class="dialog" onClose={onClose} onClick={onClick} aria-label={w.signIn}>
      <SignInForm onDone={onClose} />
      <button type="button" class="dialog-close" aria-label={w.close} onClick={onClose}>
        ×
      </button>
    </dialog>
  );
}
