import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { looking } from './people.svelte';

afterEach(() => {
  cleanUp();
  looking.text = '';
  looking.who = 'current';
});

async function open(hash: string): Promise<HTMLElement> {
  await startSession({ state: 'open' }, 24);
  location.hash = '#/help';
  const target = render(App, {});
  await arrive();
  location.hash = hash;
  await arrive();
  return target;
}

const boxes = (target: HTMLElement): HTMLInputElement[] => [
  ...target.querySelectorAll<HTMLInputElement>('.app-people__choose input'),
];
const title = (target: HTMLElement): string => one(target, '#choosing-title').textContent.trim();

it('leads from one line of Today to the accounts to check, chosen and confirmed together, with one undo', async () => {
  const target = await open('#/today');
  const line = [...target.querySelectorAll('a')].find((each) => each.textContent.includes('Check the accounts'));
  expect(line?.getAttribute('href')).toBe('#/people?due=account_to_check');
  line?.click();
  await arrive();
  const before = boxes(target).length;
  expect(before).toBeGreaterThan(1);
  press(target, 'Choose everybody in the list');
  await settle();
  expect(title(target)).toBe(`${before} people chosen`);
  press(target, 'Confirm as used');
  await settle();
  press(target, 'Confirm');
  await settle();
  expect(target.textContent).toContain('Choose how the account was used.');
  one<HTMLInputElement>(target, 'input[value="email_sent"]').click();
  press(target, 'Confirm');
  await arrive();
  expect(target.textContent).toContain(`Confirmed as used: ${before} people.`);
  expect(target.textContent).toContain('No account needs a check');
  press(target, 'Undo');
  await arrive();
  expect(boxes(target)).toHaveLength(before);
});

it('keeps who is chosen while the list is searched on, and moves between the boxes by the arrow keys', async () => {
  const target = await open('#/people');
  press(target, 'Choose people');
  await settle();
  expect(title(target)).toBe('Nobody is chosen yet');
  boxes(target)[0]?.click();
  await settle();
  type(target, 'find-people', 'amina');
  await settle();
  expect(title(target)).toBe('1 person chosen');
  type(target, 'find-people', '');
  await settle();
  const [first, second] = boxes(target);
  first?.focus();
  first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  await settle();
  await new Promise((frame) => requestAnimationFrame(frame));
  expect(document.activeElement).toBe(second);
});

it('ticks the owner’s own number off on Today', async () => {
  const target = await open('#/today');
  expect(target.textContent).toContain('is this still your mobile number?');
  press(target, 'It is still right');
  await settle();
  expect(target.textContent).not.toContain('is this still your mobile number?');
});

it('compares the day of a person’s clock with the guide at once, and asks for what is missing', async () => {
  const target = await open('#/help/clocks?start=last_used&on=2026-05-03');
  const table = one(target, '.app-compared');
  expect(table.textContent).toContain('2 June 2026');
  expect(table.textContent).toContain('1 August 2026');
  type(target, 'on', '');
  press(target, 'Compare');
  await settle();
  expect(target.textContent).toContain('needs a day');
});

it('reminds the staff by a text and a slip that name nobody', async () => {
  const target = await open('#/people/reminder');
  press(target, 'Copy');
  await settle();
  expect(target.textContent).toContain('The reminder is copied.');
  expect(one(target, '.app-slip').textContent).not.toMatch(/Jane|@|07700/);
});
