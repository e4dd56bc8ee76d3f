/** Invented homes and people. Every mobile is from 07700 900000 to 07700 900999, which Ofcom keeps for fiction. */
import type { AccessLevel } from '../bindings/AccessLevel';
import type { DetailView } from '../bindings/DetailView';
import type { HistoryLineView } from '../bindings/HistoryLineView';
import type { PeopleViewView } from '../bindings/PeopleViewView';
import type { PersonView } from '../bindings/PersonView';
import type { RequestDraftRequest } from '../bindings/RequestDraftRequest';
import type { RequestView } from '../bindings/RequestView';
import type { SettingsView } from '../bindings/SettingsView';
import type { PutOffView } from '../bindings/PutOffView';
import type { SiteView } from '../bindings/SiteView';
import type { FakeDuties } from './duties';

export const today = '2026-11-20';

export const given = (value: string): DetailView => (value ? { is: 'given', value } : { is: 'not_given' });

export interface FakeHome {
  sites: SiteView[];
  people: PersonView[];
  requests: RequestView[];
  /** What each request was composed from. */
  asked: Map<string, RequestDraftRequest>;
  settings: SettingsView;
  workingAs: string | null;
  /** Whether this computer reminds once a day. */
  daily: boolean;
  drafts: Map<string, string>;
  /** What is known of the duties at each mailbox. */
  duties: Record<string, FakeDuties>;
  /** The pairs that are two people: their ids in order, apart. */
  apart: string[];
  /** The records that were put into others. */
  gone: Record<string, PersonView>;
  /** Lines of Today put off. */
  putOff: PutOffView[];
  /** Saved views of the people list. */
  views: PeopleViewView[];
  credential: { user_name: string; password: string; changed_on: string | null } | null;
}

let made = 0;
/** Ids as the real ones look, in the order they are made. */
export function id(): string {
  made += 1;
  return `01936f00-0000-7000-8000-${String(made).padStart(12, '0')}`;
}

export function line(
  subject: HistoryLineView['subject'],
  happened: HistoryLineView['happened'],
  fields: Record<string, string> = {},
  at = `${today}T09:14:00Z`,
): HistoryLineView {
  return {
    action: id(),
    at,
    effective: null,
    author: given('Jane Smith'),
    subject,
    happened,
    fields: Object.entries(fields).map(([field, value]) => ({ field, value, removed: false })),
    can_undo: true,
    changed: null,
  };
}

function site(name: string, ods: string | null, address: string): SiteView {
  return {
    site: id(),
    name,
    ods_code: ods,
    town: 'Dorchester',
    postcode: 'DT1 1AA',
    cqc_phone: '01632960001',
    nas_managed: 'yes',
    local_help: null,
    closed_on: null,
    mailboxes: [{ mailbox: id(), address, display_name: null, from: '2021-03-01', to: null, owners: 2, members: 4 }],
    notices: [],
    history: [line('site', 'added', { name }, '2026-03-02T10:00:00Z')],
  };
}

export function person(name: string, at: number): PersonView {
  const address = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .trim()
    .replace(/ +/g, '.');
  return {
    person: id(),
    full_name: given(name),
    personal_mobile: given(`07700900${String(at % 1000).padStart(3, '0')}`),
    personal_email: given(`${address}@example.com`),
    nhsmail_address: given(at % 5 === 4 ? '' : `${address}@nhs.net`),
    linked_mobile: given(at % 5 === 4 ? '' : `07700900${String(at % 1000).padStart(3, '0')}`),
    note: given(''),
    has_account: at % 5 === 4 ? 'no' : 'yes',
    account_held_by: null,
    mfa: at % 3 === 0 ? 'yes' : 'not_known',
    account_created_on: at % 5 === 4 ? null : '2024-05-13',
    last_confirmed_active_on: at % 5 === 4 ? null : '2026-11-02',
    marked_leaver_on: null,
    disabled_on: null,
    details_received_on: null,
    number_checked_on: '2026-03-02',
    number_due: false,
    removal: at % 5 === 4 ? null : { what: 'personal_email', since: '2026-11-02' },
    clock: null,
    posts: [],
    access: [],
    requests: [],
    paths: [],
    merged: [],
    alike: [],
    history: [line('person', 'added', { full_name: name }, '2026-03-02T10:05:00Z')],
  };
}

