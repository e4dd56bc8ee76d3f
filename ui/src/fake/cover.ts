/** Who can open a mailbox of the invented home, over the coming days. */
import type { CoverSpanView } from '../bindings/CoverSpanView';
import type { MailboxCoverView } from '../bindings/MailboxCoverView';
import type { WeekDay } from '../bindings/WeekDay';
import { today, type FakeHome } from './home';

const last = '2027-02-17';
const days: WeekDay[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function coverOf(home: FakeHome, mailbox: string): MailboxCoverView | null {
  const site = home.sites.find((each) => each.mailboxes.some((box) => box.mailbox === mailbox));
  const box = site?.mailboxes.find((each) => each.mailbox === mailbox);
  if (!site || !box) return null;
  const people = home.people.slice(0, 40).flatMap((who) => {
    const access = who.access.find((each) => each.mailbox === mailbox && each.current);
    if (!access) return [];
    const spans: CoverSpanView[] = who.marked_leaver_on
      ? [
          { standing: 'left', from: today, to: '2026-12-08' },
          { standing: 'account_ended', from: '2026-12-09', to: last },
        ]
      : [{ standing: access.level, from: today, to: last }];
    const works = who.posts.find((post) => post.current)?.works_on ?? [];
    return [
      {
        person: who.person,
        name: who.full_name,
        now: spans[0]?.standing ?? null,
        spans,
        works_on: works.length > 0 ? works : null,
      },
    ];
  });
  // Somebody is away for a while, so that the picture shows it.
  const away = people.at(-1);
  if (away && people.length > 2) {
    away.spans = [
      { standing: 'member', from: today, to: '2026-12-13' },
      { standing: 'away', from: '2026-12-14', to: '2027-01-17' },
      { standing: 'member', from: '2027-01-18', to: last },
    ];
  }
  const open = people.filter((each) => each.now === 'owner' || each.now === 'member');
  const owners = open.filter((each) => each.now === 'owner').length;
  return {
    mailbox,
    address: box.address,
    site: site.site,
    site_name: site.name,
    from: today,
    to: last,
    people_now: open.length,
    owners_now: owners,
    people,
    weekdays: days.map((day) => ({
      day,
      people: open.filter((each) => each.works_on?.includes(day)).map((each) => each.person),
    })),
    days_unknown: open.filter((each) => each.works_on === null).map((each) => each.person),
    thin: open.length < 2 || owners < 2 ? [{ from: today, to: last, people: open.length, owners }] : [],
    source: {
      document: 'Partners in Care: NHSmail frequently asked questions',
      section: 'How many users should the shared mailbox have?',
      place: 'L74-76',
      effective: null,
    },
  };
}
