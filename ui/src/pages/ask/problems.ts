/** What has to be put right before a request can be shown: of the people in it, and of what it says once. */
import type { RequestKind } from '../../bindings/RequestKind';
import type { RequestRowView } from '../../bindings/RequestRowView';
import type { Problem } from '../../lib/components/error-summary/ErrorSummary.svelte';
import { isEmptyDate } from '../../lib/dates';
import { inWords } from '../../lib/format';
import { dateFault } from '../person/fields';
import { aboutNobody, vouchedKinds, type Chosen, type NeededFact, type Said } from './asking.svelte';
import { factLabels } from './words';

/** Somebody in a request, as the page shows them. */
export interface ChosenLine {
  chosen: Chosen;
  name: string;
  missing: readonly NeededFact[];
  open: RequestRowView | undefined;
}

type Problems = (Problem | null)[];

/** What is wrong with the people. Whoever writes themselves writes about nobody else. */
export function peopleProblems(kind: RequestKind, lines: readonly ChosenLine[], byThemselves: boolean): Problems {
  if (aboutNobody.includes(kind)) return [];
  const at = (message: string): Problem => ({ field: 'find-for-ask', message });
  if (lines.length === 0) return [at('Choose at least one person.')];
  if (byThemselves && lines.length > 1) return [at('Choose one person only: they write about themselves.')];
  const takers = lines.filter(({ chosen }) => !chosen.outgoing).length;
  if (kind === 'owner_change' && (takers !== 1 || lines.length !== 2)) {
    return [at('Choose two people: one who takes over and one who hands over.')];
  }
  return lines.flatMap((line) => personProblems(kind, line, at));
}

function personProblems(
  kind: RequestKind,
  { chosen, name, missing, open }: ChosenLine,
  at: (message: string) => Problem,
): Problems {
  const typed = (field: keyof Chosen, message: string): Problem => ({ field: `${chosen.person}.${field}`, message });
  const mobile = chosen.temporary_password_mobile.trim() !== '';
  const toVouch = kind === 'password_reset' || (vouchedKinds.includes(kind) && mobile);
  return [
    missing.length > 0
      ? at(`${name}: add the ${inWords(missing.map((field) => factLabels[field]))} on their page first.`)
      : null,
    open ? at(`${name}: there is an open request for this already. Take them out, or remind NAS of it.`) : null,
    kind === 'name_change' && chosen.new_full_name.trim() === ''
      ? typed('new_full_name', `${name}: enter the new full name.`)
      : null,
    kind === 'password_reset' && !mobile
      ? typed('temporary_password_mobile', `${name}: enter the mobile for the temporary password.`)
      : null,
    toVouch && !chosen.identity_checked
      ? typed('identity_checked', `${name}: tick once you have checked who they are.`)
      : null,
  ];
}

/** What is wrong with what the request says once. */
export function factProblems(kind: RequestKind, said: Said): Problems {
  if (kind === 'chase') {
    const none = said.ticket_reference.trim() === '' && isEmptyDate(said.sent_on);
    return [
      none
        ? { field: 'ticket_reference', message: 'Enter the ticket reference or the day you sent the request.' }
        : null,
      dateFault('sent_on', said.sent_on),
    ];
  }
  if (kind === 'escalation') {
    const called = !isEmptyDate(said.called_on) || said.called_at.trim() !== '';
    return [
      said.ticket_reference.trim() === '' && !called
        ? { field: 'ticket_reference', message: 'Enter the ticket reference, or the day and time of a call.' }
        : null,
      called ? dateFault('called_on', said.called_on, true) : null,
      called && said.called_at.trim() === ''
        ? { field: 'called_at', message: 'Enter the time of the call, such as 14:05.' }
        : null,
    ];
  }
  if (kind === 'site_change') {
    return [
      said.new_ods_code.trim() === '' ? { field: 'new_ods_code', message: 'Enter the new ODS code.' } : null,
      dateFault('date', said.date, true),
    ];
  }
  return [];
}
