import type { AccessLevel } from '../../bindings/AccessLevel';
import type { Answer } from '../../bindings/Answer';
import type { AskEntry } from '../../bindings/AskEntry';
import type { AskOutcomeView } from '../../bindings/AskOutcomeView';
import type { AskQuestion } from '../../bindings/AskQuestion';
import type { AskQuestionView } from '../../bindings/AskQuestionView';
import type { AskTurnView } from '../../bindings/AskTurnView';
import type { Notice } from '../../bindings/Notice';
import type { PersonView } from '../../bindings/PersonView';
import type { RequestDraftRequest } from '../../bindings/RequestDraftRequest';
import type { RequestFactsRequest } from '../../bindings/RequestFactsRequest';
import type { RequestKind } from '../../bindings/RequestKind';
import type { RequestRowView } from '../../bindings/RequestRowView';
import type { Sender } from '../../bindings/Sender';
import type { SourceView } from '../../bindings/SourceView';
import { call, toFailure } from '../../lib/api';
import { wordsFor, type Words } from '../../lib/errors';
import { detailText } from '../../lib/words/labels';

/** Somebody the question is about, with what was answered about them. */
export interface Chosen extends Record<AskQuestionView, Answer | null> {
  person: string;
  access: AccessLevel;
  /** What is typed for one request only. */
  new_full_name: string;
  temporary_password_mobile: string;
  identity_checked: boolean;
  /** In a change of owner: the one who hands over. */
  outgoing: boolean;
}

/** What a request says once, as typed. */
export type Said = RequestFactsRequest;

/** What is kept of an unfinished Ask, in the encrypted file: whom it is about, what was answered, what was typed for it. */
export interface KeptAsk {
  mailbox: string;
  people: Chosen[];
  entry: AskEntry | null;
  answers: Partial<Record<AskQuestion, Answer>>;
  said: Said;
}

/** What the answers about one person lead to. */
export interface Decision {
  /** The questions that decide, in their order; the last may have no answer yet. */
  questions: AskQuestionView[];
  outcome: AskOutcomeView;
  notices: Notice[];
  sources: SourceView[];
}

export type NeededFact = 'full_name' | 'personal_mobile' | 'personal_email' | 'nhsmail_address' | 'linked_mobile';

const withoutAccount: readonly NeededFact[] = ['full_name', 'personal_mobile', 'personal_email'];
const withAccount: readonly NeededFact[] = ['full_name', 'nhsmail_address', 'linked_mobile'];
const account: readonly NeededFact[] = ['full_name', 'nhsmail_address'];

/** What a kind needs to know of a person. Where it takes an account or the person's own contacts, the account comes first. */
export function needed(kind: RequestKind, person: PersonView, outgoing = false): readonly NeededFact[] {
  switch (kind) {
    case 'new_user':
      return withoutAccount;
    case 'joiner':
      return withAccount;
    case 'owner_change':
    case 'add_to_mailbox':
      if (outgoing) return account;
      return person.nhsmail_address.is === 'given' ||
        person.linked_mobile.is === 'given' ||
        person.has_account === 'yes'
        ? withAccount
        : withoutAccount;
    case 'missing_shared_mailbox':
      return ['full_name'];
    case 'site_change':
    case 'escalation':
    case 'chase':
      return [];
    default:
      return account;
  }
}

/** The kinds that say nothing of anybody. */
export const aboutNobody: readonly RequestKind[] = ['site_change', 'escalation', 'chase'];

/** The kinds the started flow writes, by what the answers about each person lead to. */
export type WrittenKind = 'new_user' | 'joiner';

/** The facts a request needs and that are not on the staff list. */
export const missingFacts = (kind: RequestKind, person: PersonView, outgoing = false): NeededFact[] =>
  needed(kind, person, outgoing).filter((field) => person[field].is !== 'given');

const ended: readonly string[] = ['done', 'rejected', 'withdrawn'];

/** A request of this kind in which the person's own part has not ended, wherever the others in it stand. */
export const openRequest = (kind: RequestKind, person: PersonView): RequestRowView | undefined =>
  person.requests.find(
    (row) =>
      row.kind === kind && row.standing.some((one) => one.person === person.person && !ended.includes(one.state)),
  );

/** Everything the three steps of the page know. */
export class Asking {
  mailbox = $state('');
  people = $state<Chosen[]>([]);
  entry = $state<AskEntry | null>(null);
  answers = $state<Partial<Record<AskQuestion, Answer>>>({});
  said = $state<Said>(nothingSaid());
  /** Where the walk of the entry has come to. */
  turn = $state.raw<AskTurnView | null>(null);
  /** The people chosen, as the staff list has them. */
  facts = $state.raw<ReadonlyMap<string, PersonView>>(new Map());
  decisions = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  failed = $state.raw<Words | null>(null);
  #reading = 0;
  #deciding = 0;
  #walking = 0;

