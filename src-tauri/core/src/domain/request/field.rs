//! Everything NAS may ever be told.

use crate::domain::named::named_enum;

named_enum! {
    /// One fact, or one fixed statement, that a request to NAS may carry.
    ///
    /// The list is closed and covers the whole catalogue of requests. "The NAS helpdesk will never require more than the
    /// above information" (FAQ L111-115): so there is no variant for a date of birth, a home address or a reason.
    /// Which kind of request may carry which field is a rule with its source: see `domain::rules`.
    pub enum Field {
        /// The full name of the person the request is about. FAQ L83, L91.
        FullName = "full_name",
        /// The name the person is known by from now on. Guide L397-401.
        NewFullName = "new_full_name",
        /// The person's own mobile number, which must start 07. FAQ L85; guide L33-37.
        PersonalMobile = "personal_mobile",
        /// The person's own email address, outside NHSmail. FAQ L87.
        PersonalEmail = "personal_email",
        /// The person's NHSmail address. FAQ L93.
        NhsmailAddress = "nhsmail_address",
        /// The mobile number already linked to the person's NHSmail account, which must start 07. FAQ L95.
        LinkedMobile = "linked_mobile",
        /// The mobile number a temporary password is to be sent to, as confirmed by the owner. Guide L522-523.
        TemporaryPasswordMobile = "temporary_password_mobile",
        /// Whether the account is to be linked to the shared mailbox as an owner or a member. FAQ L107-109.
        Access = "access",
        /// The statement that the person is to be added as a joiner. FAQ L97-99.
        JoinerStatement = "joiner_statement",
        /// The statement that the person is to be marked as a leaver. Guide L408-410.
        LeaverStatement = "leaver_statement",
        /// The question whether the person is marked as a leaver by their old organisation. FAQ L99-105.
        LeaverStatusQuestion = "leaver_status_question",
        /// The statement that the owner has checked who the person is. Guide L521-525.
        IdentityStatement = "identity_statement",
        /// The statement that the account is to be added to the shared mailbox. FAQ L154-156.
        AddToMailboxStatement = "add_to_mailbox_statement",
        /// The statement that the person's own account works and the shared mailbox is missing. FAQ L50-56.
        MissingMailboxStatement = "missing_mailbox_statement",
        /// The statement that nobody on site can open the shared mailbox and a new owner is needed. FAQ L165-166.
        NobodyHasAccessStatement = "nobody_has_access_statement",
        /// The statement that the account is to be disabled, without saying why. Public: NAS Bulletin, February 2021.
        DisableStatement = "disable_statement",
        /// The statement that a disabled account is to be enabled again. Public: NAS Bulletin, February 2021.
        EnableStatement = "enable_statement",
        /// The full name of the owner who hands over. Guide L419-420.
        OutgoingOwnerFullName = "outgoing_owner_full_name",
        /// The NHSmail address of the owner who hands over. Guide L419-420.
        OutgoingOwnerNhsmailAddress = "outgoing_owner_nhsmail_address",
        /// The reference NAS gave an earlier request. FAQ L225.
        TicketReference = "ticket_reference",
        /// The date an earlier request was sent.
        SentOn = "sent_on",
        /// The date and time of an earlier call. FAQ L225.
        CalledAt = "called_at",
        /// The name of the site. Not personal data.
        SiteName = "site_name",
        /// The ODS code of the site. Not personal data. FAQ L52-54.
        OdsCode = "ods_code",
        /// The address of the site's shared mailbox. Not personal data.
        MailboxAddress = "mailbox_address",
        /// The ODS code the site had. FAQ L190-191.
        OldOdsCode = "old_ods_code",
        /// The ODS code the site has from the change on. FAQ L190-191.
        NewOdsCode = "new_ods_code",
        /// The date from which the site's new ODS code, owner or registration holds. FAQ L190-191.
        ChangeDate = "change_date",
    }
}

/// What a field is about: it decides whether a request says it once, or once in each person's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldScope {
    /// A fact about one person, given in that person's block.
    Person,
    /// A fact about the owner who hands over, given once.
    Outgoing,
    /// A fixed sentence that goes with the request or the person's block. It has no value of its own.
    Statement,
    /// A fact about the site or about an earlier request, given once.
    Request,
}

impl Field {
    /// What this field is about.
    #[must_use]
    pub const fn scope(self) -> FieldScope {
        match self {
            Self::FullName
            | Self::NewFullName
            | Self::PersonalMobile
            | Self::PersonalEmail
            | Self::NhsmailAddress
            | Self::LinkedMobile
            | Self::TemporaryPasswordMobile
            | Self::IdentityStatement
            | Self::Access => FieldScope::Person,
            Self::OutgoingOwnerFullName | Self::OutgoingOwnerNhsmailAddress => FieldScope::Outgoing,
            Self::JoinerStatement
            | Self::LeaverStatement
            | Self::LeaverStatusQuestion
            | Self::AddToMailboxStatement
            | Self::MissingMailboxStatement
            | Self::NobodyHasAccessStatement
            | Self::DisableStatement
            | Self::EnableStatement => FieldScope::Statement,
            Self::TicketReference
            | Self::SentOn
            | Self::CalledAt
            | Self::SiteName
            | Self::OdsCode
            | Self::MailboxAddress
            | Self::OldOdsCode
            | Self::NewOdsCode
            | Self::ChangeDate => FieldScope::Request,
        }
    }

    /// Whether a request says this as a fixed sentence: always, or, for what the owner has to confirm first, once they have.
    #[must_use]
    pub fn is_sentence(self) -> bool {
        self.scope() == FieldScope::Statement || self == Self::IdentityStatement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_the_properties_of_a_request_given_as_json() {
        for name in [
            "full_name",
            "personal_mobile",
            "personal_email",
            "access",
            "nhsmail_address",
            "linked_mobile",
        ] {
            let field = Field::from_name(name).unwrap();
            assert_eq!(field.name(), name);
            assert_eq!(field.scope(), FieldScope::Person);
        }
    }

    #[test]
    fn nothing_is_named_after_a_birth_a_home_or_a_reason() {
        for field in Field::ALL {
            for word in [
                "birth",
                "dob",
                "home",
                "postcode",
                "reason",
                "sick",
                "insurance",
                "note",
            ] {
                assert!(!field.name().contains(word), "{field} names {word}");
            }
            let says_address = field.name().contains("address");
            let is_mail = field.name().contains("nhsmail") || *field == Field::MailboxAddress;
            assert!(
                !says_address || is_mail,
                "{field} is an address that is not a mail address"
            );
        }
    }
}
