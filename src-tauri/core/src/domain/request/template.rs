//! The words of each request. A template says nothing of its own accord: which fields a draft carries, and in which order,
//! is the rule's part. Domain section 14, "Minimal draft shapes".
//!
//! A request keeps the version of its template and no text, so a version that has been used is never edited: new words are
//! a new version, and the old one stays.

use super::{Field, RequestKind};

/// The words of one kind of request.
#[derive(Debug)]
pub(super) struct Template {
    kind: RequestKind,
    version: u16,
    /// Holds no value of any field.
    pub(super) subject: &'static str,
    /// What is asked, for one person or for a request about nobody.
    pub(super) ask_for_one: &'static str,
    /// What is asked, for several; `{count}` is how many.
    pub(super) ask_for_many: &'static str,
    /// What the person asks when they send it themselves; `None` where the other words are theirs already.
    pub(super) ask_for_own: Option<&'static str>,
    /// What stands before a field's value, or the whole of a statement.
    words: &'static [(Field, &'static str)],
}

impl Template {
    /// What stands before the field's value, or the whole statement.
    pub(super) fn words(&self, field: Field) -> Option<&'static str> {
        self.words
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, words)| *words)
    }
}

static TEMPLATES: [Template; 16] = [
    Template {
        kind: RequestKind::NewUser,
        version: 1,
        subject: "New NHSmail user request",
        ask_for_one: "Please set up an NHSmail account for this new user.",
        ask_for_many: "Please set up an NHSmail account for each of these {count} new users.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::PersonalMobile, "Personal mobile"),
            (Field::PersonalEmail, "Personal email"),
            (Field::Access, "Shared mailbox access"),
        ],
    },
    Template {
        kind: RequestKind::Joiner,
        version: 1,
        subject: "Existing NHSmail user to be added as a joiner",
        ask_for_one: "Please add this existing NHSmail user to our organisation as a joiner.",
        ask_for_many: "Please add each of these {count} existing NHSmail users to our organisation as a joiner.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::LinkedMobile, "Linked mobile"),
            (Field::JoinerStatement, "This user is to be added as a joiner."),
            (Field::Access, "Shared mailbox access"),
        ],
    },
    Template {
        kind: RequestKind::LeaverStatus,
        version: 1,
        subject: "Is an NHSmail user marked as a leaver?",
        ask_for_one: "Please check this NHSmail user, who is to join our organisation.",
        ask_for_many: "Please check each of these {count} NHSmail users, who are to join our organisation.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (
                Field::LeaverStatusQuestion,
                "Please tell us whether this user is marked as a leaver by their old organisation.",
            ),
        ],
    },
    Template {
        kind: RequestKind::Leaver,
        version: 1,
        subject: "Please mark a user as a leaver",
        ask_for_one: "Please mark this NHSmail user as a leaver.",
        ask_for_many: "Please mark each of these {count} NHSmail users as a leaver.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::LeaverStatement, "This user is to be marked as a leaver."),
        ],
    },
    Template {
        kind: RequestKind::OwnerChange,
        version: 1,
        subject: "Change of shared mailbox owner",
        ask_for_one: "Please record the change of owner of our shared mailbox.",
        ask_for_many: "Please record the change to these {count} owners of our shared mailbox.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "New owner's full name"),
            (Field::NhsmailAddress, "New owner's NHSmail address"),
            (Field::LinkedMobile, "New owner's linked mobile"),
            (Field::PersonalMobile, "New owner's personal mobile"),
            (Field::PersonalEmail, "New owner's personal email"),
            (Field::Access, "New owner's shared mailbox access"),
            (Field::OutgoingOwnerFullName, "Outgoing owner's full name"),
            (Field::OutgoingOwnerNhsmailAddress, "Outgoing owner's NHSmail address"),
        ],
    },
    Template {
        kind: RequestKind::NameChange,
        version: 1,
        subject: "Change of name of an NHSmail user",
        ask_for_one: "Please change the name of this NHSmail user.",
        ask_for_many: "Please change the name of each of these {count} NHSmail users.",
        ask_for_own: Some("My name has changed. Please change it on my NHSmail account."),
        words: &[
            (Field::FullName, "Current full name"),
            (Field::NewFullName, "New full name"),
            (Field::NhsmailAddress, "NHSmail address"),
        ],
    },
    Template {
        kind: RequestKind::PasswordReset,
        version: 1,
        subject: "Password reset: identity confirmed by shared mailbox owner",
        ask_for_one: "Please reset the password of this NHSmail user.",
        ask_for_many: "Please reset the password of each of these {count} NHSmail users.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::TemporaryPasswordMobile, "Mobile for the temporary password"),
            (
                Field::IdentityStatement,
                "I have checked who this person is and can vouch for them.",
            ),
        ],
    },
    Template {
        kind: RequestKind::Unlock,
        version: 1,
        subject: "Locked NHSmail account",
        ask_for_one: "Please unlock the account of this NHSmail user.",
        ask_for_many: "Please unlock the account of each of these {count} NHSmail users.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::TemporaryPasswordMobile, "Mobile for the temporary password"),
            (
                Field::IdentityStatement,
                "I have checked who this person is and can vouch for them.",
            ),
        ],
    },
    Template {
        kind: RequestKind::MissingSharedMailbox,
        version: 1,
        subject: "Shared mailbox not received",
        ask_for_one: "Please give me access to the shared mailbox of my organisation.",
        ask_for_many: "Please give each of these {count} users access to the shared mailbox of their organisation.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::OdsCode, "ODS code"),
            (
                Field::MissingMailboxStatement,
                "I have received my own NHSmail account and not the shared mailbox.",
            ),
        ],
    },
    Template {
        kind: RequestKind::AddToMailbox,
        version: 1,
        subject: "Account to be added to a shared mailbox",
        ask_for_one: "Please add this person's account to our shared mailbox.",
        ask_for_many: "Please add the account of each of these {count} people to our shared mailbox.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::LinkedMobile, "Linked mobile"),
            (Field::PersonalMobile, "Personal mobile"),
            (Field::PersonalEmail, "Personal email"),
            (
                Field::AddToMailboxStatement,
                "The account is to be added to the shared mailbox.",
            ),
            (Field::Access, "Shared mailbox access"),
        ],
    },
    Template {
        kind: RequestKind::SiteChange,
        version: 1,
        subject: "Change of ODS code of a site",
        ask_for_one: "The ODS code of our site changes. Please tell us which steps are needed for the shared mailbox and the accounts.",
        ask_for_many: "The ODS codes of {count} of our sites change. Please tell us which steps are needed for the shared mailboxes and the accounts.",
        ask_for_own: None,
        words: &[
            (Field::SiteName, "Site name"),
            (Field::OldOdsCode, "Old ODS code"),
            (Field::NewOdsCode, "New ODS code"),
            (Field::MailboxAddress, "Shared mailbox"),
            (Field::ChangeDate, "Date of the change"),
        ],
    },
    Template {
        kind: RequestKind::Escalation,
        version: 1,
        subject: "Escalation of open request",
        ask_for_one: "We contacted the NHSmail helpdesk about this query and it is still open. Please look into it.",
        ask_for_many: "We contacted the NHSmail helpdesk about these {count} queries and they are still open. Please look into them.",
        ask_for_own: None,
        words: &[
            (Field::TicketReference, "Ticket reference"),
            (Field::CalledAt, "Date and time of the call"),
        ],
    },
    Template {
        kind: RequestKind::LongLeave,
        version: 1,
        subject: "Account to be disabled",
        ask_for_one: "Please disable the account of this NHSmail user.",
        ask_for_many: "Please disable the account of each of these {count} NHSmail users.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (
                Field::DisableStatement,
                "This account is to be disabled until we ask for it to be enabled again.",
            ),
        ],
    },
    Template {
        kind: RequestKind::ReturnFromLeave,
        version: 1,
        subject: "Account to be enabled again",
        ask_for_one: "Please enable the account of this NHSmail user again.",
        ask_for_many: "Please enable the account of each of these {count} NHSmail users again.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::EnableStatement, "This account is to be enabled again."),
        ],
    },
    Template {
        kind: RequestKind::RestoreAccount,
        version: 1,
        subject: "Deleted account to be restored",
        ask_for_one: "Please restore the deleted account of this NHSmail user.",
        ask_for_many: "Please restore the deleted account of each of these {count} NHSmail users.",
        ask_for_own: None,
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
        ],
    },
    Template {
        kind: RequestKind::Chase,
        version: 1,
        subject: "Please tell us how a request stands",
        ask_for_one: "We have not heard what became of this request. Please tell us how it stands.",
        ask_for_many: "We have not heard what became of these {count} requests. Please tell us how they stand.",
        ask_for_own: None,
        words: &[(Field::TicketReference, "Ticket reference"), (Field::SentOn, "Sent on")],
    },
];

