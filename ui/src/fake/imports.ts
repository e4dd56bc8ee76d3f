/**
 * A fake import: whatever is read, it is the same small file of Rowan House with one row that is new, one with a problem and one that is a
 * question. It keeps what is done with its rows.
 */
import type { ImportCountsView } from '../bindings/ImportCountsView';
import type { ImportRowView } from '../bindings/ImportRowView';
import type { ImportRowChangeRequest } from '../bindings/ImportRowChangeRequest';
import type { ImportPurposeView } from '../bindings/ImportPurposeView';
import type { ImportShowView } from '../bindings/ImportShowView';
import type { ImportView } from '../bindings/ImportView';
import type { PortalView } from '../bindings/PortalView';

const id = '01936f00-0000-7000-8000-00000000b001';

export const readFile = (purpose: ImportPurposeView): ImportView => ({
  import: id,
  purpose,
  sheets: [{ name: '', rows: 3 }],
  sheet: 0,
  rows: 3,
  header_line: 1,
  is_asc_wds: false,
  columns: [
    { column: 1, name: 'Name', guess: 'full_name', filled: 3, samples: ['Edith Quill', 'Tom Fairweather', 'Rose May'] },
    { column: 2, name: 'Job title', guess: 'role', filled: 3, samples: ['Night carer', 'Cook', 'Carer'] },
    { column: 4, name: 'Mobile', guess: 'personal_mobile', filled: 2, samples: ['07700 900042', '0770 900043'] },
    { column: 5, name: 'Shift', guess: null, filled: 3, samples: ['Nights', 'Days', 'Days'] },
  ],
  dropped: [
    { column: 3, name: 'DOB', why: 'date_of_birth', by_cells: false },
    { column: 6, name: 'Notes', why: 'health', by_cells: true },
  ],
});

const row = (line: number, name: string, role: string, mobile: string): ImportRowView => ({
  line,
  state: 'new',
  name,
  person: null,
  same_as_line: null,
  found_by: null,
  candidates: [],
  cells: [
    { column: 1, means: 'full_name', text: name },
    { column: 2, means: 'role', text: role },
    { column: 4, means: 'personal_mobile', text: mobile },
  ],
  problems: [],
  differences: [],
});

export const judged = (look: { person: string; name: string }): ImportRowView[] => [
  row(2, 'Edith Quill', 'Night carer', '07700 900042'),
  {
    ...row(3, 'Tom Fairweather', 'Cook', '0770 900043'),
    state: 'problem',
    problems: [{ problem: 'refused', reason: 'mobile_too_short', means: 'personal_mobile', column: 4, line: null }],
  },
  {
    ...row(4, look.name, 'Carer', ''),
    state: 'question',
    candidates: [
      { person: look.person, line: null, name: look.name, works_as: 'Care assistant, Rowan House', by: 'name' },
    ],
  },
];

export function counted(rows: ImportRowView[]): ImportCountsView {
  const count = (state: ImportRowView['state']) => rows.filter((one) => one.state === state).length;
  return {
    rows: rows.length,
    new: count('new'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    questions: count('question'),
    problems: count('problem'),
    left_out: count('left_out'),
  };
}

export function isShown({ state }: ImportRowView, show: ImportShowView): boolean {
  if (show === 'all') return true;
  if (show === 'open') return state === 'problem' || state === 'question';
  if (show === 'ready') return state === 'new' || state === 'changed';
  return state === show;
}

/** Does something with a row; a mended row has no problem left. */
export function changeRow(one: ImportRowView, { act }: ImportRowChangeRequest): void {
  if (act.act === 'mend') {
    for (const cell of one.cells) if (cell.column === act.column) cell.text = act.text;
    one.problems = one.problems.filter((problem) => problem.column !== act.column);
  }
  if (act.act === 'same_person') one.person = act.person;
  const open = one.problems.length > 0 ? 'problem' : one.candidates.length > 0 ? 'question' : 'new';
  if (act.act === 'leave_out') one.state = 'left_out';
  else if (act.act === 'same_person' || act.act === 'same_as_line') one.state = 'changed';
  else if (act.act === 'new_person') one.state = 'new';
  else one.state = open;
  if (one.state === 'changed')
    one.differences = [{ field: 'role', old: 'Care assistant', new: one.cells[1]?.text ?? null }];
}

export const besideStaffList = (
  mailbox: string,
  address: string,
  known: { person: string; name: string },
): PortalView => {
  const line = {
    person: null,
    name: null,
    nhsmail_address: null,
    candidates: [],
    in_portal: null,
    in_list: null,
    access: null,
  };
  return {
    import: id,
    mailbox,
    address,
    alike: 2,
    lines: [
      {
        ...line,
        line: 2,
        difference: 'not_in_list',
        act: 'add_person',
        name: 'Edith Quill',
        nhsmail_address: 'edith.quill1@nhs.net',
        in_portal: 'member',
      },
      { ...line, line: null, difference: 'not_in_portal', act: 'ask_whether_left', ...known, in_list: 'member' },
    ],
    unread: [],
  };
};
