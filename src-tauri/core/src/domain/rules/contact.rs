//! Who to write to and call, and when they answer.

use jiff::civil::{Time, Weekday};
use serde::Deserialize;

use super::{RulesError, Source};
use crate::domain::named::named_enum;

/// An address to write to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailContact {
    /// The address, in lower case.
    pub address: String,
    /// Where that is said.
    pub source: Source,
}

/// A number to call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneContact {
    /// The number as people write it, such as `0333 200 1133`.
    pub number: String,
    /// The options to press in the menu, in their order. Menus change: show since when this one is known.
    pub menu: Vec<u8>,
    /// Where that is said.
    pub source: Source,
}

/// The National Administration Service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NasContacts {
    /// The address requests go to, unless Settings names another.
    pub email: MailContact,
    /// Addresses it had before. Accepted in Settings, with a warning.
    #[serde(default)]
    pub historic_email: Vec<MailContact>,
    /// Its telephone.
    pub phone: PhoneContact,
    /// When it answers, where the pack says so.
    pub hours: Option<OpeningHours>,
}

impl NasContacts {
    /// Whether this is an address NAS had before and may not read any more.
    #[must_use]
    pub fn is_historic(&self, address: &str) -> bool {
        self.historic_email
            .iter()
            .any(|contact| contact.address.eq_ignore_ascii_case(address))
    }
}

/// Opening hours in Europe/London. Bank holidays in England are never among the days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawOpeningHours")]
pub struct OpeningHours {
    days: Vec<Weekday>,
    opens: Time,
    closes: Time,
    source: Source,
}

impl OpeningHours {
    /// The days of the week it answers on, in the order of the pack; at least one.
    #[must_use]
    pub fn days(&self) -> &[Weekday] {
        &self.days
    }

    /// When it opens.
    #[must_use]
    pub const fn opens(&self) -> Time {
        self.opens
    }

    /// When it closes: later than it opens, and the first moment it is closed.
    #[must_use]
    pub const fn closes(&self) -> Time {
        self.closes
    }

    /// Where that is said.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }
}

/// A day of the week, as the packs write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Monday => Self::Monday,
            Day::Tuesday => Self::Tuesday,
            Day::Wednesday => Self::Wednesday,
            Day::Thursday => Self::Thursday,
            Day::Friday => Self::Friday,
            Day::Saturday => Self::Saturday,
            Day::Sunday => Self::Sunday,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOpeningHours {
    days: Vec<Day>,
    opens: Time,
    closes: Time,
    source: Source,
}

impl TryFrom<RawOpeningHours> for OpeningHours {
    type Error = RulesError;

    fn try_from(raw: RawOpeningHours) -> Result<Self, RulesError> {
        if raw.days.is_empty() || raw.days.windows(2).any(|pair| pair[0] >= pair[1]) || raw.opens >= raw.closes {
            return Err(RulesError::Refused(
                "the hours name no day, a day twice, or close before they open".into(),
            ));
        }
        let days = raw.days.into_iter().map(Weekday::from).collect();
        Ok(Self {
            days,
            opens: raw.opens,
            closes: raw.closes,
            source: raw.source,
        })
    }
}

named_enum! {
    /// What the helpdesk does at any hour.
    pub enum HelpdeskTask {
        /// Resets a password.
        PasswordReset = "password_reset",
        /// Unlocks an account.
        Unlock = "unlock",
    }
}

/// The national NHSmail helpdesk.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpdesk {
    /// Its address.
    pub address: String,
    /// Its telephone, as people write it.
    pub number: String,
    /// Whether it answers every hour of every day.
    pub always_open: bool,
    /// What it does outside the hours of NAS.
    pub does: Vec<HelpdeskTask>,
    /// Where that is said.
    pub source: Source,
}

/// Where a query goes that NAS has not resolved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// The address.
    pub address: String,
    /// Whom to ask for on a call.
    pub ask_on_a_call_for: String,
    /// Where that is said.
    pub source: Source,
}

/// When to ask again. Our advice: no source names a time in which NAS answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chase {
    /// Working days of NAS after sending, until asking again.
    pub chase_after_working_days: u16,
    /// Working days of NAS after sending, until escalating.
    pub escalate_after_working_days: u16,
    /// Where that is said.
    pub source: Source,
}

/// Somebody near the home who helps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalHelp {
    /// Who.
    pub name: String,
    /// For homes in which area.
    pub area: String,
    /// Their address.
    pub address: String,
    /// Their telephone, as people write it.
    pub number: String,
    /// Where that is said.
    pub source: Source,
}

/// What one site gets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// User accounts.
    pub accounts: u16,
    /// Shared mailboxes.
    pub shared_mailboxes: u16,
    /// The people a first registration asks for.
    pub people_at_registration: u16,
    /// Where that is said.
    pub source: Source,
}
