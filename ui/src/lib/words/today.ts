import type { DuePeople } from '../../bindings/DuePeople';
import type { Duty } from '../../bindings/Duty';
import type { NextView } from '../../bindings/NextView';
import type { TodayKindView } from '../../bindings/TodayKindView';
import type { TodayLineView } from '../../bindings/TodayLineView';
import { formatDate, formatPeople } from '../format';
import { link } from '../router.svelte';
import { dutyWords } from './duties';
import { requestKindLabels } from './labels';
import { pathWords, stepWords } from './paths';

/** A line of Today in words, and where its action leads. */
export interface TodayWords {
  title: string;
  detail?: string;
  action?: { label: string; href: string };
  /** What is done at once by pressing: these people's numbers are still right. */
  tick?: { label: string; numbersOf: string[] };
  /** What is done at once by pressing: this duty at this mailbox. */
  done?: { label: string; duty: Duty; mailbox: string };
}

const atSite = (line: TodayLineView): string => (line.site_name ? ` at ${line.site_name}` : '');
const home = (line: TodayLineView): string => line.site_name ?? line.name ?? 'the home';
const who = (line: TodayLineView): string => line.name ?? 'Somebody';
const mailbox = (line: TodayLineView): string => line.name ?? 'the shared mailbox';

function toHome(line: TodayLineView, label: string): TodayWords['action'] {
  return { label, href: line.site ? link('settings_home', { site: line.site }) : link('settings') };
}

function toCover(line: TodayLineView): TodayWords['action'] {
  const label = 'See who can open it';
  return line.site && line.mailbox
    ? { label, href: link('settings_mailbox_cover', { site: line.site, mailbox: line.mailbox }) }
    : { label, href: link('people') };
}

function toPerson(line: TodayLineView, label: string): TodayWords['action'] {
  return { label, href: line.person ? link('person', { person: line.person }) : link('people') };
}

function toList(due: DuePeople): NonNullable<TodayWords['action']> {
  return { label: 'See them all', href: link('people', undefined, { due }) };
}

function toRequest(line: TodayLineView, label: string): TodayWords['action'] {
  return { label, href: line.request ? link('request', { request: line.request }) : link('requests') };
}

function aboutRequest(line: TodayLineView): string {
  const what = line.request_kind ? `“${requestKindLabels[line.request_kind]}”` : 'a request';
  return line.name ? `${what} for ${line.name}` : what;
}

const on = (line: TodayLineView): string => (line.date ? ` on ${formatDate(line.date)}` : '');

/** Words that go on a sentence: with a small letter, unless they begin with a name such as NAS. */
const inSentence = (words: string): string =>
  /^[A-Z]{2}/.test(words) ? words : `${words.charAt(0).toLowerCase()}${words.slice(1)}`;

