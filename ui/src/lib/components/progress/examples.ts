import { example } from '../examples';
import Progress from './Progress.svelte';

export default [
  example('length known', Progress, { label: 'Checking the history', done: 1200, of: 5400, oncancel: () => undefined }),
  example('length not known', Progress, { label: 'Opening your staff list' }),
];
