//! What was set aside: a line of Today until a day, or two records of the staff list that are two people for good.

use jiff::civil::Date;

use crate::domain::duty::Duty;
use crate::domain::facts::facts;
use crate::domain::ids::{MailboxId, PersonId, RequestId, SiteId};
use crate::domain::named::named_enum;
use crate::domain::words::ShortText;

named_enum! {
    /// Why a line of Today is put off.
    pub enum PutOffReason {
        /// NAS or the helpdesk is asked.
        WaitsForNas = "waits_for_nas",
        /// Somebody at the home has to answer or come back first.
        WaitsForSomebody = "waits_for_somebody",
        /// Head office is asked.
        WaitsForHeadOffice = "waits_for_head_office",
        /// A day is agreed for it.
        Planned = "planned",
        /// There is more urgent work.
        NoTime = "no_time",
    }
}

facts! {
    /// A line of Today that was put off: what it is about, until when and why, and how it stood then. It names nobody.
    pub struct Aside, AsidePatch {
        /// Whether it stands; cleared when its making is undone, `false` when the line was taken back.
        present: bool,
        /// The kind of line, by its stable name.
        line: String,
        /// The site it is about.
        site: SiteId,
        /// The mailbox it is about.
        mailbox: MailboxId,
        /// The person it is about.
        person: PersonId,
        /// The other record that is another person.
        other: PersonId,
        /// The request it is about.
        request: RequestId,
        /// The duty it is about.
        duty: Duty,
        /// The first day it is shown again.
        until: Date,
        /// Why.
        reason: PutOffReason,
        /// Why, in the owner's words. Only of a line about nobody.
        words: ShortText,
        /// How soon it mattered when it was put off: 0 is now.
        urgency: u8,
        /// Its number when it was put off.
        count: u32,
    }
}

/// What stands in [`Aside::line`] where two records are two people.
pub const TWO_PEOPLE: &str = "two_people";

impl Aside {
    /// The two records that are two people, where that is what it says and it stands.
    #[must_use]
    pub fn two_people(&self) -> Option<(PersonId, PersonId)> {
        if self.present == Some(true) && self.line.as_deref() == Some(TWO_PEOPLE) {
            Some((self.person?, self.other?))
        } else {
            None
        }
    }

    /// Whether it still stands on `today`.
    #[must_use]
    pub fn stands_on(&self, today: Date) -> bool {
        self.present == Some(true) && self.until.is_some_and(|until| until > today)
    }
}
