import { example } from '../examples';
import Icon from './Icon.svelte';

export default [
  example('decoration', Icon, { name: 'today' }),
  example('with words for a screen reader', Icon, { name: 'warning', label: 'Warning' }),
];
