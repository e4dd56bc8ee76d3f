//! Today: duties that come round, lines put off until later, many lines in one, homes, and what comes next.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::{Date, date};
use steward_core::app;
use steward_core::contract::{
    ApiError, AsideRequest, DuePeople, DutiesRequest, DutyDoneRequest, ErrorCode, HappenedView, LinePutOffRequest,
    ListedPeople, MailboxReminderRequest, PersonFieldsRequest, PersonListRequest, Reason, SavedView, SiteAddRequest,
    SiteFieldsRequest, SiteRequest, TodayKindView, TodayLineView, TodayRequest, TodayView,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::aside::PutOffReason;
use steward_core::domain::duty::Duty;
use steward_core::domain::ids::SiteId;
use steward_core::domain::request::RequestKind;
use support::desk::{Desk, account_holder, joiner, no_date, person, site_fields, typed};

fn today(desk: &Desk) -> TodayView {
    desk.ask(app::today_get, TodayRequest { site: None }).unwrap()
}

fn count(desk: &Desk) -> usize {
    usize::try_from(desk.ask(app::header_get, TodayRequest { site: None }).unwrap().today).unwrap()
}

fn of_kind(desk: &Desk, kind: TodayKindView) -> Vec<TodayLineView> {
    today(desk).lines.into_iter().filter(|line| line.kind == kind).collect()
}

fn put_off(line: &TodayLineView, until: Date) -> LinePutOffRequest {
    LinePutOffRequest {
        kind: line.kind,
        site: line.site,
        mailbox: line.mailbox,
        person: line.person,
        request: line.request,
        duty: line.duty,
        until: typed(until),
        reason: PutOffReason::WaitsForSomebody,
        words: String::new(),
    }
}

fn done(desk: &Desk, duty: Duty) -> Result<SavedView, ApiError> {
    let request = DutyDoneRequest {
        mailbox: desk.mailbox(),
        duty,
        on: no_date(),
    };
    desk.ask(app::duty_done, request)
}

#[test]
fn a_duty_comes_round_a_month_after_it_was_done_and_says_where_it_is_from() {
    let desk = Desk::with_home();
    assert_eq!(
        of_kind(&desk, TodayKindView::DutyDue),
        [],
        "nobody is nagged on the first day"
    );
    let duties = desk
        .ask(
            app::duties_get,
            DutiesRequest {
                mailbox: desk.mailbox(),
            },
        )
        .unwrap()
        .duties;
    assert_eq!(duties.len(), Duty::ALL.len());
    assert!(
        duties
            .iter()
            .all(|duty| !duty.sources.is_empty() && duty.last_done.is_none() && !duty.due)
    );

    desk.set_now("2026-12-20T09:00:00Z");
    let line = &of_kind(&desk, TodayKindView::DutyDue)[..];
    assert_eq!(
        (line.len(), line[0].duty, line[0].count),
        (1, Some(Duty::AskForAccounts), Some(5))
    );
    assert!(line[0].our_advice && line[0].mailbox == Some(desk.mailbox()));

    let action = done(&desk, Duty::AskForAccounts).unwrap().action.unwrap();
    let line = &of_kind(&desk, TodayKindView::DutyDue)[..];
    assert_eq!((line[0].duty, line[0].count), (Some(Duty::PassOnDetails), Some(4)));
    assert_eq!(
        done(&desk, Duty::AskForAccounts).unwrap().action,
        None,
        "the same day says nothing new"
    );
    let history = desk
        .ask(app::site_get, SiteRequest { site: desk.site() })
        .unwrap()
        .history;
    assert_eq!(history[0].happened, HappenedView::DutyDone);
    let said: Vec<_> = history[0]
        .fields
        .iter()
        .map(|field| (field.field.as_str(), field.value.as_deref()))
        .collect();
    assert_eq!(said, [("duty", Some("ask_for_accounts")), ("on", Some("2026-12-20"))]);

    desk.undo(action).unwrap();
    assert_eq!(
        of_kind(&desk, TodayKindView::DutyDue)[0].duty,
        Some(Duty::AskForAccounts)
    );
    let future = DutyDoneRequest {
        mailbox: desk.mailbox(),
        duty: Duty::Training,
        on: typed(date(2026, 12, 21)),
    };
    assert_eq!(
        desk.ask(app::duty_done, future).unwrap_err().reason,
        Some(Reason::DateInFuture)
    );
}

#[test]
fn the_owner_is_reminded_to_read_the_mailbox_as_often_as_they_want_and_not_at_all_before() {
    let desk = Desk::with_home();
    desk.set_now("2026-12-01T09:00:00Z");
    assert_eq!(of_kind(&desk, TodayKindView::DutyDue), []);
    let every = |every| {
        let request = MailboxReminderRequest {
            mailbox: desk.mailbox(),
            every,
        };
        desk.ask(app::mailbox_reminder_set, request)
    };
    assert_eq!(every(Some(0)).unwrap_err().reason, Some(Reason::DaysNotReal));
    assert_eq!(every(Some(32)).unwrap_err().field.as_deref(), Some("every"));
    every(Some(1)).unwrap();
    let line = &of_kind(&desk, TodayKindView::DutyDue)[..];
    assert_eq!(
        (line.len(), line[0].duty, line[0].our_advice),
        (1, Some(Duty::ReadMailbox), false)
    );
    done(&desk, Duty::ReadMailbox).unwrap();
    assert_eq!(of_kind(&desk, TodayKindView::DutyDue), []);
    desk.set_now("2026-12-02T09:00:00Z");
    assert_eq!(of_kind(&desk, TodayKindView::DutyDue).len(), 1);
    every(None).unwrap();
    assert_eq!(of_kind(&desk, TodayKindView::DutyDue), []);
}

#[test]
fn a_line_put_off_leaves_the_count_and_comes_back_on_its_day() {
    let desk = Desk::with_home();
    let line = of_kind(&desk, TodayKindView::CoverBelowTwo).remove(0);
    let before = count(&desk);
    let action = desk
        .ask(app::line_put_off, put_off(&line, date(2026, 11, 25)))
        .unwrap()
        .action
        .unwrap();
    let view = today(&desk);
    assert!(!view.lines.iter().any(|one| one.kind == line.kind));
    assert_eq!((count(&desk), view.put_off.len()), (before - 1, 1));
    assert_eq!(
        (&view.put_off[0].line, view.put_off[0].until),
        (&line, date(2026, 11, 25))
    );

    desk.set_now("2026-11-24T09:00:00Z");
    assert_eq!(of_kind(&desk, TodayKindView::CoverBelowTwo), []);
    desk.set_now("2026-11-25T09:00:00Z");
    assert_eq!(of_kind(&desk, TodayKindView::CoverBelowTwo), [line]);
    assert_eq!(today(&desk).put_off, []);

    desk.set_now("2026-11-24T09:00:00Z");
    desk.undo(action).unwrap();
    assert_eq!(of_kind(&desk, TodayKindView::CoverBelowTwo).len(), 1);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_line_put_off_is_taken_back_and_put_off_again_as_one() {
    let desk = Desk::with_home();
    let line = of_kind(&desk, TodayKindView::RecoveryCode).remove(0);
    let first = desk
        .ask(app::line_put_off, put_off(&line, date(2026, 11, 25)))
        .unwrap()
        .id;
    let again = desk
        .ask(app::line_put_off, put_off(&line, date(2026, 11, 30)))
        .unwrap()
        .id;
    assert_eq!(first, again);
    let aside = today(&desk).put_off[0].aside;
    assert_eq!(today(&desk).put_off[0].until, date(2026, 11, 30));
    desk.ask(app::line_take_back, AsideRequest { aside }).unwrap();
    assert_eq!(
        (
            today(&desk).put_off.len(),
            of_kind(&desk, TodayKindView::RecoveryCode).len()
        ),
        (0, 1)
    );
    let error = desk.ask(app::line_take_back, AsideRequest { aside }).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}

/// Somebody with an account that nobody has checked.
fn unchecked(desk: &Desk, number: u8) {
    let letter = char::from(b'a' + number);
    desk.added(account_holder(
        &format!("Joan Pember{letter}"),
        &format!("joan.pember{letter}@nhs.net"),
        &format!("07700 9001{number:02}"),
    ));
}

#[test]
fn a_line_comes_back_before_its_day_when_what_it_says_gets_worse() {
    let desk = Desk::with_home();
    unchecked(&desk, 0);
    let checks = || of_kind(&desk, TodayKindView::AccountsNotChecked);
    let line = checks().remove(0);
    desk.ask(app::line_put_off, put_off(&line, date(2026, 12, 20))).unwrap();
    assert_eq!(checks(), []);
    unchecked(&desk, 1);
    assert_eq!(checks().len(), 1, "one more than when it was put off");
    assert_eq!(today(&desk).put_off, []);
}

#[test]
fn only_a_line_that_is_there_is_put_off_to_a_day_to_come_in_words_without_personal_data() {
    let desk = Desk::with_home();
    let line = of_kind(&desk, TodayKindView::CoverBelowTwo).remove(0);
    let refused = |request: LinePutOffRequest| desk.ask(app::line_put_off, request).unwrap_err();
    for until in [date(2026, 11, 20), date(2028, 1, 1)] {
        let error = refused(put_off(&line, until));
        assert_eq!(
            (error.field.as_deref(), error.reason),
            (Some("until"), Some(Reason::DateNotAhead))
        );
    }
    let no_day = LinePutOffRequest {
        until: no_date(),
        ..put_off(&line, date(2026, 11, 25))
    };
    assert_eq!(refused(no_day).code, ErrorCode::MissingField);
    let other = LinePutOffRequest {
        kind: TodayKindView::OneOwner,
        ..put_off(&line, date(2026, 11, 25))
    };
    assert_eq!(refused(other).code, ErrorCode::NotFound);
    let said = |words: &str| LinePutOffRequest {
        words: words.to_owned(),
        ..put_off(&line, date(2026, 11, 25))
    };
    let error = refused(said("NHS number 943 476 5919"));
    assert_eq!(error.field.as_deref(), Some("words"));
    desk.ask(app::line_put_off, said("The new deputy starts on Wednesday"))
        .unwrap();
    assert_eq!(
        today(&desk).put_off[0].words.as_deref(),
        Some("The new deputy starts on Wednesday")
    );

    let leaver = PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 10, 30)),
        ..account_holder("Edith Quill", "edith.quill@nhs.net", "07700 900044")
    };
    desk.added(leaver);
    let line = of_kind(&desk, TodayKindView::AccountClock).remove(0);
    let about_somebody = LinePutOffRequest {
        words: "Back soon".to_owned(),
        ..put_off(&line, date(2026, 11, 25))
    };
    assert_eq!(refused(about_somebody).reason, Some(Reason::WordsAboutSomebody));
}

