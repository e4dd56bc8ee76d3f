import { describe, expect, it } from 'vitest';
import { dateAt, dateProblem, typedDate } from './dates';

const typed = (day: string, month: string, year: string) => ({ day, month, year });

describe('a typed date', () => {
  it('may be wholly empty', () => {
    expect(dateProblem(typed('', ' ', ''), 'the last day')).toBeUndefined();
  });

  it('is asked for where it is needed', () => {
    expect(dateProblem(typed('', '', ''), 'the last day', true)).toBe('Enter the last day.');
  });

  it('half typed says what is missing', () => {
    expect(dateProblem(typed('20', '11', ''), 'the last day')).toBe('The last day needs a year.');
    expect(dateProblem(typed('20', '', ''), 'the last day')).toBe('The last day needs a month and a year.');
  });

  it('takes the month as a number or by name', () => {
    for (const month of ['11', 'Nov', 'november']) {
      expect(dateProblem(typed('20', month, '2026'), 'the last day')).toBeUndefined();
    }
    expect(dateProblem(typed('20', 'Sept', '2026'), 'the last day')).toBeUndefined();
  });

  it('that does not exist names the last real day', () => {
    expect(dateProblem(typed('31', '11', '2026'), 'the last day')).toBe(
      'The last day is not a real day. The last day of that month is 30 November 2026.',
    );
    expect(dateProblem(typed('29', '2', '2027'), 'the last day')).toContain('28 February 2027');
    expect(dateProblem(typed('29', '2', '2028'), 'the last day')).toBeUndefined();
  });

  it('needs four numbers for the year', () => {
    expect(dateProblem(typed('1', '1', '26'), 'the last day')).toContain('four numbers');
    expect(dateProblem(typed('1', '13', '2026'), 'the last day')).toContain('1 to 12');
  });

  it('comes back into its boxes', () => {
    expect(typedDate('2026-03-01')).toEqual(typed('1', '3', '2026'));
    expect(typedDate(null)).toEqual(typed('', '', ''));
  });

  it('is at fault in its own box', () => {
    expect(dateAt('to', typed('1', '', '2026'))).toEqual({ field: 'to', message: 'The last day needs a month.' });
  });
});
