//! What all text values have in common: characters that are refused everywhere, the form in which text is kept, and the
//! plain names of a home, a town and a role.

use std::borrow::Cow;

use super::checked::Checked;
use super::refusal::Reason;
use unicode_normalization::UnicodeNormalization as _;

/// No value is read beyond this many bytes, so that a pasted novel costs nothing.
const MAX_INPUT_BYTES: usize = 4_096;

/// Refuses characters that no value may hold: line breaks, control characters, bidi controls, characters that cannot be
/// seen, and those that show the text was damaged.
///
/// # Errors
/// The reason for the first such character.
///
/// ```
/// use steward_core::domain::{refusal::Reason, text::refuse_unsafe};
/// assert_eq!(refuse_unsafe("Chloë O’Neill"), Ok(()));
/// assert_eq!(refuse_unsafe("Chlo\u{200B}e"), Err(Reason::InvisibleCharacter));
/// ```
pub fn refuse_unsafe(text: &str) -> Result<(), Reason> {
    // Nearly every value is plain, and every value is read again with the row that holds it.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(());
    }
    text.chars().try_for_each(|character| match character {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Err(Reason::LineBreak),
        _ if character.is_control() => Err(Reason::ControlCharacter),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Err(Reason::DirectionCharacter)
        }
        '\u{AD}'
        | '\u{34F}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => Err(Reason::InvisibleCharacter),
        '\u{FFFC}'..='\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..='\u{10FFFF}' => {
            Err(Reason::BrokenCharacter)
        }
        _ if u32::from(character) & 0xFFFE == 0xFFFE => Err(Reason::BrokenCharacter),
        _ => Ok(()),
    })
}

/// One line of text as it is kept: safe, in NFC, each run of spaces one space, none at the ends.
///
/// # Errors
/// `too_long` for an input far beyond any value, [`Reason::Empty`] for nothing but spaces, and those of
/// [`refuse_unsafe`].
pub(crate) fn line(text: &str, too_long: Reason) -> Result<String, Reason> {
    if text.len() > MAX_INPUT_BYTES {
        return Err(too_long);
    }
    refuse_unsafe(text)?;
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        if word.is_ascii() {
            kept.push_str(word);
        } else {
            kept.extend(word.nfc());
        }
    }
    if kept.is_empty() { Err(Reason::Empty) } else { Ok(kept) }
}

/// Text that has one plain spelling (numbers, codes): safe, in NFKC, so that full-width digits and the like become plain.
///
/// # Errors
/// As for [`line`].
pub(crate) fn compatible(text: &str, too_long: Reason) -> Result<String, Reason> {
    if text.len() > MAX_INPUT_BYTES {
        return Err(too_long);
    }
    refuse_unsafe(text)?;
    let kept: Cow<'_, str> = if text.is_ascii() {
        text.into()
    } else {
        text.nfkc().collect()
    };
    let kept = kept.trim();
    if kept.is_empty() {
        Err(Reason::Empty)
    } else {
        Ok(kept.to_owned())
    }
}

