//! The full name of a person, and when two names look alike.

use super::checked::Checked;
use super::refusal::{Notice, Reason};
use super::text::{line, text_value};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{MixedScript as _, confusable_detection::skeleton};

text_value! {
    /// A person's full name as they write it, 2 to 100 characters: letters of any script with their marks, spaces,
    /// hyphens, apostrophes, full stops, commas and brackets. Kept in NFC.
    personal FullName
}

impl FullName {
    /// Reads a full name. Letters of more than one script are noticed.
    ///
    /// # Errors
    /// Refused: fewer than 2 or more than 100 characters, digits, `@`, `:`, `/`, other signs, no letter at all, line
    /// breaks and all other unsafe characters.
    ///
    /// ```
    /// use steward_core::domain::{name::FullName, refusal::Reason};
    /// assert!(FullName::parse("Siân O’Neill-Łukasz").is_ok());
    /// assert_eq!(FullName::parse("Jane Smith 1980"), Err(Reason::NameDigit));
    /// ```
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let kept = line(text, Reason::NameTooLong)?;
        let mut after_letter = false;
        let mut has_letter = false;
        for character in kept.chars() {
            after_letter = match character {
                '@' => return Err(Reason::NameAtSign),
                ':' => return Err(Reason::NameColon),
                '/' => return Err(Reason::NameSlash),
                _ if character.is_numeric() => return Err(Reason::NameDigit),
                _ if is_combining_mark(character) && after_letter => true,
                _ if is_combining_mark(character) => return Err(Reason::NameSymbol),
                _ if character.is_alphabetic() => {
                    has_letter = true;
                    true
                }
                ' ' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2018}' | '\u{2019}' | '.' | ',' | '(' | ')' | '·' => {
                    false
                }
                _ => return Err(Reason::NameSymbol),
            };
        }
        match kept.chars().count() {
            0..2 => Err(Reason::NameTooShort),
            101.. => Err(Reason::NameTooLong),
            _ if !has_letter => Err(Reason::NameWithoutLetter),
            _ => {
                let mixed = (!kept.as_str().is_single_script()).then_some(Notice::NameMixedScripts);
                Ok(Checked::with(Self(kept), [mixed]))
            }
        }
    }

    /// What is left of the name when everything is taken away that an eye may miss: case, marks, look-alike letters,
    /// hyphens, apostrophes, and the order of the words. Two names look alike when these are equal. Personal data like
    /// the name itself.
    #[must_use]
    pub fn look_alike_key(&self) -> String {
        let plain: String = self
            .0
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(plain_letter)
            .collect();
        let bare: String = skeleton(&plain)
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'i' || c == 'ı' { 'l' } else { c })
            .collect();
        let mut words: Vec<String> = bare
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | ',' | '.' | '(' | ')'))
            .map(|word| word.chars().filter(|c| c.is_alphabetic()).collect::<String>())
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        words.concat()
    }
}

/// Lower case, and the letters whose stroke or ligature is not a mark that decomposition takes off.
fn plain_letter(character: char) -> impl Iterator<Item = char> {
    let ascii = match character {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'þ' | 'Þ' => "th",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        _ => "",
    };
    ascii.chars().chain(
        ascii
            .is_empty()
            .then_some(character)
            .into_iter()
            .flat_map(char::to_lowercase),
    )
}

