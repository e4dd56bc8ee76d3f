import { example } from '../examples';
import SearchField from './SearchField.svelte';

export default [
  example('empty', SearchField, {
    id: 'find',
    label: 'Find a person',
    value: '',
    placeholder: 'Name, address, mobile or role',
  }),
];
