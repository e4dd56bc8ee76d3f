import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchIdle } from './idle';

const told: string[] = [];
let stop: () => void;
let running = false;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  stop = watchIdle({
    minutes: 5,
    warn: (seconds) => told.push(`warn ${seconds}`),
    stay: () => told.push('stay'),
    lock: () => told.push('lock'),
    busy: () => running,
  });
});
afterEach(() => {
  running = false;
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

it('what takes long is waited for, and the minutes start when it is done', () => {
  running = true;
  vi.advanceTimersByTime(20 * 60_000);
  expect(told).toEqual([]);
  running = false;
  vi.advanceTimersByTime(4 * 60_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(2 * 60_000);
  expect(told).toEqual(['warn 20', 'lock']);
});
