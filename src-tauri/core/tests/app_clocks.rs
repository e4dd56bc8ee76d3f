//! The clocks of accounts, and confirming that accounts are used.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{ClockCompareRequest, ClockView, ErrorCode, NoRequest, PersonFieldsRequest, Reason};
use steward_core::domain::answer::Answer;
use steward_core::domain::clock_rules::{ClockEvent, ClockKind, ClockStart};
use support::desk::{Desk, account_holder, newcomer, no_date, typed};

fn joan() -> PersonFieldsRequest {
    account_holder("Joan Pemberley", "joan.pemberley@nhs.net", "07700 900043")
}

fn days(clock: &ClockView) -> Vec<(ClockEvent, Date)> {
    clock.steps.iter().map(|step| (step.event, step.on)).collect()
}

#[test]
fn the_clock_of_a_person_shows_its_days_the_rule_of_each_and_changes_nothing_recorded() {
    let desk = Desk::with_home();
    let fields = PersonFieldsRequest {
        last_confirmed_active_on: typed(date(2026, 5, 3)),
        ..joan()
    };
    let person = desk.added(fields);
    let before = desk.person(person);
    let clock = before.clock.clone().unwrap();
    assert_eq!((clock.kind, clock.started_on), (ClockKind::Quiet, date(2026, 5, 3)));
    assert_eq!(
        days(&clock),
        [
            (ClockEvent::MayBeInactive, date(2026, 6, 2)),
            (ClockEvent::MayBeDeleted, date(2026, 7, 2)),
            (ClockEvent::MayBeGone, date(2026, 8, 1)),
        ]
    );
    for step in &clock.steps {
        assert!(!step.source.as_ref().unwrap().document.is_empty());
    }
    // A year later the clock has run out, and what was recorded stands as it was.
    desk.set_now("2027-11-20T09:00:00Z");
    let after = desk.person(person);
    assert!(after.clock.unwrap().steps.iter().all(|step| step.reached));
    assert_eq!(after.last_confirmed_active_on, before.last_confirmed_active_on);
    assert_eq!((after.has_account, after.history), (Answer::Yes, before.history));
}

#[test]
fn nobody_without_an_account_has_a_clock_and_an_account_without_days_is_not_overdue() {
    let desk = Desk::with_home();
    let none = desk.added(PersonFieldsRequest {
        has_account: Answer::NotKnown,
        last_confirmed_active_on: typed(date(2020, 5, 3)),
        marked_leaver_on: typed(date(2020, 5, 3)),
        ..newcomer("Edith Quill", "07700 900042", "edith.quill@example.org")
    });
    assert_eq!(desk.person(none).clock, None);
    let unknown = desk.added(PersonFieldsRequest {
        account_created_on: no_date(),
        last_confirmed_active_on: no_date(),
        ..joan()
    });
    assert_eq!(desk.person(unknown).has_account, Answer::Yes);
    assert_eq!(desk.person(unknown).clock, None);
}

#[test]
fn a_leavers_last_warning_is_the_day_of_the_deletion_itself() {
    let desk = Desk::with_home();
    let person = desk.added(PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 11, 1)),
        ..joan()
    });
    let clock = desk.person(person).clock.unwrap();
    assert_eq!(
        days(&clock),
        [
            (ClockEvent::Warning, date(2026, 11, 22)),
            (ClockEvent::Warning, date(2026, 11, 28)),
            (ClockEvent::MayBeDeleted, date(2026, 12, 1)),
            (ClockEvent::MayBeGone, date(2026, 12, 31)),
        ]
    );
    let ours: Vec<bool> = clock.steps.iter().map(|step| step.source.is_none()).collect();
    assert_eq!(ours, [true, true, false, false], "the days to warn are our advice");
}

#[test]
fn both_rule_sets_say_beside_each_other_what_follows_from_a_day() {
    let desk = Desk::with_home();
    let compare = |start, on| desk.ask(app::clock_compare, ClockCompareRequest { start, on });
    let used = compare(ClockStart::LastUsed, typed(date(2026, 5, 3))).unwrap();
    let sides: Vec<_> = used
        .sides
        .iter()
        .map(|side| (side.pack.as_str(), side.in_force))
        .collect();
    assert_eq!(sides, [("faq", true), ("2018-guide", false)]);
    let first = |side: usize| used.sides[side].clock.as_ref().unwrap().steps[0].on;
    assert_eq!((first(0), first(1)), (date(2026, 6, 2), date(2026, 8, 1)));
    let guide = used.sides[1].clock.as_ref().unwrap();
    assert!(guide.steps[0].source.as_ref().unwrap().place.contains("L422"));

    // The guide knows no long leave.
    let away = compare(ClockStart::Disabled, typed(date(2025, 8, 31))).unwrap();
    assert_eq!(away.sides[1].clock, None);
    assert_eq!(
        days(away.sides[0].clock.as_ref().unwrap()),
        [(ClockEvent::LeaveEnds, date(2027, 2, 28))]
    );

    assert_eq!(
        compare(ClockStart::Created, no_date()).unwrap_err().code,
        ErrorCode::MissingField
    );
    let refusal = compare(
        ClockStart::Created,
        steward_core::contract::DateRequest {
            day: "31".to_owned(),
            month: "2".to_owned(),
            year: "2026".to_owned(),
        },
    )
    .unwrap_err();
    assert_eq!(
        (refusal.field.as_deref(), refusal.reason),
        (Some("on"), Some(Reason::DateNotReal))
    );
}

#[test]
fn the_worked_examples_have_one_for_each_day_a_clock_can_run_from() {
    let desk = Desk::with_home();
    let rules = desk.ask(app::clock_rules_get, NoRequest {}).unwrap();
    let starts: Vec<ClockStart> = rules.examples.iter().map(|example| example.start).collect();
    assert_eq!(starts, ClockStart::ALL);
    for example in &rules.examples {
        assert!(
            example.sides[0].clock.is_some(),
            "the rules in force know {}",
            example.start
        );
    }
    assert_eq!(rules.activity.len(), 2);
}
