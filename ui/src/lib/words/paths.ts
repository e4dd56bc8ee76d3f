/** Words for what happens to somebody, step by step. */
import type { Arrival } from '../../bindings/Arrival';
import type { PathKind } from '../../bindings/PathKind';
import type { PathStep } from '../../bindings/PathStep';
import type { PathStepView } from '../../bindings/PathStepView';
import type { PathView } from '../../bindings/PathView';
import { formatDate } from '../format';

/** What happens, as a heading on the person's page and as a button that begins it. */
export const pathWords: Record<PathKind, { title: string; begin: string; on: string; hint: string }> = {
  starts: {
    title: 'Has started',
    begin: 'Has started',
    on: 'First day',
    hint: 'An account, the first sign-in, the shared mailbox, training.',
  },
  leaves: {
    title: 'Is leaving',
    begin: 'Is leaving',
    on: 'Last day',
    hint: 'The leaver mark, the shared mailbox, rotas and lists.',
  },
  owner_leaves: {
    title: 'Is leaving, and owns the shared mailbox',
    begin: 'Is leaving',
    on: 'Last day',
    hint: 'A new owner first, then the leaver mark and the shared mailbox.',
  },
  moves: {
    title: 'Is moving',
    begin: 'Is moving',
    on: 'Day of the move',
    hint: 'From one home to another. Both homes have a part to do.',
  },
  long_leave: {
    title: 'Is on long leave',
    begin: 'Long leave',
    on: 'First day of the leave',
    hint: 'So that the account is not deleted while they are away.',
  },
  new_name: {
    title: 'Has a new name',
    begin: 'New name',
    on: 'Since when',
    hint: 'A new address. Mail to the old one still arrives.',
  },
  locked_out: {
    title: 'Is locked out',
    begin: 'Locked out',
    on: 'Since when',
    hint: 'They try themselves first, then the helpdesk.',
  },
};

/** What somebody starts with. */
export const arrivalWords: Record<Arrival, { label: string; hint: string }> = {
  new_account: { label: 'No NHSmail account yet', hint: 'NAS makes one.' },
  joiner: {
    label: 'An account from a place they have left',
    hint: 'They take it along. You ask for them as a joiner.',
  },
  account_stays: {
    label: 'An account they keep at another place',
    hint: 'You give them access to the shared mailbox yourself.',
  },
};

