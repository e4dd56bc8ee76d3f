import axe from 'axe-core';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cleanUp, one, render, settle, type } from '../../../test/render';
import ChoiceBox, { type Choice, type Choices } from './ChoiceBox.svelte';

const people: Choice[] = ['Amina Yusuf', 'Ben Carter', 'Beth Hollis'].map((label) => ({ value: label, label }));
let onchoose: ReturnType<typeof vi.fn<(choice: Choice | null) => void>>;
let find: ReturnType<typeof vi.fn<(text: string) => Promise<Choices>>>;

beforeEach(() => {
  onchoose = vi.fn();
  find = vi.fn((text: string) => {
    const rows = people.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
    return Promise.resolve({ rows, total: rows.length });
  });
});
afterEach(cleanUp);

function box(chosen: Choice | null = null): [HTMLElement, HTMLInputElement] {
  Element.prototype.scrollIntoView = () => undefined;
  const target = render(ChoiceBox, { id: 'who', label: 'Person', chosen, placeholder: 'Everybody', find, onchoose });
  return [target, one<HTMLInputElement>(target, '#who')];
}
async function press(input: HTMLInputElement, key: string): Promise<void> {
  input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
  await settle();
}
const shown = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('[role=option]')].map((each) => each.textContent?.trim() ?? '');

it('is chosen from by keyboard, and says where the keys stand', async () => {
  const [target, input] = box();
  await press(input, 'ArrowDown');
  expect(shown(target)).toEqual(['Amina Yusuf', 'Ben Carter', 'Beth Hollis']);
  expect(input.getAttribute('aria-activedescendant')).toBeNull();
  await press(input, 'ArrowUp');
  expect(input.getAttribute('aria-activedescendant')).toBe('who-2');
  await press(input, 'ArrowDown');
  expect(input.getAttribute('aria-activedescendant')).toBe('who-0');
  const { violations } = await axe.run(target, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await press(input, 'Enter');
  expect(onchoose).toHaveBeenCalledWith(people[0]);
  expect(input.getAttribute('aria-expanded')).toBe('false');
});

it('takes the first that fits what is typed with Enter', async () => {
  const [target, input] = box();
  type(target, 'who', 'be');
  await settle();
  expect(shown(target)).toEqual(['Ben Carter', 'Beth Hollis']);
  await press(input, 'Enter');
  expect(onchoose).toHaveBeenCalledWith(people[1]);
});

it('shows what is chosen again when the typing comes to nothing', async () => {
  const [target, input] = box(people[0]);
  type(target, 'who', 'nobody of that name');
  await settle();
  expect(target.textContent).toContain('Nobody fits.');
  await press(input, 'Enter');
  input.dispatchEvent(new FocusEvent('blur'));
  await settle();
  expect([input.value, onchoose.mock.calls.length]).toEqual(['Amina Yusuf', 0]);
  await press(input, 'ArrowDown');
  await press(input, 'Escape');
  expect([input.value, onchoose.mock.calls.length]).toEqual(['Amina Yusuf', 0]);
});

it('is cleared by its button, by Escape, and by emptying the box', async () => {
  const [target, input] = box(people[0]);
  one<HTMLElement>(target, '.app-choice__clear').click();
  await settle();
  await press(input, 'Escape');
  input.value = people[0]!.label;
  await press(input, 'Escape');
  type(target, 'who', '');
  await settle();
  input.dispatchEvent(new FocusEvent('blur'));
  await settle();
  expect(onchoose.mock.calls).toEqual([[null], [null], [null]]);
});

it('of two answers shows the one to what was typed last', async () => {
  const answers: ((choices: Choices) => void)[] = [];
  find.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  const [target] = box();
  type(target, 'who', 'b');
  type(target, 'who', 'be');
  answers[1]?.({ rows: [people[1]!], total: 1 });
  answers[0]?.({ rows: people, total: 3 });
  await settle();
  expect(shown(target)).toEqual(['Ben Carter']);
});
