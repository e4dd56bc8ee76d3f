import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession } from '../test/render';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(cleanUp);

const home = () => host.home.sites[0]!;
const box = () => home().mailboxes[0]!;

async function open(path: string): Promise<HTMLElement> {
  location.hash = path;
  const target = render(App, {});
  await settle();
  return target;
}
const page = () => open(`#/settings/home/${home().site}/mailbox/${box().mailbox}/who`);

it('says everything of the picture in words too', async () => {
  const target = await page();
  expect(one(target, '.app-cover').getAttribute('aria-hidden')).toBe('true');
  const rows = [...target.querySelectorAll('.app-table tbody tr')].map((row) => row.textContent ?? '');
  expect(rows.some((row) => row.includes('Jane Smith') && row.includes('as an owner'))).toBe(true);
  expect(rows.some((row) => row.includes('Away on long leave') && row.includes('14 December 2026'))).toBe(true);
});

it('names a leaver who can still open it first of all', async () => {
  const who = host.home.people.find((each) =>
    each.access.some((one) => one.mailbox === box().mailbox && one.level === 'member'),
  )!;
  who.marked_leaver_on = '2026-11-09';
  const target = await page();
  expect(target.textContent).toContain('has left and can still open it');
});

it('labels a second owner as our advice, and fewer than two people as a warning with its source', async () => {
  for (const each of host.home.people.slice(1)) each.access = [];
  const target = await page();
  expect(target.textContent).toContain('Fewer than two people can open it');
  expect(target.textContent).toContain('only one person can open it');
  expect(target.textContent).toContain('lines 74 to 76');
});

it('says that the weekdays are not known until somebody notes them with a job', async () => {
  let target = await page();
  expect(target.textContent).toContain('It is not known on which days people work');
  cleanUp();
  target = await open(`#/people/${host.home.people[0]!.person}`);
  press(one(target, 'section[aria-labelledby="posts-title"]'), 'Change');
  await settle();
  for (const id of ['post.works_on', 'post.works_on-5']) one<HTMLInputElement>(target, `[id="${id}"]`).click();
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(target.textContent).toContain('Works on: Monday and Friday');
  cleanUp();
  target = await page();
  expect(target.textContent).toContain('Days not known:');
});
