//! A time of day as people type it.

use jiff::civil::Time;

use super::refusal::Reason;

/// Reads a time of day: `14:05`, `14.05`, `2.05 pm`, `9am`, `1405`. Nothing but spaces is no time.
///
/// # Errors
/// [`Reason::TimeNotReal`] for anything else.
///
/// ```
/// use jiff::civil::time;
/// use steward_core::domain::{Reason, typed_time::typed_time};
///
/// assert_eq!(typed_time("2.05 pm"), Ok(Some(time(14, 5, 0, 0))));
/// assert_eq!(typed_time(" "), Ok(None));
/// assert_eq!(typed_time("25:00"), Err(Reason::TimeNotReal));
/// ```
pub fn typed_time(text: &str) -> Result<Option<Time>, Reason> {
    const LONGEST: usize = 16;
    let typed: String = text
        .chars()
        .take(LONGEST + 1)
        .collect::<String>()
        .trim()
        .to_ascii_lowercase();
    if typed.is_empty() {
        return Ok(None);
    }
    if typed.len() > LONGEST {
        return Err(Reason::TimeNotReal);
    }
    let plain = typed.trim_end_matches('.').replace("a.m", "am").replace("p.m", "pm");
    let (digits, half) = match (plain.strip_suffix("am"), plain.strip_suffix("pm")) {
        (Some(digits), _) => (digits.trim(), Some(0)),
        (_, Some(digits)) => (digits.trim(), Some(12)),
        (None, None) => (plain.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None if half.is_some() => (digits, "00"),
        None => return Err(Reason::TimeNotReal),
    };
    let (hour, minute) = (number(hour, 1)?, number(minute, 2)?);
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return Err(Reason::TimeNotReal),
    };
    Time::new(hour, minute, 0, 0).map(Some).map_err(|_| Reason::TimeNotReal)
}

fn number(text: &str, least: usize) -> Result<i8, Reason> {
    if !(least..=2).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::TimeNotReal);
    }
    text.parse().map_err(|_| Reason::TimeNotReal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_read_however_it_is_written() {
        for (text, hour, minute) in [
            ("14:05", 14, 5),
            ("14.05", 14, 5),
            ("1405", 14, 5),
            (" 9:30 ", 9, 30),
            ("9am", 9, 0),
            ("12 am", 0, 0),
            ("12.30pm", 12, 30),
            ("2.05 p.m.", 14, 5),
        ] {
            assert_eq!(typed_time(text), Ok(Some(time(hour, minute, 0, 0))), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "noon",
            "24:00",
            "9",
            "13pm",
            "0am",
            "9:5",
            "9:60",
            "٩:٣٠",
            "1:2:3",
            "9:30 this morning I think",
        ] {
            assert_eq!(typed_time(text), Err(Reason::TimeNotReal), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_time_of_the_day_is_read_back(hour in 0_i8..24, minute in 0_i8..60) {
            prop_assert_eq!(typed_time(&format!("{hour:02}:{minute:02}")), Ok(Some(time(hour, minute, 0, 0))));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = typed_time(&text);
        }
    }
}
