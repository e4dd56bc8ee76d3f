//! The clock: the only place that asks the computer what time it is.
//!
//! Everything else is handed `now` or `today`, so that a deadline can be tested on 29 February and a demo never ages.

use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

pub use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

/// Something that knows the present moment.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> Timestamp;
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one door to the computer's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that goes as fast as the computer's own, but stands elsewhere: for a demo of another day.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock {
    ahead: SignedDuration,
}

impl ShiftedClock {
    /// A clock that begins at nine in the morning of this day in England.
    #[must_use]
    pub fn beginning_on(day: Date) -> Self {
        let now = SystemClock.now();
        let begin = day
            .at(9, 0, 0, 0)
            .to_zoned(london())
            .map_or(now, |begin| begin.timestamp());
        Self {
            ahead: begin.duration_since(now),
        }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        now.checked_add(self.ahead).unwrap_or(now)
    }
}

/// A clock that stands still until it is set: for the demo and for tests.
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock standing at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock to `now`, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for FixedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FixedClock").field(&self.now()).finish()
    }
}

/// The calendar date in Europe/London at `now`, whatever time zone the computer is set to.
#[must_use]
pub fn today(now: Timestamp) -> Date {
    now.to_zoned(london()).date()
}

/// Europe/London, from the time zone data built into the app: an old computer's own data may miss a change of law.
///
/// # Panics
///
/// Never in a program that passed its tests: the data is part of the executable.
#[must_use]
pub fn london() -> TimeZone {
    #[expect(clippy::expect_used, reason = "the data is part of the executable, a test reads it")]
    static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
        TimeZoneDatabase::bundled()
            .get("Europe/London")
            .expect("the bundled time zone data holds Europe/London")
    });
    LONDON.clone()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_date_is_the_london_date_in_winter_and_in_summer() {
        assert_eq!(today(at("2026-01-15T23:30:00Z")), date(2026, 1, 15));
        assert_eq!(today(at("2026-07-15T22:59:59Z")), date(2026, 7, 15));
        assert_eq!(today(at("2026-07-15T23:00:00Z")), date(2026, 7, 16));
    }

    #[test]
    fn the_date_holds_over_both_clock_changes_of_2026() {
        assert_eq!(today(at("2026-03-29T00:59:59Z")), date(2026, 3, 29));
        assert_eq!(today(at("2026-03-29T23:00:00Z")), date(2026, 3, 30));
        assert_eq!(today(at("2026-10-24T23:00:00Z")), date(2026, 10, 25));
        assert_eq!(today(at("2026-10-25T23:30:00Z")), date(2026, 10, 25));
        assert_eq!(today(at("2028-02-29T12:00:00Z")), date(2028, 2, 29));
    }

    #[test]
    fn a_fixed_clock_stands_still_until_it_is_set() {
        let clock = FixedClock::at(at("2026-11-20T09:00:00Z"));
        assert_eq!(clock.now(), clock.now());
        clock.set(at("2026-11-19T09:00:00Z"));
        assert_eq!(clock.now(), at("2026-11-19T09:00:00Z"));
    }

    #[test]
    fn a_shifted_clock_begins_in_the_morning_of_its_day_and_goes_on() {
        let clock = ShiftedClock::beginning_on(date(2026, 7, 20));
        let begun = clock.now();
        assert_eq!(today(begun), date(2026, 7, 20));
        assert!(
            begun >= at("2026-07-20T07:59:59Z") && begun < at("2026-07-20T08:05:00Z"),
            "{begun}"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(clock.now() > begun);
    }

    #[test]
    fn the_system_clock_does_not_run_before_this_was_written() {
        assert!(SystemClock.now() > at("2026-01-01T00:00:00Z"));
    }
}
