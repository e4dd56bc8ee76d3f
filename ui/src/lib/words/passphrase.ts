import type { PassphraseHint } from '../../bindings/PassphraseHint';
import type { PassphraseStrengthView } from '../../bindings/PassphraseStrengthView';

/** Why a passphrase is easy to guess, in words. */
export const hintWords: Record<PassphraseHint, string> = {
  common: 'Many people use this one, so it is tried first.',
  like_common: 'It is close to one that many people use.',
  one_word: 'One word by itself is easy to guess.',
  name: 'Names are easy to guess.',
  keyboard_row: 'Keys that lie beside each other are easy to guess.',
  repeat: 'The same thing twice hardly helps.',
  sequence: 'Rows such as abc or 6543 are easy to guess.',
  year: 'Years are easy to guess.',
  date: 'Dates are easy to guess.',
  capitals: 'Capital letters hardly help.',
  swaps: 'Figures or signs in place of letters hardly help.',
  backwards: 'A word backwards hardly helps.',
};

/** How strong a passphrase is so far, in one line. */
export function strengthWords({ enough, score, lacks }: PassphraseStrengthView): string {
  if (enough) return score >= 4 ? 'Very hard to guess.' : 'Hard enough to guess.';
  if (lacks > 0) return lacks === 1 ? '1 more character is needed.' : `${lacks} more characters are needed.`;
  return 'Still too easy to guess. Add another word or two that do not belong.';
}
