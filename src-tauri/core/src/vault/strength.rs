//! How hard a passphrase is to guess, by zxcvbn: it knows common passwords, names, words, dates and rows of keys, and counts how many
//! guesses somebody would need who tries those first.
//!
//! The passphrase is looked at and let go: nothing here keeps it, returns a part of it or prints it.

use zxcvbn::Score;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::zxcvbn;

use crate::domain::named::named_enum;
use crate::secret::{ExposeSecret, SecretString};

/// The least that is enough, from 0 to 4: more than a hundred million guesses, each of which costs somebody who has the file a quarter
/// of a second or more.
pub const ENOUGH: u8 = 3;

/// What anybody would try first with this app.
const OURS: [&str; 10] = [
    "mailbox",
    "steward",
    "mailbox steward",
    "mailboxsteward",
    "nhsmail",
    "nhs",
    "nhs.net",
    "care",
    "care home",
    "carehome",
];

named_enum! {
    /// Why a passphrase is easy to guess. Says what kind of thing it is, never which part.
    pub enum PassphraseHint {
        /// A common password.
        Common = "common",
        /// Close to a common password.
        LikeCommon = "like_common",
        /// One word by itself.
        OneWord = "one_word",
        /// A name.
        Name = "name",
        /// A row of keys.
        KeyboardRow = "keyboard_row",
        /// Something twice.
        Repeat = "repeat",
        /// abc or 6543.
        Sequence = "sequence",
        /// A year.
        Year = "year",
        /// A date.
        Date = "date",
        /// Capital letters, which hardly help.
        Capitals = "capitals",
        /// Figures for letters, which hardly help.
        Swaps = "swaps",
        /// A word backwards, which hardly helps.
        Backwards = "backwards",
    }
}

/// How hard a passphrase is to guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// From 0, guessed at once, to 4.
    pub score: u8,
    /// Why it is easy to guess, where that is known; what matters most first.
    pub hints: Vec<PassphraseHint>,
}

impl Strength {
    /// Of what somebody typed. `known` is what others know of them: names of people and homes. Takes about a millisecond.
    #[must_use]
    pub fn of(typed: &SecretString, known: &[String]) -> Self {
        let words = known.iter().flat_map(|text| {
            let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
            std::iter::once(text.as_str()).chain(parts)
        });
        // What comes first counts as tried first.
        let known: Vec<&str> = words.chain(OURS).collect();
        let looked_at = zxcvbn(typed.expose_secret(), &known);
        let mut hints = Vec::new();
        if let Some(feedback) = looked_at.feedback() {
            hints.extend(feedback.warning().map(of_warning));
            hints.extend(feedback.suggestions().iter().copied().filter_map(of_suggestion));
        }
        let mut seen = Vec::new();
        hints.retain(|hint| {
            let new = !seen.contains(hint);
            seen.push(*hint);
            new
        });
        Self {
            score: match looked_at.score() {
                Score::Zero => 0,
                Score::One => 1,
                Score::Two => 2,
                Score::Three => 3,
                Score::Four | _ => 4,
            },
            hints,
        }
    }

    /// Whether it may be set.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.score >= ENOUGH
    }
}

const fn of_warning(warning: Warning) -> PassphraseHint {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            PassphraseHint::KeyboardRow
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            PassphraseHint::Repeat
        }
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            PassphraseHint::Common
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => PassphraseHint::LikeCommon,
        Warning::SequencesLikeAbcAreEasyToGuess => PassphraseHint::Sequence,
        Warning::RecentYearsAreEasyToGuess => PassphraseHint::Year,
        Warning::AWordByItselfIsEasyToGuess => PassphraseHint::OneWord,
        Warning::DatesAreOftenEasyToGuess => PassphraseHint::Date,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            PassphraseHint::Name
        }
    }
}

const fn of_suggestion(suggestion: Suggestion) -> Option<PassphraseHint> {
    match suggestion {
        Suggestion::CapitalizationDoesntHelpVeryMuch | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Some(PassphraseHint::Capitals)
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => Some(PassphraseHint::Backwards),
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Some(PassphraseHint::Swaps),
        Suggestion::AvoidRepeatedWordsAndCharacters => Some(PassphraseHint::Repeat),
        Suggestion::AvoidSequences => Some(PassphraseHint::Sequence),
        Suggestion::AvoidRecentYears | Suggestion::AvoidYearsThatAreAssociatedWithYou => Some(PassphraseHint::Year),
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => Some(PassphraseHint::Date),
        Suggestion::UseAFewWordsAvoidCommonPhrases
        | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters
        | Suggestion::AddAnotherWordOrTwo
        | Suggestion::UseALongerKeyboardPatternWithMoreTurns => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &str, known: &[&str]) -> Strength {
        let known: Vec<String> = known.iter().map(ToString::to_string).collect();
        Strength::of(&SecretString::from(typed), &known)
    }

    #[test]
    fn words_that_do_not_belong_together_are_enough_and_common_ones_are_not() {
        for enough in [
            "copper teapot windmill seventeen",
            "seven green kettles",
            "Wq7#nfLz09!x",
        ] {
            assert!(of(enough, &[]).is_enough(), "{enough}");
        }
        for (weak, hint) in [
            ("1234567890", PassphraseHint::Common),
            ("password123", PassphraseHint::Common),
            ("aaaaaaaaaaaa", PassphraseHint::Repeat),
            ("11/20/2026", PassphraseHint::Date),
        ] {
            let strength = of(weak, &[]);
            assert!(!strength.is_enough(), "{weak} has {}", strength.score);
            assert!(strength.hints.contains(&hint), "{weak}: {:?}", strength.hints);
        }
        assert_eq!(of("", &[]).score, 0);
    }

    #[test]
    fn what_others_know_of_somebody_counts_for_little() {
        let typed = "Okonkwo Rowanhouse";
        let (alone, known) = (of(typed, &[]), of(typed, &["Marta Okonkwo", "Rowanhouse"]));
        assert!(known.score < alone.score, "{} < {}", known.score, alone.score);
        assert!(!of("mailbox steward", &[]).is_enough());
    }

    #[test]
    fn a_pasted_novel_takes_no_longer_than_a_line() {
        let novel = "kettle ".repeat(140);
        let started = std::time::Instant::now();
        assert!(of(&novel, &[]).score <= 4);
        assert!(started.elapsed() < std::time::Duration::from_secs(5));
    }
}
