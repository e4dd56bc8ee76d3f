/** Words for tables that are saved as a file. */
import type { ExportColumn } from '../../bindings/ExportColumn';
import type { ExportFormat } from '../../bindings/ExportFormat';
import type { ExportPart } from '../../bindings/ExportPart';
import type { ExportTable } from '../../bindings/ExportTable';
import type { Choice } from '../components/radios/Radios.svelte';
import { inWords } from '../format';

export const exportTables: Choice<ExportTable>[] = [
  { value: 'people', label: 'People', hint: 'One line for each person.' },
  { value: 'access', label: 'Access to shared mailboxes', hint: 'Who can open which mailbox, from when to when.' },
  { value: 'requests', label: 'Requests to NHSmail', hint: 'One line for each person in a request.' },
];

export const exportFormats: Choice<ExportFormat>[] = [
  { value: 'xlsx', label: 'Excel workbook', hint: 'For Excel and programs like it. Right for most people.' },
  {
    value: 'csv',
    label: 'CSV file',
    hint: 'Plain text for other programs. Text that looks like a formula gets a tab in front, so that no spreadsheet runs it.',
  },
];

export const exportParts: Record<ExportTable, Choice<ExportPart>[]> = {
  people: [
    { value: 'now', label: 'Who work here now' },
    { value: 'ended', label: 'Who have left' },
    { value: 'all', label: 'Everybody' },
  ],
  access: [
    { value: 'now', label: 'Access there is now' },
    { value: 'ended', label: 'Access that has ended' },
    { value: 'all', label: 'All access' },
  ],
  requests: [
    { value: 'now', label: 'Not ended yet' },
    { value: 'ended', label: 'Ended' },
    { value: 'all', label: 'All requests' },
  ],
};

export const columnLabels: Record<ExportColumn, string> = {
  full_name: 'Full name',
  nhsmail_address: 'NHSmail address',
  home: 'Home',
  role: 'Role',
  started_on: 'First day',
  last_day: 'Last day',
  access: 'Access to shared mailboxes',
  has_account: 'Whether they have an account',
  account_held_by: 'Who holds the account',
  mfa: 'Second sign-in step (MFA)',
  account_created_on: 'Day the account was made',
  details_received_on: 'Day the sign-in details arrived',
  last_confirmed_on: 'Day the account was last confirmed as used',
  marked_leaver_on: 'Day it was marked as a leaver',
  disabled_on: 'Paused for long leave since',
  personal_mobile: 'Personal mobile',
  personal_email: 'Personal email',
  linked_mobile: 'Mobile linked to the account',
  number_checked_on: 'Day the number was last confirmed',
  note: 'Note',
  mailbox: 'Shared mailbox',
  level: 'Owner or member',
  from: 'From',
  to: 'To',
  portal_done_on: 'Day it was done in the portal',
  request: 'What was asked',
  written_on: 'Day it was written',
  state: 'Where it stands',
  sent_on: 'Day it was sent',
  ended_on: 'Day it ended',
  references: 'Ticket references',
};

interface Group {
  id: string;
  legend: string;
  hint?: string;
  columns: ExportColumn[];
}

/** The columns of a table, in groups. What is private comes last, and is chosen only by hand. */
export const exportColumns: Record<ExportTable, Group[]> = {
  people: [
    {
      id: 'columns',
      legend: 'Who they are',
      columns: ['full_name', 'nhsmail_address', 'home', 'role', 'started_on', 'last_day', 'access'],
    },
    {
      id: 'account',
      legend: 'Their NHSmail account',
      columns: [
        'has_account',
        'account_held_by',
        'mfa',
        'account_created_on',
        'details_received_on',
        'last_confirmed_on',
        'marked_leaver_on',
        'disabled_on',
      ],
    },
    {
      id: 'private',
      legend: 'Personal contact details and notes',
      hint: 'Left out unless you tick them. Tick only what the reader of the file needs.',
      columns: ['personal_mobile', 'personal_email', 'linked_mobile', 'number_checked_on', 'note'],
    },
  ],
  access: [
    {
      id: 'columns',
      legend: 'Columns',
      columns: ['full_name', 'nhsmail_address', 'mailbox', 'home', 'level', 'from', 'to', 'portal_done_on'],
    },
  ],
  requests: [
    {
      id: 'columns',
      legend: 'Columns',
      columns: [
        'request',
        'full_name',
        'nhsmail_address',
        'mailbox',
        'home',
        'written_on',
        'sent_on',
        'state',
        'ended_on',
        'references',
      ],
    },
  ],
};

/** The columns ticked at first: nothing private. */
export const usualColumns = (table: ExportTable): ExportColumn[] =>
  exportColumns[table].filter(({ id }) => id !== 'private').flatMap(({ columns }) => columns);

const privateWords: Partial<Record<ExportColumn, string>> = {
  personal_mobile: 'personal mobiles',
  personal_email: 'personal email addresses',
  linked_mobile: 'mobiles linked to accounts',
  note: 'your notes',
};

const tableWords: Record<ExportTable, string> = {
  people: 'staff details',
  access: 'who can open which shared mailbox',
  requests: 'what was asked of NHSmail and for whom',
};

/** What the file will hold, in a sentence. */
export function fileWords(table: ExportTable, columns: readonly ExportColumn[]): string {
  const names = columns.includes('full_name') ? ['names'] : [];
  const held = columns.flatMap((column) => privateWords[column] ?? []);
  const holds = inWords([...names, tableWords[table], ...held]);
  const without = table === 'people' && held.length === 0 ? ', and no personal contact details' : '';
  return `The file holds ${holds}${without}.`;
}
