//! Closed lists as the words of a file.

use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::request::{RequestKind, RequestState};

/// An answer; nothing where it is not known.
pub(crate) const fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "Yes",
        Answer::No => "No",
        Answer::NotKnown => "",
    }
}

/// How far access goes.
pub(crate) const fn level_words(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::Owner => "Owner",
        AccessLevel::Member => "Member",
    }
}

/// Where a request stands.
pub(crate) const fn state_words(state: RequestState) -> &'static str {
    match state {
        RequestState::Drafted => "Not sent yet",
        RequestState::Sent => "Sent",
        RequestState::Acknowledged => "Received by NAS",
        RequestState::Escalated => "Escalated",
        RequestState::Done => "Done",
        RequestState::Rejected => "Rejected",
        RequestState::Withdrawn => "Withdrawn",
    }
}

/// What a request asks for.
pub(crate) const fn kind_words(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::NewUser => "New NHSmail user",
        RequestKind::Joiner => "Existing user to be added as a joiner",
        RequestKind::LeaverStatus => "Check whether somebody is marked as a leaver",
        RequestKind::Leaver => "Mark a user as a leaver",
        RequestKind::Unlock => "Unlock an account",
        RequestKind::PasswordReset => "Password reset",
        RequestKind::NameChange => "Change of name",
        RequestKind::OwnerChange => "New owner of the shared mailbox",
        RequestKind::AddToMailbox => "Add a user to the shared mailbox",
        RequestKind::MissingSharedMailbox => "Shared mailbox missing from an account",
        RequestKind::SiteChange => "Change to the home",
        RequestKind::Escalation => "Escalation",
        RequestKind::Chase => "Reminder",
        RequestKind::LongLeave => "Pause an account for long leave",
        RequestKind::ReturnFromLeave => "Open an account again after leave",
        RequestKind::RestoreAccount => "Restore a deleted account",
    }
}
