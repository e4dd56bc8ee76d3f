import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../App.svelte';
import type { FakeHost } from '../fake/host';
import { cleanUp, one, press, render, settle, startSession, type } from '../test/render';
import { openRequest } from './ask/asking.svelte';

let host: FakeHost;
beforeEach(async () => {
  host = await startSession();
});
afterEach(cleanUp);

const heading = (target: HTMLElement): string => one(target, 'h1').textContent?.replace(/\s+/g, ' ').trim() ?? '';
const problems = (target: HTMLElement): string[] =>
  [...target.querySelectorAll('.nhsuk-error-summary__list li')].map((each) => each.textContent?.trim() ?? '');
const section = (target: HTMLElement, title: string): HTMLElement => {
  const found = [...target.querySelectorAll<HTMLElement>('section')].find((each) =>
    each.querySelector('h2')?.textContent?.includes(title),
  );
  if (!found) throw new Error(`no section "${title}"`);
  return found;
};
const idOf = (name: string): string => {
  const found = host.home.people.find((each) => each.full_name.is === 'given' && each.full_name.value === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.person;
};
/** The invented home has people with an account and people without one. */
const withAccount = 'Tom Ashworth';
const withoutAccount = 'Siobhán O’Neill';

async function open(hash = '#/ask?entry=somebody_started'): Promise<HTMLElement> {
  location.hash = hash;
  const target = render(App, {});
  await settle();
  return target;
}

/** Waits for a walk to another page, which the browser tells of in a later task, and for its answers. */
async function walk(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((done) => setTimeout(done, 5));
    await settle();
  }
}

async function goOn(target: HTMLElement): Promise<void> {
  press(target, 'Continue');
  await walk();
}

async function choose(target: HTMLElement, name: string): Promise<void> {
  const label = [...target.querySelectorAll('label')].find((each) => each.textContent?.trim() === name);
  one<HTMLInputElement>(target, `#${label?.getAttribute('for')}`).click();
  await settle();
}

async function answer(target: HTMLElement, name: string, question: string, value: string): Promise<void> {
  const inputs = target.querySelectorAll<HTMLInputElement>(`input[name="${idOf(name)}.${question}"]`);
  const found = [...inputs].find((each) => each.value === value);
  if (!found) throw new Error(`${question} is not asked of ${name}`);
  found.click();
  await settle();
}

it('asks for at least one person', async () => {
  const target = await open();
  await goOn(target);
  expect(problems(target)).toEqual(['Choose at least one person.']);
  expect(heading(target)).toContain('step 1');
});

it('begins with everybody who was chosen in the staff list', async () => {
  const both = [withAccount, withoutAccount];
  const target = await open(`#/ask?entry=somebody_started&person=${both.map(idOf).join('%20')}`);
  await walk();
  const chosen = [...target.querySelectorAll('.app-thing--choice legend')].map((each) => each.textContent?.trim());
  expect(chosen).toEqual(both);
  expect(location.hash).toBe('#/ask?entry=somebody_started');
});

