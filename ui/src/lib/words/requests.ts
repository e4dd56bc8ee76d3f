/** Words for a request after it was sent. */
import type { DueView } from '../../bindings/DueView';
import type { HandOver } from '../../bindings/HandOver';
import type { LifeEventView } from '../../bindings/LifeEventView';
import type { Rejection } from '../../bindings/Rejection';
import type { RequestState } from '../../bindings/RequestState';
import { followUpWords } from '../../pages/ask/entries';
import { formatTime, unbrokenDate } from '../format';

/** Why NAS refused, as a choice. */
export const rejectionLabels: Record<Rejection, string> = {
  mobile_linked: 'The mobile is linked to another account',
  email_in_use: 'The personal email is used for another account',
  has_account: 'The person has an NHSmail account already',
  not_marked_leaver: 'The old organisation has not marked the person as a leaver',
  not_from_shared_mailbox: 'It did not come from the shared mailbox',
  not_managed_by_nas: 'NAS does not look after this home’s accounts',
  over_allowance: 'The home has no account left',
  details_differ: 'A detail is missing or does not match',
  other: 'Another reason',
};

/** What to do after each refusal. */
export const rejectionSteps: Record<Rejection, string> = {
  mobile_linked:
    'Ask the person which mobile is their own. If the number belongs to an old account of theirs, they have an account already: ask for them as a joiner.',
  email_in_use: 'Ask the person for another personal email, or find out whether they have an account already.',
  has_account: 'Do not ask for a second account. Ask for them as a joiner, or add them to the shared mailbox yourself.',
  not_marked_leaver: 'Ask the organisation they worked for to mark them as a leaver. Then send the request again.',
  not_from_shared_mailbox: 'Send it again from the shared mailbox, not from your own.',
  not_managed_by_nas: 'Ask your Local Administrator instead, and change the answer in Settings.',
  over_allowance: 'See who no longer needs an account and ask NAS to mark them as leavers first.',
  details_differ: 'Check each detail with the person, change it in the staff list, then send the request again.',
  other: 'Read the answer, put right what it names, then send the request again.',
};

/** What a request waits for, in a few words. */
export function dueWords({ what, on, now }: DueView): string {
  switch (what) {
    case 'send':
      return 'Send it';
    case 'answer_nas':
      return 'Answer NAS';
    case 'chase':
      return now ? `Ask again, since ${unbrokenDate(on)}` : `Ask again on ${unbrokenDate(on)}`;
    case 'escalate':
      return now ? `Escalate, since ${unbrokenDate(on)}` : `Escalate on ${unbrokenDate(on)}`;
    case 'steps':
      return 'Steps left';
  }
}

const handOverWords: Record<HandOver, string> = {
  copied_to: 'Address copied',
  copied_subject: 'Subject copied',
  copied_body: 'Text copied',
  copied_all: 'Copied',
  outlook_web: 'Opened in Outlook on the web',
  mail_program: 'Opened in the mail program',
  saved_file: 'Saved as a file',
};

const moveWords: Record<RequestState, string> = {
  drafted: 'Written',
  sent: 'Sent to NAS',
  acknowledged: 'NAS has it',
  escalated: 'Escalated',
  done: 'Done',
  rejected: 'Refused by NAS',
  withdrawn: 'Withdrawn',
};

/** One thing that happened to a request, as the line of its life says it. */
export function lifeWords(event: LifeEventView): string {
  switch (event.is) {
    case 'drafted':
      return moveWords.drafted;
    case 'handed_over':
      return handOverWords[event.way];
    case 'moved':
      return moveWords[event.to];
    case 'ticket':
      return `Ticket reference ${event.reference}`;
    case 'called':
      return event.at ? `Telephone call at ${formatTime(event.at)}` : 'Telephone call';
    case 'chased':
      return 'Asked NAS again';
    case 'escalated':
      return 'Escalated by mail';
    case 'ticked':
      return followUpWords[event.step];
    case 'question':
      return event.question === 'asked' ? 'NAS asked for something' : 'Answered NAS';
  }
}
