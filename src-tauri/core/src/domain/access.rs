//! A person's access to a shared mailbox.

use jiff::civil::Date;

use crate::domain::facts::facts;
use crate::domain::ids::{MailboxId, PersonId};
use crate::domain::lasts;
use crate::domain::named::named_enum;

named_enum! {
    /// How far a person's access to a shared mailbox goes.
    ///
    /// Both read it and send as the mailbox; an owner also says who else may (FAQ L117-119, L141-142).
    pub enum AccessLevel {
        /// Reads and sends, and gives access to others.
        Owner = "owner",
        /// Reads and sends.
        Member = "member",
    }
}

facts! {
    /// A person's access to a mailbox, from a day to a day.
    pub struct Access, AccessPatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// Whose access.
        person: PersonId,
        /// To which mailbox.
        mailbox: MailboxId,
        /// Owner or member.
        level: AccessLevel,
        /// The first day.
        from: Date,
        /// The last day; not known while it lasts.
        to: Date,
        /// The day the change was made in the NHSmail portal, since marking a leaver does not remove access by itself.
        portal_done_on: Date,
    }
}

impl Access {
    /// Whether the person has this access on `today`.
    #[must_use]
    pub fn lasts_on(&self, today: Date) -> bool {
        self.present == Some(true) && lasts(self.from, self.to, today)
    }

    /// Whether the mailbox can be opened with it on `today`: on its last day no more, once it was taken away in the portal that day.
    #[must_use]
    pub fn opens_on(&self, today: Date) -> bool {
        let taken_away = self.to == Some(today) && self.portal_done_on == Some(today);
        self.lasts_on(today) && !taken_away
    }
}
