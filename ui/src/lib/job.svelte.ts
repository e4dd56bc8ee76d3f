import type { JobRunningView } from '../bindings/JobRunningView';
import { ApiFailure, call } from './api';
import { page } from './page.svelte';

/** How often a page asks how far a job is, in milliseconds. */
const every = 250;

/** Work that takes long: how far it is, and a way to stop it. */
export class Job {
  /** Whether it runs. */
  busy = $state(false);
  /** How far it is, once that is known. */
  running = $state.raw<JobRunningView | null>(null);
  /** Whether somebody asked it to stop. */
  stopping = $state(false);

  /**
   * Runs the command that does the work, and asks how far it is meanwhile. Answers with nothing where somebody stopped it: that
   * is said, and is no mistake.
   */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.stopping = false;
    const timer = setInterval(() => void this.#ask(), every);
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure) || thrown.code !== 'cancelled') throw thrown;
      page.note('Stopped. Nothing has changed.');
      return undefined;
    } finally {
      clearInterval(timer);
      this.busy = false;
      this.running = null;
    }
  }

  /** Asks it to stop. The command then answers that it was cancelled, and nothing has changed. */
  async cancel(): Promise<void> {
    this.stopping = true;
    await call('job_cancel');
  }

  async #ask(): Promise<void> {
    try {
      const { running } = await call('job_get');
      if (this.busy) this.running = running;
    } catch {
      // The work itself says what is wrong.
    }
  }
}
