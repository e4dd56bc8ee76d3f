//! The clocks of accounts, and confirming that accounts are used.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    AccountsConfirmRequest, ApiError, ClockCompareRequest, ClockView, DateRequest, DuePeople, ErrorCode, HappenedView,
    ListedPeople, NoRequest, NumbersConfirmRequest, PersonFieldsRequest, PersonListRequest, Reason, SavedView,
    TodayKindView, TodayLineView, TodayRequest,
};
use steward_core::domain::answer::Answer;
use steward_core::domain::clock_rules::{ClockEvent, ClockKind, ClockStart};
use steward_core::domain::ids::PersonId;
use steward_core::domain::rules::Activity;
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
        DateRequest {
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

// Confirming

fn confirm(desk: &Desk, people: &[PersonId], on: DateRequest) -> Result<SavedView, ApiError> {
    let request = AccountsConfirmRequest {
        people: people.to_vec(),
        way: Activity::PortalLogin,
        on,
    };
    desk.ask(app::accounts_confirm, request)
}

/// Somebody at Rowan House with an account, last confirmed on this day.
fn used(desk: &Desk, number: u8, on: Option<Date>) -> PersonId {
    let letter = char::from(b'a' + number);
    desk.added(PersonFieldsRequest {
        last_confirmed_active_on: on.map_or_else(no_date, typed),
        ..account_holder(
            &format!("Joan Pember{letter}"),
            &format!("joan.pember{letter}@nhs.net"),
            &format!("07700 9001{number:02}"),
        )
    })
}

fn listed(desk: &Desk, due: DuePeople) -> Vec<PersonId> {
    let request = PersonListRequest {
        due: Some(due),
        ..PersonListRequest::of(ListedPeople::All)
    };
    let ids = desk.ask(app::person_ids, request.clone()).unwrap();
    let list = desk.ask(app::person_list, request).unwrap();
    let rows: Vec<PersonId> = list.rows.iter().map(|row| row.person).collect();
    assert_eq!(
        (&ids.people, ids.more),
        (&rows, false),
        "choosing everybody chooses the list"
    );
    assert_eq!(usize::try_from(list.total).unwrap(), rows.len());
    rows
}

fn lines(desk: &Desk, kind: TodayKindView) -> Vec<TodayLineView> {
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    today.lines.into_iter().filter(|line| line.kind == kind).collect()
}

#[test]
fn many_accounts_are_confirmed_by_one_change_and_one_undo_sets_each_back() {
    let desk = Desk::with_home();
    let old = Some(date(2026, 5, 3));
    let people = [used(&desk, 0, old), used(&desk, 1, None), used(&desk, 2, old)];
    let before = people.map(|person| desk.person(person).last_confirmed_active_on);
    let count = |desk: &Desk| desk.verify().changes;
    let changes = count(&desk);

    let action = confirm(&desk, &people, no_date()).unwrap().action.unwrap();
    assert_eq!(count(&desk), changes + 1, "one change, whoever it names");
    for person in people {
        let view = desk.person(person);
        assert_eq!(view.last_confirmed_active_on, Some(date(2026, 11, 20)));
        let line = &view.history[0];
        assert_eq!(
            (line.happened, line.effective),
            (HappenedView::Confirmed, Some(date(2026, 11, 20)))
        );
        assert!(line.can_undo);
        let said: Vec<_> = line
            .fields
            .iter()
            .map(|field| (field.field.as_str(), field.value.as_deref()))
            .collect();
        assert_eq!(said, [("way", Some("portal_login")), ("together", Some("3"))]);
        // The history of one person is not the history of those confirmed with them.
        assert_eq!(
            view.history
                .iter()
                .filter(|line| line.happened == HappenedView::Added)
                .count(),
            2
        );
    }

    desk.undo(action).unwrap();
    assert_eq!(
        people.map(|person| desk.person(person).last_confirmed_active_on),
        before
    );
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn who_was_confirmed_again_since_keeps_the_later_day_when_the_others_are_set_back() {
    let desk = Desk::with_home();
    let (joan, anna) = (used(&desk, 0, None), used(&desk, 1, None));
    let both = confirm(&desk, &[joan, anna], typed(date(2026, 11, 2)))
        .unwrap()
        .action
        .unwrap();
    let later = confirm(&desk, &[anna], typed(date(2026, 11, 9)))
        .unwrap()
        .action
        .unwrap();
    desk.undo(both).unwrap();
    assert_eq!(desk.person(joan).last_confirmed_active_on, None);
    assert_eq!(desk.person(anna).last_confirmed_active_on, Some(date(2026, 11, 9)));
    assert!(desk.undo(later).is_ok());
}

#[test]
fn an_older_day_than_the_one_known_is_no_news_and_records_nothing() {
    let desk = Desk::with_home();
    let joan = used(&desk, 0, Some(date(2026, 11, 10)));
    let saved = confirm(&desk, &[joan], typed(date(2026, 11, 3))).unwrap();
    assert_eq!(saved.action, None);
    assert_eq!(desk.person(joan).last_confirmed_active_on, Some(date(2026, 11, 10)));
}

#[test]
fn only_the_ways_that_count_and_days_that_have_come_confirm_an_account() {
    let desk = Desk::with_home();
    let joan = used(&desk, 0, None);
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let refused = |people: Vec<PersonId>, way: Activity, on: DateRequest| {
        let error = desk
            .ask(app::accounts_confirm, AccountsConfirmRequest { people, way, on })
            .unwrap_err();
        (error.code, error.field.unwrap_or_default(), error.reason)
    };
    assert_eq!(
        refused(vec![joan], Activity::PasswordChanged, no_date()),
        (ErrorCode::InvalidValue, "way".to_owned(), Some(Reason::UseNotCounted))
    );
    assert_eq!(
        refused(vec![joan], Activity::EmailSent, typed(date(2026, 11, 21))),
        (ErrorCode::InvalidValue, "on".to_owned(), Some(Reason::DateInFuture))
    );
    assert_eq!(
        refused(vec![joan, edith], Activity::EmailSent, no_date()),
        (
            ErrorCode::InvalidValue,
            "people[1]".to_owned(),
            Some(Reason::PersonHasNoAccount)
        )
    );
    assert_eq!(refused(vec![], Activity::EmailSent, no_date()).0, ErrorCode::NoPeople);
    assert_eq!(
        refused(vec![joan; 501], Activity::EmailSent, no_date()).0,
        ErrorCode::TooLong
    );
    assert_eq!(
        desk.person(joan).last_confirmed_active_on,
        None,
        "nobody is confirmed by a refused action"
    );
}

#[test]
fn accounts_to_check_are_one_line_and_a_list_that_empties_as_they_are_confirmed() {
    let desk = Desk::with_home();
    let never = used(&desk, 0, None);
    let long_ago = used(&desk, 1, Some(date(2026, 5, 3)));
    let lately = used(&desk, 2, Some(date(2026, 11, 18)));
    let leaver = desk.added(PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 11, 1)),
        ..joan()
    });
    let to_check = listed(&desk, DuePeople::AccountToCheck);
    // The owner's own account is among them, by name.
    assert_eq!(to_check, [desk.owner(), never, long_ago]);
    assert!(!to_check.contains(&lately) && !to_check.contains(&leaver));
    let line = &lines(&desk, TodayKindView::AccountsNotChecked)[..];
    assert_eq!((line.len(), line[0].count), (1, Some(3)));

    confirm(&desk, &to_check, no_date()).unwrap();
    assert_eq!(listed(&desk, DuePeople::AccountToCheck), []);
    assert_eq!(lines(&desk, TodayKindView::AccountsNotChecked), []);
}

