import { beforeEach, expect, it } from 'vitest';
import { startSession } from '../test/render';
import type { FakeHost } from '../fake/host';
import { call } from './api';
import { attempt } from './attempt';
import { page } from './page.svelte';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
  page.hush();
});

it('a refusal is said at the foot of the page', async () => {
  host.failing.set('link_open', { code: 'open_failed', message: '', field: null });
  await attempt(() => call('link_open', { link: 'nhsmail_portal' }));
  expect(page.saying).toMatchObject({ kind: 'note', text: expect.stringContaining('No program opened.') });
});

it('what went well says nothing, and a lock in the meantime shows its own screen', async () => {
  await attempt(() => call('link_open', { link: 'nhsmail_portal' }));
  host.failing.set('link_open', { code: 'not_open', message: '', field: null });
  await attempt(() => call('link_open', { link: 'nhsmail_portal' }));
  expect(page.saying).toBeNull();
});
