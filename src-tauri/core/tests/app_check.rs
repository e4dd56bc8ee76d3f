//! The check of the history in the background, and what it leaves on Today.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app;
use steward_core::contract::{DailyCheckView, NoRequest, TodayKindView, TodayRequest};
use support::desk::{Desk, person};

fn daily(desk: &Desk) -> DailyCheckView {
    desk.ask(app::history_check_daily, NoRequest {}).unwrap()
}

fn is_on_today(desk: &Desk) -> bool {
    let today = desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    today
        .lines
        .iter()
        .any(|line| line.kind == TodayKindView::HistoryDamaged)
}

fn checked_on(desk: &Desk) -> Option<String> {
    let settings = desk.ask(app::settings_get, NoRequest {}).unwrap();
    settings.history_checked_on.map(|day| day.to_string())
}

#[test]
fn the_history_is_checked_once_a_day_and_again_after_a_start_on_another_day() {
    let mut desk = Desk::with_home();
    let (due, not_due) = (
        DailyCheckView {
            checked: true,
            damaged: false,
        },
        DailyCheckView {
            checked: false,
            damaged: false,
        },
    );
    assert_eq!(checked_on(&desk), None);
    assert_eq!((daily(&desk), daily(&desk)), (due.clone(), not_due.clone()));
    assert_eq!(checked_on(&desk).as_deref(), Some("2026-11-20"));
    desk.reopen();
    assert_eq!(daily(&desk), not_due);
    desk.set_now("2026-11-21T09:00:00Z");
    assert_eq!(daily(&desk), due);
}

#[test]
fn damage_found_in_the_background_stays_on_today_until_a_check_finds_none() {
    let mut desk = Desk::with_home();
    desk.added(person("Amina Yusuf"));
    desk.close();
    let raw = desk.raw();
    let before: Vec<u8> = raw
        .query_row("SELECT hash FROM change WHERE sequence = 3", [], |row| row.get(0))
        .unwrap();
    raw.execute("UPDATE change SET hash = zeroblob(32) WHERE sequence = 3", [])
        .unwrap();
    drop(raw);
    desk.reopen();
    assert!(!is_on_today(&desk));
    let found = daily(&desk);
    assert!(found.checked && found.damaged);
    assert!(is_on_today(&desk));
    desk.reopen();
    assert!(is_on_today(&desk), "it is known after a start");
    desk.close();
    desk.raw()
        .execute("UPDATE change SET hash = ?1 WHERE sequence = 3", [before])
        .unwrap();
    desk.reopen();
    assert!(desk.verify().damage.is_empty());
    assert!(!is_on_today(&desk));
}

#[test]
fn the_rules_are_looked_at_with_the_history() {
    assert!(Desk::with_home().verify().rules_whole);
}