/// Whether a reader may take one name for the other: they differ at most in case, marks, look-alike letters,
/// punctuation or the order of the words.
///
/// ```
/// use steward_core::domain::{name::{FullName, looks_like}, refusal::Reason};
/// let (one, other): (FullName, FullName) = ("Łukasz Nowak".parse()?, "Lukasz NOWAK".parse()?);
/// assert!(looks_like(&one, &other));
/// # Ok::<(), Reason>(())
/// ```
#[must_use]
pub fn looks_like(one: &FullName, other: &FullName) -> bool {
    one.look_alike_key() == other.look_alike_key()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> FullName {
        text.parse().unwrap()
    }

    #[test]
    fn names_are_taken_as_people_have_them() {
        for text in [
            "Sean O'Neill",
            "Sean O’Neill",
            "Nguyễn Thị Minh",
            "Łukasz Wiśniewski",
            "Anne-Marie St. John",
            "Ng",
            "'t Hooft",
            "Siân ap Llŷr",
            "Jean‐Luc D’Arcy",
            "Martin King, Jr.",
            "Margaret (Peggy) Jones",
            "Ольга Петрова",
            "محمد علي",
            "王小明",
            "प्रिया शर्मा",
            "Gal·la Puig",
            "Kʼiche Okafor",
        ] {
            let checked = FullName::parse(text).unwrap();
            assert_eq!(checked.value.as_str(), text);
            assert_eq!(checked.notices, [], "{text}");
        }
    }

    #[test]
    fn a_name_with_a_foreign_sign_is_refused_with_its_reason() {
        for (text, reason) in [
            ("Jane Smith 2", Reason::NameDigit),
            ("Jane Smith ２", Reason::NameDigit),
            ("Jane Smith ٢", Reason::NameDigit),
            ("Jane Smith ²", Reason::NameDigit),
            ("Jane Ⅷ", Reason::NameDigit),
            ("jane@example.org", Reason::NameAtSign),
            ("DOB: Jane", Reason::NameColon),
            ("Jane/John Smith", Reason::NameSlash),
            ("Jane ＠ Smith", Reason::NameSymbol),
            ("Jane; Smith", Reason::NameSymbol),
            ("Jane <b>", Reason::NameSymbol),
            ("=Jane", Reason::NameSymbol),
            ("Jane \\ Smith", Reason::NameSymbol),
            ("Jane 🙂", Reason::NameSymbol),
            ("\u{301}Jane", Reason::NameSymbol),
            ("Jane\nSmith", Reason::LineBreak),
            ("Jane Smith\r\n", Reason::LineBreak),
            ("Jane\u{2028}Smith", Reason::LineBreak),
            ("Jane\tSmith", Reason::ControlCharacter),
            ("Jane\u{0}Smith", Reason::ControlCharacter),
            ("Jane\u{202E}htimS", Reason::DirectionCharacter),
            ("Jane\u{200D}Smith", Reason::InvisibleCharacter),
            ("J", Reason::NameTooShort),
            ("", Reason::Empty),
            (" \u{3000} ", Reason::Empty),
            ("-.", Reason::NameWithoutLetter),
        ] {
            assert_eq!(FullName::parse(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn a_name_has_two_to_a_hundred_characters() {
        assert!(FullName::parse(&"é".repeat(100)).is_ok());
        assert!(
            FullName::parse(&"e\u{301}".repeat(100)).is_ok(),
            "counted after the marks are joined"
        );
        assert_eq!(FullName::parse(&"é".repeat(101)), Err(Reason::NameTooLong));
        assert_eq!(FullName::parse(&"a".repeat(10_000_000)), Err(Reason::NameTooLong));
    }

    #[test]
    fn one_name_in_letters_of_two_scripts_is_noticed() {
        let checked = FullName::parse("J\u{430}ne Smith").unwrap();
        assert_eq!(checked.notices, [Notice::NameMixedScripts]);
    }

    #[test]
    fn a_name_is_not_shown_by_debug() {
        assert_eq!(format!("{:?}", name("Jane Smith")), "FullName(redacted)");
    }

    #[test]
    fn names_that_look_alike_are_found() {
        for (one, other) in [
            ("Jane Smith", "jane  SMITH"),
            ("Jane Smith", "J\u{430}n\u{435} Smith"),
            ("Łukasz Nowak", "Lukasz Nowak"),
            ("Nguyễn Thị Minh", "Nguyen Thi Minh"),
            ("Sean O'Neill", "Sean O’Neill"),
            ("Sean O'Neill", "Sean ONeill"),
            ("Anne-Marie Jones", "Anne Marie Jones"),
            ("Jane Smith", "Smith, Jane"),
            ("Iain Burns", "lain Bums"),
            ("Zoë Groß", "Zoe Gross"),
        ] {
            assert!(looks_like(&name(one), &name(other)), "{one} / {other}");
            assert!(looks_like(&name(other), &name(one)), "{other} / {one}");
        }
    }

    #[test]
    fn names_that_differ_do_not_look_alike() {
        for (one, other) in [
            ("Jane Smith", "Janet Smith"),
            ("Jane Smith", "Jane Smyth"),
            ("Sean O'Neill", "Sean O'Neal"),
            ("John Patel", "Joan Patel"),
            ("王小明", "王大明"),
        ] {
            assert!(!looks_like(&name(one), &name(other)), "{one} / {other}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_reads_back_as_itself(text in "\\PC{0,120}") {
            if let Ok(checked) = FullName::parse(&text) {
                let kept = checked.value.as_str().to_owned();
                prop_assert!((2..=100).contains(&kept.chars().count()));
                prop_assert!(!kept.chars().any(|c| c.is_numeric() || c.is_control() || "@:/\n\r".contains(c)));
                prop_assert_eq!(FullName::parse(&kept).unwrap(), checked);
            }
        }

        #[test]
        fn a_name_looks_like_itself_in_any_case_and_order(first in "[a-zà-ö]{2,10}", last in "[a-zà-ö]{2,10}") {
            let one = name(&format!("{first} {last}"));
            let other = name(&format!("{}, {}", last.to_uppercase(), first));
            prop_assert!(looks_like(&one, &other));
        }
    }
}
