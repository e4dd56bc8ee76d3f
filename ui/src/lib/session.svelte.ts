import type { HeaderView } from '../bindings/HeaderView';
import type { SavedView } from '../bindings/SavedView';
import type { StatusView } from '../bindings/StatusView';
import { ApiFailure, call, onClosed } from './api';
import { inOneLine, wordsFor } from './errors';
import { flushForms } from './formDraft.svelte';
import { page } from './page.svelte';

/** What every page needs to know: whether the staff list is open, who is working, and which home is in view. */
class Session {
  status = $state<StatusView | null>(null);
  header = $state<HeaderView | null>(null);
  /** The home in view; `null` is all of them. */
  site = $state<string | null>(null);
  /** Counts what was saved; a page that reads it loads again after each change. */
  revision = $state(0);
  /** The app behind the window did not answer at all. */
  silent = $state(false);

  /** Whether the pages can be shown. */
  readonly open = $derived(this.status?.stage.state === 'open');
  /** Whether there is more than one home, so that pages name the home. */
  readonly severalSites = $derived((this.header?.sites.length ?? 0) > 1);
  readonly protectsScreen = $derived(this.status?.protects_screen ?? false);

  /** Asks where the app stands, and asks again whenever it was locked without a press of the button. */
  async start(): Promise<void> {
    const again = (): void => void this.refreshStatus();
    onClosed(again);
    window.addEventListener('app-locked', again);
    window.addEventListener('app-locking', () => void flushForms());
    await this.refreshStatus();
  }

  /** Keeps what is half typed, then locks. */
  async lock(): Promise<void> {
    await flushForms();
    page.hush();
    await this.arrived(await call('app_lock'));
  }

  async refreshStatus(): Promise<void> {
    try {
      await this.arrived(await call('app_status'));
      this.silent = false;
    } catch {
      this.silent = true;
    }
  }

  /** Takes in a new standing: another stage shows another screen. */
  async arrived(status: StatusView): Promise<void> {
    if (status.stage.state === 'open') await this.refreshHeader();
    else {
      this.header = null;
      // What was said may name somebody.
      page.hush();
    }
    if (this.status?.stage.state !== status.stage.state) page.move();
    this.status = status;
  }

  async refreshHeader(): Promise<void> {
    const asked = this.site;
    const header = await call('header_get', { site: asked });
    this.header = header;
    const only = header.sites.length === 1 ? header.sites[0] : undefined;
    if (only) this.site = only.site;
    else if (!header.sites.some((row) => row.site === this.site)) this.site = null;
    // The home in view is gone: the counts beside the pages are of all homes again.
    if (asked !== null && this.site === null) this.header = await call('header_get', { site: null });
  }

  /** Puts one home in view, or all of them: the counts beside the pages follow. */
  async look(site: string | null): Promise<void> {
    this.site = site;
    await this.refreshHeader();
  }

  /** Something was saved: the pages in view load again, and so does the frame. */
  async changed(): Promise<void> {
    this.revision += 1;
    await this.refreshHeader();
  }

  /** Says what was saved and offers to undo it. */
  async saved(view: SavedView, text: string): Promise<void> {
    const action = view.action;
    page.say(text, action ? () => this.undo(action) : undefined);
    await this.changed();
  }

  /** Undoes one action and says so; says who changed it since when that is why it cannot be undone. */
  async undo(action: string): Promise<void> {
    try {
      await call('action_undo', { action });
      page.say('Undone.');
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure)) throw thrown;
      const words = wordsFor(thrown.error);
      page.note(inOneLine(words));
    }
    await this.changed();
  }
}

export const session = new Session();
