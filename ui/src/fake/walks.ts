/** A small copy of the walk from what happened to what to do, for the fake host. */
import type { AskEndView } from '../bindings/AskEndView';
import type { AskEntriesView } from '../bindings/AskEntriesView';
import type { AskEntry } from '../bindings/AskEntry';
import type { AskQuestion } from '../bindings/AskQuestion';
import type { AskTurnRequest } from '../bindings/AskTurnRequest';
import type { AskTurnView } from '../bindings/AskTurnView';
import type { Guidance } from '../bindings/Guidance';
import type { RequestKind } from '../bindings/RequestKind';
import type { SourceView } from '../bindings/SourceView';

type Node =
  { ask: AskQuestion; yes: Node; no: Node; notKnown?: Node } | { end: Partial<AskEndView> & Pick<AskEndView, 'what'> };

const draft = (kind: RequestKind, sender: AskEndView['sender'] = 'owner'): Node => ({
  end: { what: 'draft', kind, sender },
});
const guide = (guidance: Guidance): Node => ({ end: { what: 'guidance', guidance } });
const call: Node = { end: { what: 'call' } };
const vouched = (kind: RequestKind): Node => ({
  ask: 'identity_checked',
  yes: draft(kind),
  no: guide('check_identity_first'),
  notKnown: guide('check_identity_first'),
});
const portal = (kind: RequestKind, sender: AskEndView['sender']): Node => ({
  ask: 'portal_step_tried',
  yes: draft(kind, sender),
  no: guide('add_them_yourself'),
  notKnown: guide('add_them_yourself'),
});
const moveOld: Node = { end: { what: 'move', home: 'old', kind: 'leaver' } };

const walks: Record<Exclude<AskEntry, 'somebody_started'>, Node> = {
  leaver_mark_unknown: { ask: 'left_holder', yes: draft('leaver_status'), no: guide('add_them_yourself') },
  somebody_leaving: {
    ask: 'only_owner',
    yes: draft('owner_change'),
    no: { ask: 'goes_on_elsewhere', yes: moveOld, no: draft('leaver'), notKnown: draft('leaver') },
  },
  somebody_moving: {
    ask: 'comes_to_us',
    yes: {
      ask: 'left_holder',
      yes: { end: { what: 'move', home: 'new', kind: 'joiner' } },
      no: guide('add_them_yourself'),
    },
    no: { ask: 'only_owner', yes: draft('owner_change'), no: moveOld },
  },
  owner_changes: { ask: 'anybody_has_access', yes: draft('owner_change'), no: call },
  name_changed: { ask: 'writes_themselves', yes: draft('name_change', 'user'), no: draft('name_change') },
  password_forgotten: {
    ask: 'self_service_tried',
    yes: { ask: 'mobile_linked', yes: guide('person_calls_helpdesk'), no: vouched('password_reset') },
    no: guide('self_service_first'),
  },
  account_locked: {
    ask: 'run_locally',
    yes: guide('local_helpdesk'),
    no: { ask: 'self_service_tried', yes: vouched('unlock'), no: guide('self_service_first') },
  },
  nobody_can_open: call,
  mailbox_not_received: portal('missing_shared_mailbox', 'user'),
  one_person_cannot_open: portal('add_to_mailbox', 'owner'),
  home_changes: {
    ask: 'home_closes',
    yes: guide('home_closes'),
    no: { ask: 'new_code_known', yes: draft('site_change'), no: guide('wait_for_code') },
  },
  heard_nothing: {
    ask: 'nas_asked',
    yes: { ask: 'reminded', yes: draft('escalation'), no: draft('chase') },
    no: guide('ask_nas_first'),
  },
  details_not_arrived: { ask: 'nas_asked', yes: draft('chase'), no: guide('ask_nas_first') },
  account_elsewhere: guide('ask_the_host'),
  mobile_changed: { ask: 'can_sign_in', yes: guide('change_your_profile'), no: vouched('password_reset') },
  service_problem: guide('check_service_status'),
  no_nhsmail_yet: guide('register_online'),
  long_leave: {
    ask: 'away_for_long',
    yes: { ask: 'only_owner', yes: draft('owner_change'), no: draft('long_leave') },
    no: guide('short_leave'),
  },
  back_from_leave: { ask: 'was_disabled', yes: draft('return_from_leave'), no: guide('sign_in_again') },
  account_deleted: {
    ask: 'deleted_lately',
    yes: draft('restore_account'),
    no: { end: { what: 'guidance', guidance: 'gone_for_good', leads_on_to: 'somebody_started' } },
    notKnown: draft('restore_account'),
  },
  secret_forgotten: guide('set_secret_again'),
};

export const entries: AskEntriesView = {
  groups: [
    { kind: 'coming', entries: ['somebody_started', 'leaver_mark_unknown', 'account_elsewhere', 'no_nhsmail_yet'] },
    { kind: 'going', entries: ['somebody_leaving', 'somebody_moving', 'long_leave', 'back_from_leave'] },
    {
      kind: 'access',
      entries: [
        'password_forgotten',
        'account_locked',
        'nobody_can_open',
        'mailbox_not_received',
        'one_person_cannot_open',
        'secret_forgotten',
        'account_deleted',
        'service_problem',
      ],
    },
    { kind: 'changes', entries: ['owner_changes', 'name_changed', 'mobile_changed', 'home_changes'] },
    { kind: 'waiting', entries: ['heard_nothing', 'details_not_arrived'] },
  ],
};

/** Where the answers lead. */
export function turn({ entry, answers }: AskTurnRequest, source: SourceView, managed: boolean): AskTurnView {
  const asked: AskQuestion[] = [];
  const at = (find_out: boolean, end: AskEndView | null): AskTurnView => ({
    asked,
    find_out,
    end,
    notices: [],
    sources: end ? [source] : [],
  });
  let node: Node = entry === 'somebody_started' ? draft('new_user') : walks[entry];
  while ('ask' in node) {
    const { ask }: { ask: AskQuestion } = node;
    asked.push(ask);
    const answer = answers.find(({ question }) => question === ask)?.answer;
    const next: Node | undefined =
      answer === undefined ? undefined : answer === 'yes' ? node.yes : answer === 'no' ? node.no : node.notKnown;
    if (!next) return at(answer !== undefined, null);
    node = next;
  }
  const asksNas = node.end.what !== 'guidance';
  return at(false, {
    kind: null,
    sender: null,
    guidance: null,
    leads_on_to: null,
    home: null,
    preconditions: asksNas ? ['sent_from_shared_mailbox', 'site_managed_by_nas'] : [],
    follow_ups: asksNas ? ['ticket_noted'] : [],
    time_limit: node.end.what === 'move' ? { limit: 'join_after_leaver_mark', days: 30, months: null, source } : null,
    ...(asksNas && !managed ? { what: 'local_administrator' as const } : node.end),
  });
}