const kinds: Record<TodayKindView, (line: TodayLineView) => TodayWords> = {
  recovery_code: () => ({
    title: 'Write down your recovery code',
    detail: 'It opens your staff list when this computer is lost or replaced. It takes two minutes.',
    action: { label: 'Show the recovery code', href: link('settings_code') },
  }),
  staff_list: (line) => ({
    title: `Add the people who work${line.site_name ? atSite(line) : ' at your home'}`,
    detail: 'Start with those who can open the shared mailbox now.',
    action: { label: 'Add a person', href: link('person_add') },
  }),
  nas_managed_unknown: (line) => ({
    title: `Find out who looks after the accounts of ${home(line)}`,
    detail:
      'For most care homes it is the National Administration Service (NAS). If it is not, requests to NAS are sent back.',
    action: toHome(line, 'Answer the question'),
  }),
  not_nas_managed: (line) => ({
    title: `NAS does not look after the accounts of ${home(line)}`,
    detail: 'Send requests for this home to your Local Administrator instead.',
    action: toHome(line, 'See the home'),
  }),
  ods_code_missing: (line) => ({
    title: `Add the ODS code of ${home(line)}`,
    detail: 'Five letters and numbers, such as VLAXL. You can look it up by postcode.',
    action: toHome(line, 'Add the code'),
  }),
  nas_address_changed: (line) => ({
    title: `Requests go to ${line.name ?? 'another address'}`,
    detail: 'Somebody changed the address in Settings. If you did not expect that, change it back.',
    action: { label: 'Check the address', href: link('settings_nas') },
  }),
  request_not_sent: (line) => ({
    title: line.name ? `The request for ${line.name} is written and not sent` : 'A request is written and not sent',
    detail: `${line.date ? `Written${on(line)}. ` : ''}Send it from the shared mailbox, then say so here.`,
    action: toRequest(line, 'Finish the request'),
  }),
  request_no_ticket: (line) => ({
    title: line.name ? `Add the ticket reference for ${line.name}` : 'Add a ticket reference',
    detail: `${line.date ? `Sent${on(line)}. ` : ''}NAS answers with a reference. You need it when you ask again.`,
    action: toRequest(line, 'Add the reference'),
  }),
  request_to_chase: (line) => ({
    title: `Ask NAS again about ${aboutRequest(line)}`,
    detail: `${line.date ? `Sent${on(line)}. ` : ''}It should have been answered by now. The reminder is written for you.`,
    action: toRequest(line, 'Ask again'),
  }),
  request_to_escalate: (line) => ({
    title: `Escalate ${aboutRequest(line)}`,
    detail: `${line.date ? `Sent${on(line)}. ` : ''}It is still open. Write to the people who look after complaints about the helpdesk.`,
    action: toRequest(line, 'Escalate'),
  }),
  request_to_answer: (line) => ({
    title: `Answer NAS about ${aboutRequest(line)}`,
    detail: `NAS asked for something${on(line)} and waits for you.`,
    action: toRequest(line, 'See the request'),
  }),
  request_steps_left: (line) => ({
    title: `Finish what follows ${aboutRequest(line)}`,
    detail: `NAS is done${line.date ? ` since ${formatDate(line.date)}` : ''}. A few steps are left for you.`,
    action: toRequest(line, 'See the steps'),
  }),
  saved_file: (line) => ({
    title: line.name ? `Delete the saved file ${line.name}` : 'Delete the saved file with a request in it',
    detail: 'It holds people’s details. Delete it once the mail has been sent.',
    action: toRequest(line, 'See the request'),
  }),
  cover_below_two: (line) => ({
    title:
      line.count === 0 ? `Nobody on your list can open ${mailbox(line)}` : `Only one person can open ${mailbox(line)}`,
    detail: 'At least two people should be able to, so that mail is read every day.',
    action: toCover(line),
  }),
  one_owner: (line) => ({
    title: line.count === 0 ? `Nobody owns ${mailbox(line)}` : `Only one person owns ${mailbox(line)}`,
    detail: 'A second owner can let people in when the first is away.',
    action: toCover(line),
  }),
  leaver_has_access: (line) =>
    line.person === null
      ? {
          title: `${formatPeople(line.count ?? 0)} have left and can still open a shared mailbox`,
          detail: 'Take the access away in the NHSmail portal, then say so here. It does not end by itself.',
          action: toList('left_with_access'),
        }
      : {
          title: `${who(line)} has left and can still open the shared mailbox`,
          detail: 'Take the access away in the NHSmail portal, then say so here. It does not end by itself.',
          action: toPerson(line, 'See the steps'),
        },
  account_clock: (line) =>
    line.person === null
      ? {
          title: `${formatPeople(line.count ?? 0)} are marked as leavers: their accounts may be deleted soon`,
          detail: 'If somebody has moved to another home, that home must ask for them before then.',
          action: toList('marked_leaver'),
        }
      : {
          title: `${who(line)} is marked as a leaver: the account may be deleted${line.date ? ` on ${formatDate(line.date)}` : ''}`,
          detail: 'If they have moved to another home, that home must ask for them before then.',
          action: toPerson(line, 'See the account'),
        },
  accounts_not_checked: (line) => ({
    title: `Check the accounts of ${formatPeople(line.count ?? 0)}`,
    detail: 'Ask when they last used NHSmail, and note the day. Mailbox Steward cannot see it by itself.',
    action: { label: 'Check the accounts', href: link('people', undefined, { due: 'account_to_check' }) },
  }),
  own_number: (line) => ({
    title: `${who(line)}: is this still your mobile number?`,
    detail: 'NHSmail tells who you are by it. Once a year is often enough.',
    action: toPerson(line, 'See the number'),
    ...(line.person ? { tick: { label: 'It is still right', numbersOf: [line.person] } } : {}),
  }),
  numbers_not_checked: (line) => ({
    title: `Ask ${formatPeople(line.count ?? 0)} whether their mobile number is still right`,
    detail: 'NHSmail tells who somebody is by the number. Once a year is often enough.',
    action: { label: 'Check the numbers', href: link('people', undefined, { due: 'number_to_check' }) },
  }),
  duty_due: (line) => {
    const words = dutyWords[line.duty ?? 'remove_leavers'];
    const more = (line.count ?? 1) - 1;
    return {
      title: words.ask,
      detail: [
        `For ${mailbox(line)}.`,
        words.detail,
        line.date ? `Last done on ${formatDate(line.date)}.` : '',
        more > 0 ? (more === 1 ? '1 more duty has come round.' : `${more} more duties have come round.`) : '',
      ]
        .filter(Boolean)
        .join(' '),
      ...(line.duty && line.mailbox ? { done: { label: 'Done today', duty: line.duty, mailbox: line.mailbox } } : {}),
      ...(line.site && line.mailbox
        ? {
            action: {
              label: 'See all duties',
              href: link('settings_duties', { site: line.site, mailbox: line.mailbox }),
            },
          }
        : {}),
    };
  },
  path_step_due: (line) => {
    if (line.person === null) {
      return {
        title: `${formatPeople(line.count ?? 0)} have steps to do`,
        detail: 'Each of them starts, leaves, moves, is away or has a new name.',
        action: toList('steps_due'),
      };
    }
    const step = line.step ? stepWords[line.step].title : 'See what is left to do';
    const more = (line.count ?? 1) - 1;
    return {
      title: `${who(line)}: ${inSentence(step)}`,
      detail: [
        line.path ? `${pathWords[line.path].title}.` : '',
        line.date ? `Due since ${formatDate(line.date)}.` : '',
        more > 0 ? (more === 1 ? '1 more step is due.' : `${more} more steps are due.`) : '',
      ]
        .filter(Boolean)
        .join(' '),
      action: {
        label: 'See the steps',
        href: line.person ? link('person', { person: line.person }, { step: line.step ?? '' }) : link('people'),
      },
    };
  },
  contact_to_remove: (line) => ({
    title: `Decide about the contact details of ${formatPeople(line.count ?? 0)} who left`,
    detail: 'They left long enough ago. Nothing is removed unless you say so.',
    action: { label: 'See who', href: link('people', undefined, { due: 'contact_to_remove' }) },
  }),
  duplicates: (line) => {
    const count = line.count ?? 0;
    return {
      title: `Possible duplicates: ${count === 1 ? '1 pair' : count >= 200 ? '200 pairs or more' : `${count} pairs`}`,
      detail: 'Somebody may be on your staff list twice. Say whether each pair is one person or two.',
      action: { label: 'See the pairs', href: link('duplicates') },
    };
  },
  history_damaged: () => ({
    title: 'Something is wrong with the history',
    detail: 'A check in the background found it. Look at what it is before you change anything else.',
    action: { label: 'Check the history', href: link('settings_check') },
  }),
  password_runs_out: (line) => ({
    title: line.count === 0 ? `Your NHSmail password ran out${on(line)}` : `Your NHSmail password runs out${on(line)}`,
    detail: 'Change it at NHSmail before then, and save the new one here with the day you chose it.',
    action: { label: 'Open your sign-in details', href: link('settings_sign_in') },
  }),
  clock_behind: () => ({
    title: 'The date of this computer looks wrong',
    detail: 'It is more than a day behind the last change you made here. Set the date and time of the computer.',
  }),
};

/** A line of Today in words. */
export function todayWords(line: TodayLineView): TodayWords {
  return kinds[line.kind](line);
}

const nextWords: Partial<Record<TodayKindView, (next: NextView) => string>> = {
  duty_due: (next) =>
    next.duty === 'read_mailbox' ? 'the shared mailbox is to be read' : 'a duty of yours as the owner comes round',
  request_to_chase: (next) => `ask NAS again${next.name ? ` about ${next.name}` : ''}`,
  request_to_escalate: (next) => `escalate the request${next.name ? ` for ${next.name}` : ''}`,
  path_step_due: (next) => `a step${next.name ? ` for ${next.name}` : ''} is due`,
  account_clock: (next) => `the account of ${next.name ?? 'a leaver'} reaches its next date`,
  accounts_not_checked: () => 'accounts are to be checked',
};

/** What comes next when there is nothing to do, as the rest of a sentence. */
export const whatComesNext = (next: NextView): string =>
  nextWords[next.kind]?.(next) ?? 'something you put off comes back';

/** Every kind of line, for the test that reads the sentences. */
export const todayKinds = Object.keys(kinds) as TodayKindView[];
