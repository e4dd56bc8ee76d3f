//! What crosses about confirming accounts and numbers, and about reminding people.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::DateRequest;
use super::views::SourceView;
use crate::domain::ids::PersonId;
use crate::domain::rules::Activity;

/// Confirms that accounts are used.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountsConfirmRequest {
    /// Whose: 500 at most.
    pub people: Vec<PersonId>,
    /// In which way they were last used. One that counts by the rules in force.
    pub way: Activity,
    /// The day they were last used; empty for today.
    pub on: DateRequest,
}

/// Confirms that mobile numbers are still right.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NumbersConfirmRequest {
    /// Whose: 500 at most.
    pub people: Vec<PersonId>,
}

/// Everybody a list would show, for choosing them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonIdsView {
    /// Who: 500 at most, the first of the list.
    pub people: Vec<PersonId>,
    /// Whether there are more.
    pub more: bool,
}

/// What staff are reminded of. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReminderView {
    /// The ways that count.
    pub ways: Vec<Activity>,
    /// An account nobody uses for so many days may be switched off.
    pub within_days: u16,
    /// Where that is said.
    pub source: SourceView,
    /// The text to copy.
    pub text: String,
}
