/** Words for what an answer of NAS's would change. */
import type { Caution } from '../../bindings/Caution';
import type { Match } from '../../bindings/Match';
import type { ProposedView } from '../../bindings/ProposedView';
import { formatDate } from '../format';
import { detailText, requestStateLabels } from './labels';
import { rejectionLabels } from './requests';

export const matchWords: Record<Match, string> = {
  reference: 'Found by its ticket reference',
  person: 'Found by a name in the mail',
  subject: 'Found by its subject line',
  nothing: 'Nothing in the mail points to it',
};

export const cautionWords: Record<Caution, [title: string, text: string]> = {
  asks_too_much: [
    'This mail asks for more than NAS needs',
    'NAS never needs a date of birth, a home address or an identity document. Do not send any of them. Call NAS and ask what they really need.',
  ],
  asks_for_password: [
    'This mail asks for a password',
    'Nobody at NHSmail asks for a password. Do not send one. Call the helpdesk and tell them about this mail.',
  ],
  not_from_nas: [
    'This mail does not come from NAS’s address',
    'Check who sent it before you agree. Call NAS if you are not sure.',
  ],
  automatic: ['A program wrote this mail', 'Somebody is away. It says nothing about your request.'],
};

/** One change in words. */
export function proposalWords({ proposal, name }: ProposedView): string {
  const who = name ? (name.is === 'removed' ? 'Somebody removed' : detailText(name)) : '';
  switch (proposal.is) {
    case 'ticket':
      return `Note the ticket reference ${proposal.reference}`;
    case 'move': {
      const state = requestStateLabels[proposal.to];
      const why = proposal.why && proposal.why !== 'other' ? ` (${rejectionLabels[proposal.why].toLowerCase()})` : '';
      return who ? `${who}: ${state.toLowerCase()}${why}` : `The request: ${state.toLowerCase()}${why}`;
    }
    case 'asked':
      return 'NAS asks for something: remind me to answer';
    case 'has_account':
      return `${who} has an NHSmail account`;
    case 'created_on':
      return `${who}: the account was made on ${formatDate(proposal.on)}`;
    case 'address':
      return `${who}: NHSmail address ${proposal.address}`;
    case 'marked_leaver_on':
      return `${who}: marked as a leaver on ${formatDate(proposal.on)}`;
    case 'no_leaver_mark':
      return `${who}: no longer marked as a leaver`;
    case 'disabled_on':
      return `${who}: account paused since ${formatDate(proposal.on)}`;
    case 'not_disabled':
      return `${who}: account no longer paused`;
    default:
      return who;
  }
}
