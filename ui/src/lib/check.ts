import type { Notice } from '../bindings/Notice';
import type { ValueKind } from '../bindings/ValueKind';
import { call } from './api';
import type { Problem } from './components/error-summary/ErrorSummary.svelte';
import { fieldName, inOneLine, noticeWords, reasonWords } from './errors';

/** One typed value and what it is meant to be. */
export interface TypedValue {
  /** The id of its box; its last part is the name of the field. */
  id: string;
  kind: ValueKind;
  text: string;
  /** Refused when empty; otherwise empty means "not known". */
  required?: boolean;
  person?: string | null;
  site?: string | null;
}

/** Checks values as the app behind the window would, and names every problem at once, in the order given. */
export async function checkValues(values: readonly TypedValue[]): Promise<Problem[]> {
  const found = await Promise.all(values.map(problemOf));
  return found.filter((problem) => problem !== null);
}

async function problemOf({ id, kind, text, required, person, site }: TypedValue): Promise<Problem | null> {
  if (text.trim() === '') return required ? { field: id, message: fieldName(id).enter } : null;
  const view = await call('value_check', { kind, text, person: person ?? null, site: site ?? null });
  return view.reason ? { field: id, message: inOneLine(reasonWords(view.reason, id)) } : null;
}

/** What is worth a look about one accepted value, in words. */
export async function noticesOf({ kind, text, person, site }: TypedValue): Promise<string[]> {
  if (text.trim() === '') return [];
  const view = await call('value_check', { kind, text, person: person ?? null, site: site ?? null });
  return view.notices.map(({ notice }) => noticeInOneLine(notice));
}

export const noticeInOneLine = (notice: Notice): string => inOneLine(noticeWords(notice));
