import type { DetailView } from '../../bindings/DetailView';
import type { Likeness } from '../../bindings/Likeness';
import type { NamedPersonView } from '../../bindings/NamedPersonView';
import type { PersonField } from '../../bindings/PersonField';
import type { PersonView } from '../../bindings/PersonView';
import { formatDate, formatMobile } from '../format';
import { answerLabels, detailText } from './labels';

const shared: Record<Likeness, string> = {
  mobile: 'the same mobile',
  email: 'the same personal email',
  address: 'the same NHSmail address',
  name: 'names that look alike',
};

/** What two records share, as the end of a sentence. */
export function likenessWords(likeness: readonly Likeness[]): string {
  const words = likeness.map((one) => shared[one]);
  const last = words.pop() ?? 'nothing any more';
  return words.length > 0 ? `${words.join(', ')} and ${last}` : last;
}

/** The name of a record. */
export const nameOf = (who: NamedPersonView): string => detailText(who.name) || 'No name';

/** What a field is called. */
export const fieldLabels: Record<PersonField, string> = {
  full_name: 'Full name',
  personal_mobile: 'Personal mobile',
  personal_email: 'Personal email',
  nhsmail_address: 'NHSmail address',
  linked_mobile: 'Mobile linked to the account',
  has_account: 'Has an NHSmail account',
  account_held_by: 'Organisation that holds the account',
  mfa: 'Second sign-in step (MFA)',
  account_created_on: 'Account made on',
  last_confirmed_active_on: 'Last confirmed as used on',
  marked_leaver_on: 'Marked as a leaver on',
  disabled_on: 'Paused for long leave since',
  details_received_on: 'Sign-in details received on',
  number_checked_on: 'Number last given or confirmed on',
  note: 'Note',
};

/** Every field, in the order of the page. */
export const personFields = Object.keys(fieldLabels) as PersonField[];

/** What a record says in a field; empty where it says nothing. */
export function valueOf(person: PersonView, field: PersonField): string {
  const value: DetailView | string | null = person[field];
  if (value === null) return '';
  if (typeof value !== 'string') {
    return value.is === 'given' && field.endsWith('_mobile') ? formatMobile(value.value) : detailText(value);
  }
  if (field.endsWith('_on')) return formatDate(value);
  if (field === 'has_account' || field === 'mfa') {
    return value === 'not_known' ? '' : answerLabels[value as keyof typeof answerLabels];
  }
  return value;
}

/** Whether a record says something in a field that can be taken over. */
export const isGiven = (person: PersonView, field: PersonField): boolean => {
  const value: DetailView | string | null = person[field];
  return typeof value === 'string' ? value !== 'not_known' : value?.is === 'given';
};
