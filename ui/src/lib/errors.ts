/**
 * The words for people: every error code, every reason a value is refused, every notice. The app behind the window sends
 * names only; a name without words here does not compile.
 */
import type { ApiError } from '../bindings/ApiError';
import type { ChangedView } from '../bindings/ChangedView';
import type { ErrorCode } from '../bindings/ErrorCode';
import type { Notice } from '../bindings/Notice';
import type { Reason } from '../bindings/Reason';
import type { Problem } from './components/error-summary/ErrorSummary.svelte';
import { formatMoment } from './format';
import { detailText } from './words/labels';

/** What happened, and what to do next. */
export interface Words {
  says: string;
  next: string;
}

/** How a field is called inside a sentence. */
interface FieldName {
  /** "the name of the home" */
  the: string;
  /** "Enter the name of the home." */
  enter: string;
}

const field = (the: string, enter = `Enter ${the}.`): FieldName => ({ the, enter });

/** The fields of the requests, by the last part of their path. */
const fieldNames: Record<string, FieldName> = {
  home_name: field('the name of the home'),
  mailbox_address: field('the address of the shared mailbox'),
  your_name: field('your name', 'Enter your full name.'),
  your_nhsmail_address: field('your NHSmail address'),
  name: field('the name'),
  address: field('the address'),
  display_name: field('the display name'),
  ods_code: field('the ODS code'),
  town: field('the town'),
  postcode: field('the postcode'),
  cqc_phone: field('the telephone number'),
  local_help: field('the local help'),
  closed_on: field('the last day the home was open'),
  full_name: field('the full name'),
  personal_mobile: field('the personal mobile'),
  linked_mobile: field('the mobile linked to the account'),
  personal_email: field('the personal email address'),
  nhsmail_address: field('the NHSmail address'),
  account_held_by: field('the organisation that holds the account'),
  role: field('the role'),
  note: field('the note'),
  from: field('the first day'),
  to: field('the last day'),
  on: field('the day'),
  changed_on: field('the day you chose the password'),
  portal_done_on: field('the day it was done in the portal'),
  account_created_on: field('the day the account was made'),
  last_confirmed_active_on: field('the day the account was last confirmed as used'),
  marked_leaver_on: field('the day the account was marked as a leaver'),
  details_received_on: field('the day the sign-in details arrived'),
  ticket_reference: field('the ticket reference'),
  columns: field('what the columns mean'),
  sheet: field('the sheet', 'Choose the sheet.'),
  until: field('the day it comes back'),
  words: field('your words'),
  every: field('how often'),
  returns_on: field('the day they come back'),
  arrival: field('what they start with', 'Choose what they start with.'),
  at: field('the time'),
  spoke_to: field('who you spoke to'),
  proposals: field('what the answer changes'),
  chase_after: field('the working days until asking again'),
  contact_kept_months: field('for how many months to keep contact details'),
  escalate_after: field('the working days until escalating'),
  nas_address: field('the address requests go to'),
  local_help_name: field('the name of your local help'),
  local_help_email: field('the email address of your local help'),
  local_help_phone: field('the telephone number of your local help'),
  extra_bank_holidays: field('the extra bank holiday'),
  user_name: field('your NHSmail address'),
  password: field('your NHSmail password'),
  passphrase: field('the passphrase'),
  current: field('the passphrase you use now'),
  minutes: field('the minutes'),
  code: field('the recovery code'),
  first: field('the first group'),
  second: field('the second group'),
  name_typed: field('the person’s name'),
  access: field('owner or member', 'Choose owner or member.'),
  level: field('owner or member', 'Choose owner or member.'),
  has_account: field('the answer', 'Choose yes, no or not known.'),
  left_holder: field('the answer', 'Choose yes, no or not known.'),
  marked_leaver: field('the answer', 'Choose yes, no or not known.'),
  others_use_this_computer: field('the answer', 'Choose yes or no.'),
  site: field('the home', 'Choose the home.'),
  mailbox: field('the shared mailbox', 'Choose the shared mailbox.'),
  person: field('the person', 'Choose the person.'),
  first_day: field('the first day at the other home'),
  last_day: field('the last day at this home'),
  merged_into: field('which record stands for both'),
  kept: field('the record that stays', 'Choose which record stays.'),
  people: field('the people', 'Choose at least one person.'),
  new_full_name: field('the new full name'),
  temporary_password_mobile: field('the mobile for the temporary password'),
  identity_checked: field('the tick', 'Tick the box once you have checked who the person is.'),
  outgoing: field('the owner who hands over', 'Choose who hands over.'),
  outgoing_owner_full_name: field('the full name of the owner who hands over'),
  outgoing_owner_nhsmail_address: field('the NHSmail address of the owner who hands over'),
  sent_on: field('the day the request was sent'),
  called_on: field('the day of the call'),
  called_at: field('the time of the call'),
  old_ods_code: field('the old ODS code'),
  new_ods_code: field('the new ODS code'),
  date: field('the day of the change'),
  site_name: field('the name of your home'),
  mail: field('the email', 'Paste your email.'),
  from_shared_mailbox: field('the tick', 'Tick the box when the mail has left from the shared mailbox.'),
};

