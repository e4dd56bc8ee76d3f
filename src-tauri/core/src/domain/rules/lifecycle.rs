//! How long an account lives, what keeps it alive, and what its first sign-in needs.

use serde::Deserialize;

use super::{RulesError, Source};
use crate::domain::named::named_enum;
use crate::domain::request::Field;

/// The clocks of an account. A clock the pack does not state is absent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// For an account nobody uses.
    pub quiet: QuietClock,
    /// For an account made and not yet set up.
    pub pending: Option<PendingClock>,
    /// For an account marked as a leaver.
    pub leaver: LeaverClock,
    /// For an account disabled for a long leave.
    pub disabled: Option<DisabledClock>,
    /// For a deleted account.
    pub restore: Option<RestoreWindow>,
    /// For the address of a deleted account.
    pub address_reserved: Option<AddressReserved>,
}

/// What becomes of an account nobody uses; days since the last activity.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietClock {
    /// From this day it may be inactive.
    pub inactive_after_days: u16,
    /// From this day it may be deleted.
    pub deleted_after_days: u16,
    /// From this day it can no longer be restored.
    pub permanent_after_days: u16,
    /// Where that is said.
    pub source: Source,
}

/// What becomes of an account that was made and not set up; days since it was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PendingClock {
    /// From this day it may be inactive.
    pub inactive_after_days: u16,
    /// Where that is said.
    pub source: Source,
}

/// What becomes of a leaver's account; the day of the mark is day 0.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaverClock {
    /// From this day it may be deleted, unless another organisation took it over.
    pub deleted_after_days: u16,
    /// From this day it can no longer be restored: a hint, not a promise.
    pub permanent_after_days: u16,
    /// The days on which to warn: our advice.
    pub warn_after_days: Vec<u16>,
    /// Where that is said.
    pub source: Source,
}

/// How long an account may stay disabled; months since the day it was.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisabledClock {
    /// Months.
    pub longest_months: u16,
    /// Where that is said.
    pub source: Source,
}

/// How long a deleted account can be restored; days since it was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreWindow {
    /// Days.
    pub within_days: u16,
    /// Where that is said.
    pub source: Source,
}

/// How long the address of a deleted account may stay taken; years since the deletion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressReserved {
    /// Years.
    pub up_to_years: u16,
    /// Where that is said.
    pub source: Source,
}

named_enum! {
    /// What counts as using an account. There is no value for a change to the profile: later public pages do not list it.
    pub enum Activity {
        /// Signing in to the NHSmail portal.
        PortalLogin = "portal_login",
        /// Signing in to an Office 365 app.
        AppLogin = "app_login",
        /// Using an Office 365 app.
        AppUse = "app_use",
        /// Sending an email.
        EmailSent = "email_sent",
        /// Changing the password: the rule of 2018.
        PasswordChanged = "password_changed",
    }
}

/// What counts as using an account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityRule {
    /// Any one of these.
    pub counts: Vec<Activity>,
    /// Where that is said.
    pub source: Source,
}

named_enum! {
    /// A step of the first sign-in.
    pub enum FirstLoginTask {
        /// Changing the temporary password.
        Password = "password",
        /// Accepting the acceptable use policy.
        AcceptableUsePolicy = "acceptable_use_policy",
        /// Completing the profile with a UK mobile.
        ProfileAndMobile = "profile_and_mobile",
        /// Setting the account secret.
        AccountSecret = "account_secret",
        /// Setting up multi-factor sign-in.
        Mfa = "mfa",
        /// Setting security questions: the rule of 2018.
        SecurityQuestions = "security_questions",
    }
}

/// What the first sign-in needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstLogin {
    /// In this order.
    pub tasks: Vec<FirstLoginTask>,
    /// Where that is said.
    pub source: Source,
}

/// How sign-in details reach a new user. The app keeps the day they arrived and nothing else of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginDetails {
    /// Where they are sent.
    pub sent_to: Vec<Field>,
    /// Whether the owner passes them on as well.
    pub cascaded_by_owner: bool,
    /// Where that is said.
    pub source: Source,
}

impl Clocks {
    pub(super) fn check(&self) -> Result<(), RulesError> {
        let quiet = &self.quiet;
        let leaver = &self.leaver;
        let in_order = quiet.inactive_after_days < quiet.deleted_after_days
            && quiet.deleted_after_days <= quiet.permanent_after_days
            && leaver.deleted_after_days <= leaver.permanent_after_days
            && leaver.warn_after_days.windows(2).all(|pair| pair[0] < pair[1])
            && leaver
                .warn_after_days
                .iter()
                .all(|day| *day <= leaver.deleted_after_days);
        if in_order {
            Ok(())
        } else {
            Err(RulesError::Refused("the steps of a clock are out of order".into()))
        }
    }
}
