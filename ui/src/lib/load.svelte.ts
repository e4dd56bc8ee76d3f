import { toFailure } from './api';
import { wordsFor, type Words } from './errors';
import { page } from './page.svelte';

/** Something a page shows after asking for it. */
export class Load<T> {
  value = $state.raw<T>();
  failed = $state<Words | null>(null);
  /** Whether what was asked for is on no list any more: asking again would not bring it back. */
  gone = $state(false);
  #ask: () => Promise<T>;
  #latest = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Asks again. Of two answers the later question's counts. */
  async again(): Promise<void> {
    const mine = ++this.#latest;
    try {
      const value = await this.#ask();
      if (mine !== this.#latest) return;
      const hold = page.holdFocus();
      this.value = value;
      this.failed = null;
      await hold();
    } catch (thrown) {
      if (mine !== this.#latest) return;
      const { error } = toFailure(thrown);
      this.gone = error.code === 'not_found';
      this.failed = wordsFor(error);
    }
  }
}

/**
 * Asks when the page is set up, and again whenever something the question reads has changed (the home in view, or
 * `session.revision`). Read those inside `ask` before its first `await`.
 */
export function load<T>(ask: () => Promise<T>): Load<T> {
  const loading = new Load(ask);
  $effect(() => {
    void loading.again();
  });
  return loading;
}