it('writes a request for somebody without an account, with the permitted facts only', async () => {
  const target = await open();
  await choose(target, withoutAccount);
  await goOn(target);
  expect(heading(target)).toContain('step 2');
  expect(document.activeElement).toBe(one(target, 'h1'));
  await goOn(target);
  const group = section(target, 'Ask for a new account');
  const mail = one(group, '.app-mail').textContent ?? '';
  expect(mail).toContain('Full name: Siobhán O’Neill');
  expect(mail).toContain('Personal mobile: 07700900004');
  expect(mail).toContain('Shared mailbox access: member');
  expect(mail).not.toContain('Administrator');
  press(group, 'Keep this request');
  await walk();
  expect(location.hash).toMatch(/^#\/requests\//);
  expect(host.home.requests).toHaveLength(1);
  expect(host.home.drafts.has('ask')).toBe(false);
});

it('sends nothing for somebody who still works where the account is held, and notes the portal step', async () => {
  const target = await open();
  await choose(target, withAccount);
  await goOn(target);
  await answer(target, withAccount, 'left_holder', 'no');
  await goOn(target);
  expect(heading(target)).toContain('Nothing needs to be sent');
  expect(target.textContent).toContain('Add/remove Members and Owners');
  press(target, 'I have added them');
  press(one(target, '.app-in-place'), 'Save');
  await walk();
  const tom = host.home.people.find((each) => each.person === idOf(withAccount));
  expect(tom?.access[0]).toMatchObject({ level: 'member', from: '2026-11-20' });
  expect(one(target, '.app-saying').textContent).toContain('Tom Ashworth is noted as a member');
});

it('asks the third question only of somebody who has left, and warns where the mark is missing', async () => {
  const target = await open();
  await choose(target, withAccount);
  await goOn(target);
  expect(target.textContent).not.toContain('marked them as a leaver');
  await goOn(target);
  expect(problems(target)).toEqual(['Choose yes, no or “I do not know”.']);
  await answer(target, withAccount, 'left_holder', 'yes');
  await answer(target, withAccount, 'marked_leaver', 'no');
  expect(target.textContent).toContain('has not marked them as a leaver yet');
  await goOn(target);
  expect(section(target, 'Ask to add a joiner').textContent).toContain('Linked mobile: 07700900008');
});

it('puts several people into one request for each kind, and lists who needs none', async () => {
  const target = await open();
  await choose(target, withoutAccount);
  await choose(target, 'Grace Mensah');
  await choose(target, withAccount);
  await goOn(target);
  await answer(target, withAccount, 'left_holder', 'no');
  host.home.people.find((each) => each.person === idOf('Grace Mensah'))!.personal_email = { is: 'not_given' };
  await answer(target, 'Grace Mensah', 'has_account', 'no');
  await goOn(target);
  expect(section(target, 'Ask for 2 new accounts').textContent).toContain('Grace Mensah');
  expect(section(target, 'add them yourself').textContent).toContain('Tom Ashworth');
});

it('says which facts are missing, leads to them, and comes back', async () => {
  const grace = host.home.people.find((each) => each.person === idOf('Grace Mensah'))!;
  grace.personal_email = { is: 'not_given' };
  const target = await open();
  await choose(target, 'Grace Mensah');
  await goOn(target);
  await goOn(target);
  const group = section(target, 'Ask for a new account');
  expect(group.textContent).toContain('Still needed: personal email.');
  expect(group.querySelector('.app-mail')).toBeNull();
  press(group, 'Add what is missing');
  await walk();
  type(target, 'personal_email', 'grace@example.com');
  press(target, 'Save');
  await walk();
  await walk();
  expect(heading(target)).toContain('step 3');
  expect(section(target, 'Ask for a new account').textContent).toContain('Personal email: grace@example.com');
});

it('hands on the answers that decided and no others', async () => {
  const target = await open();
  await choose(target, withAccount);
  await goOn(target);
  await answer(target, withAccount, 'left_holder', 'yes');
  await answer(target, withAccount, 'has_account', 'no');
  await goOn(target);
  press(section(target, 'Ask for a new account'), 'Keep this request');
  await walk();
  const [asked] = host.home.asked.values();
  expect(asked?.people).toEqual([
    { person: idOf(withAccount), access: 'member', has_account: 'no', left_holder: null, marked_leaver: null },
  ]);
});

it('finds out first when an answer is not known', async () => {
  const target = await open();
  await choose(target, withAccount);
  await goOn(target);
  await answer(target, withAccount, 'has_account', 'not_known');
  await goOn(target);
  expect(section(target, 'Find out first').textContent).toContain('Tom Ashworth');
  expect(target.querySelector('.app-mail')).toBeNull();
});

it('leads to the Local Administrator where NAS does not look after the home', async () => {
  host = await startSession();
  host.home.sites[0]!.nas_managed = 'no';
  await startSessionAgain();
  const target = await open();
  expect(target.textContent).toContain('Ask your Local Administrator, not NAS');
  expect(target.querySelector('#find-for-ask')).toBeNull();
});

async function startSessionAgain(): Promise<void> {
  const { session } = await import('../lib/session.svelte');
  await session.refreshHeader();
}

it('starts with the person whose page it was opened from', async () => {
  const target = await open(`#/ask?person=${idOf(withAccount)}`);
  await walk();
  expect(location.hash).toBe('#/ask');
  expect(target.textContent).toContain(`About ${withAccount}`);
  press(target, 'Somebody has started');
  await walk();
  expect(one(target, 'ul[aria-label="Chosen"]').textContent).toContain(withAccount);
});

it('keeps who was chosen and what was answered, without names', async () => {
  const first = await open();
  await choose(first, withAccount);
  await goOn(first);
  await answer(first, withAccount, 'left_holder', 'yes');
  cleanUp();
  await settle();
  expect(host.home.drafts.get('ask')).not.toContain('Tom');
  const again = await open('#/ask?step=answer');
  expect(one<HTMLInputElement>(again, `input[name="${idOf(withAccount)}.left_holder"]:checked`).value).toBe('yes');
});

it('does not write a second request of the same kind', async () => {
  const target = await open();
  await choose(target, withoutAccount);
  await goOn(target);
  await goOn(target);
  press(target, 'Keep this request');
  await walk();
  location.hash = `#/ask?entry=somebody_started&person=${idOf(withoutAccount)}`;
  await walk();
  await walk();
  await goOn(target);
  await goOn(target);
  expect(section(target, 'Ask for a new account').textContent).toContain('There is an open request for this already.');
  const view = host.answer('person_get', { person: idOf(withoutAccount) });
  expect(openRequest('new_user', view)?.state).toBe('drafted');
  expect(openRequest('joiner', view)).toBeUndefined();
});

async function say(target: HTMLElement, question: string, value: string): Promise<void> {
  const found = [...target.querySelectorAll<HTMLInputElement>(`input[name="${question}"]`)].find(
    (each) => each.value === value,
  );
  if (!found) throw new Error(`${question} is not asked`);
  found.click();
  await settle();
}

it('counts a request as open for somebody only while their own part of it is', async () => {
  await open();
  const [mailbox] = host.home.sites[0]!.mailboxes;
  const people = [withoutAccount, 'Jane Smith'].map((name) => ({
    person: idOf(name),
    access: 'member' as const,
    has_account: 'no' as const,
    left_holder: null,
    marked_leaver: null,
  }));
  const { request } = host.answer('request_draft', { kind: 'new_user', mailbox: mailbox!.mailbox, people });
  host.answer('request_copy', { request, part: 'all' });
  const day = { day: '', month: '', year: '' };
  host.answer('request_sent', { request, from_shared_mailbox: true, on: day });
  const [refused, waiting] = people.map(({ person }) => person);
  host.answer('request_move', { request, people: [refused!], to: 'rejected', on: day, why: null });
  const openFor = (person: string): string | undefined =>
    openRequest('new_user', host.answer('person_get', { person }))?.request;
  expect([openFor(refused!), openFor(waiting!)]).toEqual([undefined, request]);
});

it('offers at its start to check an email that is written already', async () => {
  const target = await open('#/ask');
  expect(one<HTMLAnchorElement>(target, 'a[href="#/help/check-my-email"]').textContent).toBe('Check my own email');
});

it('starts from what happened, and finds it by a word', async () => {
  const target = await open('#/ask');
  const entries = (): string[] =>
    [...target.querySelectorAll('.app-entries__link')].map((each) => each.textContent ?? '');
  expect(entries()).toHaveLength(22);
  type(target, 'find-entry', 'maternity');
  await settle();
  expect(entries()).toEqual(['Somebody goes on long leave', 'Somebody is back from long leave']);
  type(target, 'find-entry', 'giraffe');
  await settle();
  expect(target.textContent).toContain('Nothing fits “giraffe”.');
});

it('asks the next question once the one before is answered, and ends in what to do', async () => {
  const target = await open('#/ask?entry=password_forgotten');
  await walk();
  expect(heading(target)).toContain('Somebody has forgotten their password');
  await goOn(target);
  expect(problems(target)).toEqual(['Choose yes, no or “I do not know”.']);
  await say(target, 'self_service_tried', 'no');
  await goOn(target);
  expect(heading(target)).toContain('nothing to send');
  expect(target.textContent).toContain('They can do this themselves');
  expect(target.textContent).toContain('Where this is from');
});

it('says what has to be found out first, and does not go on', async () => {
  const target = await open('#/ask?entry=somebody_leaving');
  await walk();
  await say(target, 'only_owner', 'not_known');
  expect(target.textContent).toContain('Find that out first');
  await goOn(target);
  expect(heading(target)).toContain('Somebody is leaving');
  expect(problems(target)).toEqual(['This has to be found out first. Choose yes or no then.']);
});

it('writes a password reset with the mobile and the word that were typed for it', async () => {
  const target = await open('#/ask?entry=password_forgotten');
  await walk();
  await say(target, 'self_service_tried', 'yes');
  await say(target, 'mobile_linked', 'no');
  await say(target, 'identity_checked', 'yes');
  await goOn(target);
  press(target, 'Show the mail');
  await settle();
  expect(problems(target)).toEqual(['Choose at least one person.']);
  await choose(target, withAccount);
  press(target, 'Show the mail');
  await settle();
  expect(problems(target)).toEqual([
    'Tom Ashworth: enter the mobile for the temporary password.',
    'Tom Ashworth: tick once you have checked who they are.',
  ]);
  const id = idOf(withAccount);
  type(target, `${id}.temporary_password_mobile`, '07700 900123');
  one<HTMLInputElement>(target, `[id="${id}.identity_checked"]`).click();
  await settle();
  press(target, 'Show the mail');
  await settle();
  expect(one(target, '.app-mail').textContent).toContain('Mobile for the temporary password: 07700 900123');
  expect(one(target, '.app-mail').textContent).toContain('the least we can send');
  // What is shown is what stands in the form.
  type(target, `${id}.temporary_password_mobile`, '07700 900124');
  await settle();
  expect(target.querySelector('.app-mail')).toBeNull();
  press(target, 'Show the mail');
  await settle();
  press(target, 'Keep this request');
  await walk();
  expect(location.hash).toMatch(/^#\/requests\//);
  const [asked] = host.home.asked.values();
  expect(asked).toMatchObject({ kind: 'password_reset', people: [{ typed: { identity_checked: true } }] });
});

it('puts a refused name at its own box', async () => {
  const target = await open('#/ask?entry=name_changed');
  await walk();
  await say(target, 'writes_themselves', 'no');
  await goOn(target);
  await choose(target, withAccount);
  type(target, `${idOf(withAccount)}.new_full_name`, 'Tom 2');
  press(target, 'Show the mail');
  await settle();
  expect(one<HTMLAnchorElement>(target, '.nhsuk-error-summary__list a').hash).toContain('new_full_name');
});

it('names one who takes over and one who hands over', async () => {
  const target = await open('#/ask?entry=owner_changes');
  await walk();
  await say(target, 'anybody_has_access', 'yes');
  await goOn(target);
  await choose(target, withAccount);
  await choose(target, withoutAccount);
  press(target, 'Show the mail');
  await settle();
  expect(problems(target)).toEqual(['Choose two people: one who takes over and one who hands over.']);
  await say(target, `${idOf(withAccount)}.part`, 'hands');
  press(target, 'Show the mail');
  await settle();
  press(target, 'Keep this request');
  await walk();
  const [asked] = host.home.asked.values();
  expect(asked).toMatchObject({ outgoing: idOf(withAccount), people: [{ person: idOf(withoutAccount) }] });
});

it('reminds by a reference or a day, and escalates by a reference or a call', async () => {
  const target = await open('#/ask?entry=heard_nothing');
  await walk();
  await say(target, 'nas_asked', 'yes');
  await say(target, 'reminded', 'yes');
  await goOn(target);
  expect(heading(target)).toContain('Escalate');
  type(target, 'called_at', '14:05');
  press(target, 'Show the mail');
  await settle();
  expect(problems(target)).toEqual(['Enter the day of the call.']);
  type(target, 'called_at', '');
  type(target, 'ticket_reference', 'INC1234567');
  press(target, 'Show the mail');
  await settle();
  expect(one(target, '.app-mail').textContent).toContain('feedback@nhs.net');
});

it('gives the words for a call, to print and to save', async () => {
  const target = await open('#/ask?entry=nobody_can_open');
  await walk();
  expect(heading(target)).toContain('Call NHSmail');
  const script = (): string => one(target, '.app-script').textContent ?? '';
  expect(script()).toContain('0333 200 1133');
  expect(script()).toContain('A mobile will not do.');
  expect(script()).toContain('Subject Matter Expert');
  await choose(target, withAccount);
  await walk();
  expect(one(target, '.app-script__facts').textContent).toContain('Has an NHSmail account already');
  press(target, 'Save as file');
  await walk();
  expect(one(target, '.app-saying').textContent).toContain('nhsmail-call-');
});

it('counts the days of a move from the leaver mark', async () => {
  host.home.people.find((each) => each.person === idOf(withAccount))!.marked_leaver_on = '2026-11-10';
  const target = await open(`#/ask?entry=somebody_moving&person=${idOf(withAccount)}`);
  await walk();
  await say(target, 'comes_to_us', 'yes');
  await say(target, 'left_holder', 'yes');
  await goOn(target);
  expect(target.textContent).toContain('Tom Ashworth: 20 days left');
  expect(target.textContent).toContain('by 10 December 2026');
});
