/** People who may be listed twice, as the app would find them, for the fake home. */
import type { Likeness } from '../bindings/Likeness';
import type { NamedPersonView } from '../bindings/NamedPersonView';
import type { PersonField } from '../bindings/PersonField';
import type { PersonView } from '../bindings/PersonView';
import { personFields, valueOf } from '../lib/words/duplicates';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

const said = (detail: PersonView['full_name']): string => (detail.is === 'given' ? detail.value : '');

/** What two records share. */
export function likenessOf(one: PersonView, other: PersonView): Likeness[] {
  const mobiles = (who: PersonView): string[] =>
    [said(who.personal_mobile), said(who.linked_mobile)].filter((mobile) => mobile !== '');
  const same = (first: string, second: string): boolean => first !== '' && first === second;
  const shared: Likeness[] = [];
  if (mobiles(one).some((mobile) => mobiles(other).includes(mobile))) shared.push('mobile');
  if (same(said(one.personal_email), said(other.personal_email))) shared.push('email');
  if (same(said(one.nhsmail_address), said(other.nhsmail_address))) shared.push('address');
  if (same(plain(said(one.full_name)), plain(said(other.full_name)))) shared.push('name');
  return shared;
}

/** A pair as one text, whichever of the two comes first. */
export const pairOf = (one: string, other: string): string => [one, other].sort().join(' ');

/** A record by its name. */
export const namedOf = (who: PersonView): NamedPersonView => ({
  person: who.person,
  name: who.full_name,
  posts: who.posts.map((post) => [post.role, post.site_name].filter(Boolean).join(', ')).join('; '),
});

/** The pairs that share something. */
export function alikePairs(
  people: readonly PersonView[],
): { one: PersonView; other: PersonView; likeness: Likeness[] }[] {
  const byKey = new Map<string, PersonView[]>();
  for (const who of people) {
    const keys = [plain(said(who.full_name)), said(who.personal_mobile), said(who.nhsmail_address)];
    for (const key of keys.filter(Boolean)) byKey.set(key, [...(byKey.get(key) ?? []), who]);
  }
  const pairs = new Map<string, { one: PersonView; other: PersonView; likeness: Likeness[] }>();
  for (const alike of byKey.values()) {
    alike.forEach((one, at) => {
      for (const other of alike.slice(at + 1)) {
        pairs.set(pairOf(one.person, other.person), { one, other, likeness: likenessOf(one, other) });
      }
    });
  }
  return [...pairs.values()];
}

/** The fields in which two records differ. */
export const differing = (one: PersonView, other: PersonView): PersonField[] =>
  personFields.filter((field) => valueOf(one, field) !== valueOf(other, field));

/** Gives a record what another says in these fields. */
export function take(kept: PersonView, other: PersonView, fields: readonly PersonField[]): void {
  Object.assign(kept, Object.fromEntries(fields.map((field) => [field, structuredClone(other[field])])));
}
