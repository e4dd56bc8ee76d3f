import { example } from '../examples';
import CheckedField from './CheckedField.svelte';

export default [
  example('shared mailbox', CheckedField, {
    id: 'mailbox_address',
    kind: 'mailbox_address',
    label: 'Address of the shared mailbox',
    value: 'care.vlaxl@nhs.net',
    hint: 'It usually starts with care.',
  }),
];