/** A step: what is to be done, as an order to the owner, and a sentence to help where one is needed. */
export const stepWords: Record<PathStep, { title: string; detail?: string }> = {
  work_saved: {
    title: 'Tell them to save the work they need',
    detail: 'It cannot be fetched once the account is deleted.',
  },
  role_noted: { title: 'Note their role and first day' },
  old_home_marked: {
    title: 'Their old organisation has marked them as a leaver',
    detail: 'Without the mark NAS cannot add them. Tick it with the day of the mark.',
  },
  ask_new_user: { title: 'Ask NAS for a new account' },
  ask_joiner: { title: 'Ask NAS to add them as a joiner' },
  joiner_done: { title: 'NAS has added them as a joiner' },
  details_received: {
    title: 'Their sign-in details have arrived',
    detail: 'By text and in their own email. Never note the details themselves.',
  },
  policy_accepted: { title: 'First sign-in: the acceptable use policy is accepted' },
  profile_complete: { title: 'First sign-in: the profile is filled in, with their own mobile' },
  secret_set: { title: 'First sign-in: the account secret is set' },
  mfa_set: { title: 'First sign-in: the second step is set up' },
  access_given: {
    title: 'Give them access to the shared mailbox',
    detail: 'An owner does it in the NHSmail portal, then notes it here.',
  },
  old_access_removed: { title: 'The old home has taken its access away' },
  training: { title: 'Data security training is done' },
  induction: { title: 'Show them how to open the shared mailbox', detail: 'And that nobody shares a password.' },
  successor_is_owner: {
    title: 'Somebody else owns the shared mailbox too',
    detail: 'This comes before the leaver mark: without an owner nobody can give access.',
  },
  ask_owner_change: { title: 'Tell NAS who the new owner is' },
  portal_shows_new_owner: { title: 'The NHSmail portal shows the new owner' },
  handed_over: { title: 'They have handed over' },
  two_owners: {
    title: 'Two owners are left without them',
    detail: 'A second owner can let people in when the first is away.',
  },
  last_day: { title: 'Their last day is noted' },
  ask_leaver: { title: 'Ask NAS to mark them as a leaver' },
  mark_noted: {
    title: 'NAS has marked them as a leaver',
    detail: 'Tick it with the day of the mark. The account is deleted 30 days later.',
  },
  remove_access: {
    title: 'Take their access to the shared mailbox away',
    detail: 'In the NHSmail portal. The leaver mark does not do it.',
  },
  other_access: { title: 'Take every other access away', detail: 'Folders, other mailboxes, other programs.' },
  rotas_and_lists: { title: 'Take them off the rotas and mailing lists' },
  new_home_told: {
    title: 'Tell the new home to ask for them',
    detail: 'It has 30 days from the leaver mark, or the account is deleted.',
  },
  new_home_asked: { title: 'The new home has asked for them' },
  thirty_days: { title: 'The 30 days are over', detail: 'The account is deleted then, unless a new home has asked.' },
  ask_pause: { title: 'Ask NAS to pause the account' },
  pause_noted: { title: 'NAS has paused the account' },
  return_noted: { title: 'The day they come back is noted', detail: 'Type that day as the day of this step.' },
  ask_reopen: { title: 'Ask NAS to open the account again' },
  self_service_tried: {
    title: 'They have tried to reset the password themselves',
    detail: 'On the NHSmail sign-in page. It works at any hour, and unlocks the account too.',
  },
  ask_helpdesk: { title: 'Ask the helpdesk to unlock the account or reset the password' },
  can_sign_in: { title: 'They can sign in again' },
  self_service_set_up: { title: 'They have set up self-service for next time' },
  linked_mobile_updated: { title: 'Their own mobile is linked to the account' },
  ask_new_name: { title: 'Tell NAS the new name' },
  new_address_noted: { title: 'Note their new address', detail: 'Under Change details, as soon as NAS has said it.' },
  old_address_forwards: {
    title: 'They know that mail to the old address still arrives',
    detail: 'It is passed on to the new one without an end.',
  },
  signature_and_lists: { title: 'Signature and mailing lists have the new name' },
  mailbox_still_opens: { title: 'The shared mailbox still opens' },
};

/** How a path is called in a sentence: "Is leaving: 3 May 2026", "Has started at Rowan House: 3 May 2026". */
export function pathTitle(path: PathView, severalSites = false): string {
  const where = severalSites && path.site_name ? ` at ${path.site_name}` : '';
  const title =
    path.kind === 'moves' ? (path.home === 'old' ? 'Is moving away' : 'Is moving here') : pathWords[path.kind].title;
  return `${title}${where}: ${formatDate(path.on)}`;
}

/** How a step stands, in a few words. */
export function standingWords(step: PathStepView, today: string): string {
  if (step.done) return step.on ? `Done on ${formatDate(step.on)}` : 'Your staff list says so';
  if (step.on) return `On ${formatDate(step.on)}`;
  if (step.waits_for_nas) return 'Waiting for NAS';
  const by = step.by ? `, by ${formatDate(step.by)} at the latest` : '';
  if (!step.due) return `Not yet${by}`;
  if (step.due > today) return `From ${formatDate(step.due)}${by}`;
  return step.due === today ? `Today${by}` : `Since ${formatDate(step.due)}${by}`;
}

/** How many steps are left, as a sentence. */
export function leftWords(path: PathView): string {
  const left = path.steps.filter((step) => !step.done).length;
  if (left === 0) return 'All steps are done.';
  return left === 1 ? '1 step is left.' : `${left} steps are left.`;
}
