import { example } from '../examples';
import Steps from './Steps.svelte';

export default [
  example('opening the shared mailbox', Steps, {
    steps: [
      { title: 'Sign in to Outlook on the web', done: true },
      { title: 'Choose your name at the top right, then Open another mailbox' },
      { title: 'Type the address of the shared mailbox', detail: 'care.vlaxl@nhs.net opens in a new tab.' },
    ],
  }),
];
