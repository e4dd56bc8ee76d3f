import type { DetailView } from '../../bindings/DetailView';
import type { PersonFieldsRequest } from '../../bindings/PersonFieldsRequest';
import type { PersonView } from '../../bindings/PersonView';
import type { TypedValue } from '../../lib/check';
import type { TypedDate } from '../../lib/components/date-field/DateField.svelte';
import type { Problem } from '../../lib/components/error-summary/ErrorSummary.svelte';
import { dateProblem, typedDate } from '../../lib/dates';
import { fieldName } from '../../lib/errors';

const noDate = (): TypedDate => ({ day: '', month: '', year: '' });

/** The facts of somebody of whom nothing is known yet. */
export const noFields = (): PersonFieldsRequest => ({
  full_name: '',
  personal_mobile: '',
  personal_email: '',
  nhsmail_address: '',
  linked_mobile: '',
  has_account: 'not_known',
  account_held_by: '',
  mfa: 'not_known',
  account_created_on: noDate(),
  last_confirmed_active_on: noDate(),
  marked_leaver_on: noDate(),
  details_received_on: noDate(),
  note: '',
});

const given = (detail: DetailView): string => (detail.is === 'given' ? detail.value : '');

/** The facts of a person, as they would be typed. */
export const fieldsOf = (person: PersonView): PersonFieldsRequest => ({
  full_name: given(person.full_name),
  personal_mobile: given(person.personal_mobile),
  personal_email: given(person.personal_email),
  nhsmail_address: given(person.nhsmail_address),
  linked_mobile: given(person.linked_mobile),
  has_account: person.has_account,
  account_held_by: person.account_held_by ?? '',
  mfa: person.mfa,
  account_created_on: typedDate(person.account_created_on),
  last_confirmed_active_on: typedDate(person.last_confirmed_active_on),
  marked_leaver_on: typedDate(person.marked_leaver_on),
  details_received_on: typedDate(person.details_received_on),
  note: given(person.note),
});

/** The dates of an account, in the order of the form. */
export const accountDates = [
  'account_created_on',
  'details_received_on',
  'last_confirmed_active_on',
  'marked_leaver_on',
] as const;

/** The values of the form that can be checked one by one. */
export const typedValues = (fields: PersonFieldsRequest, person: string | null): TypedValue[] => [
  { id: 'full_name', kind: 'full_name', text: fields.full_name, required: true, person },
  { id: 'personal_mobile', kind: 'personal_mobile', text: fields.personal_mobile, person },
  { id: 'personal_email', kind: 'personal_email', text: fields.personal_email, person },
  { id: 'nhsmail_address', kind: 'nhsmail_address', text: fields.nhsmail_address, person },
  { id: 'linked_mobile', kind: 'linked_mobile', text: fields.linked_mobile, person },
];

/** What is wrong with a typed date, as a line of the error summary. */
export function dateFault(id: string, typed: TypedDate, required = false): Problem | null {
  const message = dateProblem(typed, fieldName(id).the, required);
  return message ? { field: id, message } : null;
}

/** A date with every part as typed, without the space around it. */
export const trimmedDate = ({ day, month, year }: TypedDate): TypedDate => ({
  day: day.trim(),
  month: month.trim(),
  year: year.trim(),
});