/// Makes a newtype over checked text. `personal` values show nothing of themselves in `Debug`.
macro_rules! text_value {
    (@common $(#[$doc:meta])* $Value:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Value(String);

        impl $Value {
            /// The value as it is kept and as a draft carries it. Parsing it again gives the same value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $Value {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $Value {
            type Err = $crate::domain::refusal::Reason;

            /// As `parse`, without the notices.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text).map($crate::domain::checked::Checked::into_value)
            }
        }

        impl serde::Serialize for $Value {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
    ($(#[$doc:meta])* personal $Value:ident) => {
        $crate::domain::text::text_value!(@common $(#[$doc])* $Value);

        impl std::fmt::Debug for $Value {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($Value), "(redacted)"))
            }
        }
    };
    ($(#[$doc:meta])* public $Value:ident) => {
        $crate::domain::text::text_value!(@common $(#[$doc])* $Value);

        impl std::fmt::Debug for $Value {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_tuple(stringify!($Value)).field(&self.0).finish()
            }
        }
    };
}
pub(crate) use text_value;

/// A line of 2 to `most` characters with at least one letter or digit.
fn plain_name(text: &str, most: usize) -> Result<String, Reason> {
    let kept = line(text, Reason::TextTooLong)?;
    if !kept.chars().any(char::is_alphanumeric) {
        return Err(Reason::TextWithoutLetter);
    }
    match kept.chars().count() {
        0..2 => Err(Reason::TextTooShort),
        count if count > most => Err(Reason::TextTooLong),
        _ => Ok(kept),
    }
}

text_value! {
    /// The name of a care home, 2 to 100 characters.
    public SiteName
}

impl SiteName {
    /// Reads the name of a home.
    ///
    /// # Errors
    /// Refused when empty, of a length other than 2 to 100, without a letter or digit, or with an unsafe character.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        plain_name(text, 100).map(|kept| Checked::plain(Self(kept)))
    }
}

text_value! {
    /// The name of a town, 2 to 60 characters.
    public TownName
}

impl TownName {
    /// Reads the name of a town.
    ///
    /// # Errors
    /// Refused when empty, of a length other than 2 to 60, without a letter or digit, or with an unsafe character.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        plain_name(text, 60).map(|kept| Checked::plain(Self(kept)))
    }
}

text_value! {
    /// What somebody does in the home ("Night care assistant"), 2 to 60 characters.
    public RoleName
}

impl RoleName {
    /// Reads the name of a role.
    ///
    /// # Errors
    /// Refused when empty, of a length other than 2 to 60, without a letter or digit, or with an unsafe character.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        plain_name(text, 60).map(|kept| Checked::plain(Self(kept)))
    }
}

text_value! {
    /// What an owner calls a view of the people list, 2 to 60 characters. It may name somebody, so it shows nothing of itself.
    personal ListViewName
}

impl ListViewName {
    /// Reads the name of a view.
    ///
    /// # Errors
    /// Refused when empty, of a length other than 2 to 60, without a letter or digit, or with an unsafe character.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        plain_name(text, 60).map(|kept| Checked::plain(Self(kept)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_refused_with_their_own_reason() {
        for (character, reason) in [
            ('\n', Reason::LineBreak),
            ('\r', Reason::LineBreak),
            ('\u{2028}', Reason::LineBreak),
            ('\t', Reason::ControlCharacter),
            ('\0', Reason::ControlCharacter),
            ('\u{9F}', Reason::ControlCharacter),
            ('\u{202E}', Reason::DirectionCharacter),
            ('\u{200F}', Reason::DirectionCharacter),
            ('\u{2069}', Reason::DirectionCharacter),
            ('\u{200B}', Reason::InvisibleCharacter),
            ('\u{200D}', Reason::InvisibleCharacter),
            ('\u{FEFF}', Reason::InvisibleCharacter),
            ('\u{AD}', Reason::InvisibleCharacter),
            ('\u{E0041}', Reason::InvisibleCharacter),
            ('\u{FFFD}', Reason::BrokenCharacter),
            ('\u{E001}', Reason::BrokenCharacter),
            ('\u{1FFFE}', Reason::BrokenCharacter),
        ] {
            for text in [
                format!("Rowan{character}House"),
                format!("Rowan House{character}"),
                format!("{character}Ro"),
            ] {
                assert_eq!(SiteName::parse(&text), Err(reason), "{:04X}", u32::from(character));
                assert_eq!(TownName::parse(&text), Err(reason));
                assert_eq!(RoleName::parse(&text), Err(reason));
            }
        }
    }

    #[test]
    fn spaces_are_tidied_and_marks_joined_to_their_letters() -> Result<(), Reason> {
        let name: SiteName = "  Chloe\u{308}\u{A0} \u{2003}House ".parse()?;
        assert_eq!(name.as_str(), "Chloë House");
        Ok(())
    }

    #[test]
    fn a_name_of_a_home_keeps_its_signs_and_figures() -> Result<(), Reason> {
        for text in [
            "St John's & St Anne's (Ward 2)",
            "No. 12",
            "Tŷ Gwyn",
            "The Elms; Annexe",
        ] {
            assert_eq!(text.parse::<SiteName>()?.as_str(), text);
        }
        Ok(())
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!(SiteName::parse(&"é".repeat(100)).is_ok());
        assert_eq!(SiteName::parse(&"é".repeat(101)), Err(Reason::TextTooLong));
        assert!(TownName::parse(&"e".repeat(60)).is_ok());
        assert_eq!(TownName::parse(&"e".repeat(61)), Err(Reason::TextTooLong));
        assert_eq!(RoleName::parse(&"e".repeat(61)), Err(Reason::TextTooLong));
        assert_eq!(SiteName::parse("e"), Err(Reason::TextTooShort));
        assert_eq!(SiteName::parse(" \u{A0} "), Err(Reason::Empty));
        assert_eq!(SiteName::parse("--"), Err(Reason::TextWithoutLetter));
    }

    #[test]
    fn a_pasted_novel_is_refused_as_too_long() {
        assert_eq!(
            SiteName::parse(&"a very long night\n".repeat(600_000)),
            Err(Reason::TextTooLong)
        );
    }
}
