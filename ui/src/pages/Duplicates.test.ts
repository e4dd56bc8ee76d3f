import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { page } from '../lib/page.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession } from '../test/render';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
  host.twice();
});
afterEach(cleanUp);

const said = (target: HTMLElement): string => one(target, '.app-saying').textContent ?? '';
const row = (target: HTMLElement, words: string): HTMLElement => {
  const found = [...target.querySelectorAll<HTMLElement>('tbody tr')].find((each) => each.textContent?.includes(words));
  if (!found) throw new Error(`no row says ${words}`);
  return found;
};

async function open(path: string): Promise<HTMLElement> {
  location.hash = path;
  const target = render(App, {});
  await settle();
  return target;
}

it('says what a pair shares, and keeps apart who is two people', async () => {
  const target = await open('#/people/duplicates');
  expect(target.textContent).toContain('the same NHSmail address and names that look alike.');
  expect(target.textContent).toContain('They have the same mobile.');
  press(target, 'Two people');
  await settle();
  expect(said(target)).toContain('Noted as two people');
  expect(host.home.apart).toHaveLength(1);
  press(one(target, 'details, .app-disclosure'), 'Take back');
  await settle();
  expect(host.home.apart).toHaveLength(0);
});

it('marks what differs in words and takes over what is chosen', async () => {
  const [, first] = host.home.people;
  const again = host.home.people.find((who) => who.person.endsWith('a003'))!;
  const target = await open(`#/people/duplicates/${first!.person}/${again.person}`);
  expect(row(target, 'Personal mobile').textContent).toContain('Different');
  expect(row(target, 'Jobs').textContent).toContain('Both are kept');
  expect(row(target, 'Note').textContent).toContain('Neither says');
  const chosen = [...target.querySelectorAll<HTMLInputElement>('input[name="personal_mobile"]')];
  expect(chosen.map((each) => each.checked)).toEqual([true, false]);
  chosen[1]!.click();
  press(target, 'Put the two records together');
  await arrive();
  expect(location.hash).toBe(`#/people/${first!.person}`);
  expect(said(target)).toContain('The two records are one now.');
  expect(target.textContent).toContain('Records put together');
  expect(first!.personal_mobile).toEqual(again.personal_mobile);
  expect(host.home.people).not.toContain(again);
  // Two large pages are drawn: on a busy computer that takes its time.
}, 30_000);

it('leads from the record that left to the one that stays, and takes the two apart', async () => {
  const [, first] = host.home.people;
  const again = host.home.people.find((who) => who.person.endsWith('a003'))!;
  host.answer('people_merge', { kept: first!.person, other: again.person, take: [] });
  const target = await open('#/help');
  location.hash = `#/people/${again.person}`;
  await arrive();
  expect(location.hash).toBe(`#/people/${first!.person}`);
  press(target, 'Take them apart');
  await settle();
  expect(host.home.people.map((who) => who.person)).toContain(again.person);
});

it('lets a saying go with its page once somebody has pressed anything', async () => {
  const target = await open('#/people');
  page.say('Chosen: 3 people.');
  window.dispatchEvent(new Event('pointerdown'));
  location.hash = '#/help';
  await arrive();
  expect(target.textContent).not.toContain('Chosen: 3 people.');
  // What is said just before the page changes by itself is read on the next one.
  page.say('Saved.');
  location.hash = '#/people';
  await arrive();
  expect(said(target)).toContain('Saved.');
});
