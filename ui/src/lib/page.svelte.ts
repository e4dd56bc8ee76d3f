/** What the window says about the page as a whole: its title, the focus on arrival, and what just happened. */
import { tick, untrack } from 'svelte';

export interface Saying {
  text: string;
  undo?: (() => void | Promise<void>) | undefined;
  /** Something is done, or something is worth knowing. */
  kind: 'done' | 'note';
}

class Page {
  /** The words for the window's title, without the name of the app. */
  title = $state('');
  #errors = $state(0);
  /** What just happened, for the live region; stays until the next saying or the next page. */
  saying = $state<Saying | null>(null);
  // A saying survives the move that follows it by itself, such as the one after saving. Once somebody has pressed anything, the
  // next page is another matter.
  #sayingFresh = false;
  #moves = 0;
  #arrived = -1;
  #heading: HTMLElement | null = null;

  /** The window's title: "Error: " comes first while the page has problems to put right. */
  get windowTitle(): string {
    const name = this.title ? `${this.title} - Mailbox Steward` : 'Mailbox Steward';
    return this.#errors > 0 ? `Error: ${name}` : name;
  }

  /** The page has a problem to put right, until the returned function is called. */
  raiseError(): () => void {
    const count = (step: number): void => {
      this.#errors = untrack(() => this.#errors) + step;
    };
    count(1);
    return () => count(-1);
  }

  /** Says what just happened, with a way back where there is one. */
  say(text: string, undo?: Saying['undo']): void {
    this.saying = { text, undo, kind: 'done' };
    this.#sayingFresh = true;
  }

  /** Says something worth knowing that is not a thing done. */
  note(text: string): void {
    this.saying = { text, kind: 'note' };
    this.#sayingFresh = true;
  }

  /** Takes the saying away. */
  hush(): void {
    this.saying = null;
  }

  /** Somebody presses a key or the mouse: what was said before belongs to the page it was said on. */
  touch(): void {
    this.#sayingFresh = false;
  }

  /** Another page comes into view: its heading takes the focus when it arrives. */
  move(): void {
    this.#moves += 1;
    if (!this.#sayingFresh) this.saying = null;
    this.#sayingFresh = false;
  }

  /** A heading is in place. The first one after a move takes the focus, and the window goes to its top. */
  arrive(heading: HTMLElement): void {
    this.#heading = heading;
    if (this.#arrived === this.#moves) return;
    this.#arrived = this.#moves;
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }

  /**
   * Remembers what has the focus. Call the answer after a change that may take it away or move it out of view: the heading then
   * has the focus, so that nobody who works by keyboard is sent back to the top of the window.
   */
  holdFocus(): () => Promise<void> {
    const had = document.activeElement;
    const at = had?.getBoundingClientRect();
    const seen = at !== undefined && at.bottom > 0 && at.top < window.innerHeight;
    return async () => {
      await tick();
      // What stands above may have become shorter or longer: what has the focus stays in view.
      if (seen && had?.isConnected && had !== document.body) had.scrollIntoView({ block: 'nearest' });
      if (had && !had.isConnected && document.activeElement === document.body) {
        // It may have been scrolled away: what has the focus is to be seen.
        this.#heading?.focus();
        this.#heading?.scrollIntoView({ block: 'nearest' });
      }
    };
  }
}

export const page = new Page();
