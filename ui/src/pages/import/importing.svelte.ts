import type { ColumnMeaning } from '../../bindings/ColumnMeaning';
import type { ImportCheckedView } from '../../bindings/ImportCheckedView';
import type { ImportPurposeView } from '../../bindings/ImportPurposeView';
import type { ImportRowChangedView } from '../../bindings/ImportRowChangedView';
import type { ImportRowView } from '../../bindings/ImportRowView';
import type { ImportShowView } from '../../bindings/ImportShowView';
import type { ImportView } from '../../bindings/ImportView';
import { ApiFailure, call, toFailure } from '../../lib/api';
import { wordsFor, type Words } from '../../lib/errors';
import { Job } from '../../lib/job.svelte';
import { page } from '../../lib/page.svelte';

export type Stage = 'get' | 'columns' | 'rows';

/**
 * One list on its way in. It stays while the window shows other pages: the table itself is in the memory of the app behind the
 * window, and goes when the app is locked.
 */
export class Importing {
  readonly purpose: ImportPurposeView;
  /** The mailbox whose members the list has, for a list from the portal. */
  about = '';
  stage = $state<Stage>('get');
  view = $state.raw<ImportView | null>(null);
  checked = $state.raw<ImportCheckedView | null>(null);
  /** What each column means, by its number; empty for one that is not read. */
  means = $state<Record<number, ColumnMeaning | ''>>({});
  /** The home of rows that name none. */
  site = $state('');
  /** Which home is meant by what rows call it. */
  homes = $state<Record<string, string>>({});
  sameNames = $state(false);
  readonly job = new Job();

  constructor(purpose: ImportPurposeView) {
    this.purpose = purpose;
  }

  /** A file was read: its columns come into view. */
  take(view: ImportView): void {
    this.view = view;
    this.checked = null;
    this.homes = {};
    this.means = Object.fromEntries(view.columns.map(({ column, guess }) => [column, guess ?? '']));
    this.go('columns');
  }

  /** Another stage comes into view, with the focus on its heading. */
  go(stage: Stage): void {
    page.move();
    this.stage = stage;
  }

  /** Judges every row and compares it with the staff list. Answers whether that was done. */
  async check(): Promise<boolean> {
    const view = this.view;
    if (!view) return false;
    const checked = await this.job.run(() =>
      call('import_check', {
        import: view.import,
        columns: view.columns.map(({ column }) => ({ column, means: this.means[column] || null })),
        site: this.site || null,
        homes: Object.entries(this.homes)
          .filter(([, site]) => site !== '')
          .map(([text, site]) => ({ text, site })),
        same_names: this.sameNames,
      }),
    );
    if (checked) this.checked = checked;
    return checked !== undefined;
  }

  /** A row was changed: the counts go with it. */
  changed({ counts }: ImportRowChangedView): void {
    if (this.checked) this.checked = { ...this.checked, counts };
  }

  /** Begins again with no file. */
  reset(): void {
    this.view = null;
    this.checked = null;
    this.means = {};
    this.homes = {};
    this.stage = 'get';
  }

  /** Gives the file up: the app behind the window forgets it. */
  async close(): Promise<void> {
    const view = this.view;
    page.move();
    this.reset();
    if (view) await call('import_close', { import: view.import });
  }

  /** Runs something with the file; where the app does not hold it any more, it begins again and says why. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof ApiFailure && thrown.code === 'import_gone') this.reset();
      throw thrown;
    }
  }
}

export const importing: Record<ImportPurposeView, Importing> = {
  staff_list: new Importing('staff_list'),
  portal_list: new Importing('portal_list'),
};

/** How many rows are fetched at once. */
const block = 100;

/** The part of the judged rows that is in view. */
export class JudgedRows {
  total = $state(0);
  answered = $state(false);
  failed = $state.raw<Words | null>(null);
  #rows = $state.raw<ReadonlyMap<number, ImportRowView>>(new Map());
  #import = '';
  #show: ImportShowView = 'open';
  #question = 0;
  #range: [number, number] = [0, 0];
  #asked = new Set<number>();

  row = (index: number): ImportRowView | undefined => this.#rows.get(index);

  /** Asks a new question; the rows in view stay until it is answered. */
  async ask(id: string, show: ImportShowView): Promise<void> {
    const same = id === this.#import && show === this.#show;
    [this.#import, this.#show] = [id, show];
    const question = ++this.#question;
    const start = same ? Math.floor(this.#range[0] / block) : 0;
    this.#asked = new Set([start]);
    await this.#fetch(start, question, new Map());
    if (question === this.#question) this.look(...this.#range);
  }

  /** These rows are about to be in view: those missing are fetched. */
  look(from: number, to: number): void {
    this.#range = [from, to];
    if (!this.answered) return;
    const last = Math.min(to, this.total) - 1;
    for (let at = Math.floor(from / block); at <= Math.floor(last / block); at++) {
      if (this.#asked.has(at)) continue;
      this.#asked.add(at);
      void this.#fetch(at, this.#question);
    }
  }

  async #fetch(at: number, question: number, rows?: Map<number, ImportRowView>): Promise<void> {
    try {
      const view = await call('import_rows', {
        import: this.#import,
        show: this.#show,
        offset: at * block,
        limit: block,
      });
      if (question !== this.#question) return;
      const known = rows ?? new Map(this.#rows);
      view.rows.forEach((row, index) => known.set(at * block + index, row));
      this.total = view.total;
      this.#rows = known;
      this.answered = true;
      this.failed = null;
    } catch (thrown) {
      if (question === this.#question) this.failed = wordsFor(toFailure(thrown).error);
      this.#asked.delete(at);
    }
  }
}
