/** The paths of the invented home: their steps in order, ticked as they are told. It knows none of the rules behind them. */
import type { PathAnswersRequest } from '../bindings/PathAnswersRequest';
import type { PathKind } from '../bindings/PathKind';
import type { PathStep } from '../bindings/PathStep';
import type { PathStepView } from '../bindings/PathStepView';
import type { PathView } from '../bindings/PathView';
import type { PersonView } from '../bindings/PersonView';
import { id, today } from './home';

const leaving: PathStep[] = [
  'work_saved',
  'last_day',
  'ask_leaver',
  'mark_noted',
  'remove_access',
  'other_access',
  'rotas_and_lists',
  'thirty_days',
];

const stepsOf: Record<PathKind, PathStep[]> = {
  starts: [
    'role_noted',
    'ask_new_user',
    'details_received',
    'policy_accepted',
    'profile_complete',
    'secret_set',
    'mfa_set',
    'access_given',
    'training',
    'induction',
  ],
  leaves: leaving,
  owner_leaves: [
    'work_saved',
    'successor_is_owner',
    'ask_owner_change',
    'handed_over',
    'two_owners',
    ...leaving.slice(1),
  ],
  moves: [...leaving.slice(0, 7), 'new_home_told', 'new_home_asked', 'thirty_days'],
  long_leave: ['ask_pause', 'pause_noted', 'return_noted', 'ask_reopen', 'can_sign_in', 'mailbox_still_opens'],
  new_name: ['ask_new_name', 'new_address_noted', 'old_address_forwards', 'signature_and_lists', 'mailbox_still_opens'],
  locked_out: ['self_service_tried', 'ask_helpdesk', 'can_sign_in', 'self_service_set_up', 'linked_mobile_updated'],
};

const acts: Partial<Record<PathStep, Pick<PathStepView, 'act' | 'ask'>>> = {
  role_noted: { act: 'job', ask: null },
  access_given: { act: 'access', ask: null },
  successor_is_owner: { act: 'owner', ask: null },
  two_owners: { act: 'owner', ask: null },
  thirty_days: { act: 'wait', ask: null },
  ask_new_user: { act: 'ask', ask: 'somebody_started' },
  ask_owner_change: { act: 'ask', ask: 'owner_changes' },
  ask_leaver: { act: 'ask', ask: 'somebody_leaving' },
  ask_pause: { act: 'ask', ask: 'long_leave' },
  ask_reopen: { act: 'ask', ask: 'back_from_leave' },
  ask_helpdesk: { act: 'ask', ask: 'account_locked' },
  ask_new_name: { act: 'ask', ask: 'name_changed' },
};

const waits: ReadonlySet<PathStep> = new Set(['mark_noted', 'details_received', 'pause_noted', 'thirty_days']);

/** A path as it begins. */
export function begun(kind: PathKind, on: string, answers: PathAnswersRequest, returnsOn: string | null): PathView {
  return {
    path: id(),
    kind,
    site: null,
    site_name: null,
    on,
    arrival: answers.arrival,
    home: answers.home,
    goes_on: answers.goes_on,
    stays: answers.stays,
    returns_on: returnsOn,
    complete: false,
    ended_on: null,
    given_up: false,
    steps: stepsOf[kind].map((step) => {
      const due = waits.has(step) ? null : on;
      return {
        step,
        done: step === 'role_noted',
        on: null,
        known: step === 'role_noted',
        due: step === 'role_noted' ? null : due,
        now: step !== 'role_noted' && due !== null && due <= today,
        by: null,
        waits_for_nas: false,
        act: 'tick',
        ask: null,
        request: null,
        suggested: step === 'last_day' ? on : null,
        sources: [
          { document: 'NHSmail questions and answers for social care', section: '', place: 'L139', effective: null },
        ],
        our_advice: step === 'two_owners',
        ...acts[step],
      };
    }),
  };
}

/** Ticks a step, or takes the tick away. */
export function ticked(who: PersonView, path: PathView, wanted: PathStep, done: boolean, on: string): void {
  const step = path.steps.find((each) => each.step === wanted);
  if (!step) return;
  step.done = done;
  step.on = done ? on : null;
  step.due = done ? null : path.on;
  step.now = !done && path.on <= today;
  if (wanted === 'remove_access' && done) {
    for (const access of who.access) Object.assign(access, { to: on, portal_done_on: on, current: false });
  }
  path.complete = path.steps.every((each) => each.done);
  path.ended_on = path.complete ? today : null;
}

/** The step that Today names, and how many are due. */
export function dueOf(path: PathView): { step: PathStepView; count: number } | null {
  const due = path.ended_on ? [] : path.steps.filter((step) => step.now && !step.done);
  const first = due.find((step) => step.step === 'remove_access') ?? due[0];
  return first ? { step: first, count: due.length } : null;
}
