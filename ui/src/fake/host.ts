/**
 * Stands in for the app behind the window, with invented homes: for component tests, and for looking at the screens in a
 * browser. It keeps what it is told in memory and knows none of the rules but the simplest.
 *
 * In a browser the address chooses the scene: `?stage=first_run`, `?stage=locked`, `?people=20000`, `?recovery=missing`,
 * `?import=columns`, `rows` or `portal` with a list on its way in, `?asked` with two requests and an unfinished third, `?walked` with somebody who leaves and somebody who starts, `?twice` with two people who are listed twice.
 */
import type { ApiError } from '../bindings/ApiError';
import type { CallLineView } from '../bindings/CallLineView';
import type { DateRequest } from '../bindings/DateRequest';
import type { HeaderView } from '../bindings/HeaderView';
import type { HistoryLineView } from '../bindings/HistoryLineView';
import type { Notice } from '../bindings/Notice';
import type { PersonFieldsRequest } from '../bindings/PersonFieldsRequest';
import type { PersonRowView } from '../bindings/PersonRowView';
import type { PersonView } from '../bindings/PersonView';
import type { Reason } from '../bindings/Reason';
import type { RequestView } from '../bindings/RequestView';
import type { SavedView } from '../bindings/SavedView';
import type { SiteView } from '../bindings/SiteView';
import type { SourceView } from '../bindings/SourceView';
import type { StageView } from '../bindings/StageView';
import type { StatusView } from '../bindings/StatusView';
import type { ValueKind } from '../bindings/ValueKind';
import { formatDate, formatMobile } from '../lib/format';
import type { CommandName, RequestOf, ViewOf } from '../lib/api';
import { accountToCheck, activity, clockOf, compared, fakeClock, reminder } from './clocks';
import { coverOf } from './cover';
import { alikePairs, differing, likenessOf, namedOf, pairOf, take } from './duplicates';
import { dayOf, draw, freshProgress, happens } from './tracking';
import { daysAfter } from '../lib/dates';
import { byHome, dutiesOf, same } from './duties';
import { bring, importHandlers } from './imports';
import { begun, dueOf, ticked } from './paths';
import { exported } from './tables';
import { entries, turn } from './walks';
import { emptyHome, fullHome, given, id, join, line, person, today, type FakeHome } from './home';

type Handlers = { [Name in CommandName]: (request: RequestOf<Name>) => ViewOf<Name> };

const source = (place: string, section: string): SourceView => ({
  document: 'NHSmail questions and answers for social care',
  section,
  place,
  effective: null,
});

function refuse(code: ApiError['code'], field: string | null = null, reason?: Reason): never {
  throw { code, message: 'fake', field, ...(reason ? { reason } : {}) } satisfies ApiError;
}

