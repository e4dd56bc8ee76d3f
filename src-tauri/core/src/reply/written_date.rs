//! A date somewhere in a line, as mail programs and people write it.

use jiff::civil::Date;

use crate::domain::folded;
use crate::domain::typed_date::MONTHS;

/// The first date in a line: `18 November 2026`, `November 18, 2026`, `18/11/2026`, `2026-11-18`. Numbers are read the British way
/// round. Only years a mail can be from.
pub(super) fn first(line: &str) -> Option<Date> {
    let plain: String = folded(line).chars().take(400).collect();
    let words: Vec<&str> = plain
        .split(|character: char| !character.is_alphanumeric() && !matches!(character, '/' | '-' | '.'))
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(place, word)| {
        if let Some(date) = numeric(word) {
            return Some(date);
        }
        let at = |offset: usize| words.get(place + offset).copied().unwrap_or_default();
        match (day(word), month(word)) {
            (Some(day), _) => {
                // "18th of November 2026"
                let skip = usize::from(at(1) == "of");
                made(year(at(2 + skip))?, month(at(1 + skip))?, day)
            }
            (None, Some(month)) => made(year(at(2))?, month, day(at(1))?),
            (None, None) => None,
        }
    })
}

fn numeric(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    let [first, second, third] = parts[..] else { return None };
    if first.len() == 4 {
        return made(year(first)?, second.parse().ok()?, third.parse().ok()?);
    }
    made(year(third)?, second.parse().ok()?, first.parse().ok()?)
}

fn made(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day)
        .ok()
        .filter(|date| (2010..=2100).contains(&date.year()))
}

fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    match word.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    digits
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

fn month(word: &str) -> Option<i8> {
    let place = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::first;
    use jiff::civil::date;

    #[test]
    fn a_date_is_found_however_it_is_written() {
        for line in [
            "Sent: 18 November 2026 10:04",
            "Sent: Wednesday, November 18, 2026 10:04 AM",
            "Date: Wed, 18 Nov 2026 10:04:11 +0000",
            "On 18/11/2026, 10:04, NHSmail Helpdesk <helpdesk@nhs.net> wrote:",
            "On Wed, 18 Nov 2026 at 10:04, NHSmail Helpdesk wrote:",
            "completed on 2026-11-18.",
            "from the 18th of November 2026",
            "18.11.26",
        ] {
            assert_eq!(first(line), Some(date(2026, 11, 18)), "{line}");
        }
    }

    #[test]
    fn what_is_no_date_of_a_mail_is_none() {
        for line in [
            "INC1234567",
            "0333 200 1133",
            "31 February 2026",
            "14/05/1951",
            "may we help",
            "1/2",
            "",
        ] {
            assert_eq!(first(line), None, "{line}");
        }
    }
}
