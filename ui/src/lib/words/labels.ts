/** Short words for the closed lists of the contract. */
import type { AccessLevel } from '../../bindings/AccessLevel';
import type { Answer } from '../../bindings/Answer';
import type { DetailView } from '../../bindings/DetailView';
import type { HoursView } from '../../bindings/HoursView';
import type { NasHoursView } from '../../bindings/NasHoursView';
import type { PasswordStoreView } from '../../bindings/PasswordStoreView';
import type { RequestKind } from '../../bindings/RequestKind';
import type { RequestState } from '../../bindings/RequestState';
import type { SourceView } from '../../bindings/SourceView';
import type { SubjectView } from '../../bindings/SubjectView';
import { formatDate, formatTime } from '../format';

export const answerLabels: Record<Answer, string> = { yes: 'Yes', no: 'No', not_known: 'Not known' };

/** What a line of history is about. */
export const subjectLabels: Record<SubjectView, string> = {
  site: 'Home',
  mailbox: 'Shared mailbox',
  person: 'Person',
  post: 'Job',
  access: 'Access to the shared mailbox',
  request: 'Request',
  settings: 'Settings',
  path: 'Steps',
  aside: 'Today',
};

export const accessLabels: Record<AccessLevel, string> = { owner: 'Owner', member: 'Member' };

/** What owner and member may do, for the hint under a choice. */
export const accessHints: Record<AccessLevel, string> = {
  owner: 'Reads and sends mail, and decides who else may.',
  member: 'Reads and sends mail.',
};

export const requestKindLabels: Record<RequestKind, string> = {
  new_user: 'New NHSmail user',
  joiner: 'Existing user to be added as a joiner',
  leaver_status: 'Check whether somebody is marked as a leaver',
  leaver: 'Mark a user as a leaver',
  unlock: 'Unlock an account',
  password_reset: 'Password reset',
  name_change: 'Change of name',
  owner_change: 'New owner of the shared mailbox',
  add_to_mailbox: 'Add a user to the shared mailbox',
  missing_shared_mailbox: 'Shared mailbox missing from an account',
  site_change: 'Change to the home',
  escalation: 'Escalation',
  chase: 'Reminder',
  long_leave: 'Pause an account for long leave',
  return_from_leave: 'Open an account again after leave',
  restore_account: 'Restore a deleted account',
};

export const requestStateLabels: Record<RequestState, string> = {
  drafted: 'Not sent yet',
  sent: 'Sent',
  acknowledged: 'Received by NAS',
  escalated: 'Escalated',
  done: 'Done',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};

export const requestStateColours: Record<RequestState, 'grey' | 'green' | 'blue' | 'amber' | 'red' | 'plum'> = {
  drafted: 'amber',
  sent: 'blue',
  acknowledged: 'blue',
  escalated: 'plum',
  done: 'green',
  rejected: 'red',
  withdrawn: 'grey',
};

/** What this system calls the place for its passwords. */
export const passwordStoreNames: Record<PasswordStoreView, string> = {
  windows_credential_manager: 'Windows Credential Manager',
  mac_keychain: 'Mac Keychain',
  secret_service: 'this computer’s password store',
  memory: 'this demo’s memory',
};

/** A detail as text: what was given, nothing, or that it was removed and when. */
export function detailText(detail: DetailView): string {
  switch (detail.is) {
    case 'given':
      return detail.value;
    case 'not_given':
      return '';
    case 'removed':
      return `Removed on ${formatDate(detail.value)}`;
  }
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A day with its weekday and without its year: "Tuesday 1 June". */
function weekday(day: string): string {
  return `${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${formatDate(day).replace(/ \d{4}$/, '')}`;
}

/** Whether NAS answers now, and if not, when. */
export function nasHoursWords(nas: NasHoursView, today: string): string {
  if (nas.open) return nas.until ? `NAS is open until ${formatTime(nas.until)}.` : 'NAS is open now.';
  if (!nas.opens_on || !nas.opens_at) return 'NAS is closed now.';
  const day = nas.opens_on === today ? 'today' : weekday(nas.opens_on);
  return `NAS is closed. It opens ${day} at ${formatTime(nas.opens_at)}.`;
}

/** When NAS is open, on any day. */
export const hoursWords = (hours: HoursView): string =>
  `Monday to Friday, ${formatTime(hours.from)} to ${formatTime(hours.to)}, not on bank holidays`;

/** The steps of a phone menu: ", then press 1, then 1". */
export const menuWords = (menu: readonly string[]): string =>
  menu.length > 0 ? `, then press ${menu.join(', then ')}` : '';

/** The place in a document: `L78-87, L107-115` as "lines 78 to 87, 107 to 115". The address of a page stays as it is. */
export function placeWords(place: string): string {
  if (!/^L\d+(-\d+)?(, L\d+(-\d+)?)*$/.test(place)) return place;
  const lines = place.replaceAll('L', '').replaceAll('-', ' to ');
  return /^\d+$/.test(lines) ? `line ${lines}` : `lines ${lines}`;
}

/** Where a rule comes from, in one line. */
export function sourceWords(source: SourceView): string {
  const parts = [source.document, source.section, placeWords(source.place)].filter(Boolean).join(', ');
  return source.effective ? `${parts}. In force since ${formatDate(source.effective)}.` : `${parts}.`;
}
