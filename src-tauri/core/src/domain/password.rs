//! What a password must be. The rules are data, in the rule packs; here they meet a password.
//!
//! The password is looked at and let go: nothing here keeps it, returns a part of it or prints it.

use std::collections::BTreeSet;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::named::named_enum;
use super::rules::Source;

mod common;
pub mod generate;

named_enum! {
    /// Whose passwords a set of rules is for.
    pub enum AppliesTo {
        /// Everybody's.
        Everyone = "everyone",
        /// People who have set up multi-factor sign-in.
        WithMfa = "with_mfa",
        /// People who have not.
        WithoutMfa = "without_mfa",
    }
}

named_enum! {
    /// What a password must not be or include.
    pub enum PasswordRefusal {
        /// The user name: the part of the NHSmail address before the `@`.
        UserName = "user_name",
        /// The person's first or last name.
        OwnNames = "own_names",
        /// A common password.
        Common = "common",
        /// A password known from a breach.
        Breached = "breached",
    }
}

/// What a password must be, by one rule pack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordRules {
    /// Whose passwords.
    pub applies_to: AppliesTo,
    /// The fewest characters.
    pub minimum_length: u16,
    /// Of how many classes the characters must come, 1 to 4: upper case, lower case, digits, symbols.
    pub minimum_classes: u8,
    /// Characters it must not have.
    pub forbidden_characters: String,
    /// What it must not be or include.
    pub refuses: BTreeSet<PasswordRefusal>,
    /// How many of the last passwords it must not be.
    pub previous_refused: u8,
    /// Days after which it must be changed.
    pub valid_days: u16,
    /// How many days before that NHSmail reminds, the first reminder first.
    #[serde(default)]
    pub remind_days_before: Vec<u16>,
    /// Where that is said.
    pub source: Source,
}

named_enum! {
    /// A rule a password breaks. Says which rule, never which part of the password.
    pub enum PasswordRuleBroken {
        /// Fewer characters than the rules ask for.
        TooShort = "password_too_short",
        /// Too few of upper case, lower case, digits and symbols.
        TooFewClasses = "password_too_few_classes",
        /// A space, or another character the rules forbid.
        ForbiddenCharacter = "password_forbidden_character",
        /// The user name is in it.
        ContainsUserName = "password_contains_user_name",
        /// The person's first or last name is in it.
        ContainsName = "password_contains_name",
        /// It is a common password, or one with figures or signs around it.
        Common = "password_common",
    }
}

/// Whose password it is, as far as the rules ask.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// The NHSmail address or the part before its `@`, empty where not known.
    pub user_name: &'a str,
    /// The person's names; several words in one are taken apart.
    pub names: &'a [&'a str],
}

impl PasswordRules {
    /// The rules that can be looked at here, each with its number where it has one. Whether a password is known from a breach cannot
    /// be known without the internet, and whether it is one of the last ones is known only where those are kept.
    #[must_use]
    pub fn stated(&self) -> Vec<(PasswordRuleBroken, Option<u16>)> {
        use PasswordRuleBroken as R;
        let of = |rule: R| match rule {
            R::TooShort => Some((rule, Some(self.minimum_length))),
            R::TooFewClasses => (self.minimum_classes > 1).then_some((rule, Some(u16::from(self.minimum_classes)))),
            R::ForbiddenCharacter => (!self.forbidden_characters.is_empty()).then_some((rule, None)),
            R::ContainsUserName => self
                .refuses
                .contains(&PasswordRefusal::UserName)
                .then_some((rule, None)),
            R::ContainsName => self
                .refuses
                .contains(&PasswordRefusal::OwnNames)
                .then_some((rule, None)),
            R::Common => self.refuses.contains(&PasswordRefusal::Common).then_some((rule, None)),
        };
        R::ALL.iter().copied().filter_map(of).collect()
    }
}

/// Parts of a name shorter than this are not looked for: "Jo" is in too many words. The source names no length; this one is
/// ours.
const SHORTEST_NAME: usize = 3;

/// Every rule that `password` breaks, in the order of [`PasswordRuleBroken::ALL`]; empty when it breaks none. Upper and lower case
/// are the same. Whether the password is known from a breach or is one of the last is not checked here.
#[must_use]
pub fn check(password: &str, rules: &PasswordRules, owner: Owner<'_>) -> Vec<PasswordRuleBroken> {
    let lowered = Zeroizing::new(password.to_lowercase());
    let contains = |part: &str| !part.is_empty() && lowered.contains(part.to_lowercase().as_str());

    let user_name = owner.user_name.split('@').next().unwrap_or_default();
    let mut own_names = owner
        .names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .filter(|word| word.chars().count() >= SHORTEST_NAME);

    PasswordRuleBroken::ALL
        .iter()
        .copied()
        .filter(|rule| match rule {
            PasswordRuleBroken::TooShort => password.chars().count() < usize::from(rules.minimum_length),
            PasswordRuleBroken::TooFewClasses => classes(password) < rules.minimum_classes,
            PasswordRuleBroken::ForbiddenCharacter => password.chars().any(|c| rules.forbidden_characters.contains(c)),
            PasswordRuleBroken::ContainsUserName => {
                rules.refuses.contains(&PasswordRefusal::UserName) && contains(user_name)
            }
            PasswordRuleBroken::ContainsName => {
                rules.refuses.contains(&PasswordRefusal::OwnNames) && own_names.any(contains)
            }
            PasswordRuleBroken::Common => {
                rules.refuses.contains(&PasswordRefusal::Common) && common::is_common(password)
            }
        })
        .collect()
}