#[test]
fn many_people_of_one_kind_are_one_line_with_their_count_and_a_list_of_them() {
    let desk = Desk::with_home();
    for number in 0..9 {
        let letter = char::from(b'a' + number);
        desk.added(PersonFieldsRequest {
            marked_leaver_on: typed(date(2026, 10, 30)),
            ..account_holder(
                &format!("Edith Quill{letter}"),
                &format!("edith.quill{letter}@nhs.net"),
                &format!("07700 9002{number:02}"),
            )
        });
        let lines = of_kind(&desk, TodayKindView::AccountClock);
        let (expected, counted) = if number < 8 {
            (usize::from(number) + 1, None)
        } else {
            (1, Some(9))
        };
        assert_eq!((lines.len(), lines[0].count), (expected, counted));
    }
    let list = PersonListRequest {
        due: Some(DuePeople::MarkedLeaver),
        ..PersonListRequest::of(ListedPeople::All)
    };
    assert_eq!(desk.ask(app::person_list, list).unwrap().total, 9);
    let line = of_kind(&desk, TodayKindView::AccountClock).remove(0);
    desk.ask(app::line_put_off, put_off(&line, date(2026, 11, 23))).unwrap();
    assert_eq!(of_kind(&desk, TodayKindView::AccountClock), []);
}

