import type { DamageLineView } from '../../bindings/DamageLineView';
import type { DamageView } from '../../bindings/DamageView';
import { subjectLabels } from './labels';

const found: Record<DamageView, (line: DamageLineView, where: string) => string> = {
  altered: (_, where) => `A change was altered after it was made${where}.`,
  reordered: (_, where) => `Changes stand in another order than they were made${where}.`,
  missing: ({ missing }, where) =>
    missing === null || missing === 1 ? `A change is missing${where}.` : `${missing} changes are missing${where}.`,
  tail_missing: ({ missing }, where) =>
    missing === null || missing === 1
      ? `The last change is missing${where}.`
      : `The last ${missing} changes are missing${where}.`,
  file: () => 'The file itself is damaged.',
  table_differs: ({ subject }) =>
    `What the pages show about ${subject ? subjectLabels[subject].toLowerCase() : 'something'} does not agree with the history.`,
};

/** One finding of the check, in words. */
export function damageWords(line: DamageLineView): string {
  const parts = [
    line.place === null ? '' : `at place ${line.place.toLocaleString('en-GB')}`,
    line.device ? `in the history of computer ${line.device}` : '',
  ].filter(Boolean);
  return found[line.damage](line, parts.length > 0 ? ` (${parts.join(', ')})` : '');
}
