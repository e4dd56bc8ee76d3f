import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cleanUp, render, settle, startSession, type } from '../test/render';
import { flushForms } from './formDraft.svelte';
import KeptFormExample from '../test/KeptFormExample.svelte';
import type { FakeHost } from '../fake/host';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(() => {
  vi.useRealTimers();
  cleanUp();
});

const box = (target: HTMLElement): string => target.querySelector<HTMLInputElement>('#full_name')?.value ?? '';

it('what is typed is kept once the typing rests', async () => {
  const target = render(KeptFormExample, {});
  await settle();
  vi.useFakeTimers();
  type(target, 'full_name', 'Amina Yu');
  expect(host.home.drafts.size).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(host.home.drafts.get('example')).toBe('{"full_name":"Amina Yu"}');
});

it('leaving a box keeps it at once', async () => {
  const target = render(KeptFormExample, {});
  await settle();
  type(target, 'full_name', 'Amina');
  target.querySelector('#full_name')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  await settle();
  expect(host.home.drafts.get('example')).toBe('{"full_name":"Amina"}');
});

it('what was kept comes back, and the page is told', async () => {
  host.home.drafts.set('example', '{"full_name":"Half a na"}');
  const target = render(KeptFormExample, {});
  await settle();
  expect(box(target)).toBe('Half a na');
  expect(target.textContent).toContain('still here');
});

it('what is typed before the answer is not overwritten', async () => {
  host.home.drafts.set('example', '{"full_name":"Older"}');
  const target = render(KeptFormExample, {});
  type(target, 'full_name', 'Newer');
  await settle();
  expect(box(target)).toBe('Newer');
});

it('damaged words in the file leave the form empty', async () => {
  host.home.drafts.set('example', '{"full_na');
  const target = render(KeptFormExample, {});
  await settle();
  expect(box(target)).toBe('');
});

it('locking keeps every form in view first', async () => {
  const target = render(KeptFormExample, {});
  await settle();
  type(target, 'full_name', 'Priya');
  await flushForms();
  expect(host.home.drafts.get('example')).toBe('{"full_name":"Priya"}');
});

it('a form that was saved is not kept', async () => {
  const target = render(KeptFormExample, {});
  await settle();
  type(target, 'full_name', 'Priya');
  await flushForms();
  target.querySelector<HTMLButtonElement>('button')?.click();
  await settle();
  cleanUp();
  await settle();
  expect(host.home.drafts.has('example')).toBe(false);
});
