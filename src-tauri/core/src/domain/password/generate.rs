//! A new password that keeps the rules in force: of words, which are easy to type, or of characters.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Owner, PasswordRules, check};
use crate::domain::named::named_enum;

named_enum! {
    /// What a new password is made of.
    pub enum PasswordStyle {
        /// Words with a dash between them, the first with a capital letter, and two digits.
        Words = "words",
        /// Letters, digits and signs.
        Characters = "characters",
    }
}

/// How a new password is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// What it is made of.
    pub style: PasswordStyle,
    /// How many words or characters. Fewer than [`Recipe::lengths`] allows, or than the rules ask for, become as many as needed.
    pub length: u8,
    /// Whether characters that look alike stay out: 0, O and o, 1, l and I.
    pub no_lookalikes: bool,
}

impl Recipe {
    /// The fewest and the most words or characters.
    #[must_use]
    pub const fn lengths(style: PasswordStyle) -> (u8, u8) {
        match style {
            PasswordStyle::Words => (4, 10),
            PasswordStyle::Characters => (12, 64),
        }
    }
}

/// What is taken for another character on paper or on a screen.
pub const LOOKALIKES: &str = "0Oo1lI";

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";
/// Signs that are on every keyboard sold in Britain at a place people find.
const SIGNS: &str = "!#$%&*+-=?@_";
const BETWEEN_WORDS: &str = "-._+";

/// Common words of three to eight letters; nine bits each.
static WORDS: &str = include_str!("words.txt");

/// How often words are drawn before characters are, where a name or a user name is in nearly every word.
const TRIES: u32 = 200;

/// A new password that breaks none of `rules` for `owner`. `fill` fills bytes at random: each call of it must give new ones.
pub fn generate(
    recipe: Recipe,
    rules: &PasswordRules,
    owner: Owner<'_>,
    fill: &mut impl FnMut(&mut [u8]),
) -> Zeroizing<String> {
    let (fewest, most) = Recipe::lengths(recipe.style);
    let length = usize::from(recipe.length.clamp(fewest, most));
    let keeps = |password: &str| check(password, rules, owner).is_empty();
    let allowed = |c: char| !(rules.forbidden_characters.contains(c) || recipe.no_lookalikes && LOOKALIKES.contains(c));
    if recipe.style == PasswordStyle::Words {
        for _ in 0..TRIES {
            let password = of_words(length, usize::from(rules.minimum_length), &allowed, fill);
            if keeps(&password) {
                return password;
            }
        }
    }
    let length = length.max(usize::from(rules.minimum_length));
    let length = length.max(usize::from(Recipe::lengths(PasswordStyle::Characters).0));
    loop {
        let password = of_characters(length, &allowed, fill);
        if keeps(&password) {
            return password;
        }
    }
}

fn of_words(
    words: usize,
    shortest: usize,
    allowed: &impl Fn(char) -> bool,
    fill: &mut impl FnMut(&mut [u8]),
) -> Zeroizing<String> {
    let known: Vec<&str> = WORDS.lines().filter(|word| word.chars().all(allowed)).collect();
    let first: Vec<&str> = known
        .iter()
        .copied()
        .filter(|word| capital(word).is_some_and(allowed))
        .collect();
    let digits: Vec<char> = DIGITS.chars().filter(|c| allowed(*c)).collect();
    let between: Vec<char> = BETWEEN_WORDS.chars().filter(|c| allowed(*c)).collect();
    // Whole from the start: growing would leave copies behind.
    let mut password = Zeroizing::new(String::with_capacity(16 * words + 2 * shortest + 16));
    let word = one_of(&first, fill);
    password.extend(word.and_then(capital));
    password.push_str(word.and_then(|word| word.get(1..)).unwrap_or_default());
    let dash = between.first().copied();
    let mut count = 1;
    while count < words || password.chars().count() + 3 < shortest {
        password.extend(dash);
        password.push_str(one_of(&known, fill).unwrap_or_default());
        count += 1;
        if known.is_empty() {
            break;
        }
    }
    password.extend(dash);
    password.extend(one_of(&digits, fill));
    password.extend(one_of(&digits, fill));
    password
}

fn capital(word: &str) -> Option<char> {
    word.chars().next().map(|c| c.to_ascii_uppercase())
}

fn of_characters(
    length: usize,
    allowed: &impl Fn(char) -> bool,
    fill: &mut impl FnMut(&mut [u8]),
) -> Zeroizing<String> {
    let all = [LETTERS, DIGITS, SIGNS];
    let all: Vec<char> = all
        .iter()
        .flat_map(|kind| kind.chars())
        .filter(|c| allowed(*c))
        .collect();
    let mut password = Zeroizing::new(String::with_capacity(length));
    for _ in 0..length {
        password.extend(one_of(&all, fill));
    }
    password
}

