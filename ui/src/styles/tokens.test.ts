/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = readFileSync('src/styles/_tokens.scss', 'utf8');

function theme(name: string): Record<string, string> {
  const block = new RegExp(`\\$${name}: \\(([^)]*)\\)`).exec(source)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/'([a-z-]+)': (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
}

/** Relative luminance and contrast, as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 1, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['surface', 'canvas', 'surface-raised', 'surface-hover'];
const notices = ['info', 'warning', 'success', 'error'];
const tags = ['grey', 'green', 'blue', 'amber', 'red', 'plum'];

/** Text on its ground: at least 4.5 to 1. */
const text: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['text', ground],
    ['text-secondary', ground],
    ['link', ground],
    ['link-hover', ground],
    ['link-active', ground],
    ['error', ground],
    ['success', ground],
    ['brand-mark', ground],
  ]),
  ['text', 'input'],
  ['text-secondary', 'input'],
  ['brand-text', 'brand'],
  ['brand-text', 'brand-hover'],
  ['button-text', 'button'],
  ['button-text', 'button-hover'],
  ['button-text', 'button-active'],
  ['button-text', 'warning-button'],
  ['button-text', 'warning-button-hover'],
  ['button-text', 'warning-button-active'],
  ['brand-mark', 'secondary-hover'],
  ['brand-mark', 'secondary-active'],
  ['focus-text', 'focus'],
  ...notices.flatMap((kind): [string, string][] => [
    ['text', `notice-${kind}`],
    ['link', `notice-${kind}`],
    ['text-secondary', `notice-${kind}`],
  ]),
  ...tags.map((tag): [string, string] => [`tag-${tag}-text`, `tag-${tag}`]),
];

/** What marks a control or a state: at least 3 to 1. */
const marks: [string, string][] = [
  ['border-strong', 'surface'],
  ['border-strong', 'input'],
  ['button', 'surface'],
  ['warning-button', 'surface'],
  ['brand-mark', 'canvas'],
  ['focus', 'brand'],
  ['focus-text', 'focus'],
  ['notice-info-mark', 'notice-info'],
  ['notice-success-mark', 'notice-success'],
  ['notice-error-mark', 'notice-error'],
];

for (const name of ['light', 'dark']) {
  const colours = theme(name);
  const of = (token: string): string => {
    const colour = colours[token];
    if (!colour) throw new Error(`no ${token} in ${name}`);
    return colour;
  };
  describe(`the ${name} theme`, () => {
    it.each(text)('%s can be read on %s', (front, ground) => {
      expect(contrast(of(front), of(ground))).toBeGreaterThanOrEqual(4.5);
    });
    it.each(marks)('%s can be told from %s', (front, ground) => {
      expect(contrast(of(front), of(ground))).toBeGreaterThanOrEqual(3);
    });
  });
}

it('both themes have the same names', () => {
  expect(Object.keys(theme('dark')).sort()).toEqual(Object.keys(theme('light')).sort());
  expect(Object.keys(theme('light')).length).toBeGreaterThan(40);
});
