import { example } from '../examples';
import VirtualListExample from './VirtualListExample.svelte';

export default [
  example('forty rows', VirtualListExample, {}),
  example('twenty thousand rows', VirtualListExample, { count: 20_000 }),
];
