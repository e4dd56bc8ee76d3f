import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { CommandName, RequestOf, ViewOf } from '../lib/api';
import { FakeHost, useFakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { page } from '../lib/page.svelte';
import { session } from '../lib/session.svelte';
import { looking, PeopleList, type Asked } from './people.svelte';

afterEach(() => {
  cleanUp();
  Object.assign(looking, { text: '', who: 'current', due: null, role: null });
});

async function openPeople(people = 24): Promise<HTMLElement> {
  await startSession({ state: 'open' }, people);
  location.hash = '#/people';
  const target = render(App, {});
  await settle();
  return target;
}

/** What the list is asked for at first. */
const everybodyHere: Asked = { text: '', site: null, who: 'current', due: null, role: null };

async function choose(target: HTMLElement, selector: string, value: string): Promise<void> {
  const select = one<HTMLSelectElement>(target, selector);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

const names = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.app-people__name a')].map((each) => each.textContent ?? '');
const said = (target: HTMLElement): string => one(target, '.app-search [role=status]').textContent ?? '';

it('finds people while their name, address, mobile or role is typed, and says how many', async () => {
  const target = await openPeople();
  expect(names(target).length).toBeGreaterThan(15);
  for (const [typed, name] of [
    ['amina', 'Amina Yusuf'],
    ['yusuf@nhs', 'Amina Yusuf'],
    ['łukasz now', 'Łukasz Nowak'],
    ['07700900004', 'Siobhán O’Neill'],
  ] as const) {
    type(target, 'find-people', typed);
    await settle();
    expect(names(target)).toEqual([name]);
    expect(said(target)).toBe('1 person found');
  }
  type(target, 'find-people', 'night senior');
  await settle();
  expect(names(target).length).toBeGreaterThan(1);
});

it('shows who has left only when asked', async () => {
  const target = await openPeople();
  expect(names(target)).not.toContain('Ben Carter');
  await choose(target, '#filter-who', 'left');
  expect(names(target)).toContain('Ben Carter');
});

it('says that nobody matches, and clears the search', async () => {
  const target = await openPeople();
  type(target, 'find-people', 'zzz');
  await settle();
  expect(target.textContent).toContain('No one matches “zzz”');
  press(target, 'Clear the search');
  await settle();
  expect(names(target).length).toBeGreaterThan(15);
});

it('offers to add the first person when the list is empty', async () => {
  const target = await openPeople(0);
  expect(target.textContent).toContain('Nobody is on your staff list yet');
  expect(one(target, '.app-empty a').getAttribute('href')).toBe('#/people/add');
});

it('opens the only person found with Enter', async () => {
  const target = await openPeople();
  type(target, 'find-people', 'amina');
  await settle();
  one<HTMLFormElement>(target, 'form.app-toolbar').requestSubmit();
  expect(location.hash).toMatch(/^#\/people\/[0-9a-f-]{36}$/);
});

it('draws only the rows in view of a long list', async () => {
  const target = await openPeople(3_000);
  expect(said(target)).toMatch(/^2,\d{3} people$/);
  expect(target.querySelectorAll('[data-row]').length).toBeLessThan(150);
});

it('asks NHSmail about everybody who is chosen', async () => {
  const target = await openPeople();
  press(target, 'Choose people');
  await settle();
  const asks = (): HTMLAnchorElement | undefined =>
    [...target.querySelectorAll('a')].find((each) => each.textContent?.trim() === 'Ask NHSmail about them');
  expect(asks()).toBeUndefined();
  const [first, second] = [...target.querySelectorAll<HTMLInputElement>('.app-people__choose input')];
  first?.click();
  second?.click();
  await settle();
  const named = new URLSearchParams(asks()?.getAttribute('href')?.split('?')[1]).get('person')?.split(' ');
  expect(named).toHaveLength(2);
  expect(new Set(named).size).toBe(2);
});

/** A host that holds back the answers for one text until it is told to let go. */
class SlowHost extends FakeHost {
  letGo: () => void = () => undefined;

  override answer<Name extends CommandName>(name: Name, request: RequestOf<Name>): ViewOf<Name> {
    const view = super.answer(name, request);
    if (name !== 'person_list' || (request as { text: string }).text !== 'a') return view;
    // `invoke` waits for whatever is answered, so a promise stands for a slow answer.
    return new Promise((done) => (this.letGo = () => done(view))) as unknown as ViewOf<Name>;
  }
}

it('lets the newest question win when an older answer comes later', async () => {
  const host = new SlowHost({ state: 'open' }, 24);
  useFakeHost(host);
  const list = new PeopleList();
  const older = list.ask({ ...everybodyHere, text: 'a' });
  await settle();
  await list.ask({ ...everybodyHere, text: 'amina' });
  expect(list.total).toBe(1);
  host.letGo();
  await older;
  expect(list.total).toBe(1);
  expect(list.first?.name).toEqual({ is: 'given', value: 'Amina Yusuf' });
});

const rowLinks = (target: HTMLElement): HTMLElement[] => [
  ...target.querySelectorAll<HTMLElement>('.app-people__name a'),
];

function key(name: string, shiftKey = false): void {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
  );
}

it('shows which filters are in use and clears them all in one press', async () => {
  const target = await openPeople();
  expect(target.querySelector('.app-filters-in-use')).toBeNull();
  await choose(target, '#filter-role', 'Nurse');
  await choose(target, '#filter-who', 'all');
  const home = session.header?.sites[0];
  session.site = home?.site ?? null;
  await settle();
  expect(one(target, '.app-filters-in-use').textContent).toContain('Everybody; Role: Nurse; Home: Rowan House');
  expect(names(target).length).toBeLessThan(8);
  press(target, 'Clear the filters');
  await settle();
  expect(target.querySelector('.app-filters-in-use')).toBeNull();
  expect([looking.who, looking.role, looking.due, session.site]).toEqual(['current', null, null, null]);
});

it('saves what is looked for under a name, renames it, deletes it and brings it back', async () => {
  const target = await openPeople();
  await choose(target, '#filter-role', 'Nurse');
  press(target, 'Save as a view');
  await settle();
  press(target, 'Save the view');
  await settle();
  expect(target.textContent).toContain('Enter the name');
  type(target, 'view.name', 'Our nurses');
  press(target, 'Save the view');
  await settle();
  expect(one<HTMLSelectElement>(target, '#saved-view').selectedOptions[0]?.text).toBe('Our nurses');
  press(target, 'Clear the filter');
  await settle();
  await choose(target, '#saved-view', one<HTMLOptionElement>(target, '#saved-view option:last-child').value);
  expect(looking.role).toBe('Nurse');

  press(target, 'Rename the view Our nurses');
  await settle();
  type(target, 'view.name', 'Nurses');
  press(target, 'Save the view');
  await settle();
  expect(one<HTMLSelectElement>(target, '#saved-view').selectedOptions[0]?.text).toBe('Nurses');

  press(target, 'Delete the view Nurses');
  await settle();
  expect(target.querySelector('#saved-view')).toBeNull();
  await page.saying?.undo?.();
  await settle();
  expect(one<HTMLSelectElement>(target, '#saved-view').selectedOptions[0]?.text).toBe('Nurses');
});

it('chooses with Space, and with Shift and the arrow keys, and lets go on the way back', async () => {
  const target = await openPeople();
  rowLinks(target)[0]?.focus();
  key('ArrowDown', true);
  await settle();
  expect(one(target, '#choosing-title').textContent?.trim()).toBe('2 people chosen');
  await new Promise(requestAnimationFrame);
  key('ArrowDown', true);
  await settle();
  expect(one(target, '#choosing-title').textContent?.trim()).toBe('3 people chosen');
  await new Promise(requestAnimationFrame);
  key('ArrowUp', true);
  await settle();
  expect(one(target, '#choosing-title').textContent?.trim()).toBe('2 people chosen');
  rowLinks(target)[9]?.focus();
  key(' ');
  await settle();
  expect(one(target, '#choosing-title').textContent?.trim()).toBe('3 people chosen');
  key(' ');
  await settle();
  expect(one(target, '#choosing-title').textContent?.trim()).toBe('2 people chosen');
});

it('says what an empty list was asked for, and how to widen it', async () => {
  const target = await openPeople();
  await choose(target, '#filter-due', 'contact_to_remove');
  expect(target.textContent).toContain('Nobody’s contact details are kept too long');
  await choose(target, '#filter-role', 'Nurse');
  expect(target.textContent).toContain('Nobody fits all of this');
  expect(target.textContent).toContain('Role: Nurse; Contact details may go');
  press(target, 'Whatever is due');
  await settle();
  expect(names(target).length).toBeGreaterThan(0);
  type(target, 'find-people', 'zzz');
  await settle();
  expect(target.textContent).toContain('You are looking only among: Role: Nurse.');
  press(target, 'Look among everybody');
  await settle();
  expect([looking.who, looking.role]).toEqual(['all', null]);
});

it('shows everybody a line of Today speaks of, whoever was looked for before', async () => {
  Object.assign(looking, { text: 'amina', role: 'Nurse', who: 'left' });
  await startSession({ state: 'open' }, 24);
  location.hash = '#/people?due=account_to_check';
  const target = render(App, {});
  await settle();
  expect(one(target, '.app-filters-in-use').textContent).toContain('Everybody; Account to check');
  expect(names(target).length).toBeGreaterThan(1);
});
