//! Who can open a mailbox: now, on each weekday, and in the days to come.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    AccessChangeRequest, ErrorCode, MailboxCoverView, MailboxRequest, PathAnswersRequest, PathBeginRequest,
    PersonAddRequest, PersonFieldsRequest, PostChangeRequest, SiteRequest, TodayKindView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::cover::Standing;
use steward_core::domain::ids::{MailboxId, PersonId};
use steward_core::domain::path::PathKind;
use steward_core::domain::post::WeekDay;
use support::desk::{Desk, account_holder, no_date, refused, typed};

fn worker(desk: &Desk, fields: PersonFieldsRequest) -> PersonId {
    let request = PersonAddRequest {
        person: fields,
        site: Some(desk.site()),
        role: "Night carer".to_owned(),
        from: typed(date(2024, 3, 1)),
        access: Some(AccessLevel::Member),
    };
    desk.ask(app::person_add, request).unwrap().id.unwrap().parse().unwrap()
}

fn works_on(desk: &Desk, person: PersonId, days: &[WeekDay]) {
    let post = desk.person(person).posts.remove(0);
    let request = PostChangeRequest {
        post: post.post,
        role: post.role.unwrap_or_default(),
        from: post.from.map(typed).unwrap_or_default(),
        to: no_date(),
        works_on: Some(days.to_vec()),
    };
    desk.ask(app::post_change, request).unwrap();
}

fn cover(desk: &Desk) -> MailboxCoverView {
    let request = MailboxRequest {
        mailbox: desk.mailbox(),
    };
    desk.ask(app::mailbox_cover, request).unwrap()
}

#[test]
fn a_leaver_on_long_leave_and_a_leaver_mark_show_in_the_days_to_come() {
    let desk = Desk::with_home();
    let edith = worker(
        &desk,
        account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900042"),
    );
    let marked = PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 11, 10)),
        ..account_holder("Tom Fairweather", "tom.fairweather@nhs.net", "07700 900043")
    };
    let tom = worker(&desk, marked);
    let leave = PathBeginRequest {
        person: edith,
        kind: PathKind::LongLeave,
        site: None,
        on: typed(date(2026, 12, 1)),
        answers: PathAnswersRequest {
            returns_on: typed(date(2027, 1, 11)),
            ..PathAnswersRequest::default()
        },
    };
    desk.ask(app::path_begin, leave).unwrap();

    let view = cover(&desk);
    assert_eq!((view.people_now, view.owners_now), (2, 1));
    assert_eq!((view.from, view.to), (date(2026, 11, 20), date(2027, 2, 17)));
    let of = |person| {
        let row = view.people.iter().find(|row| row.person == person).unwrap();
        row.spans
            .iter()
            .map(|span| (span.standing, span.from))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(edith),
        [
            (Standing::Member, date(2026, 11, 20)),
            (Standing::Away, date(2026, 12, 1)),
            (Standing::Member, date(2027, 1, 11)),
        ]
    );
    assert_eq!(
        of(tom),
        [
            (Standing::Left, date(2026, 11, 20)),
            (Standing::AccountEnded, date(2026, 12, 10)),
        ]
    );
    let thin: Vec<_> = view
        .thin
        .iter()
        .map(|thin| (thin.from, thin.people, thin.owners))
        .collect();
    assert_eq!(
        thin,
        [
            (date(2026, 11, 20), 2, 1),
            (date(2026, 12, 1), 1, 1),
            (date(2027, 1, 11), 2, 1),
        ]
    );
    assert_eq!(view.people[0].person, desk.owner(), "owners come first");
    assert_eq!(view.source.unwrap().place, "L74-76");
}

#[test]
fn weekdays_are_kept_once_in_their_order_and_unknown_ones_are_said_to_be() {
    let desk = Desk::with_home();
    let edith = worker(
        &desk,
        account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900042"),
    );
    works_on(&desk, edith, &[WeekDay::Friday, WeekDay::Monday, WeekDay::Friday]);
    assert_eq!(desk.person(edith).posts[0].works_on, [WeekDay::Monday, WeekDay::Friday]);
    let view = cover(&desk);
    assert_eq!(view.days_unknown, [desk.owner()]);
    let there: Vec<usize> = view.weekdays.iter().map(|day| day.people.len()).collect();
    assert_eq!(there, [1, 0, 0, 0, 1, 0, 0]);
    works_on(&desk, edith, &[]);
    assert_eq!(cover(&desk).days_unknown.len(), 2);
}

#[test]
fn a_mailbox_that_is_not_there_is_refused() {
    let desk = Desk::with_home();
    let request = MailboxRequest {
        mailbox: MailboxId::from_uuid(uuid::Uuid::nil()),
    };
    assert_eq!(refused(desk.ask(app::mailbox_cover, request)).0, ErrorCode::NotFound);
}

#[test]
fn today_the_home_and_the_mailbox_count_the_same_people_as_able_to_open_it() {
    let desk = Desk::with_home();
    let edith = worker(
        &desk,
        account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900042"),
    );
    let tom = worker(
        &desk,
        account_holder("Tom Fairweather", "tom.fairweather@nhs.net", "07700 900043"),
    );
    let all_say = |people: u32| {
        let view = cover(&desk);
        let home = desk.sites().remove(0).mailboxes.remove(0);
        let page = desk
            .ask(app::site_get, SiteRequest { site: desk.site() })
            .unwrap()
            .mailboxes
            .remove(0);
        assert_eq!(view.people_now, people);
        assert_eq!(home.owners + home.members, people);
        assert_eq!((page.owners, page.members), (home.owners, home.members));
        let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
        let thin = today
            .lines
            .iter()
            .find(|line| line.kind == TodayKindView::CoverBelowTwo);
        assert_eq!(thin.and_then(|line| line.count), (people < 2).then_some(people));
    };
    all_say(3);

    // Taken away in the portal today: it ends with the day, and opens nothing any more.
    desk.end_access(edith, date(2026, 11, 20)).unwrap();
    all_say(3);
    let access = desk.person(edith).access.remove(0);
    let taken = AccessChangeRequest {
        access: access.access,
        level: access.level,
        from: access.from.map_or_else(no_date, typed),
        to: typed(date(2026, 11, 20)),
        portal_done_on: typed(date(2026, 11, 20)),
    };
    desk.ask(app::access_change, taken).unwrap();
    all_say(2);

    // A leaver mark: they could, and should not.
    let marked = PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 11, 19)),
        ..account_holder("Tom Fairweather", "tom.fairweather@nhs.net", "07700 900043")
    };
    desk.change(tom, marked).unwrap();
    all_say(1);
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    assert!(
        today.lines.iter().all(|line| line.person != Some(edith)),
        "she works here, and her access is gone"
    );
}
