import {useEffect, useRef, useState} from 'preact/hooks';

import {ask, Refused} from './api';
import {useDesk} from './live';
import type {Preview} from './types';

/** Says what an action would do, and does exactly that when it is confirmed. */
export function Confirm(props: {
  path: string;
  wish: Record<string, unknown>;
  onClose: (came: string | null) => void;
}) {
  const desk = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [came, setCame] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const path = `/admin/actions/${props.path}`;
  const say = (why: unknown) => setTrouble(why instanceof Refused ? why.message : String(why));
  const look = () => {
    setTrouble(null);
    ask<Preview>(desk.session, path, props.wish).then(setPreview, say);
  };
  const act = async () => {
    setIsBusy(true);
    setTrouble(null);
    try {
      const wish = {...props.wish, confirm: preview?.confirm};
      const done = await ask<Preview>(desk.session, path, wish);
      setCame(done.came ?? 'done');
    } catch (why) {
      say(why);
    }
    setIsBusy(false);
  };
  useEffect(() => {
    dialog.current?.showModal();
    look();
  }, []);
  const isNothing = preview?.confirm === '';
  return (
    <dialog ref={dialog} aria-label="Confirm the action" onClose={() => props.onClose(came)}>
      <h2>
        {preview?.action ?? props.path}: {preview?.target ?? '…'}
      </h2>
      {preview?.confirm && <p class="change">{preview.confirm}</p>}
      <ul>
        {(preview?.effect ?? []).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}{' '}
          <button type="button" onClick={look}>
            Preview again
          </button>
        </p>
      )}
      {came !== null && (
        <p class="notice" role="status">
          {came}
        </p>
      )}
      <div class="buttons">
        {came === null && (
          <button
            type="button"
            class="danger"
            disabled={preview === null || isNothing || isBusy}
            onClick={() => void act()}
          >
            Do it
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          {came === null ? 'Cancel' : 'Close'}
        </button>
      </div>
    </dialog>
  );
}
