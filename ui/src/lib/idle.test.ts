import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchIdle } from './idle';

const told: string[] = [];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  stop = watchIdle({
    warn: (seconds) => told.push(`warn ${seconds}`),
    stay: () => told.push('stay'),
    lock: () => told.push('lock'),
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('five quiet minutes lock, with a warning before', () => {
  vi.advanceTimersByTime(4 * 60_000 + 30_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(12_000);
  expect(told).toEqual(['warn 20']);
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual(['warn 20', 'lock']);
});

it('a key starts the minutes again', () => {
  vi.advanceTimersByTime(4 * 60_000);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  vi.advanceTimersByTime(4 * 60_000);
  expect(told).toEqual([]);
});

it('a key after the warning takes the warning away', () => {
  vi.advanceTimersByTime(4 * 60_000 + 45_000);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  expect(told).toEqual(['warn 20', 'stay']);
  vi.advanceTimersByTime(4 * 60_000);
  expect(told).toEqual(['warn 20', 'stay']);
});

it('a computer that slept has been quiet too', () => {
  vi.setSystemTime(Date.now() + 60 * 60_000);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['lock']);
});
