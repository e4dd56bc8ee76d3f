import type { AccessLevel } from '../../bindings/AccessLevel';
import type { Answer } from '../../bindings/Answer';
import type { AskOutcomeView } from '../../bindings/AskOutcomeView';
import type { AskQuestionView } from '../../bindings/AskQuestionView';
import type { Notice } from '../../bindings/Notice';
import type { PersonView } from '../../bindings/PersonView';
import type { RequestDraftRequest } from '../../bindings/RequestDraftRequest';
import type { RequestKind } from '../../bindings/RequestKind';
import type { RequestRowView } from '../../bindings/RequestRowView';
import type { SourceView } from '../../bindings/SourceView';
import { call, toFailure } from '../../lib/api';
import { wordsFor, type Words } from '../../lib/errors';
import { detailText } from '../../lib/words/labels';

/** Somebody the question is about, with what was answered about them. */
export interface Chosen extends Record<AskQuestionView, Answer | null> {
  person: string;
  access: AccessLevel;
}

/** What is kept of an unfinished Ask: no name and no number, only whom it is about and what was answered. */
export interface KeptAsk {
  mailbox: string;
  people: Chosen[];
}

/** What the answers about one person lead to. */
export interface Decision {
  /** The questions that decide, in their order; the last may have no answer yet. */
  questions: AskQuestionView[];
  outcome: AskOutcomeView;
  notices: Notice[];
  sources: SourceView[];
}

/** The two kinds this page can write, and what each needs to know of a person. */
export const needed = {
  new_user: ['full_name', 'personal_mobile', 'personal_email'],
  joiner: ['full_name', 'nhsmail_address', 'linked_mobile'],
} as const satisfies Partial<Record<RequestKind, readonly (keyof PersonView)[]>>;
export type WrittenKind = keyof typeof needed;
export type NeededFact = (typeof needed)[WrittenKind][number];

/** The facts a request needs and that are not on the staff list. */
export const missingFacts = (kind: WrittenKind, person: PersonView): NeededFact[] =>
  needed[kind].filter((field) => person[field].is !== 'given');

const ended: readonly string[] = ['done', 'rejected', 'withdrawn'];

/** A request of this kind about the person that has not ended. */
export const openRequest = (kind: RequestKind, person: PersonView): RequestRowView | undefined =>
  person.requests.find((row) => row.kind === kind && !ended.includes(row.state));

/** Everything the three steps of the page know. */
export class Asking {
  mailbox = $state('');
  people = $state<Chosen[]>([]);
  /** The people chosen, as the staff list has them. */
  facts = $state.raw<ReadonlyMap<string, PersonView>>(new Map());
  decisions = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  failed = $state.raw<Words | null>(null);
  #reading = 0;
  #deciding = 0;

  get kept(): KeptAsk {
    return { mailbox: this.mailbox, people: $state.snapshot(this.people) };
  }

  restore(kept: Partial<KeptAsk>): void {
    if (kept.mailbox) this.mailbox = kept.mailbox;
    if (Array.isArray(kept.people)) this.people = kept.people;
  }

  nameOf(person: string): string {
    const view = this.facts.get(person);
    return view ? detailText(view.full_name) : '';
  }

  /** Chooses exactly these people; what was answered about those who stay is kept. */
  choose(ids: readonly string[]): void {
    const before = new Map(this.people.map((each) => [each.person, each]));
    this.people = ids.map((person) => before.get(person) ?? nobodyAsked(person));
  }

  add(person: string): void {
    if (!this.people.some((each) => each.person === person)) this.people.push(nobodyAsked(person));
  }

  remove(gone: readonly string[]): void {
    this.people = this.people.filter(({ person }) => !gone.includes(person));
  }

  /** Reads the people chosen from the staff list. Somebody who is not there any more drops out. */
  async read(ids: readonly string[]): Promise<void> {
    const mine = ++this.#reading;
    try {
      const views = await Promise.all(ids.map(personOrNothing));
      if (mine !== this.#reading) return;
      const facts = new Map<string, PersonView>();
      for (const view of views) if (view && view.full_name.is !== 'removed') facts.set(view.person, view);
      this.facts = facts;
      this.remove(ids.filter((person) => !facts.has(person)));
      for (const chosen of this.people) {
        const view = facts.get(chosen.person);
        // What the staff list knows is answered already; it can be answered otherwise.
        if (chosen.has_account === null && view && view.has_account !== 'not_known') {
          chosen.has_account = view.has_account;
        }
        if (chosen.marked_leaver === null && view?.marked_leaver_on) chosen.marked_leaver = 'yes';
      }
      this.failed = null;
    } catch (thrown) {
      if (mine === this.#reading) this.failed = wordsFor(toFailure(thrown).error);
    }
  }

  /** Asks, question by question, what the answers about each person lead to. */
  async decide(): Promise<void> {
    const mine = ++this.#deciding;
    const { mailbox, people } = this.kept;
    if (!mailbox) return;
    try {
      const found = await Promise.all(
        people.map(async (chosen) => [chosen.person, await walk(mailbox, chosen)] as const),
      );
      if (mine !== this.#deciding) return;
      this.decisions = new Map(found);
      this.failed = null;
    } catch (thrown) {
      if (mine === this.#deciding) this.failed = wordsFor(toFailure(thrown).error);
    }
  }

  /** Whether it is decided about everybody what to do. */
  get decided(): boolean {
    return this.people.every(({ person }) => this.decisions.has(person) && this.facts.has(person));
  }

  /** The people whose answers lead there, in the order they were chosen. */
  leadingTo(outcome: AskOutcomeView): Chosen[] {
    return this.people.filter(({ person }) => this.decisions.get(person)?.outcome === outcome);
  }

  /** The request for these people, with the answers that were needed and no others. */
  request(kind: WrittenKind, people: readonly Chosen[]): RequestDraftRequest {
    return {
      kind,
      mailbox: this.mailbox,
      people: people.map((chosen) => {
        const asked = this.decisions.get(chosen.person)?.questions ?? [];
        const answer = (question: AskQuestionView): Answer | null =>
          asked.includes(question) ? chosen[question] : null;
        return {
          person: chosen.person,
          access: chosen.access,
          has_account: answer('has_account'),
          left_holder: answer('left_holder'),
          marked_leaver: answer('marked_leaver'),
        };
      }),
    };
  }
}

const nobodyAsked = (person: string): Chosen => ({
  person,
  access: 'member',
  has_account: null,
  left_holder: null,
  marked_leaver: null,
});

async function personOrNothing(person: string): Promise<PersonView | null> {
  try {
    return await call('person_get', { person });
  } catch (thrown) {
    if (toFailure(thrown).code === 'not_found') return null;
    throw thrown;
  }
}

async function walk(mailbox: string, chosen: Chosen): Promise<Decision> {
  const answers: Record<AskQuestionView, Answer | null> = { has_account: null, left_holder: null, marked_leaver: null };
  const questions: AskQuestionView[] = [];
  for (;;) {
    const { question, outcome, notices, sources } = await call('ask_decide', { mailbox, ...answers });
    // A question that comes again was answered "not known": it has to be found out first.
    if (question === null || questions.includes(question)) return { questions, outcome, notices, sources };
    questions.push(question);
    if (chosen[question] === null) return { questions, outcome, notices, sources };
    answers[question] = chosen[question];
  }
}
