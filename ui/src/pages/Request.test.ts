import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';

let host: FakeHost;
let request: string;
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
});
afterEach(cleanUp);

const problems = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.nhsuk-error-summary__list li')].map((each) => each.textContent?.trim() ?? '');
const titles = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('h2')].map((each) => each.textContent?.trim() ?? '');
const first = () => host.home.people.find((each) => each.person === host.home.requests[0]?.people[0])!;
const said = (target: HTMLElement): string => one(target, '.app-saying').textContent ?? '';

async function open(): Promise<HTMLElement> {
  location.hash = `#/requests/${request}`;
  const target = render(App, {});
  await settle();
  return target;
}

async function copy(target: HTMLElement, part: string): Promise<void> {
  const found = [...target.querySelectorAll('button')].find(
    (each) =>
      each.textContent?.replace(/\s+/g, ' ').trim() === `Copy ${part}` || each.textContent?.includes(`again ${part}`),
  );
  found?.click();
  await settle();
}

it('that is on no list any more leads back to the list', async () => {
  request = '01920000-0000-7000-8000-000000000000';
  const target = await open();
  const notice = one(target, '.app-notice');
  expect(notice.textContent).toContain('This is not on your list any more.');
  const back = [...notice.querySelectorAll('a')].map((each) => [each.textContent?.trim(), each.getAttribute('href')]);
  expect(back).toEqual([['Back to Requests', '#/requests']]);
  expect(notice.textContent).not.toContain('Try again');
});

it('hands over in this order: open the mailbox, copy, say that it has left', async () => {
  const target = await open();
  expect(titles(target).slice(0, 3)).toEqual([
    '1. Open the shared mailbox first',
    '2. Copy the mail, part by part',
    '3. Say that it has left',
  ]);
  expect(one<HTMLDetailsElement>(target, '.app-disclosure').open).toBe(false);
});

it('ticks each part that was copied, and offers to clear the clipboard', async () => {
  const clearing = vi.spyOn(host, 'answer');
  const target = await open();
  expect(target.textContent).not.toContain('Clear the clipboard');
  await copy(target, 'To');
  await copy(target, 'Body');
  expect(host.home.requests[0]?.handed.copied).toEqual(['to', 'body']);
  expect(target.querySelectorAll('.app-copy__done')).toHaveLength(2);
  press(target, 'Clear the clipboard');
  await settle();
  expect(clearing.mock.calls.map(([name]) => name)).toContain('clipboard_clear');
  expect(said(target)).toContain('The clipboard is empty.');
});

it('shows why each line may be told only when asked', async () => {
  const target = await open();
  expect(target.querySelector('.app-mail__why')).toBeNull();
  press(target, 'Why may NHSmail be told this?');
  expect(target.querySelectorAll('.app-mail__why').length).toBeGreaterThan(8);
});

it('warns of the personal mailbox beside every other way', async () => {
  const target = await open();
  press(target, 'Other ways');
  const ways = one(target, '.app-disclosure').textContent ?? '';
  expect(ways.match(/may open in your own mailbox/g)).toHaveLength(3);
  press(target, 'Save as a file');
  await settle();
  expect(said(target)).toContain('Delete the file once the mail has left.');
});

it('leaves out the mail program when the link would be too long', async () => {
  host.home.asked.clear();
  host.home.requests[0]!.draft.fits_mail_link = false;
  const target = await open();
  press(target, 'Other ways');
  expect(target.textContent).toContain('too long for that');
  expect(target.textContent).not.toContain('Open the mail program');
});

it('says when facts have changed since it was copied, and writes it again', async () => {
  const target = await open();
  await copy(target, 'Body');
  first().personal_email = { is: 'given', value: 'new@example.com' };
  cleanUp();
  const again = await open();
  expect(again.textContent).toContain('Facts have changed since you copied this');
  expect(again.textContent).not.toContain('new@example.com');
  expect([...again.querySelectorAll('button')].some((each) => each.textContent?.includes('Copy'))).toBe(false);
  press(again, 'Write it again');
  await settle();
  expect(again.textContent).toContain('Personal email: new@example.com');
  expect(again.querySelectorAll('.app-copy__done')).toHaveLength(0);
  expect(target).not.toBe(again);
});

