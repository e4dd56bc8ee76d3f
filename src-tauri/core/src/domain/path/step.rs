//! The steps there are, and what each is to other parts: a request's follow-up, a kind of request, a fact of the staff list.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule names the few of forty steps it is about"
)]

use crate::domain::ask::AskEntry;
use crate::domain::named::named_enum;
use crate::domain::request::RequestKind;
use crate::domain::rules::FollowUp;

named_enum! {
    /// One step of a path, in the order they are shown. Where each comes from is said in the rule pack under `steps`.
    pub enum PathStep {
        /// The person knows what to save of their work: it is gone with the account. Guide L416-417.
        WorkSaved = "work_saved",
        /// Role and first day are in the staff list.
        RoleNoted = "role_noted",
        /// The old organisation has marked them as a leaver. FAQ L99-105.
        OldHomeMarked = "old_home_marked",
        /// The request for a new account was sent. FAQ L78-87.
        AskNewUser = "ask_new_user",
        /// The request for a joiner was sent. FAQ L89-105.
        AskJoiner = "ask_joiner",
        /// NAS has added them as a joiner. FAQ L97-99.
        JoinerDone = "joiner_done",
        /// The sign-in details reached the person. FAQ L40-42, L131.
        DetailsReceived = "details_received",
        /// First sign-in: the acceptable use policy is accepted.
        PolicyAccepted = "policy_accepted",
        /// First sign-in: the profile is complete, with the person's mobile.
        ProfileComplete = "profile_complete",
        /// First sign-in: the account secret is set.
        SecretSet = "secret_set",
        /// First sign-in: the second step is set up.
        MfaSet = "mfa_set",
        /// They have access to the shared mailbox. FAQ L107-109, L135.
        AccessGiven = "access_given",
        /// The old home has taken its access away.
        OldAccessRemoved = "old_access_removed",
        /// Their data security training is done. FAQ L137, guide L312-314.
        Training = "training",
        /// They were shown how to open the shared mailbox. Guide L258-285.
        Induction = "induction",
        /// Another owner is there for every mailbox they own. Guide L419-420.
        SuccessorIsOwner = "successor_is_owner",
        /// The request that names the new owner was sent. Guide L419-420.
        AskOwnerChange = "ask_owner_change",
        /// The NHSmail portal shows the new owner.
        PortalShowsNewOwner = "portal_shows_new_owner",
        /// They have handed over.
        HandedOver = "handed_over",
        /// Two owners are left without them: our advice.
        TwoOwners = "two_owners",
        /// The last day of their job is in the staff list.
        LastDay = "last_day",
        /// The request to mark them as a leaver was sent. Guide L407-411.
        AskLeaver = "ask_leaver",
        /// The day of the leaver mark is in the staff list: the 30 days run from it. Guide L414-417.
        MarkNoted = "mark_noted",
        /// Their access to the shared mailbox is taken away: the mark does not do it. FAQ L139.
        RemoveAccess = "remove_access",
        /// Every other access is taken away. Guide L315-316.
        OtherAccess = "other_access",
        /// They are off the rotas and mailing lists.
        RotasAndLists = "rotas_and_lists",
        /// The new home knows that it must ask within the 30 days. Guide L409-412.
        NewHomeTold = "new_home_told",
        /// The new home has asked for them. Guide L422-423.
        NewHomeAsked = "new_home_asked",
        /// The 30 days after the mark are over. Guide L414-417.
        ThirtyDays = "thirty_days",
        /// The request to disable the account for a long leave was sent.
        AskPause = "ask_pause",
        /// NAS has disabled the account.
        PauseNoted = "pause_noted",
        /// The day they come back is noted.
        ReturnNoted = "return_noted",
        /// The request to enable the account again was sent.
        AskReopen = "ask_reopen",
        /// They have tried to help themselves on the sign-in page. Guide L510-512.
        SelfServiceTried = "self_service_tried",
        /// The helpdesk was asked to reset or to unlock. Guide L521-525, L542-546.
        AskHelpdesk = "ask_helpdesk",
        /// They can sign in again.
        CanSignIn = "can_sign_in",
        /// They have set up a way to reset the password themselves.
        SelfServiceSetUp = "self_service_set_up",
        /// The mobile linked to the account is their own. Guide L49-54.
        LinkedMobileUpdated = "linked_mobile_updated",
        /// NAS was told the new name. Guide L397-401.
        AskNewName = "ask_new_name",
        /// The new address is in the staff list. Guide L398-402.
        NewAddressNoted = "new_address_noted",
        /// They know that the old address goes on working. Guide L398-402.
        OldAddressForwards = "old_address_forwards",
        /// Signature and mailing lists have the new name. Guide L398-402.
        SignatureAndLists = "signature_and_lists",
        /// The shared mailbox still opens.
        MailboxStillOpens = "mailbox_still_opens",
    }
}

/// How a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// By a tick, with its day.
    Tick,
    /// By a day that the staff list keeps; a tick writes it there.
    Note,
    /// By noting the job.
    Job,
    /// By noting an access.
    Access,
    /// By a request.
    Ask(AskEntry),
    /// By naming another owner.
    Owner,
    /// By waiting.
    Wait,
}

