import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(cleanUp);

const maria = () => host.home.people[9]!;
const said = (target: HTMLElement): string => one(target, '.app-saying').textContent ?? '';
const section = (target: HTMLElement): HTMLElement => one(target, 'section[aria-labelledby="paths-title"]');
const step = (target: HTMLElement, name: string): HTMLElement => one(target, `[id$="-${name}"].app-walk__step`);

async function open(path: string): Promise<HTMLElement> {
  location.hash = path;
  const target = render(App, {});
  await settle();
  return target;
}

async function begin(target: HTMLElement, words: string): Promise<void> {
  press(section(target), words);
  await settle();
  press(one(section(target), 'form'), 'Lay out the steps');
  await settle();
}

it('lays out the steps of somebody who leaves, and says what is due and since when', async () => {
  const target = await open(`#/people/${maria().person}`);
  press(section(target), 'Is leaving');
  expect(document.activeElement?.textContent).toBe('Maria Fernandes: is leaving');
  type(target, 'path.on', '13');
  press(one(section(target), 'form'), 'Lay out the steps');
  await settle();
  expect(section(target).querySelectorAll('.app-walk__step')).toHaveLength(8);
  expect(step(target, 'remove_access').textContent).toContain('Since 13 November 2026');
  expect(section(target).textContent).toContain('8 steps are left.');
  // It is not offered a second time while it goes on.
  expect([...section(target).querySelectorAll('button')].map((each) => each.textContent?.trim())).not.toContain(
    'Is leaving',
  );
});

it('ticks a step today with one press, says so, and undoes it from the message', async () => {
  const target = await open(`#/people/${maria().person}`);
  await begin(target, 'Is leaving');
  press(step(target, 'work_saved'), 'Done today');
  await settle();
  expect(step(target, 'work_saved').textContent).toContain('Done on 20 November 2026');
  expect(said(target)).toContain('Tell them to save the work they need');
  press(one(target, '.app-saying'), 'Undo');
  await settle();
  expect(maria().paths[0]?.steps[0]?.done).toBe(false);
});

it('asks for the day where today is seldom right, and shows how it is done in the portal', async () => {
  const target = await open(`#/people/${maria().person}`);
  await begin(target, 'Is leaving');
  press(step(target, 'remove_access'), 'Take it away');
  await settle();
  const form = one(step(target, 'remove_access'), 'form');
  expect(form.textContent).toContain('Take the access away in the portal');
  type(target, 'step.on', '');
  press(form, 'Save');
  await settle();
  expect(form.querySelector('.nhsuk-error-summary')?.textContent).toContain('day');
  type(target, 'step.on', '19');
  press(form, 'Save');
  await settle();
  expect(step(target, 'remove_access').textContent).toContain('Done on 19 November 2026');
});

it('leads to the request of a step with the person chosen', async () => {
  const target = await open(`#/people/${maria().person}`);
  await begin(target, 'Is leaving');
  const link = one<HTMLAnchorElement>(step(target, 'ask_leaver'), 'a');
  expect(link.getAttribute('href')).toBe(`#/ask?entry=somebody_leaving&person=${maria().person}`);
});

it('asks what somebody starts with before it lays out the steps', async () => {
  const target = await open(`#/people/${maria().person}`);
  press(section(target), 'Has started');
  await settle();
  press(one(section(target), 'form'), 'Lay out the steps');
  await settle();
  expect(section(target).textContent).toContain('Choose what they start with.');
  expect(maria().paths).toHaveLength(0);
});

it('refuses that the only owner leaves, and says what comes first', async () => {
  host.home.people[1]!.access = [];
  const target = await open(`#/people/${host.home.people[0]!.person}`);
  await begin(target, 'Is leaving');
  expect(section(target).textContent).toContain('Nobody else owns the shared mailbox.');
  expect(section(target).textContent).toContain('Make somebody else an owner first');
});

it('names the step that is due on Today, and leads to it', async () => {
  const answers = {
    arrival: null,
    home: null,
    goes_on: null,
    stays: null,
    returns_on: { day: '', month: '', year: '' },
  };
  const on = { day: '13', month: '11', year: '2026' };
  host.answer('path_begin', { person: maria().person, kind: 'leaves', site: null, on, answers });
  const target = await open('#/today');
  expect(target.textContent).toContain('Maria Fernandes: take their access to the shared mailbox away');
  expect(target.textContent).toContain('Due since 13 November 2026.');
  const line = [...target.querySelectorAll('.app-task')].find((each) =>
    each.textContent?.includes('Maria Fernandes: take'),
  )!;
  press(line, 'See the steps');
  await arrive();
  expect(document.activeElement).toBe(step(target, 'remove_access'));
});

it('closes steps that are not needed, keeps them under what happened before', async () => {
  const target = await open(`#/people/${maria().person}`);
  await begin(target, 'Locked out');
  press(section(target), 'Close, no more steps are needed');
  await settle();
  expect(section(target).textContent).toContain('What happened before');
  expect(maria().paths[0]?.given_up).toBe(true);
});
