import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanUp, render, settle, startSession } from '../../test/render';
import type { Example } from './examples';

const examples = import.meta.glob<Example[]>('./*/examples.ts', { eager: true, import: 'default' });
const components = import.meta.glob('./*/*.svelte');

/** Colours and places need a browser; the end-to-end tests look at those on every screen. */
const browserOnly = {
  'color-contrast': { enabled: false },
  region: { enabled: false },
  list: { enabled: false },
  listitem: { enabled: false },
};

beforeEach(async () => {
  await startSession();
});
afterEach(cleanUp);

it('every component folder has examples', () => {
  const folders = new Set(Object.keys(components).map((path) => path.split('/')[1]));
  const shown = new Set(Object.keys(examples).map((path) => path.split('/')[1]));
  // The frame of a field is shown by the fields in it.
  folders.delete('form-field');
  expect([...folders].filter((folder) => !shown.has(folder))).toEqual([]);
});

for (const [path, list] of Object.entries(examples)) {
  describe(path.split('/')[1] ?? path, () => {
    for (const { name, component, props } of list) {
      it(`${name}: passes axe, and its markup has no style attribute, which the page's policy forbids`, async () => {
        const target = render(component, props);
        // Sizes of the long list are set through the style object, which the policy allows.
        expect(target.innerHTML.replace(/ style="(height|transform): [^"]*"/g, '')).not.toMatch(/ style=/);
        await settle();
        expect(target.textContent?.trim() || target.querySelector('svg, input')).toBeTruthy();
        const { violations } = await axe.run(target, { rules: browserOnly });
        expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
      });
    }
  });
}
