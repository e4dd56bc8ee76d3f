//! A date as people type it: day, month and year in three boxes.

use jiff::civil::Date;

use super::refusal::Reason;

/// The years a date may have: no account, post or request is older, and none is planned further ahead.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Reads a date from three texts. All three empty is no date.
///
/// The month may be a number or a name in English, whole or its first three letters or more. A year of two digits is one of this
/// century.
///
/// # Errors
/// [`Reason::DateIncomplete`] when one of the three is missing, [`Reason::DateNotReal`] for one that is no number or name or
/// a day the month does not have, [`Reason::DateYear`] for a year before 1990 or after 2100.
///
/// ```
/// use jiff::civil::date;
/// use steward_core::domain::{Reason, typed_date::typed_date};
///
/// assert_eq!(typed_date("3", "May", "2027"), Ok(Some(date(2027, 5, 3))));
/// assert_eq!(typed_date(" ", "", ""), Ok(None));
/// assert_eq!(typed_date("31", "4", "2027"), Err(Reason::DateNotReal));
/// ```
pub fn typed_date(day: &str, month: &str, year: &str) -> Result<Option<Date>, Reason> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    match [day, month, year].iter().filter(|part| part.is_empty()).count() {
        0 => {}
        3 => return Ok(None),
        _ => return Err(Reason::DateIncomplete),
    }
    let day: i8 = number(day, 2)?;
    let month: i8 = if month.chars().all(|c| c.is_ascii_digit()) {
        number(month, 2)?
    } else {
        month_named(month)?
    };
    let year: i16 = match (year.len(), number::<i16>(year, 4)?) {
        (2, year) => 2000 + year,
        (4, year) => year,
        _ => return Err(Reason::DateYear),
    };
    if !YEARS.contains(&year) {
        return Err(Reason::DateYear);
    }
    Date::new(year, month, day).map(Some).map_err(|_| Reason::DateNotReal)
}

fn number<T: std::str::FromStr>(text: &str, most: usize) -> Result<T, Reason> {
    if text.len() > most || !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(Reason::DateNotReal);
    }
    text.parse().map_err(|_| Reason::DateNotReal)
}

/// The months as people write them, in small letters.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month_named(text: &str) -> Result<i8, Reason> {
    let text = text.trim_end_matches('.').to_lowercase();
    // "sept" is how many write it, and is also a beginning of the name.
    if text.chars().count() < 3 {
        return Err(Reason::DateNotReal);
    }
    let found = (1..).zip(MONTHS).find(|(_, name)| name.starts_with(&text));
    found.map(|(number, _)| number).ok_or(Reason::DateNotReal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn months_are_numbers_or_names() {
        for month in ["9", "09", "sep", "Sept", "Sept.", "SEPTEMBER"] {
            assert_eq!(typed_date("1", month, "26"), Ok(Some(date(2026, 9, 1))), "{month}");
        }
        for month in ["ma", "13", "0", "septembers", "9th", "-1"] {
            assert_eq!(typed_date("1", month, "2026"), Err(Reason::DateNotReal), "{month}");
        }
    }

    #[test]
    fn a_half_typed_date_is_incomplete_and_never_guessed() {
        for (day, month, year) in [("3", "", ""), ("", "5", "2027"), ("3", "5", " ")] {
            assert_eq!(typed_date(day, month, year), Err(Reason::DateIncomplete));
        }
    }

    #[test]
    fn a_leap_day_exists_in_leap_years_only() {
        assert_eq!(typed_date("29", "2", "2028"), Ok(Some(date(2028, 2, 29))));
        assert_eq!(typed_date("29", "2", "2027"), Err(Reason::DateNotReal));
    }

    #[test]
    fn a_year_far_away_is_refused() {
        for year in ["1989", "2101", "202", "1", "20266"] {
            assert!(typed_date("1", "1", year).is_err(), "{year}");
        }
    }

    proptest! {
        #[test]
        fn every_day_reads_back_from_its_parts(year in 1990..=2100i16, ordinal in 1..=365i16) {
            let day = date(year, 1, 1).checked_add(jiff::Span::new().days(i64::from(ordinal) - 1)).unwrap();
            let read = typed_date(&day.day().to_string(), &day.month().to_string(), &day.year().to_string());
            prop_assert_eq!(read, Ok(Some(day)));
        }

        #[test]
        fn no_text_makes_it_panic(day in ".{0,6}", month in ".{0,12}", year in ".{0,6}") {
            let _ = typed_date(&day, &month, &year);
        }
    }
}