#[test]
fn once_a_year_the_owners_own_number_is_asked_after_and_then_everybody_elses() {
    let desk = Desk::with_home();
    let owner = desk.owner();
    let fields = PersonFieldsRequest {
        personal_mobile: "07700 900007".to_owned(),
        ..support::desk::person(support::desk::OWNER)
    };
    desk.change(owner, fields).unwrap();
    let joan = desk.added(joan());
    // A number just given is not asked after.
    assert_eq!(desk.person(owner).number_checked_on, Some(date(2026, 11, 20)));
    assert!(!desk.person(joan).number_due);
    assert_eq!(listed(&desk, DuePeople::NumberToCheck), []);

    desk.set_now("2027-11-21T09:00:00Z");
    assert!(desk.person(joan).number_due);
    let own = lines(&desk, TodayKindView::OwnNumber);
    assert_eq!((own.len(), own[0].person), (1, Some(owner)));
    assert_eq!(
        lines(&desk, TodayKindView::NumbersNotChecked),
        [],
        "the owner's own comes first"
    );

    let confirm = |people: Vec<PersonId>| desk.ask(app::numbers_confirm, NumbersConfirmRequest { people });
    let action = confirm(vec![owner]).unwrap().action.unwrap();
    assert_eq!(desk.person(owner).history[0].happened, HappenedView::NumberConfirmed);
    assert_eq!(lines(&desk, TodayKindView::OwnNumber), []);
    assert_eq!(lines(&desk, TodayKindView::NumbersNotChecked)[0].count, Some(1));
    assert_eq!(listed(&desk, DuePeople::NumberToCheck), [joan]);
    confirm(vec![joan]).unwrap();
    assert_eq!(lines(&desk, TodayKindView::NumbersNotChecked), []);

    desk.undo(action).unwrap();
    assert_eq!(lines(&desk, TodayKindView::OwnNumber).len(), 1);
    let without = used(&desk, 9, None);
    desk.change(without, support::desk::person("Joan Pemberj")).unwrap();
    assert_eq!(confirm(vec![without]).unwrap_err().code, ErrorCode::MissingField);
}

#[test]
fn the_reminder_is_copied_with_the_ways_that_count_and_without_personal_data() {
    let desk = Desk::with_home();
    used(&desk, 0, None);
    desk.desktop.take();
    let reminder = desk.ask(app::reminder_get, NoRequest {}).unwrap();
    assert_eq!((reminder.ways.len(), reminder.within_days), (4, 30));
    desk.ask(app::reminder_copy, NoRequest {}).unwrap();
    assert_eq!(desk.desktop.take_copied()[0].0, reminder.text);
    for personal in ["Joan", "Pember", "nhs.net", "07700", support::desk::OWNER] {
        assert!(!reminder.text.contains(personal), "it says {personal}");
    }
}
