import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeClock } from '../../../fake/clocks';
import { cleanUp, render, startSession } from '../../../test/render';
import { clockSays } from '../../words/clocks';
import ClockPicture from './ClockPicture.svelte';

beforeEach(async () => {
  await startSession();
});
afterEach(cleanUp);

const texts = (target: HTMLElement, what: string): string[] =>
  [...target.querySelectorAll(what)].map((each) => each.textContent.replace(/\s+/g, ' ').trim());

it('says in words everything the drawing shows, today in its place between the days', () => {
  const target = render(ClockPicture, { clock: fakeClock('quiet', '2026-10-05') });
  expect(texts(target, '.app-clock__when')).toEqual([
    '5 October 2026, day 0',
    '4 November 2026, day 30',
    '20 November 2026, day 46',
    '4 December 2026, day 60',
    '3 January 2027, day 90',
  ]);
  expect(texts(target, '.app-clock__what')[1]).toBe('May be switched off (this day has passed)');
  expect(target.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

it('gives each kind of day a shape of its own, so that it reads without colour', () => {
  const target = render(ClockPicture, { clock: fakeClock('leaver', '2026-10-28') });
  const shapes = [...target.querySelectorAll('.app-clock__shape path')].map((path) => path.getAttribute('d'));
  // Two warnings have one shape; start, warning, today, deleted and gone differ.
  expect(new Set(shapes).size).toBe(5);
});

it('says which rule set each day, and which days are our advice', () => {
  const target = render(ClockPicture, { clock: fakeClock('leaver', '2026-11-01') });
  expect(target.textContent.match(/Our advice/g)).toHaveLength(2);
  expect(target.textContent.match(/In force since 1 December 2022/g)).toHaveLength(3);
});

it('keeps today inside the picture, also long after the last day and before the first', () => {
  for (const from of ['2020-01-01', '2026-11-20', '2026-12-24']) {
    const target = render(ClockPicture, { clock: fakeClock('quiet', from) });
    const at = Number.parseFloat(target.querySelector('.app-clock__now')?.parentElement?.getAttribute('x') ?? '');
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(100);
  }
});

it('says that an account was not checked, never that it is gone', () => {
  expect(clockSays(fakeClock('quiet', '2026-10-05'))).toBe(
    'Not checked since 5 October 2026. If it is unused, NHSmail may have switched it off.',
  );
  expect(clockSays(fakeClock('unchecked', '2024-05-13'))).toBe(
    'Not checked since it was made on 13 May 2024. If it is unused, NHSmail may have deleted it for good.',
  );
});
