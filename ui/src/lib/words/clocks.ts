/** Words for the clocks of accounts. They say what may be: nobody but NHSmail can see whether it is. */
import type { Activity } from '../../bindings/Activity';
import type { ClockEvent } from '../../bindings/ClockEvent';
import type { ClockKind } from '../../bindings/ClockKind';
import type { ClockStart } from '../../bindings/ClockStart';
import type { ClockStepView } from '../../bindings/ClockStepView';
import type { ClockView } from '../../bindings/ClockView';
import { formatDate } from '../format';

/** The rule sets, as the compare page heads them. */
export const ruleSetLabels: Record<string, string> = {
  faq: 'Rules in force',
  '2018-guide': 'Guide of 2018',
};

/** A recorded day that a clock can run from. */
export const clockStartLabels: Record<ClockStart, string> = {
  created: 'The account was made',
  last_used: 'The account was last used',
  marked_leaver: 'The account was marked as a leaver',
  disabled: 'The account was paused for long leave',
};

/** What counts as using an account. */
export const activityLabels: Record<Activity, string> = {
  portal_login: 'Signed in to the NHSmail portal',
  app_login: 'Signed in to Office 365, such as Outlook on the web or Teams',
  app_use: 'Used an Office 365 app',
  email_sent: 'Sent an email',
  password_changed: 'Changed the password',
};

/** Which recorded day each clock runs from; none for the password. */
export const startOf: Record<ClockKind, ClockStart | null> = {
  pending: 'created',
  unchecked: 'created',
  quiet: 'last_used',
  leaver: 'marked_leaver',
  disabled: 'disabled',
  password: null,
};

const starts: Record<ClockKind, string> = {
  pending: 'The account was made',
  unchecked: 'The account was made. Nobody has confirmed since that it is used',
  quiet: 'Last confirmed as used',
  leaver: 'Marked as a leaver',
  disabled: 'Paused for long leave',
  password: 'The password was changed',
};

/** What day 0 of a clock is. */
export const startWords = (kind: ClockKind): string => starts[kind];

interface StepWords {
  title: string;
  meaning: string;
}

const unused = 'If nobody used it since. One use starts the count again.';

/** What a day of a clock means. */
export function stepWords(kind: ClockKind, event: ClockEvent): StepWords {
  const leaver = kind === 'leaver';
  switch (event) {
    case 'warning':
      if (kind === 'password') {
        return { title: 'NHSmail reminds you', meaning: 'An email says that the password runs out soon.' };
      }
      return { title: 'Look again', meaning: 'Check that the new workplace has asked for the account.' };
    case 'may_be_inactive':
      return kind === 'pending'
        ? { title: 'May be switched off', meaning: 'If the first sign-in is not done by then.' }
        : { title: 'May be switched off', meaning: unused };
    case 'may_be_deleted':
      return {
        title: 'May be deleted',
        meaning: leaver
          ? 'Unless another organisation has taken the account over. Save what the home needs before then.'
          : 'If nobody used it since. NAS may still bring it back for a while: ask at once.',
      };
    case 'may_be_gone':
      return {
        title: 'May be gone for good',
        meaning: 'Until about then NAS may be able to bring it back. That is a hint and no promise.',
      };
    case 'leave_ends':
      return { title: 'The longest leave ends', meaning: 'Ask NAS to open the account again, or what becomes of it.' };
    case 'password_expires':
      return { title: 'The password runs out', meaning: 'Change it before this day.' };
  }
}

const dayOf = (clock: ClockView, event: ClockEvent): string => {
  const step = clock.steps.find((each) => each.event === event);
  return step ? formatDate(step.on) : '';
};

/** The last day that has come, warnings left out. */
export function reachedStep(clock: ClockView): ClockStepView | undefined {
  return clock.steps.filter((step) => step.reached && step.event !== 'warning').at(-1);
}

/** Where a clock stands today, in two or three short sentences. */
export function clockSays(clock: ClockView): string {
  const since = formatDate(clock.started_on);
  if (clock.day < 0) return `The recorded day, ${since}, is still to come. Nothing follows from it yet.`;
  const reached = reachedStep(clock)?.event;
  switch (clock.kind) {
    case 'pending':
      return `Made on ${since}. The first sign-in has to be done before ${dayOf(clock, 'may_be_inactive')}, or the account may be switched off.`;
    case 'quiet':
    case 'unchecked': {
      const checked =
        clock.kind === 'quiet' ? `Not checked since ${since}.` : `Not checked since it was made on ${since}.`;
      if (!reached)
        return clock.kind === 'quiet'
          ? `Confirmed as used on ${since}. If nobody uses it again, it may be switched off from ${dayOf(clock, 'may_be_inactive')}.`
          : `${checked} If it is unused, NHSmail may switch it off from ${dayOf(clock, 'may_be_inactive')}.`;
      if (reached === 'may_be_inactive') return `${checked} If it is unused, NHSmail may have switched it off.`;
      if (reached === 'may_be_deleted')
        return `${checked} If it is unused, NHSmail may have deleted it. NAS may be able to bring it back until about ${dayOf(clock, 'may_be_gone')}.`;
      return `${checked} If it is unused, NHSmail may have deleted it for good.`;
    }
    case 'leaver':
      if (reached === 'may_be_deleted')
        return `Marked as a leaver on ${since}. It may have been deleted on ${dayOf(clock, 'may_be_deleted')}. NAS may be able to bring it back until about ${dayOf(clock, 'may_be_gone')}: a hint and no promise.`;
      if (reached) return `Marked as a leaver on ${since}. The account may be gone for good.`;
      return `Marked as a leaver on ${since}. It may be deleted on ${dayOf(clock, 'may_be_deleted') || dayOf(clock, 'may_be_gone')}, unless another organisation takes it over.`;
    case 'disabled':
      return reached
        ? `Paused for long leave since ${since}. The longest time was over on ${dayOf(clock, 'leave_ends')}. Ask NAS what becomes of the account.`
        : `Paused for long leave since ${since}. It may stay so until ${dayOf(clock, 'leave_ends')}.`;
    case 'password':
      return reached
        ? `The password is from ${since}. It ran out on ${dayOf(clock, 'password_expires')}.`
        : `The password is from ${since}. Change it before ${dayOf(clock, 'password_expires')}.`;
  }
}
