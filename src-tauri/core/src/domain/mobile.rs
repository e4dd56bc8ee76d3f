//! A UK mobile number.

use super::checked::Checked;
use super::refusal::{Notice, Reason};
use super::text::{compatible, text_value};

text_value! {
    /// A UK mobile, kept and sent as eleven digits that start 07: `07700900001`. NAS asks for a number that starts 07
    /// (FAQ L85, L95, L168), personal to one user and unique (guide L33-37).
    personal Mobile
}

impl Mobile {
    /// Reads a mobile in any common spelling: spaces, hyphens, dots and brackets anywhere, `+44`, `0044` or `44` in
    /// front with or without `(0)`, full-width digits. 07624 (Isle of Man) is noticed.
    ///
    /// # Errors
    /// Refused with the reason: 070 and other 076 numbers, numbers that do not start 07, wrong lengths, letters, signs.
    ///
    /// ```
    /// use steward_core::domain::{mobile::Mobile, refusal::Reason};
    /// assert_eq!("+44 (0)7700 900001".parse::<Mobile>()?.as_str(), "07700900001");
    /// assert_eq!("070 1234 5678".parse::<Mobile>(), Err(Reason::MobilePersonalNumbering));
    /// # Ok::<(), Reason>(())
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let national = national_digits(
            text,
            &PhoneReasons {
                too_long: Reason::MobileTooLong,
                letter: Reason::MobileLetter,
                symbol: Reason::MobileSymbol,
                not_uk: Reason::MobileNotUk,
            },
        )?;
        let digits = national.as_bytes();
        match digits {
            [b'0', b'7', b'0', ..] => return Err(Reason::MobilePersonalNumbering),
            [b'0', b'7', b'6', b'2', b'4', ..] => {}
            [b'0', b'7', b'6', _, _, ..] => return Err(Reason::MobilePager),
            [b'0', b'7', ..] => {}
            [b'7', ..] if digits.len() == 10 => return Err(Reason::MobileWithoutZero),
            _ => return Err(Reason::MobileNotStarting07),
        }
        match digits.len() {
            0..11 => Err(Reason::MobileTooShort),
            11 => {
                let notice = national.starts_with("07624").then_some(Notice::MobileIsleOfMan);
                Ok(Checked::with(Self(national), [notice]))
            }
            _ => Err(Reason::MobileTooLong),
        }
    }

    /// The number as a screen shows it: `07700 900001`.
    #[must_use]
    pub fn display(&self) -> String {
        let (head, tail) = self.0.split_at(5);
        format!("{head} {tail}")
    }
}

/// The reasons of one kind of number, for the steps that all numbers share.
pub(crate) struct PhoneReasons {
    pub(crate) too_long: Reason,
    pub(crate) letter: Reason,
    pub(crate) symbol: Reason,
    pub(crate) not_uk: Reason,
}

