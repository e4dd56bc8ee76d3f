//! What a password must be. The rules are data, in the rule packs; here they meet a password.
//!
//! The password is looked at and let go: nothing here keeps it, returns a part of it or prints it.

use std::collections::BTreeSet;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::named::named_enum;
use super::rules::Source;

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
    }
}

/// Parts of a name shorter than this are not looked for: "Jo" is in too many words. The source names no length; this one is
/// ours.
const SHORTEST_NAME: usize = 3;

/// Every rule that `password` breaks, in the order of [`PasswordRuleBroken::ALL`]; empty when it breaks none.
///
/// `user_name` is the NHSmail address or the part before its `@`, empty where not known. `names` are the person's names;
/// several words in one are taken apart. Upper and lower case are the same. Whether the password is common, breached or
/// one of the last is not checked here.
#[must_use]
pub fn check(password: &str, rules: &PasswordRules, user_name: &str, names: &[&str]) -> Vec<PasswordRuleBroken> {
    let lowered = Zeroizing::new(password.to_lowercase());
    let contains = |part: &str| !part.is_empty() && lowered.contains(part.to_lowercase().as_str());

    let user_name = user_name.split('@').next().unwrap_or_default();
    let mut own_names = names
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

    use super::PasswordRuleBroken::{ContainsName, ContainsUserName, ForbiddenCharacter, TooFewClasses, TooShort};
    use super::*;
    use crate::domain::answer::Answer;
    use crate::domain::rules::{self, PackName};

    fn in_force(password: &str) -> Vec<PasswordRuleBroken> {
        let rules = rules::in_force().password_rules(Answer::Yes);
        check(password, rules, "marta.okonkwo@nhs.net", &["Marta Okonkwo-Li"])
    }

    fn in_2018(password: &str) -> Vec<PasswordRuleBroken> {
        let rules = rules::pack(PackName::Guide2018).password_rules(Answer::NotKnown);
        check(password, rules, "marta.okonkwo@nhs.net", &["Marta Okonkwo-Li"])
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
        assert_eq!(check("kestrelbaykestrelbay", rules, "", &[]), []);
        assert_eq!(check("kestrelbaykestrelba", rules, "", &[]), [TooShort]);
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
        assert_eq!(check("majorpolice", rules, "", &["Jo Li"]), []);
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
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(in_force("žžžžžžžžž"), [TooShort]);
        assert_eq!(in_force("žžžžžžžžžž"), []);
    }

    proptest! {
        #[test]
        fn more_of_the_same_never_makes_a_password_too_short(password in "[a-z]{10,40}", more in "[a-z]{0,40}") {
            let rules = rules::in_force().password_rules(Answer::Yes);
            let longer = format!("{password}{more}");
            prop_assert!(!check(&longer, rules, "", &[]).contains(&TooShort));
        }

        #[test]
        fn any_password_around_an_own_name_is_refused(before in ".{0,20}", after in ".{0,20}", name in "[A-Za-z]{3,12}") {
            let rules = rules::in_force().password_rules(Answer::Yes);
            let broken = check(&format!("{before}{name}{after}"), rules, "", &[&name]);
            prop_assert!(broken.contains(&ContainsName));
        }
    }
}