#[test]
fn where_several_homes_are_in_view_their_lines_stand_by_home() {
    let desk = Desk::with_home();
    assert_eq!(today(&desk).sites, []);
    for number in 0..40 {
        let code = format!("V{}{}0", char::from(b'A' + number / 26), char::from(b'A' + number % 26));
        let request = SiteAddRequest {
            site: SiteFieldsRequest {
                ods_code: format!("{code}A"),
                nas_managed: Answer::NotKnown,
                ..site_fields("Elder Court")
            },
            mailbox_address: format!("care.{}a@nhs.net", code.to_lowercase()),
        };
        desk.ask(app::site_add, request).unwrap();
    }
    let view = today(&desk);
    assert!(view.lines.iter().all(|line| line.site.is_none()));
    assert_eq!(view.sites.len(), 41);
    assert!(view.sites.iter().all(|site| site.lines.len() == 1 && site.count >= 1));
    let one = desk
        .ask(
            app::today_get,
            TodayRequest {
                site: Some(view.sites[0].site),
            },
        )
        .unwrap();
    let of_home = one
        .lines
        .iter()
        .filter(|line| line.site == Some(view.sites[0].site))
        .count();
    assert_eq!(
        (of_home, one.sites),
        (usize::try_from(view.sites[0].count).unwrap(), vec![])
    );
}

