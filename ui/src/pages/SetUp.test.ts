import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { session } from '../lib/session.svelte';

afterEach(cleanUp);

const heading = (target: HTMLElement): string => one(target, 'h1').textContent?.replace(/\s+/g, ' ').trim() ?? '';
const problems = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.nhsuk-error-summary__list li')].map((each) => each.textContent?.trim() ?? '');

it('takes at most four screens and three required answers', async () => {
  await startSession({ state: 'first_run', password_store: 'ready' });
  const target = render(App, {});
  await settle();

  const seen = new Set<string>();
  const required = new Set<string>();
  for (let presses = 0; presses < 12 && session.status?.stage.state !== 'open'; presses++) {
    seen.add(heading(target));
    press(target, target.textContent?.includes('Finish') ? 'Finish' : 'Continue');
    await settle();
    for (const line of target.querySelectorAll('.nhsuk-error-summary__list a')) {
      const id = line.getAttribute('href')?.slice(1) ?? '';
      required.add(id);
      type(target, id, id === 'mailbox_address' ? 'care.vlaxl@nhs.net' : 'Rowan House');
    }
  }

  expect(session.status?.stage.state).toBe('open');
  expect([...required].sort()).toEqual(['home_name', 'mailbox_address', 'your_name']);
  expect(seen.size).toBeLessThanOrEqual(4);
  expect(heading(target)).toBe('Today');
});

it('loses nothing when it is left half way', async () => {
  const host = await startSession({ state: 'setting_up' });
  const first = render(App, {});
  await settle();
  type(first, 'home_name', 'Rowan House');
  type(first, 'mailbox_address', 'care.vlaxl@nhs.net');
  press(first, 'Continue');
  await settle();
  expect(heading(first)).toContain('You');
  type(first, 'your_name', 'Jane');
  cleanUp();
  await settle();

  expect(host.home.drafts.get('set_up')).toContain('care.vlaxl@nhs.net');
  const again = render(App, {});
  await settle();
  expect(heading(again)).toContain('You');
  expect(one<HTMLInputElement>(again, '#your_name').value).toBe('Jane');
  expect(again.textContent).toContain('What you typed before is still here');
});

it('names each problem at its box and in the summary, with "Error: " in the title', async () => {
  await startSession({ state: 'setting_up' });
  const target = render(App, {});
  await settle();
  type(target, 'mailbox_address', 'care.vlaxl@example.com');
  press(target, 'Continue');
  await settle();
  expect(problems(target)).toEqual([
    'Enter the name of the home.',
    'An NHSmail address ends with @nhs.net. Check the part after the @.',
  ]);
  expect(document.title).toBe('Error: Set up: your home - Mailbox Steward');
  expect(document.activeElement?.className).toContain('nhsuk-error-summary');
  expect(one(target, '#mailbox_address-error').textContent).toContain('ends with @nhs.net');
  expect(one(target, '#mailbox_address').getAttribute('aria-invalid')).toBe('true');
});

it('without a password store asks for a passphrase, which alone opens the list', async () => {
  await startSession({ state: 'first_run', password_store: 'absent' });
  const target = render(App, {});
  await settle();
  press(target, 'Continue');
  await settle();
  expect(problems(target)).toEqual(['Enter the passphrase.']);
  type(target, 'passphrase', 'rowan kettle sparrow gate');
  press(target, 'Continue');
  await settle();
  expect(session.status?.stage.state).toBe('setting_up');
});

it('where the sign-in is shared offers a passphrase and does not insist', async () => {
  const host = await startSession({ state: 'first_run', password_store: 'ready' });
  const target = render(App, {});
  await settle();
  one<HTMLInputElement>(target, '#others_use_this_computer').click();
  await settle();
  expect(target.querySelector('#passphrase')).not.toBeNull();
  press(target, 'Continue');
  await settle();
  expect(host.home.settings.others_use_this_computer).toBe(true);
  expect(host.home.settings.has_passphrase).toBe(false);
});
