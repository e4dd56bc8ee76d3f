import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { cleanUp, one, render } from '../../../test/render';
import VirtualListExample from './VirtualListExample.svelte';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  cleanUp();
});

const rows = (target: HTMLElement): number => target.querySelectorAll('[data-row]').length;
const linkAt = (target: HTMLElement, index: number): HTMLElement => one(target, `[data-row="${index}"] a`);

function key(target: HTMLElement, name: string): void {
  const at = document.activeElement ?? target;
  at.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  flushSync();
}

it('draws only the rows in view of a long list, and says how long it is', () => {
  const target = render(VirtualListExample, { count: 20_000 });
  expect(rows(target)).toBeGreaterThan(10);
  expect(rows(target)).toBeLessThan(80);
  expect(one(target, '[role=table]').getAttribute('aria-rowcount')).toBe('20001');
  expect(one(target, '[data-row="0"]').getAttribute('aria-rowindex')).toBe('2');
});

it('draws a short list whole once it stands still, so that it can be searched', () => {
  vi.useFakeTimers();
  const target = render(VirtualListExample, { count: 100 });
  flushSync();
  expect(rows(target)).toBeLessThan(80);
  vi.advanceTimersByTime(300);
  flushSync();
  expect(rows(target)).toBe(100);
});

it('prints a short list whole, even at once', () => {
  const target = render(VirtualListExample, { count: 100 });
  expect(rows(target)).toBeLessThan(80);
  window.dispatchEvent(new Event('beforeprint'));
  expect(rows(target)).toBe(100);
});

it('is as tall as all its rows', () => {
  const target = render(VirtualListExample, { count: 20_000 });
  expect(one(target, '.app-rows__body').style.height).toBe(`${20_000 * 45}px`);
});

it('moves between rows with the arrow keys, Home and End', () => {
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    flushSync();
    run();
    return 0;
  });
  const target = render(VirtualListExample, { count: 20_000 });
  linkAt(target, 0).focus();
  key(target, 'ArrowDown');
  expect(document.activeElement).toBe(linkAt(target, 1));
  key(target, 'End');
  expect(document.activeElement).toBe(linkAt(target, 19_999));
  key(target, 'ArrowDown');
  expect(document.activeElement).toBe(linkAt(target, 19_999));
  key(target, 'Home');
  expect(document.activeElement).toBe(linkAt(target, 0));
});

it('keeps the row with the focus when the list is scrolled away from it', () => {
  const target = render(VirtualListExample, { count: 20_000 });
  linkAt(target, 3).focus();
  one(target, '.app-rows__body').getBoundingClientRect = () => new DOMRect(0, -450_000, 800, 900_000);
  window.dispatchEvent(new Event('scroll'));
  flushSync();
  expect(document.activeElement).toBe(linkAt(target, 3));
  expect(target.querySelector('[data-row="10000"]')).not.toBeNull();
  expect(target.querySelector('[data-row="50"]')).toBeNull();
});
