import { expect, it } from 'vitest';
import type { HistoryLineView } from '../../bindings/HistoryLineView';
import { historyItems } from './history';

const line = (fields: HistoryLineView['fields'], changes: Partial<HistoryLineView> = {}): HistoryLineView => ({
  action: 'a',
  at: '2026-11-20T09:14:03Z',
  effective: null,
  author: { is: 'given', value: 'Jane Smith' },
  subject: 'person',
  happened: 'changed',
  fields,
  can_undo: false,
  changed: null,
  ...changes,
});
const said = (value: HistoryLineView): readonly string[] => historyItems([value], () => undefined)[0]?.details ?? [];

it('a line says what happened, when in the time of England, and who was working', () => {
  const [item] = historyItems([line([], { happened: 'added', at: '2026-07-20T08:14:03Z' })], () => undefined);
  expect(item).toMatchObject({ title: 'Added to the staff list', when: '20 July 2026, 09:14', who: 'Jane Smith' });
});

it('values read as people write them', () => {
  expect(
    said(
      line([
        { field: 'personal_mobile', value: '07700900001', removed: false },
        { field: 'marked_leaver_on', value: '2026-11-09', removed: false },
        { field: 'mfa', value: 'not_known', removed: false },
        { field: 'extra_bank_holidays', value: '2026-12-24, 2026-12-31', removed: false },
        { field: 'role', value: null, removed: false },
      ]),
    ),
  ).toEqual([
    'Personal mobile: 07700 900001',
    'Marked as a leaver on: 9 November 2026',
    'Second sign-in step (MFA): Not known',
    'Extra bank holidays: 24 December 2026, 31 December 2026',
    'Role: taken out',
  ]);
});

it('what was removed says so, and when', () => {
  expect(said(line([{ field: 'contact', value: '2027-05-03', removed: true }]))).toEqual([
    'Mobiles and personal email: removed on 3 May 2027',
  ]);
});

it('a name that is also a word of ours stays a name', () => {
  expect(said(line([{ field: 'role', value: 'owner', removed: false }]))).toEqual(['Role: owner']);
});

it('a field without words is left out', () => {
  expect(said(line([{ field: 'something_newer', value: '1', removed: false }]))).toEqual([]);
});

it('undo is offered where it can be done', () => {
  const undone: string[] = [];
  const [item] = historyItems([line([], { can_undo: true })], (action) => undone.push(action));
  item?.undo?.();
  expect(undone).toEqual(['a']);
  expect(historyItems([line([])], () => undefined)[0]?.undo).toBeUndefined();
});