function iso({ day, month, year }: DateRequest): string | null {
  if (!day && !month && !year) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** From when the duties of the fake home count. */
const dutiesSince = '2026-10-01';

const noDay: DateRequest = { day: '', month: '', year: '' };

const ended: ReadonlySet<string> = new Set(['done', 'rejected', 'withdrawn']);
const contactFields = ['personal_mobile', 'personal_email', 'nhsmail_address', 'linked_mobile'] as const;

const text = (detail: PersonView['full_name']): string => (detail.is === 'given' ? detail.value : '');

/** The ids of the requests that `ask` writes. */
export const sceneIds = {
  sent: '01936f00-0000-7000-8000-00000000a001',
  drafted: '01936f00-0000-7000-8000-00000000a002',
  twice: '01936f00-0000-7000-8000-00000000a003',
};

/** The commands whose action can be undone. */
const changes: ReadonlySet<CommandName> = new Set<CommandName>([
  'site_add',
  'site_change',
  'mailbox_add',
  'mailbox_change',
  'person_add',
  'person_change',
  'post_start',
  'post_change',
  'access_start',
  'access_change',
  'path_begin',
  'home_move',
  'path_change',
  'path_step',
  'path_end',
  'people_merge',
  'people_unmerge',
  'two_people_set',
  'two_people_clear',
  'accounts_confirm',
  'numbers_confirm',
  'line_put_off',
  'line_take_back',
  'duty_done',
  'mailbox_reminder_set',
  'request_sent',
  'request_ticket',
  'request_withdraw',
  'request_move',
  'request_call',
  'request_question',
  'request_step',
  'reply_agree',
  'settings_change',
]);

/** The fake finds dates in numbers, which must come out, and numbers of eleven digits, which need not. */
function lookedThrough(text: string, keep: number[]): ViewOf<'mail_check'> {
  if (text.length > 100_000) refuse('too_long', 'mail');
  let number = 0;
  const parts = text
    .split(/(\d+\/\d+\/\d+|\d{11})/)
    .filter((part) => part !== '')
    .map((part): ViewOf<'mail_check'>['parts'][number] => {
      if (!/^\d/.test(part)) return { text: part, finding: null };
      const must = part.includes('/');
      const mine = number++;
      return {
        text: part,
        finding: {
          kind: must ? 'date_of_birth' : 'phone',
          action: must ? 'block' : 'warn',
          kept: !must && keep.includes(mine),
          placeholder: must ? '[date of birth removed]' : '[phone number removed]',
        },
      };
    });
  const left = (part: (typeof parts)[number]): string =>
    part.finding && !part.finding.kept ? part.finding.placeholder : part.text;
  return { parts, cleaned: parts.map(left).join('') };
}

/** A host with its own memory. */
export class FakeHost {
  home: FakeHome;
  stage: StageView;
  /** The home as it was before each action, for undo. */
  #before = new Map<string, FakeHome>();
  /** Makes the next call of a command fail with this error. */
  failing = new Map<CommandName, ApiError>();
  /** What a check of the history finds. */
  damage: ViewOf<'history_verify'>['damage'] = [];
  rulesWhole = true;
  /** What the window was told about screenshots. */
  readonly protects: boolean[] = [];
  /** What was last asked for as a file. */
  exported: RequestOf<'export_save'> | null = null;

  constructor(stage: StageView, people: number) {
    this.stage = stage;
    this.home = stage.state === 'first_run' || stage.state === 'setting_up' ? emptyHome() : fullHome(people);
  }

  answer<Name extends CommandName>(name: Name, request: RequestOf<Name>): ViewOf<Name> {
    const failure = this.failing.get(name);
    if (failure) {
      this.failing.delete(name);
      throw failure;
    }
    const before = changes.has(name) ? structuredClone(this.home) : null;
    const view = structuredClone(this.#handlers[name](request));
    if (before && 'action' in view && view.action) this.#before.set(view.action, before);
    return view;
  }

  /** Begins what a person who left still needs, and what somebody new needs. */
  walk(): void {
    const answers = { arrival: null, home: null, goes_on: null, stays: null, returns_on: noDay };
    const day = (day: string): DateRequest => ({ day, month: '11', year: '2026' });
    const [first, second] = this.home.people;
    if (!first || !second) return;
    this.answer('path_begin', { person: first.person, kind: 'leaves', site: null, on: day('13'), answers });
    this.answer('path_begin', {
      person: second.person,
      kind: 'starts',
      site: null,
      on: day('2'),
      answers: { ...answers, arrival: 'new_account' },
    });
  }

  /** Writes a request that is being copied and one that was sent, and leaves a third unfinished. */
  ask(): void {
    const mailbox = this.home.sites[0]?.mailboxes[0]?.mailbox ?? '';
    const [first, second, third] = this.home.people.filter((each) => each.has_account === 'no');
    const [left, still] = this.home.people.filter((each) => each.has_account === 'yes').slice(4);
    if (!first || !second || !third || !left || !still) return;
    const block = (who: PersonView): RequestOf<'request_draft'>['people'][number] => ({
      person: who.person,
      access: 'member',
      has_account: who.has_account,
      left_holder: who.has_account === 'yes' ? 'yes' : null,
      marked_leaver: who.has_account === 'yes' ? 'no' : null,
    });
    const sent = this.answer('request_draft', { kind: 'joiner', mailbox, people: [block(left)] }).request;
    this.answer('request_copy', { request: sent, part: 'all' });
    this.answer('request_sent', { request: sent, from_shared_mailbox: true, on: { day: '', month: '', year: '' } });
    this.answer('request_ticket', { request: sent, ticket_reference: 'INC1234567' });
    const open = this.answer('request_draft', { kind: 'new_user', mailbox, people: [block(first), block(second)] });
    this.answer('request_copy', { request: open.request, part: 'to' });
    this.#name(sent, sceneIds.sent);
    this.#name(open.request, sceneIds.drafted);
    third.personal_email = given('');
    const people = [block(third), { ...block(left), marked_leaver: null }, { ...block(still), left_holder: 'no' }];
    this.home.drafts.set('ask', JSON.stringify({ mailbox, people }));
  }

  /** Lists somebody twice: under another spelling, and with somebody else's number. */
  twice(): void {
    const [, first, second, third] = this.home.people;
    const [rowan, beech] = this.home.sites;
    if (!first || !second || !third || !rowan || !beech) return;
    const again = person(text(first.full_name).toUpperCase(), 901);
    again.person = sceneIds.twice;
    join(this.home, again, beech, 'Bank nurse', 'member');
    const number = person('Luke Nowak', 902);
    number.personal_mobile = structuredClone(second.personal_mobile);
    number.note = given('Nights only');
    join(this.home, number, rowan, 'Night senior', null);
  }

  /** The pairs nobody has said to be two people. */
  #alike(): ReturnType<typeof alikePairs> {
    return alikePairs(this.home.people).filter(
      ({ one, other }) => !this.home.apart.includes(pairOf(one.person, other.person)),
    );
  }

  #shown(wanted: string): PersonView {
    const stays = this.home.people.find((who) => who.merged.some((each) => each.person === wanted))?.person ?? wanted;
    const who = this.#person(stays);
    const alike = this.#alike().filter(({ one, other }) => one.person === stays || other.person === stays);
    return {
      ...who,
      clock: clockOf(who),
      requests: this.home.requests.filter((each) => each.people.includes(stays)).map((each) => each.row),
      alike: alike.map(({ one, other }) => namedOf(one.person === stays ? other : one)),
    };
  }

  #name(request: string, name: string): void {
    const each = this.#request(request);
    each.request = name;
    each.row.request = name;
    const asked = this.home.asked.get(request);
    if (asked) this.home.asked.set(name, asked);
  }

  #status(): StatusView {
    return {
      stage: this.stage,
      version: '0.1.0',
      demo: false,
      password_store: 'windows_credential_manager',
      protects_screen: true,
      data_folder: this.home.settings.data_folder,
      set_aside: null,
    };
  }

  #nas = {
    open: true,
    until: '17:00:00',
    opens_on: null,
    opens_at: null,
    phone: '0333 200 1133',
    phone_menu: ['1', '1'],
    helpdesk_phone: '0333 200 1133',
    source: source('L209-211', 'What is the response time?'),
  };

  #header(inView: string | null): HeaderView {
    const owners = this.home.people.filter((who) => who.access.some((each) => each.level === 'owner' && each.current));
    const standing = this.#standing(inView);
    const here = this.home.sites
      .filter((each) => each.site === inView)
      .flatMap((each) => each.mailboxes.map((box) => box.address));
    const authors = owners.map((who) => ({ person: who.person, name: text(who.full_name) }));
    return {
      working_as: authors.find((author) => author.person === this.home.workingAs) ?? null,
      authors,
      sites: this.home.sites.map((row) => ({
        site: row.site,
        name: row.name,
        ods_code: row.ods_code,
        nas_managed: row.nas_managed,
        closed: row.closed_on !== null && row.closed_on < today,
        mailboxes: row.mailboxes.map(({ mailbox, address, to }) => ({ mailbox, address, to })),
      })),
      has_passphrase: this.home.settings.has_passphrase,
      lock_after: this.home.settings.lock_after,
      today: standing.lines.length + standing.sites.reduce((sum, home) => sum + home.count, 0),
      open_requests: this.home.requests.filter(
        (each) => !ended.has(each.row.state) && (inView === null || here.includes(each.row.mailbox)),
      ).length,
      date: today,
      nas: this.#nas,
    };
  }

  #standing(site: string | null): Pick<ViewOf<'today_get'>, 'lines' | 'sites' | 'put_off' | 'next'> {
    const all = this.#today(site);
    const off = this.home.putOff.filter((one) => all.some((line) => same(line, one.line)));
    const left = all.filter((line) => !off.some((one) => same(line, one.line)));
    const next: ViewOf<'today_get'>['next'] =
      left.length === 0 ? { kind: 'duty_due', on: daysAfter(today, 10), name: null, duty: 'remove_leavers' } : null;
    const split =
      site === null && this.home.sites.length > 1 ? byHome(left, this.home.sites) : { lines: left, sites: [] };
    return { ...split, put_off: off, next };
  }

  #box(wanted: string): { site: SiteView; box: SiteView['mailboxes'][number] } {
    for (const site of this.home.sites) {
      const box = site.mailboxes.find((each) => each.mailbox === wanted);
      if (box) return { site, box };
    }
    return refuse('not_found', 'mailbox');
  }

  #today(site: string | null): ViewOf<'today_get'>['lines'] {
    const lines: ViewOf<'today_get'>['lines'] = [];
    const blank = {
      count: null,
      name: null,
      date: null,
      site: null,
      site_name: null,
      mailbox: null,
      person: null,
      request: null,
      request_kind: null,
      path: null,
      step: null,
      duty: null,
      our_advice: false,
    };
    const pairs = this.#alike().length;
    if (pairs > 0) lines.push({ ...blank, kind: 'duplicates', urgency: 'later', count: pairs, our_advice: true });
    const several = this.home.sites.length > 1;
    for (const who of this.home.people.slice(0, 40)) {
      const still = who.access.find((each) => each.current);
      if (who.marked_leaver_on && still) {
        lines.push({
          ...blank,
          kind: 'leaver_has_access',
          urgency: 'now',
          name: text(who.full_name),
          person: who.person,
        });
      }
    }
    for (const who of this.home.people) {
      for (const path of who.paths) {
        const due = dueOf(path);
        if (!due) continue;
        lines.push({
          ...blank,
          kind: 'path_step_due',
          urgency: due.step.step === 'remove_access' ? 'now' : 'soon',
          name: text(who.full_name),
          person: who.person,
          date: due.step.due,
          count: due.count,
          path: path.kind,
          step: due.step.step,
        });
      }
    }
    const first = this.home.people[1];
    if (first) {
      lines.push({
        ...blank,
        kind: 'account_clock',
        urgency: 'soon',
        name: text(first.full_name),
        person: first.person,
        date: '2026-12-02',
      });
    }
    const toCheck = this.home.people.filter(accountToCheck).length;
    if (toCheck > 0) lines.push({ ...blank, kind: 'accounts_not_checked', urgency: 'soon', count: toCheck });
    const owner = this.home.people[0];
    if (owner?.number_due) {
      lines.push({
        ...blank,
        kind: 'own_number',
        urgency: 'later',
        name: text(owner.full_name),
        person: owner.person,
        our_advice: true,
      });
    }
    for (const each of this.home.requests) {
      if (each.row.state === 'drafted') {
        lines.push({
          ...blank,
          kind: 'request_not_sent',
          urgency: 'soon',
          request: each.request,
          date: each.row.drafted_on,
        });
      }
    }
    if (!this.home.settings.recovery_code_checked_on) lines.push({ ...blank, kind: 'recovery_code', urgency: 'soon' });
    if (this.home.people.length < 2) lines.push({ ...blank, kind: 'staff_list', urgency: 'later' });
    for (const each of this.home.sites) {
      if (site && each.site !== site) continue;
      const at = { site: each.site, site_name: several ? each.name : null, name: each.name };
      if (!each.ods_code) lines.push({ ...blank, ...at, kind: 'ods_code_missing', urgency: 'later' });
      if (each.nas_managed === 'not_known')
        lines.push({ ...blank, ...at, kind: 'nas_managed_unknown', urgency: 'later' });
      for (const box of each.mailboxes) {
        const due = dutiesOf(this.home.duties[box.mailbox], dutiesSince).filter((duty) => duty.due);
        const first = due[0];
        if (first) {
          lines.push({
            ...blank,
            kind: 'duty_due',
            urgency: 'later',
            name: box.address,
            site: each.site,
            site_name: several ? each.name : null,
            mailbox: box.mailbox,
            duty: first.duty,
            date: first.last_done,
            count: due.length,
            our_advice: true,
          });
        }
      }
      if (several && each.name === 'Beech Lodge') {
        lines.push({
          ...blank,
          kind: 'cover_below_two',
          urgency: 'soon',
          count: 1,
          name: each.mailboxes[0]?.address ?? null,
          site: each.site,
          our_advice: true,
        });
      }
    }
    return lines;
  }

  /** Does an action of which the view is a part only. */
  #act(work: () => void): SavedView {
    const before = structuredClone(this.home);
    work();
    const saved = this.#saved();
    if (saved.action) this.#before.set(saved.action, before);
    return saved;
  }

  #saved(what: Partial<SavedView> = {}): SavedView {
    return { action: id(), id: null, notices: [], name: null, ...what };
  }

  #site(wanted: string): SiteView {
    return this.home.sites.find((each) => each.site === wanted) ?? refuse('not_found', 'site');
  }

  #person(wanted: string): PersonView {
    return this.home.people.find((each) => each.person === wanted) ?? refuse('not_found', 'person');
  }

  #path(wanted: string): { who: PersonView; path: PersonView['paths'][number] } {
    for (const who of this.home.people) {
      const path = who.paths.find((each) => each.path === wanted);
      if (path) return { who, path };
    }
    return refuse('not_found', 'path');
  }

  #request(wanted: string): RequestView {
    return this.home.requests.find((each) => each.request === wanted) ?? refuse('not_found', 'request');
  }

  #filters(): ViewOf<'people_filters_get'> {
    const roles = this.home.people.flatMap((each) => each.posts).flatMap((post) => post.role ?? []);
    return { roles: [...new Set(roles)].toSorted(), views: this.home.views };
  }

  #row(who: PersonView): PersonRowView {
    const access = who.access.find((each) => each.current);
    return {
      person: who.person,
      name: who.full_name,
      roles: who.posts
        .filter((post) => post.current && post.role)
        .map((post) => post.role)
        .join(', '),
      nhsmail_address: who.nhsmail_address,
      personal_mobile: who.personal_mobile,
      access: access?.level ?? null,
      left: who.posts.length > 0 && who.posts.every((post) => !post.current),
    };
  }

  #fill(who: PersonView, fields: PersonFieldsRequest): void {
    const problem = refusal('full_name', fields.full_name);
    if (problem) refuse('invalid_value', 'person.full_name', problem);
    who.full_name = given(fields.full_name.trim());
    who.personal_mobile = given(fields.personal_mobile.replace(/\D/g, ''));
    who.personal_email = given(fields.personal_email.trim());
    who.nhsmail_address = given(fields.nhsmail_address.trim());
    who.linked_mobile = given(fields.linked_mobile.replace(/\D/g, ''));
    who.note = given(fields.note);
    who.has_account = fields.has_account;
    who.account_held_by = fields.account_held_by || null;
    who.mfa = fields.mfa;
    who.account_created_on = iso(fields.account_created_on);
    who.last_confirmed_active_on = iso(fields.last_confirmed_active_on);
    who.marked_leaver_on = iso(fields.marked_leaver_on);
    who.details_received_on = iso(fields.details_received_on);
  }

  /** The mail of a kind that is neither a new user's nor a joiner's, in the simplest words. */
  #otherDraft(asked: RequestOf<'request_preview'>): ViewOf<'request_preview'> {
    const { kind, mailbox, people, facts } = asked;
    const box = this.home.sites.flatMap((each) => each.mailboxes).find((each) => each.mailbox === mailbox);
    const lines: ViewOf<'request_preview'>['lines'] = [];
    const say = (words: string, field: (typeof lines)[number]['field'] = null): void => {
      const from = field ? source('L395-402', 'What to do if your name changes') : null;
      lines.push({ text: words, field, removed: false, source: from, inferred: field === 'nhsmail_address' });
    };
    say('Please help us with this.');
    if (facts?.ticket_reference) say(`Ticket reference: ${facts.ticket_reference}`, 'ticket_reference');
    if (facts?.new_ods_code) say(`New ODS code: ${facts.new_ods_code}`, 'new_ods_code');
    const about = (person: string): void => {
      const who = this.#person(person);
      say('');
      say(`Full name: ${text(who.full_name)}`, 'full_name');
      if (kind !== 'missing_shared_mailbox') say(`NHSmail address: ${text(who.nhsmail_address)}`, 'nhsmail_address');
    };
    people.forEach(({ person, typed }, index) => {
      about(person);
      if (typed?.new_full_name) {
        if (/\d/.test(typed.new_full_name)) refuse('invalid_value', `people[${index}].new_full_name`, 'name_digit');
        say(`New full name: ${typed.new_full_name}`, 'new_full_name');
      }
      if (typed?.temporary_password_mobile) {
        say(`Mobile for the temporary password: ${typed.temporary_password_mobile}`, 'temporary_password_mobile');
      }
    });
    if (asked.outgoing) about(asked.outgoing);
    const shared = (asked.sender ?? 'owner') === 'owner';
    return {
      kind,
      to: kind === 'escalation' ? 'feedback@nhs.net' : this.home.settings.nas_address,
      from: shared ? (box?.address ?? '') : 'the person’s own NHSmail mailbox',
      from_shared_mailbox: shared,
      subject: 'A request',
      lines,
      notices: [],
      fits_mail_link: true,
    };
  }

  #draft(asked: RequestOf<'request_preview'>): ViewOf<'request_preview'> {
    const { kind, mailbox, people } = asked;
    if (kind !== 'new_user' && kind !== 'joiner') return this.#otherDraft(asked);
    if (people.length === 0) refuse('no_people', 'people');
    const box = this.home.sites.flatMap((each) => each.mailboxes).find((each) => each.mailbox === mailbox);
    const lines: ViewOf<'request_preview'>['lines'] = [];
    const say = (words: string, field: (typeof lines)[number]['field'] = null): void => {
      lines.push({
        text: words,
        field,
        removed: false,
        source: field ? source('L81-87', 'How do I add new users?') : null,
        inferred: false,
      });
    };
    say(
      kind === 'joiner'
        ? 'Please add these existing NHSmail users to our site as joiners.'
        : 'Please create NHSmail accounts for these new users.',
      kind === 'joiner' ? 'joiner_statement' : null,
    );
    people.forEach((each, index) => {
      const who = this.#person(each.person);
      const fact = (label: string, field: 'full_name' | (typeof contactFields)[number]): void => {
        const detail = who[field];
        if (detail.is === 'not_given') refuse('missing_field', `people[${index}].${field}`);
        say(`${label}: ${detail.is === 'given' ? detail.value : `[removed on ${formatDate(detail.value)}]`}`, field);
        const last = lines.at(-1);
        if (last) last.removed = detail.is === 'removed';
      };
      say('');
      fact('Full name', 'full_name');
      if (kind === 'joiner') {
        fact('NHSmail address', 'nhsmail_address');
        fact('Linked mobile', 'linked_mobile');
      } else {
        fact('Personal mobile', 'personal_mobile');
        fact('Personal email', 'personal_email');
      }
      say(`Shared mailbox access: ${each.access}`, 'access');
    });
    return {
      kind,
      to: this.home.settings.nas_address,
      from: box?.address ?? '',
      from_shared_mailbox: true,
      subject: kind === 'joiner' ? 'Existing NHSmail user to be added as a joiner' : 'New NHSmail user request',
      lines,
      notices: people
        .filter((each) => each.marked_leaver === 'no')
        .map((each) => ({
          field: 'people',
          notice: 'leaver_mark_missing',
          about: text(this.#person(each.person).full_name),
        })),
      fits_mail_link: people.length < 6,
    };
  }

  #script({ mailbox, people }: RequestOf<'call_script_get'>): ViewOf<'call_script_get'> {
    const site = this.home.sites.find((each) => each.mailboxes.some((box) => box.mailbox === mailbox));
    const from = source('L158-173', 'What do I do if I am unable to access the shared mailbox?');
    const say = (
      words: string,
      field: CallLineView['field'],
      value: string | null,
      sentence = false,
    ): CallLineView => ({
      words,
      sentence,
      value,
      field,
      source: from,
    });
    const about = (person: string | null): CallLineView[] => {
      const who = person === null ? null : this.#person(person);
      const name = say('Full name', 'full_name', who ? text(who.full_name) : null);
      if (who?.nhsmail_address.is === 'given') {
        return [say('Has an NHSmail account already', 'nhsmail_address', who.nhsmail_address.value), name];
      }
      return [
        ...(who ? [] : [say('Has an NHSmail account already', 'nhsmail_address', null)]),
        name,
        say('Personal mobile', 'personal_mobile', who ? formatMobile(text(who.personal_mobile)) || null : null),
        say('Personal email', 'personal_email', who ? text(who.personal_email) || null : null),
      ];
    };
    return {
      site: site?.site ?? '',
      site_name: site?.name ?? '',
      mailbox: site?.mailboxes.find((box) => box.mailbox === mailbox)?.address ?? '',
      call_from: site?.cqc_phone || null,
      number: '0333 200 1133',
      menu: ['1', '1'],
      menu_source: from,
      hours: { from: '09:00:00', to: '17:00:00', source: source('L207-211', 'Opening hours') },
      opening: [
        say(
          'Nobody at our home can open our shared mailbox any more, and we need a new owner for it.',
          'nobody_has_access_statement',
          null,
          true,
        ),
      ],
      people: people.length > 0 ? people.map(about) : [about(null)],
      ask_for: 'Subject Matter Expert',
      notices: [],
      sources: [from],
    };
  }

  /** The request as it stands, compared with what it would say now. */
  #asItStands(wanted: string): RequestView {
    const each = this.#request(wanted);
    const asked = this.home.asked.get(wanted);
    draw(each);
    each.out_of_date =
      asked !== undefined &&
      each.row.state === 'drafted' &&
      JSON.stringify(this.#draft(asked).lines) !== JSON.stringify(each.draft.lines);
    return each;
  }

  #moved(each: RequestView, happened: HistoryLineView['happened'], fields: Record<string, string> = {}): RequestView {
    const what = line('request', happened, fields);
    each.history = [what, ...each.history];
    each.action = what.action;
    return each;
  }

  #handedOver(each: RequestView, savedAs: string | null = null): ViewOf<'request_copy'> {
    if (!each.handed.frozen_at) {
      each.handed.frozen_at = `${today}T10:00:00Z`;
      happens(each, today, { is: 'handed_over', way: 'copied_all' });
      this.#moved(each, 'request_handed_over');
    }
    return { request: each, cancelled: false, saved_as: savedAs };
  }

  /** The roughest reading of a mail: a reference, and one of three words. */
  #reply(mail: string): ViewOf<'reply_read'> {
    if (!/[a-z]/i.test(mail)) refuse('mail_empty', 'mail');
    const references = mail.match(/INC\d{5,}/g) ?? [];
    const to = mail.includes('created') ? 'done' : mail.includes('unable') ? 'rejected' : 'acknowledged';
    const because = mail.split('\n').find((each) => each.trim() !== '') ?? '';
    const open = this.home.requests.filter((each) => each.row.sent_on && !ended.has(each.row.state));
    return {
      on: today,
      references,
      cautions: mail.includes('date of birth') ? ['asks_too_much'] : [],
      personal: /\d\/\d/.test(mail) ? lookedThrough(mail, []).parts : [],
      suggestions: open.map(({ row, progress }, index) => ({
        row,
        found_by: index === 0 ? ('person' as const) : ('nothing' as const),
        proposals: [
          ...references
            .filter((reference) => !row.ticket_references.includes(reference))
            .map((reference) => ({
              proposal: { is: 'ticket' as const, reference },
              name: null,
              clear: true,
              because,
            })),
          ...progress.people
            .filter((one) => one.may.includes(to))
            .map((one) => ({
              proposal: {
                is: 'move' as const,
                person: one.person,
                to,
                why: to === 'rejected' ? ('mobile_linked' as const) : null,
              } as const,
              name: one.name,
              clear: true,
              because,
            })),
        ],
      })),
    };
  }

  readonly #handlers: Handlers = {
    app_status: () => this.#status(),
    app_retry: () => this.#status(),
    app_unlock: ({ passphrase }) => {
      if (passphrase === 'wrong') refuse('wrong_passphrase', 'passphrase');
      this.stage = { state: 'open' };
      return this.#status();
    },
    app_recover: ({ code }) => {
      if (code.replace(/[^0-9A-Za-z]/g, '').length !== 28) refuse('wrong_recovery_code', 'code');
      this.stage = { state: 'open' };
      return this.#status();
    },
    app_lock: () => {
      this.stage = { state: 'locked' };
      return this.#status();
    },
    app_set_damaged_aside: () => {
      this.stage = { state: 'first_run', password_store: 'ready' };
      this.home = emptyHome();
      return { ...this.#status(), set_aside: 'register.damaged-2026-11-20.db' };
    },
    register_create: ({ others_use_this_computer, passphrase }) => {
      if (passphrase !== null && passphrase.length < 8) refuse('weak_passphrase', 'passphrase');
      this.home.settings.others_use_this_computer = others_use_this_computer;
      this.home.settings.has_passphrase = passphrase !== null;
      this.stage = { state: 'setting_up' };
      return this.#status();
    },
    set_up_finish: (asked) => {
      const home = this.home;
      const mailbox = asked.mailbox_address.trim();
      const made: SiteView = {
        site: id(),
        name: asked.home_name.trim(),
        ods_code: asked.ods_code.trim().toUpperCase() || null,
        town: null,
        postcode: null,
        cqc_phone: null,
        nas_managed: asked.nas_managed,
        local_help: null,
        closed_on: null,
        mailboxes: [
          { mailbox: id(), address: mailbox, display_name: null, from: null, to: null, owners: 1, members: 0 },
        ],
        notices: [],
        history: [line('site', 'added', { name: asked.home_name })],
      };
      home.sites.push(made);
      const owner = person(asked.your_name.trim(), 1);
      owner.personal_mobile = given('');
      owner.personal_email = given('');
      owner.linked_mobile = given('');
      owner.nhsmail_address = given(asked.your_nhsmail_address.trim());
      join(home, owner, made, '', 'owner');
      home.workingAs = owner.person;
      this.stage = { state: 'open' };
      return this.#saved({ id: made.site });
    },
    window_ready: () => ({}),
    header_get: ({ site }) => this.#header(site),
    author_choose: ({ person: chosen, site }) => {
      this.home.workingAs = chosen;
      return this.#header(site);
    },
    today_get: ({ site }) => ({
      ...this.#standing(site),
      nas: this.#nas,
      date: today,
      people: this.home.people.length,
    }),
    line_put_off: ({ until, reason, words, ...about }) => {
      const line = this.#today(null).find((each) => same(each, { ...each, ...about }));
      const day = iso(until);
      if (!line) return refuse('not_found');
      if (!day) return refuse('missing_field', 'until');
      if (day <= today) return refuse('invalid_value', 'until', 'date_not_ahead');
      const aside = id();
      this.home.putOff = [
        ...this.home.putOff.filter((one) => !same(one.line, line)),
        { aside, line, until: day, reason, words: words.trim() || null },
      ];
      return this.#saved({ id: aside });
    },
    line_take_back: ({ aside }) => {
      this.home.putOff = this.home.putOff.filter((one) => one.aside !== aside);
      return this.#saved();
    },
    duties_get: ({ mailbox }) => ({
      mailbox,
      address: this.#box(mailbox).box.address,
      duties: dutiesOf(this.home.duties[mailbox], dutiesSince),
    }),
    duty_done: ({ mailbox, duty, on }) => {
      const known = (this.home.duties[mailbox] ??= { done: {}, every: null });
      known.done[duty] = iso(on) ?? today;
      return this.#saved();
    },
    mailbox_reminder_set: ({ mailbox, every }) => {
      (this.home.duties[mailbox] ??= { done: {}, every: null }).every = every;
      return this.#saved();
    },
    mail_check: ({ text, keep }) => lookedThrough(text, keep),
    mail_check_copy: () => ({ clears_in: null }),
    help_get: () => ({
      packs: [
        {
          name: 'faq',
          in_force: true,
          contacts: [
            {
              name: 'nas_email',
              value: 'helpdesk@nhs.net',
              menu: [],
              link: null,
              source: source('L241-243', 'Contacts'),
            },
            {
              name: 'nas_phone',
              value: '0333 200 1133',
              menu: ['1', '1'],
              link: null,
              source: source('L245-247', 'Contacts'),
            },
            {
              name: 'feedback_email',
              value: 'feedback@nhs.net',
              menu: [],
              link: null,
              source: source('L216-233', 'Escalation'),
            },
          ],
          hours: { from: '09:00:00', to: '17:00:00', source: source('L207-211', 'Opening hours') },
        },
        {
          name: '2018-guide',
          in_force: false,
          contacts: [
            {
              name: 'nas_email',
              value: 'careadmin@nhs.net',
              menu: [],
              link: null,
              source: {
                document: 'NHSmail guide for social care, 2018',
                section: 'Help available to users',
                place: 'L485-493',
                effective: null,
              },
            },
          ],
          hours: null,
        },
      ],
      nas: this.#nas,
      local_help: this.home.settings.local_help.name ? this.home.settings.local_help : null,
      links: [
        { name: 'nhsmail_portal', address: 'https://portal.nhs.net' },
        { name: 'ods_search', address: 'https://odsportal.digital.nhs.uk' },
      ],
      log_folder: `${this.home.settings.data_folder}\\logs`,
    }),
    link_open: () => ({}),
    page_print: () => ({}),
    clipboard_clear: () => ({}),
    form_draft_save: ({ form, body }) => {
      this.home.drafts.set(form, body);
      return {};
    },
    form_draft_get: ({ form }) => ({
      body: this.home.drafts.get(form) ?? null,
      saved_at: this.home.drafts.has(form) ? `${today}T09:00:00Z` : null,
    }),
    form_draft_discard: ({ form }) => {
      this.home.drafts.delete(form);
      return {};
    },
    value_check: ({ kind, text: typed }) => {
      const reason = refusal(kind, typed);
      if (reason) return { value: null, shown: null, reason, notices: [] };
      const notices =
        kind === 'mailbox_address' && !typed.trim().startsWith('care.')
          ? [{ field: 'text', notice: 'mailbox_not_care' as const, about: null }]
          : [];
      return { value: typed.trim(), shown: typed.trim(), reason: null, notices };
    },
    site_list: () => ({
      sites: this.home.sites.map((row) => ({
        site: row.site,
        name: row.name,
        ods_code: row.ods_code,
        nas_managed: row.nas_managed,
        mailboxes: row.mailboxes,
        people: this.home.people.filter((who) => who.posts.some((post) => post.site === row.site && post.current))
          .length,
      })),
    }),
    site_get: ({ site }) => this.#site(site),
    site_add: ({ site: fields, mailbox_address }) => {
      const problem = refusal('site_name', fields.name);
      if (problem) refuse('invalid_value', 'site.name', problem);
      const made: SiteView = {
        site: id(),
        name: fields.name.trim(),
        ods_code: fields.ods_code || null,
        town: fields.town || null,
        postcode: fields.postcode || null,
        cqc_phone: fields.cqc_phone || null,
        nas_managed: fields.nas_managed,
        local_help: fields.local_help || null,
        closed_on: iso(fields.closed_on),
        mailboxes: mailbox_address
          ? [
              {
                mailbox: id(),
                address: mailbox_address,
                display_name: null,
                from: null,
                to: null,
                owners: 0,
                members: 0,
              },
            ]
          : [],
        notices: [],
        history: [line('site', 'added', { name: fields.name })],
      };
      this.home.sites.push(made);
      return this.#saved({ id: made.site, name: made.name });
    },
    site_change: ({ site, fields }) => {
      const at = this.#site(site);
      Object.assign(at, {
        ...fields,
        ods_code: fields.ods_code || null,
        town: fields.town || null,
        postcode: fields.postcode || null,
        cqc_phone: fields.cqc_phone || null,
        local_help: fields.local_help || null,
        closed_on: iso(fields.closed_on),
      });
      at.history = [line('site', 'changed', { name: fields.name }), ...at.history];
      return this.#saved({ id: site, name: at.name });
    },
    mailbox_add: ({ site, address, display_name, from }) => {
      const made = {
        mailbox: id(),
        address,
        display_name: display_name || null,
        from: iso(from),
        to: null,
        owners: 0,
        members: 0,
      };
      this.#site(site).mailboxes.push(made);
      return this.#saved({ id: made.mailbox, name: address });
    },
    mailbox_cover: ({ mailbox }) => coverOf(this.home, mailbox) ?? refuse('not_found', 'mailbox'),
    mailbox_change: ({ mailbox, address, display_name, from, to }) => {
      const box = this.home.sites.flatMap((each) => each.mailboxes).find((each) => each.mailbox === mailbox);
      if (!box) refuse('not_found', 'mailbox');
      Object.assign(box, { address, display_name: display_name || null, from: iso(from), to: iso(to) });
      return this.#saved({ id: mailbox, name: address });
    },
    person_list: ({ text: wanted, site, who, due, role, offset, limit }) => {
      const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
      const found = this.home.people
        .map((each) => ({ each, row: this.#row(each) }))
        .filter(({ each, row }) => {
          if (site && !each.posts.some((post) => post.site === site)) return false;
          if (who === 'current' && row.left) return false;
          if (who === 'left' && !row.left) return false;
          if (role && !each.posts.some((post) => post.role?.toLowerCase() === role.toLowerCase())) return false;
          if (due === 'account_to_check' && !accountToCheck(each)) return false;
          if (due === 'number_to_check' && !each.number_due) return false;
          if (due === 'contact_to_remove' && each.removal?.what !== 'contact') return false;
          if (who === 'in_requests' && !this.home.requests.some(({ people }) => people.includes(each.person)))
            return false;
          const hay =
            `${text(row.name)} ${text(row.nhsmail_address)} ${text(row.personal_mobile)} ${row.roles}`.toLowerCase();
          return words.every((word) => hay.includes(word));
        })
        .map(({ row }) => row);
      return { rows: found.slice(offset, offset + Math.min(limit, 500)), total: found.length, more: false };
    },
    person_get: ({ person: wanted }) => this.#shown(wanted),
    duplicates_get: ({ site }) => {
      const here = (who: PersonView): boolean => !site || who.posts.some((post) => post.site === site);
      const pairs = this.#alike().filter(({ one, other }) => here(one) || here(other));
      return {
        pairs: pairs.map(({ one, other, likeness }) => ({ one: namedOf(one), other: namedOf(other), likeness })),
        more: false,
        two_people: this.home.apart.map((pair) => {
          const [one = '', other = ''] = pair.split(' ');
          return { one: namedOf(this.#person(one)), other: namedOf(this.#person(other)) };
        }),
      };
    },
    pair_get: ({ one, other }) => {
      const [first, second] = [this.#shown(one), this.#shown(other)];
      const { workingAs } = this.home;
      return {
        one: first,
        other: second,
        likeness: likenessOf(first, second),
        differs: differing(first, second),
        two_people: this.home.apart.includes(pairOf(one, other)),
        working_as: workingAs === one || workingAs === other ? workingAs : null,
      };
    },
    people_merge: ({ kept, other, take: fields }) => {
      const [stays, goes] = [this.#person(kept), this.#person(other)];
      if (other === this.home.workingAs) refuse('keep_yourself', 'kept');
      this.home.gone[other] = structuredClone(goes);
      this.home.people = this.home.people.filter((who) => who.person !== other);
      take(stays, goes, fields);
      stays.posts.push(...goes.posts);
      stays.access.push(...goes.access);
      stays.merged.push({ person: other, name: goes.full_name, on: today, has_contact: true });
      stays.history.unshift(line('person', 'merged', { person: text(goes.full_name) }));
      return this.#saved({ id: kept });
    },
    people_unmerge: ({ person: wanted }) => {
      const goes = this.home.gone[wanted];
      const stays = this.home.people.find((who) => who.merged.some((each) => each.person === wanted));
      if (!goes || !stays) return refuse('not_found', 'person');
      stays.merged = stays.merged.filter((each) => each.person !== wanted);
      const own = (each: { post?: string; access?: string }): boolean =>
        goes.posts.some((post) => post.post === each.post) || goes.access.some((one) => one.access === each.access);
      stays.posts = stays.posts.filter((post) => !own({ post: post.post }));
      stays.access = stays.access.filter((one) => !own({ access: one.access }));
      this.home.people.push(goes);
      return this.#saved({ id: wanted });
    },
    two_people_set: ({ one, other }) => {
      this.home.apart = [...this.home.apart.filter((pair) => pair !== pairOf(one, other)), pairOf(one, other)];
      return this.#saved();
    },
    two_people_clear: ({ one, other }) => {
      this.home.apart = this.home.apart.filter((pair) => pair !== pairOf(one, other));
      return this.#saved();
    },
    people_filters_get: () => this.#filters(),
    people_view_save: ({ view, ...asked }) => {
      const name = asked.name.trim();
      if (!name) refuse('missing_field', 'name');
      const made = { ...asked, name, view: view ?? id() };
      const others = this.home.views.filter((each) => each.view !== made.view);
      if (others.some((each) => each.name.toLowerCase() === name.toLowerCase())) refuse('view_name_taken', 'name');
      this.home.views = [...others, made].toSorted((one, other) => one.name.localeCompare(other.name));
      return this.#filters();
    },
    people_view_delete: ({ view }) => {
      this.home.views = this.home.views.filter((each) => each.view !== view);
      return this.#filters();
    },
    email_remove: ({ person: wanted }) => {
      const who = this.#person(wanted);
      who.personal_email = given('');
      who.removal = null;
      return this.#saved({ action: null });
    },
    person_copy_save: () => ({ cancelled: false, saved_as: `staff-list-copy-${today}.txt` }),
    person_ids: (asked) => {
      const { rows, total } = this.answer('person_list', { ...asked, offset: 0, limit: 500 });
      return { people: rows.map((row) => row.person), more: total > 500 };
    },
    ...importHandlers({ home: () => this.home, act: (work) => this.#act(work), refuse }),
    accounts_confirm: ({ people, on }) => {
      for (const wanted of people) this.#person(wanted).last_confirmed_active_on = iso(on) ?? today;
      return this.#saved();
    },
    numbers_confirm: ({ people }) => {
      for (const wanted of people) {
        const who = this.#person(wanted);
        who.number_checked_on = today;
        who.number_due = false;
      }
      return this.#saved();
    },
    reminder_get: () => ({
      ways: activity[0]?.counts ?? [],
      within_days: 30,
      source: fakeClock('quiet', today).source,
      text: reminder,
    }),
    reminder_copy: () => ({ clears_in: null }),
    clock_rules_get: () => ({
      examples: [
        compared('created', '2028-02-01'),
        compared('last_used', '2026-05-03'),
        compared('marked_leaver', '2026-12-14'),
        compared('disabled', '2025-08-31'),
      ],
      activity,
    }),
    clock_compare: ({ start, on }) => compared(start, iso(on) ?? refuse('missing_field', 'on')),
    person_add: ({ person: fields, site, role, access }) => {
      const who = person(fields.full_name, 1);
      this.#fill(who, fields);
      if (site) join(this.home, who, this.#site(site), role, access);
      else this.home.people.push(who);
      return this.#saved({ id: who.person, name: fields.full_name });
    },
    person_change: ({ person: wanted, fields }) => {
      const who = this.#person(wanted);
      this.#fill(who, fields);
      who.history = [line('person', 'changed', { personal_mobile: text(who.personal_mobile) }), ...who.history];
      return this.#saved({ id: wanted, name: text(who.full_name) });
    },
    post_start: ({ person: wanted, site, role, from, works_on }) => {
      const who = this.#person(wanted);
      const at = this.#site(site);
      who.posts.unshift({
        post: id(),
        site,
        site_name: at.name,
        role: role || null,
        from: iso(from),
        to: null,
        works_on: works_on ?? [],
        current: true,
      });
      return this.#saved({ id: wanted, name: text(who.full_name) });
    },
    post_change: ({ post, role, from, to, works_on }) => {
      const found = this.home.people.flatMap((each) => each.posts).find((each) => each.post === post);
      if (!found) refuse('not_found', 'post');
      const works = works_on ? { works_on } : {};
      const current = (iso(to) ?? today) >= today;
      Object.assign(found, { role: role || null, from: iso(from), to: iso(to), current, ...works });
      return this.#saved({ id: post });
    },
    access_start: ({ person: wanted, mailbox, level, from }) => {
      const who = this.#person(wanted);
      const box = this.home.sites.flatMap((each) => each.mailboxes).find((each) => each.mailbox === mailbox);
      if (who.access.some((each) => each.current && each.mailbox === mailbox)) refuse('already_there', 'mailbox');
      const access = id();
      who.access.unshift({
        access,
        mailbox,
        address: box?.address ?? '',
        level,
        from: iso(from),
        to: null,
        portal_done_on: null,
        current: true,
      });
      return this.#saved({ id: access, name: text(who.full_name) });
    },
    home_move: (asked) => {
      const who = this.#person(asked.person);
      const [here, there] = [asked.from, asked.to].map((site) => this.home.sites.find((each) => each.site === site));
      const job = who.posts.find((post) => post.site === here?.site && post.current);
      if (!job || !there) return refuse('not_found', 'from');
      const first = iso(asked.first_day) ?? today;
      job.to = iso(asked.last_day) ?? daysAfter(first, -1);
      job.current = job.to >= today;
      join(this.home, who, there, asked.role || (job.role ?? ''), asked.access);
      this.home.people = [...new Set(this.home.people)];
      const answers = { arrival: null, home: null, goes_on: null, stays: 'yes' as const, returns_on: noDay };
      who.paths.unshift(
        begun('leaves', job.to, answers, null),
        begun('starts', first, { ...answers, arrival: 'account_stays', stays: null }, null),
      );
      return this.#saved({ id: who.person });
    },
    path_begin: ({ person: wanted, kind, on, answers }) => {
      const who = this.#person(wanted);
      const owns = who.access.some((each) => each.current && each.level === 'owner');
      const others = this.home.people.some(
        (each) => each !== who && each.access.some((one) => one.current && one.level === 'owner'),
      );
      if (kind === 'leaves' && owns && !others) refuse('only_owner');
      const path = begun(
        kind === 'leaves' && owns ? 'owner_leaves' : kind,
        iso(on) ?? today,
        answers,
        iso(answers.returns_on),
      );
      who.paths.unshift(path);
      return this.#saved({ id: path.path, name: text(who.full_name) });
    },
    path_change: ({ path: wanted, on }) => {
      const { who, path } = this.#path(wanted);
      path.on = iso(on) ?? path.on;
      return this.#saved({ id: path.path, name: text(who.full_name) });
    },
    path_step: ({ path: wanted, step, done, on }) => {
      const { who, path } = this.#path(wanted);
      ticked(who, path, step, done, iso(on) ?? today);
      return this.#saved({ id: path.path, name: text(who.full_name) });
    },
    path_end: ({ path: wanted }) => {
      const { who, path } = this.#path(wanted);
      Object.assign(path, { ended_on: today, given_up: !path.complete });
      return this.#saved({ id: path.path, name: text(who.full_name) });
    },
    access_change: ({ access, level, from, to, portal_done_on }) => {
      const found = this.home.people.flatMap((each) => each.access).find((each) => each.access === access);
      if (!found) refuse('not_found', 'access');
      const owners = this.home.people
        .flatMap((each) => each.access)
        .filter((each) => each.mailbox === found.mailbox && each.current && each.level === 'owner');
      if (owners.length === 1 && owners[0] === found && (iso(to) || level === 'member')) refuse('last_owner', 'level');
      Object.assign(found, {
        level,
        from: iso(from),
        to: iso(to),
        portal_done_on: iso(portal_done_on),
        current: (iso(to) ?? today) >= today,
      });
      return this.#saved({ id: access });
    },
    contact_remove: ({ person: wanted }) => {
      const who = this.#person(wanted);
      const gone = { is: 'removed', value: today } as const;
      Object.assign(who, { personal_mobile: gone, personal_email: gone, linked_mobile: gone });
      return this.#saved({ id: wanted });
    },
    person_erase: ({ person: wanted, name_typed }) => {
      const who = this.#person(wanted);
      if (name_typed.trim() !== text(who.full_name)) refuse('invalid_value', 'name_typed');
      this.home.people = this.home.people.filter((each) => each !== who);
      return this.#saved({ action: null });
    },
    action_undo: ({ action }) => {
      this.home = this.#before.get(action) ?? refuse('cannot_undo');
      this.#before.delete(action);
      return this.#saved({ action: null });
    },
    ask_entries: () => entries,
    ask_turn: (asked) => {
      const site = this.home.sites.find((each) => each.mailboxes.some((box) => box.mailbox === asked.mailbox));
      return turn(asked, source('L78-115', 'How do I add new users?'), site?.nas_managed !== 'no');
    },
    call_script_get: (asked) => this.#script(asked),
    call_script_save: (asked) => {
      this.#script(asked);
      return { cancelled: false, saved_as: `nhsmail-call-${today}.txt` };
    },
    calendar_save: ({ names }) => ({
      days: 14,
      cancelled: false,
      saved_as: `nhsmail-dates-${names ? 'with-names-' : ''}${today}.ics`,
    }),
    export_save: (asked) => {
      this.exported = asked;
      return exported(this.home, asked);
    },
    daily_reminder_get: () => ({ daily: this.home.daily }),
    daily_reminder_set: ({ daily }) => {
      this.home.daily = daily;
      return { daily };
    },
    ask_decide: ({ mailbox, has_account, left_holder, marked_leaver }) => {
      const site = this.home.sites.find((each) => each.mailboxes.some((box) => box.mailbox === mailbox));
      const sources = [source('L89-105', 'How do I add existing users?')];
      const about: Notice[] = site?.nas_managed === 'not_known' ? ['managed_not_known'] : [];
      const outcome = (result: ViewOf<'ask_decide'>['outcome'], ...notices: Notice[]): ViewOf<'ask_decide'> => ({
        outcome: result,
        question: null,
        notices: [...notices, ...about],
        sources,
      });
      const ask = (
        question: NonNullable<ViewOf<'ask_decide'>['question']>,
        ...notices: Notice[]
      ): ViewOf<'ask_decide'> => ({ outcome: 'ask', question, notices: [...notices, ...about], sources });
      if (site?.nas_managed === 'no') return outcome('local_administrator');
      if (has_account === null) return ask('has_account');
      if (has_account === 'not_known') return ask('has_account', 'has_account_not_known');
      if (has_account === 'no') return outcome('new_user');
      if (left_holder === null) return ask('left_holder');
      if (left_holder === 'not_known') return ask('left_holder', 'left_holder_not_known');
      if (left_holder === 'no') return outcome('add_them_yourself');
      if (marked_leaver === null) return ask('marked_leaver');
      if (marked_leaver === 'no') return outcome('joiner', 'leaver_mark_missing');
      if (marked_leaver === 'not_known') return outcome('joiner', 'leaver_mark_not_known');
      return outcome('joiner');
    },
    request_preview: (asked) => this.#draft(asked),
    request_draft: (asked) => {
      const draft = this.#draft(asked);
      const people = asked.people.map((each) => each.person);
      const open = this.home.requests.find(
        (each) =>
          each.row.kind === asked.kind &&
          each.row.standing.some(({ person, state }) => people.includes(person) && !ended.has(state)),
      );
      if (open) refuse('request_open', 'people');
      const request = id();
      const site = this.home.sites.find((each) => each.mailboxes.some((box) => box.mailbox === asked.mailbox));
      const made: RequestView = {
        request,
        row: {
          request,
          kind: asked.kind,
          state: 'drafted',
          mailbox: draft.from,
          people: people.map((each) => this.#person(each).full_name),
          standing: people.map((each) => ({ person: each, state: 'drafted' })),
          drafted_on: today,
          sent_on: null,
          ticket_references: [],
          due: null,
        },
        draft,
        handed: { copied: [], frozen_at: null },
        out_of_date: false,
        people,
        progress: freshProgress(
          people,
          people.map((each) => this.#person(each).full_name),
        ),
        site: site?.site ?? null,
        action: null,
        history: [{ ...line('request', 'request_drafted'), can_undo: false }],
      };
      happens(made, today, { is: 'drafted' });
      this.home.requests.unshift(made);
      this.home.asked.set(request, asked);
      return made;
    },
    request_refresh: ({ request }) => {
      const each = this.#request(request);
      const asked = this.home.asked.get(request) ?? refuse('not_found', 'request');
      Object.assign(each, { draft: this.#draft(asked), handed: { copied: [], frozen_at: null } });
      return this.#asItStands(request);
    },
    request_list: ({ site, person: about, kind, state, text: sought, open_only }) => {
      const here = this.home.requests.filter((each) => !site || each.site === site);
      const rows = here
        .filter((each) => !about || each.people.includes(about))
        .filter((each) => !kind || each.row.kind === kind)
        .filter((each) => !state || each.progress.people.some((one) => one.state === state))
        .filter((each) => !open_only || !ended.has(each.row.state))
        .map((each) => each.row)
        .filter(({ people, ticket_references, mailbox }) =>
          [...people.map(text), ...ticket_references, mailbox].some((said) =>
            said.toLowerCase().includes(sought.trim().toLowerCase()),
          ),
        );
      const due = ({ due }: (typeof rows)[number]): string => due?.on ?? '9999';
      return {
        rows: rows.toSorted((one, other) => due(one).localeCompare(due(other))),
        kinds: [...new Set(here.map((each) => each.row.kind))],
      };
    },
    request_get: ({ request }) => this.#asItStands(request),
    request_copy: ({ request, part }) => {
      const each = this.#asItStands(request);
      if (each.out_of_date) refuse('draft_out_of_date');
      const parts = part === 'all' ? (['to', 'subject', 'body', 'all'] as const) : [part];
      each.handed.copied = [...new Set([...each.handed.copied, ...parts])];
      return this.#handedOver(each);
    },
    request_open: ({ request }) => this.#handedOver(this.#request(request)),
    request_save_eml: ({ request }) => this.#handedOver(this.#request(request), 'nhsmail-request.eml'),
    request_sent: ({ request, from_shared_mailbox, on }) => {
      const each = this.#asItStands(request);
      if (!from_shared_mailbox) refuse('missing_field', 'from_shared_mailbox');
      if (!each.handed.frozen_at) refuse('not_handed_over');
      each.row.sent_on = iso(on) ?? today;
      happens(each, each.row.sent_on, { is: 'moved', to: 'sent', why: null });
      if (each.progress.about) {
        const about = this.#request(each.progress.about.request);
        const by = each.request;
        each.row.state = 'done';
        each.row.due = null;
        about.progress.asking = null;
        if (each.row.kind === 'escalation') {
          happens(about, each.row.sent_on, { is: 'moved', to: 'escalated', why: null });
          about.progress.life.splice(-1, 1, { ...about.progress.life.at(-1)!, event: { is: 'escalated', by } });
        } else happens(about, each.row.sent_on, { is: 'chased', by });
      }
      return this.#moved(each, 'request_sent');
    },
    request_ticket: ({ request, ticket_reference }) => {
      const problem = refusal('ticket_reference', ticket_reference);
      if (problem) refuse('invalid_value', 'ticket_reference', problem);
      const each = this.#request(request);
      each.row.ticket_references.push(ticket_reference.trim());
      happens(each, today, { is: 'ticket', reference: ticket_reference.trim() });
      return this.#moved(each, 'ticket_added', { ticket_reference: ticket_reference.trim() });
    },
    request_withdraw: ({ request }) => {
      const each = this.#request(request);
      happens(each, today, { is: 'moved', to: 'withdrawn', why: null });
      return this.#moved(each, 'request_moved', { state: 'withdrawn' });
    },
    request_move: ({ request, people, to, on, why }) => {
      const each = this.#request(request);
      const able = each.progress.people.filter((one) => one.may.includes(to));
      if (able.length === 0 || people.some((person) => !able.some((one) => one.person === person)))
        refuse('wrong_move');
      for (const person of people.length > 0 ? people : [null]) {
        happens(each, dayOf(on), { is: 'moved', to, why: to === 'rejected' ? why : null }, person);
      }
      return this.#moved(each, 'request_moved', { state: to });
    },
    request_call: ({ request, on, at, spoke_to, ticket_reference, note }) => {
      const each = this.#request(request);
      const time = /^(\d{1,2})[:.](\d{2})$/.exec(at.trim());
      if (at.trim() && !time) refuse('invalid_value', 'at', 'time_not_real');
      const clock = time ? `${time[1]?.padStart(2, '0')}:${time[2]}:00` : null;
      const reference = ticket_reference.trim() || null;
      happens(each, dayOf(on), { is: 'called', at: clock });
      if (reference && !each.row.ticket_references.includes(reference)) {
        each.row.ticket_references.push(reference);
        happens(each, dayOf(on), { is: 'ticket', reference });
      }
      const moved = this.#moved(each, 'request_called');
      each.progress.calls.unshift({
        action: moved.action ?? id(),
        on: dayOf(on),
        at: clock,
        reference,
        spoke_to: given(spoke_to.trim()),
        note: given(note.trim()),
      });
      return moved;
    },
    request_step: ({ request, person, step, done, on }) => {
      const each = this.#request(request);
      const one = each.progress.steps.find((one) => one.step === step && one.person === person);
      if (!one) refuse('not_found', 'step');
      one.done = done;
      one.on = done ? dayOf(on) : null;
      if (done) happens(each, dayOf(on), { is: 'ticked', step }, person);
      draw(each);
      return this.#moved(each, done ? 'step_done' : 'step_not_done', { step });
    },
    request_ask_again: ({ request, kind }) => {
      const about = this.#request(request);
      const escalating = kind === 'escalation';
      if (escalating && about.row.ticket_references.length === 0 && !about.progress.calls.some((call) => call.at)) {
        refuse('missing_field', 'ticket_reference');
      }
      const written = this.home.requests.find((each) => each.request === about.progress.asking);
      if (written?.row.kind === kind) return written;
      const made: RequestView = {
        ...structuredClone(about),
        request: id(),
        people: [],
        progress: { ...freshProgress([], []), about: about.row },
        handed: { copied: [], frozen_at: null },
        history: [line('request', 'request_drafted')],
      };
      const reference = about.row.ticket_references.at(-1);
      made.row = {
        ...about.row,
        request: made.request,
        kind,
        state: 'drafted',
        people: [],
        drafted_on: today,
        sent_on: null,
        ticket_references: [],
      };
      made.draft = {
        ...about.draft,
        kind,
        to: escalating ? 'feedback@nhs.net' : about.draft.to,
        subject: escalating ? 'Escalation of open request' : 'Reminder of open request',
        notices: [],
        lines: [
          `Please tell us what became of our request.`,
          '',
          reference ? `Ticket reference: ${reference}` : `Request sent on: ${formatDate(about.row.sent_on ?? today)}`,
        ].map((words) => ({ text: words, field: null, removed: false, source: null, inferred: false })),
      };
      about.progress.asking = made.request;
      happens(made, today, { is: 'drafted' });
      made.row.state = 'drafted';
      this.home.requests.unshift(made);
      return made;
    },
    reply_read: ({ mail, is_file }) => this.#reply(is_file ? atob(mail) : mail),
    reply_open: () => ({ reply: this.#reply('Your request has been logged. Your reference is INC7654321.') }),
    reply_agree: ({ request, on, proposals }) => {
      const each = this.#request(request);
      if (proposals.length === 0) refuse('missing_field', 'proposals');
      for (const one of proposals) {
        if (one.is === 'ticket') {
          each.row.ticket_references.push(one.reference);
          happens(each, dayOf(on), one);
        } else if (one.is === 'move') happens(each, dayOf(on), { is: 'moved', to: one.to, why: one.why }, one.person);
        else if (one.is === 'asked') each.progress.asked_on = dayOf(on);
      }
      draw(each);
      return this.#moved(each, 'request_moved');
    },
    request_question: ({ request, question, on }) => {
      const each = this.#request(request);
      if (question === 'answered' && !each.progress.asked_on) refuse('wrong_move');
      each.progress.asked_on = question === 'asked' ? dayOf(on) : null;
      happens(each, dayOf(on), { is: 'question', question });
      return this.#moved(each, 'request_question', { question });
    },
    settings_get: () => this.home.settings,
    settings_change: (asked) => {
      if (asked.nas_address && !asked.nas_address.endsWith('@nhs.net')) {
        refuse('invalid_value', 'nas_address', 'address_not_nhs_net');
      }
      Object.assign(this.home.settings, {
        nas_address: asked.nas_address || this.home.settings.nas_address_default,
        local_help: { name: asked.local_help_name, email: asked.local_help_email, phone: asked.local_help_phone },
        extra_bank_holidays: asked.extra_bank_holidays.map(iso).filter((day) => day !== null),
        chase_after: Number(asked.chase_after || 3),
        contact_kept_months: Number(asked.contact_kept_months || 6),
        escalate_after: Number(asked.escalate_after || 5),
        others_use_this_computer: asked.others_use_this_computer,
      });
      return this.#saved({});
    },
    recovery_code_show: () => ({
      groups: ['7K2M', 'QX4D', 'P9RA', 'W3TH', 'C6VN', 'J8BE', 'F5YG'],
      ask_for: [2, 5],
    }),
    recovery_code_hide: () => ({}),
    recovery_code_check: ({ first, second }) => {
      if (first.trim().toUpperCase() !== 'QX4D') refuse('wrong_recovery_code', 'first');
      if (second.trim().toUpperCase() !== 'C6VN') refuse('wrong_recovery_code', 'second');
      this.home.settings.recovery_code_checked_on = today;
      return {};
    },
    passphrase_set: ({ passphrase }) => {
      if (passphrase.length < 12) refuse('weak_passphrase', 'passphrase');
      this.home.settings.has_passphrase = true;
      return this.home.settings;
    },
    passphrase_change: ({ current, passphrase }) => {
      if (current === 'wrong') refuse('wrong_passphrase', 'current');
      if (passphrase.length < 12) refuse('weak_passphrase', 'passphrase');
      return this.home.settings;
    },
    passphrase_remove: ({ current }) => {
      if (current === 'wrong') refuse('wrong_passphrase', 'current');
      this.home.settings.has_passphrase = false;
      return this.home.settings;
    },
    password_check: ({ password }) => ({
      applies_to: 'with_mfa',
      rules: [
        { rule: 'password_too_short', number: 10, kept: password.length >= 10 },
        { rule: 'password_forbidden_character', number: null, kept: !password.includes(' ') },
        { rule: 'password_contains_name', number: null, kept: !/smith|jane/i.test(password) },
        { rule: 'password_common', number: null, kept: !/^(qwertyuiop|1234567890)$/i.test(password) },
      ],
      previous_refused: 4,
      valid_days: 365,
      easy_to_guess: /^(.)\1*$/.test(password),
      source: source('Password policy', 'NHSmail password policy'),
    }),
    password_generate: ({ style }) => ({
      password: style === 'words' ? 'Kestrel-teapot-meadow-barn-47' : 'hW7#mqzT9+rk?Y4d',
    }),
    screen_protect: ({ shows_secret }) => {
      this.protects.push(shows_secret);
      return {};
    },
    passphrase_strength: ({ passphrase }) => {
      const lacks = Math.max(0, 10 - passphrase.length);
      const words = passphrase.trim().split(/\s+/).length;
      const score = Math.min(4, lacks > 0 ? 1 : words);
      return { score, enough: lacks === 0 && score >= 3, lacks, hints: words === 1 ? ['one_word'] : [] };
    },
    lock_after_set: ({ minutes }) => {
      const typed = Number(minutes.trim() || 5);
      if (!Number.isInteger(typed) || typed < 1 || typed > 60) refuse('invalid_value', 'minutes', 'minutes_not_real');
      this.home.settings = { ...this.home.settings, lock_after: typed };
      return this.home.settings;
    },
    credential_status: () => ({
      state: this.home.credential ? 'present' : 'missing',
      user_name: this.home.credential?.user_name ?? null,
      changed_on: this.home.credential?.changed_on ?? null,
      clock: this.home.credential?.changed_on ? fakeClock('password', this.home.credential.changed_on) : null,
      needs_passphrase: this.home.settings.others_use_this_computer === true && !this.home.settings.has_passphrase,
    }),
    credential_save: ({ user_name, password, changed_on, despite_rules }) => {
      const problem = refusal('nhsmail_address', user_name);
      if (problem) refuse('invalid_value', 'user_name', problem);
      const looked = this.answer('password_check', { user_name, password });
      if (!despite_rules && looked.rules.some((rule) => !rule.kept)) refuse('password_rule_broken', 'password');
      this.home.credential = { user_name: user_name.trim(), password, changed_on: iso(changed_on) };
      return this.answer('credential_status', {});
    },
    credential_copy: ({ part }) => ({ clears_in: part === 'password' ? 30 : null }),
    credential_show: () => ({ password: this.home.credential?.password ?? refuse('keyring_missing'), hides_in: 20 }),
    credential_hide: () => ({}),
    credential_delete: () => {
      this.home.credential = null;
      return this.answer('credential_status', {});
    },
    backup_save: () => {
      this.home.settings.last_backup_on = today;
      return { cancelled: false, saved_as: `staff-list-backup-${today}.age` };
    },
    backup_restore: ({ code }) => {
      if (code.replace(/[^0-9A-Za-z]/g, '').length !== 28) refuse('wrong_recovery_code', 'code');
      this.stage = { state: 'open' };
      return this.#status();
    },
    history_verify: () => {
      this.home.settings = { ...this.home.settings, history_checked_on: today };
      return { changes: 1284, damage: this.damage, rules_whole: this.rulesWhole };
    },
    history_check_daily: () => ({ checked: true, damaged: this.damage.length > 0 }),
  };
}

/** The roughest form of the rules, enough to see an error on each screen. */
function refusal(kind: ValueKind, typed: string): Reason | null {
  const value = typed.trim();
  if (value === '') return 'empty';
  switch (kind) {
    case 'full_name':
      return /\d/.test(value) ? 'name_digit' : value.length < 2 ? 'name_too_short' : null;
    case 'personal_mobile':
    case 'linked_mobile': {
      const digits = value.replace(/^\+44/, '0').replace(/\D/g, '');
      if (digits.startsWith('070')) return 'mobile_personal_numbering';
      return digits.length < 11 ? 'mobile_too_short' : digits.length > 11 ? 'mobile_too_long' : null;
    }
    case 'personal_email':
      return !value.includes('@') ? 'address_at_sign' : value.endsWith('nhs.net') ? 'email_is_nhsmail' : null;
    case 'nhsmail_address':
    case 'mailbox_address':
      return !value.includes('@') ? 'address_at_sign' : value.endsWith('@nhs.net') ? null : 'address_not_nhs_net';
    case 'ods_code':
      return /^[A-Za-z0-9]{3,9}$/.test(value) ? null : value.length < 3 ? 'ods_too_short' : 'ods_character';
    case 'postcode':
      return /^[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}$/.test(value) ? null : 'postcode_shape';
    case 'cqc_phone':
      return value.startsWith('07') ? 'phone_is_mobile' : null;
    case 'ticket_reference':
      return /\d/.test(value) ? null : 'ticket_without_digit';
    case 'site_name':
    case 'role':
      return value.length < 2 ? 'text_too_short' : null;
  }
}

function sceneOf(search: string): {
  stage: StageView;
  people: number;
  asked: boolean;
  walked: boolean;
  brought: string | null;
  twice: boolean;
} {
  const asked = new URLSearchParams(search);
  const people = Number(asked.get('people') ?? '24');
  const folder = 'C:\\Users\\office\\OneDrive\\Mailbox Steward';
  const stages: Record<string, StageView> = {
    first_run: { state: 'first_run', password_store: 'ready' },
    first_run_no_store: { state: 'first_run', password_store: 'absent' },
    setting_up: { state: 'setting_up' },
    open: { state: 'open' },
    locked: { state: 'locked' },
    key_missing: { state: 'key_missing' },
    store_unavailable: { state: 'store_unavailable', password_store: 'locked' },
    wrong_key: { state: 'wrong_key' },
    damaged: { state: 'damaged', folder },
    newer: { state: 'newer', format: 9 },
    not_writable: { state: 'not_writable', folder },
    disk_full: { state: 'disk_full', folder },
    synced_folder: { state: 'synced_folder', folder, service: 'one_drive' },
    already_running: { state: 'already_running' },
    failed: { state: 'failed', code: 'store-17' },
  };
  const stage = stages[asked.get('stage') ?? 'open'] ?? { state: 'open' };
  return {
    stage,
    people,
    asked: asked.has('asked'),
    walked: asked.has('walked'),
    twice: asked.has('twice'),
    brought: asked.get('import'),
  };
}

let host: FakeHost | undefined;

/** The host that answers now. */
export function fakeHost(): FakeHost {
  if (!host) {
    const { stage, people, asked, walked, twice, brought } = sceneOf(
      typeof location === 'undefined' ? '' : location.search,
    );
    host = new FakeHost(stage, people);
    if (asked) host.ask();
    if (walked) host.walk();
    if (twice) host.twice();
    if (brought) void bring(brought);
  }
  return host;
}

/** Puts another host in its place, for a test that needs a fresh one. */
export function useFakeHost(next: FakeHost): FakeHost {
  host = next;
  return next;
}

/** What `@tauri-apps/api/core` offers, answered here. */
export async function invoke(command: string, args?: { request?: unknown }): Promise<unknown> {
  await Promise.resolve();
  // Over the border only plain values travel.
  const request = JSON.parse(JSON.stringify(args?.request ?? {})) as RequestOf<CommandName>;
  return fakeHost().answer(command as CommandName, request);
}
