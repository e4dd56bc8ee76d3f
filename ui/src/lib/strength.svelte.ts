import type { PassphraseStrengthView } from '../bindings/PassphraseStrengthView';
import { call } from './api';

/** How long the typing must rest before it is looked at, in milliseconds. */
const rest = 250;

/** How hard what is typed is to guess. Call it while a page is set up; of two answers the one for what stands there now counts. */
export function watchStrength(typed: () => string): { readonly now: PassphraseStrengthView | null } {
  let now = $state.raw<PassphraseStrengthView | null>(null);
  $effect(() => {
    const passphrase = typed();
    if (passphrase === '') {
      now = null;
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      call('passphrase_strength', { passphrase }).then(
        (answer) => {
          if (current) now = answer;
        },
        () => undefined,
      );
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  });
  return {
    get now() {
      return now;
    },
  };
}
