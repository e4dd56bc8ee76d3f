/** Words for the members of a mailbox as the portal lists them, beside the staff list. */
import type { PortalAct } from '../../bindings/PortalAct';
import type { PortalDifference } from '../../bindings/PortalDifference';
import type { PortalLineView } from '../../bindings/PortalLineView';
import { accessLabels } from './labels';

const differences: Record<PortalDifference, (line: PortalLineView) => string> = {
  not_in_list: () => 'In the portal, and not on your staff list.',
  looks_like: () => 'In the portal. Somebody on your staff list has a name like it.',
  no_access: () => 'In the portal. Your staff list has no access of theirs.',
  level_differs: ({ in_portal, in_list }) =>
    `${in_portal ? accessLabels[in_portal] : 'Not known'} in the portal, ${in_list ? accessLabels[in_list].toLowerCase() : 'not known'} on your staff list.`,
  leaver: () => 'Has left by your staff list, and can still open the mailbox.',
  not_in_portal: () => 'Has access by your staff list, and is not in the portal.',
  removed_in_portal: () => 'No longer in the portal. Your staff list still has access of theirs.',
};

/** How somebody differs. */
export const differenceOf = (line: PortalLineView): string => differences[line.difference](line);

/** What to do about each. */
export const actWords: Record<PortalAct, string> = {
  add_person: 'Add them to the staff list, with access',
  choose_person: 'Say who it is',
  record_access: 'Record their access',
  record_level: 'Record what the portal says',
  remove_in_portal: 'Take their access away in the portal, then note it on their page.',
  ask_whether_left: 'Ask whether they left. If not, add them in the portal. If so, end their access on their page.',
  end_access: 'Note on their page that their access has ended.',
};

/** The acts that are recorded here, once they are ticked; the others are done elsewhere. */
export const recordedHere: ReadonlySet<PortalAct> = new Set<PortalAct>([
  'add_person',
  'choose_person',
  'record_access',
  'record_level',
]);
