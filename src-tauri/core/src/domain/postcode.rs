//! The postcode of a home.

use super::checked::Checked;
use super::refusal::Reason;
use super::text::{compatible, text_value};

text_value! {
    /// A UK postcode in capitals with one space: `BH1 4QQ`.
    public Postcode
}

impl Postcode {
    /// Reads a postcode with or without its space, in capitals or not.
    ///
    /// # Errors
    /// Refused when it has not the BS 7666 shape: outward `A9 A99 AA9 AA99 A9A AA9A`, inward a digit and two letters
    /// without C I K M O V.
    ///
    /// ```
    /// use steward_core::domain::{postcode::Postcode, refusal::Reason};
    /// assert_eq!("bh14qq".parse::<Postcode>()?.as_str(), "BH1 4QQ");
    /// # Ok::<(), Reason>(())
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let plain = compatible(text, Reason::PostcodeShape)?;
        let code: String = plain.split_whitespace().collect::<String>().to_ascii_uppercase();
        if !code.is_ascii() || code.len() < 5 {
            return Err(Reason::PostcodeShape);
        }
        let (outward, inward) = code.split_at(code.len() - 3);
        let outward_fits = matches!(
            outward.as_bytes(),
            [b'A'..=b'Z', b'0'..=b'9']
                | [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']
                | [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9']
                | [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']
        );
        let inward_fits = match inward.as_bytes() {
            [b'0'..=b'9', one, two] => [one, two]
                .iter()
                .all(|c| c.is_ascii_uppercase() && !b"CIKMOV".contains(c)),
            _ => false,
        };
        if outward_fits && inward_fits {
            Ok(Checked::plain(Self(format!("{outward} {inward}"))))
        } else {
            Err(Reason::PostcodeShape)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_postcode_is_kept_in_capitals_with_one_space() {
        for (text, kept) in [
            ("M1 1AA", "M1 1AA"),
            ("m60 1nw", "M60 1NW"),
            ("cr26xh", "CR2 6XH"),
            ("DN55 1PT", "DN55 1PT"),
            ("w1a  1hq", "W1A 1HQ"),
            (" ec1a\u{A0}1bb ", "EC1A 1BB"),
        ] {
            assert_eq!(text.parse::<Postcode>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_has_not_the_shape_of_a_postcode_is_refused() {
        for text in [
            "BH1",
            "BH1 4Q",
            "BH1 4CQ",
            "BHH1 4QQ",
            "1BH 4QQ",
            "BH123 4QQ",
            "BH1 4QQQ",
            "BH1-4QQ",
            "ÉH1 4QQ",
            "99 9AA",
        ] {
            assert_eq!(text.parse::<Postcode>(), Err(Reason::PostcodeShape), "{text}");
        }
        assert_eq!("".parse::<Postcode>(), Err(Reason::Empty));
        assert_eq!("BH1\n4QQ".parse::<Postcode>(), Err(Reason::LineBreak));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_reads_back_as_itself(text in "[A-Za-z0-9 ]{0,9}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-H]{2}") {
            if let Ok(checked) = Postcode::parse(&text) {
                prop_assert_eq!(Postcode::parse(checked.value.as_str()).unwrap(), checked);
            }
        }
    }
}