/// The digits of a UK number as dialled within the country. A number that came with a country code starts with 0
/// afterwards; one that came without is as typed.
pub(crate) fn national_digits(text: &str, reasons: &PhoneReasons) -> Result<String, Reason> {
    let plain = compatible(text, reasons.too_long)?;
    let mut digits = String::with_capacity(16);
    let mut international = false;
    for character in plain.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '+' if digits.is_empty() && !international => international = true,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.' | '(' | ')' | '[' | ']' => {}
            _ if character.is_whitespace() => {}
            _ if character.is_alphabetic() => return Err(reasons.letter),
            _ => return Err(reasons.symbol),
        }
    }
    if digits.is_empty() {
        return Err(reasons.symbol);
    }
    let (digits, international) = match digits.strip_prefix("00") {
        Some(rest) if !international => (rest, true),
        _ => (digits.as_str(), international),
    };
    match digits.strip_prefix("44") {
        Some(rest) => Ok(format!("0{}", rest.strip_prefix('0').unwrap_or(rest))),
        None if international => Err(reasons.not_uk),
        None => Ok(digits.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_common_spelling_is_kept_as_eleven_digits() {
        for text in [
            "07700900001",
            "07700 900001",
            "07700 900 001",
            " 07700-900-001 ",
            "07700.900.001",
            "(07700) 900001",
            "[07700] 900001",
            "07700\u{A0}900\u{202F}001",
            "07700–900001",
            "07700\u{2011}900001",
            "+447700900001",
            "+44 7700 900001",
            "+44 (0)7700 900001",
            "+44 (0) 7700 900001",
            "+44 07700 900001",
            "+44(7700)900001",
            "(+44) 7700 900001",
            "00447700900001",
            "0044 (0)7700 900001",
            "00 44 7700 900001",
            "447700900001",
            "44 (0)7700 900001",
            "０７７００９００００１",
            "＋４４ ７７００ ９００００１",
            "𝟬𝟳𝟳𝟬𝟬𝟵𝟬𝟬𝟬𝟬𝟭",
        ] {
            let checked = Mobile::parse(text).unwrap();
            assert_eq!(checked.value.as_str(), "07700900001", "{text}");
            assert_eq!(checked.notices, []);
        }
    }

    #[test]
    fn a_number_that_is_not_a_uk_mobile_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("  ", Reason::Empty),
            ("()", Reason::MobileSymbol),
            ("+", Reason::MobileSymbol),
            ("070 1234 5678", Reason::MobilePersonalNumbering),
            ("+44 70 1234 5678", Reason::MobilePersonalNumbering),
            ("07612 345678", Reason::MobilePager),
            ("07699 345678", Reason::MobilePager),
            ("+44 7612 345678", Reason::MobilePager),
            ("01632 960001", Reason::MobileNotStarting07),
            ("020 7946 0001", Reason::MobileNotStarting07),
            ("+44 1632 960001", Reason::MobileNotStarting07),
            ("8700900001", Reason::MobileNotStarting07),
            ("7700900001", Reason::MobileWithoutZero),
            ("7700 900 001", Reason::MobileWithoutZero),
            ("0770090000", Reason::MobileTooShort),
            ("07", Reason::MobileTooShort),
            ("077009000011", Reason::MobileTooLong),
            ("+44 7700 9000011", Reason::MobileTooLong),
            ("+353 87 700 9000", Reason::MobileNotUk),
            ("0033 6 12 34 56 78", Reason::MobileNotUk),
            ("+07700900001", Reason::MobileNotUk),
            ("07700 9OOOO1", Reason::MobileLetter),
            ("mobile 07700900001", Reason::MobileLetter),
            ("07700/900001", Reason::MobileSymbol),
            ("07700 900001;", Reason::MobileSymbol),
            ("07700+900001", Reason::MobileSymbol),
            ("++447700900001", Reason::MobileSymbol),
            ("٠٧٧٠٠٩٠٠٠٠١", Reason::MobileSymbol),
            ("07700 900001\n", Reason::LineBreak),
            ("07700\t900001", Reason::ControlCharacter),
            ("\u{202A}07700900001\u{202C}", Reason::DirectionCharacter),
            ("07700\u{200B}900001", Reason::InvisibleCharacter),
            ("07700\u{AD}900001", Reason::InvisibleCharacter),
        ] {
            assert_eq!(Mobile::parse(text), Err(reason), "{text:?}");
        }
        assert_eq!(Mobile::parse(&"0".repeat(10_000_000)), Err(Reason::MobileTooLong));
    }

    #[test]
    fn an_isle_of_man_mobile_is_accepted_with_a_notice() {
        let checked = Mobile::parse("+44 7624 900001").unwrap();
        assert_eq!(checked.value.as_str(), "07624900001");
        assert_eq!(checked.notices, [Notice::MobileIsleOfMan]);
    }

    #[test]
    fn exactly_the_mobile_ranges_are_accepted() {
        for range in 0..100 {
            let accepted = Mobile::parse(&format!("07{range:02}0900001")).is_ok();
            assert_eq!(accepted, ![0, 6].contains(&(range / 10)), "07{range:02}");
        }
        for range in 600..700 {
            assert_eq!(
                Mobile::parse(&format!("07{range}900001")).is_ok(),
                range == 624,
                "07{range}"
            );
        }
    }

    #[test]
    fn a_mobile_is_shown_in_two_groups_and_not_by_debug() {
        let mobile: Mobile = "07700900001".parse().unwrap();
        assert_eq!(mobile.display(), "07700 900001");
        assert_eq!(format!("{mobile:?}"), "Mobile(redacted)");
    }

    /// Valid mobiles as the ten digits after the 0.
    fn subscriber() -> impl Strategy<Value = String> {
        prop_oneof![9 => "7[1-57-9][0-9]{8}", 1 => "7624[0-9]{6}"]
    }

    /// One spelling of a mobile: a prefix, then the digits with separators between them.
    fn spelling() -> impl Strategy<Value = (String, String)> {
        let prefix = proptest::sample::select(vec![
            "0",
            "+44",
            "0044",
            "44",
            "+44(0)",
            "+44 (0) ",
            "0044 0",
            "44-0",
            "(+44)",
            "00 44 ",
            "(0)",
            "＋４４",
        ]);
        let separator = proptest::sample::select(vec!["", "", "", "", " ", "-", ".", "\u{A0}", "–", ") ", "(", "  "]);
        (
            subscriber(),
            prefix,
            prop::collection::vec(separator, 10),
            any::<bool>(),
        )
            .prop_map(|(subscriber, prefix, separators, wide)| {
                let mut text = prefix.to_owned();
                for (digit, separator) in subscriber.chars().zip(separators) {
                    text.push(if wide {
                        char::from_u32(u32::from(digit) + 0xFEE0).unwrap()
                    } else {
                        digit
                    });
                    text.push_str(separator);
                }
                (format!("0{subscriber}"), text)
            })
    }

    proptest! {
        #[test]
        fn any_spelling_of_a_mobile_is_kept_the_same((kept, text) in spelling()) {
            let checked = Mobile::parse(&text).unwrap();
            prop_assert_eq!(checked.value.as_str(), kept.as_str());
            prop_assert_eq!(Mobile::parse(checked.value.as_str()).unwrap(), checked.clone());
            prop_assert_eq!(Mobile::parse(&checked.value.display()).unwrap(), checked);
        }

        #[test]
        fn whatever_is_accepted_is_eleven_digits_that_start_07(text in "[+0-9 ().٠-٩０-９a-c-]{0,20}") {
            if let Ok(checked) = Mobile::parse(&text) {
                let kept = checked.value.as_str();
                prop_assert!(kept.len() == 11 && kept.bytes().all(|b| b.is_ascii_digit()) && kept.starts_with("07"));
                prop_assert!(!kept.starts_with("070"));
                prop_assert!(!kept.starts_with("076") || kept.starts_with("07624"));
            }
        }
    }
}
