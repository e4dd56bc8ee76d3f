import { example } from '../examples';
import Radios from './Radios.svelte';

const options = [
  { value: 'yes', label: 'Yes', hint: 'They can open this computer without asking you.' },
  { value: 'no', label: 'No' },
];

export default [
  example('none chosen', Radios, {
    id: 'others',
    legend: 'Do other people use this computer with the same sign-in?',
    options,
    value: null,
  }),
  example('with an error', Radios, {
    id: 'access',
    legend: 'What should they be able to do?',
    options: [
      { value: 'owner', label: 'Owner' },
      { value: 'member', label: 'Member' },
    ],
    value: null,
    inline: true,
    error: 'Choose owner or member.',
  }),
];
