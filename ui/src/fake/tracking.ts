/** Requests after they were sent, for the host that stands in for the app: the simplest form of the rules. */
import type { DateRequest } from '../bindings/DateRequest';
import type { LifeEventView } from '../bindings/LifeEventView';
import type { ProgressView } from '../bindings/ProgressView';
import type { RequestState } from '../bindings/RequestState';
import type { RequestView } from '../bindings/RequestView';
import { given, today } from './home';

const ends: readonly RequestState[] = ['done', 'rejected', 'withdrawn'];
const order: readonly RequestState[] = [
  'drafted',
  'sent',
  'acknowledged',
  'escalated',
  'done',
  'rejected',
  'withdrawn',
];

/** Where a request may be moved by hand from where it stands. */
function mayMove(from: RequestState): RequestState[] {
  if (from === 'drafted') return ['withdrawn'];
  if (ends.includes(from)) return [];
  return order.filter((to) => order.indexOf(to) > 1 && to !== from);
}

/** The day that is so many weekdays later. Bank holidays are left to the real app. */
function weekdaysAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = count; left > 0;) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() % 6 !== 0) left -= 1;
  }
  return date.toISOString().slice(0, 10);
}

export function freshProgress(people: string[], names: RequestView['row']['people']): ProgressView {
  return {
    people: people.map((person, index) => ({
      person,
      name: names[index] ?? given(''),
      state: 'drafted',
      why: null,
      may: mayMove('drafted'),
    })),
    may: mayMove('drafted'),
    chase_on: null,
    escalate_on: null,
    chase_after: 3,
    escalate_after: 5,
    asked_on: null,
    calls: [],
    life: [],
    steps: [],
    about: null,
    asking: null,
  };
}

/** Writes down what happened, and draws the rest from it. */
export function happens(each: RequestView, on: string, event: LifeEventView, person: string | null = null): void {
  const { progress, row } = each;
  const who = progress.people.find((one) => one.person === person);
  progress.life.push({ on, event, person: who?.name ?? null, author: given('Jane Smith') });
  progress.life.sort((one, other) => one.on.localeCompare(other.on));
  if (event.is === 'moved') {
    for (const one of progress.people) {
      if (
        (person === null || one.person === person) &&
        (mayMove(one.state).includes(event.to) || event.to === 'sent')
      ) {
        one.state = event.to;
        one.why = event.to === 'rejected' ? event.why : null;
        one.may = mayMove(event.to);
      }
    }
  }
  const states = progress.people.map((one) => one.state);
  row.state = order.find((state) => states.includes(state)) ?? row.state;
  row.standing = progress.people.map(({ person, state }) => ({ person, state }));
  progress.may = order.filter((to) => progress.people.some((one) => one.may.includes(to)));
  draw(each);
}

/** The steps that follow it. */
function drawSteps({ progress, row }: RequestView): void {
  const before = progress.steps;
  if (row.sent_on === null || progress.about) {
    progress.steps = [];
    return;
  }
  const own =
    row.kind === 'new_user'
      ? (['login_details_received', 'in_shared_mailbox'] as const)
      : (['in_shared_mailbox'] as const);
  const step = (
    which: (typeof before)[number]['step'],
    person: string | null,
    known = false,
  ): (typeof before)[number] => {
    const was = before.find((one) => one.step === which && one.person === person);
    const name = progress.people.find((one) => one.person === person)?.name ?? null;
    return { step: which, person, name, done: known || (was?.done ?? false), on: was?.on ?? null, known };
  };
  const going = progress.people.filter((one) => !['rejected', 'withdrawn'].includes(one.state));
  progress.steps = [
    step('ticket_noted', null, row.ticket_references.length > 0),
    ...going.flatMap((one) => own.map((which) => step(which, one.person))),
  ];
}

/** What it waits for. */
export function draw(each: RequestView): void {
  const { progress, row } = each;
  drawSteps(each);
  const open = !ends.includes(row.state) && row.sent_on !== null;
  progress.chase_on = open && row.sent_on ? weekdaysAfter(row.sent_on, progress.chase_after) : null;
  progress.escalate_on = open && row.sent_on ? weekdaysAfter(row.sent_on, progress.escalate_after) : null;
  const due = (what: NonNullable<typeof row.due>['what'], on: string) => ({ what, on, now: on <= today });
  if (row.state === 'drafted') row.due = due('send', row.drafted_on);
  else if (row.state === 'done' && progress.steps.some((one) => !one.done)) row.due = due('steps', today);
  else if (!open || !progress.chase_on || !progress.escalate_on) row.due = null;
  else if (progress.asked_on) row.due = due('answer_nas', progress.asked_on);
  else if (progress.escalate_on <= today) row.due = due('escalate', progress.escalate_on);
  else row.due = due('chase', progress.chase_on);
}

/** A day as typed, or today. */
export function dayOf({ day, month, year }: DateRequest): string {
  return day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : today;
}
