/** The sentences of Ask NHSmail. */
import type { AccessLevel } from '../../bindings/AccessLevel';
import type { AskQuestionView } from '../../bindings/AskQuestionView';
import type { Notice } from '../../bindings/Notice';
import type { NeededFact, WrittenKind } from './asking.svelte';

/** A question about a person, and what helps to answer it. */
export const questionWords: Record<AskQuestionView, { legend: (name: string) => string; hint: string }> = {
  has_account: {
    legend: (name) => `Does ${name} have an NHSmail account already?`,
    hint: 'Perhaps from another home, a hospital or a surgery. One person has one account, and takes it along.',
  },
  left_holder: {
    legend: (name) => `Has ${name} left the organisation that holds the account?`,
    hint: 'If they still work there as well, the account stays there and you give them access yourself.',
  },
  marked_leaver: {
    legend: () => 'Has that organisation marked them as a leaver in NHSmail?',
    hint: 'They or their old manager can tell you. 30 days after the mark the account is deleted.',
  },
};

/** What a person's answers lead to, as the title of a group. */
export const requestTitles: Record<WrittenKind, (count: number) => string> = {
  new_user: (count) => (count === 1 ? 'Ask for a new account' : `Ask for ${count} new accounts`),
  joiner: (count) => (count === 1 ? 'Ask to add a joiner' : `Ask to add ${count} joiners`),
};

/** Why that is the right request. */
export const requestReasons: Record<WrittenKind, string> = {
  new_user: 'No NHSmail account yet, so NAS makes one.',
  joiner:
    'There is an account, and its organisation has been left. NAS moves the account to your home, and calls that a joiner.',
};

/** How a fact is called inside a sentence. */
export const factLabels: Record<NeededFact, string> = {
  full_name: 'full name',
  personal_mobile: 'personal mobile',
  personal_email: 'personal email',
  nhsmail_address: 'NHSmail address',
  linked_mobile: 'mobile linked to the account',
};

export const asLevel: Record<AccessLevel, string> = { owner: 'as an owner', member: 'as a member' };

/** Notices about the home, said once for a whole request and not beside each person. */
export const aboutTheHome: readonly Notice[] = ['managed_not_known', 'accounts_over_allowance'];
