import type { FindingKind } from '../../bindings/FindingKind';
import type { MailPartView } from '../../bindings/MailPartView';
import type { MarkedPart } from '../components/marked-text/MarkedText.svelte';
import { inWords } from '../format';

interface FindingWords {
  /** What it is. */
  what: string;
  /** Why it should come out. */
  why: string;
}

const never = 'NHSmail never asks for it.';

/** What each kind of finding is called, and why it should come out. */
export const findingWords: Record<FindingKind, FindingWords> = {
  nhs_number: { what: 'NHS number', why: `It belongs to a patient. ${never}` },
  nino: { what: 'National Insurance number', why: never },
  tax_reference: { what: 'Tax reference', why: never },
  date_of_birth: { what: 'Date of birth', why: `${never} Their guidance says not to send it.` },
  date: { what: 'Date that could be a date of birth', why: 'If it is somebody’s birthday, take it out.' },
  postcode: { what: 'Postcode', why: 'It is not one of your homes’. NHSmail needs nobody’s home address.' },
  street_address: { what: 'Address', why: 'NHSmail needs nobody’s home address. Their guidance says not to send it.' },
  driving_licence: { what: 'Driving licence number', why: `You check identity yourself. ${never}` },
  passport: { what: 'Passport number', why: `You check identity yourself. ${never}` },
  sort_code: { what: 'Bank sort code', why: never },
  bank_account: { what: 'Bank account number', why: never },
  card: { what: 'Card number', why: never },
  iban: { what: 'Bank account number (IBAN)', why: never },
  phone: { what: 'Phone number', why: 'It belongs to nobody on your staff list. Check that it is needed.' },
  email: { what: 'Email address', why: 'It belongs to nobody on your staff list. Check that it is needed.' },
  cqc_contact: { what: 'CQC contact number', why: 'It stands for a person, such as the registered manager.' },
  health_or_hr: {
    what: 'Health or employment',
    why: 'NHSmail needs no reasons. Leave out health, absence and conduct.',
  },
};

/** How many things there are, as a sentence for the top of the result. */
export function foundWords(must: number, should: number): string {
  const things = (count: number): string => (count === 1 ? '1 thing' : `${count} things`);
  if (must === 0 && should === 0) return 'Nothing was found that NHSmail should not be told.';
  if (should === 0) return `${things(must)} must come out.`;
  if (must === 0) return `${things(should)} to look at. You decide.`;
  return `${things(must)} must come out, and ${things(should)} to look at.`;
}

/** A text with its marks, for the page. */
export const markedParts = (parts: readonly MailPartView[]): MarkedPart[] =>
  parts.map(({ text, finding }) => ({
    text,
    label: finding ? inSentence(finding.kind) : undefined,
    must: finding?.action === 'block',
  }));

/** The kinds of what was found, each once: "a date of birth and an NHS number" without the articles. */
export function kindsIn(parts: readonly MailPartView[]): string {
  const kinds = parts.flatMap(({ finding }) => (finding ? [inSentence(finding.kind)] : []));
  return inWords([...new Set(kinds)]);
}

/** A kind in the middle of a sentence: names of their own keep their capitals. */
function inSentence(kind: FindingKind): string {
  const { what } = findingWords[kind];
  return /^(NHS|CQC|National Insurance)/.test(what) ? what : what.charAt(0).toLowerCase() + what.slice(1);
}
