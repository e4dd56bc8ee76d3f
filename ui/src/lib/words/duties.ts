import type { Duty } from '../../bindings/Duty';
import type { PutOffReason } from '../../bindings/PutOffReason';

/** A duty of a mailbox's owner: as a question on Today, and as something that was done. */
export const dutyWords: Record<Duty, { title: string; ask: string; detail: string }> = {
  ask_for_accounts: {
    title: 'NAS is asked for every account that is needed',
    ask: 'Does everybody who needs an NHSmail account have one, or is NAS asked for it?',
    detail: 'Look down your staff list for people who are new.',
  },
  pass_on_details: {
    title: 'Sign-in details are passed on',
    ask: 'Have all new sign-in details reached those they are for?',
    detail: 'NHSmail sends them to you or to the person. Nobody else should keep them.',
  },
  help_first_sign_in: {
    title: 'New people are helped to sign in',
    ask: 'Could everybody who is new sign in?',
    detail: 'An account nobody signs in to is switched off after 30 days.',
  },
  give_access: {
    title: 'Everybody who needs it can open the shared mailbox',
    ask: 'Can everybody who needs the shared mailbox open it?',
    detail: 'Think of nights, weekends and holidays.',
  },
  training: {
    title: 'Staff keep to the Data Security and Protection Toolkit',
    ask: 'Has everybody had this year’s data security training?',
    detail: 'The owner of the mailbox sees to it that staff keep to the Data Security and Protection Toolkit.',
  },
  remove_leavers: {
    title: 'Nobody who has left can open the shared mailbox',
    ask: 'Has everybody who left lost their access to the shared mailbox?',
    detail: 'Compare the members in the NHSmail portal with your staff list.',
  },
  read_mailbox: {
    title: 'The shared mailbox is read',
    ask: 'Has the shared mailbox been read?',
    detail: 'Referrals and urgent mail arrive there. You asked to be reminded.',
  },
};

export const putOffReasons: Record<PutOffReason, string> = {
  waits_for_nas: 'NAS or the helpdesk has been asked',
  waits_for_somebody: 'Somebody has to answer or come back first',
  waits_for_head_office: 'Head office has been asked',
  planned: 'A day is agreed for it',
  no_time: 'Other work is more urgent',
};

/** How often something comes round. */
export const everyWords = (days: number): string =>
  days === 1
    ? 'every day'
    : days === 7
      ? 'every week'
      : days === 30
        ? 'every month'
        : days === 365
          ? 'once a year'
          : `every ${days} days`;
