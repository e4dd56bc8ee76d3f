//! What is left to do once a request was sent, and the time it stands under.

use super::{RulePack, Source};
use crate::domain::named::named_enum;
use crate::domain::request::RequestKind;

named_enum! {
    /// One step after a request, to be ticked. The screens have the words.
    pub enum FollowUp {
        /// The reference NAS gave is noted.
        TicketNoted = "ticket_noted",
        /// The person has received their sign-in details. FAQ L40-42.
        LoginDetailsReceived = "login_details_received",
        /// The person has done the tasks of the first sign-in.
        FirstLoginDone = "first_login_done",
        /// The person can open the shared mailbox. FAQ L107-109.
        InSharedMailbox = "in_shared_mailbox",
        /// Role and first day are in the staff list.
        RoleNoted = "role_noted",
        /// NAS has added the person as a joiner. FAQ L97-99.
        JoinerDone = "joiner_done",
        /// The old home has taken its access away.
        OldAccessRemoved = "old_access_removed",
        /// A day went by before the password was reset: until then a reset may fail.
        WaitedBeforeReset = "waited_before_reset",
        /// NAS has said whether the person is marked as a leaver. FAQ L99-105.
        LeaverStatusKnown = "leaver_status_known",
        /// Where the mark is missing, the old organisation was asked for it. FAQ L99-105.
        OldOrganisationAsked = "old_organisation_asked",
        /// The person was removed from the shared mailbox: the leaver's mark does not do it. FAQ L139.
        RemovedFromMailbox = "removed_from_mailbox",
        /// Every other access was taken away.
        OtherAccessRemoved = "other_access_removed",
        /// The person is off the rotas and mailing lists.
        OffRotasAndLists = "off_rotas_and_lists",
        /// The day of the leaver's mark is in the staff list: the 30 days run from it. Guide L414-417.
        LeaverMarkNoted = "leaver_mark_noted",
        /// Where they go on elsewhere, the new home knows that it must ask within the 30 days. Guide L409-412.
        NewHomeTold = "new_home_told",
        /// The NHSmail portal shows the new owner.
        PortalShowsNewOwner = "portal_shows_new_owner",
        /// The old owner has handed over.
        HandedOver = "handed_over",
        /// The mailbox has two owners at least: our advice.
        TwoOwners = "two_owners",
        /// The new address is in the staff list. Guide L398-402.
        NewAddressNoted = "new_address_noted",
        /// Signature and mailing lists have the new name. Guide L398-402.
        SignatureAndListsChanged = "signature_and_lists_changed",
        /// The shared mailbox still opens after the change.
        MailboxStillOpens = "mailbox_still_opens",
        /// The temporary password came by text. Guide L522-523.
        TemporaryPasswordReceived = "temporary_password_received",
        /// The person has signed in and chosen their own password.
        OwnPasswordChosen = "own_password_chosen",
        /// The person has set up a way to reset it themselves next time.
        SelfServiceSetUp = "self_service_set_up",
        /// The mobile linked to the account is the person's own. Guide L49-54.
        LinkedMobileUpdated = "linked_mobile_updated",
        /// The person can sign in again.
        CanSignIn = "can_sign_in",
        /// NAS has said what happens to each account.
        AccountsSettled = "accounts_settled",
        /// Partners know the new address.
        PartnersTold = "partners_told",
        /// The old mailbox answers with the new address.
        AutoReplySet = "auto_reply_set",
        /// The mails that are needed were saved.
        DataSaved = "data_saved",
        /// An answer has come.
        AnswerReceived = "answer_received",
        /// NAS has said that the account is disabled.
        DisabledConfirmed = "disabled_confirmed",
        /// The day the person comes back is noted.
        ReturnNoted = "return_noted",
    }
}

impl FollowUp {
    /// Whether it is done once for all of a request, and not for each person in it.
    #[must_use]
    pub const fn is_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::TicketNoted
                | Self::AnswerReceived
                | Self::PortalShowsNewOwner
                | Self::HandedOver
                | Self::TwoOwners
                | Self::AccountsSettled
                | Self::PartnersTold
                | Self::AutoReplySet
                | Self::DataSaved
        )
    }
}

