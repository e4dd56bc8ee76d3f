import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(cleanUp);

const amina = () => host.home.people[1]!;
const problems = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.nhsuk-error-summary__list li')].map((each) => each.textContent?.trim() ?? '');
const said = (target: HTMLElement): string => one(target, '.app-saying').textContent ?? '';

async function open(path: string): Promise<HTMLElement> {
  location.hash = path;
  const target = render(App, {});
  await settle();
  return target;
}

it('shows a removed detail as removed, with its day in words', async () => {
  const removed = { is: 'removed', value: '2027-05-03' } as const;
  Object.assign(amina(), { personal_mobile: removed, linked_mobile: removed });
  const target = await open(`#/people/${amina().person}`);
  expect(target.textContent).toContain('removed on 3 May 2027');
  expect(target.textContent).not.toContain('07700 900002');
});

it('records that somebody leaves, says so, and offers to undo it', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Record leaving');
  expect(document.activeElement?.textContent).toBe('When do they leave?');
  expect(one<HTMLInputElement>(target, '[id="post.to"]').value).toBe('20');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(amina().posts[0]?.to).toBe('2026-11-20');
  expect(said(target)).toContain('Amina Yusuf');
  press(one(target, '.app-saying'), 'Undo');
  await settle();
  expect(amina().posts[0]?.to).toBeNull();
  expect(said(target)).toContain('Undone');
});

it('keeps the focus on the page when the button that had it goes away', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Record leaving');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(document.activeElement?.textContent).toBe('Where they work');
  const undo = [...one(target, '.app-saying').querySelectorAll('button')].find((each) =>
    each.textContent?.includes('Undo'),
  )!;
  undo.focus();
  undo.click();
  await settle();
  expect(undo.isConnected).toBe(false);
  expect(document.activeElement).toBe(one(target, 'h1'));
});

it('does not take away the last owner', async () => {
  host.home.people[0]!.access = [];
  const target = await open(`#/people/${amina().person}`);
  press(target, 'End access');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(problems(target)[0]).toContain('only owner');
  expect(amina().access[0]?.current).toBe(true);
});

it('keeps a half-typed day and says what is missing', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Record leaving');
  type(target, 'post.to-year', '');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(problems(target)).toEqual(['The last day needs a year.']);
  expect(one<HTMLInputElement>(target, '[id="post.to"]').value).toBe('20');
  expect(amina().posts[0]?.to).toBeNull();
});

it('brings half-typed leaving back when the form is opened again', async () => {
  const first = await open(`#/people/${amina().person}`);
  press(first, 'Record leaving');
  await settle();
  type(first, 'post.to', '3');
  cleanUp();
  await settle();
  const again = await open(`#/people/${amina().person}`);
  press(again, 'Record leaving');
  await settle();
  expect(one<HTMLInputElement>(again, '[id="post.to"]').value).toBe('3');
  press(one(again, '.app-in-place'), 'Cancel');
  await settle();
  expect([...host.home.drafts.keys()]).toEqual([]);
});

it('offers another job only at another home', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Add another job');
  await settle();
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(amina().posts.map((post) => post.site_name)).toEqual(['Beech Lodge', 'Rowan House']);
  expect(target.textContent).not.toContain('Add another job');
});

it('notes access that somebody has, with the day it was given in the portal', async () => {
  amina().access = [];
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Note access');
  await settle();
  type(target, 'access.portal_done_on', '19');
  type(target, 'access.portal_done_on-month', '11');
  type(target, 'access.portal_done_on-year', '2026');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(amina().access[0]).toMatchObject({ level: 'member', current: true });
  expect(target.textContent).toContain('Done in the NHSmail portal on 19 November 2026');
  press(one(target, '.app-saying'), 'Undo');
  await settle();
  expect(amina().access).toEqual([]);
});

it('removes contact details after asking, and does not offer to undo what cannot be undone', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Remove contact details');
  press(one(target, '.app-in-place'), 'Remove contact details');
  await settle();
  expect(target.textContent).toContain('removed on 20 November 2026');
  expect(target.textContent).not.toContain('amina.yusuf@example.com');
  expect(said(target)).not.toContain('Undo');
});

it('ends access with the day it was done in the portal', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'End access');
  expect(target.textContent).toContain('Add/remove Members and Owners');
  type(target, 'access.portal_done_on', '19');
  type(target, 'access.portal_done_on-month', '11');
  type(target, 'access.portal_done_on-year', '2026');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(amina().access[0]?.to).toBe('2026-11-20');
  expect(amina().access[0]?.portal_done_on).toBe('2026-11-19');
  expect(target.textContent).toContain('Done in the NHSmail portal on 19 November 2026');
});

