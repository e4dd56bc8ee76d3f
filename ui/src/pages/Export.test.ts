import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { FakeHost } from '../fake/host';
import { page } from '../lib/page.svelte';
import { link } from '../lib/router.svelte';
import { arrive, cleanUp, one, press, render, settle, startSession } from '../test/render';

afterEach(cleanUp);

async function open(hash: string): Promise<{ host: FakeHost; target: HTMLElement }> {
  const host = await startSession();
  location.hash = '#/help';
  const target = render(App, {});
  await arrive();
  location.hash = hash;
  await arrive();
  return { host, target };
}

const tick = (target: HTMLElement, label: string): HTMLInputElement => {
  const found = [...target.querySelectorAll('label')].find((each) => each.textContent.trim() === label);
  return one<HTMLInputElement>(target, `[id="${found?.htmlFor}"]`);
};

it('saves the staff list without contact details, says what the file holds and that anybody can read it', async () => {
  const { host, target } = await open('#/people/export');
  expect(target.textContent).toContain('The file holds names and staff details, and no personal contact details.');
  expect(target.textContent).toContain('It is not protected: anybody who gets it can read it.');
  press(target, 'Save the file');
  await settle();
  expect(host.exported).toMatchObject({ table: 'people', format: 'xlsx', part: 'now', people: [] });
  for (const column of ['personal_mobile', 'personal_email', 'linked_mobile', 'note'] as const) {
    expect(host.exported?.columns).not.toContain(column);
  }
  expect(page.saying?.text).toMatch(/^Saved as staff-list-2026-11-20\.xlsx: \d+ people\./);
});

it('contact details are in the file once they are ticked, and the page says so', async () => {
  const { host, target } = await open('#/people/export');
  tick(target, 'Personal mobile').click();
  await settle();
  expect(target.textContent).toContain('The file holds names, staff details and personal mobiles.');
  tick(target, 'CSV file').click();
  press(target, 'Save the file');
  await settle();
  expect(host.exported).toMatchObject({ format: 'csv' });
  expect(host.exported?.columns).toContain('personal_mobile');
});

it('a file without a column is refused at the columns', async () => {
  const { host, target } = await open('#/people/export');
  tick(target, 'Requests to NHSmail').click();
  await settle();
  for (const box of target.querySelectorAll<HTMLInputElement>('input[type="checkbox"]:checked')) box.click();
  press(target, 'Save the file');
  await settle();
  expect(one(target, '#columns-error').textContent).toContain('Tick at least one column.');
  expect(host.exported).toBeNull();
});

it('exports those chosen in the list only, or everybody after all', async () => {
  const { host, target } = await open('#/people');
  const people = host.home.people.slice(0, 3).map(({ person }) => person);
  location.hash = link('export', undefined, { person: people.join(' ') });
  await arrive();
  expect(target.textContent).toContain('Only for the 3 people you chose in the list.');
  expect(target.querySelector('#part')).toBeNull();
  press(target, 'Save the file');
  await settle();
  expect(host.exported?.people).toEqual(people);
  expect(page.saying?.text).toContain('3 people');
  press(target, 'Export everybody instead');
  await arrive();
  press(target, 'Save the file');
  await settle();
  expect(host.exported?.people).toEqual([]);
});

it('a choice with nothing in it is said, and an error is shown with its next step', async () => {
  const { host, target } = await open('#/people/export');
  tick(target, 'Requests to NHSmail').click();
  await settle();
  press(target, 'Save the file');
  await settle();
  expect(page.saying?.text).toContain('Nothing was saved.');
  host.failing.set('export_save', { code: 'disk_full', message: '', field: null });
  press(target, 'Save the file');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('The disk is full');
});

it('is reached from the people and from the settings', async () => {
  const { target } = await open('#/people');
  press(target, 'Export');
  await arrive();
  expect(one(target, 'h1').textContent?.trim()).toBe('Export');
  location.hash = '#/settings';
  await arrive();
  expect(target.querySelector('a[href="#/people/export"]')).not.toBeNull();
});
