/** Duties as the app would list them, and lines put off, for the fake home. */
import type { Duty } from '../bindings/Duty';
import type { DutyView } from '../bindings/DutyView';
import type { PutOffView } from '../bindings/PutOffView';
import type { SourceView } from '../bindings/SourceView';
import type { TodayLineView } from '../bindings/TodayLineView';
import type { TodaySiteView } from '../bindings/TodaySiteView';
import { daysAfter } from '../lib/dates';
import { today } from './home';

const places: Record<Duty, string> = {
  ask_for_accounts: 'L127-129',
  pass_on_details: 'L131',
  help_first_sign_in: 'L133',
  give_access: 'L135',
  training: 'L137',
  remove_leavers: 'L139',
  read_mailbox: 'L231-234',
};

const source = (duty: Duty): SourceView => ({
  document:
    duty === 'read_mailbox'
      ? 'NHSmail guide for social care providers'
      : 'NHSmail questions and answers for social care',
  section: 'What is the role of a shared mailbox owner?',
  place: places[duty],
  effective: null,
});

/** What is known of the duties at a mailbox. */
export interface FakeDuties {
  done: Partial<Record<Duty, string>>;
  every: number | null;
}

const names = Object.keys(places) as Duty[];

/** The duties at a mailbox; nobody has said of any that it was done before this day. */
export function dutiesOf(known: FakeDuties | undefined, since: string): DutyView[] {
  return names.map((duty) => {
    const every = duty === 'read_mailbox' ? (known?.every ?? null) : duty === 'training' ? 365 : 30;
    const last = known?.done[duty] ?? null;
    const dueOn = every === null ? null : daysAfter(last ?? since, every);
    return {
      duty,
      last_done: last,
      due_on: dueOn,
      due: dueOn !== null && dueOn <= today,
      every,
      sources: [source(duty)],
    };
  });
}

/** Whether two lines are about the same. */
export const same = (one: TodayLineView, other: Omit<TodayLineView, 'urgency'> | TodayLineView): boolean =>
  one.kind === other.kind &&
  one.site === other.site &&
  one.mailbox === other.mailbox &&
  one.person === other.person &&
  one.request === other.request &&
  one.duty === other.duty;

/** Lines of homes by home, taken out of the lines. */
export function byHome(
  lines: TodayLineView[],
  homes: readonly { site: string; name: string }[],
): { lines: TodayLineView[]; sites: TodaySiteView[] } {
  const inFull = lines.length <= 30;
  const sites = homes
    .map(({ site, name }) => {
      const own = lines.filter((line) => line.site === site);
      const now = own.filter((line) => line.urgency === 'now').length;
      return { site, name, count: own.length, now, lines: inFull ? own : own.slice(0, 1) };
    })
    .filter((home) => home.count > 0);
  return { lines: lines.filter((line) => line.site === null), sites };
}

export type { PutOffView };
