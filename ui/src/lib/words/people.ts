import type { DuePeople } from '../../bindings/DuePeople';
import type { ListedPeople } from '../../bindings/ListedPeople';

/** Which people the list shows. */
export const whoWords: Record<ListedPeople, string> = {
  current: 'Who work here now',
  left: 'Who have left',
  all: 'Everybody',
  in_requests: 'In requests',
};

/** What is due about the people the list shows. */
export const dueWords: Record<DuePeople, string> = {
  account_to_check: 'Account to check',
  number_to_check: 'Number to check',
  steps_due: 'Steps to do',
  left_with_access: 'Left, with access still',
  marked_leaver: 'Marked as a leaver lately',
  contact_to_remove: 'Contact details may go',
};

interface Empty {
  title: string;
  text: string;
}

/** The list is empty though only what is due was asked for: that is good news, and says what it means. */
export const nothingDue: Record<DuePeople, Empty> = {
  account_to_check: {
    title: 'No account needs a check',
    text: 'Every account was confirmed as used in the last weeks, or has a clock of its own.',
  },
  number_to_check: {
    title: 'No number needs a check',
    text: 'Every number was given or confirmed within a year.',
  },
  steps_due: {
    title: 'Nobody has steps to do',
    text: 'Steps show here when somebody starts, leaves, moves, is away or has a new name.',
  },
  left_with_access: {
    title: 'Nobody who left can still open a mailbox',
    text: 'When somebody leaves, take their access away in the NHSmail portal and say so on their page.',
  },
  marked_leaver: {
    title: 'Nobody was marked as a leaver in the last 60 days',
    text: 'The day of the mark is noted on the page of the person.',
  },
  contact_to_remove: {
    title: 'Nobody’s contact details are kept too long',
    text: 'The time for people who have left is set in Settings.',
  },
};

/** What the list is cut down by. */
export interface Filters {
  who: ListedPeople;
  due: DuePeople | null;
  role: string | null;
  /** The name of the home in view, where there are several. */
  home: string | null;
}

/** The filters in use, in words; the list is at first of who works here now, which is none. */
export function filterWords({ who, due, role, home }: Filters): string[] {
  return [
    ...(who === 'current' ? [] : [whoWords[who]]),
    ...(role === null ? [] : [`Role: ${role}`]),
    ...(due === null ? [] : [dueWords[due]]),
    ...(home === null ? [] : [`Home: ${home}`]),
  ];
}

/** What an empty list says, and what can be done about it. */
export function emptyWords(typed: string, filters: Filters): Empty & { clears: 'search' | 'filters' | 'both' | null } {
  const inUse = filterWords(filters);
  if (typed) {
    return {
      title: `No one matches “${typed}”`,
      text:
        inUse.length === 0
          ? 'Try part of the name, or fewer words. You are looking among the people who work here now.'
          : `Try part of the name, or fewer words. You are looking only among: ${inUse.join('; ')}.`,
      clears: inUse.length === 0 ? 'search' : 'both',
    };
  }
  const others = inUse.length - (filters.due === null ? 0 : 1) - (filters.who === 'all' ? 1 : 0);
  if (filters.due !== null && others === 0) return { ...nothingDue[filters.due], clears: 'filters' };
  if (inUse.length === 0) {
    return {
      title: 'Nobody is on your staff list yet',
      text: 'Start with the people who can open the shared mailbox now. A name is enough to begin with.',
      clears: null,
    };
  }
  if (filters.who === 'left' && inUse.length === 1) {
    return {
      title: 'Nobody has left',
      text: 'When you record that somebody has left, they move here. Their history stays.',
      clears: 'filters',
    };
  }
  if (filters.home !== null && inUse.length === 1) {
    return {
      title: `Nobody works at ${filters.home} yet`,
      text: 'Add the people who can open its shared mailbox, or note on somebody’s page that they work there too.',
      clears: 'filters',
    };
  }
  return {
    title: 'Nobody fits all of this',
    text: `You are looking for: ${inUse.join('; ')}. Take one of them out.`,
    clears: 'filters',
  };
}
