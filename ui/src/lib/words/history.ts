import type { HappenedView } from '../../bindings/HappenedView';
import type { HistoryFieldView } from '../../bindings/HistoryFieldView';
import type { HistoryLineView } from '../../bindings/HistoryLineView';
import type { SubjectView } from '../../bindings/SubjectView';
import type { TimelineItem } from '../components/timeline/Timeline.svelte';
import { formatDate, formatMobile, formatMoment } from '../format';
import { accessLabels, answerLabels, detailText, requestStateLabels, subjectLabels } from './labels';

const happenings: Record<HappenedView, (subject: SubjectView) => string> = {
  added: (subject) => (subject === 'person' ? 'Added to the staff list' : `${subjectLabels[subject]} added`),
  changed: (subject) => (subject === 'person' ? 'Details changed' : `${subjectLabels[subject]} changed`),
  undone: (subject) => `${subjectLabels[subject]}: a change was undone`,
  contact_removed: () => 'Contact details removed',
  erased: () => 'Erased for good',
  request_drafted: () => 'Request written',
  request_handed_over: () => 'Request copied or opened for sending',
  request_sent: () => 'Request sent',
  request_moved: () => 'Request moved on',
  ticket_added: () => 'Ticket reference added',
};

/** What the fields of a history line are called. A field without a name here is left out: it says nothing to people. */
const fieldLabels: Record<string, string> = {
  name: 'Name',
  full_name: 'Full name',
  personal_mobile: 'Personal mobile',
  linked_mobile: 'Mobile linked to the account',
  personal_email: 'Personal email',
  nhsmail_address: 'NHSmail address',
  note: 'Note',
  has_account: 'Has an NHSmail account',
  account_held_by: 'Organisation that holds the account',
  mfa: 'Second sign-in step (MFA)',
  account_created_on: 'Account made on',
  last_confirmed_active_on: 'Last confirmed as used on',
  marked_leaver_on: 'Marked as a leaver on',
  details_received_on: 'Sign-in details received on',
  ods_code: 'ODS code',
  town: 'Town',
  postcode: 'Postcode',
  cqc_phone: 'Telephone that CQC publishes',
  nas_managed: 'NAS looks after the accounts',
  local_help: 'Local help',
  address: 'Address',
  display_name: 'Display name',
  from: 'From',
  to: 'Until',
  role: 'Role',
  level: 'Access',
  portal_done_on: 'Done in the portal on',
  state: 'Where it stands',
  ticket_reference: 'Ticket reference',
  sent_on: 'Sent on',
  nas_address: 'Address requests go to',
  local_help_name: 'Local help',
  local_help_email: 'Email of local help',
  local_help_phone: 'Telephone of local help',
  extra_bank_holidays: 'Extra bank holidays',
  others_use_this_computer: 'Others use this computer’s sign-in',
  recovery_code_checked_on: 'Recovery code checked on',
};

const named: Record<string, string> = {
  ...answerLabels,
  ...accessLabels,
  ...requestStateLabels,
  true: 'Yes',
  false: 'No',
};

/** A stored value as people read it. */
function valueWords(value: string): string {
  return named[value] ?? formatMobile(formatDate(value));
}

function fieldWords({ field, value, removed }: HistoryFieldView): string | undefined {
  const label = fieldLabels[field];
  if (!label) return undefined;
  if (removed) return `${label}: removed`;
  return `${label}: ${value === null ? 'taken out' : valueWords(value)}`;
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
      ...line.fields.map(fieldWords).filter((words) => words !== undefined),
    ],
    undo: line.can_undo ? () => undo(line.action) : undefined,
  }));
}
