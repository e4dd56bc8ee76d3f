import { example } from '../examples';
import ErrorSummary from './ErrorSummary.svelte';

export default [
  example('two problems', ErrorSummary, {
    problems: [
      { field: 'home-name', message: 'Enter the name of the home.' },
      { field: '', message: 'This person is on the staff list already.' },
    ],
  }),
];
