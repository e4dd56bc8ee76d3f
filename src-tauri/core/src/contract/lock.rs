//! What crosses about the lock and the passphrase.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Typed;
use crate::vault::PassphraseHint;

/// Asks how hard a passphrase is to guess, while it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PassphraseStrengthRequest {
    /// What is typed so far.
    pub passphrase: Typed,
}

/// How hard a passphrase is to guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PassphraseStrengthView {
    /// From 0, guessed at once, to 4.
    pub score: u8,
    /// Whether it may be set: long enough and hard enough to guess.
    pub enough: bool,
    /// The characters it lacks, where it is too short.
    pub lacks: u32,
    /// Why it is easy to guess, where that is known; what matters most first.
    pub hints: Vec<PassphraseHint>,
}

/// Sets after how many quiet minutes the app locks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LockAfterRequest {
    /// The minutes, as typed; empty for what we advise.
    pub minutes: String,
}
