import { example } from '../examples';
import Select from './Select.svelte';

export default [
  example('plain', Select, {
    id: 'site',
    label: 'Home',
    options: [
      { value: 'r', label: 'Rowan House' },
      { value: 'b', label: 'Beech Lodge' },
    ],
    value: 'r',
  }),
];
