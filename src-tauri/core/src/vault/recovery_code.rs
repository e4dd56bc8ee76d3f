//! The recovery code: the register secret as 28 letters and digits that survive paper and typing.
//!
//! 26 characters of Crockford's base 32 hold the 128 bits and two zero bits. Two more are the check symbols of a Reed-Solomon code
//! over GF(32): every valid code satisfies Σ sᵢ = 0 and Σ sᵢαⁱ = 0. Two valid codes then differ in at least three places, so one
//! wrong character, two wrong characters, and any two characters swapped are always noticed; and one wrong character is located.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::secret::SecretString;
use crate::vault::RegisterSecret;

/// Characters in a code, without the dashes.
const CHARACTERS: usize = 28;
/// Characters that hold the secret; the rest are check characters.
const DATA: usize = 26;
/// Characters in a group.
const IN_GROUP: usize = 4;
/// Groups in a code.
pub const GROUPS: usize = CHARACTERS / IN_GROUP;

/// Crockford's base 32: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code whose check characters are right.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; CHARACTERS]);

/// Why what was typed is not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Not 28 characters.
    #[error("a recovery code has 28 characters, this has {found}")]
    WrongLength {
        /// How many characters there are besides spaces and dashes.
        found: usize,
    },
    /// A character that no recovery code contains, such as U or a comma.
    #[error("group {group} contains a character that no recovery code contains")]
    WrongCharacter {
        /// The group it is in, from 1 to 7.
        group: usize,
    },
    /// The right length and characters, but mistyped somewhere.
    #[error("the check characters do not fit")]
    CheckFails {
        /// The group that is wrong, from 1 to 7, if only one character is.
        likely_group: Option<usize>,
    },
}

impl RecoveryCode {
    pub(super) fn of(secret: &RegisterSecret) -> Self {
        let mut symbols = [0; CHARACTERS];
        let mut bits = Zeroizing::new(u128::from_be_bytes(*secret.expose()));
        for symbol in &mut symbols[..DATA] {
            // The last symbol takes three bits and two zero bits.
            *symbol = u8::try_from(*bits >> 123).unwrap_or(0);
            *bits <<= 5;
        }
        let (sum, weighted) = syndromes(&symbols);
        // c₂₆ + c₂₇ = sum and c₂₆α²⁶ + c₂₇α²⁷ = weighted.
        let last = divide(weighted ^ multiply(sum, power(DATA)), power(DATA) ^ power(DATA + 1));
        symbols[DATA + 1] = last;
        symbols[DATA] = sum ^ last;
        Self(symbols)
    }

    /// Reads a code as people write it: any case, with or without spaces and dashes, O for 0, I or L for 1.
    ///
    /// # Errors
    ///
    /// [`RecoveryCodeError`].
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        let mut symbols = Zeroizing::new([0; CHARACTERS]);
        let mut found = 0;
        for character in text.chars().filter(|character| !is_separator(*character)) {
            if let Some(symbol) = symbols.get_mut(found) {
                let group = found / IN_GROUP + 1;
                *symbol = symbol_of(character).ok_or(RecoveryCodeError::WrongCharacter { group })?;
            }
            found += 1;
        }
        if found != CHARACTERS {
            return Err(RecoveryCodeError::WrongLength { found });
        }
        match syndromes(&symbols) {
            // The two bits that fill the last character are zero in every code this app has shown.
            (0, 0) if symbols[DATA - 1].trailing_zeros() >= 2 => Ok(Self(*symbols)),
            (sum, weighted) => Err(RecoveryCodeError::CheckFails {
                likely_group: likely_group(sum, weighted),
            }),
        }
    }

    /// The secret this code stands for.
    #[must_use]
    pub fn secret(&self) -> RegisterSecret {
        let mut bits = Zeroizing::new(0_u128);
        for symbol in &self.0[..DATA - 1] {
            *bits = *bits << 5 | u128::from(*symbol);
        }
        *bits = *bits << 3 | u128::from(self.0[DATA - 1] >> 2);
        RegisterSecret::new(bits.to_be_bytes())
    }

    /// The code as it is shown and printed: seven groups of four with dashes between.
    #[must_use]
    pub fn text(&self) -> SecretString {
        let mut text = String::with_capacity(CHARACTERS + GROUPS - 1);
        for (at, symbol) in self.0.iter().enumerate() {
            if at > 0 && at % IN_GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*symbol & 31)]));
        }
        SecretString::from(text)
    }

    /// Whether `typed` is group `group` (from 1 to 7) of this code, forgiving what [`RecoveryCode::parse`] forgives. For asking
    /// somebody to type a group back from paper.
    #[must_use]
    pub fn group_is(&self, group: usize, typed: &str) -> bool {
        let expected = group
            .checked_sub(1)
            .and_then(|at| self.0.chunks_exact(IN_GROUP).nth(at));
        let symbols: Option<Vec<u8>> = typed
            .chars()
            .filter(|character| !is_separator(*character))
            .take(IN_GROUP + 1)
            .map(symbol_of)
            .collect();
        let symbols = symbols.map(Zeroizing::new);
        expected
            .zip(symbols)
            .is_some_and(|(expected, typed)| expected.ct_eq(&typed).into())
    }
}

