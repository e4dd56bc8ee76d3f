/** Words for reading a list from a file. */
import type { ColumnMeaning } from '../../bindings/ColumnMeaning';
import type { DroppedAs } from '../../bindings/DroppedAs';
import type { FoundBy } from '../../bindings/FoundBy';
import type { ImportCandidateView } from '../../bindings/ImportCandidateView';
import type { ImportDifferenceView } from '../../bindings/ImportDifferenceView';
import type { ImportProblemView } from '../../bindings/ImportProblemView';
import type { ImportPurposeView } from '../../bindings/ImportPurposeView';
import type { ImportShowView } from '../../bindings/ImportShowView';
import type { ImportCountsView } from '../../bindings/ImportCountsView';
import type { ProblemKind } from '../../bindings/ProblemKind';
import type { RowState } from '../../bindings/RowState';
import { inOneLine, reasonWords } from '../errors';
import { fieldLabel, fieldValue } from './history';

/** What a column can mean. */
export const meaningLabels: Record<ColumnMeaning, string> = {
  full_name: 'Full name',
  first_name: 'First name',
  last_name: 'Last name',
  role: 'Role',
  home: 'Home',
  personal_mobile: 'Personal mobile',
  personal_email: 'Personal email',
  nhsmail_address: 'NHSmail address',
  linked_mobile: 'Mobile linked to the account',
  started_on: 'First day at the home',
  left_on: 'Last day at the home',
  access: 'Owner or member of the shared mailbox',
  last_active_on: 'Account last used on',
  account_created_on: 'Account made on',
  marked_leaver_on: 'Marked as a leaver on',
  mfa: 'Second sign-in step (MFA)',
};

/** What the columns of each kind of list can mean, in the order of the choice. */
export const meanings: Record<ImportPurposeView, readonly ColumnMeaning[]> = {
  staff_list: Object.keys(meaningLabels) as ColumnMeaning[],
  portal_list: ['full_name', 'first_name', 'last_name', 'nhsmail_address', 'access'],
};

/** What was dropped. */
export const droppedWords: Record<DroppedAs, string> = {
  date_of_birth: 'dates of birth or ages',
  home_address: 'home addresses',
  national_insurance: 'National Insurance numbers',
  nhs_number: 'NHS numbers',
  pay: 'pay, tax or pension',
  bank: 'bank details',
  health: 'health or sickness',
  next_of_kin: 'next of kin',
  characteristics: 'personal characteristics, such as gender or nationality',
  documents: 'passports, visas or licences',
  checks: 'checks, warnings or reasons for leaving',
};

/** The letter of a column, as a spreadsheet shows it: 1 is A, 27 is AA. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The field of a request that a column answers to, for the words of a refusal. */
const fields: Partial<Record<ColumnMeaning, string>> = {
  first_name: 'full_name',
  last_name: 'full_name',
  home: 'site',
  started_on: 'from',
  left_on: 'to',
  last_active_on: 'last_confirmed_active_on',
};

const problems: Record<ProblemKind, (problem: ImportProblemView) => string> = {
  refused: ({ reason, means }) =>
    reason ? inOneLine(reasonWords(reason, means && (fields[means] ?? means))) : 'This cannot be read.',
  no_name: () => 'There is no name. Enter the full name, or leave the row out.',
  total: () => 'This seems to be a total, not a person. Leave the row out, or enter the full name.',
  home_not_known: () => 'No home on your staff list is called that. Choose the home above, or change the name.',
  home_missing: () => 'It is not said which home. Go back to the columns and choose the home of rows that name none.',
  no_mailbox: () => 'This home has no shared mailbox in use. Empty the cell, or add the mailbox in Settings first.',
  access_not_clear: () => 'Enter owner or member, or empty the cell.',
  answer_not_clear: () => 'Enter yes or no, or empty the cell.',
  personal_data: () => 'This holds personal data that has no place in the staff list. Take it out.',
  left_before_start: () => 'The last day is before the first day. Check both.',
  of_somebody_else: () => 'Somebody else on your staff list has this. Check whose it is.',
  is_mailbox: () => 'This is the address of a shared mailbox, not of a person.',
  email_of_home: () => 'This email address belongs to the home. Enter the person’s own, or empty the cell.',
  differs_from_line: ({ line }) => `Line ${line} is about the same person and says something else. Make them agree.`,
  of_other_line: ({ line }) => `Line ${line} gives the same to somebody else. Check whose it is.`,
  left_already: () => 'By your staff list they have left this home. If they came back, add their new first day.',
  person_gone: () => 'The person you chose is no longer on your staff list. Choose again.',
};

/** What is wrong, and what to do. */
export const problemWords = (problem: ImportProblemView): string => problems[problem.problem](problem);

/** What is wrong with a row, as one line: the column first. */
export const problemLine = (problem: ImportProblemView): string =>
  problem.means ? `${meaningLabels[problem.means]}: ${problemWords(problem)}` : problemWords(problem);

export const stateTags: Record<RowState, { text: string; colour: 'grey' | 'green' | 'blue' | 'amber' | 'red' }> = {
  new: { text: 'New', colour: 'green' },
  changed: { text: 'Changed', colour: 'blue' },
  unchanged: { text: 'Nothing new', colour: 'grey' },
  question: { text: 'Who is it?', colour: 'amber' },
  problem: { text: 'Problem', colour: 'red' },
  left_out: { text: 'Left out', colour: 'grey' },
};

const foundBy: Record<FoundBy, string> = {
  address: 'Same NHSmail address',
  mobile: 'Same mobile',
  email: 'Same personal email',
  name: 'Same or similar name',
  chosen: 'Chosen by you',
};

/** Somebody a row may be about, as a choice. */
export function candidateWords({ name, works_as, line, by }: ImportCandidateView): { label: string; hint: string } {
  const where = line === null ? 'On your staff list' : `In line ${line} of this file`;
  return {
    label: name ?? 'Somebody without a name',
    hint: [where, works_as, foundBy[by]].filter(Boolean).join('. ') + '.',
  };
}

/** The rows that can be shown, each with how many there are. */
export function showChoices(counts: ImportCountsView): { value: ImportShowView; label: string }[] {
  const many = (count: number): string => ` (${count.toLocaleString('en-GB')})`;
  return [
    { value: 'open', label: `To look at${many(counts.problems + counts.questions)}` },
    { value: 'new', label: `New people${many(counts.new)}` },
    { value: 'changed', label: `Changed${many(counts.changed)}` },
    { value: 'unchanged', label: `Nothing new${many(counts.unchanged)}` },
    { value: 'left_out', label: `Left out${many(counts.left_out)}` },
    { value: 'all', label: `All rows${many(counts.rows)}` },
  ];
}

/** A difference in words: `Role: Carer is now Senior carer`. */
export function differenceWords({ field, old, new: now }: ImportDifferenceView): string {
  const value = (text: string | null): string => (text === null || text === '' ? 'empty' : fieldValue(field, text));
  return `${fieldLabel(field)}: ${old === null ? '' : `${value(old)} → `}${value(now)}`;
}

export const formatRows = (count: number): string => (count === 1 ? '1 row' : `${count.toLocaleString('en-GB')} rows`);
