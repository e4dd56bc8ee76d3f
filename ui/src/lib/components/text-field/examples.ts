import { example } from '../examples';
import TextField from './TextField.svelte';

export default [
  example('plain', TextField, { id: 'home-name', label: 'Name of the home', value: 'Rowan House' }),
  example('with a hint, can wait', TextField, {
    id: 'ods-code',
    label: 'ODS code',
    value: '',
    later: true,
    width: 10,
    hint: 'Five letters and numbers, such as VLAXL.',
  }),
  example('with an error', TextField, {
    id: 'mobile',
    label: 'Personal mobile',
    value: '07012 345678',
    kind: 'tel',
    width: 20,
    error: 'A number that starts 070 is a forwarding number, not a mobile. Enter the person’s own mobile.',
  }),
];