impl PathStep {
    /// How it is done.
    #[must_use]
    pub const fn act(self) -> Act {
        match self {
            Self::RoleNoted => Act::Job,
            Self::AccessGiven => Act::Access,
            Self::SuccessorIsOwner | Self::TwoOwners => Act::Owner,
            Self::ThirtyDays => Act::Wait,
            Self::AskNewUser | Self::AskJoiner => Act::Ask(AskEntry::SomebodyStarted),
            Self::AskOwnerChange => Act::Ask(AskEntry::OwnerChanges),
            Self::AskLeaver => Act::Ask(AskEntry::SomebodyLeaving),
            Self::AskPause => Act::Ask(AskEntry::LongLeave),
            Self::AskReopen => Act::Ask(AskEntry::BackFromLeave),
            Self::AskHelpdesk => Act::Ask(AskEntry::AccountLocked),
            Self::AskNewName => Act::Ask(AskEntry::NameChanged),
            Self::OldHomeMarked
            | Self::DetailsReceived
            | Self::MfaSet
            | Self::LastDay
            | Self::MarkNoted
            | Self::RemoveAccess
            | Self::PauseNoted
            | Self::ReturnNoted => Act::Note,
            Self::WorkSaved
            | Self::JoinerDone
            | Self::PolicyAccepted
            | Self::ProfileComplete
            | Self::SecretSet
            | Self::OldAccessRemoved
            | Self::Training
            | Self::Induction
            | Self::PortalShowsNewOwner
            | Self::HandedOver
            | Self::OtherAccess
            | Self::RotasAndLists
            | Self::NewHomeTold
            | Self::NewHomeAsked
            | Self::SelfServiceTried
            | Self::CanSignIn
            | Self::SelfServiceSetUp
            | Self::LinkedMobileUpdated
            | Self::NewAddressNoted
            | Self::OldAddressForwards
            | Self::SignatureAndLists
            | Self::MailboxStillOpens => Act::Tick,
        }
    }

    /// The kinds of request that do it.
    #[must_use]
    pub const fn requests(self) -> &'static [RequestKind] {
        match self {
            Self::AskNewUser => &[RequestKind::NewUser],
            Self::AskJoiner => &[RequestKind::Joiner],
            Self::AskOwnerChange => &[RequestKind::OwnerChange],
            Self::AskLeaver => &[RequestKind::Leaver],
            Self::AskPause => &[RequestKind::LongLeave],
            Self::AskReopen => &[RequestKind::ReturnFromLeave],
            Self::AskHelpdesk => &[RequestKind::Unlock, RequestKind::PasswordReset],
            Self::AskNewName => &[RequestKind::NameChange],
            _ => &[],
        }
    }

    /// The follow-up of a request that is the same step: a tick of the one is a tick of the other.
    #[must_use]
    pub const fn follow_up(self, kind: RequestKind) -> Option<FollowUp> {
        match (self, kind) {
            (Self::RoleNoted, RequestKind::NewUser) => Some(FollowUp::RoleNoted),
            (Self::PolicyAccepted | Self::ProfileComplete | Self::SecretSet, RequestKind::NewUser) => {
                Some(FollowUp::FirstLoginDone)
            }
            (Self::JoinerDone, RequestKind::Joiner) => Some(FollowUp::JoinerDone),
            (Self::OldAccessRemoved, RequestKind::Joiner) => Some(FollowUp::OldAccessRemoved),
            (Self::OtherAccess, RequestKind::Leaver) => Some(FollowUp::OtherAccessRemoved),
            (Self::RotasAndLists, RequestKind::Leaver) => Some(FollowUp::OffRotasAndLists),
            (Self::NewHomeTold, RequestKind::Leaver) => Some(FollowUp::NewHomeTold),
            (Self::PortalShowsNewOwner, RequestKind::OwnerChange) => Some(FollowUp::PortalShowsNewOwner),
            (Self::HandedOver, RequestKind::OwnerChange) => Some(FollowUp::HandedOver),
            (Self::TwoOwners, RequestKind::OwnerChange) => Some(FollowUp::TwoOwners),
            (Self::ReturnNoted, RequestKind::LongLeave) => Some(FollowUp::ReturnNoted),
            (Self::CanSignIn, RequestKind::ReturnFromLeave | RequestKind::Unlock) => Some(FollowUp::CanSignIn),
            (Self::CanSignIn, RequestKind::PasswordReset) => Some(FollowUp::OwnPasswordChosen),
            (Self::SelfServiceSetUp, RequestKind::Unlock | RequestKind::PasswordReset) => {
                Some(FollowUp::SelfServiceSetUp)
            }
            (Self::LinkedMobileUpdated, RequestKind::PasswordReset) => Some(FollowUp::LinkedMobileUpdated),
            (Self::NewAddressNoted, RequestKind::NameChange) => Some(FollowUp::NewAddressNoted),
            (Self::SignatureAndLists, RequestKind::NameChange) => Some(FollowUp::SignatureAndListsChanged),
            (Self::MailboxStillOpens, RequestKind::NameChange) => Some(FollowUp::MailboxStillOpens),
            _ => None,
        }
    }

    /// How grave it is to leave it undone; 0 is the gravest. Somebody who left and can still read the mail comes first.
    #[must_use]
    pub const fn gravity(self) -> u8 {
        match self {
            Self::RemoveAccess => 0,
            Self::SuccessorIsOwner => 1,
            Self::AskLeaver | Self::AskPause | Self::AskReopen | Self::AskJoiner | Self::NewHomeAsked => 2,
            Self::MarkNoted
            | Self::OtherAccess
            | Self::NewHomeTold
            | Self::AskOwnerChange
            | Self::CanSignIn
            | Self::SelfServiceTried
            | Self::AskHelpdesk => 3,
            _ => 4,
        }
    }

    /// Whether nobody outside asks for it: it is our advice.
    #[must_use]
    pub const fn is_our_advice(self) -> bool {
        matches!(self, Self::TwoOwners)
    }
}
