import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(cleanUp);

const mail = 'Rose, born 3/3/1962, can be called on 07700900123.';

async function open(): Promise<HTMLElement> {
  location.hash = '#/help/check-my-email';
  const target = render(App, {});
  await settle();
  return target;
}

async function checked(text = mail): Promise<HTMLElement> {
  const target = await open();
  type(target, 'mail', text);
  press(target, 'Check the email');
  await settle();
  return target;
}

const cleaned = (target: HTMLElement): string => one(target, '.app-copy__text').textContent ?? '';

it('asks for an email before it checks one', async () => {
  const target = await open();
  press(target, 'Check the email');
  await settle();
  expect(one(target, '.nhsuk-error-summary__list').textContent).toContain('Paste your email.');
});

it('marks what must come out and what is the owner’s choice, and says why', async () => {
  const target = await checked();
  const marks = [...target.querySelectorAll('mark')].map((each) => each.textContent?.trim());
  expect(marks).toEqual(['3/3/1962 (must come out: date of birth)', '07700900123 (look at this: phone number)']);
  expect(target.textContent).toContain('1 thing must come out, and 1 thing to look at.');
  expect(target.textContent).toContain('NHSmail never asks for it.');
  expect(one(target, '.app-marked').textContent).toContain('Rose, born ');
  expect(document.activeElement?.textContent).toBe('What was found');
});

it('takes everything out unless the owner lets it stay, and never lets a date of birth stay', async () => {
  const target = await checked();
  expect(cleaned(target)).toBe('Rose, born [date of birth removed], can be called on [phone number removed].');
  const boxes = target.querySelectorAll<HTMLInputElement>('input[type="checkbox"]');
  expect(boxes).toHaveLength(1);
  boxes[0]?.click();
  await settle();
  expect(cleaned(target)).toBe('Rose, born [date of birth removed], can be called on 07700900123.');
});

it('copies the cleaned email and says so', async () => {
  const target = await checked();
  press(target, 'Copy');
  await settle();
  expect(target.textContent).toContain('The cleaned email is copied.');
});

it('says plainly that nothing was found', async () => {
  const target = await checked('Please add Rose to our mailbox.');
  expect(target.textContent).toContain('Nothing was found that NHSmail should not be told.');
  expect(target.querySelector('.app-copy')).toBeNull();
});

it('forgets what was found when the email changes', async () => {
  const target = await checked();
  type(target, 'mail', 'Something else');
  await settle();
  expect(target.querySelector('mark')).toBeNull();
});

it('keeps nothing of the email, not even half-typed', async () => {
  await checked();
  expect(host.home.drafts.size).toBe(0);
  cleanUp();
  const target = await open();
  expect(one<HTMLTextAreaElement>(target, '#mail').value).toBe('');
});

it('says that an email is too long', async () => {
  const target = await checked('a'.repeat(100_001));
  expect(one(target, '.nhsuk-error-summary__list').textContent).toContain('The email is too long.');
});
