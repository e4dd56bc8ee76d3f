import { untrack } from 'svelte';
import { call } from './api';

/** How long the typing must rest before it is kept. */
const rest = 700;

/** Forms in view now, so that all of them are kept before the app is locked. */
const inView = new Set<KeptForm>();

export interface KeptForm {
  /** Whether what was typed earlier came back. */
  readonly restored: boolean;
  /** Whether it is settled what came back. */
  readonly ready: boolean;
  /** Keeps what is typed now, at once. */
  flush(): Promise<void>;
  /** The form was saved or given up: nothing is kept any more. */
  discard(): Promise<void>;
}

/**
 * Keeps a half-typed form in the encrypted file, so that a crash, a lock or a walk to another page loses nothing. Call it
 * while a page is set up. `read` gives what to keep and `write` takes it back. Never hand it a passphrase or a password.
 */
export function keepForm<T extends object>(name: string, read: () => T, write: (kept: Partial<T>) => void): KeptForm {
  let restored = $state(false);
  let ready = $state(false);
  let over = false;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    const body = JSON.stringify(read());
    if (!ready || over || body === last) return;
    last = body;
    try {
      await call('form_draft_save', { form: name, body });
    } catch {
      // The form itself still holds every word; the next pause in typing tries again.
      last = '';
    }
  }

  async function restore(): Promise<void> {
    const empty = JSON.stringify(read());
    last = empty;
    try {
      const kept = await call('form_draft_get', { form: name });
      if (kept.body !== null && JSON.stringify(read()) === empty) {
        const typed: unknown = JSON.parse(kept.body);
        if (typeof typed === 'object' && typed !== null && kept.body !== empty) {
          write(typed as Partial<T>);
          restored = true;
          last = JSON.stringify(read());
        }
      }
    } catch {
      // Nothing came back: the form starts empty, as a new one does.
    }
    ready = true;
    later();
  }

  /** Keeps the form once the typing has rested for a while. */
  function later(): void {
    clearTimeout(timer);
    const body = JSON.stringify(read());
    if (ready && !over && body !== last) timer = setTimeout(() => void flush(), rest);
  }

  const form: KeptForm = {
    get restored() {
      return restored;
    },
    get ready() {
      return ready;
    },
    flush,
    async discard() {
      over = true;
      clearTimeout(timer);
      await call('form_draft_discard', { form: name });
    },
  };

  $effect(() => {
    inView.add(form);
    void untrack(restore);
    const keep = (): void => void flush();
    document.addEventListener('focusout', keep);
    window.addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', keep);
    return () => {
      inView.delete(form);
      document.removeEventListener('focusout', keep);
      window.removeEventListener('pagehide', keep);
      document.removeEventListener('visibilitychange', keep);
      untrack(() => void flush());
    };
  });

  $effect(later);

  return form;
}

/** Keeps every form in view, before the app is locked. */
export async function flushForms(): Promise<void> {
  await Promise.all([...inView].map((form) => form.flush()));
}