named_enum! {
    /// The time a request stands under. How long it is, is the rule of a clock.
    pub enum TimeLimit {
        /// The new account must be set up before it turns inactive.
        FirstSetUp = "first_set_up",
        /// The account must have joined before the leaver's 30 days are over. Guide L422-423.
        JoinAfterLeaverMark = "join_after_leaver_mark",
        /// The account is deleted when the leaver's 30 days are over, unless it has joined. Guide L422-423.
        DeletedAfterLeaverMark = "deleted_after_leaver_mark",
        /// A deleted account can be restored only so long.
        Restore = "restore",
        /// An account may stay disabled only so long.
        LongLeave = "long_leave",
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// Days.
    Days(u16),
    /// Months.
    Months(u16),
}

/// A time limit with its length and where that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimitRule<'r> {
    /// Which.
    pub limit: TimeLimit,
    /// How long.
    pub lasting: Lasting,
    /// Where that is said.
    pub source: &'r Source,
}

impl RulePack {
    /// What is left to do once a request of this kind was sent. Empty where the pack does not know the kind.
    #[must_use]
    pub fn follow_ups(&self, kind: RequestKind) -> &[FollowUp] {
        self.request(kind).map_or(&[], |rule| &rule.follow_ups)
    }

    /// The time a request of this kind stands under, where there is one and the pack states the clock.
    #[must_use]
    pub fn time_limit(&self, kind: RequestKind) -> Option<TimeLimitRule<'_>> {
        let limit = self.request(kind)?.time_limit?;
        let clocks = self.clocks();
        let (lasting, source) = match limit {
            TimeLimit::FirstSetUp => {
                let pending = clocks.pending.as_ref()?;
                (Lasting::Days(pending.inactive_after_days), &pending.source)
            }
            TimeLimit::JoinAfterLeaverMark | TimeLimit::DeletedAfterLeaverMark => {
                (Lasting::Days(clocks.leaver.deleted_after_days), &clocks.leaver.source)
            }
            TimeLimit::Restore => {
                let restore = clocks.restore.as_ref()?;
                (Lasting::Days(restore.within_days), &restore.source)
            }
            TimeLimit::LongLeave => {
                let disabled = clocks.disabled.as_ref()?;
                (Lasting::Months(disabled.longest_months), &disabled.source)
            }
        };
        Some(TimeLimitRule { limit, lasting, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_kind_in_force_has_steps_to_tick_and_each_step_belongs_to_a_kind() {
        let pack = rules::in_force();
        for kind in RequestKind::ALL {
            let steps = pack.follow_ups(*kind);
            assert!(!steps.is_empty(), "{kind}");
            let mut once = steps.to_vec();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), steps.len(), "{kind} has a step twice");
        }
        for step in FollowUp::ALL {
            assert!(
                RequestKind::ALL
                    .iter()
                    .any(|kind| pack.follow_ups(*kind).contains(step)),
                "{step} belongs to no kind"
            );
        }
    }

    #[test]
    fn a_leaver_is_still_to_be_removed_from_the_shared_mailbox() {
        assert!(
            rules::in_force()
                .follow_ups(RequestKind::Leaver)
                .contains(&FollowUp::RemovedFromMailbox)
        );
    }

    #[test]
    fn the_times_are_those_of_the_clocks() {
        let lasting = |kind| rules::in_force().time_limit(kind).map(|rule| rule.lasting);
        assert_eq!(lasting(RequestKind::NewUser), Some(Lasting::Days(30)));
        assert_eq!(lasting(RequestKind::Joiner), Some(Lasting::Days(30)));
        assert_eq!(lasting(RequestKind::Leaver), Some(Lasting::Days(30)));
        assert_eq!(lasting(RequestKind::RestoreAccount), Some(Lasting::Days(30)));
        assert_eq!(lasting(RequestKind::LongLeave), Some(Lasting::Months(18)));
        assert_eq!(lasting(RequestKind::Unlock), None);
        assert!(
            rules::pack(rules::PackName::Guide2018)
                .time_limit(RequestKind::NewUser)
                .is_none()
        );
    }
}
