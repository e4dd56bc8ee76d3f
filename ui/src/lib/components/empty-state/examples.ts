import { example, words } from '../examples';
import EmptyState from './EmptyState.svelte';

export default [
  example('nothing to do', EmptyState, {
    title: 'Nothing to do today',
    icon: 'tick',
    children: words('We show reminders here when an account needs a look.'),
  }),
];
