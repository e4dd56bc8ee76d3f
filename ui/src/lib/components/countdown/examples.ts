import { example } from '../examples';
import Countdown from './Countdown.svelte';

export default [
  example('running', Countdown, {
    seconds: 30,
    label: (left: number) => `Cleared from the clipboard in ${left} seconds.`,
  }),
];
