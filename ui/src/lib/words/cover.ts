/** Words for who can open a mailbox. */
import type { CoverSpanView } from '../../bindings/CoverSpanView';
import type { Standing } from '../../bindings/Standing';
import type { ThinCoverView } from '../../bindings/ThinCoverView';
import type { WeekDay } from '../../bindings/WeekDay';
import { formatDate } from '../format';

/** How somebody with access stands. */
export const coverWords: Record<Standing, string> = {
  owner: 'Can open it, as an owner',
  member: 'Can open it, as a member',
  left: 'Has left, and the access is not taken away',
  away: 'Away on long leave',
  account_ended: 'The account may be deleted',
};

export const weekDayLabels: Record<WeekDay, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

/** The days of a span; one that runs to the end of what is shown has no end that is known. */
export function spanDays(span: CoverSpanView, first: string, last: string): string {
  const open = span.to >= last;
  if (span.from <= first) return open ? 'All of these days' : `Until ${formatDate(span.to)}`;
  return open ? `From ${formatDate(span.from)}` : `${formatDate(span.from)} to ${formatDate(span.to)}`;
}

const people = (count: number, one: string, many: string, nobody: string): string =>
  count === 0 ? nobody : count === 1 ? one : `${count} ${many}`;

/** What is thin, as a sentence. */
export function thinWords(thin: ThinCoverView, first: string, last: string): string {
  const days =
    thin.from <= first
      ? thin.to >= last
        ? 'Now and for all of these days'
        : `Until ${formatDate(thin.to)}`
      : thin.to >= last
        ? `From ${formatDate(thin.from)}`
        : `From ${formatDate(thin.from)} to ${formatDate(thin.to)}`;
  return thin.people < 2
    ? `${days}: ${people(thin.people, 'only one person can open it', 'people can open it', 'nobody can open it')}.`
    : `${days}: ${people(thin.owners, 'only one person owns it', 'people own it', 'nobody owns it')}.`;
}

/** "Monday, Tuesday and Friday". */
export function daysWords(days: readonly WeekDay[]): string {
  if (days.length === 7) return 'Every day';
  const labels = days.map((day) => weekDayLabels[day]);
  const last = labels.pop();
  return labels.length === 0 ? (last ?? '') : `${labels.join(', ')} and ${last}`;
}
