import { example } from '../examples';
import CopyLine from './CopyLine.svelte';

export default [
  example('one line', CopyLine, {
    label: 'To',
    text: 'helpdesk@nhs.net',
    copied: true,
    oncopy: () => undefined,
  }),
  example('several lines', CopyLine, {
    label: 'Body',
    text: 'Please create an NHSmail account for this new user.\n\nFull name: Amina Yusuf\nPersonal mobile: 07700900001',
    copied: false,
    oncopy: () => undefined,
  }),
];
