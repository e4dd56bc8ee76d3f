import { example, words } from '../examples';
import DropFrame from './DropFrame.svelte';

export default [
  example('a frame for a list', DropFrame, {
    label: 'The staff list',
    onfile: () => undefined,
    ontext: () => undefined,
    children: words('Drop a file into this frame.'),
  }),
];
