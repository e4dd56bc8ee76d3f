import { example } from '../examples';
import ChoiceBox from './ChoiceBox.svelte';

const people = [
  { value: '1', label: 'Amina Yusuf', hint: 'Care assistant' },
  { value: '2', label: 'Łukasz Nowak' },
];
const find = (text: string) => {
  const rows = people.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  return Promise.resolve({ rows, total: rows.length });
};
const onchoose = (): void => undefined;

export default [
  example('nobody chosen', ChoiceBox, {
    id: 'who',
    label: 'Person',
    chosen: null,
    placeholder: 'Everybody',
    find,
    onchoose,
  }),
  example('somebody chosen', ChoiceBox, {
    id: 'whom',
    label: 'Person',
    chosen: people[0] ?? null,
    placeholder: 'Everybody',
    find,
    onchoose,
  }),
];
