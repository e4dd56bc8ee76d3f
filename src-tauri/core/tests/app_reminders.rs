//! Dates outside the window: the calendar file and the reminder of the day.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    CalendarRequest, CalendarView, DailyReminderRequest, ErrorCode, NoRequest, PersonFieldsRequest,
};
use steward_core::domain::ids::SiteId;
use support::desk::{Desk, Dialog, Did, account_holder, refused, typed};

fn leaver(desk: &Desk) {
    desk.added(PersonFieldsRequest {
        marked_leaver_on: typed(date(2026, 11, 10)),
        ..account_holder("Joan Pemberley", "joan.pemberley@nhs.net", "07700 900043")
    });
}

fn save(desk: &Desk, names: bool) -> (CalendarView, String) {
    let view = desk
        .ask(app::calendar_save, CalendarRequest { site: None, names })
        .unwrap();
    let saved = desk.desktop.take().into_iter().find_map(|did| {
        let Did::Saved(_, content) = did else { return None };
        Some(String::from_utf8(content).unwrap().replace("\r\n ", ""))
    });
    (view, saved.expect("a file is saved"))
}

fn lines<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.lines().filter(|line| line.starts_with(name)).collect()
}

#[test]
fn the_calendar_has_the_days_to_come_and_names_nobody_unless_asked() {
    let desk = Desk::with_home();
    leaver(&desk);
    let (view, text) = save(&desk, false);
    // Marked on 10 November: warned of on days 21, 27 and 30, deleted on day 30, gone on day 60.
    assert_eq!(lines(&text, "DTSTART").len(), 5);
    assert_eq!((view.days, view.cancelled), (5, false));
    for day in ["20261201", "20261207", "20261210", "20270109"] {
        assert!(text.contains(&format!("DTSTART;VALUE=DATE:{day}")), "{day}");
    }
    for personal in ["Joan", "Pemberley", "joan.pemberley", "900043"] {
        assert!(!text.contains(personal), "{personal}");
    }
    assert!(save(&desk, true).1.contains("SUMMARY:Joan Pemberley"));
}

#[test]
fn a_second_file_moves_the_days_of_the_first() {
    let desk = Desk::with_home();
    leaver(&desk);
    let first = save(&desk, false).1;
    let person = desk.find("Joan");
    desk.change(
        person,
        PersonFieldsRequest {
            marked_leaver_on: typed(date(2026, 11, 12)),
            ..account_holder("Joan Pemberley", "joan.pemberley@nhs.net", "07700 900043")
        },
    )
    .unwrap();
    let second = save(&desk, false).1;
    let mut ids = [lines(&first, "UID:"), lines(&second, "UID:")];
    for ids in &mut ids {
        ids.sort_unstable();
    }
    assert_eq!(ids[0], ids[1]);
    assert_ne!(lines(&first, "DTSTART"), lines(&second, "DTSTART"));
    let mut one_each = ids[0].clone();
    one_each.dedup();
    assert_eq!(one_each, ids[0]);
}

#[test]
fn more_accounts_than_are_read_at_a_time_are_all_in_the_calendar() {
    let desk = Desk::with_home();
    for number in 0..410 {
        desk.added(PersonFieldsRequest {
            last_confirmed_active_on: typed(date(2026, 11, 1)),
            ..account_holder(
                &format!(
                    "Joan {}",
                    "abcdefghij"
                        .chars()
                        .cycle()
                        .skip(number % 10)
                        .take(2 + number / 10)
                        .collect::<String>()
                ),
                &format!("joan.number{number}@nhs.net"),
                &format!("07700 900{number:03}"),
            )
        });
    }
    assert_eq!(save(&desk, false).0.days, 410 * 3);
}

#[test]
fn a_calendar_without_days_is_not_saved_and_a_strange_home_is_refused() {
    let desk = Desk::with_home();
    desk.desktop.take();
    let view = desk.ask(app::calendar_save, CalendarRequest::default()).unwrap();
    assert_eq!((view.days, view.saved_as), (0, None));
    assert!(desk.desktop.take().is_empty());
    let elsewhere = CalendarRequest {
        site: Some(SiteId::from_uuid(uuid::Uuid::from_u128(7))),
        names: false,
    };
    assert_eq!(
        refused(desk.ask(app::calendar_save, elsewhere)),
        (ErrorCode::NotFound, Some("site".to_owned()))
    );
    leaver(&desk);
    desk.desktop.set_dialog(Dialog::Closed);
    let view = desk.ask(app::calendar_save, CalendarRequest::default()).unwrap();
    assert!(view.cancelled && view.saved_as.is_none());
}

#[test]
fn the_reminder_comes_once_a_day_after_nine_and_only_where_it_is_wanted() {
    let noticed = |desk: &Desk| -> Vec<String> {
        desk.desktop
            .take()
            .into_iter()
            .filter_map(|did| {
                let Did::Noticed(text) = did else { return None };
                Some(text)
            })
            .collect()
    };
    let remind = |desk: &Desk| desk.ask(app::remind, NoRequest {});
    let desk = Desk::with_home();
    leaver(&desk);
    assert!(!desk.ask(app::daily_reminder_get, NoRequest {}).unwrap().daily);
    remind(&desk).unwrap();
    assert!(noticed(&desk).is_empty(), "nobody asked for it");

    desk.ask(app::daily_reminder_set, DailyReminderRequest { daily: true })
        .unwrap();
    assert!(desk.ask(app::daily_reminder_get, NoRequest {}).unwrap().daily);
    desk.set_now("2026-11-23T08:59:00Z");
    remind(&desk).unwrap();
    assert!(noticed(&desk).is_empty(), "it is not nine yet");
    desk.set_now("2026-11-23T09:00:00Z");
    remind(&desk).unwrap();
    let said = noticed(&desk);
    assert_eq!(said.len(), 1);
    assert!(said[0].ends_with(" to do today."), "{}", said[0]);
    assert!(!said[0].contains("Joan"));
    desk.set_now("2026-11-23T17:00:00Z");
    remind(&desk).unwrap();
    assert!(noticed(&desk).is_empty(), "it was said today");
    // In summer nine o'clock in London is eight in UTC.
    desk.set_now("2027-06-01T08:00:00Z");
    remind(&desk).unwrap();
    assert_eq!(noticed(&desk).len(), 1);

    desk.ask(app::daily_reminder_set, DailyReminderRequest { daily: false })
        .unwrap();
    desk.set_now("2027-06-02T12:00:00Z");
    remind(&desk).unwrap();
    assert!(noticed(&desk).is_empty());
    desk.close();
    assert_eq!(refused(remind(&desk)).0, ErrorCode::NotOpen);
}
