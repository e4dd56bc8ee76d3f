import type { ListedPeople } from '../bindings/ListedPeople';
import type { PersonListView } from '../bindings/PersonListView';
import type { PersonRowView } from '../bindings/PersonRowView';
import { call, toFailure } from '../lib/api';
import { wordsFor, type Words } from '../lib/errors';

/** How many rows are fetched at once. */
const block = 100;

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
  #text = '';
  #site: string | null = null;
  #who: ListedPeople = 'current';
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
  async ask(text: string, site: string | null, who: ListedPeople): Promise<void> {
    const same = text === this.#text && site === this.#site && who === this.#who;
    [this.#text, this.#site, this.#who] = [text, site, who];
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
      return await call('person_list', {
        text: this.#text,
        site: this.#site,
        who: this.#who,
        offset: at * block,
        limit: block,
      });
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
  async all(text: string, site: string | null, who: ListedPeople): Promise<boolean> {
    const { people, more } = await call('person_ids', { text, site, who, offset: 0, limit: 0 });
    this.#people = new Set(people);
    return more;
  }

  none(): void {
    this.#people = new Set();
  }
}

/** Which people the list can show. */
export const listedPeople: { value: ListedPeople; label: string }[] = [
  { value: 'current', label: 'Who work here now' },
  { value: 'account_to_check', label: 'Whose account to check' },
  { value: 'number_to_check', label: 'Whose number to check' },
  { value: 'steps_due', label: 'With steps to do' },
  { value: 'left_with_access', label: 'Who left and still have access' },
  { value: 'marked_leaver', label: 'Marked as leavers lately' },
  { value: 'left', label: 'Who have left' },
  { value: 'contact_to_remove', label: 'Whose contact details may go' },
  { value: 'all', label: 'Everybody' },
];

/** What was being looked for, so that "back" from a person returns to the same list. */
export const looking = $state({ text: '', who: 'current' as ListedPeople });