it('says that access was ended and not yet taken away in the portal', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'End access');
  press(one(target, '.app-in-place'), 'Save');
  await settle();
  expect(target.textContent).toContain('Not noted as taken away in the NHSmail portal');
});

it('takes Escape as Cancel, and the focus goes back to the button', async () => {
  const target = await open(`#/people/${amina().person}`);
  const button = [...target.querySelectorAll('button')].find((each) => each.textContent?.includes('Record leaving'))!;
  button.focus();
  button.click();
  await settle();
  one(target, '.app-in-place').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await settle();
  expect(target.querySelector('.app-in-place')).toBeNull();
  expect(document.activeElement).toBe(button);
});

it('erases only after the name is typed, and leaves the page', async () => {
  const { person } = amina();
  const target = await open(`#/people/${person}`);
  press(target, 'Erase this person');
  press(target, 'Erase for good');
  await settle();
  expect(problems(target)).toEqual(['Type Amina Yusuf to erase this person.']);
  type(target, 'erase.name_typed', 'Amina Yusuf');
  press(target, 'Erase for good');
  await settle();
  expect(host.home.people.some((each) => each.person === person)).toBe(false);
  expect(location.hash).toBe('#/people');
  expect(said(target)).toContain('erased for good');
  expect(said(target)).not.toContain('Undo');
});

it('adds a person of whom only the name is known', async () => {
  const target = await open('#/people/add');
  press(target, 'Save');
  await settle();
  expect(problems(target)).toEqual(['Enter the full name.']);
  type(target, 'full_name', 'Mary Poole');
  press(target, 'Save');
  await settle();
  expect(location.hash).toMatch(/^#\/people\/[0-9a-f-]{36}$/);
  expect(host.home.people.at(-1)?.full_name).toEqual({ is: 'given', value: 'Mary Poole' });
  expect(host.home.drafts.has('person_add')).toBe(false);
});

it('names every refused value of the form at once', async () => {
  const target = await open('#/people/add');
  type(target, 'full_name', 'Mary Poole 2');
  type(target, 'personal_mobile', '07012345678');
  type(target, 'from', '31');
  type(target, 'from-month', '2');
  type(target, 'from-year', '2026');
  press(target, 'Save');
  await settle();
  expect(problems(target)).toHaveLength(3);
  expect(document.title).toBe('Error: Add a person - Mailbox Steward');
});

it('brings a half-typed person back', async () => {
  const first = await open('#/people/add');
  type(first, 'full_name', 'Mary');
  type(first, 'from', '3');
  cleanUp();
  await settle();
  const again = await open('#/people/add');
  expect(one<HTMLInputElement>(again, '#full_name').value).toBe('Mary');
  expect(one<HTMLInputElement>(again, '#from').value).toBe('3');
});

it('changes details and keeps those not touched', async () => {
  const target = await open(`#/people/${amina().person}/change`);
  type(target, 'personal_email', 'amina@example.com');
  press(target, 'Save');
  await settle();
  expect(amina().personal_email).toEqual({ is: 'given', value: 'amina@example.com' });
  expect(amina().linked_mobile).toEqual({ is: 'given', value: '07700900002' });
  expect(location.hash).toBe(`#/people/${amina().person}`);
});

it('proposes that the personal email goes, asks before it does, and keeps the mobile', async () => {
  const target = await open(`#/people/${amina().person}`);
  expect(target.textContent).toContain('Their personal email may go');
  expect(amina().personal_email.is).toBe('given');
  press(target, 'Remove personal email');
  await settle();
  expect(target.textContent).toContain('This cannot be undone.');
  expect(amina().personal_email.is).toBe('given');
  press(one(target, '.app-in-place'), 'Remove personal email');
  await settle();
  expect(amina().personal_email.is).toBe('not_given');
  expect(amina().personal_mobile.is).toBe('given');
  expect(said(target)).toContain('The personal email of Amina Yusuf is removed.');
});

it('says how long a leaver’s details are kept when it proposes that they go', async () => {
  amina().removal = { what: 'contact', since: '2026-01-02', months: 6 };
  const target = await open(`#/people/${amina().person}`);
  expect(target.textContent).toContain('They left on 2 January 2026, more than 6 months ago.');
});

it('saves a copy of everything held about somebody, and says that the history says so', async () => {
  const target = await open(`#/people/${amina().person}`);
  press(target, 'Save a copy of everything held');
  await settle();
  expect(said(target)).toContain('Saved as staff-list-copy-2026-11-20.txt. The history says so.');
});
