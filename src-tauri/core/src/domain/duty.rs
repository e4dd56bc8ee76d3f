//! What an owner of a shared mailbox answers for, and when it comes round again.

use jiff::Span;
use jiff::civil::Date;

use crate::domain::facts::Set;
use crate::domain::named::named_enum;
use crate::domain::site::{Mailbox, MailboxPatch};

named_enum! {
    /// What the owner of a shared mailbox answers for (guide L303-316, FAQ L125-139). Where each comes from is in the rule pack.
    pub enum Duty {
        /// NAS was asked for an account for everybody who needs one.
        AskForAccounts = "ask_for_accounts",
        /// Sign-in details have reached those they are for.
        PassOnDetails = "pass_on_details",
        /// Those who are new could sign in.
        HelpFirstSignIn = "help_first_sign_in",
        /// Everybody who needs the shared mailbox can open it.
        GiveAccess = "give_access",
        /// Everybody keeps to the Data Security and Protection Toolkit, and has had the training.
        Training = "training",
        /// Nobody who has left can open the shared mailbox.
        RemoveLeavers = "remove_leavers",
        /// The shared mailbox was read (guide L231-234). The owner settles how often, or that they want no reminder.
        ReadMailbox = "read_mailbox",
    }
}

/// The longest time between two looks into a mailbox that can be settled, in days.
pub const MOST_DAYS_BETWEEN: u16 = 31;

impl Duty {
    /// After how many days it comes round. Our advice, but for the reading of the mailbox, which the owner settles; `None` where
    /// nobody is to be reminded.
    #[must_use]
    pub fn comes_round_after(self, mailbox: &Mailbox) -> Option<u16> {
        match self {
            Self::AskForAccounts
            | Self::PassOnDetails
            | Self::HelpFirstSignIn
            | Self::GiveAccess
            | Self::RemoveLeavers => Some(30),
            Self::Training => Some(365),
            Self::ReadMailbox => mailbox.read_every,
        }
    }

    /// The day it was last done at a mailbox.
    #[must_use]
    pub const fn last_done(self, mailbox: &Mailbox) -> Option<Date> {
        match self {
            Self::AskForAccounts => mailbox.accounts_asked_for_on,
            Self::PassOnDetails => mailbox.details_passed_on_on,
            Self::HelpFirstSignIn => mailbox.first_sign_ins_helped_on,
            Self::GiveAccess => mailbox.access_given_on,
            Self::Training => mailbox.training_seen_to_on,
            Self::RemoveLeavers => mailbox.leavers_removed_on,
            Self::ReadMailbox => mailbox.read_on,
        }
    }

    /// The change that says it was done on a day.
    #[must_use]
    pub fn done(self, on: Date) -> MailboxPatch {
        let mut set = MailboxPatch::default();
        let day = match self {
            Self::AskForAccounts => &mut set.accounts_asked_for_on,
            Self::PassOnDetails => &mut set.details_passed_on_on,
            Self::HelpFirstSignIn => &mut set.first_sign_ins_helped_on,
            Self::GiveAccess => &mut set.access_given_on,
            Self::Training => &mut set.training_seen_to_on,
            Self::RemoveLeavers => &mut set.leavers_removed_on,
            Self::ReadMailbox => &mut set.read_on,
        };
        *day = Set::To(on);
        set
    }

    /// The day a change says it was done, where it is about this duty.
    #[must_use]
    pub fn done_in(set: &MailboxPatch) -> Option<(Self, Date)> {
        Self::ALL.iter().find_map(|duty| {
            let mut after = Mailbox::default();
            after.apply(set);
            duty.last_done(&after).map(|on| (*duty, on))
        })
    }

    /// The day it comes round at a mailbox: so many days after it was last done, or after `since` where nobody has said that it
    /// was. `None` where nobody is to be reminded.
    #[must_use]
    pub fn due_on(self, mailbox: &Mailbox, since: Date) -> Option<Date> {
        let after = self.comes_round_after(mailbox)?;
        let from = self.last_done(mailbox).unwrap_or(since);
        Some(from.saturating_add(Span::new().days(after)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_duty_that_was_done_comes_round_after_its_days_and_each_has_a_day_of_its_own() {
        let since = date(2026, 1, 1);
        for duty in Duty::ALL {
            let mut mailbox = Mailbox {
                read_every: Some(7),
                ..Mailbox::default()
            };
            let days = i64::from(duty.comes_round_after(&mailbox).unwrap());
            assert_eq!(
                duty.due_on(&mailbox, since),
                Some(since.saturating_add(Span::new().days(days)))
            );
            let set = duty.done(date(2026, 5, 3));
            assert_eq!(set.names().len(), 1);
            assert_eq!(Duty::done_in(&set), Some((*duty, date(2026, 5, 3))));
            mailbox.apply(&set);
            let done: Vec<Duty> = Duty::ALL
                .iter()
                .copied()
                .filter(|one| one.last_done(&mailbox).is_some())
                .collect();
            assert_eq!(done, [*duty]);
            assert_eq!(
                duty.due_on(&mailbox, since),
                Some(date(2026, 5, 3).saturating_add(Span::new().days(days)))
            );
        }
    }

    #[test]
    fn nobody_is_reminded_of_reading_the_mailbox_who_does_not_want_it() {
        assert_eq!(Duty::ReadMailbox.due_on(&Mailbox::default(), date(2026, 1, 1)), None);
    }
}
