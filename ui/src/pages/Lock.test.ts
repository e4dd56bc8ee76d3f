import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import App from '../App.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { page } from '../lib/page.svelte';
import { session } from '../lib/session.svelte';

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  cleanUp();
});

async function open(hash: string) {
  const host = await startSession();
  location.hash = hash;
  const target = render(App, {});
  await arrive();
  return { host, target };
}

type Host = Awaited<ReturnType<typeof open>>['host'];

/** Everything the document says: its text and attributes, its title, and what stands in its boxes. */
function everything(): string {
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')].map((box) => box.value);
  return [document.documentElement.outerHTML, document.title, ...boxes].join('\n');
}

/** What nobody may read behind the lock screen: the people, their numbers, the homes and their mailboxes. */
function secrets(host: Host): string[] {
  const given = host.home.people.flatMap((who) =>
    [who.full_name, who.personal_mobile, who.personal_email, who.nhsmail_address].flatMap((detail) =>
      detail.is === 'given' ? [detail.value] : [],
    ),
  );
  const homes = host.home.sites.flatMap((home) => [home.name, ...home.mailboxes.map((box) => box.address)]);
  return [...given, ...homes, 'Half-typed Harriet'];
}

async function saysNothing(host: Host): Promise<void> {
  await arrive();
  expect(one(document, 'h1').textContent).toContain('Your staff list is locked');
  const said = everything();
  expect(secrets(host).filter((secret) => said.includes(secret))).toEqual([]);
}

async function lock(): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', ctrlKey: true, cancelable: true }));
  await arrive();
}

for (const hash of [
  '#/today',
  '#/people',
  '#/requests',
  '#/settings',
  '#/people/01936f00-0000-7000-8000-000000000007',
]) {
  it(`nothing of ${hash} is left behind the lock screen`, async () => {
    const { host } = await open(hash);
    expect(secrets(host).some((secret) => everything().includes(secret))).toBe(true);
    await lock();
    await saysNothing(host);
  });
}

it('a half-typed form is gone from the document while it is locked and comes back with the unlock', async () => {
  const { host, target } = await open('#/people/add');
  type(target, 'full_name', 'Half-typed Harriet');
  expect(everything()).toContain('Half-typed Harriet');
  await lock();
  await saysNothing(host);
  type(target, 'passphrase', 'seven green kettles');
  press(target, 'Unlock');
  await arrive();
  expect(one<HTMLInputElement>(target, '#full_name').value).toBe('Half-typed Harriet');
});

it('a lock that the computer asked for leaves nothing either, also of what was just said', async () => {
  const { host, target } = await open('#/people');
  page.say(`Saved. ${host.home.sites[0]?.name ?? ''} is up to date.`);
  host.stage = { state: 'locked' };
  window.dispatchEvent(new Event('app-locked'));
  await saysNothing(host);
  type(target, 'passphrase', 'seven green kettles');
  press(target, 'Unlock');
  await arrive();
  expect(page.saying).toBeNull();
});

it('what is half typed is kept when the computer is about to lock it', async () => {
  const { host, target } = await open('#/people/add');
  type(target, 'full_name', 'Half-typed Harriet');
  expect([...host.home.drafts.values()].join()).not.toContain('Harriet');
  window.dispatchEvent(new Event('app-locking'));
  await settle();
  expect([...host.home.drafts.values()].join()).toContain('Half-typed Harriet');
});

it('the quiet minutes are those that were set', async () => {
  const { host, target } = await open('#/settings/passphrase');
  type(target, 'minutes', '70');
  press(target, 'Save the minutes');
  await settle();
  expect(one(target, '#minutes-error').textContent).toContain('from 1 to 60');
  type(target, 'minutes', '2');
  press(target, 'Save the minutes');
  await arrive();
  expect(page.saying?.text).toBe('Saved. Mailbox Steward locks after 2 quiet minutes.');
  expect(session.header?.lock_after).toBe(2);
  vi.advanceTimersByTime(119_000);
  await arrive();
  expect(host.stage.state).toBe('open');
  vi.advanceTimersByTime(2_000);
  await saysNothing(host);
});

it('what is typed as a passphrase is weighed while it is typed', async () => {
  const { target } = await open('#/settings/passphrase');
  type(target, 'passphrase', 'rowan');
  await vi.waitFor(() => expect(one(target, '.app-strength').textContent).toContain('5 more characters are needed'));
  type(target, 'passphrase', 'rowan kettle sparrow gate');
  await vi.waitFor(() => expect(one(target, '.app-strength').textContent).toContain('Very hard to guess'));
});

it('after several wrong passphrases the wait is told and counted down', async () => {
  const { host, target } = await open('#/today');
  await lock();
  host.failing.set('app_unlock', { code: 'wrong_passphrase', message: '', field: 'passphrase', wait: 10 });
  type(target, 'passphrase', 'wrong');
  press(target, 'Unlock');
  await arrive();
  expect(one(target, '#passphrase-error').textContent).toContain(
    'Wait 10 seconds before you try again. Nothing is deleted, however often you try.',
  );
  expect(one(target, '.app-countdown').textContent).toBe('You can try again in 10 seconds.');
  vi.advanceTimersByTime(4_000);
  await settle();
  expect(one(target, '.app-countdown').textContent).toBe('You can try again in 6 seconds.');
  vi.advanceTimersByTime(6_500);
  await settle();
  expect(target.querySelector('.app-countdown')).toBeNull();
  expect(target.querySelector('#passphrase-error')).toBeNull();
});
