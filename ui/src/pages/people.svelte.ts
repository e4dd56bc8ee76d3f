import type { DuePeople } from '../bindings/DuePeople';
import type { ListedPeople } from '../bindings/ListedPeople';
import type { PersonListView } from '../bindings/PersonListView';
import type { PersonRowView } from '../bindings/PersonRowView';
import { call, toFailure } from '../lib/api';
import { wordsFor, type Words } from '../lib/errors';

/** Which people the list is asked for. */
export interface Asked {
  text: string;
  site: string | null;
  who: ListedPeople;
  due: DuePeople | null;
  role: string | null;
}

/** How many rows are fetched at once: what an office's screen shows, and little more. */
const block = 50;

/**
 * The part of the people list that is in view. Only the rows around the view are fetched; of two questions the newer
 * one's answer counts, whichever comes first.
 */
export class PeopleList {
  total = $state(0);
  /** Whether there are more than `total`. */
  more = $state(false);
  /** Whether anything was answered yet. */
  answered = $state(false);
  failed = $state.raw<Words | null>(null);
  #rows = $state.raw<ReadonlyMap<number, PersonRowView>>(new Map());
  #wanted: Asked = { text: '', site: null, who: 'current', due: null, role: null };
  #question = 0;
  #from = 0;
  #to = 0;
  #asked = new Set<number>();

  /** The row at a place, or nothing while it is being fetched. */
  row = (index: number): PersonRowView | undefined => this.#rows.get(index);

  /** The row at the top. */
  get first(): PersonRowView | undefined {
    return this.#rows.get(0);
  }

  /** Asks a new question; the rows in view stay until it is answered. */
  async ask(wanted: Asked): Promise<void> {
    const before = this.#wanted;
    const same = (Object.keys(before) as (keyof Asked)[]).every((field) => before[field] === wanted[field]);
    this.#wanted = { ...wanted };
    const question = ++this.#question;
    const start = same ? Math.floor(this.#from / block) : 0;
    const view = await this.#fetch(start, question);
    if (!view || question !== this.#question) return;
    this.#asked = new Set([start]);
    this.#take(start, view, new Map());
    this.answered = true;
    this.failed = null;
    this.look(this.#from, this.#to);
  }

  /** These rows are about to be in view: those missing are fetched. */
  look(from: number, to: number): void {
    [this.#from, this.#to] = [from, to];
    if (!this.answered) return;
    const last = Math.min(to, this.total) - 1;
    for (let at = Math.floor(from / block); at <= Math.floor(last / block); at++) {
      if (this.#asked.has(at)) continue;
      this.#asked.add(at);
      void this.#add(at, this.#question);
    }
  }

  async #add(at: number, question: number): Promise<void> {
    const view = await this.#fetch(at, question);
    if (!view || question !== this.#question) return;
    this.#take(at, view, new Map(this.#rows));
  }

  #take(at: number, view: PersonListView, rows: Map<number, PersonRowView>): void {
    view.rows.forEach((row, index) => rows.set(at * block + index, row));
    this.total = view.total;
    this.more = view.more;
    this.#rows = rows;
  }

  async #fetch(at: number, question: number): Promise<PersonListView | null> {
    try {
      return await call('person_list', { ...this.#wanted, offset: at * block, limit: block });
    } catch (thrown) {
      if (question === this.#question) this.failed = wordsFor(toFailure(thrown).error);
      this.#asked.delete(at);
      return null;
    }
  }
}

/** The people chosen in the list, for doing something with all of them. They stay chosen while the list is searched on. */
export class Chosen {
  #people = $state.raw<ReadonlySet<string>>(new Set());
  /** Where choosing with Shift and the arrow keys began, and the row it has come to. */
  #anchor: { first: number; last: number } | null = null;

  get count(): number {
    return this.#people.size;
  }

  get people(): string[] {
    return [...this.#people];
  }

  has(person: string): boolean {
    return this.#people.has(person);
  }

  set(person: string, chosen: boolean): void {
    const people = new Set(this.#people);
    if (chosen) people.add(person);
    else people.delete(person);
    this.#people = people;
  }

  /** Adds everybody the list shows, as far as that may be done at once. Answers whether there are more. */
  async all(wanted: Asked): Promise<boolean> {
    const { people, more } = await call('person_ids', { ...wanted, offset: 0, limit: 0 });
    this.#people = new Set(people);
    return more;
  }

  none(): void {
    this.#people = new Set();
    this.#anchor = null;
  }

  /**
   * The keys moved from one row to the next with Shift held: the row arrived at is chosen with the one it began at; on the way back
   * the row left is let go again.
   */
  extend(from: number, to: number, at: (index: number) => string | undefined): void {
    if (this.#anchor?.last !== from) this.#anchor = { first: from, last: from };
    const first = this.#anchor.first;
    const back = Math.abs(to - first) < Math.abs(from - first);
    for (const [index, chosen] of [
      [first, true],
      [back ? from : to, !back],
    ] as const) {
      const person = at(index);
      if (person !== undefined) this.set(person, chosen);
    }
    this.#anchor = { first, last: to };
  }
}

/** What was being looked for, so that "back" from a person returns to the same list. */
export const looking = $state<Omit<Asked, 'site'>>({ text: '', who: 'current', due: null, role: null });

/** Shows the people who work here now again, whatever they do and whatever is due. */
export function clearFilters(): void {
  looking.who = 'current';
  looking.due = null;
  looking.role = null;
}