/// How many of the four classes of guide L93-97 occur.
fn classes(password: &str) -> u8 {
    let has = |class: fn(char) -> bool| u8::from(password.chars().any(class));
    has(char::is_uppercase)
        + has(char::is_lowercase)
        + has(char::is_numeric)
        + has(|c| !c.is_alphanumeric() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::PasswordRuleBroken::{
        Common, ContainsName, ContainsUserName, ForbiddenCharacter, TooFewClasses, TooShort,
    };
    use super::*;
    use crate::domain::answer::Answer;
    use crate::domain::rules::{self, PackName};

    fn owner<'a>(user_name: &'a str, names: &'a [&'a str]) -> Owner<'a> {
        Owner { user_name, names }
    }

    fn in_force(password: &str) -> Vec<PasswordRuleBroken> {
        let rules = rules::in_force().password_rules(Answer::Yes);
        check(password, rules, owner("marta.okonkwo@nhs.net", &["Marta Okonkwo-Li"]))
    }

    fn in_2018(password: &str) -> Vec<PasswordRuleBroken> {
        let rules = rules::pack(PackName::Guide2018).password_rules(Answer::NotKnown);
        check(password, rules, owner("marta.okonkwo@nhs.net", &["Marta Okonkwo-Li"]))
    }

    #[test]
    fn ten_characters_of_one_class_are_enough_with_mfa() {
        assert_eq!(in_force("kestrelbay"), []);
        assert_eq!(in_force("kestrelba"), [TooShort]);
        assert_eq!(in_force("kestrel bay"), [ForbiddenCharacter]);
    }

    #[test]
    fn without_mfa_twenty_characters_are_needed() {
        let rules = rules::in_force().password_rules(Answer::No);
        assert_eq!(check("kestrelbaykestrelbay", rules, owner("", &[])), []);
        assert_eq!(check("kestrelbaykestrelba", rules, owner("", &[])), [TooShort]);
    }

    #[test]
    fn a_first_or_last_name_is_found_in_any_case() {
        assert_eq!(in_force("xxMARTAxxxx"), [ContainsName]);
        assert_eq!(in_force("xxokonkwo-lixx"), [ContainsName]);
        assert_eq!(in_force("kestrel.mart"), []);
    }

    #[test]
    fn a_name_of_two_letters_is_not_looked_for() {
        let rules = rules::in_force().password_rules(Answer::Yes);
        assert_eq!(check("majorpolice", rules, owner("", &["Jo Li"])), []);
    }

    #[test]
    fn the_guide_of_2018_wants_three_classes_no_comma_and_no_user_name() {
        assert_eq!(in_2018("Kestrel7"), []);
        assert_eq!(in_2018("kestrel7"), [TooFewClasses]);
        assert_eq!(in_2018("kestrel!7"), []);
        assert_eq!(in_2018("Kestrel,7"), [ForbiddenCharacter]);
        assert_eq!(in_2018("Marta.Okonkwo1"), [ContainsUserName]);
        assert_eq!(
            in_2018("Marta7890"),
            [],
            "the guide says nothing of first and last names"
        );
        assert_eq!(in_2018(" "), [TooShort, TooFewClasses, ForbiddenCharacter]);
    }

    #[test]
    fn a_common_password_is_refused_by_the_rules_in_force_and_not_by_the_guide() {
        assert_eq!(in_force("qwertyuiop"), [Common]);
        assert_eq!(in_force("Sunshine-2026"), [Common]);
        assert_eq!(in_2018("Sunshine-2026"), []);
    }

    #[test]
    fn the_rules_are_stated_with_their_numbers() {
        let in_force = rules::in_force().password_rules(Answer::No).stated();
        let expected = [
            (TooShort, Some(20)),
            (ForbiddenCharacter, None),
            (ContainsName, None),
            (Common, None),
        ];
        assert_eq!(in_force, expected);
        let in_2018 = rules::pack(PackName::Guide2018).password_rules(Answer::No).stated();
        let expected = [
            (TooShort, Some(8)),
            (TooFewClasses, Some(3)),
            (ForbiddenCharacter, None),
            (ContainsUserName, None),
        ];
        assert_eq!(in_2018, expected);
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(in_force("žžžžžžžžž"), [TooShort]);
        assert_eq!(in_force("žžžžžžžžžž"), []);
    }

    proptest! {
        #[test]
        fn more_of_the_same_never_makes_a_password_too_short(password in "[a-z]{10,40}", more in "[a-z]{0,40}") {
            let rules = rules::in_force().password_rules(Answer::Yes);
            let longer = format!("{password}{more}");
            prop_assert!(!check(&longer, rules, owner("", &[])).contains(&TooShort));
        }

        #[test]
        fn any_password_around_an_own_name_is_refused(before in ".{0,20}", after in ".{0,20}", name in "[A-Za-z]{3,12}") {
            let rules = rules::in_force().password_rules(Answer::Yes);
            let broken = check(&format!("{before}{name}{after}"), rules, owner("", &[&name]));
            prop_assert!(broken.contains(&ContainsName));
        }
    }
}
