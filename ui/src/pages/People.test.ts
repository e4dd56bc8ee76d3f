import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { CommandName, RequestOf, ViewOf } from '../lib/api';
import { FakeHost, useFakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { looking, PeopleList } from './people.svelte';

afterEach(() => {
  cleanUp();
  looking.text = '';
  looking.who = 'current';
});

async function openPeople(people = 24): Promise<HTMLElement> {
  await startSession({ state: 'open' }, people);
  location.hash = '#/people';
  const target = render(App, {});
  await settle();
  return target;
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
  const who = one<HTMLSelectElement>(target, '#who');
  who.value = 'left';
  who.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
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
  const older = list.ask('a', null, 'current');
  await settle();
  await list.ask('amina', null, 'current');
  expect(list.total).toBe(1);
  host.letGo();
  await older;
  expect(list.total).toBe(1);
  expect(list.first?.name).toEqual({ is: 'given', value: 'Amina Yusuf' });
});
