//! From the text of one cell to a value, with the slips that spreadsheets make: a mobile without its 0, a day as a number, a name with
//! the last name first.

use jiff::Span;
use jiff::civil::{Date, date};

use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::refusal::Reason;
use crate::domain::typed_date::typed_date;
use crate::domain::{FullName, Mobile, folded};

/// Whether people write this for "nothing": it is read as an empty cell everywhere but in a name.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    if text
        .chars()
        .all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '.' | '?' | '_'))
    {
        return true;
    }
    text.len() <= 16
        && matches!(
            text.to_lowercase().as_str(),
            "n/a" | "na" | "none" | "nil" | "tbc" | "unknown" | "not known" | "not given" | "null" | "#n/a" | "blank"
        )
}

/// Whether a name is what the last row of a list is called that counts or adds up the others, with or without the number.
///
/// ```
/// use steward_core::domain::staff_file::cell::is_total;
/// assert!(is_total("Grand total:") && is_total("Total staff 24"));
/// assert!(!is_total("Tota Lindqvist") && !is_total("Sum Wong"));
/// ```
#[must_use]
pub fn is_total(name: &str) -> bool {
    let name = folded(name);
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    matches!(
        words.as_slice(),
        ["total" | "totals" | "subtotal" | "subtotals" | "headcount" | "sum" | "count"]
            | ["grand" | "sub" | "overall" | "staff", "total" | "totals"]
            | [
                "total",
                "staff" | "employees" | "people" | "workers" | "headcount" | "records" | "rows"
            ]
            | ["total", "number", "of", _]
            | ["head", "count"]
    )
}

/// A day as spreadsheets and people write it: `3/5/2021`, `03.05.21`, `3 May 2021`, `2021-05-03` with or without a time, or the number a
/// spreadsheet counts days with. The day comes before the month.
///
/// # Errors
/// As for a typed date.
///
/// ```
/// use jiff::civil::date;
/// use steward_core::domain::staff_file::cell::day;
/// assert_eq!(day("3rd May 2021"), Ok(date(2021, 5, 3)));
/// assert_eq!(day("44319"), Ok(date(2021, 5, 3)));
/// assert!(day("31/02/2021").is_err());
/// ```
pub fn day(text: &str) -> Result<Date, Reason> {
    let text = text.trim();
    let bytes = text.len();
    if bytes == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return counted_day(text);
    }
    // A time behind the day says nothing here.
    let text = match text.split_once(['T', ' ']) {
        Some((day, time)) if is_time(time) => day,
        _ => text,
    };
    let mut parts = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '\u{2013}'))
        .filter(|part| !part.is_empty());
    let (Some(first), Some(second), Some(third), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Reason::DateNotReal);
    };
    let found = if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        typed_date(third, second, first)
    } else if first.starts_with(|c: char| c.is_alphabetic()) {
        // "May 3, 2021"
        typed_date(without_ordinal(second), first, third)
    } else {
        typed_date(without_ordinal(first), second, third)
    };
    found.and_then(|day| day.ok_or(Reason::DateNotReal))
}

fn is_time(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(':')
        && text.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | 'z' | ' ' | '+' | 'A' | 'a' | 'P' | 'p' | 'M' | 'm')
        })
}

fn without_ordinal(day: &str) -> &str {
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| day.strip_suffix(ending))
        .unwrap_or(day)
}

/// The day with this number, counted from the end of 1899 as spreadsheets do.
fn counted_day(digits: &str) -> Result<Date, Reason> {
    let number: i64 = digits.parse().map_err(|_| Reason::DateNotReal)?;
    let span = Span::new().try_days(number).map_err(|_| Reason::DateNotReal)?;
    let day = date(1899, 12, 30).checked_add(span).map_err(|_| Reason::DateNotReal)?;
    // Through the same door as a typed day, so that the same years are taken.
    typed_date(
        &day.day().to_string(),
        &day.month().to_string(),
        &day.year().to_string(),
    )
    .and_then(|day| day.ok_or(Reason::DateNotReal))
}

/// A mobile. A spreadsheet that took it for a number took its 0 away.
///
/// # Errors
/// As for a typed mobile, but never that the 0 is missing.
pub fn mobile(text: &str) -> Result<Mobile, Reason> {
    match text.parse::<Mobile>() {
        Err(Reason::MobileWithoutZero) => format!("0{}", text.trim()).parse(),
        other => other,
    }
}

