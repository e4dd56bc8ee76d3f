import { describe, expect, it } from 'vitest';
import { link, paths, placeOf, type PageName } from './router.svelte';

describe('an address', () => {
  it('leads to the page it was made for, with its ids', () => {
    expect(placeOf(link('person', { person: 'a/b c' }))).toEqual({
      page: 'person',
      ids: { person: 'a/b c' },
      query: {},
    });
    expect(placeOf(link('settings_mailbox', { site: 's', mailbox: 'm' }))).toEqual({
      page: 'settings_mailbox',
      ids: { site: 's', mailbox: 'm' },
      query: {},
    });
  });

  it('carries what is asked after a question mark', () => {
    expect(placeOf(link('ask', undefined, { person: 'x y' }))).toEqual({
      page: 'ask',
      ids: {},
      query: { person: 'x y' },
    });
  });

  it('without a path is Today', () => {
    expect(placeOf('').page).toBe('today');
    expect(placeOf('#/').page).toBe('today');
  });

  it('that leads nowhere says so', () => {
    expect(placeOf('#/nowhere').page).toBe('missing');
    expect(placeOf('#/people/x/y/z').page).toBe('missing');
    expect(placeOf('#/people/%E0%A4%A').page).toBe('missing');
  });

  it('prefers a word to an id in the same place', () => {
    expect(placeOf('#/people/add').page).toBe('person_add');
    expect(placeOf('#/settings/homes/add').page).toBe('settings_home_add');
  });

  it('of every page leads back to that page', () => {
    for (const name of Object.keys(paths) as PageName[]) {
      const filled = paths[name].replace(/:\w+/g, 'x1');
      expect(placeOf(`#${filled}`).page).toBe(name);
    }
  });
});
