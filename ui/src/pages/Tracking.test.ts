import axe from 'axe-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';

let host: FakeHost;
let request: string;
const noDay = { day: '', month: '', year: '' };

beforeEach(async () => {
  host = await startSession();
  const people = host.home.people.filter((each) => each.has_account === 'no').slice(0, 2);
  request = host.answer('request_draft', {
    kind: 'new_user',
    mailbox: host.home.sites[0]!.mailboxes[0]!.mailbox,
    people: people.map(({ person }) => ({
      person,
      access: 'member' as const,
      has_account: 'no' as const,
      left_holder: null,
      marked_leaver: null,
    })),
  }).request;
  host.answer('request_copy', { request, part: 'all' });
  host.answer('request_sent', {
    request,
    from_shared_mailbox: true,
    on: { day: '16', month: '11', year: '2026' },
  });
});
afterEach(cleanUp);

async function open(hash: string): Promise<HTMLElement> {
  location.hash = hash;
  const target = render(App, {});
  await settle();
  return target;
}

const nameOf = (person: string): string => {
  const name = host.home.people.find((each) => each.person === person)?.full_name;
  return name?.is === 'given' ? name.value : '';
};
const said = (target: HTMLElement): string => one(target, '.app-saying').textContent ?? '';
const life = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.app-life li')].map((each) => each.textContent?.replace(/\s+/g, ' ').trim() ?? '');
const tick = (target: HTMLElement, label: string): void => {
  const found = [...target.querySelectorAll('label')].find((each) => each.textContent?.includes(label));
  found?.click();
};

