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
    ErrorCode, MailboxCoverView, MailboxRequest, PathAnswersRequest, PathBeginRequest, PersonAddRequest,
    PersonFieldsRequest, PostChangeRequest,
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
