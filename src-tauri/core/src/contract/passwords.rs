//! What crosses about the rules of the owner's own password.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SourceView, Typed};
use crate::domain::password::generate::PasswordStyle;
use crate::domain::password::{AppliesTo, PasswordRuleBroken};

/// Asks which rules a password keeps, while it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasswordCheckRequest {
    /// The owner's NHSmail address, as typed.
    pub user_name: String,
    /// What is typed so far; empty to read the rules.
    pub password: Typed,
}

/// One rule of a password, and whether it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PasswordRuleView {
    /// The rule, by what breaks it.
    pub rule: PasswordRuleBroken,
    /// How many characters, or of how many kinds.
    pub number: Option<u16>,
    /// Whether it is kept.
    pub kept: bool,
}

/// The rules in force for the owner who works here, and which a password keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PasswordCheckView {
    /// Whose passwords the rules are for.
    pub applies_to: AppliesTo,
    /// The rules that can be looked at here.
    pub rules: Vec<PasswordRuleView>,
    /// How many of the last passwords NHSmail refuses. Looked at when the password is saved.
    pub previous_refused: u16,
    /// Days after which it must be changed.
    pub valid_days: u16,
    /// Whether it keeps the rules and is easy to guess all the same: our advice, no rule.
    pub easy_to_guess: bool,
    /// Where the rules are said.
    pub source: SourceView,
}

/// Asks for a new password.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PasswordGenerateRequest {
    /// What it is made of.
    pub style: PasswordStyle,
    /// How many words or characters.
    pub length: u8,
    /// Whether characters that look alike stay out.
    pub no_lookalikes: bool,
    /// The owner's NHSmail address, as typed: the password is not to hold it.
    pub user_name: String,
}

/// A new password that keeps the rules in force.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PasswordGeneratedView {
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for PasswordGeneratedView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordGeneratedView(..)")
    }
}

/// Keeps the window out of screenshots while a secret shows, or lets it in again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScreenProtectRequest {
    /// Whether a secret shows.
    pub shows_secret: bool,
}
