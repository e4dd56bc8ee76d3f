import type { HistoryLineView } from '../../../bindings/HistoryLineView';
import { example } from '../examples';
import History from './History.svelte';

const line: HistoryLineView = {
  action: '019aa000-0000-7000-8000-000000000001',
  at: '2026-11-20T09:14:03Z',
  effective: null,
  author: { is: 'given', value: 'Jane Smith' },
  subject: 'post',
  happened: 'changed',
  fields: [{ field: 'to', value: '2026-11-15', removed: false }],
  can_undo: true,
  changed: null,
};

export default [
  example('nothing yet', History, { lines: [] }),
  example('somebody left', History, { lines: [line] }),
  example('more than fit at first', History, {
    lines: Array.from({ length: 12 }, (_, index) => ({ ...line, action: `${line.action}${index}`, can_undo: false })),
  }),
];
