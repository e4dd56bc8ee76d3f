/** The sentences of the person page. */
import type { AccessView } from '../../bindings/AccessView';
import type { PostView } from '../../bindings/PostView';
import { formatDate } from '../../lib/format';

/** "Since 3 May 2026", "From 3 May 2026 until 1 June 2026", or nothing when no date is known. */
export function timeWords(from: string | null, to: string | null, current: boolean): string {
  if (from && to) return `From ${formatDate(from)} until ${formatDate(to)}`;
  if (to) return `Until ${formatDate(to)}`;
  if (from) return current ? `Since ${formatDate(from)}` : `From ${formatDate(from)}`;
  return '';
}

/** "Night senior at Rowan House", or "At Rowan House" where no role is noted. */
export const postWords = (post: PostView, severalSites: boolean): string =>
  post.role ? (severalSites ? `${post.role} at ${post.site_name}` : post.role) : `At ${post.site_name}`;

/** What still has to be done in the portal, or the day it was. */
export function portalWords(access: AccessView): string {
  if (access.portal_done_on) return `Done in the NHSmail portal on ${formatDate(access.portal_done_on)}`;
  return access.current && !access.to
    ? 'Not yet noted as done in the NHSmail portal'
    : 'Not noted as taken away in the NHSmail portal';
}