const unnamed = field('this', 'Fill this in.');

/** How the field at the end of a path is called. */
export function fieldName(path: string | null | undefined): FieldName {
  const last =
    path
      ?.split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? '';
  return fieldNames[last] ?? unnamed;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const words = (says: string, next: string): Words => ({ says, next });

/** How long to wait before the next passphrase, and that nothing is lost meanwhile. */
const waitWords = (seconds: number): string =>
  `Wait ${seconds === 1 ? '1 second' : `${seconds} seconds`} before you try again. Nothing is deleted, however often you try.`;

/** When something was changed again and by whom, as far as is known: `on 20 November 2026, 10:15 by Jane Smith`. */
export function changedWords(changed: ChangedView | null | undefined): string {
  if (!changed) return 'since';
  const by = changed.by ? detailText(changed.by) : '';
  return `on ${formatMoment(changed.at)}${by ? ` by ${by}` : ''}`;
}

/** What went wrong, for each code of the border. */
const codes: Record<ErrorCode, (error: ApiError) => Words> = {
  bad_json: () => words('The app did not understand its own window.', 'Close Mailbox Steward and open it again.'),
  unknown_kind: () => words('There is no request of this kind.', 'Go to Ask NHSmail and start again.'),
  unknown_property: () =>
    words('The app did not understand its own window.', 'Close Mailbox Steward and open it again.'),
  missing_field: (error) => words(fieldName(error.field).enter, ''),
  not_permitted: (error) =>
    words(
      `NHSmail may not be told ${fieldName(error.field).the} in this request.`,
      'Take it out. The request works without it.',
    ),
  invalid_value: (error) =>
    error.reason
      ? reasonWords(error.reason, error.field)
      : words(`${capital(fieldName(error.field).the)} is not right.`, 'Check it and type it again.'),
  personal_data: (error) =>
    words(
      `${capital(fieldName(error.field).the)} holds something NHSmail must not be told, such as a date of birth or an NHS number.`,
      'Take it out. “Check my own email” on the Help page shows what it is.',
    ),
  no_people: () => words('The request is about nobody yet.', 'Choose at least one person.'),
  duplicate_mobile: () =>
    words(
      'Somebody else has this mobile number.',
      'NHSmail needs a number of each person’s own. Check it with them, or correct the other person first.',
    ),
  duplicate_email: () =>
    words(
      'Somebody else has this personal email address.',
      'NHSmail needs an address of each person’s own. Check it with them, or correct the other person first.',
    ),
  duplicate_address: () =>
    words('This NHSmail address is on your list already.', 'Check the address. Two people never share one.'),
  duplicate_ods_code: () => words('Another home has this ODS code.', 'Check the code. Each home has one of its own.'),
  view_name_taken: () => words('Another saved view has this name.', 'Choose another name.'),
  too_many_views: () =>
    words('There are 40 saved views already.', 'Delete one that you no longer use, then save this one.'),
  duplicate_person: () => words('The same person is in the request twice.', 'Take one of them out.'),
  keep_yourself: () =>
    words(
      'That is your own record, and it stays on the staff list.',
      'Keep your own record, and put the other one into it.',
    ),
  already_there: () =>
    words('This is recorded already for that time.', 'Open the person’s page to see it, or choose other dates.'),
  last_owner: () =>
    words(
      'This is the only owner of the shared mailbox.',
      'Make somebody else an owner first, so that the mailbox is never without one.',
    ),
  only_owner: () =>
    words(
      'Nobody else owns the shared mailbox.',
      'Make somebody else an owner first: choose Ask NHSmail and “The owner of the shared mailbox leaves or changes”, or note a second owner on that person’s page. Then come back.',
    ),
  request_open: () =>
    words(
      'There is an open request for this person already.',
      'Open it under Requests and finish it, or withdraw it first.',
    ),
  not_nas_managed: () =>
    words(
      'The National Administration Service (NAS) does not look after this home’s accounts.',
      'Ask your Local Administrator instead. You can change this answer in Settings, under the home.',
    ),
  no_request_needed: () =>
    words('Nothing needs to be sent.', 'An owner of the shared mailbox can add this person in the NHSmail portal.'),
  wrong_move: () =>
    words(
      'The request has moved on since this page was opened.',
      'Open it again under Requests to see where it stands.',
    ),
  not_handed_over: () =>
    words('Nothing has been copied or opened yet.', 'Copy the mail and send it from the shared mailbox first.'),
  draft_out_of_date: () =>
    words('Facts in this mail have changed since it was written.', 'Write it again, then copy it from the start.'),
  changed_since: (error) =>
    words(
      `This cannot be undone, because ${error.field ? fieldName(error.field).the : 'it'} was changed again ${changedWords(error.changed)}.`,
      'Change it by hand instead.',
    ),
  cannot_undo: () =>
    words('This cannot be undone.', 'It was undone already, it was removed for good, or it is your only home.'),
  not_found: () => words('This is not on your list any more.', 'Go back and choose it again.'),
  not_open: () => words('Your staff list is locked.', 'Unlock it to go on. What you typed is kept.'),
  already_set_up: () => words('There is a staff list on this computer already.', 'Close the app and open it again.'),
  wrong_passphrase: ({ wait }) =>
    words(
      'This is not the right passphrase.',
      wait ? waitWords(wait) : 'Check the capital letters and try again, or use your recovery code.',
    ),
  try_later: ({ wait }) => words('Several wrong passphrases were typed.', waitWords(wait ?? 0)),
  weak_passphrase: () =>
    words('This passphrase is too easy to guess.', 'Use four or more words that do not belong together.'),
  password_rule_broken: () =>
    words('This password breaks a rule of NHSmail.', 'The list under the box says which. Nothing was saved.'),
  password_used_before: () =>
    words('This is one of your last passwords, and NHSmail does not take those again.', 'Choose another one.'),
  wrong_recovery_code: () =>
    words(
      'This code does not open your staff list.',
      'Check it against your paper. It has seven groups of four letters and numbers.',
    ),
  backup_unreadable: () =>
    words(
      'This file is not a whole backup.',
      'It was cut short or changed, or it is another kind of file. Choose another backup, or copy it again.',
    ),
  backup_newer: () =>
    words('A newer Mailbox Steward made this backup.', 'Install the newest version on this computer, then try again.'),
  passphrase_needed: () =>
    words(
      'Choose a passphrase first.',
      'Others use this computer’s sign-in, so the passphrase keeps your sign-in details closed to them.',
    ),
  keyring_missing: () => words('Your sign-in details are not saved on this computer.', 'Enter them again in Settings.'),
  keyring_locked: () =>
    words('This computer’s password store is locked.', 'Unlock it, or sign in to the computer again, then try again.'),
  keyring_absent: () =>
    words(
      'This computer has no password store that works.',
      'Choose a passphrase in Settings. It then keeps your staff list open to you alone.',
    ),
  keyring_denied: () =>
    words(
      'This computer’s password store did not let Mailbox Steward in.',
      'When the computer asks, choose Allow. Then try again.',
    ),
  too_long: (error) => words(`${capital(fieldName(error.field).the)} is too long.`, 'Shorten it.'),
  mail_empty: () => words('There is no text to read.', 'Copy the whole mail, or save it as a file and drop that here.'),
  mail_too_large: () =>
    words('This mail is too large to read.', 'Copy the text of the answer and paste it in the box instead.'),
  mail_of_outlook: () =>
    words(
      'Mailbox Steward cannot open Outlook’s own .msg files.',
      'Open the mail, copy its text and paste it in the box instead.',
    ),
  mail_unreadable: () =>
    words('This is not a mail that can be read.', 'Copy the text of the answer and paste it in the box instead.'),
  file_unreadable: (error) =>
    words(
      'The file could not be opened.',
      error.field === 'backup'
        ? 'Check that it is still there and that you may read it, or copy it to this computer first.'
        : error.field === 'import'
          ? 'Close it in other programs and check that it is still there, or copy its cells and paste them instead.'
          : 'Check that it is still there, or paste the text of the mail instead.',
    ),
  import_empty: () => words('There is nothing in it.', 'Choose the file again, or copy the cells and paste them.'),
  import_too_large: () =>
    words(
      'This is too large. Mailbox Steward reads files of up to 50 MB, with up to 200,000 rows and 256 columns.',
      'Save only the sheet with the staff list, and choose that.',
    ),
  import_not_table: () =>
    words(
      'This is not a table that can be read.',
      'Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV.',
    ),
  import_old_workbook: () =>
    words(
      'This is an Excel workbook of the old kind (.xls).',
      'Open it in your spreadsheet program and save it as an Excel workbook (.xlsx).',
    ),
  import_protected: () =>
    words(
      'This workbook opens with a password only.',
      'Open it in your spreadsheet program, save a copy without a password, choose that copy, and delete it afterwards.',
    ),
  import_no_header: () =>
    words(
      'No row says what the columns are.',
      'Put a row on top with names such as Name, Job title and Mobile, and try again.',
    ),
  import_no_name: () =>
    words('No column is the name.', 'Say which column is the full name, or which two are the first and the last name.'),
  import_gone: () =>
    words(
      'Mailbox Steward does not have the file any more.',
      'Choose it again. It is kept only until it is recorded or Mailbox Steward locks.',
    ),
  import_rows_open: () =>
    words('Some rows have a problem or a question still.', 'Put them right, or say that they are left out.'),
  import_changed: () =>
    words(
      'Your staff list was changed while the file was open, so some rows would do something else now. Nothing was recorded.',
      'Check the file again.',
    ),
  job_running: () => words('Something that takes long is running already.', 'Wait until it is done, or cancel it.'),
  cancelled: () => words('It was cancelled. Nothing has changed.', 'Start it again when you want to.'),
  link_too_long: () =>
    words('This mail is too long for this way of opening it.', 'Copy To, Subject and Body one by one instead.'),
  clipboard_failed: () =>
    words('Nothing was copied, because another program is using the clipboard.', 'Wait a moment and copy again.'),
  open_failed: () =>
    words('No program opened.', 'Copy To, Subject and Body one by one, and paste them into your mail.'),
  save_failed: () => words('The file was not saved.', 'Choose another folder and try again.'),
  disk_full: () =>
    words('The disk is full, so this was not saved.', 'Delete files you do not need, empty the bin, and try again.'),
  not_writable: () =>
    words(
      'This folder does not let Mailbox Steward save.',
      'Choose another folder, or ask whoever looks after the computer.',
    ),
  damaged: () =>
    words(
      'The file with your staff list is damaged.',
      'Close Mailbox Steward and open it again. It then says what to do.',
    ),
  internal: () =>
    words(
      'Something went wrong inside Mailbox Steward. Nothing was lost.',
      'Try again. If it comes back, close the app and open it again. Help says where the log is.',
    ),
};

const hidden = (the: string): Words =>
  words(
    `${capital(the)} has a hidden character in it. That happens with text copied from another program.`,
    'Type it by hand.',
  );

/** Why a value is refused. */
const reasons: Record<Reason, (name: FieldName) => Words> = {
  empty: (name) => words(name.enter, ''),
  line_break: ({ the }) => words(`${capital(the)} must be on one line.`, 'Take out the line break.'),
  control_character: ({ the }) => hidden(the),
  direction_character: ({ the }) => hidden(the),
  invisible_character: ({ the }) => hidden(the),
  broken_character: ({ the }) =>
    words(`${capital(the)} has a character in it that was damaged when it was copied.`, 'Type it by hand.'),
  name_too_short: () => words('The name is too short.', 'Enter the first name and the surname.'),
  name_too_long: () => words('The name is longer than 100 characters.', 'Shorten it.'),
  minutes_not_real: () => words('This is not a number of minutes.', 'Enter a whole number from 1 to 60, such as 5.'),
  months_not_real: () => words('This is not a number of months.', 'Enter a number from 1 to 120.'),
  person_has_no_account: () =>
    words('It is not recorded that this person has an account.', 'Record the account first, or leave the person out.'),
  use_not_counted: () => words('This does not count as using an account.', 'Choose one of the others.'),
  name_differs: () => words('This is not the name of this person.', 'Type the name as it stands above.'),
  name_digit: () => words('A name has no numbers in it.', 'Take the number out.'),
  name_at_sign: () => words('A name has no @ in it.', 'Enter the name here, and the email address in its own box.'),
  name_colon: () => words('A name has no colon (:) in it.', 'Enter the name alone.'),
  name_slash: () => words('A name has no slash (/) in it.', 'Enter one person’s name.'),
  name_symbol: () =>
    words(
      'This name has a symbol in it that names are not written with.',
      'Use letters, spaces, hyphens and apostrophes.',
    ),
  name_without_letter: () => words('A name needs letters.', 'Enter the first name and the surname.'),
  mobile_letter: () => words('A mobile number has no letters in it.', 'Enter the 11 digits, such as 07700 900001.'),
  mobile_symbol: () =>
    words(
      'The mobile number has a symbol in it that does not belong there.',
      'Enter the 11 digits, such as 07700 900001.',
    ),
  mobile_too_short: () => words('The mobile number is too short.', 'A UK mobile has 11 digits, such as 07700 900001.'),
  mobile_too_long: () => words('The mobile number is too long.', 'A UK mobile has 11 digits, such as 07700 900001.'),
  mobile_without_zero: () =>
    words('The mobile number has lost its first 0.', 'Put the 0 in front, such as 07700 900001.'),
  mobile_not_starting_07: () =>
    words('NHSmail needs a mobile number that starts with 07.', 'Ask for the person’s own mobile.'),
  mobile_not_uk: () => words('NHSmail needs a UK mobile number.', 'Enter a number that starts with 07 or +44 7.'),
  mobile_personal_numbering: () =>
    words('A number that starts with 070 forwards calls; it is not a mobile.', 'Ask for the person’s own mobile.'),
  mobile_pager: () =>
    words('A number that starts with 076 is a pager, not a mobile.', 'Ask for the person’s own mobile.'),
  address_at_sign: () => words('An email address has one @ in it.', 'Check the address, such as name@example.com.'),
  address_no_name: () => words('Nothing stands before the @.', 'Enter the whole address, such as name@example.com.'),
  address_name_too_long: () => words('The part before the @ is too long.', 'Check the address.'),
  address_too_long: () => words('The address is too long.', 'Check the address.'),
  address_character: () =>
    words('The address has a character in it that addresses are not written with.', 'Check the part before the @.'),
  address_dots: () =>
    words('A dot is in the wrong place in the address.', 'Check the dots: never first, last or two together.'),
  address_ends: () =>
    words('The part before the @ must start and end with a letter or a number.', 'Check the address.'),
  address_domain: () => words('The part after the @ is not complete.', 'Check the address, such as name@example.com.'),
  address_not_nhs_net: () => words('An NHSmail address ends with @nhs.net.', 'Check the part after the @.'),
  email_is_nhsmail: () =>
    words(
      'This is an NHSmail address, not a personal one.',
      'NHSmail asks for the person’s own email address, outside work.',
    ),
  email_of_the_home: () =>
    words('This address belongs to the home.', 'NHSmail asks for the person’s own email address, outside work.'),
  ods_too_short: () =>
    words('The ODS code is too short.', 'A care home’s code has 5 letters and numbers, such as VLAXL.'),
  ods_too_long: () =>
    words('The ODS code is too long.', 'A care home’s code has 5 letters and numbers, such as VLAXL.'),
  ods_character: () => words('An ODS code has only letters and numbers.', 'Check the code, such as VLAXL.'),
  same_home: () => words('They work at this home already.', 'Choose the home they move to.'),
  home_closed: () => words('This home is closed by then.', 'Choose another home, or an earlier day.'),
  date_after_move: () =>
    words(
      'The last day is after the first day at the other home.',
      'Check both days. Somebody who works at both has two jobs.',
    ),
  ods_not_new: () =>
    words(
      'The new ODS code is the same as the old one.',
      'Enter the code that the home has from the day of the change.',
    ),
  postcode_shape: () => words('This is not a full UK postcode.', 'Enter it whole, such as DT1 1AA.'),
  phone_character: () => words('A telephone number has only digits in it.', 'Take out the letters and symbols.'),
  phone_too_short: () =>
    words('The telephone number is too short.', 'Enter it with its area code, such as 01632 960001.'),
  phone_too_long: () => words('The telephone number is too long.', 'Enter one number, such as 01632 960001.'),
  phone_is_mobile: () =>
    words(
      'This is a mobile number. The helpdesk asks for the line that CQC publishes for the home.',
      'Enter the home’s landline.',
    ),
  phone_not_uk_landline: () =>
    words('This is not a UK landline number.', 'Enter a number that starts with 01, 02, 03 or 08.'),
  text_too_short: ({ the }) => words(`${capital(the)} is too short.`, 'Enter it in full.'),
  text_too_long: ({ the }) => words(`${capital(the)} is too long.`, 'Shorten it.'),
  text_without_letter: ({ the }) => words(`${capital(the)} needs letters or numbers.`, 'Type it again.'),
  ticket_too_short: () =>
    words('The ticket reference is too short.', 'Copy it from NHSmail’s answer, such as INC1234567.'),
  ticket_too_long: () => words('The ticket reference is too long.', 'Enter the reference alone, such as INC1234567.'),
  ticket_character: () =>
    words(
      'The ticket reference has a character in it that does not belong there.',
      'Enter letters and numbers, such as INC1234567.',
    ),
  date_incomplete: ({ the }) =>
    words(`${capital(the)} is not complete.`, 'Enter the day, the month and the year, or leave all three empty.'),
  date_not_real: ({ the }) => words(`${capital(the)} is not a real day.`, 'Check the day and the month.'),
  date_year: ({ the }) => words(`The year of ${the} cannot be right.`, 'Enter a year from 1990 to 2100, such as 2026.'),
  date_in_future: ({ the }) => words(`${capital(the)} is still to come.`, 'Enter today or a day before.'),
  date_before_start: ({ the }) => words(`${capital(the)} is before the first day.`, 'Check both days.'),
  date_not_ahead: () => words('Choose a day after today, within a year.', 'The line comes back on that day.'),
  words_about_somebody: () =>
    words('You cannot add your own words about somebody.', 'Choose the reason that fits and leave the box empty.'),
  time_not_real: () => words('This is not a time of the day.', 'Enter a time such as 14:05, or leave the box empty.'),
  days_not_real: () => words('Enter a number of working days.', 'A whole number from 1 to 20, such as 3.'),
  days_out_of_order: () =>
    words('Escalating comes after asking again.', 'Enter more working days here than for asking again.'),
  ticket_without_digit: () =>
    words('A ticket reference has numbers in it.', 'Copy it from NHSmail’s answer, such as INC1234567.'),
};

/** What is worth a look although it was accepted. */
const notices: Record<Notice, Words> = {
  name_mixed_scripts: words(
    'This name mixes letters of different alphabets, which can look alike.',
    'If it was copied from somewhere, type it by hand.',
  ),
  name_looks_alike: words(
    'This name looks like the name of somebody else on your list.',
    'Check that it is another person.',
  ),
  mobile_of_somebody_else: words(
    'Somebody else on your list has this mobile number.',
    'NHSmail needs a number of each person’s own. Check both.',
  ),
  email_of_somebody_else: words(
    'Somebody else on your list has this personal email address.',
    'NHSmail needs an address of each person’s own. Check both.',
  ),
  address_of_somebody_else: words(
    'Somebody else on your list has this NHSmail address.',
    'Two people never share one. Check both.',
  ),
  mobile_isle_of_man: words(
    'This is an Isle of Man mobile. NHSmail asks for a UK mobile and may not take it.',
    'Use another mobile of the person’s if they have one.',
  ),
  email_named_like_home: words(
    'This address is named like the home.',
    'NHSmail asks for the person’s own email address. Check it with them.',
  ),
  nhsmail_looks_shared: words(
    'This looks like a shared mailbox, not a person’s own address.',
    'A person’s address has their name in it. Check it with them.',
  ),
  mailbox_not_care: words(
    'A care home’s shared mailbox usually starts with care.',
    'Check the address. If it is right, leave it.',
  ),
  mailbox_ods_mismatch: words(
    'The address does not end with the home’s ODS code.',
    'That is right when the code has changed since. The address never changes. Otherwise check both.',
  ),
  ods_head_office: words(
    'This looks like the code of a head office.',
    'Each home has a code of its own. Look it up by the home’s postcode.',
  ),
  ods_dental_practice: words(
    'This looks like the code of a dental practice.',
    'A care home’s code is like VLAXL. Look it up by the home’s postcode.',
  ),
  ods_unusual_shape: words(
    'This is not the usual shape of a care home’s code.',
    'A care home’s code is like VLAXL or A1B2C. Check it.',
  ),
  managed_not_known: words(
    'It is not known whether NAS manages your home’s accounts.',
    'You can send the request. If NAS does not manage them, it will say so, and you need your Local Administrator.',
  ),
  accounts_over_allowance: words(
    'With these people your home would have more than 10 accounts.',
    'A home gets up to 10. Check whether somebody who has left still has one.',
  ),
  has_account_not_known: words(
    'Find out first whether they have an NHSmail account.',
    'Ask them. Nobody may apply for a second account.',
  ),
  left_holder_not_known: words(
    'Find out first whether they have left the organisation that holds their account.',
    'Ask them. If they still work there, you can add them to the mailbox yourself.',
  ),
  leaver_mark_missing: words(
    'Their old organisation has not marked them as a leaver yet.',
    'Ask the old organisation to do that first. NAS cannot add them as a joiner before.',
  ),
  leaver_mark_not_known: words(
    'It is not known whether their old organisation has marked them as a leaver.',
    'Ask NAS to check. If they are not marked, ask the old organisation to do it first.',
  ),
  changed_since: words(
    'Something was recorded about this person since, so they were left as they are.',
    'Look at their page, and change there what is not right.',
  ),
  nas_address_historic: words(
    'This is an old address of NAS. It may not be read any more.',
    'Use helpdesk@nhs.net unless NAS has told you otherwise.',
  ),
};

/** Whether a thrown value names a code of the border. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(codes, code);
}

/** Why a value was refused, in words. */
export function reasonWords(reason: Reason, path: string | null | undefined): Words {
  return reasons[reason](fieldName(path));
}

/** A notice in words. */
export function noticeWords(notice: Notice): Words {
  return notices[notice];
}

/** An error in words. */
export function wordsFor(error: ApiError): Words {
  return codes[error.code](error);
}

/** Both sentences as one line. */
export function inOneLine(said: Words): string {
  return [said.says, said.next].filter(Boolean).join(' ');
}

/** An error as a line of the error summary. `idOf` gives the id of the box for the field of the request. */
export function problemFor(error: ApiError, idOf: (field: string) => string): Problem {
  return { field: error.field ? idOf(error.field) : '', message: inOneLine(wordsFor(error)) };
}

/** Every sentence of this file, for the test that reads them. */
export function everySentence(): string[] {
  const blank = (code: ErrorCode): ApiError => ({ code, message: '', field: 'full_name' });
  return [
    ...(Object.keys(codes) as ErrorCode[]).map((code) => codes[code](blank(code))),
    ...(Object.keys(reasons) as Reason[]).map((reason) => reasonWords(reason, 'full_name')),
    ...Object.values(notices),
  ].map(inOneLine);
}