  get kept(): KeptAsk {
    return {
      mailbox: this.mailbox,
      people: $state.snapshot(this.people),
      entry: this.entry,
      answers: $state.snapshot(this.answers),
      said: $state.snapshot(this.said),
    };
  }

  restore(kept: Partial<KeptAsk>): void {
    if (kept.mailbox) this.mailbox = kept.mailbox;
    if (Array.isArray(kept.people)) this.people = kept.people.map((each) => ({ ...nobodyAsked(each.person), ...each }));
    if (kept.entry) this.entry = kept.entry;
    if (kept.answers) this.answers = kept.answers;
    if (kept.said) this.said = { ...nothingSaid(), ...kept.said };
  }

  /** Starts from what happened. Who it is about stays; what was answered about something else goes. */
  begin(entry: AskEntry): void {
    if (this.entry === entry) return;
    this.entry = entry;
    this.answers = {};
    this.said = nothingSaid();
    this.turn = null;
  }

  /** Everything was sent or given up. */
  clear(): void {
    this.people = [];
    this.entry = null;
    this.answers = {};
    this.said = nothingSaid();
    this.turn = null;
  }

  /** Asks where the answers lead. */
  async walk(): Promise<void> {
    const mine = ++this.#walking;
    const { mailbox, entry, answers } = this.kept;
    if (!mailbox || !entry || entry === 'somebody_started') return;
    const given = (Object.entries(answers) as [AskQuestion, Answer][]).map(([question, answer]) => ({
      question,
      answer,
    }));
    try {
      const turn = await call('ask_turn', { mailbox, entry, answers: given });
      if (mine !== this.#walking) return;
      this.turn = turn;
      this.failed = null;
    } catch (thrown) {
      if (mine === this.#walking) this.failed = wordsFor(toFailure(thrown).error);
    }
  }

  /** The request for the people chosen and what was typed, by the kind that the walk led to. */
  written(kind: RequestKind, sender: Sender | null): RequestDraftRequest {
    const said = $state.snapshot(this.said);
    const { people } = this.kept;
    const [handsOver] = kind === 'owner_change' ? people.filter(({ outgoing }) => outgoing) : [];
    const about = kind === 'owner_change' ? people.filter(({ outgoing }) => !outgoing) : people;
    return {
      kind,
      mailbox: this.mailbox,
      people: aboutNobody.includes(kind)
        ? []
        : about.map((chosen) => ({
            person: chosen.person,
            access: kind === 'add_to_mailbox' ? chosen.access : null,
            has_account: null,
            left_holder: null,
            marked_leaver: null,
            typed: typedFor(kind, chosen),
          })),
      ...(handsOver ? { outgoing: handsOver.person } : {}),
      ...(sender ? { sender } : {}),
      ...(aboutNobody.includes(kind) ? { facts: saidFor(kind, said) } : {}),
    };
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
  new_full_name: '',
  temporary_password_mobile: '',
  identity_checked: false,
  outgoing: false,
  has_account: null,
  left_holder: null,
  marked_leaver: null,
});

const noDay = { day: '', month: '', year: '' };

/** Nothing typed yet. */
export function nothingSaid(): Said {
  return {
    ticket_reference: '',
    sent_on: { ...noDay },
    called_on: { ...noDay },
    called_at: '',
    old_ods_code: '',
    new_ods_code: '',
    date: { ...noDay },
  };
}

/** What a kind says of what was typed, and nothing that was typed for another. */
function saidFor(kind: RequestKind, said: Said): Said {
  const nothing = nothingSaid();
  switch (kind) {
    case 'chase':
      return { ...nothing, ticket_reference: said.ticket_reference, sent_on: said.sent_on };
    case 'escalation': {
      const { ticket_reference, called_on, called_at } = said;
      return { ...nothing, ticket_reference, called_on, called_at };
    }
    default:
      return { ...nothing, old_ods_code: said.old_ods_code, new_ods_code: said.new_ods_code, date: said.date };
  }
}

/** The kinds a mobile and the owner's word belong to. */
export const vouchedKinds: readonly RequestKind[] = ['password_reset', 'unlock'];

function typedFor(kind: RequestKind, chosen: Chosen): NonNullable<RequestDraftRequest['people'][number]['typed']> {
  const vouched = vouchedKinds.includes(kind);
  return {
    new_full_name: kind === 'name_change' ? chosen.new_full_name : '',
    temporary_password_mobile: vouched ? chosen.temporary_password_mobile : '',
    identity_checked: vouched && chosen.identity_checked,
  };
}

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
