import { example } from '../examples';
import PassphraseStrength from './PassphraseStrength.svelte';

export default [
  example('too short', PassphraseStrength, { strength: { score: 1, enough: false, lacks: 3, hints: [] } }),
  example('too easy to guess', PassphraseStrength, {
    strength: { score: 0, enough: false, lacks: 0, hints: ['like_common', 'capitals', 'year'] },
  }),
  example('enough', PassphraseStrength, { strength: { score: 4, enough: true, lacks: 0, hints: [] } }),
];
