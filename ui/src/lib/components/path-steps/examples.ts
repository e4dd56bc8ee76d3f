import type { PathStepView } from '../../../bindings/PathStepView';
import { example } from '../examples';
import PathSteps from './PathSteps.svelte';

const step = (changes: Partial<PathStepView> & Pick<PathStepView, 'step'>): PathStepView => ({
  done: false,
  on: null,
  known: false,
  due: null,
  now: false,
  by: null,
  waits_for_nas: false,
  act: 'tick',
  ask: null,
  request: null,
  suggested: null,
  sources: [],
  our_advice: false,
  ...changes,
});

export default [
  example('a leaver', PathSteps, {
    name: 'example',
    today: '2026-11-20',
    steps: [
      step({ step: 'work_saved', done: true, on: '2026-11-12' }),
      step({ step: 'last_day', done: true, known: true }),
      step({ step: 'ask_leaver', done: true, on: '2026-11-16', known: true, act: 'ask' }),
      step({ step: 'mark_noted', waits_for_nas: true }),
      step({ step: 'remove_access', due: '2026-11-13', now: true }),
      step({ step: 'rotas_and_lists', due: '2026-11-20', now: true }),
      step({ step: 'new_home_asked', due: '2026-12-04', by: '2026-12-13' }),
      step({ step: 'thirty_days', act: 'wait' }),
    ],
  }),
  example('advice', PathSteps, {
    name: 'advice',
    today: '2026-11-20',
    steps: [step({ step: 'two_owners', act: 'owner', our_advice: true, due: '2026-11-20', now: true })],
  }),
];