/// One of `all`, each as likely as any other; nothing where there is none.
fn one_of<T: Copy>(all: &[T], fill: &mut impl FnMut(&mut [u8])) -> Option<T> {
    let count = u32::try_from(all.len()).ok().filter(|count| *count > 0)?;
    // What is left over above the last whole round would make the first ones likelier.
    let rounds = u32::MAX - u32::MAX % count;
    loop {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        let drawn = u32::from_be_bytes(bytes);
        if drawn < rounds {
            return all.get(usize::try_from(drawn % count).ok()?).copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::domain::answer::Answer;
    use crate::domain::rules::{self, PackName};

    const NOBODY: Owner<'static> = Owner {
        user_name: "",
        names: &[],
    };

    /// Bytes that are the same for the same seed and look like any.
    fn seeded(seed: u64) -> impl FnMut(&mut [u8]) {
        let mut round = 0_u64;
        move |bytes| {
            for byte in bytes {
                round += 1;
                *byte = Sha256::digest([seed.to_be_bytes(), round.to_be_bytes()].concat())[0];
            }
        }
    }

    fn made(style: PasswordStyle, length: u8, seed: u64) -> String {
        let recipe = Recipe {
            style,
            length,
            no_lookalikes: false,
        };
        let rules = rules::in_force().password_rules(Answer::Yes);
        generate(recipe, rules, NOBODY, &mut seeded(seed)).as_str().to_owned()
    }

    #[test]
    fn the_same_seed_makes_the_same_password_and_another_one_another() {
        assert_eq!(made(PasswordStyle::Words, 4, 1), made(PasswordStyle::Words, 4, 1));
        assert_ne!(made(PasswordStyle::Words, 4, 1), made(PasswordStyle::Words, 4, 2));
        let of_words = made(PasswordStyle::Words, 4, 7);
        let parts: Vec<&str> = of_words.split('-').collect();
        assert_eq!(parts.len(), 5, "{of_words}");
        assert!(
            parts[0].starts_with(char::is_uppercase) && parts[4].len() == 2,
            "{of_words}"
        );
        assert!(
            parts[1..4].iter().all(|word| WORDS.lines().any(|known| known == *word)),
            "{of_words}"
        );
        assert_eq!(made(PasswordStyle::Characters, 20, 7).chars().count(), 20);
    }

    #[test]
    fn a_length_outside_of_what_is_offered_becomes_the_nearest() {
        assert_eq!(made(PasswordStyle::Words, 0, 3).split('-').count(), 5);
        assert_eq!(made(PasswordStyle::Words, 255, 3).split('-').count(), 11);
        assert_eq!(made(PasswordStyle::Characters, 0, 3).len(), 12);
        assert_eq!(made(PasswordStyle::Characters, 255, 3).len(), 64);
    }

    #[test]
    fn each_word_and_each_character_is_as_likely_as_any_other() {
        let mut fill = seeded(11);
        let mut seen: BTreeMap<char, u32> = BTreeMap::new();
        for _ in 0..2_000 {
            for c in of_characters(37, &|_| true, &mut fill).chars() {
                *seen.entry(c).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), LETTERS.len() + DIGITS.len() + SIGNS.len());
        // A thousand each are expected; five standard deviations are 158.
        assert!(seen.values().all(|count| (842..=1_158).contains(count)), "{seen:?}");
    }

    #[test]
    fn the_words_are_short_in_lower_case_and_each_there_once() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.len() >= 512 && words.is_sorted_by(|one, other| one < other));
        assert!(
            words
                .iter()
                .all(|word| (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
        let plain = words
            .iter()
            .filter(|word| !word.contains(|c| LOOKALIKES.contains(c)))
            .count();
        assert!(plain >= 200, "{plain}");
    }

    #[test]
    fn a_user_name_that_is_in_every_word_still_gets_a_password() {
        let rules = rules::pack(PackName::Guide2018).password_rules(Answer::No);
        let recipe = Recipe {
            style: PasswordStyle::Words,
            length: 10,
            no_lookalikes: true,
        };
        for letter in 'a'..='z' {
            let user_name = letter.to_string();
            let owner = Owner {
                user_name: &user_name,
                names: &[],
            };
            let password = generate(recipe, rules, owner, &mut seeded(5));
            assert!(check(&password, rules, owner).is_empty());
        }
    }

    fn style() -> impl Strategy<Value = PasswordStyle> {
        prop::sample::select(PasswordStyle::ALL)
    }

    proptest! {
        #[test]
        fn property_a_generated_password_keeps_the_rules_it_was_made_for(
            style in style(), length in any::<u8>(), no_lookalikes in any::<bool>(), seed in any::<u64>(),
            user_name in "[a-z]{1,12}[.]?[a-z]{0,12}[0-9]?(@nhs[.]net)?",
            names in prop::collection::vec("[A-Za-z' -]{0,20}", 0..4),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let owner = Owner { user_name: &user_name, names: &names };
            let recipe = Recipe { style, length, no_lookalikes };
            for pack in PackName::ALL {
                for rules in rules::pack(*pack).passwords() {
                    let password = generate(recipe, rules, owner, &mut seeded(seed));
                    prop_assert_eq!(check(&password, rules, owner), []);
                    prop_assert!(!no_lookalikes || !password.contains(|c| LOOKALIKES.contains(c)));
                    prop_assert!(password.len() <= 256);
                }
            }
        }
    }
}
