/** A list on its way in, for the fake host: twelve rows of a file, and the members of a mailbox in the portal. */
import type { ColumnMeaning } from '../bindings/ColumnMeaning';
import type { ImportCountsView } from '../bindings/ImportCountsView';
import type { ImportRowView } from '../bindings/ImportRowView';
import type { ImportShowView } from '../bindings/ImportShowView';
import type { ImportView } from '../bindings/ImportView';
import type { PortalLineView } from '../bindings/PortalLineView';
import type { RowState } from '../bindings/RowState';
import type { SavedView } from '../bindings/SavedView';
import type { CommandName, RequestOf, ViewOf } from '../lib/api';
import { given, join, person, type FakeHome } from './home';

type Commands = Extract<CommandName, `import_${string}` | `portal_${string}` | `job_${string}`>;
type Handlers = { [Name in Commands]: (request: RequestOf<Name>) => ViewOf<Name> };

interface Around {
  home: () => FakeHome;
  /** Does an action that can be undone. */
  act: (work: () => void) => SavedView;
  refuse: (code: 'import_gone' | 'import_rows_open' | 'import_no_header', field?: string) => never;
}

const names = [
  'Joan Pemberley', 'Asha Greenwood', 'Tomasz Wójcik', 'Nguyễn Văn An', 'Sean O’Neill', 'Bethan Rees',
  'Chidi Eze', 'Farah Aziz', 'Gwen Howells', 'Imran Malik', 'Lowri Price', 'Marek Nowak',
]; // prettier-ignore

const columns: [string, ColumnMeaning | null, string[]][] = [
  ['Staff name', 'full_name', names.slice(0, 3)],
  ['Mobile no', 'personal_mobile', ['07700 900501', '7700900502', '+44 7700 900503']],
  ['Job title', 'role', ['Care assistant', 'Cook', 'Senior carer']],
  ['Start date', 'started_on', ['3/5/2021', '14 June 2023', '2024-02-29']],
  ['Payroll ref', null, ['R1001', 'R1002', 'R1003']],
];

function fileOf(purpose: ImportView['purpose']): ImportView {
  const portal = purpose === 'portal_list';
  const read: [string, ColumnMeaning | null, string[]][] = portal
    ? [
        ['Display Name', 'full_name', ['PEMBERLEY, Joan', 'SMITH, Jane']],
        ['Email Address', 'nhsmail_address', ['joan.pemberley@nhs.net', 'jane.smith@nhs.net']],
        ['Permission', 'access', ['Owner', 'Member']],
      ]
    : columns;
  return {
    import: 'fake-import',
    purpose,
    sheets: portal ? [{ name: '', rows: 4 }] : [{ name: 'Staff', rows: names.length }, { name: 'Leavers', rows: 3 }], // prettier-ignore
    sheet: 0,
    rows: portal ? 4 : names.length,
    header_line: portal ? 1 : 3,
    is_asc_wds: false,
    columns: read.map(([name, guess, samples], at) => ({
      column: at + 1,
      name,
      guess,
      filled: samples.length,
      samples,
    })),
    dropped: portal
      ? []
      : [
          { column: 6, name: 'D.O.B.', why: 'date_of_birth', by_cells: false },
          { column: 7, name: 'Ref 2', why: 'national_insurance', by_cells: true },
          { column: 28, name: 'Home address', why: 'home_address', by_cells: false },
        ],
  };
}

function rowsOf(home: FakeHome): ImportRowView[] {
  const known = home.people[1];
  return names.map((name, at): ImportRowView => {
    const short = at === 1 || at === 7;
    const question = at === 3 && known;
    const changed = at === 5 && known;
    const state: RowState = short
      ? 'problem'
      : question
        ? 'question'
        : changed
          ? 'changed'
          : at === 6
            ? 'unchanged'
            : 'new';
    return {
      line: at + 4,
      state,
      name,
      person: changed ? known.person : null,
      same_as_line: null,
      found_by: changed ? 'mobile' : null,
      candidates: question ? [{ person: known.person, line: null, name, works_as: 'Nurse at Rowan House', by: 'name' }] : [], // prettier-ignore
      cells: [
        { column: 1, means: 'full_name', text: name },
        { column: 2, means: 'personal_mobile', text: short ? '0770' : `07700 9005${String(at + 10)}` },
        { column: 3, means: 'role', text: 'Care assistant' },
        { column: 4, means: 'started_on', text: '3/5/2021' },
      ],
      problems: short
        ? [{ problem: 'refused', reason: 'mobile_too_short', means: 'personal_mobile', column: 2, line: null }]
        : [],
      differences: changed ? [{ field: 'role', old: 'Nurse', new: 'Care assistant' }] : [],
    };
  });
}

const shown: Record<ImportShowView, readonly RowState[]> = {
  all: ['new', 'changed', 'unchanged', 'question', 'problem', 'left_out'],
  open: ['problem', 'question'],
  ready: ['new', 'changed'],
  new: ['new'],
  changed: ['changed'],
  unchanged: ['unchanged'],
  left_out: ['left_out'],
};

