import { example, words } from '../examples';
import Disclosure from './Disclosure.svelte';

export default [
  example('closed', Disclosure, { summary: 'Other ways to send it', children: words('Save it as a file.') }),
  example('open', Disclosure, { summary: 'Why we ask', open: true, children: words('NAS asks for it.') }),
];
