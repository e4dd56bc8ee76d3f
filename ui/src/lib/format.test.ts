import { describe, expect, it } from 'vitest';
import { formatDate, formatMobile, formatPeople } from './format';

describe('dates', () => {
  it('are written as day, month in words, year', () => {
    expect(formatDate('2026-11-20')).toBe('20 November 2026');
    expect(formatDate('2027-01-03')).toBe('3 January 2027');
  });

  it('come back as they were when they are not a date', () => {
    expect(formatDate('')).toBe('');
    expect(formatDate('2026-13-01')).toBe('2026-13-01');
  });
});

describe('mobiles', () => {
  it('are grouped as five and six digits', () => {
    expect(formatMobile('07700900001')).toBe('07700 900001');
  });

  it('come back as they were when they are not eleven digits from 07', () => {
    expect(formatMobile('0121 496 0000')).toBe('0121 496 0000');
  });
});

it('people are counted in words people use', () => {
  expect(formatPeople(1)).toBe('1 person');
  expect(formatPeople(0)).toBe('0 people');
  expect(formatPeople(20000)).toBe('20,000 people');
});