function portalLines(home: FakeHome): PortalLineView[] {
  const [first, second, third] = home.people;
  const plain = { candidates: [], in_portal: null, in_list: null, access: null, nhsmail_address: null };
  return [
    { ...plain, line: 2, difference: 'not_in_list', act: 'add_person', person: null, name: 'Joan Pemberley', nhsmail_address: 'joan.pemberley@nhs.net', in_portal: 'owner' },
    { ...plain, line: 3, difference: 'looks_like', act: 'choose_person', person: null, name: 'Amina Yussuf', nhsmail_address: 'amina.yussuf@nhs.net', candidates: second ? [{ person: second.person, line: null, name: 'Amina Yusuf', works_as: 'Care assistant at Rowan House', by: 'name' }] : [] },
    { ...plain, line: 4, difference: 'leaver', act: 'remove_in_portal', person: first?.person ?? null, name: 'Jane Smith', nhsmail_address: 'jane.smith@nhs.net', in_portal: 'member' },
    { ...plain, line: null, difference: 'not_in_portal', act: 'ask_whether_left', person: third?.person ?? null, name: 'Łukasz Nowak', in_list: 'member' },
  ]; // prettier-ignore
}

export function importHandlers({ home, act: done, refuse }: Around): Handlers {
  let file: ImportView | null = null;
  let rows: ImportRowView[] = [];
  const held = (): ImportView => file ?? refuse('import_gone');
  const open = (purpose: ImportView['purpose']): ImportView => {
    rows = rowsOf(home());
    return (file = fileOf(purpose));
  };
  const counts = (): ImportCountsView => {
    const many = (state: RowState): number => rows.filter((row) => row.state === state).length;
    return {
      rows: rows.length,
      new: many('new'),
      changed: many('changed'),
      unchanged: many('unchanged'),
      questions: many('question'),
      problems: many('problem'),
      left_out: many('left_out'),
    };
  };
  const settle = (row: ImportRowView): void => {
    row.problems = [];
    row.candidates = [];
    row.state = 'new';
  };
  return {
    import_open: ({ purpose }) => ({ import: open(purpose) }),
    import_read: ({ purpose, content }) =>
      content.includes('no header') ? refuse('import_no_header', 'content') : open(purpose),
    import_sheet: ({ sheet }) => {
      file = { ...held(), sheet };
      return file;
    },
    import_check: () => ({ import: held().import, counts: counts(), homes: [] }),
    import_rows: ({ show, offset, limit }) => {
      held();
      const wanted = rows.filter(({ state }) => shown[show].includes(state));
      return { rows: wanted.slice(offset, offset + limit), total: wanted.length };
    },
    import_row_change: ({ line, act }) => {
      held();
      const row = rows.find((each) => each.line === line) ?? refuse('import_gone');
      if (act.act === 'leave_out') row.state = 'left_out';
      else if (act.act === 'mend') {
        const cell = row.cells.find(({ column }) => column === act.column);
        if (cell) cell.text = act.text;
        if (act.column !== 2 || act.text.replace(/\s/g, '').length === 11) settle(row);
      } else settle(row);
      return { row: structuredClone(row), counts: counts() };
    },
    import_record: ({ leave_out_rest }) => {
      held();
      const before = counts();
      if (!leave_out_rest && before.problems + before.questions > 0) refuse('import_rows_open');
      const site = home().sites[0];
      const saved = done(() => {
        for (const { name, state } of rows) {
          if (state !== 'new' || !name || !site) continue;
          const who = person(name, 501);
          who.full_name = given(name);
          join(home(), who, site, 'Care assistant', null);
        }
      });
      file = null;
      return { saved, counts: before };
    },
    import_close: () => {
      file = null;
      return {};
    },
    portal_get: ({ mailbox }) => ({
      import: held().import,
      mailbox,
      address:
        home()
          .sites.flatMap(({ mailboxes }) => mailboxes)
          .find((each) => each.mailbox === mailbox)?.address ?? '',
      alike: 6,
      lines: portalLines(home()),
      unread: [9],
    }),
    portal_record: () => {
      held();
      return done(() => undefined);
    },
    job_get: () => ({ running: null }),
    job_cancel: () => ({}),
  };
}

/** Brings the page of a list to one of its stages, for a scene. */
export async function bring(stage: string): Promise<void> {
  const [{ importing }, { call }] = await Promise.all([
    import('../pages/import/importing.svelte'),
    import('../lib/api'),
  ]);
  const of = importing[stage === 'portal' ? 'portal_list' : 'staff_list'];
  const mailbox = /mailbox\/([^/]+)/.exec(location.hash)?.[1];
  if (mailbox) of.about = mailbox;
  const { import: view } = await call('import_open', { purpose: of.purpose });
  if (!view) return;
  of.take(view);
  if (stage === 'columns') return;
  await of.check();
  of.go('rows');
}
