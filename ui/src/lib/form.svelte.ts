import type { Problem } from './components/error-summary/ErrorSummary.svelte';
import { ApiFailure, toFailure } from './api';
import { problemFor } from './errors';

/** Stops the sending of a form: these problems come first. */
class Refused extends Error {
  constructor(readonly problems: Problem[]) {
    super('refused');
  }
}

/** Stops the sending of a form when there are problems to put right. For use inside `submit`. */
export function demandNone(problems: (Problem | null | undefined)[]): void {
  const found = problems.filter((problem) => problem !== null && problem !== undefined);
  if (found.length > 0) throw new Refused(found);
}

/** The state of one form: what is wrong with it, and whether it is being sent. */
export class Form {
  problems = $state.raw<Problem[]>([]);
  busy = $state(false);
  #idOf: (field: string) => string;

  /** `idOf` gives the id of the box for a field of the request; without it the last part of the path is the id. */
  constructor(idOf: (field: string) => string = lastPart) {
    this.#idOf = idOf;
  }

  /** The sentence for one box, if something is wrong with it. */
  error(id: string): string | undefined {
    return this.problems.find((problem) => problem.field === id)?.message;
  }

  /**
   * Runs the sending of the form, once at a time. Problems found by `demandNone`, and the refusal of a command, are
   * shown at their fields. Answers whether it went well.
   */
  async submit(run: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      await run();
      this.problems = [];
      return true;
    } catch (thrown) {
      if (thrown instanceof Refused) this.problems = thrown.problems;
      else if (thrown instanceof ApiFailure) {
        if (thrown.code !== 'not_open') this.problems = [problemFor(thrown.error, this.#idOf)];
      } else {
        this.problems = [problemFor(toFailure(thrown).error, this.#idOf)];
      }
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Shows problems found outside a sending, or clears them. */
  show(problems: Problem[]): void {
    this.problems = problems;
  }
}

/** `fields.full_name` is answered by the box `full_name`. */
export function lastPart(path: string): string {
  return path.split('.').at(-1) ?? path;
}
