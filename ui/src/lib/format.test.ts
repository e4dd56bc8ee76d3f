import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatLandline,
  formatMobile,
  formatMoment,
  formatPeople,
  formatTime,
  insideSentence,
  unbrokenDate,
} from './format';

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

it('a date that is kept on one line has no place to break at', () => {
  expect(unbrokenDate('2026-11-20')).toBe('20\u00a0November\u00a02026');
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

it('landlines have the gaps people expect', () => {
  expect(formatLandline('01632960001')).toBe('01632 960001');
  expect(formatLandline('02079460000')).toBe('020 7946 0000');
  expect(formatLandline('01214960000')).toBe('0121 496 0000');
  expect(formatLandline('01174960000')).toBe('0117 496 0000');
  expect(formatLandline('03332001133')).toBe('0333 200 1133');
  expect(formatLandline('0163296')).toBe('0163296');
});

it('moments are told in the time of England, summer and winter', () => {
  expect(formatMoment('2026-11-20T09:14:03Z')).toBe('20 November 2026, 09:14');
  expect(formatMoment('2026-07-20T23:30:00Z')).toBe('21 July 2026, 00:30');
  expect(formatMoment('no moment')).toBe('no moment');
});

it('times have no seconds', () => {
  expect(formatTime('09:00:00')).toBe('09:00');
});

it('labels inside a sentence keep the capitals of names', () => {
  expect(insideSentence('Recovery code')).toBe('recovery code');
  expect(insideSentence('Your own NHSmail sign-in details')).toBe('your own NHSmail sign-in details');
  expect(insideSentence('NHSmail address')).toBe('NHSmail address');
  expect(insideSentence('ODS code')).toBe('ODS code');
});