const names = [
  'Jane Smith',
  'Amina Yusuf',
  'Łukasz Nowak',
  'Siobhán O’Neill',
  'Nguyễn Thị Hoa',
  'Ben Carter',
  'Priya Raman',
  'Tom Ashworth',
  'Grace Mensah',
  'Maria Fernandes',
  'David Okafor',
  'Ellie Watts',
  'Sam Pritchard',
  'Joanna Kowalska',
  'Kwame Boateng',
  'Beth Hollis',
  'Ravi Menon',
  'Chloe Dunn',
  'Peter Lacey',
  'Ifeoma Nwosu',
  'Hannah Groves',
  'Marek Zielinski',
  'Lucy Tarrant',
  'Omar Siddiqui',
];
const roles = ['Manager', 'Care assistant', 'Night senior', 'Administrator', 'Nurse', 'Activities lead'];

export function join(home: FakeHome, who: PersonView, at: SiteView, role: string, access: AccessLevel | null): void {
  who.posts.unshift({
    post: id(),
    site: at.site,
    site_name: at.name,
    role,
    from: '2024-05-01',
    to: null,
    works_on: [],
    current: true,
  });
  const box = at.mailboxes[0];
  if (access && box) {
    who.access.unshift({
      access: id(),
      mailbox: box.mailbox,
      address: box.address,
      level: access,
      from: '2024-05-13',
      to: null,
      portal_done_on: '2024-05-13',
      current: true,
    });
  }
  if (!home.people.includes(who)) home.people.push(who);
}

/** A home as it is before set-up. */
export function emptyHome(): FakeHome {
  return {
    sites: [],
    people: [],
    requests: [],
    apart: [],
    gone: {},
    asked: new Map(),
    settings: {
      nas_address: 'helpdesk@nhs.net',
      nas_address_default: 'helpdesk@nhs.net',
      nas_address_notices: [],
      local_help: { name: '', email: '', phone: '' },
      extra_bank_holidays: [],
      chase_after: 3,
      chase_after_advised: 3,
      contact_kept_months: 6,
      contact_kept_months_advised: 6,
      escalate_after: 5,
      escalate_after_advised: 5,
      others_use_this_computer: null,
      has_passphrase: false,
      lock_after: 5,
      lock_after_advised: 5,
      recovery_code_checked_on: null,
      last_backup_on: null,
      history_checked_on: null,
      data_folder: 'C:\\Users\\office\\AppData\\Local\\uk.mailboxsteward.app',
      version: '0.1.0',
      history: [],
    },
    workingAs: null,
    daily: false,
    drafts: new Map(),
    duties: {},
    putOff: [],
    views: [],
    credential: null,
  };
}

/** Two homes with `count` people in every kind of state. */
export function fullHome(count: number): FakeHome {
  const home = emptyHome();
  home.settings.has_passphrase = true;
  home.settings.others_use_this_computer = true;
  home.settings.local_help = { name: 'Partners in Care', email: 'help@example.org', phone: '01632960002' };
  const rowan = site('Rowan House', 'VLAXL', 'care.vlaxl@nhs.net');
  const beech = site('Beech Lodge', 'VM4K2', 'care.dorchester.beechlodgevm4k2@nhs.net');
  home.sites.push(rowan, beech);
  for (let at = 0; at < count; at++) {
    const base = names[at % names.length] ?? 'Jane Smith';
    const name = at < names.length ? base : `${base} ${toLetters(Math.floor(at / names.length))}`;
    const who = person(name, at + 1);
    const access = at < 2 ? 'owner' : at % 4 === 1 ? 'member' : null;
    join(home, who, at % 6 === 5 ? beech : rowan, roles[at % roles.length] ?? 'Care assistant', access);
    if (at % 7 === 3 && who.has_account === 'yes') who.last_confirmed_active_on = '2026-09-14';
    if (at % 11 === 5) leave(who);
  }
  const owner = home.people[0];
  if (owner) {
    owner.number_checked_on = '2025-10-01';
    owner.number_due = true;
  }
  home.workingAs = owner?.person ?? null;
  return home;
}

/** Numbers are not part of a name, so a repeated one gets letters. */
function toLetters(number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  }
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function leave(who: PersonView): void {
  who.marked_leaver_on = '2026-11-09';
  for (const post of who.posts) {
    post.to = '2026-11-08';
    post.current = false;
  }
}
