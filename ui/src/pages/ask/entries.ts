/** The sentences of the walk from what happened to what to do. */
import type { AskEntry } from '../../bindings/AskEntry';
import type { AskEntryKind } from '../../bindings/AskEntryKind';
import type { AskQuestion } from '../../bindings/AskQuestion';
import type { Guidance } from '../../bindings/Guidance';
import type { Precondition } from '../../bindings/Precondition';
import type { FollowUp } from '../../bindings/FollowUp';
import type { RequestKind } from '../../bindings/RequestKind';
import type { TimeLimitView } from '../../bindings/TimeLimitView';

export const groupTitles: Record<AskEntryKind, string> = {
  coming: 'Somebody starts',
  going: 'Somebody leaves or is away',
  access: 'Somebody cannot get in',
  changes: 'Something has changed',
  waiting: 'You are waiting for an answer',
};

/** What happened, in the owner's words; `find` are other words somebody may look for. */
export const entryWords: Record<AskEntry, { title: string; hint: string; find: string }> = {
  somebody_started: {
    title: 'Somebody has started or needs the shared mailbox',
    hint: 'A new account, a joiner, or access you give yourself.',
    find: 'new user starter add account joiner join access employee',
  },
  leaver_mark_unknown: {
    title: 'I do not know whether their old home marked them as a leaver',
    hint: 'Ask NAS before you ask for a joiner.',
    find: 'check leaver status joiner old organisation',
  },
  account_elsewhere: {
    title: 'An account from another organisation should come to us',
    hint: 'For accounts a hospital, council or surgery looks after.',
    find: 'transfer move account host trust council container',
  },
  no_nhsmail_yet: {
    title: 'Our home has no NHSmail yet',
    hint: 'How a home joins for the first time.',
    find: 'register join first time sign up new home DSPT',
  },
  somebody_leaving: {
    title: 'Somebody is leaving or has left',
    hint: 'NAS marks them as a leaver. The account ends 30 days later.',
    find: 'leaver leave quit resign retire left',
  },
  somebody_moving: {
    title: 'Somebody is moving from one home to another',
    hint: 'Two homes each have a part to do, within 30 days.',
    find: 'move transfer other home provider leaver joiner',
  },
  long_leave: {
    title: 'Somebody goes on long leave',
    hint: 'So that the account is not deleted while they are away.',
    find: 'maternity sick leave away pause disable absence',
  },
  back_from_leave: {
    title: 'Somebody is back from long leave',
    hint: 'The account is opened again.',
    find: 'return maternity enable back absence',
  },
  password_forgotten: {
    title: 'Somebody has forgotten their password',
    hint: 'Most people can reset it themselves.',
    find: 'password reset forgot sign in login',
  },
  account_locked: {
    title: 'Somebody is locked out of their account',
    hint: 'After too many wrong passwords.',
    find: 'locked unlock sign in login wrong password',
  },
  nobody_can_open: {
    title: 'Nobody at the home can open the shared mailbox',
    hint: 'A telephone call, with a page to read from.',
    find: 'nobody access lost owner gone call phone locked mailbox',
  },
  mailbox_not_received: {
    title: 'Somebody has their account but not the shared mailbox',
    hint: 'The account works, and the shared mailbox is missing.',
    find: 'missing shared mailbox not received account only',
  },
  one_person_cannot_open: {
    title: 'One person cannot open the shared mailbox',
    hint: 'Others can. An owner can usually put it right.',
    find: 'access denied cannot open shared mailbox member add',
  },
  secret_forgotten: {
    title: 'Somebody has forgotten their account secret',
    hint: 'The word the helpdesk asks single letters of.',
    find: 'secret security question word forgotten',
  },
  account_deleted: {
    title: 'An account was deleted',
    hint: 'It can be brought back for a short time.',
    find: 'deleted restore gone inactive removed',
  },
  service_problem: {
    title: 'NHSmail does not work at all',
    hint: 'Where to look first.',
    find: 'down outage broken service status problem slow',
  },
  owner_changes: {
    title: 'The owner of the shared mailbox leaves or changes',
    hint: 'Name the new owner before the old one goes.',
    find: 'owner change successor hand over manager leaves',
  },
  name_changed: {
    title: 'Somebody’s name has changed',
    hint: 'They get a new address. Mail to the old one still arrives.',
    find: 'name marriage married divorce surname change address',
  },
  mobile_changed: {
    title: 'A mobile number has changed or should be hidden',
    hint: 'The person changes it in their own profile.',
    find: 'mobile phone number changed hide directory profile',
  },
  home_changes: {
    title: 'Our ODS code, owner or registration changes, or we close',
    hint: 'What becomes of the mailbox and the accounts.',
    find: 'ODS code change ownership registration CQC close closing home',
  },
  heard_nothing: {
    title: 'We have heard nothing, or it is still not solved',
    hint: 'Remind NAS, or escalate.',
    find: 'chase reminder no answer escalate complaint feedback waiting',
  },
  details_not_arrived: {
    title: 'The sign-in details never arrived',
    hint: 'For an account you asked for earlier.',
    find: 'login details password username text email not arrived new user',
  },
};

