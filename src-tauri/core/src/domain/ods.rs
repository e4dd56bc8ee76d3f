//! The code of the Organisation Data Service (ODS) for a site.

use super::checked::Checked;
use super::refusal::{Notice, Reason};
use super::text::{compatible, text_value};

text_value! {
    /// An ODS code: 3 to 9 capital letters and digits, `VLAXL`.
    public OdsCode
}

impl OdsCode {
    /// Reads an ODS code; small letters become capitals. The shapes of a head office and of a dental practice, and any
    /// other shape that care sites do not have, are noticed.
    ///
    /// # Errors
    /// Refused: fewer than 3 or more than 9 characters, and characters other than A-Z and 0-9.
    ///
    /// ```
    /// use steward_core::domain::{ods::OdsCode, refusal::Reason};
    /// assert_eq!(" vm4k2 ".parse::<OdsCode>()?.as_str(), "VM4K2");
    /// # Ok::<(), Reason>(())
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let mut code = compatible(text, Reason::OdsTooLong)?;
        code.make_ascii_uppercase();
        if !code
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        {
            return Err(Reason::OdsCharacter);
        }
        match code.len() {
            0..3 => Err(Reason::OdsTooShort),
            10.. => Err(Reason::OdsTooLong),
            _ => {
                let notice = shape_notice(code.as_bytes());
                Ok(Checked::with(Self(code), [notice]))
            }
        }
    }

    /// Whether the code has one of the two shapes of a care site: V and four characters, or letter, digit, letter,
    /// digit, letter (issued since 2021).
    #[must_use]
    pub fn looks_like_site(&self) -> bool {
        is_site_shape(self.0.as_bytes())
    }
}

const fn is_alternating(code: &[u8]) -> bool {
    matches!(code, [b'A'..=b'Z', b'0'..=b'9', b'A'..=b'Z', b'0'..=b'9', b'A'..=b'Z'])
}

const fn is_site_shape(code: &[u8]) -> bool {
    matches!(code, [b'V', _, _, _, _]) || is_alternating(code)
}

fn shape_notice(code: &[u8]) -> Option<Notice> {
    match code {
        _ if is_site_shape(code) => None,
        [b'A' | b'C', rest @ ..] if rest.len() == 3 || rest.len() == 4 => Some(Notice::OdsHeadOffice),
        [b'V', rest @ ..] if rest.len() == 5 && rest.iter().all(u8::is_ascii_digit) => Some(Notice::OdsDentalPractice),
        _ => Some(Notice::OdsUnusualShape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_kept_in_capitals_with_the_notice_of_its_shape() {
        for (text, kept, notice) in [
            ("VLAXL", "VLAXL", None),
            ("vm4k2", "VM4K2", None),
            (" vlaxl\u{A0}", "VLAXL", None),
            ("ＶＬＡＸＬ", "VLAXL", None),
            ("G7H8J", "G7H8J", None),
            ("A1B2C", "A1B2C", None),
            ("V1234", "V1234", None),
            ("A123", "A123", Some(Notice::OdsHeadOffice)),
            ("C0X1Z", "C0X1Z", None),
            ("CABCD", "CABCD", Some(Notice::OdsHeadOffice)),
            ("V12345", "V12345", Some(Notice::OdsDentalPractice)),
            ("V03462", "V03462", Some(Notice::OdsDentalPractice)),
            ("V0346A", "V0346A", Some(Notice::OdsUnusualShape)),
            ("RXX", "RXX", Some(Notice::OdsUnusualShape)),
            ("ABCDEFGH9", "ABCDEFGH9", Some(Notice::OdsUnusualShape)),
        ] {
            let checked = OdsCode::parse(text).unwrap();
            assert_eq!(checked.value.as_str(), kept);
            assert_eq!(checked.notices, notice.into_iter().collect::<Vec<_>>(), "{text}");
            assert_eq!(checked.value.looks_like_site(), notice.is_none());
        }
    }

    #[test]
    fn what_is_not_a_code_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("VL", Reason::OdsTooShort),
            ("VLAXLVLAXL", Reason::OdsTooLong),
            ("VLA XL", Reason::OdsCharacter),
            ("VLA-XL", Reason::OdsCharacter),
            ("VLÄXL", Reason::OdsCharacter),
            ("VL\u{410}XL", Reason::OdsCharacter),
            ("VLAXL\n", Reason::LineBreak),
            ("VL\u{200B}AXL", Reason::InvisibleCharacter),
        ] {
            assert_eq!(OdsCode::parse(text), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn exactly_three_to_nine_letters_and_digits_are_accepted(text in "[A-Za-z0-9]{0,12}|\\PC{1,9}") {
            let expected = (3..=9).contains(&text.trim().len()) && text.trim().bytes().all(|b| b.is_ascii_alphanumeric());
            let parsed = OdsCode::parse(&text);
            if text.is_ascii() {
                prop_assert_eq!(parsed.is_ok(), expected);
            }
            if let Ok(checked) = parsed {
                prop_assert_eq!(OdsCode::parse(checked.value.as_str()).unwrap(), checked);
            }
        }
    }
}
