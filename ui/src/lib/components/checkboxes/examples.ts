import { example } from '../examples';
import Checkboxes from './Checkboxes.svelte';

export default [
  example('some chosen', Checkboxes, {
    id: 'who',
    legend: 'Who is the request about?',
    options: [
      { value: 'a', label: 'Amina Yusuf', hint: 'Care assistant' },
      { value: 'b', label: 'Łukasz Nowak', hint: 'Night senior' },
    ],
    value: ['a'],
  }),
  example('one box, with an error', Checkboxes, {
    id: 'sure',
    legend: 'Before you go on',
    legendHidden: true,
    options: [{ value: 'printed', label: 'I have printed the code or written it down' }],
    value: [],
    error: 'Tick the box when the code is on paper.',
  }),
];
