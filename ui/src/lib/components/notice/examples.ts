import { example, words } from '../examples';
import Notice from './Notice.svelte';

export default [
  example('note', Notice, { children: words('NAS is open until 17:00.') }),
  example('warning', Notice, {
    kind: 'warning',
    title: 'Open the shared mailbox first',
    children: words('A request that leaves from your own mailbox is sent back.'),
  }),
  example('done', Notice, { kind: 'success', title: 'Saved', children: words('Amina Yusuf is on the staff list.') }),
  example('problem', Notice, { kind: 'error', title: 'Not saved', children: words('The disk is full.') }),
];
