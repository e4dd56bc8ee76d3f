import { describe, expect, it } from 'vitest';
import type { TodayLineView } from '../bindings/TodayLineView';
import type { StageView } from '../bindings/StageView';
import { everySentence, inOneLine, isErrorCode, problemFor, wordsFor } from './errors';
import { startUpWords } from './words/startUp';
import { todayKinds, todayWords } from './words/today';

const line = (kind: TodayLineView['kind']): TodayLineView => ({
  kind,
  urgency: 'now',
  count: 1,
  name: 'Amina Yusuf',
  date: '2026-11-20',
  site: 's',
  site_name: 'Rowan House',
  mailbox: 'm',
  person: 'p',
  request: 'r',
  request_kind: 'new_user',
  path: 'leaves',
  step: 'remove_access',
  duty: 'remove_leavers',
  our_advice: false,
});

const stages: StageView[] = [
  { state: 'key_missing' },
  { state: 'store_unavailable', password_store: 'locked' },
  { state: 'store_unavailable', password_store: 'denied' },
  { state: 'store_unavailable', password_store: 'absent' },
  { state: 'wrong_key' },
  { state: 'damaged', folder: 'f' },
  { state: 'newer', format: 2 },
  { state: 'not_writable', folder: 'f' },
  { state: 'disk_full', folder: 'f' },
  { state: 'synced_folder', folder: 'f', service: 'one_drive' },
  { state: 'synced_folder', folder: 'f', service: 'network' },
  { state: 'already_running' },
  { state: 'failed', code: 'store-17' },
];

const sentences = [
  ...everySentence(),
  ...todayKinds.map((kind) => todayWords(line(kind))).flatMap(({ title, detail }) => [title, detail ?? title]),
  ...stages
    .map((stage) => startUpWords(stage, 'windows_credential_manager'))
    .flatMap(({ title, happened, steps, still }) => [title, happened, still, ...steps]),
];

describe('every sentence', () => {
  it('is there and whole', () => {
    expect(sentences.length).toBeGreaterThan(120);
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/undefined|null|\[object|  /);
      expect(sentence.length).toBeGreaterThan(8);
    }
  });

  it('uses none of the words that are never on a screen', () => {
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/\b(register|keyring|fold|folds|chain|sealed|draft kind|database|invalid|IPC)\b/i);
    }
  });

  it('is short', () => {
    for (const sentence of sentences) {
      for (const part of sentence.split(/(?<=[.?!:;]) /)) expect(part.split(' ').length, part).toBeLessThanOrEqual(26);
    }
  });
});

describe('an error', () => {
  it('names the field that was left empty', () => {
    const words = wordsFor({ code: 'missing_field', message: '', field: 'person.full_name' });
    expect(inOneLine(words)).toBe('Enter the full name.');
  });

  it('says why a value was refused and what to do', () => {
    const words = wordsFor({
      code: 'invalid_value',
      message: '',
      field: 'people[0].personal_mobile',
      reason: 'mobile_personal_numbering',
    });
    expect(words.says).toContain('070');
    expect(words.next).toContain('own mobile');
  });

  it('is shown at the box of its field', () => {
    const error = { code: 'missing_field', message: '', field: 'fields.full_name' } as const;
    expect(problemFor(error, (path) => path.split('.').at(-1) ?? '')).toEqual({
      field: 'full_name',
      message: 'Enter the full name.',
    });
  });

  it('is known by its code only', () => {
    expect(isErrorCode('not_open')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode(7)).toBe(false);
  });
});