/** The entries whose titles, hints or other words hold every word that is typed. */
export function fits(entry: AskEntry, typed: string): boolean {
  const { title, hint, find } = entryWords[entry];
  const text = `${title} ${hint} ${find}`.toLowerCase().replaceAll('’', "'");
  const words = typed.toLowerCase().replaceAll('’', "'").split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}

/** A question about what happened, and what helps to answer it. */
export const walkQuestions: Record<AskQuestion, { legend: string; hint: string }> = {
  has_account: { legend: 'Have they an NHSmail account already?', hint: 'One person has one account.' },
  left_holder: {
    legend: 'Have they left the organisation that holds their account?',
    hint: 'If they still work there as well, the account stays there and you give them access yourself.',
  },
  marked_leaver: {
    legend: 'Has that organisation marked them as a leaver?',
    hint: 'They or their old manager can tell you.',
  },
  only_owner: {
    legend: 'Are they the only owner of the shared mailbox?',
    hint: 'Then a new owner has to be named first, or nobody can give access any more.',
  },
  goes_on_elsewhere: {
    legend: 'Do they go on to another place that uses NHSmail?',
    hint: 'Another care home, a hospital or a surgery. Then they take the account along.',
  },
  comes_to_us: { legend: 'Do they come to your home?', hint: 'Choose no if they leave your home for another.' },
  anybody_has_access: {
    legend: 'Can anybody at your home still open the shared mailbox?',
    hint: 'A request leaves from the shared mailbox. Where nobody can open it, NAS has to be called.',
  },
  writes_themselves: {
    legend: 'Will the person write to NAS from their own mailbox?',
    hint: 'Either way is fine. Choose no to send it from the shared mailbox.',
  },
  self_service_tried: {
    legend: 'Have they tried to reset the password themselves?',
    hint: 'On the NHSmail sign-in page. It works at any hour, and unlocks the account too.',
  },
  mobile_linked: {
    legend: 'Does their account have the mobile number they use today?',
    hint: 'The helpdesk knows people by that number.',
  },
  identity_checked: {
    legend: 'Have you checked who is asking, and can you vouch for them?',
    hint: 'In person or by video, or by calling a number you know. They must work for you now.',
  },
  run_locally: {
    legend: 'Does another organisation’s own IT helpdesk look after the account?',
    hint: 'For example a trust or a council that made the account.',
  },
  portal_step_tried: {
    legend: 'Has an owner tried to add them in the NHSmail portal?',
    hint: 'That is the quickest way. It may take an hour until it works.',
  },
  home_closes: {
    legend: 'Does your home close?',
    hint: 'Choose no for a new code, a new owner or a new registration.',
  },
  new_code_known: {
    legend: 'Do you know the new ODS code?',
    hint: 'It comes with the new CQC registration. You can look it up by the postcode.',
  },
  nas_asked: { legend: 'Have you asked NAS about it?', hint: 'By mail or by telephone.' },
  reminded: {
    legend: 'Have you reminded NAS already, or asked on a call?',
    hint: 'Our advice: remind them after 3 working days, escalate after 5.',
  },
  can_sign_in: { legend: 'Can the person sign in?', hint: 'Then they change the number in their own profile.' },
  away_for_long: {
    legend: 'Will they be away for longer than 30 days?',
    hint: 'An account nobody uses turns inactive after 30 days and is deleted after 60.',
  },
  was_disabled: {
    legend: 'Did NAS pause the account for the leave?',
    hint: 'Choose no if nobody asked NAS to.',
  },
  deleted_lately: {
    legend: 'Was the account deleted less than 30 days ago?',
    hint: 'If you are not sure, ask quickly: NAS can see the day.',
  },
};

