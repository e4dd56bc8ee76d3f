//! The days that matter, as a calendar file for any calendar program.
//!
//! A calendar is often shared with a whole office, so a day carries a name only where the owner asked for it. Each day keeps its
//! id for good: read in again later, it moves the day that is there instead of adding another.

use icalendar::{Calendar, Class, Component, Event, Property};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::clock_rules::{ClockEvent, ClockKind};

/// What happens on a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOf {
    /// An account's clock comes to this.
    Account(ClockKind, ClockEvent),
    /// The owner's own password ends.
    OwnPassword,
    /// NAS has had the time we advise to wait, and may be asked again.
    Chase,
    /// NAS was asked again, and the request may be escalated.
    Escalate,
}

/// One day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// What it is about, in letters and digits: the same for the same thing in every file.
    pub id: String,
    /// The day.
    pub on: Date,
    /// What happens.
    pub what: DayOf,
    /// The home, where one is known.
    pub home: Option<String>,
    /// Whose day it is, where names were asked for.
    pub name: Option<String>,
}

/// The file, made at this moment.
#[must_use]
pub fn calendar(days: &[CalendarDay], made_at: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar.name("NHSmail dates from Mailbox Steward");
    for day in days {
        calendar.push(event(day, made_at));
    }
    calendar.to_string()
}

/// What a saved calendar is called. It names nobody.
#[must_use]
pub fn calendar_file_name(today: Date) -> String {
    format!("nhsmail-dates-{today}.ics")
}

/// What the notice of the day says. It names nobody.
#[must_use]
pub fn notice_text(waiting: u32) -> String {
    match waiting {
        1 => "1 thing to do today.".to_owned(),
        many => format!("{many} things to do today."),
    }
}

fn event(day: &CalendarDay, made_at: Timestamp) -> Event {
    let stamp = made_at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut event = Event::new();
    event
        .uid(&format!("{}@mailboxsteward", day.id))
        .add_property("DTSTAMP", &stamp)
        .add_property("LAST-MODIFIED", &stamp)
        // A later file wins over an earlier one: programs compare this number before anything else.
        .add_property("SEQUENCE", (made_at.as_second() / 60).to_string())
        .append_property(
            Property::new("DTSTART", day.on.strftime("%Y%m%d").to_string())
                .add_parameter("VALUE", "DATE")
                .done(),
        )
        .append_property(
            Property::new("DTEND", next_day(day.on).strftime("%Y%m%d").to_string())
                .add_parameter("VALUE", "DATE")
                .done(),
        )
        .add_property("TRANSP", "TRANSPARENT")
        .summary(&summary(day))
        .description(description(day))
        .class(Class::Private);
    event.done()
}

/// The day after, which is where an event of a whole day ends; the last day the calendar has ends on itself.
fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn summary(day: &CalendarDay) -> String {
    let account = match &day.name {
        Some(name) => format!("{name}: NHSmail account"),
        None => "An NHSmail account".to_owned(),
    };
    let what = match day.what {
        DayOf::OwnPassword => "Your NHSmail password ends".to_owned(),
        DayOf::Chase => "Ask NAS again about a request".to_owned(),
        DayOf::Escalate => "Escalate a request NAS has not answered".to_owned(),
        DayOf::Account(kind, event) => format!("{account} {}", account_words(kind, event)),
    };
    match &day.home {
        Some(home) => format!("{what} ({home})"),
        None => what,
    }
}

const fn account_words(kind: ClockKind, event: ClockEvent) -> &'static str {
    match (kind, event) {
        (ClockKind::Leaver, ClockEvent::Warning) => "of a leaver will soon be deleted",
        (ClockKind::Leaver, ClockEvent::MayBeDeleted) => "of a leaver may be deleted",
        (ClockKind::Pending, _) => "not signed in to yet may be switched off",
        (_, ClockEvent::Warning) => "needs a look",
        (_, ClockEvent::MayBeInactive) => "may be switched off if unused",
        (_, ClockEvent::MayBeDeleted) => "may be deleted if unused",
        (_, ClockEvent::MayBeGone) => "can no longer be restored if it was deleted",
        (_, ClockEvent::LeaveEnds) => "may not stay switched off for leave any longer",
        (_, ClockEvent::PasswordExpires) => "needs a new password",
    }
}

const fn description(day: &CalendarDay) -> &'static str {
    match day.what {
        DayOf::Account(..) if day.name.is_none() => "Open Mailbox Steward to see whose account it is and what to do.",
        DayOf::Account(..) => "Open Mailbox Steward to see what to do.",
        DayOf::OwnPassword => "Change it before this day, then note the day in Mailbox Steward.",
        DayOf::Chase | DayOf::Escalate => {
            "Open Mailbox Steward: the mail is written for you. When to ask is our advice."
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day() -> CalendarDay {
        CalendarDay {
            id: "account-1-may_be_deleted".to_owned(),
            on: date(2026, 12, 31),
            what: DayOf::Account(ClockKind::Leaver, ClockEvent::MayBeDeleted),
            home: Some("Rowan House".to_owned()),
            name: None,
        }
    }

    fn text(days: &[CalendarDay]) -> String {
        let made_at = "2026-11-20T09:30:00Z".parse().unwrap();
        // Long lines are folded in the file.
        calendar(days, made_at).replace("\r\n ", "")
    }

    #[test]
    fn a_day_is_a_whole_day_that_ends_on_the_next() {
        let text = text(&[day()]);
        for line in [
            "UID:account-1-may_be_deleted@mailboxsteward",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTAMP:20261120T093000Z",
            "SUMMARY:An NHSmail account of a leaver may be deleted (Rowan House)",
        ] {
            assert!(text.lines().any(|each| each == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn a_name_is_there_only_where_it_was_asked_for() {
        assert!(!text(&[day()]).contains("Jane"));
        let named = CalendarDay {
            name: Some("Jane Smith".to_owned()),
            ..day()
        };
        assert!(
            text(&[named]).contains("SUMMARY:Jane Smith: NHSmail account of a leaver may be deleted (Rowan House)")
        );
    }

    #[test]
    fn the_same_day_keeps_its_id_when_it_moves_and_the_later_file_wins() {
        let moved = CalendarDay {
            on: date(2027, 1, 5),
            ..day()
        };
        let line = |text: &str, name: &str| text.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        let later = "2026-11-21T09:30:00Z".parse().unwrap();
        let (before, after) = (text(&[day()]), calendar(&[moved], later));
        assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
        assert!(line(&before, "SEQUENCE:") < line(&after, "SEQUENCE:"));
    }

    #[test]
    fn one_property_of_each_name_stands_in_a_day() {
        let text = text(&[day()]);
        for name in [
            "DTSTAMP:",
            "DTSTART;",
            "DTEND;",
            "UID:",
            "SEQUENCE:",
            "SUMMARY:",
            "CLASS:",
        ] {
            assert_eq!(text.lines().filter(|line| line.starts_with(name)).count(), 1, "{name}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") || text.starts_with("BEGIN:VCALENDAR\n"));
    }

    #[test]
    fn a_name_with_a_comma_does_not_break_the_line() {
        let named = CalendarDay {
            home: Some("Rowan, House; Lodge\\".to_owned()),
            ..day()
        };
        assert!(text(&[named]).contains("(Rowan\\, House\\; Lodge\\\\)"));
    }
}
