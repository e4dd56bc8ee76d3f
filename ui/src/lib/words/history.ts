import type { AccessLevel } from '../../bindings/AccessLevel';
import type { Activity } from '../../bindings/Activity';
import type { Answer } from '../../bindings/Answer';
import type { Duty } from '../../bindings/Duty';
import type { FollowUp } from '../../bindings/FollowUp';
import type { HappenedView } from '../../bindings/HappenedView';
import type { HistoryFieldView } from '../../bindings/HistoryFieldView';
import type { HistoryLineView } from '../../bindings/HistoryLineView';
import type { Arrival } from '../../bindings/Arrival';
import type { PathKind } from '../../bindings/PathKind';
import type { PathStep } from '../../bindings/PathStep';
import type { WeekDay } from '../../bindings/WeekDay';
import type { PutOffReason } from '../../bindings/PutOffReason';
import type { Rejection } from '../../bindings/Rejection';
import type { RequestKind } from '../../bindings/RequestKind';
import type { RequestState } from '../../bindings/RequestState';
import type { SubjectView } from '../../bindings/SubjectView';
import { changedWords } from '../errors';
import type { TimelineItem } from '../components/timeline/Timeline.svelte';
import { formatDate, formatLandline, formatMobile, formatMoment, formatPeople, formatWorkingDays } from '../format';
import { accessLabels, answerLabels, detailText, requestKindLabels, requestStateLabels, subjectLabels } from './labels';
import { activityLabels } from './clocks';
import { dutyWords, everyWords, putOffReasons } from './duties';
import { followUpWords } from '../../pages/ask/entries';
import { daysWords } from './cover';
import { arrivalWords, pathWords, stepWords } from './paths';
import { rejectionLabels } from './requests';

const happenings: Record<HappenedView, (subject: SubjectView) => string> = {
  added: (subject) => (subject === 'person' ? 'Added to the staff list' : `${subjectLabels[subject]} added`),
  changed: (subject) => (subject === 'person' ? 'Details changed' : `${subjectLabels[subject]} changed`),
  undone: (subject) => `${subjectLabels[subject]}: a change was undone`,
  confirmed: () => 'Confirmed as used',
  number_confirmed: () => 'Mobile number confirmed',
  contact_removed: () => 'Contact details removed',
  erased: () => 'Erased for good',
  copy_made: () => 'A copy of everything held was saved',
  request_drafted: () => 'Request written',
  request_handed_over: () => 'Request copied or opened for sending',
  request_sent: () => 'Request sent',
  request_moved: () => 'Request moved on',
  ticket_added: () => 'Ticket reference added',
  request_called: () => 'Telephone call noted',
  calls_removed: () => 'What was said in the calls was removed',
  request_chased: () => 'NAS asked again',
  request_question: () => 'A question from NAS',
  path_begun: () => 'Steps begun',
  path_ended: () => 'Steps ended',
  step_done: () => 'A step is done',
  step_not_done: () => 'A step is not done after all',
  put_off: () => 'Put off on Today',
  taken_back: () => 'No longer put off on Today',
  merged: () => 'Two records put together',
  unmerged: () => 'Two records taken apart',
  two_people: () => 'Noted as two people',
  two_people_taken_back: () => 'Not noted as two people any more',
  duty_done: () => 'A duty of the owner is done',
};

type Say = (value: string) => string;

const date: Say = (value) => value.split(', ').map(formatDate).join(', ');
const mobile: Say = formatMobile;
const plain: Say = (value) => value;
const answer: Say = (value) => answerLabels[value as Answer] ?? value;

const handOvers: Record<string, string> = {
  copied_to: 'the address was copied',
  copied_subject: 'the subject was copied',
  copied_body: 'the body was copied',
  copied_all: 'all of it was copied',
  outlook_web: 'opened in Outlook on the web',
  mail_program: 'opened in the mail program',
  saved_file: 'saved as a file',
};

