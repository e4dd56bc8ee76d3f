import { example } from '../examples';
import MarkedText from './MarkedText.svelte';

export default [
  example('marked', MarkedText, {
    label: 'Your email, marked',
    parts: [
      { text: 'Rose was born on ' },
      { text: '3 March 1962', label: 'date of birth', must: true },
      { text: ',\nher mobile is ' },
      { text: '07700 900123', label: 'phone number' },
      { text: '.' },
    ],
  }),
];
