/** Clocks as the app would draw them, for the fake home: the lengths of the rules in force and of the guide, and no more. */
import type { ClockCompareView } from '../bindings/ClockCompareView';
import type { ClockEvent } from '../bindings/ClockEvent';
import type { ClockKind } from '../bindings/ClockKind';
import type { ClockStart } from '../bindings/ClockStart';
import type { ClockView } from '../bindings/ClockView';
import type { PersonView } from '../bindings/PersonView';
import type { SourceView } from '../bindings/SourceView';
import { daysAfter, daysBetween } from '../lib/dates';
import { today } from './home';

const inForce: SourceView = {
  document: 'Local administrator communication of 24 November 2022',
  section: '',
  place: 'support.nhs.net/knowledge-base/la-communication-24-november-2022',
  effective: '2022-12-01',
};
const guide: SourceView = {
  document: 'NHSmail guide for social care providers',
  section: 'What to do if you are moving to another social care provider or leaving social care altogether',
  place: 'L422-424',
  effective: null,
};

type Days = [ClockEvent, number, ours?: 'ours'][];

const quiet: Days = [
  ['may_be_inactive', 30],
  ['may_be_deleted', 60],
  ['may_be_gone', 90],
];
const rules: Record<ClockKind, Days> = {
  pending: [['may_be_inactive', 30]],
  unchecked: quiet,
  quiet,
  leaver: [
    ['warning', 21, 'ours'],
    ['warning', 27, 'ours'],
    ['may_be_deleted', 30],
    ['may_be_gone', 60],
  ],
  disabled: [['leave_ends', 545]],
  password: [['password_expires', 365]],
};
const rulesOf2018: Partial<Record<ClockKind, Days>> = {
  quiet: [
    ['may_be_inactive', 90],
    ['may_be_gone', 180],
  ],
  unchecked: [
    ['may_be_inactive', 90],
    ['may_be_gone', 180],
  ],
  leaver: [['may_be_gone', 30]],
};

/** A clock of this kind that runs from this day. */
export function fakeClock(kind: ClockKind, from: string, days: Days = rules[kind], source = inForce): ClockView {
  const now = daysBetween(from, today);
  return {
    kind,
    started_on: from,
    today,
    day: now,
    steps: days.map(([event, day, ours]) => ({
      event,
      on: daysAfter(from, day),
      day,
      reached: day <= now,
      source: ours ? null : source,
    })),
    source,
  };
}

/** The clock of a person of the fake home. */
export function clockOf(who: PersonView): ClockView | null {
  if (who.has_account !== 'yes') return null;
  if (who.marked_leaver_on) return fakeClock('leaver', who.marked_leaver_on);
  if (who.disabled_on) return fakeClock('disabled', who.disabled_on);
  if (who.last_confirmed_active_on) return fakeClock('quiet', who.last_confirmed_active_on);
  return who.account_created_on ? fakeClock('unchecked', who.account_created_on) : null;
}

const kinds: Record<ClockStart, [now: ClockKind, then: ClockKind | null]> = {
  created: ['pending', 'unchecked'],
  last_used: ['quiet', 'quiet'],
  marked_leaver: ['leaver', 'leaver'],
  disabled: ['disabled', null],
};

/** Both rule sets on one day. */
export function compared(start: ClockStart, on: string): ClockCompareView {
  const [now, then] = kinds[start];
  const days = then ? rulesOf2018[then] : undefined;
  return {
    start,
    on,
    sides: [
      { pack: 'faq', in_force: true, clock: fakeClock(now, on) },
      { pack: '2018-guide', in_force: false, clock: then && days ? fakeClock(then, on, days, guide) : null },
    ],
  };
}

/** What counts as using an account, and the sources of both. */
export const activity = [
  {
    pack: 'faq',
    in_force: true,
    counts: ['portal_login' as const, 'app_login' as const, 'app_use' as const, 'email_sent' as const],
    source: inForce,
  },
  { pack: '2018-guide', in_force: false, counts: ['password_changed' as const], source: guide },
];

/** Whether an account is among those to be checked. */
export const accountToCheck = (who: PersonView): boolean =>
  who.has_account === 'yes' &&
  !who.marked_leaver_on &&
  !who.disabled_on &&
  (who.last_confirmed_active_on ?? who.account_created_on ?? '') < '2026-10-30';

/** The reminder of the app, shorter. */
export const reminder = 'Please keep your NHSmail account in use\n\nAny one of these counts:\n- send an email\n';
