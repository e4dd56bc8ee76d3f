import { example } from '../examples';
import TextArea from './TextArea.svelte';

export default [
  example('plain', TextArea, { id: 'note', label: 'Note', value: 'Works Tuesdays and Fridays.' }),
  example('with an error', TextArea, {
    id: 'note-2',
    label: 'Note',
    value: '',
    error: 'The note is too long. Keep it to 500 characters.',
  }),
];