/** Why it is this request, as a sentence under its title. */
export const kindWords: Record<RequestKind, { title: string; why: string }> = {
  new_user: { title: 'Ask for a new account', why: 'No NHSmail account yet, so NAS makes one.' },
  joiner: { title: 'Ask to add a joiner', why: 'NAS moves the account to your home.' },
  leaver_status: {
    title: 'Ask whether somebody is marked as a leaver',
    why: 'NAS can see the mark. Without it, nobody can be added as a joiner.',
  },
  leaver: {
    title: 'Ask NAS to mark a leaver',
    why: 'NAS marks the account as a leaver’s. Nothing is said of the reason, the last day or where they go.',
  },
  unlock: { title: 'Ask NAS to unlock an account', why: 'Self-service did not help, so the helpdesk unlocks it.' },
  password_reset: {
    title: 'Ask for a password reset',
    why: 'You vouch for the person, and the helpdesk sends a temporary password to the mobile you confirm.',
  },
  name_change: { title: 'Tell NAS about a new name', why: 'NAS makes the new address. The old one goes on working.' },
  owner_change: {
    title: 'Name the new owner of the shared mailbox',
    why: 'NAS notes who takes over. The new owner is added before the old one is marked as a leaver.',
  },
  add_to_mailbox: {
    title: 'Ask NAS to add somebody to the shared mailbox',
    why: 'An owner has tried in the portal and it did not help.',
  },
  missing_shared_mailbox: {
    title: 'Ask for the missing shared mailbox',
    why: 'The person writes this mail from their own NHSmail account.',
  },
  site_change: {
    title: 'Tell NAS about the new ODS code',
    why: 'NAS says what becomes of the mailbox and the accounts. The address of the mailbox itself never changes.',
  },
  escalation: {
    title: 'Escalate a request that is still open',
    why: 'This goes to the people who look into what stayed open. It says nothing of anybody on your staff.',
  },
  chase: {
    title: 'Remind NAS of a request',
    why: 'By its ticket reference, or by the day you sent it. It says nothing of anybody on your staff.',
  },
  long_leave: {
    title: 'Ask NAS to pause an account',
    why: 'A paused account is not deleted while nobody uses it. Nothing is said of the reason.',
  },
  return_from_leave: { title: 'Ask NAS to open an account again', why: 'The account was paused, and is used again.' },
  restore_account: {
    title: 'Ask NAS to bring a deleted account back',
    why: 'A deleted account can be brought back for 30 days. Ask quickly.',
  },
};

/** What must be so before a request is sent. */
export const preconditionWords: Record<Precondition, string> = {
  sent_from_shared_mailbox: 'Somebody can send from the shared mailbox.',
  site_managed_by_nas: 'NAS looks after the accounts of your home.',
  within_allowance: 'Your home has fewer than ten accounts, or has agreed more.',
  no_account_yet: 'The person has no NHSmail account anywhere.',
  contacts_personal_and_unique: 'The mobile and the email are the person’s own, and nobody else’s.',
  identity_checked: 'You have checked who the person is.',
  left_other_organisation: 'The person has left the organisation that holds the account.',
  marked_as_leaver: 'That organisation has marked them as a leaver.',
  no_second_account: 'They are not asking for a second account.',
  linked_mobile_current: 'The mobile is the one linked to the account today.',
  work_data_saved: 'They know to save the work they need first: it cannot be fetched later.',
  not_only_owner: 'Another owner of the shared mailbox stays.',
  successor_agreed: 'The new owner has agreed and can sign in.',
  successor_is_owner_already: 'The new owner is added as an owner before the old one leaves.',
  current_staff: 'The person works for you now.',
  self_service_tried: 'They have tried to help themselves on the sign-in page.',
  portal_step_tried: 'An owner has tried in the NHSmail portal.',
  nas_contacted: 'You have asked NAS and it is still open.',
  within_restore_window: 'The account was deleted less than 30 days ago.',
};

