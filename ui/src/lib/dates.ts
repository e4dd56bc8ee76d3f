import type { TypedDate } from './components/date-field/DateField.svelte';
import type { Problem } from './components/error-summary/ErrorSummary.svelte';
import { fieldName } from './errors';
import { formatDate } from './format';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `2026-11-20` as three texts for the boxes; nothing as three empty ones. */
export function typedDate(iso: string | null | undefined): TypedDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? '');
  return match
    ? { day: String(Number(match[3])), month: String(Number(match[2])), year: match[1] ?? '' }
    : { day: '', month: '', year: '' };
}

export const isEmptyDate = (typed: TypedDate): boolean =>
  typed.day.trim() === '' && typed.month.trim() === '' && typed.year.trim() === '';

/** What is wrong with a typed date, as a sentence; nothing when it is a real day or wholly empty. */
export function dateProblem(typed: TypedDate, the: string, required = false): string | undefined {
  const The = the.charAt(0).toUpperCase() + the.slice(1);
  if (isEmptyDate(typed)) return required ? `Enter ${the}.` : undefined;
  const missing = (['day', 'month', 'year'] as const).filter((part) => typed[part].trim() === '');
  if (missing.length > 0) return `${The} needs a ${missing.join(' and a ')}.`;
  const year = Number(typed.year.trim());
  if (!/^\d{4}$/.test(typed.year.trim())) return `The year of ${the} needs four numbers, such as 2026.`;
  const month = monthOf(typed.month);
  if (month === undefined) return `The month of ${the} is a number from 1 to 12, or its name.`;
  const day = Number(typed.day.trim());
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!/^\d{1,2}$/.test(typed.day.trim()) || day < 1 || day > days) {
    const last = formatDate(`${typed.year.trim()}-${String(month).padStart(2, '0')}-${days}`);
    return `${The} is not a real day. The last day of that month is ${last}.`;
  }
  return undefined;
}

function monthOf(text: string): number | undefined {
  const typed = text.trim().toLowerCase();
  if (/^\d{1,2}$/.test(typed)) {
    const month = Number(typed);
    return month >= 1 && month <= 12 ? month : undefined;
  }
  if (typed.length < 3) return undefined;
  const names = [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ];
  const found = names.findIndex(
    (name, index) => name === typed || monthNames[index] === typed || (typed === 'sept' && index === 8),
  );
  return found < 0 ? undefined : found + 1;
}

/** A problem of the date in the box `id`, ready for the error summary; nothing when it is right or empty. */
export function dateAt(id: string, typed: TypedDate, required = false): Problem | null {
  const message = dateProblem(typed, fieldName(id).the, required);
  return message ? { field: id, message } : null;
}

const oneDay = 86_400_000;

/** The day so many days later: `2026-11-20` and 30 give `2026-12-20`. */
export function daysAfter(iso: string, days: number): string {
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) ? iso : new Date(at + days * oneDay).toISOString().slice(0, 10);
}

/** How many days lie between two days; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / oneDay);
}
