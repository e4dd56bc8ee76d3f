import { example } from '../examples';
import PageHeading from './PageHeading.svelte';

export default [
  example('plain', PageHeading, { title: 'Today' }),
  example('with a caption and a way back', PageHeading, {
    title: 'Amina Yusuf',
    caption: 'Care assistant, Rowan House',
    back: { href: '#/people', label: 'People' },
  }),
];
