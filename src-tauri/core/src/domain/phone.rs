//! The telephone number that CQC publishes for a home.

use super::checked::Checked;
use super::mobile::{PhoneReasons, national_digits};
use super::refusal::Reason;
use super::text::text_value;

text_value! {
    /// A UK number other than a mobile, kept as digits with the leading 0: `01632960001`. The helpdesk asks to be called
    /// from the number that CQC displays for the site (FAQ L162-163).
    public LandlinePhone
}

impl LandlinePhone {
    /// Reads a number that starts 01, 02, 03 or 08, in any common spelling.
    ///
    /// # Errors
    /// Refused with the reason: a mobile, another range, another country, wrong lengths, letters or signs.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let national = national_digits(
            text,
            &PhoneReasons {
                too_long: Reason::PhoneTooLong,
                letter: Reason::PhoneCharacter,
                symbol: Reason::PhoneCharacter,
                not_uk: Reason::PhoneNotUkLandline,
            },
        )?;
        // Some 01 areas and some 0800 numbers have one digit less.
        let shortest = match national.as_bytes() {
            [b'0', b'7', ..] => return Err(Reason::PhoneIsMobile),
            [b'0', b'1' | b'8', ..] => 10,
            [b'0', b'2' | b'3', ..] => 11,
            _ => return Err(Reason::PhoneNotUkLandline),
        };
        match national.len() {
            length if length < shortest => Err(Reason::PhoneTooShort),
            12.. => Err(Reason::PhoneTooLong),
            _ => Ok(Checked::plain(Self(national))),
        }
    }

    /// The number as a screen shows it, in the usual groups: `01632 960001`, `020 7946 0001`, `0161 496 0001`.
    #[must_use]
    pub fn display(&self) -> String {
        let area = match self.0.as_bytes() {
            [b'0', b'2', ..] => 3,
            [b'0', b'1', b'1', ..] | [b'0', b'1', _, b'1', ..] | [b'0', b'3' | b'8', ..] => 4,
            _ => 5,
        };
        let (area, local) = self.0.split_at(area);
        match local.len() {
            8 => {
                let (first, last) = local.split_at(4);
                format!("{area} {first} {last}")
            }
            7 => {
                let (first, last) = local.split_at(3);
                format!("{area} {first} {last}")
            }
            _ => format!("{area} {local}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_landline_is_kept_as_digits_and_shown_in_groups() {
        for (text, kept, shown) in [
            ("01632 960001", "01632960001", "01632 960001"),
            ("+44 (0)1632 960001", "01632960001", "01632 960001"),
            ("(020) 7946-0001", "02079460001", "020 7946 0001"),
            ("0161.496.0001", "01614960001", "0161 496 0001"),
            ("0113 496 0001", "01134960001", "0113 496 0001"),
            ("0333 200 1133", "03332001133", "0333 200 1133"),
            ("016977 2555", "0169772555", "01697 72555"),
            ("0800 1111 11", "0800111111", "0800 111111"),
        ] {
            let phone: LandlinePhone = text.parse().unwrap();
            assert_eq!((phone.as_str(), phone.display().as_str()), (kept, shown));
        }
    }

    #[test]
    fn a_number_that_is_not_a_landline_is_refused_with_its_reason() {
        for (text, reason) in [
            ("07700 900001", Reason::PhoneIsMobile),
            ("+44 7700 900001", Reason::PhoneIsMobile),
            ("0909 879 0001", Reason::PhoneNotUkLandline),
            ("1632 960001", Reason::PhoneNotUkLandline),
            ("+33 1 23 45 67 89", Reason::PhoneNotUkLandline),
            ("01632 96", Reason::PhoneTooShort),
            ("020 7946 001", Reason::PhoneTooShort),
            ("01632 9600011", Reason::PhoneTooLong),
            ("01632 960001 ext 2", Reason::PhoneCharacter),
            ("", Reason::Empty),
        ] {
            assert_eq!(LandlinePhone::parse(text), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_reads_back_as_itself(text in "[+0-9 ().-]{0,16}|0[1238][0-9]{8,9}") {
            if let Ok(checked) = LandlinePhone::parse(&text) {
                prop_assert_eq!(LandlinePhone::parse(checked.value.as_str()).unwrap(), checked.clone());
                prop_assert_eq!(LandlinePhone::parse(&checked.value.display()).unwrap(), checked);
            }
        }
    }
}
