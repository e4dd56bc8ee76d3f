import { example } from '../examples';
import Restored from './Restored.svelte';

export default [
  example('came back', Restored, {
    form: { restored: true, ready: true, flush: () => Promise.resolve(), discard: () => Promise.resolve() },
    onclear: () => undefined,
  }),
];
