import { toFailure } from './api';
import { inOneLine, wordsFor } from './errors';
import { page } from './page.svelte';

/** Runs something that has no form to show a refusal in: the refusal is said at the foot of the page. */
export async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    const failure = toFailure(thrown);
    // A list that was locked in the meantime shows the unlock screen by itself.
    if (failure.code !== 'not_open') page.note(inOneLine(wordsFor(failure.error)));
  }
}
