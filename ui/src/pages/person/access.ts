import type { AccessStartRequest } from '../../bindings/AccessStartRequest';
import type { SavedView } from '../../bindings/SavedView';
import { call } from '../../lib/api';
import type { TypedDate } from '../../lib/components/date-field/DateField.svelte';
import { isEmptyDate, typedDate } from '../../lib/dates';

/**
 * Records access and the day it was given in the portal, which the list notes on access it knows. Undoing the answer
 * takes back both.
 */
export async function startAccess(request: AccessStartRequest, portalDoneOn: TypedDate): Promise<SavedView> {
  const saved = await call('access_start', request);
  if (isEmptyDate(portalDoneOn)) return saved;
  const { access } = await call('person_get', { person: request.person });
  const made = access.find((row) => row.mailbox === request.mailbox && row.to === null);
  if (made) {
    await call('access_change', {
      access: made.access,
      level: made.level,
      from: typedDate(made.from),
      to: typedDate(null),
      portal_done_on: portalDoneOn,
    });
  }
  return saved;
}