/** What a field of a history line is called, and how its value reads. A field that is not here says nothing to people. */
const fieldWords: Record<string, [label: string, say: Say]> = {
  name: ['Name', plain],
  site: ['Home', plain],
  mailbox: ['Shared mailbox', plain],
  person: ['Person', plain],
  other_person: ['The other record', plain],
  full_name: ['Full name', plain],
  personal_mobile: ['Personal mobile', mobile],
  linked_mobile: ['Mobile linked to the account', mobile],
  personal_email: ['Personal email', plain],
  nhsmail_address: ['NHSmail address', plain],
  note: ['Note', plain],
  identity: ['Name, NHSmail address and note', plain],
  contact: ['Mobiles and personal email', plain],
  has_account: ['Has an NHSmail account', answer],
  account_held_by: ['Organisation that holds the account', plain],
  mfa: ['Second sign-in step (MFA)', answer],
  account_created_on: ['Account made on', date],
  last_confirmed_active_on: ['Last confirmed as used on', date],
  marked_leaver_on: ['Marked as a leaver on', date],
  disabled_on: ['Paused for long leave since', date],
  details_received_on: ['Sign-in details received on', date],
  ods_code: ['ODS code', plain],
  town: ['Town', plain],
  postcode: ['Postcode', plain],
  cqc_phone: ['Telephone that CQC publishes', formatLandline],
  nas_managed: ['NAS looks after the accounts', answer],
  local_help: ['Local help', plain],
  closed_on: ['Last day open', date],
  address: ['Address', plain],
  display_name: ['Display name', plain],
  from: ['From', date],
  to: ['Until', date],
  role: ['Role', plain],
  works_on: ['Works on', (value) => daysWords(value.split(', ') as WeekDay[])],
  level: ['Access', (value) => accessLabels[value as AccessLevel] ?? value],
  portal_done_on: ['Done in the portal on', date],
  kind: ['Request', (value) => requestKindLabels[value as RequestKind] ?? value],
  state: ['Where it stands', (value) => requestStateLabels[value as RequestState] ?? value],
  way: ['How', (value) => handOvers[value] ?? activityLabels[value as Activity] ?? value],
  together: ['Confirmed together', (value) => formatPeople(Number(value))],
  number_checked_on: ['Number last given or confirmed on', date],
  ticket_reference: ['Ticket reference', plain],
  why: ['Reason', (value) => rejectionLabels[value as Rejection] ?? value],
  question: ['What happened', (value) => (value === 'answered' ? 'answered' : 'NAS asked for something')],
  step: ['Step', (value) => followUpWords[value as FollowUp] ?? value],
  duty: ['Duty', (value) => dutyWords[value as Duty]?.title ?? value],
  put_off_reason: ['Why', (value) => putOffReasons[value as PutOffReason] ?? value],
  until: ['Until', date],
  words: ['In your words', plain],
  read_every: ['Remind to read it', (value) => everyWords(Number(value))],
  path_kind: ['What happens', (value) => pathWords[value as PathKind]?.title ?? value],
  path_step: ['Step', (value) => stepWords[value as PathStep]?.title ?? value],
  on: ['On', date],
  arrival: ['Started with', (value) => arrivalWords[value as Arrival]?.label ?? value],
  home: ['Which home', (value) => (value === 'old' ? 'The one they leave' : 'The one they come to')],
  goes_on: ['Goes on to another place with NHSmail', answer],
  stays: ['Works on at another of your homes', answer],
  keeps_access: ['Keeps access to the shared mailbox', (value) => (value === 'true' ? 'yes' : 'no')],
  returns_on: ['Comes back on', date],
  ended_on: ['Ended on', date],
  given_up: ['Not all steps were done', (value) => (value === 'true' ? 'yes' : 'no')],
  spoke_to: ['Spoke to', plain],
  contact_kept_months: [
    'Contact details of leavers are kept for',
    (value) => (value === '1' ? '1 month' : `${value} months`),
  ],
  chase_after: ['Ask again after', (value) => formatWorkingDays(Number(value))],
  escalate_after: ['Escalate after', (value) => formatWorkingDays(Number(value))],
  sent_on: ['Sent on', date],
  set_up_on: ['Set up on', date],
  nas_address: ['Address requests go to', plain],
  local_help_name: ['Local help', plain],
  local_help_email: ['Email of local help', plain],
  local_help_phone: ['Telephone of local help', plain],
  extra_bank_holidays: ['Extra bank holidays', date],
  recovery_code_checked_on: ['Recovery code checked on', date],
};

/** What a field is called. */
export const fieldLabel = (field: string): string => fieldWords[field]?.[0] ?? field;

/** How a value of a field reads. */
export const fieldValue = (field: string, value: string): string => fieldWords[field]?.[1](value) ?? value;

function wordsOf({ field, value, removed }: HistoryFieldView): string | undefined {
  const known = fieldWords[field];
  if (!known) return undefined;
  const [label, say] = known;
  if (removed) return value === null ? `${label}: removed` : `${label}: removed on ${formatDate(value)}`;
  return value === null || value === '' ? `${label}: taken out` : `${label}: ${say(value)}`;
}

/** Lines of history for the timeline; `undo` is offered where it can still be done. */
export function historyItems(lines: readonly HistoryLineView[], undo: (action: string) => void): TimelineItem[] {
  return lines.map((line, index) => ({
    id: `${line.action}-${index}`,
    when: formatMoment(line.at),
    title: happenings[line.happened](line.subject),
    who: line.author ? detailText(line.author) : undefined,
    details: [
      ...(line.effective ? [`For ${formatDate(line.effective)}`] : []),
      ...line.fields.map(wordsOf).filter((words) => words !== undefined),
    ],
    undo: line.can_undo ? () => undo(line.action) : undefined,
    later: line.changed ? `Changed again ${changedWords(line.changed)}` : undefined,
  }));
}