#[test]
fn nothing_to_do_says_what_comes_next_and_when() {
    let desk = Desk::with_home();
    for line in today(&desk).lines {
        desk.ask(app::line_put_off, put_off(&line, date(2027, 3, 1))).unwrap();
    }
    let view = today(&desk);
    assert_eq!((view.lines.len(), count(&desk)), (0, 0));
    let next = view.next.expect("the duties come round");
    assert_eq!(
        (next.kind, next.on, next.duty),
        (TodayKindView::DutyDue, date(2026, 12, 20), Some(Duty::AskForAccounts))
    );
}

#[test]
fn putting_off_the_first_duty_of_a_mailbox_leaves_the_others() {
    let desk = Desk::with_home();
    desk.set_now("2026-12-20T09:00:00Z");
    let first = of_kind(&desk, TodayKindView::DutyDue).remove(0);
    assert_eq!((first.duty, first.count), (Some(Duty::AskForAccounts), Some(5)));
    desk.ask(app::line_put_off, put_off(&first, date(2027, 1, 10))).unwrap();
    let left = of_kind(&desk, TodayKindView::DutyDue);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].duty, left[0].count), (Some(Duty::PassOnDetails), Some(4)));
    assert_eq!(today(&desk).put_off.len(), 1);

    desk.ask(app::line_put_off, put_off(&left[0], date(2027, 1, 10)))
        .unwrap();
    let left = of_kind(&desk, TodayKindView::DutyDue);
    assert_eq!((left[0].duty, left[0].count), (Some(Duty::HelpFirstSignIn), Some(3)));
    // Both come back on their day, among the others.
    desk.set_now("2027-01-10T09:00:00Z");
    let back = of_kind(&desk, TodayKindView::DutyDue);
    assert_eq!((back[0].duty, back[0].count), (Some(Duty::AskForAccounts), Some(5)));
}

#[test]
fn the_counts_beside_the_pages_are_of_the_home_in_view() {
    let desk = Desk::with_home();
    let request = SiteAddRequest {
        site: SiteFieldsRequest {
            ods_code: "VM4K2".to_owned(),
            nas_managed: Answer::NotKnown,
            ..site_fields("Willow Court")
        },
        mailbox_address: "care.vm4k2@nhs.net".to_owned(),
    };
    let added = desk.ask(app::site_add, request).unwrap();
    let willow: SiteId = added.id.unwrap().parse().unwrap();
    let frame = |site| desk.ask(app::header_get, TodayRequest { site }).unwrap();
    let lines = |site| {
        let view = desk.ask(app::today_get, TodayRequest { site }).unwrap();
        let of_sites: usize = view.sites.iter().map(|home| usize::try_from(home.count).unwrap()).sum();
        view.lines.len() + of_sites
    };
    for site in [None, Some(desk.site()), Some(willow)] {
        assert_eq!(usize::try_from(frame(site).today).unwrap(), lines(site), "{site:?}");
    }
    assert!(frame(Some(willow)).today < frame(None).today);

    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900143",
    ));
    desk.draft(RequestKind::Joiner, vec![joiner(joan, AccessLevel::Member)])
        .unwrap();
    let open = |site| frame(site).open_requests;
    assert_eq!((open(None), open(Some(desk.site())), open(Some(willow))), (1, 1, 0));
}

#[test]
fn a_leaver_mark_starts_the_thirty_days_also_where_nobody_noted_an_account() {
    let desk = Desk::with_home();
    let marked = PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 10, 28)),
        ..person("Edith Quill")
    };
    let edith = desk.added(marked);
    let line = of_kind(&desk, TodayKindView::AccountClock).remove(0);
    assert_eq!((line.person, line.date), (Some(edith), Some(date(2026, 11, 27))));
    assert!(desk.person(edith).clock.is_some());
}
