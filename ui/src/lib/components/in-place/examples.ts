import { example, words } from '../examples';
import InPlace from './InPlace.svelte';

export default [
  example('a question with one button', InPlace, {
    name: 'post',
    title: 'When do they leave?',
    action: 'Save',
    save: () => Promise.resolve(),
    oncancel: () => undefined,
    children: words('Today is filled in.'),
  }),
  example('a step that cannot be taken back', InPlace, {
    name: 'erase',
    title: 'Erase Amina Yusuf for good?',
    action: 'Erase for good',
    variant: 'warning',
    save: () => Promise.resolve(),
    oncancel: () => undefined,
    children: words('Nobody can bring the details back.'),
  }),
];
