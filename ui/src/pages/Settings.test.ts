import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { page } from '../lib/page.svelte';

afterEach(cleanUp);

const heading = (target: HTMLElement): string => one(target, 'h1').textContent?.trim() ?? '';

async function open(hash: string) {
  const host = await startSession();
  location.hash = hash;
  const target = render(App, {});
  await settle();
  return { host, target };
}

it('the recovery code is shown on a press, checked from paper, and gone afterwards', async () => {
  const { host, target } = await open('#/settings/recovery-code');
  expect(target.textContent).not.toContain('QX4D');
  press(target, 'Show the code');
  await settle();
  expect([...target.querySelectorAll('.app-code__group')].map((each) => each.textContent)).toHaveLength(7);
  press(target, 'I have it on paper');
  await settle();
  expect(target.textContent).not.toContain('QX4D');
  type(target, 'first', 'qx4d');
  press(target, 'Check');
  await settle();
  expect(one(target, '#second-error').textContent).toContain('Enter the fifth group.');
  type(target, 'second', 'C6VN');
  press(target, 'Check');
  await arrive();
  expect(heading(target)).toBe('Settings');
  expect(host.home.settings.recovery_code_checked_on).toBe('2026-11-20');
  expect(page.saying?.text).toContain('right');
});

it('sign-in details are saved, copied with a countdown, shown on a press, and deleted after a second press', async () => {
  const { host, target } = await open('#/settings/sign-in-details');
  press(target, 'Save');
  await settle();
  expect(target.querySelectorAll('.nhsuk-error-summary__list li')).toHaveLength(2);
  type(target, 'user_name', 'jane.smith@nhs.net');
  type(target, 'password', 'correct-horse-battery');
  press(target, 'Save');
  await settle();
  expect(host.home.credential?.user_name).toBe('jane.smith@nhs.net');
  expect(target.textContent).not.toContain('correct-horse');

  press(target, 'Show the password');
  await settle();
  expect(one(target, '.app-secret').textContent).toBe('correct-horse-battery');
  press(target, 'Hide the password');
  await settle();
  expect(target.querySelector('.app-secret')).toBeNull();

  const copies = [...target.querySelectorAll<HTMLButtonElement>('button')].filter((each) =>
    each.textContent?.includes('Copy'),
  );
  copies[1]?.click();
  await settle();
  expect(target.textContent).toContain('Copied. It is cleared from the clipboard in 30 seconds.');

  press(target, 'Delete');
  await settle();
  expect(host.home.credential).not.toBeNull();
  press(target, 'Delete them');
  await settle();
  expect(host.home.credential).toBeNull();
});

it('where others use the sign-in, details wait for a passphrase', async () => {
  const { host, target } = await open('#/settings');
  host.home.settings.has_passphrase = false;
  host.home.settings.others_use_this_computer = true;
  location.hash = '#/settings/sign-in-details';
  await arrive();
  expect(target.textContent).toContain('Choose a passphrase first');
  expect(target.querySelector('#password')).toBeNull();
});

it('a weak passphrase is refused with what to do', async () => {
  const { target } = await open('#/settings/passphrase');
  type(target, 'current', 'rowan kettle sparrow gate');
  type(target, 'passphrase', 'rowan');
  press(target, 'Save');
  await settle();
  expect(one(target, '#passphrase-error').textContent).toContain('too easy to guess');
});

it('a home is changed, said, and undone', async () => {
  const { host, target } = await open('#/settings');
  const site = host.home.sites[0];
  location.hash = `#/settings/home/${site?.site}/change`;
  await arrive();
  type(target, 'name', 'Rowan Court');
  press(target, 'Save');
  await arrive();
  expect(heading(target)).toBe('Rowan Court');
  expect(page.saying?.text).toBe('Saved. Rowan Court is up to date.');
  await page.saying?.undo?.();
  await settle();
  expect(heading(target)).toBe('Rowan House');
  expect(page.saying?.text).toBe('Undone.');
});

it('an address for requests outside nhs.net is refused at its box', async () => {
  const { target } = await open('#/settings/nas');
  type(target, 'nas_address', 'helpdesk@example.com');
  press(target, 'Save');
  await settle();
  expect(one(target, '#nas_address-error').textContent).toContain('ends with @nhs.net');
});

it('a half-typed bank holiday says what is missing and keeps what is there', async () => {
  const { target } = await open('#/settings/nas');
  type(target, 'day-0', '24');
  press(target, 'Save');
  await settle();
  expect(one(target, '#day-0-error').textContent).toContain('The extra bank holiday needs a month and a year.');
  expect(one<HTMLInputElement>(target, '#day-0').value).toBe('24');
});

it('the check says that the history is whole, or what is wrong with it', async () => {
  const { target } = await open('#/settings/check');
  press(target, 'Check now');
  await settle();
  expect(target.textContent).toContain('1,284 changes checked. None was altered, and none is missing.');
});

it('a backup is saved, and its day is kept', async () => {
  const { host, target } = await open('#/settings/backup');
  expect(target.textContent).toContain('No backup was made on this computer yet.');
  press(target, 'Save a locked backup');
  await settle();
  expect(target.textContent).toContain('It is called staff-list-backup-2026-11-20.age.');
  host.failing.set('backup_save', { code: 'disk_full', message: '', field: null });
  press(target, 'Save a locked backup');
  await settle();
  expect(target.textContent).toContain('The disk is full');
  expect(target.textContent).not.toContain('It is called');
  location.hash = '#/settings';
  await arrive();
  expect(target.textContent).toContain('Last made on 20 November 2026');
});

it('the check names each damage, and damaged rules, with what to do', async () => {
  const { host, target } = await open('#/settings/check');
  host.damage = [
    { damage: 'altered', device: '4f2a', place: 12, missing: null, subject: null },
    { damage: 'tail_missing', device: '4f2a', place: 40, missing: 3, subject: null },
    { damage: 'reordered', device: '4f2a', place: 7, missing: null, subject: null },
  ];
  press(target, 'Check now');
  await settle();
  expect(target.textContent).toContain('A change was altered after it was made (at place 12');
  expect(target.textContent).toContain('The last 3 changes are missing');
  expect(target.textContent).toContain('Changes stand in another order than they were made (at place 7');
  host.damage = [];
  host.rulesWhole = false;
  press(target, 'Check again');
  await settle();
  expect(target.textContent).toContain('Install Mailbox Steward again: your staff list stays as it is.');
});

it('a page that cannot load says what happened and offers to try again', async () => {
  const { host, target } = await open('#/help');
  host.failing.set('settings_get', { code: 'disk_full', message: '', field: null });
  location.hash = '#/settings';
  await arrive();
  expect(target.textContent).toContain('The disk is full');
  press(target, 'Try again');
  await settle();
  expect(target.textContent).toContain('Recovery code');
});

it('every page moves the focus to its heading', async () => {
  const { target } = await open('#/today');
  for (const [hash, title] of [
    ['#/help', 'Help'],
    ['#/settings', 'Settings'],
    ['#/settings/passphrase', 'Passphrase'],
    ['#/nowhere', 'This page is not here'],
    ['#/today', 'Today'],
  ] as const) {
    location.hash = hash;
    await arrive();
    expect(heading(target)).toBe(title);
    expect(document.activeElement).toBe(one(target, 'h1'));
    expect(document.title).toBe(`${title} - Mailbox Steward`);
  }
});