/// A whole name. `Smith, Jane` becomes `Jane Smith`, as the directory of NHSmail writes it, with or without the organisation in brackets
/// behind it.
///
/// # Errors
/// As for a typed name.
///
/// ```
/// use steward_core::domain::staff_file::cell::name;
/// assert_eq!(name("O'NEILL, Sean (ROWAN HOUSE)")?.as_str(), "Sean O'Neill");
/// assert_eq!(name("Martin King, Jr.")?.as_str(), "Martin King, Jr.");
/// # Ok::<(), steward_core::domain::Reason>(())
/// ```
pub fn name(text: &str) -> Result<FullName, Reason> {
    let Some((last, first)) = text.split_once(',') else {
        return text.parse();
    };
    let (last, first) = (last.trim(), first.trim());
    let ending = first.trim_end_matches('.').to_lowercase();
    if last.is_empty()
        || first.is_empty()
        || first.contains(',')
        || matches!(ending.as_str(), "jr" | "sr" | "ii" | "iii")
    {
        return text.parse();
    }
    let first = match first.split_once('(') {
        Some((before, behind)) if behind.ends_with(')') && !before.trim().is_empty() => before.trim(),
        _ => first,
    };
    let last = if last.chars().any(char::is_lowercase) {
        last.to_owned()
    } else {
        in_small_letters(last)
    };
    format!("{first} {last}").parse()
}

/// A last name in capitals as people write their own: a capital after each space, hyphen and apostrophe.
fn in_small_letters(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    let mut first = true;
    for character in name.chars() {
        if first {
            written.push(character);
        } else {
            written.extend(character.to_lowercase());
        }
        first = !character.is_alphabetic();
    }
    written
}

/// Owner or member; `None` for a cell that says there is no access.
///
/// # Errors
/// When it says neither; the cell has to be cleared up by the owner.
pub fn access(text: &str) -> Result<Option<AccessLevel>, NotClear> {
    let words = folded(text);
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let says = |looked: &[&str]| words.iter().any(|word| looked.contains(word));
    if words.is_empty()
        || matches!(
            words.as_slice(),
            ["no" | "none" | "0" | "false"] | ["no", "access"] | ["n", "a"]
        )
    {
        Ok(None)
    } else if says(&["owner", "owners"]) && !says(&["member", "members", "not", "non"]) {
        Ok(Some(AccessLevel::Owner))
    } else if says(&["member", "members"]) && !says(&["owner", "owners", "not", "non"]) {
        Ok(Some(AccessLevel::Member))
    } else {
        Err(NotClear)
    }
}

/// Yes or no.
///
/// # Errors
/// When it says neither.
pub fn answer(text: &str) -> Result<Answer, NotClear> {
    match folded(text).trim() {
        "yes" | "y" | "true" | "1" | "enabled" | "enrolled" | "enforced" | "registered" | "on" | "set up"
        | "complete" => Ok(Answer::Yes),
        "no" | "n" | "false" | "0" | "disabled" | "not enrolled" | "not registered" | "not enabled" | "off"
        | "not set up" => Ok(Answer::No),
        _ => Err(NotClear),
    }
}

/// A cell that says neither of the few things it could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotClear;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_that_spreadsheets_give_it() {
        for text in [
            "3/5/2021",
            "03/05/21",
            "03.05.2021",
            "3-5-2021",
            "3 May 2021",
            "3rd May 2021",
            "03-May-21",
            "May 3, 2021",
            "2021-05-03",
            "2021-05-03T00:00:00",
            "2021-05-03 00:00:00",
            "03/05/2021 09:30",
            "44319",
            " 3/5/2021 ",
        ] {
            assert_eq!(day(text), Ok(date(2021, 5, 3)), "{text}");
        }
        for text in [
            "2021",
            "5/2021",
            "31/4/2021",
            "yesterday",
            "12345",
            "99999",
            "5/13/2021",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_mobile_gets_back_the_nought_that_a_spreadsheet_took() {
        assert_eq!(mobile("7700900123").unwrap().as_str(), "07700900123");
        assert_eq!(mobile("07700 900123").unwrap().as_str(), "07700900123");
        assert_eq!(mobile("447700900123").unwrap().as_str(), "07700900123");
        assert!(mobile("7.70E+09").is_err());
    }

    #[test]
    fn a_last_name_in_front_goes_behind() {
        for (text, name_then) in [
            ("Smith, Jane", "Jane Smith"),
            ("SMITH, Jane (ROWAN HOUSE)", "Jane Smith"),
            ("SMITH-JONES, Mary Ann", "Mary Ann Smith-Jones"),
            ("Jane Smith", "Jane Smith"),
            ("Jane (Jenny) Smith", "Jane (Jenny) Smith"),
        ] {
            assert_eq!(name(text).unwrap().as_str(), name_then, "{text}");
        }
        assert_eq!(name("Smith, Jane 1980"), Err(Reason::NameDigit));
    }

    #[test]
    fn access_and_answers_are_clear_or_not() {
        assert_eq!(access("Owner"), Ok(Some(AccessLevel::Owner)));
        assert_eq!(access("Mailbox member"), Ok(Some(AccessLevel::Member)));
        assert_eq!(access("No access"), Ok(None));
        assert_eq!(access("Owner/Member"), Err(NotClear));
        assert_eq!(access("Full"), Err(NotClear));
        assert_eq!(answer("Enabled"), Ok(Answer::Yes));
        assert_eq!(answer("N"), Ok(Answer::No));
        assert_eq!(answer("soon"), Err(NotClear));
    }
}
