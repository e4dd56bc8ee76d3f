import { expect, it } from 'vitest';
import { placeOf } from '../lib/router.svelte';
import { pages } from '../pages';
import { FakeHost, useFakeHost } from './host';
import { scenes } from './scenes';

const hashOf = (address: string): string => address.slice(address.indexOf('#') + 1);

it('every page has a scene, so that it is looked at in forced colours and on a narrow window', () => {
  const shown = new Set(Object.values(scenes).map((address) => placeOf(hashOf(address)).page));
  expect(Object.keys(pages).filter((name) => !shown.has(name as keyof typeof pages))).toEqual([]);
});

it('the ids in the scenes are those of the invented home', () => {
  const host = useFakeHost(new FakeHost({ state: 'open' }, 24));
  host.ask();
  host.twice();
  const { home } = host;
  const made = new Set([
    ...home.sites.map((site) => site.site),
    ...home.sites.flatMap((site) => site.mailboxes.map((box) => box.mailbox)),
    ...home.people.map((person) => person.person),
    ...home.requests.map((each) => each.request),
  ]);
  // Ids count up from the first home made in a page, which is this one here.
  const asked = Object.values(scenes).flatMap((address) => address.match(/01936f00-[0-9a-f-]+/g) ?? []);
  expect(asked.filter((id) => !made.has(id))).toEqual([]);
});
