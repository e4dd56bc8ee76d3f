/** Tables as files, for the fake host: nothing is written, only counted. */
import type { RequestOf, ViewOf } from '../lib/api';
import { today, type FakeHome } from './home';

const names = { people: 'staff-list', access: 'mailbox-access', requests: 'nhsmail-requests' };

export function exported(home: FakeHome, asked: RequestOf<'export_save'>): ViewOf<'export_save'> {
  const { table, format, part, people: chosen } = asked;
  const wanted = (ended: boolean): boolean => part === 'all' || ended === (part === 'ended');
  const left = (posts: { current: boolean }[]): boolean => posts.length > 0 && !posts.some(({ current }) => current);
  const people = home.people.filter(({ person }) => chosen.length === 0 || chosen.includes(person));
  const rows = {
    people: chosen.length > 0 ? people : people.filter(({ posts }) => wanted(left(posts))),
    access: people.flatMap(({ access }) => access).filter(({ current }) => wanted(!current)),
    requests: home.requests
      .flatMap(({ row }) => row.standing)
      .filter(({ person, state }) => {
        const ended = ['done', 'rejected', 'withdrawn'].includes(state);
        return wanted(ended) && (chosen.length === 0 || chosen.includes(person ?? ''));
      }),
  }[table].length;
  return { rows, cancelled: false, saved_as: rows > 0 ? `${names[table]}-${today}.${format}` : null };
}
