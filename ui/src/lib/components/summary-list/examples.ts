import { example } from '../examples';
import SummaryList from './SummaryList.svelte';

export default [
  example('facts of a home', SummaryList, {
    rows: [
      { key: 'Name', value: 'Rowan House', action: { label: 'Change', href: '#/settings' } },
      { key: 'ODS code', value: '', action: { label: 'Add', href: '#/settings' } },
      { key: 'Shared mailbox', value: 'care.vlaxl@nhs.net', note: 'The address never changes.' },
    ],
  }),
];