it('records what was sent as it was, though facts have changed since', async () => {
  host.answer('request_copy', { request, part: 'all' });
  first().personal_email = { is: 'given', value: 'new@example.com' };
  const target = await open();
  one<HTMLInputElement>(target, '#from_shared_mailbox').click();
  press(target, 'Record as sent');
  await settle();
  expect(host.home.requests[0]?.row.state).toBe('sent');
  expect(one(target, '.app-mail').textContent).not.toContain('new@example.com');
  expect(target.textContent).not.toContain('Facts have changed');
});

it('records it as sent only on the owner’s word, and that can be undone', async () => {
  const target = await open();
  press(target, 'Record as sent');
  await settle();
  expect(problems(target)).toEqual(['Tick the box once the mail has left from the shared mailbox.']);
  one<HTMLInputElement>(target, '#from_shared_mailbox').click();
  press(target, 'Record as sent');
  await settle();
  expect(problems(target)[0]).toContain('Nothing has been copied or opened yet.');
  await copy(target, 'Body');
  press(target, 'Record as sent');
  await settle();
  expect(host.home.requests[0]?.row).toMatchObject({ state: 'sent', sent_on: '2026-11-20' });
  press(one(target, '.app-saying'), 'Undo');
  await settle();
  expect(host.home.requests[0]?.row.state).toBe('drafted');
  expect(titles(target)).toContain('3. Say that it has left');
});

it('takes the ticket reference once it was sent', async () => {
  host.answer('request_copy', { request, part: 'all' });
  host.answer('request_sent', { request, from_shared_mailbox: true, on: { day: '', month: '', year: '' } });
  const target = await open();
  type(target, 'ticket_reference', 'soon');
  press(target, 'Add the reference');
  await settle();
  expect(problems(target)[0]).toContain('A ticket reference has numbers in it.');
  type(target, 'ticket_reference', 'INC1234567');
  press(target, 'Add the reference');
  await settle();
  expect(host.home.requests[0]?.row.ticket_references).toEqual(['INC1234567']);
  expect(one(target, '.app-summary').textContent).toContain('INC1234567');
});

it('prints what was removed as removed, in that line only', async () => {
  host.answer('request_copy', { request, part: 'body' });
  host.answer('contact_remove', { person: first().person });
  host.answer('request_refresh', { request });
  const target = await open();
  expect(one(target, '.app-mail').textContent).toContain('Personal mobile: [removed on 20 November 2026]');
  expect(one(target, '.app-mail').textContent).toContain(`Personal mobile: 07700900009`);
});

it('withdraws after asking', async () => {
  const target = await open();
  press(target, 'Withdraw the request');
  press(one(target, '.app-in-place'), 'Withdraw');
  await settle();
  expect(host.home.requests[0]?.row.state).toBe('withdrawn');
  expect(target.textContent).not.toContain('Withdraw the request');
});

it('lists where each request stands, the open ones first', async () => {
  location.hash = '#/requests';
  const target = render(App, {});
  await settle();
  expect(one(target, 'tbody tr').textContent).toContain('Not sent yet');
  host.answer('request_withdraw', { request });
  cleanUp();
  location.hash = '#/requests';
  const again = render(App, {});
  await settle();
  expect(again.textContent).toContain('No request is open');
  const which = one<HTMLSelectElement>(again, '#which');
  which.value = 'all';
  which.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(one(again, 'tbody tr').textContent).toContain('Withdrawn');
});

it('says how many people still wait in Ask NHSmail', async () => {
  host.home.drafts.set('ask', JSON.stringify({ mailbox: '', people: [{}, {}] }));
  const target = await open();
  expect(target.textContent).toContain('2 people still wait in Ask NHSmail');
});
