//! What holds for shared mailboxes, and where their owners change them.

use serde::Deserialize;

use super::Source;
use crate::domain::named::named_enum;

named_enum! {
    /// How a mail from a shared mailbox shows who sent it.
    pub enum SendPermission {
        /// As the mailbox, with no link to the person.
        SendAs = "send_as",
        /// As the person on behalf of the mailbox: the wording of 2018.
        OnBehalf = "on_behalf",
    }
}

named_enum! {
    /// A shape of a shared mailbox's address. The address never changes, so every shape lives on.
    pub enum AddressShape {
        /// `care.<town>.<name><ods code>@nhs.net`.
        TownNameCode = "town_name_code",
        /// `care.<ods code>@nhs.net`.
        Code = "code",
    }
}

named_enum! {
    /// Where an owner adds and removes people.
    pub enum EditPlace {
        /// The NHSmail portal.
        Portal = "portal",
        /// Outlook on the web.
        OutlookWeb = "outlook_web",
    }
}

named_enum! {
    /// The framework a home answers to for the safe use of data.
    pub enum AssuranceFramework {
        /// The Data Security and Protection Toolkit (DSPT).
        DataSecurityAndProtectionToolkit = "data_security_and_protection_toolkit",
        /// The Information Governance Toolkit: its predecessor.
        InformationGovernanceToolkit = "information_governance_toolkit",
    }
}

/// What to choose on a screen of NHSmail, in order, as that screen words it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// One choice each.
    pub steps: Vec<String>,
    /// Where that is said.
    pub source: Source,
}

/// One way to add and remove people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditAccess {
    /// Where.
    pub place: EditPlace,
    /// What to choose there, in order.
    pub steps: Vec<String>,
    /// Where that is said.
    pub source: Source,
}

/// What holds for shared mailboxes. There is no rule about mobile devices: the sources do not settle it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxRules {
    /// How its mails show who sent them.
    pub send_permission: SendPermission,
    /// Where that is said.
    pub send_permission_source: Source,
    /// The shapes its address may have; another gets a warning, not an error.
    pub address_shapes: Vec<AddressShape>,
    /// Where that is said.
    pub address_source: Source,
    /// How to open it so that a new mail leaves from it.
    pub open: Steps,
    /// Where its owner adds and removes people: the first is the one to show.
    pub edit_access: Vec<EditAccess>,
}

/// The framework a home answers to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assurance {
    /// Which.
    pub framework: AssuranceFramework,
    /// Where that is said.
    pub source: Source,
}