impl PartialEq for RecoveryCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for RecoveryCode {}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Spaces and line breaks of any kind, and every dash a word processor may put in place of the one that was printed.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{AD}' | '_' | '.'
        )
}

fn symbol_of(character: char) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == character)
        .and_then(|at| u8::try_from(at).ok())
}

/// Σ sᵢ and Σ sᵢαⁱ: both zero in a valid code.
fn syndromes(symbols: &[u8; CHARACTERS]) -> (u8, u8) {
    symbols
        .iter()
        .enumerate()
        .fold((0, 0), |(sum, weighted), (at, symbol)| {
            (sum ^ symbol, weighted ^ multiply(*symbol, power(at)))
        })
}

/// An error of one symbol e at place i gives the syndromes e and eαⁱ, so their quotient names i.
fn likely_group(sum: u8, weighted: u8) -> Option<usize> {
    if sum == 0 || weighted == 0 {
        return None;
    }
    let locator = divide(weighted, sum);
    (0..CHARACTERS)
        .find(|at| power(*at) == locator)
        .map(|at| at / IN_GROUP + 1)
}

/// The product in GF(32) modulo x⁵ + x² + 1.
fn multiply(one: u8, other: u8) -> u8 {
    let mut product = 0;
    let mut shifted = one & 31;
    for bit in 0..5 {
        if other >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 32 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    product
}

/// αⁿ, where α = x has order 31.
fn power(exponent: usize) -> u8 {
    (0..exponent % 31).fold(1, |value, _| multiply(value, 2))
}

/// `one` divided by `other`, which is not zero: other³⁰ is its inverse.
fn divide(one: u8, other: u8) -> u8 {
    (0..30).fold(one, |value, _| multiply(value, other))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::secret::ExposeSecret;

    fn code(bytes: [u8; 16]) -> String {
        RegisterSecret::new(bytes)
            .recovery_code()
            .text()
            .expose_secret()
            .to_owned()
    }

    fn characters(bytes: [u8; 16]) -> Vec<char> {
        code(bytes).chars().filter(|character| *character != '-').collect()
    }

    fn parse(characters: &[char]) -> Result<RecoveryCode, RecoveryCodeError> {
        RecoveryCode::parse(&characters.iter().collect::<String>())
    }

    #[test]
    fn alpha_runs_through_all_31_elements() {
        let elements: BTreeSet<u8> = (0..31).map(power).collect();
        assert_eq!(elements, (1..32).collect());
    }

    #[test]
    fn division_undoes_multiplication() {
        for one in 0..32 {
            for other in 1..32 {
                assert_eq!(divide(multiply(one, other), other), one);
            }
        }
    }

    #[test]
    fn the_code_of_a_known_secret_never_changes() {
        // A change here would make every printed code useless.
        assert_eq!(code([0; 16]), "0000-0000-0000-0000-0000-0000-0000");
        assert_eq!(code(*b"0123456789abcdef"), "60RK-4CSM-6MV3-EE1S-C5H6-6S35-CRKT");
    }

    #[test]
    fn a_code_is_forgiven_case_spaces_dashes_and_look_alikes() {
        let mut bytes = [0; 16];
        bytes[0] = 0b0000_0000;
        bytes[1] = 0b0110_0001;
        let written = code(bytes);
        assert!(written.contains('0') && written.contains('1'), "{written}");
        let expected = RegisterSecret::new(bytes);
        for typed in [
            written.to_lowercase(),
            written.replace('-', ""),
            written.replace('-', " – "),
            written.replace('-', "\r\n\u{a0}"),
            written.replace('0', "o"),
            written.replace('0', "O"),
            written.replace('1', "l"),
            written.replace('1', "I"),
            format!("  {written}\t"),
        ] {
            assert_eq!(RecoveryCode::parse(&typed).unwrap().secret(), expected, "{typed}");
        }
    }

    #[test]
    fn a_character_no_code_contains_is_named_by_its_group() {
        let mut typed = characters([9; 16]);
        for (at, wrong) in [(0, 'U'), (3, 'u'), (4, ','), (13, 'Ö'), (27, '*')] {
            let right = std::mem::replace(&mut typed[at], wrong);
            assert_eq!(
                parse(&typed),
                Err(RecoveryCodeError::WrongCharacter { group: at / 4 + 1 })
            );
            typed[at] = right;
        }
    }

    #[test]
    fn a_code_that_is_too_short_or_too_long_says_how_long_it_is() {
        let typed = characters([9; 16]);
        assert_eq!(
            RecoveryCode::parse(""),
            Err(RecoveryCodeError::WrongLength { found: 0 })
        );
        assert_eq!(
            RecoveryCode::parse(" - - "),
            Err(RecoveryCodeError::WrongLength { found: 0 })
        );
        assert_eq!(parse(&typed[1..]), Err(RecoveryCodeError::WrongLength { found: 27 }));
        assert_eq!(
            parse(&[&typed[..], &['0']].concat()),
            Err(RecoveryCodeError::WrongLength { found: 29 })
        );
        assert_eq!(
            RecoveryCode::parse(&"0".repeat(1_000_000)),
            Err(RecoveryCodeError::WrongLength { found: 1_000_000 })
        );
    }

    #[test]
    fn filled_up_bits_that_are_not_zero_are_refused() {
        // A valid Reed-Solomon word, but no secret is written like this.
        let mut symbols = [0; CHARACTERS];
        symbols[DATA - 1] = 1;
        let (sum, weighted) = syndromes(&symbols);
        let last = divide(weighted ^ multiply(sum, power(DATA)), power(DATA) ^ power(DATA + 1));
        symbols[DATA + 1] = last;
        symbols[DATA] = sum ^ last;
        assert_eq!(syndromes(&symbols), (0, 0));
        let typed: String = symbols
            .iter()
            .map(|symbol| char::from(ALPHABET[usize::from(*symbol)]))
            .collect();
        assert_eq!(
            RecoveryCode::parse(&typed),
            Err(RecoveryCodeError::CheckFails { likely_group: None })
        );
    }

    #[test]
    fn a_group_typed_back_is_compared_with_the_code() {
        let code = RegisterSecret::new([0b0000_1000; 16]).recovery_code();
        let text = code.text().expose_secret().to_owned();
        let groups: Vec<&str> = text.split('-').collect();
        assert_eq!(groups.len(), GROUPS);
        for (at, group) in groups.iter().enumerate() {
            assert!(code.group_is(at + 1, group));
            assert!(code.group_is(at + 1, &format!(" {} ", group.to_lowercase().replace('0', "o"))));
            assert!(!code.group_is(at + 1, group.get(1..).unwrap()));
            assert!(!code.group_is(at + 1, &format!("{group}0")));
            assert!(!code.group_is(at + 1, "UUUU"));
        }
        assert!(!code.group_is(0, groups[0]));
        assert!(!code.group_is(GROUPS + 1, groups[0]));
        assert!(!code.group_is(1, ""));
    }

    proptest! {
        #[test]
        fn a_code_reads_back_as_its_secret(bytes in any::<[u8; 16]>()) {
            let text = code(bytes);
            prop_assert_eq!(text.len(), 34);
            prop_assert!(text.split('-').all(|group| group.len() == 4));
            prop_assert_eq!(RecoveryCode::parse(&text).unwrap().secret(), RegisterSecret::new(bytes));
        }

        #[test]
        fn every_wrong_character_is_noticed_and_its_group_named(bytes in any::<[u8; 16]>()) {
            let mut typed = characters(bytes);
            for at in 0..CHARACTERS {
                let right = typed[at];
                for wrong in ALPHABET.iter().map(|letter| char::from(*letter)).filter(|wrong| *wrong != right) {
                    typed[at] = wrong;
                    let likely_group = Some(at / IN_GROUP + 1);
                    prop_assert_eq!(parse(&typed), Err(RecoveryCodeError::CheckFails { likely_group }));
                }
                typed[at] = right;
            }
        }

        #[test]
        fn every_swap_of_two_characters_is_noticed(bytes in any::<[u8; 16]>()) {
            let mut typed = characters(bytes);
            for one in 0..CHARACTERS {
                for other in one + 1..CHARACTERS {
                    if typed[one] != typed[other] {
                        typed.swap(one, other);
                        let parsed = parse(&typed);
                        let noticed = matches!(parsed, Err(RecoveryCodeError::CheckFails { likely_group: None }));
                        prop_assert!(noticed, "{} and {}", one, other);
                        typed.swap(one, other);
                    }
                }
            }
        }

        #[test]
        fn any_two_wrong_characters_are_noticed(
            bytes in any::<[u8; 16]>(), places in prop::sample::subsequence((0..CHARACTERS).collect::<Vec<_>>(), 2),
            shifts in any::<[u8; 2]>()
        ) {
            let mut typed = characters(bytes);
            for (at, shift) in places.into_iter().zip(shifts) {
                let symbol = symbol_of(typed[at]).unwrap();
                typed[at] = char::from(ALPHABET[usize::from(symbol ^ (shift % 31 + 1))]);
            }
            let noticed = matches!(parse(&typed), Err(RecoveryCodeError::CheckFails { .. }));
            prop_assert!(noticed);
        }

        #[test]
        fn no_text_whatever_makes_it_stumble(text in any::<String>()) {
            let refused = RecoveryCode::parse(&text).is_err();
            prop_assert!(refused);
        }
    }
}
