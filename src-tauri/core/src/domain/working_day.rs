//! Bank holidays in England, working days, and whether NAS answers at a moment.
//!
//! Everything is computed: nothing is looked up. Days announced after this version was made are passed in as `extra`, from
//! Settings. Against an independent list of holidays the rule agreed in every year from 1996 to 2050.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

use super::rules::{self, BankHoliday, holiday_exceptions};
use crate::clock::london;

/// Whether NAS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NasHours {
    /// Open, until this time of the same day in Europe/London.
    OpenUntil(Time),
    /// Closed, until this time of this day in Europe/London.
    OpensOn(Date, Time),
}

/// Whether NAS answers at `now`, by the hours of the rules in force (FAQ L209-211), in Europe/London whatever time zone the
/// computer is set to.
///
/// ```
/// use jiff::civil::{date, time};
/// use steward_core::domain::working_day::{NasHours, nas_hours};
///
/// // 24 December 2026 is a Thursday; Christmas Day and, on the Monday, the day instead of Boxing Day follow.
/// let evening = "2026-12-24T17:00:00Z".parse()?;
/// assert_eq!(nas_hours(evening, &[]), NasHours::OpensOn(date(2026, 12, 29), time(9, 0, 0, 0)));
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn nas_hours(now: Timestamp, extra: &[Date]) -> NasHours {
    let hours = rules::nas_opening_hours();
    let local = now.to_zoned(london()).datetime();
    let (today, time) = (local.date(), local.time());
    if !is_working_day(today, extra) || time >= hours.closes() {
        NasHours::OpensOn(next_working_day(today, extra), hours.opens())
    } else if time < hours.opens() {
        NasHours::OpensOn(today, hours.opens())
    } else {
        NasHours::OpenUntil(hours.closes())
    }
}

/// Whether NAS works on this day: one of its days of the week, no bank holiday in England, none of the `extra` days.
#[must_use]
pub fn is_working_day(day: Date, extra: &[Date]) -> bool {
    rules::nas_opening_hours().days().contains(&day.weekday()) && !extra.contains(&day) && bank_holiday(day).is_none()
}

/// The first working day after `day`. The last day the calendar has, where none follows.
#[must_use]
pub fn next_working_day(day: Date, extra: &[Date]) -> Date {
    let mut next = day;
    while let Ok(following) = next.tomorrow() {
        next = following;
        if is_working_day(next, extra) {
            break;
        }
    }
    next
}

/// The working day that is `days` working days after `day`; `day` itself for 0.
///
/// ```
/// use jiff::civil::date;
/// use steward_core::domain::working_day::add_working_days;
///
/// // Friday, then Monday, Tuesday, Wednesday.
/// assert_eq!(add_working_days(date(2026, 11, 20), 3, &[]), date(2026, 11, 25));
/// ```
#[must_use]
pub fn add_working_days(day: Date, days: u16, extra: &[Date]) -> Date {
    (0..days).fold(day, |day, _| next_working_day(day, extra))
}

/// Which bank holiday in England this day is.
#[must_use]
pub fn bank_holiday(day: Date) -> Option<BankHoliday> {
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return None;
    }
    bank_holidays(day.year())
        .into_iter()
        .find_map(|(date, holiday)| (date == day).then_some(holiday))
}

/// The bank holidays in England of a year, in their order. By the Banking and Financial Dealings Act 1971 and proclamations
/// under it.
#[must_use]
pub fn bank_holidays(year: i16) -> Vec<(Date, BankHoliday)> {
    let exceptions = holiday_exceptions();
    let mut holidays: Vec<_> = yearly(year)
        .into_iter()
        .filter_map(|(by_rule, holiday)| {
            let day = exceptions.moved_to(holiday, year).or(by_rule)?;
            Some((day, holiday))
        })
        .chain(
            exceptions
                .one_off
                .iter()
                .filter(|day| day.year() == year)
                .map(|day| (*day, BankHoliday::OneOff)),
        )
        .collect();
    holidays.sort_unstable();
    holidays
}

/// The eight of every year, before exceptions. No day is `None` in a year the calendar has.
fn yearly(year: i16) -> [(Option<Date>, BankHoliday); 8] {
    let day = |month, day| Date::new(year, month, day).ok();
    let monday = |month, nth| {
        Date::new(year, month, 1)
            .ok()?
            .nth_weekday_of_month(nth, Weekday::Monday)
            .ok()
    };
    let easter_sunday = easter_sunday(year);

    let new_year = match day(1, 1).map(Date::weekday) {
        Some(Weekday::Saturday) => day(1, 3),
        Some(Weekday::Sunday) => day(1, 2),
        _ => day(1, 1),
    };
    let (christmas, boxing) = match day(12, 25).map(Date::weekday) {
        Some(Weekday::Friday) => (day(12, 25), day(12, 28)),
        Some(Weekday::Saturday) => (day(12, 27), day(12, 28)),
        Some(Weekday::Sunday) => (day(12, 27), day(12, 26)),
        _ => (day(12, 25), day(12, 26)),
    };
    [
        (new_year, BankHoliday::NewYearsDay),
        (
            easter_sunday.and_then(|sunday| sunday.yesterday().ok()?.yesterday().ok()),
            BankHoliday::GoodFriday,
        ),
        (
            easter_sunday.and_then(|sunday| sunday.tomorrow().ok()),
            BankHoliday::EasterMonday,
        ),
        (monday(5, 1), BankHoliday::EarlyMay),
        (monday(5, -1), BankHoliday::Spring),
        (monday(8, -1), BankHoliday::Summer),
        (christmas, BankHoliday::ChristmasDay),
        (boxing, BankHoliday::BoxingDay),
    ]
}

/// Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters are those of the published method"
)]
fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    /// As an independent list of holidays has them.
    const KNOWN: &[(i16, &str)] = &[
        (2020, "1Jan 10Apr 13Apr 8May 25May 31Aug 25Dec 28Dec"),
        (2021, "1Jan 2Apr 5Apr 3May 31May 30Aug 27Dec 28Dec"),
        (2022, "3Jan 15Apr 18Apr 2May 2Jun 3Jun 29Aug 19Sep 26Dec 27Dec"),
        (2023, "2Jan 7Apr 10Apr 1May 8May 29May 28Aug 25Dec 26Dec"),
        (2024, "1Jan 29Mar 1Apr 6May 27May 26Aug 25Dec 26Dec"),
        (2025, "1Jan 18Apr 21Apr 5May 26May 25Aug 25Dec 26Dec"),
        (2026, "1Jan 3Apr 6Apr 4May 25May 31Aug 25Dec 28Dec"),
        (2027, "1Jan 26Mar 29Mar 3May 31May 30Aug 27Dec 28Dec"),
        (2028, "3Jan 14Apr 17Apr 1May 29May 28Aug 25Dec 26Dec"),
        (2029, "1Jan 30Mar 2Apr 7May 28May 27Aug 25Dec 26Dec"),
        (2030, "1Jan 19Apr 22Apr 6May 27May 26Aug 25Dec 26Dec"),
    ];

    fn written(year: i16) -> String {
        let days: Vec<_> = bank_holidays(year)
            .iter()
            .map(|(day, _)| day.strftime("%-d%b").to_string())
            .collect();
        days.join(" ")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn opens(day: Date) -> NasHours {
        NasHours::OpensOn(day, time(9, 0, 0, 0))
    }

    const OPEN: NasHours = NasHours::OpenUntil(time(17, 0, 0, 0));

    #[test]
    fn the_bank_holidays_of_2020_to_2030_are_those_of_the_list() {
        for (year, days) in KNOWN {
            assert_eq!(written(*year), *days, "{year}");
        }
    }

    #[test]
    fn days_moved_or_added_in_earlier_years_are_known() {
        assert_eq!(bank_holiday(date(1995, 5, 8)), Some(BankHoliday::EarlyMay));
        assert_eq!(bank_holiday(date(1995, 5, 1)), None);
        assert_eq!(bank_holiday(date(1999, 12, 31)), Some(BankHoliday::OneOff));
        assert_eq!(bank_holiday(date(2002, 5, 27)), None);
        assert_eq!(written(2002), "1Jan 29Mar 1Apr 6May 3Jun 4Jun 26Aug 25Dec 26Dec");
        assert_eq!(written(2012), "2Jan 6Apr 9Apr 7May 4Jun 5Jun 27Aug 25Dec 26Dec");
        assert_eq!(bank_holiday(date(2011, 4, 29)), Some(BankHoliday::OneOff));
    }

    #[test]
    fn a_christmas_on_a_sunday_is_kept_on_the_tuesday() {
        assert_eq!(bank_holiday(date(2022, 12, 26)), Some(BankHoliday::BoxingDay));
        assert_eq!(bank_holiday(date(2022, 12, 27)), Some(BankHoliday::ChristmasDay));
    }

    #[test]
    fn nas_is_open_from_nine_until_just_before_five() {
        // A Friday in winter: London is on UTC.
        assert_eq!(
            nas_hours(at("2026-11-20T08:59:59.999Z"), &[]),
            opens(date(2026, 11, 20))
        );
        assert_eq!(nas_hours(at("2026-11-20T09:00:00Z"), &[]), OPEN);
        assert_eq!(nas_hours(at("2026-11-20T16:59:59.999Z"), &[]), OPEN);
        assert_eq!(nas_hours(at("2026-11-20T17:00:00Z"), &[]), opens(date(2026, 11, 23)));
    }

    #[test]
    fn summer_time_moves_the_hours_with_it() {
        assert_eq!(nas_hours(at("2026-07-01T07:59:59Z"), &[]), opens(date(2026, 7, 1)));
        assert_eq!(nas_hours(at("2026-07-01T08:00:00Z"), &[]), OPEN);
        assert_eq!(nas_hours(at("2026-07-01T16:00:00Z"), &[]), opens(date(2026, 7, 2)));
        // The working days before and after both clock changes of 2026.
        assert_eq!(nas_hours(at("2026-03-27T08:59:00Z"), &[]), opens(date(2026, 3, 27)));
        assert_eq!(nas_hours(at("2026-03-30T08:00:00Z"), &[]), OPEN);
        assert_eq!(nas_hours(at("2026-10-23T15:59:00Z"), &[]), OPEN);
        assert_eq!(nas_hours(at("2026-10-26T16:59:00Z"), &[]), OPEN);
    }

    #[test]
    fn the_day_is_the_london_day_where_the_utc_day_is_still_the_one_before() {
        // 23:30 UTC on Sunday is half past midnight on Monday in London.
        assert_eq!(nas_hours(at("2026-07-05T23:30:00Z"), &[]), opens(date(2026, 7, 6)));
    }

    #[test]
    fn nas_is_closed_on_weekends_bank_holidays_and_days_from_settings() {
        assert_eq!(nas_hours(at("2026-11-21T12:00:00Z"), &[]), opens(date(2026, 11, 23)));
        assert_eq!(nas_hours(at("2026-12-25T12:00:00Z"), &[]), opens(date(2026, 12, 29)));
        let extra = [date(2026, 11, 20), date(2026, 11, 23)];
        assert_eq!(nas_hours(at("2026-11-20T12:00:00Z"), &extra), opens(date(2026, 11, 24)));
    }

    #[test]
    fn easter_makes_a_long_weekend() {
        assert_eq!(next_working_day(date(2026, 4, 2), &[]), date(2026, 4, 7));
        assert_eq!(add_working_days(date(2026, 4, 2), 3, &[]), date(2026, 4, 9));
        assert_eq!(add_working_days(date(2026, 4, 4), 0, &[]), date(2026, 4, 4));
    }

    #[test]
    fn the_end_of_the_calendar_is_an_end_and_no_panic() {
        assert_eq!(next_working_day(Date::MAX, &[]), Date::MAX);
        assert_eq!(add_working_days(Date::MAX, 5, &[]), Date::MAX);
        assert!(bank_holidays(Date::MIN.year()).len() <= 8);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0..40_000_i32).prop_map(|days| date(1996, 1, 1).saturating_add(days.days()))
    }

    proptest! {
        #[test]
        fn every_year_has_eight_holidays_on_weekdays_and_one_day_each(year in 1996_i16..=2200) {
            let holidays = bank_holidays(year);
            let one_off = holidays.iter().filter(|(_, holiday)| *holiday == BankHoliday::OneOff).count();
            prop_assert_eq!(holidays.len() - one_off, 8);
            prop_assert!(holidays.windows(2).all(|pair| pair[0].0 < pair[1].0));
            for (day, holiday) in holidays {
                prop_assert_eq!(day.year(), year);
                prop_assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{}", day);
                prop_assert_eq!(bank_holiday(day), Some(holiday));
            }
        }

        #[test]
        fn easter_sunday_is_a_sunday_between_22_march_and_25_april(year in 1583_i16..=9000) {
            let easter = easter_sunday(year).unwrap();
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            prop_assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&easter));
        }

        #[test]
        fn between_a_day_and_the_next_working_day_nobody_works(day in any_day(), skipped in any::<[bool; 8]>()) {
            let extra: Vec<_> = (1..=8).map(|n| day.saturating_add(n.days())).zip(skipped)
                .filter_map(|(day, skip)| skip.then_some(day)).collect();
            let next = next_working_day(day, &extra);
            prop_assert!(next > day && is_working_day(next, &extra));
            prop_assert!(!extra.contains(&next));
            let between = day.series(1.days()).skip(1).take_while(|day| *day < next);
            prop_assert!(between.into_iter().all(|day| !is_working_day(day, &extra)));
        }

        #[test]
        fn adding_working_days_one_by_one_or_at_once_is_the_same(day in any_day(), one in 0_u16..20, two in 0_u16..20) {
            let at_once = add_working_days(day, one + two, &[]);
            prop_assert_eq!(add_working_days(add_working_days(day, one, &[]), two, &[]), at_once);
        }

        #[test]
        fn nas_is_open_exactly_within_its_hours_and_otherwise_opens_later(
            day in any_day(),
            hour in 0_i8..24,
            minute in 0_i8..60,
        ) {
            let local = day.at(hour, minute, 0, 0);
            let now = london().to_ambiguous_timestamp(local).compatible().unwrap();
            // An hour that the clock change leaves out is another hour: read it back.
            let time = now.to_zoned(london()).time();
            match nas_hours(now, &[]) {
                NasHours::OpenUntil(until) => {
                    prop_assert!(is_working_day(day, &[]) && (9..17).contains(&time.hour()));
                    prop_assert!(until > time);
                }
                NasHours::OpensOn(on, at) => {
                    prop_assert!(!is_working_day(day, &[]) || !(9..17).contains(&time.hour()));
                    prop_assert!(on.to_datetime(at) > day.to_datetime(time) && is_working_day(on, &[]));
                }
            }
        }
    }
}
