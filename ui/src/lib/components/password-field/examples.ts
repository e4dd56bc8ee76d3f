import { example } from '../examples';
import PasswordField from './PasswordField.svelte';

export default [
  example('empty', PasswordField, {
    id: 'passphrase',
    label: 'Passphrase',
    value: '',
    hint: 'Four or more words that do not belong together.',
  }),
  example('with an error', PasswordField, {
    id: 'passphrase-2',
    label: 'Passphrase',
    value: 'rowan',
    error: 'This passphrase is too easy to guess. Use four or more words that do not belong together.',
  }),
];
