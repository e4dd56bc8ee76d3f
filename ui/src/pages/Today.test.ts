import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { session } from '../lib/session.svelte';

afterEach(cleanUp);

async function open(hash = '#/today'): Promise<HTMLElement> {
  await startSession({ state: 'open' }, 24);
  location.hash = '#/help';
  const target = render(App, {});
  await arrive();
  location.hash = hash;
  await arrive();
  return target;
}

const lines = (target: HTMLElement): HTMLElement[] => [...target.querySelectorAll<HTMLElement>('.app-task')];
const find = (target: HTMLElement, words: string): HTMLElement | undefined =>
  lines(target).find((line) => line.textContent.includes(words));
const button = (within: HTMLElement, words: string): HTMLButtonElement =>
  [...within.querySelectorAll('button')].find((each) => each.textContent.trim().startsWith(words)) as HTMLButtonElement;

it('does a duty from its line, and undoes it', async () => {
  const target = await open();
  const line = find(target, 'Does everybody who needs an NHSmail account have one');
  if (!line) throw new Error('no duty on Today');
  expect(line.textContent).toContain('Our advice');
  button(line, 'Done today').click();
  await settle();
  expect(target.textContent).toContain('Noted as done today.');
  expect(find(target, 'Have all new sign-in details reached')).toBeTruthy();
  press(target, 'Undo');
  await settle();
  expect(find(target, 'Does everybody who needs an NHSmail account have one')).toBeTruthy();
});

it('puts a line off with a day and a reason, counts one less, and takes it back', async () => {
  const target = await open();
  const before = session.header?.today ?? 0;
  const line = find(target, 'Does everybody who needs an NHSmail account have one');
  if (!line) throw new Error('no duty on Today');
  button(line, 'Put off').click();
  await settle();
  type(target, 'put_off.until', '');
  button(one(target, '.app-in-place'), 'Put off').click();
  await settle();
  expect(one(target, '.app-in-place').textContent).toContain('comes back');
  type(target, 'put_off.until', '27');
  button(one(target, '.app-in-place'), 'Put off').click();
  await arrive();
  expect(target.querySelector('.app-in-place')?.textContent ?? '').toBe('');
  expect(session.header?.today).toBe(before - 1);
  expect(one(target, '.app-disclosure').textContent).toContain('Until 27 November 2026');
  press(target, 'Take back');
  await settle();
  expect(session.header?.today).toBe(before);
});

it('lists every duty of a mailbox with where it comes from, and settles the reminder to read it', async () => {
  const target = await open('#/today');
  const link = [...target.querySelectorAll('a')].find((each) => each.textContent.includes('See all duties'));
  link?.click();
  await arrive();
  expect(lines(target)).toHaveLength(7);
  expect(target.textContent).toContain('lines 231 to 234');
  const select = one(target, '#every') as HTMLSelectElement;
  select.value = '7';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(target.textContent).toContain('The reminder is settled.');
  expect((one(target, '#every') as HTMLSelectElement).value).toBe('7');
});