/** What is left to do once a request was sent. */
export const followUpWords: Record<FollowUp, string> = {
  ticket_noted: 'Note the ticket reference NAS gives',
  login_details_received: 'Sign-in details have arrived',
  first_login_done: 'First sign-in done: policy, profile, secret and second step',
  in_shared_mailbox: 'Can open the shared mailbox',
  role_noted: 'Role and first day are on the staff list',
  joiner_done: 'NAS has added them as a joiner',
  old_access_removed: 'The old home has taken its access away',
  waited_before_reset: 'Waited 24 hours before resetting the password',
  leaver_status_known: 'NAS has said whether they are marked',
  old_organisation_asked: 'If not marked, the old organisation was asked to do it',
  removed_from_mailbox: 'Removed from the shared mailbox: the mark does not do it',
  other_access_removed: 'Every other access taken away',
  off_rotas_and_lists: 'Off the rotas and mailing lists',
  leaver_mark_noted: 'Day of the leaver mark is on the staff list',
  new_home_told: 'If they go on elsewhere, the new home knows to ask within 30 days',
  portal_shows_new_owner: 'The NHSmail portal shows the new owner',
  handed_over: 'The old owner has handed over',
  two_owners: 'The mailbox has at least two owners',
  new_address_noted: 'The new address is on the staff list',
  signature_and_lists_changed: 'Signature and mailing lists have the new name',
  mailbox_still_opens: 'The shared mailbox still opens',
  temporary_password_received: 'The temporary password has arrived',
  own_password_chosen: 'Signed in and chose their own password',
  self_service_set_up: 'Set up self-service for next time',
  linked_mobile_updated: 'Their own mobile is linked to the account',
  can_sign_in: 'Can sign in again',
  accounts_settled: 'NAS has said what happens to each account',
  partners_told: 'Partners know the new address',
  auto_reply_set: 'The old mailbox answers with the new address',
  data_saved: 'Mails you need are saved',
  answer_received: 'An answer has come',
  disabled_confirmed: 'NAS has said that the account is paused',
  return_noted: 'The day they come back is noted',
};

/** How long something may take, as a sentence. */
export function timeLimitWords({ limit, days, months }: TimeLimitView): string {
  const long = days === null ? `${months ?? 0} months` : `${days} days`;
  switch (limit) {
    case 'first_set_up':
      return `The person signs in and sets up within ${long} of the account being made, or it turns inactive.`;
    case 'join_after_leaver_mark':
      return `Within ${long} of the leaver mark, or the account is deleted.`;
    case 'deleted_after_leaver_mark':
      return `The account is deleted ${long} after the leaver mark, unless they join elsewhere.`;
    case 'restore':
      return `Within ${long} of the day it was deleted.`;
    case 'long_leave':
      return `A paused account is kept for up to ${long}.`;
  }
}

/** One step of a guidance. */
interface GuidanceStep {
  title: string;
  detail?: string;
}

/** What to do where nothing is sent, and why. `link` names a page of NHSmail, `phone` shows the helpdesk's number. */
export const guidanceWords: Record<
  Guidance,
  { title: string; why: string; steps: GuidanceStep[]; link?: { name: string; label: string }; phone?: true }
