const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-11-20` as `20 November 2026`. Anything else comes back as it was. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = match ? months[Number(match[2]) - 1] : undefined;
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : iso;
}

/** As `formatDate`, kept on one line, for a narrow column. */
export function unbrokenDate(iso: string): string {
  return formatDate(iso).replaceAll(' ', '\u00a0');
}

/** `07700900001` as `07700 900001`. Anything else comes back as it was. */
export function formatMobile(digits: string): string {
  return /^07\d{9}$/.test(digits) ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits;
}

/**
 * A UK landline with the gaps people expect: `01632 960001`, `020 7946 0000`, `0121 496 0000`. Anything else comes back
 * as it was.
 */
export function formatLandline(digits: string): string {
  if (!/^0[1238]\d{9}$/.test(digits)) return digits;
  if (/^02/.test(digits)) return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  if (/^0(1\d1|11\d|[38])/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  return `${digits.slice(0, 5)} ${digits.slice(5)}`;
}

/** `1 person`, `12 people`. */
export function formatPeople(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en-GB')} people`;
}

/** `09:00:00` as `09:00`. */
export function formatTime(time: string): string {
  return time.slice(0, 5);
}

const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** A moment such as `2026-11-20T09:14:03Z` as `20 November 2026, 09:14`, in the time of England. */
export function formatMoment(timestamp: string): string {
  const at = new Date(timestamp);
  if (Number.isNaN(at.getTime())) return timestamp;
  const part = Object.fromEntries(moment.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['day']} ${part['month']} ${part['year']}, ${part['hour']}:${part['minute']}`;
}

/** A label as it reads inside a sentence: names such as "NHSmail" and "ODS" keep their capitals. */
export function insideSentence(label: string): string {
  return /^\p{Lu}(?!\S*\p{Lu})/u.test(label) ? `${label.slice(0, 1).toLowerCase()}${label.slice(1)}` : label;
}

/** A number of working days in words: `3 working days`. */
export function formatWorkingDays(count: number): string {
  return count === 1 ? '1 working day' : `${count} working days`;
}

/** "a, b and c". */
export function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `1 quiet minute`, `5 quiet minutes`. */
export function formatMinutes(minutes: number): string {
  return minutes === 1 ? '1 quiet minute' : `${minutes} quiet minutes`;
}
