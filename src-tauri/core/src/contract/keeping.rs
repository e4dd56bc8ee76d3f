//! What crosses about letting details go.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What may go of a person's details: our advice. Nothing goes without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum RemovalView {
    /// The personal email: the account is confirmed.
    PersonalEmail {
        /// Since when.
        since: Date,
    },
    /// All contact details: the person left long enough ago.
    Contact {
        /// Their last day.
        since: Date,
        /// For how many months details of leavers are kept.
        months: u16,
    },
}
