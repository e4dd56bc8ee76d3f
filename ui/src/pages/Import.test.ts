import { afterEach, expect, it } from 'vitest';
import App from '../App.svelte';
import { FakeHost } from '../fake/host';
import { page } from '../lib/page.svelte';
import { columnLetter } from '../lib/words/import';
import { arrive, cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { importing } from './import/importing.svelte';

afterEach(() => {
  cleanUp();
  importing.staff_list.reset();
  importing.portal_list.reset();
});

async function open(hash = '#/people/import'): Promise<{ host: FakeHost; target: HTMLElement }> {
  const host = await startSession();
  location.hash = '#/help';
  const target = render(App, {});
  await arrive();
  location.hash = hash;
  await arrive();
  return { host, target };
}

const heading = (target: HTMLElement): string => one(target, 'h1').textContent.trim();
const names = (host: FakeHost): string[] =>
  host.home.people.map(({ full_name }) => (full_name.is === 'given' ? full_name.value : ''));
const rows = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.app-import-rows [data-row]')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());

async function toRows(target: HTMLElement): Promise<void> {
  press(target, 'Choose a file');
  await arrive();
  press(target, 'Check the rows');
  await arrive();
}

it('names what was left out before anything else, and moves the focus to each heading', async () => {
  const { target } = await open();
  expect(heading(target)).toBe('Import a staff list');
  press(target, 'Choose a file');
  await arrive();
  expect(heading(target)).toBe('What we found');
  expect(document.activeElement).toBe(one(target, 'h1'));
  const text = target.textContent;
  expect(text.indexOf('Left out before anything was read in')).toBeLessThan(text.indexOf('12 rows to read'));
  expect(text).toContain('D.O.B. (column F): dates of birth or ages');
  expect(text).toContain('Ref 2 (column G): National Insurance numbers, as its cells show');
  expect(one<HTMLSelectElement>(target, '[id="column-2"]').value).toBe('personal_mobile');
});

it('nothing pasted is refused at the box, and a list without names of columns says what to do', async () => {
  const { target } = await open();
  press(target, 'Read the cells');
  await settle();
  expect(one(target, '#cells-error').textContent).toContain('Paste the cells');
  type(target, 'cells', 'no header here');
  press(target, 'Read the cells');
  await settle();
  expect(target.querySelector('#cells-error')).not.toBeNull();
  expect(one<HTMLTextAreaElement>(target, '#cells').value).toBe('no header here');
});

it('two columns cannot mean the same, and one has to be the name', async () => {
  const { target } = await open();
  press(target, 'Choose a file');
  await arrive();
  const choose = (id: string, value: string): void => {
    const box = one<HTMLSelectElement>(target, `[id="${id}"]`);
    box.value = value;
    box.dispatchEvent(new Event('change', { bubbles: true }));
  };
  choose('column-5', 'role');
  choose('column-1', '');
  press(target, 'Check the rows');
  await settle();
  expect(target.textContent).toContain('Choose which column has the names.');
  expect(target.textContent).toContain('“Job title” and “Payroll ref” cannot both be: Role.');
});

it('rows are mended in place one after the other, and the rest is left out', async () => {
  const { host, target } = await open();
  await toRows(target);
  expect(heading(target)).toBe('Check before you record');
  expect(one(target, '#import-counts').textContent).toContain('3 to look at');
  expect(rows(target)).toHaveLength(3);
  expect(rows(target)[0]).toContain('Personal mobile: The mobile number is too short.');
  press(target, 'Asha Greenwood');
  await settle();
  expect(document.activeElement?.textContent).toContain('Line 5: Asha Greenwood');
  type(target, 'cell-2', '07700');
  press(target, 'Use this');
  await settle();
  expect(one(target, '#cell-2-error').textContent).toContain('too short');
  type(target, 'cell-2', '07700 900599');
  press(target, 'Use this');
  await arrive();
  expect(page.saying?.text).toBe('Line 5 is clear. 2 rows to look at.');
  // The next row is in hand, with its question.
  expect(document.activeElement?.textContent).toContain('Line 7: Nguyễn Văn An');
  expect(target.textContent).toContain('Is this the same person?');
  one<HTMLInputElement>(target, 'input[value="new"]').click();
  press(target, 'Use this');
  await arrive();
  expect(document.activeElement?.textContent).toContain('Line 11');
  press(target, 'Leave this row out');
  await arrive();
  expect(page.saying?.text).toContain('Line 11 is left out.');
  press(target, 'Record 10 rows');
  await arrive();
  expect(heading(target)).toBe('People');
  expect(page.saying?.text).toBe('Imported. 10 people.');
  expect(names(host)).toContain('Asha Greenwood');
  expect(names(host)).not.toContain('Farah Aziz');
  await page.saying?.undo?.();
  await settle();
  expect(names(host)).not.toContain('Asha Greenwood');
});

it('what changes is shown as old and new', async () => {
  const { target } = await open();
  await toRows(target);
  const show = one<HTMLSelectElement>(target, '#show');
  show.value = 'changed';
  show.dispatchEvent(new Event('change', { bubbles: true }));
  await arrive();
  expect(rows(target)).toHaveLength(1);
  expect(rows(target)[0]).toContain('Role: Nurse → Care assistant');
});

it('with rows open the rest can be recorded, and they are left out', async () => {
  const { host, target } = await open();
  await toRows(target);
  press(target, 'Record 8 rows and leave out 3');
  await arrive();
  expect(page.saying?.text).toBe('Imported. 8 people.');
  expect(names(host)).toContain('Joan Pemberley');
  expect(names(host)).not.toContain('Asha Greenwood');
});

it('a file that is no longer held begins again and says so; another page and back keeps it', async () => {
  const { host, target } = await open();
  await toRows(target);
  location.hash = '#/people';
  await arrive();
  location.hash = '#/people/import';
  await arrive();
  expect(heading(target)).toBe('Check before you record');
  host.failing.set('import_record', { code: 'import_gone', message: '', field: null });
  press(target, 'Record 8 rows');
  await arrive();
  expect(heading(target)).toBe('Import a staff list');
});

it('escape leaves a row as it is and returns to it in the list', async () => {
  const { target } = await open();
  await toRows(target);
  press(target, 'Asha Greenwood');
  await settle();
  one(target, '#row-title').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await arrive();
  expect(target.querySelector('#row-title')).toBeNull();
  expect(rows(target)).toHaveLength(3);
});

it('the portal’s list says of each what to do next, and records what is ticked', async () => {
  const { host, target } = await open();
  const site = host.home.sites[0];
  const mailbox = site?.mailboxes[0]?.mailbox;
  location.hash = `#/settings/home/${site?.site}/mailbox/${mailbox}/portal`;
  await arrive();
  expect(heading(target)).toBe('Compare with the NHSmail portal');
  press(target, 'Choose a file');
  await arrive();
  press(target, 'Check the rows');
  await arrive();
  expect(heading(target)).toContain('Portal and staff list');
  const text = target.textContent.replace(/\s+/g, ' ');
  expect(text).toContain('Line 9 of the file has neither a name nor an address.');
  expect(text).toContain('Take their access away in the portal, then note it on their page.');
  expect(text).toContain('Ask whether they left.');
  press(target, 'Record what is ticked');
  await settle();
  expect(one(target, '.nhsuk-error-summary').textContent).toContain('Tick at least one line');
  one<HTMLInputElement>(target, '[id="tick-2"]').click();
  press(target, 'Record what is ticked');
  await arrive();
  expect(page.saying?.text).toBe('Recorded: 1 person.');
});

it('letters of columns are those of a spreadsheet', () => {
  expect([1, 26, 27, 52, 703].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA']);
});
