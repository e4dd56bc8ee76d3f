import { afterEach, describe, expect, it } from 'vitest';
import App from '../App.svelte';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { session } from '../lib/session.svelte';
import type { StageView } from '../bindings/StageView';

afterEach(cleanUp);

const folder = 'C:\\Users\\office\\AppData\\Local';
const inTheWay: StageView[] = [
  { state: 'key_missing' },
  { state: 'store_unavailable', password_store: 'locked' },
  { state: 'store_unavailable', password_store: 'absent' },
  { state: 'store_unavailable', password_store: 'denied' },
  { state: 'wrong_key' },
  { state: 'damaged', folder },
  { state: 'newer', format: 9 },
  { state: 'not_writable', folder },
  { state: 'disk_full', folder },
  { state: 'synced_folder', folder, service: 'one_drive' },
  { state: 'synced_folder', folder, service: 'network' },
  { state: 'already_running' },
  { state: 'failed', code: 'store-17' },
];

const heading = (target: HTMLElement): string => one(target, 'h1').textContent?.trim() ?? '';

async function start(stage: StageView) {
  const host = await startSession(stage);
  const target = render(App, {});
  await settle();
  return { host, target };
}

describe('each thing that can be in the way', () => {
  it('has a screen of its own with a next step', async () => {
    const titles = new Set<string>();
    for (const stage of inTheWay) {
      const { target } = await start(stage);
      titles.add(heading(target));
      expect(target.querySelectorAll('main button').length, heading(target)).toBeGreaterThan(0);
      expect(document.activeElement, heading(target)).toBe(one(target, 'h1'));
      if ('folder' in stage) expect(target.textContent).toContain(folder);
      cleanUp();
    }
    expect(titles.size).toBe(inTheWay.length);
  });

  it('says so when trying again changed nothing', async () => {
    const { target } = await start({ state: 'disk_full', folder });
    press(target, 'Try again');
    await settle();
    expect(one(target, '.nhsuk-error-summary').textContent).toContain('still not enough room');
  });
});

it('a new computer starts from a locked backup with the recovery code', async () => {
  const { target } = await start({ state: 'first_run', password_store: 'ready' });
  press(target, 'I have a locked backup');
  await settle();
  expect(heading(target)).toBe('Open a locked backup');
  type(target, 'code', 'QX4D');
  press(target, 'Choose the backup');
  await settle();
  expect(one(target, '#code-error').textContent).toContain('seven groups of four');
  type(target, 'code', 'QX4D-0000-0000-0000-C6VN-0000-0000');
  press(target, 'Choose the backup');
  await settle();
  expect(session.status?.stage.state).toBe('open');
});

it('a damaged file is moved aside only on a press, and the new name is shown', async () => {
  const { target } = await start({ state: 'damaged', folder });
  press(target, 'Move the damaged file aside');
  await settle();
  expect(heading(target)).toContain('Set up Mailbox Steward');
  expect(target.textContent).toContain('register.damaged-2026-11-20.db');
});

it('a missing key asks for the recovery code, and a wrong one says what to check', async () => {
  const { target } = await start({ state: 'key_missing' });
  press(target, 'Open my staff list');
  await settle();
  expect(one(target, '#code-error').textContent).toContain('Enter the recovery code.');
  type(target, 'code', '7K2M');
  press(target, 'Open my staff list');
  await settle();
  expect(one(target, '#code-error').textContent).toContain('does not open your staff list');
  type(target, 'code', '7k2m qx4d p9ra w3th c6vn j8be f5yg');
  press(target, 'Open my staff list');
  await settle();
  expect(heading(target)).toBe('Today');
});

it('the passphrase opens a locked list, and a wrong one is refused with words', async () => {
  const { target } = await start({ state: 'locked' });
  type(target, 'passphrase', 'wrong');
  press(target, 'Unlock');
  await settle();
  expect(one(target, '#passphrase-error').textContent).toContain('not the right passphrase');
  expect(one<HTMLInputElement>(target, '#passphrase').value).toBe('');
  type(target, 'passphrase', 'rowan kettle sparrow gate');
  press(target, 'Unlock');
  await settle();
  expect(heading(target)).toBe('Today');
});

it('a forgotten passphrase leads to the recovery code and back', async () => {
  const { target } = await start({ state: 'locked' });
  press(target, 'I have forgotten');
  await settle();
  expect(heading(target)).toBe('Open with your recovery code');
  press(target, 'Use the passphrase instead');
  await settle();
  expect(heading(target)).toBe('Your staff list is locked');
});

it('Lock shows the unlock screen at once, and no page behind it', async () => {
  const { target } = await start({ state: 'open' });
  press(target, 'Lock');
  await settle();
  expect(heading(target)).toBe('Your staff list is locked');
  expect(target.textContent).not.toContain('Amina');
});

it('a lock that comes from outside shows the unlock screen too', async () => {
  const { host, target } = await start({ state: 'open' });
  host.stage = { state: 'locked' };
  window.dispatchEvent(new Event('app-locked'));
  await settle();
  expect(heading(target)).toBe('Your staff list is locked');
});

it('no answer at all has a screen of its own', async () => {
  const { host, target } = await start({ state: 'open' });
  host.failing.set('app_status', { code: 'internal', message: '', field: null });
  await session.refreshStatus();
  await settle();
  expect(heading(target)).toBe('Mailbox Steward did not start properly');
  press(target, 'Try again');
  await settle();
  expect(heading(target)).toBe('Today');
});
