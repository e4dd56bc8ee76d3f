import { afterEach, expect, it, vi } from 'vitest';
import App from '../App.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';

afterEach(cleanUp);

async function open() {
  const host = await startSession();
  location.hash = '#/settings/sign-in-details';
  const target = render(App, {});
  await arrive();
  return { host, target };
}

const said = (target: HTMLElement): string => one(target, '.app-rules__said').textContent?.trim() ?? '';

it('each broken rule is named while the password is typed, and the password never is', async () => {
  const { target } = await open();
  expect(one(target, '.app-rules').textContent).toContain('10 characters or more');
  expect(said(target)).toBe('');
  type(target, 'password', 'Smith 1');
  await vi.waitFor(() =>
    expect(said(target)).toBe('Not yet: 10 characters or more; No spaces; Your first or last name is not in it.'),
  );
  expect(one(target, '.app-rules').outerHTML).not.toContain('Smith');
  type(target, 'password', 'kestrel-teapot-47');
  await vi.waitFor(() => expect(said(target)).toBe('It keeps the rules.'));
  type(target, 'password', 'aaaaaaaaaaaa');
  await vi.waitFor(() => expect(said(target)).toContain('easy to guess'));
});

it('a password that breaks a rule is saved only on a second press that says why', async () => {
  const { host, target } = await open();
  type(target, 'user_name', 'jane.smith@nhs.net');
  type(target, 'password', 'short');
  press(target, 'Save');
  await settle();
  expect(one(target, '#password-error').textContent).toContain('breaks a rule of NHSmail');
  expect(host.home.credential).toBeNull();
  press(target, 'Save it all the same');
  await settle();
  expect(host.home.credential?.password).toBe('short');
});

it('another password after the refusal is looked at again', async () => {
  const { host, target } = await open();
  type(target, 'user_name', 'jane.smith@nhs.net');
  type(target, 'password', 'short');
  press(target, 'Save');
  await settle();
  type(target, 'password', 'also');
  expect(target.textContent).not.toContain('Save it all the same');
  expect(host.home.credential).toBeNull();
});

it('a made password is put into the box to be read, with the window out of screenshots as long', async () => {
  const { host, target } = await open();
  press(target, 'Make a new password for me');
  press(target, 'Make a password');
  await settle();
  const box = one<HTMLInputElement>(target, '#password');
  expect([box.type, box.value]).toEqual(['text', 'Kestrel-teapot-meadow-barn-47']);
  expect(host.protects).toEqual([true]);
  press(target, 'Hide');
  await settle();
  expect(host.protects).toEqual([true, false]);
});
