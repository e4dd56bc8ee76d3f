import { example } from '../examples';
import DateField from './DateField.svelte';

export default [
  example('plain', DateField, {
    id: 'start',
    legend: 'First day at the home',
    value: { day: '20', month: '11', year: '2026' },
    hint: 'For example, 20 11 2026 or 20 November 2026.',
  }),
  example('half typed, with an error', DateField, {
    id: 'end',
    legend: 'Last day at the home',
    value: { day: '31', month: 'Nov', year: '' },
    error: 'The last day needs a year.',
    errorParts: ['year'],
  }),
];
