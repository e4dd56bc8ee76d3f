/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { startSession } from '../test/render';
import type { FakeHost } from '../fake/host';
import { ApiFailure, call, onClosed, toFailure } from './api';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});

it('no other file of the page imports Tauri', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|svelte)$/.test(name));
  const importers = files.filter((name) => /from '@tauri-apps\//.test(readFileSync(join('src', name), 'utf8')));
  expect(importers).toEqual([join('lib', 'api.ts')]);
});

it('a refusal arrives with its code, field and reason', async () => {
  const failure = await call('person_get', { person: 'nobody' }).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ApiFailure);
  expect((failure as ApiFailure).error).toMatchObject({ code: 'not_found', field: 'person' });
});

it('a command that finds the staff list closed tells the page', async () => {
  let told = 0;
  onClosed(() => (told += 1));
  host.failing.set('settings_get', { code: 'not_open', message: '', field: null });
  await expect(call('settings_get')).rejects.toThrow('not_open');
  expect(told).toBe(1);
});

it('whatever else was thrown is an error inside', () => {
  expect(toFailure(new Error('broken')).code).toBe('internal');
  expect(toFailure('text').code).toBe('internal');
  expect(toFailure({ code: 'made_up' }).code).toBe('internal');
  expect(toFailure(undefined).code).toBe('internal');
});