it('says what to do next, and shows the life of a request as a list of dates', { timeout: 30_000 }, async () => {
  const target = await open(`#/requests/${request}`);
  expect(target.textContent).toContain('NAS has not answered by 19 November 2026. Ask again');
  expect(target.textContent).toContain('Our advice: ask again after 3 working days, escalate after 5 working days.');
  expect(one(target, '.app-life').tagName).toBe('OL');
  expect(life(target).some((line) => line.startsWith('16 November 2026 Sent to NAS by Jane Smith'))).toBe(true);
  expect(life(target).at(-1)).toContain('Now Ask again, since 19 November 2026');
  const { violations } = await axe.run(target, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('writes a chase with one press, and an escalation only with something to name', async () => {
  const target = await open(`#/requests/${request}`);
  press(target, 'Escalate');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('ticket reference');
  press(target, 'Ask NAS again');
  await arrive();
  expect(one(target, 'h1').textContent).toContain('Reminder');
  expect(target.textContent).toContain('This mail asks about an earlier request');
});

it('notes an answer by hand for those it is about', async () => {
  const target = await open(`#/requests/${request}`);
  press(target, 'Note it by hand');
  await settle();
  press(target, 'Save');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('Choose what NAS says.');
  tick(target, 'NAS refuses it');
  await settle();
  tick(target, host.home.requests[0]!.progress.people[1]!.name.is === 'given' ? 'personTwo' : '');
  const boxes = [...target.querySelectorAll<HTMLInputElement>('[id^="answer.people"]')].filter((box) => box.checked);
  boxes[1]?.click();
  await settle();
  press(target, 'Save');
  await settle();
  expect(host.home.requests[0]!.progress.people.map((each) => each.state)).toEqual(['rejected', 'sent']);
  expect(said(target)).toContain('The answer is noted.');
  expect(target.textContent).toContain('was refused.');
});

it('keeps a call with its reference, and ticks the steps that follow', async () => {
  const target = await open(`#/requests/${request}`);
  press(target, 'Note a call');
  await settle();
  type(target, 'call.at', 'late');
  type(target, 'call.ticket_reference', 'INC1234567');
  press(target, 'Save the call');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('This is not a time of the day.');
  type(target, 'call.at', '14:05');
  press(target, 'Save the call');
  await settle();
  expect(target.textContent).toContain('20 November 2026, 14:05');
  expect(host.home.requests[0]!.row.ticket_references).toEqual(['INC1234567']);
  tick(target, 'Sign-in details have arrived');
  await settle();
  expect(said(target)).toContain('Ticked: Sign-in details have arrived.');
  press(target, 'Undo');
  await settle();
  expect(host.home.requests[0]!.progress.steps.some((each) => each.done && !each.known)).toBe(false);
});

it('finds requests by kind, status and words, what is due first', async () => {
  const target = await open('#/requests');
  expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
  expect(one(target, 'tbody tr').textContent).toContain('Ask again, since 19\u00a0November\u00a02026');
  type(target, 'find', 'nobody of that name');
  await settle();
  expect(target.textContent).toContain('No request fits');
  press(target, 'Clear the search');
  await settle();
  expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
});

it('finds the requests about one person, who is chosen by name or named by the way here', async () => {
  const target = await open('#/requests');
  const box = one<HTMLInputElement>(target, '#person');
  const key = async (name: string): Promise<void> => {
    box.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await settle();
  };
  const [who, other] = host.home.requests[0]!.people;
  await key('ArrowDown');
  // Only people in requests are there to choose from.
  expect(target.querySelectorAll('[role=option]')).toHaveLength(2);
  type(target, 'person', nameOf(who!));
  await settle();
  await key('Enter');
  expect(box.value).toBe(nameOf(who!));
  expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
  const { violations } = await axe.run(target, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);

  const nobodyAsked = host.home.people.find(({ person }) => person !== who && person !== other)!.person;
  location.hash = `#/requests?person=${nobodyAsked}`;
  await arrive();
  expect(one<HTMLInputElement>(target, '#person').value).toBe(nameOf(nobodyAsked));
  expect(target.textContent).toContain('No request fits');
  location.hash = '#/requests';
  await arrive();
  expect(one<HTMLInputElement>(target, '#person').value).toBe('');
  expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
});

it('leads from a person to all of their requests', async () => {
  const [who] = host.home.requests[0]!.people;
  host.answer('request_withdraw', { request });
  const target = await open(`#/people/${who}`);
  press(target, 'Search in these requests');
  await arrive();
  expect(one<HTMLInputElement>(target, '#person').value).toBe(nameOf(who!));
  expect(target.querySelectorAll('tbody tr')).toHaveLength(1);
});

it('says what personal data a pasted answer carries, and where', async () => {
  const target = await open('#/requests/answer');
  type(target, 'mail', 'The accounts have been created. You sent us 3/3/1962.');
  press(target, 'Read the mail');
  await settle();
  expect(target.textContent).toContain('This mail carries personal data: date of birth');
  expect(one(target, '.app-marked mark').textContent).toContain('3/3/1962');
});

it('reads a pasted answer, changes nothing until agreed, and keeps no copy of it', { timeout: 30_000 }, async () => {
  const target = await open('#/requests/answer');
  press(target, 'Read the mail');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('There is no text to read.');
  type(target, 'mail', 'The accounts have been created. INC7654321');
  press(target, 'Read the mail');
  await settle();
  expect(host.home.requests[0]!.row.state).toBe('sent');
  expect(document.activeElement?.textContent).toBe('What it says');
  const ticks = [...target.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  expect(ticks.map((each) => each.checked)).toEqual([true, true, true]);
  const { violations } = await axe.run(target, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  for (const each of ticks) each.click();
  press(target, 'Agree');
  await settle();
  expect(target.textContent).toContain('Tick at least one thing');
  ticks[0]?.click();
  press(target, 'Agree');
  await arrive();
  expect(host.home.requests[0]!.row.ticket_references).toEqual(['INC7654321']);
  expect(host.home.requests[0]!.row.state).toBe('sent');
  expect(said(target)).toContain('The mail itself is not kept.');
  expect(host.home.drafts.size).toBe(0);
});

it('reads a mail that is dropped as a file', async () => {
  const target = await open('#/requests/answer');
  const file = new File(['Siân’s account has been created.'], 'answer.eml');
  const drop = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(drop, { dataTransfer: { files: [file], getData: () => '' } });
  one(target, '.app-drop').dispatchEvent(drop);
  await arrive();
  expect(target.textContent).toContain('Read from answer.eml.');
});

it('warns of a mail that asks for more than NAS needs', async () => {
  const target = await open('#/requests/answer');
  type(target, 'mail', 'Please confirm the date of birth.');
  press(target, 'Read the mail');
  await settle();
  expect(target.textContent).toContain('This mail asks for more than NAS needs');
});

it('says on Today and beside the telephone when NAS opens and what to do meanwhile', async () => {
  host.home.drafts.clear();
  host.answer('request_step', { request, person: null, step: 'ticket_noted', done: true, on: noDay });
  const target = await open('#/today');
  expect(target.textContent).toContain('NAS is open until 17:00. Call 0333 200 1133, then press 1, then 1.');
});