/// The version in which a new request of this kind is written; `None` for a kind that is not written as a mail.
#[must_use]
pub fn current_template(kind: RequestKind) -> Option<u16> {
    TEMPLATES
        .iter()
        .filter(|template| template.kind == kind)
        .map(|template| template.version)
        .max()
}

/// The subject line of a kind in one version; `None` for words this version of the app does not have.
#[must_use]
pub fn subject_of(kind: RequestKind, version: u16) -> Option<&'static str> {
    template(kind, version).map(|template| template.subject)
}

/// The words of a kind in one version.
pub(super) fn template(kind: RequestKind, version: u16) -> Option<&'static Template> {
    TEMPLATES
        .iter()
        .find(|template| template.kind == kind && template.version == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;
    use crate::domain::text::refuse_unsafe;

    #[test]
    fn every_permitted_field_of_a_written_kind_has_its_words() {
        for known in &TEMPLATES {
            for permitted in rules::in_force().permitted(known.kind) {
                let words = known.words(permitted.field).unwrap_or_default();
                let is_sentence = permitted.field.is_sentence();
                assert_eq!(words.ends_with('.'), is_sentence, "{} {}", known.kind, permitted.field);
                assert!(
                    !words.is_empty() && !words.contains(':'),
                    "{} {}",
                    known.kind,
                    permitted.field
                );
            }
        }
    }

    #[test]
    fn a_template_is_found_by_kind_and_version_only() {
        for known in &TEMPLATES {
            let found = template(known.kind, known.version).unwrap();
            assert!(
                std::ptr::eq(found, known),
                "{} {} is there twice",
                known.kind,
                known.version
            );
        }
        assert_eq!(current_template(RequestKind::NewUser), Some(1));
        assert!(template(RequestKind::NewUser, 2).is_none());
        for kind in RequestKind::ALL {
            assert_eq!(current_template(*kind), Some(1), "{kind}");
        }
    }

    #[test]
    fn the_words_are_plain_lines() {
        for known in &TEMPLATES {
            let words = known.words.iter().map(|(_, words)| *words);
            let asks = [known.subject, known.ask_for_one, known.ask_for_many];
            for text in words.chain(asks).chain(known.ask_for_own) {
                assert!(
                    refuse_unsafe(text).is_ok() && text.is_ascii() && text == text.trim(),
                    "{text}"
                );
            }
            assert!(known.ask_for_many.contains("{count}"));
        }
    }
}