> = {
  add_them_yourself: {
    title: 'Add them to the shared mailbox yourself',
    why: 'They keep the account they have. An owner of the shared mailbox gives access in the portal, at once and without NAS.',
    steps: [],
  },
  self_service_first: {
    title: 'They can do this themselves',
    why: 'Self-service works day and night and is quicker than any mail. It also unlocks a locked account.',
    steps: [
      { title: 'Open the NHSmail sign-in page and choose “Unlock account or forgotten password”' },
      { title: 'Type the NHSmail address', detail: 'Not the personal email address.' },
      { title: 'Confirm with the phone or app that is set up on the account' },
      { title: 'Choose a new password', detail: 'At least 10 characters, or 20 without a second step at sign-in.' },
    ],
    link: { name: 'nhsmail_portal', label: 'Open the NHSmail portal' },
  },
  person_calls_helpdesk: {
    title: 'The person calls the helpdesk',
    why: 'The helpdesk knows them by the mobile on the account, so nobody has to vouch for them.',
    steps: [
      { title: 'The person calls themselves, from any phone', detail: 'Have the mobile on the account at hand.' },
      { title: 'They give their NHSmail address and that mobile number' },
      {
        title: 'They answer with single letters of their account secret',
        detail: 'Nobody ever asks for the whole word.',
      },
    ],
    phone: true,
  },
  check_identity_first: {
    title: 'Check who is asking first',
    why: 'A password sent to the wrong phone opens every mail. NHSmail leaves this check to the owner of the mailbox.',
    steps: [
      { title: 'Speak to the person face to face, by video, or on a number you know' },
      { title: 'Make sure that they work for you now' },
      { title: 'Ask which mobile the temporary password should go to' },
      { title: 'Come back and answer yes' },
    ],
  },
  local_helpdesk: {
    title: 'Ask the IT helpdesk that looks after the account',
    why: 'NAS cannot unlock an account that another organisation looks after.',
    steps: [
      { title: 'The person calls the IT helpdesk of the organisation that made the account' },
      { title: 'They say that their NHSmail account is locked' },
    ],
  },
  home_closes: {
    title: 'What to do before the home closes',
    why: 'The sources give no form for this. Call NAS while somebody can still open the shared mailbox.',
    steps: [
      { title: 'Call NAS and say that the home closes, and when', detail: 'They know the home by its ODS code.' },
      { title: 'Ask what happens to each account', detail: 'Some move on as joiners, others are marked as leavers.' },
      { title: 'Tell your partners where to write from then on' },
      { title: 'Set an automatic reply on the shared mailbox' },
      { title: 'Save the mails you have to keep' },
    ],
    phone: true,
  },
  wait_for_code: {
    title: 'Wait for the new ODS code',
    why: 'The code is given by itself once CQC has registered the change. NAS needs it to find the new home.',
    steps: [
      { title: 'Register the change with CQC' },
      { title: 'Look the new code up by the postcode' },
      { title: 'Come back and tell NAS both codes' },
    ],
    link: { name: 'ods_search', label: 'Open the ODS search' },
  },
  ask_nas_first: {
    title: 'Ask NAS first',
    why: 'A reminder or an escalation needs a request to point at: its ticket reference or the day of the call.',
    steps: [
      { title: 'Go back and choose what happened' },
      { title: 'Send the request from the shared mailbox' },
      { title: 'Note the ticket reference when NAS answers' },
    ],
  },
  ask_the_host: {
    title: 'Ask the organisation that looks after the account',
    why: 'Only the organisation that holds the account can hand it over. NAS has nothing to do before that.',
    steps: [
      { title: 'Ask the IT helpdesk there to move the account to your home', detail: 'Give them your ODS code.' },
      {
        title: 'Check that the account can move',
        detail: 'It must be a person’s own, with a UK mobile, of care staff, and within your ten accounts.',
      },
      { title: 'Note the account on your staff list when it has moved' },
    ],
  },
  change_your_profile: {
    title: 'The person changes it in their own profile',
    why: 'NAS is not needed. The mobile is how the helpdesk knows the person, so it should never be taken out.',
    steps: [
      { title: 'Sign in to the NHSmail portal' },
      { title: 'Open Profile, then My Profile' },
      { title: 'Change the mobile, or tick “Hide mobile number from address book”' },
      { title: 'Save, and change the number on your staff list too' },
    ],
    link: { name: 'nhsmail_portal', label: 'Open the NHSmail portal' },
  },
  check_service_status: {
    title: 'Look at the service status first',
    why: 'If NHSmail is down for everybody, nothing you send will help, and the page says when it is back.',
    steps: [
      { title: 'Open the service status page' },
      { title: 'If it says nothing about your problem, call the helpdesk' },
    ],
    link: { name: 'service_status', label: 'Open the service status' },
    phone: true,
  },
  register_online: {
    title: 'One person registers the home online',
    why: 'A home joins by an online form, not by a mail.',
    steps: [
      { title: 'Reach at least Approaching Standards in the Data Security and Protection Toolkit' },
      { title: 'Have your ODS code, CQC location id and CQC contact id at hand' },
      { title: 'Choose at least two people for the shared mailbox' },
      {
        title: 'Fill in the registration',
        detail: 'If it is turned down for the Toolkit, reach the standard and ask again.',
      },
    ],
    link: { name: 'starter_guide', label: 'Open the starter guide' },
  },
  short_leave: {
    title: 'Nothing to send for a short leave',
    why: 'An account stays active for 30 days without use.',
    steps: [
      { title: 'Ask the person to sign in shortly before they go, and when they are back' },
      { title: 'If they stay away longer, come back and ask NAS to pause the account' },
    ],
  },
  sign_in_again: {
    title: 'The person just signs in again',
    why: 'An account that was not paused opens with a sign-in, as long as it is not deleted.',
    steps: [
      { title: 'The person signs in to the NHSmail portal' },
      { title: 'If the password does not work, they reset it themselves' },
      { title: 'If the account is gone, come back and choose “An account was deleted”' },
    ],
    link: { name: 'nhsmail_portal', label: 'Open the NHSmail portal' },
  },
  gone_for_good: {
    title: 'The account is gone for good',
    why: 'After 30 days a deleted account cannot be brought back. The person gets a new one.',
    steps: [{ title: 'Ask for a new account, as for somebody who has started' }],
  },
  set_secret_again: {
    title: 'The person calls the helpdesk',
    why: 'Nobody can see or change another person’s account secret, so there is nothing for you to send.',
    steps: [
      { title: 'The person calls the helpdesk and asks to set the account secret again' },
      { title: 'They set a new one within 30 days', detail: 'After that the account turns inactive.' },
    ],
    phone: true,
  },
};
