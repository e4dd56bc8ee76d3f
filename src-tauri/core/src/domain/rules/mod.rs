//! The rules of NHSmail as data: who to write to and when they answer, what each request may say, how long an account
//! lives, what a password must be. Each rule knows its document, section, lines and date.
//!
//! The packs are TOML files in `core/rules`, built into the app, parsed on first use. Nothing here reads a clock: the
//! functions that apply a rule to a day are in [`working_day`](super::working_day) and
//! [`clock_rules`](super::clock_rules).

mod contact;
#[cfg(test)]
mod decisions;
mod follow_up;
mod holidays;
mod lifecycle;
mod mailbox;
mod pack;
mod permitted;
mod source;
mod whole;

pub use contact::{
    Allowance, Chase, Escalation, Helpdesk, HelpdeskTask, LocalHelp, MailContact, NasContacts, OpeningHours,
    PhoneContact,
};
pub use follow_up::{FollowUp, Lasting, TimeLimit, TimeLimitRule};
pub use holidays::{BankHoliday, HolidayExceptions, MovedHoliday, holiday_exceptions};
pub use lifecycle::{
    Activity, ActivityRule, AddressReserved, Clocks, DisabledClock, FirstLogin, FirstLoginTask, LeaverClock,
    LoginDetails, PendingClock, QuietClock, RestoreWindow,
};
pub use mailbox::{
    AddressShape, Assurance, AssuranceFramework, EditAccess, EditPlace, MailboxRules, SendPermission, Steps,
};
pub use pack::{PackName, RulePack};
pub use permitted::{
    CallKind, CallRule, CallsFrom, Choice, HowMany, LeavesFrom, PermittedField, Precondition, Recipient, RequestRule,
    Sender,
};
pub use source::{Document, DocumentKind, Effective, LineRange, Precision, Source};
pub use whole::are_whole;

/// A rule pack that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file is no TOML, has an unknown key, lacks one, or holds a value of the wrong kind.
    #[error("the rule pack cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// The file reads, and its rules contradict each other.
    #[error("the rule pack is refused: {0}")]
    Refused(String),
}

/// The rules in force.
#[must_use]
pub fn in_force() -> &'static RulePack {
    pack(PackName::Faq)
}

/// A rule pack by its name.
#[must_use]
pub fn pack(name: PackName) -> &'static RulePack {
    pack::embedded(name)
}

/// The days and hours on which NAS answers, by the rules in force.
///
/// # Panics
///
/// Not with the packs that ship: the one in force is checked to state them.
#[must_use]
pub fn nas_opening_hours() -> &'static OpeningHours {
    #[expect(
        clippy::expect_used,
        reason = "a start-up invariant: the pack in force is checked to be complete"
    )]
    in_force()
        .nas()
        .hours
        .as_ref()
        .expect("the rules in force say when NAS answers")
}
