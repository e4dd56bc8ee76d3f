//! Bank holidays that do not follow the yearly rule.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::{RulesError, Source};
use crate::domain::named::named_enum;

named_enum! {
    /// A bank holiday in England.
    pub enum BankHoliday {
        /// New Year's Day, or the day instead of it.
        NewYearsDay = "new_years_day",
        /// Good Friday.
        GoodFriday = "good_friday",
        /// Easter Monday.
        EasterMonday = "easter_monday",
        /// The early May bank holiday.
        EarlyMay = "early_may",
        /// The spring bank holiday.
        Spring = "spring",
        /// The summer bank holiday.
        Summer = "summer",
        /// Christmas Day, or the day instead of it.
        ChristmasDay = "christmas_day",
        /// Boxing Day, or the day instead of it.
        BoxingDay = "boxing_day",
        /// A day in one year only.
        OneOff = "one_off",
    }
}

/// A bank holiday that is kept on another day in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovedHoliday {
    /// Which.
    pub holiday: BankHoliday,
    /// The day it is kept on; its year is the one it is moved in.
    pub to: Date,
}

/// The bank holidays known to this version that do not follow the yearly rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayExceptions {
    /// Where that is said.
    pub source: Source,
    /// Moved in one year.
    pub moved: Vec<MovedHoliday>,
    /// Additional in one year.
    pub one_off: Vec<Date>,
}

impl HolidayExceptions {
    /// The day a holiday is moved to in a year, where it is.
    #[must_use]
    pub fn moved_to(&self, holiday: BankHoliday, year: i16) -> Option<Date> {
        self.moved
            .iter()
            .find(|moved| moved.holiday == holiday && moved.to.year() == year)
            .map(|moved| moved.to)
    }

    fn parse(text: &str) -> Result<Self, RulesError> {
        let exceptions: Self = toml::from_str(text)?;
        let in_order = exceptions.one_off.windows(2).all(|pair| pair[0] < pair[1]);
        let once = exceptions.moved.iter().all(|moved| {
            moved.holiday != BankHoliday::OneOff
                && exceptions.moved_to(moved.holiday, moved.to.year()) == Some(moved.to)
        });
        if in_order && once {
            Ok(exceptions)
        } else {
            Err(RulesError::Refused(
                "a holiday is moved twice, or the days of one year are out of order".into(),
            ))
        }
    }
}

/// The bank holidays known to this version that do not follow the yearly rule.
#[must_use]
pub fn holiday_exceptions() -> &'static HolidayExceptions {
    static EXCEPTIONS: LazyLock<HolidayExceptions> = LazyLock::new(|| {
        #[expect(
            clippy::expect_used,
            reason = "a start-up invariant: the list ships with the app and a test parses it"
        )]
        HolidayExceptions::parse(TEXT).expect("the embedded bank holidays are valid")
    });
    &EXCEPTIONS
}

const TEXT: &str = include_str!("../../../rules/bank-holidays.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_bank_holidays_are_valid() {
        HolidayExceptions::parse(TEXT).unwrap();
    }

    #[test]
    fn days_out_of_order_moved_twice_or_with_an_unknown_key_are_refused() {
        for (from, to) in [
            ("\"2022-06-03\"", "\"2011-04-28\""),
            ("\"2022-06-02\"", "\"2012-06-05\""),
            ("holiday = \"spring\"", "holiday = \"one_off\""),
            ("holiday = \"spring\"", "why = \"jubilee\", holiday = \"spring\""),
            ("\"2022-06-02\"", "\"2022-06-31\""),
        ] {
            assert!(TEXT.contains(from));
            assert!(
                HolidayExceptions::parse(&TEXT.replacen(from, to, 1)).is_err(),
                "{to} was taken"
            );
        }
    }
}
