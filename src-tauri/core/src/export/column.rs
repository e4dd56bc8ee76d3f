//! What can be exported, and in which columns.

use crate::domain::named::named_enum;

named_enum! {
    /// A table that can leave the app.
    pub enum ExportTable {
        /// People: one row each.
        People = "people",
        /// Access to shared mailboxes: one row for each person and mailbox.
        Access = "access",
        /// Requests to NAS: one row for each person in one, and one for a request about nobody.
        Requests = "requests",
    }
}

named_enum! {
    /// The kind of file.
    pub enum ExportFormat {
        /// A workbook with typed cells.
        Xlsx = "xlsx",
        /// Comma-separated text.
        Csv = "csv",
    }
}

named_enum! {
    /// Which rows of a table.
    pub enum ExportPart {
        /// People who work here now; access that lasts; requests that have not ended.
        Now = "now",
        /// People who have left; access and requests that have ended.
        Ended = "ended",
        /// All of them.
        All = "all",
    }
}

named_enum! {
    /// A column of a table.
    pub enum ExportColumn {
        /// A person's full name.
        FullName = "full_name",
        /// Their NHSmail address.
        NhsmailAddress = "nhsmail_address",
        /// The home: where they work, or the one the mailbox belongs to.
        Home = "home",
        /// What they do there.
        Role = "role",
        /// The first day of the post that lasts.
        StartedOn = "started_on",
        /// The last day of somebody all of whose posts have ended.
        LastDay = "last_day",
        /// Which shared mailboxes they can open now.
        Access = "access",
        /// Whether they have an NHSmail account.
        HasAccount = "has_account",
        /// The organisation that holds it.
        AccountHeldBy = "account_held_by",
        /// Whether multi-factor sign-in is set up.
        Mfa = "mfa",
        /// The day the account was made.
        AccountCreatedOn = "account_created_on",
        /// The day the sign-in details reached the person.
        DetailsReceivedOn = "details_received_on",
        /// The day the account was last confirmed as used.
        LastConfirmedOn = "last_confirmed_on",
        /// The day it was marked as a leaver.
        MarkedLeaverOn = "marked_leaver_on",
        /// The day it was switched off for long leave.
        DisabledOn = "disabled_on",
        /// The person's own mobile.
        PersonalMobile = "personal_mobile",
        /// Their own email address.
        PersonalEmail = "personal_email",
        /// The mobile linked to their account.
        LinkedMobile = "linked_mobile",
        /// The day their number was last given or confirmed.
        NumberCheckedOn = "number_checked_on",
        /// The owner's note.
        Note = "note",
        /// The shared mailbox.
        Mailbox = "mailbox",
        /// Owner or member.
        Level = "level",
        /// The first day of access.
        From = "from",
        /// The last day of access.
        To = "to",
        /// The day the change was made in the portal.
        PortalDoneOn = "portal_done_on",
        /// The kind of request.
        Request = "request",
        /// The day it was written.
        WrittenOn = "written_on",
        /// Where it stands, for the person of the row.
        State = "state",
        /// The day it was sent.
        SentOn = "sent_on",
        /// The day it ended, for the person of the row.
        EndedOn = "ended_on",
        /// The references NAS gave.
        References = "references",
    }
}

impl ExportTable {
    /// The columns a table has, in the order of the file.
    #[must_use]
    pub const fn columns(self) -> &'static [ExportColumn] {
        use ExportColumn as C;
        match self {
            Self::People => &[
                C::FullName,
                C::NhsmailAddress,
                C::Home,
                C::Role,
                C::StartedOn,
                C::LastDay,
                C::Access,
                C::HasAccount,
                C::AccountHeldBy,
                C::Mfa,
                C::AccountCreatedOn,
                C::DetailsReceivedOn,
                C::LastConfirmedOn,
                C::MarkedLeaverOn,
                C::DisabledOn,
                C::PersonalMobile,
                C::PersonalEmail,
                C::LinkedMobile,
                C::NumberCheckedOn,
                C::Note,
            ],
            Self::Access => &[
                C::FullName,
                C::NhsmailAddress,
                C::Mailbox,
                C::Home,
                C::Level,
                C::From,
                C::To,
                C::PortalDoneOn,
            ],
            Self::Requests => &[
                C::Request,
                C::FullName,
                C::NhsmailAddress,
                C::Mailbox,
                C::Home,
                C::WrittenOn,
                C::SentOn,
                C::State,
                C::EndedOn,
                C::References,
            ],
        }
    }
}

impl ExportColumn {
    /// Its heading in the file. The import knows these headings.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::FullName => "Full name",
            Self::NhsmailAddress => "NHSmail address",
            Self::Home => "Home",
            Self::Role => "Role",
            Self::StartedOn => "Started on",
            Self::LastDay => "Last day",
            Self::Access => "Shared mailboxes",
            Self::HasAccount => "Has an account",
            Self::AccountHeldBy => "Account held by",
            Self::Mfa => "Second sign-in step (MFA)",
            Self::AccountCreatedOn => "Account created on",
            Self::DetailsReceivedOn => "Sign-in details received on",
            Self::LastConfirmedOn => "Account last confirmed as used on",
            Self::MarkedLeaverOn => "Marked as leaver on",
            Self::DisabledOn => "Paused for long leave since",
            Self::PersonalMobile => "Personal mobile",
            Self::PersonalEmail => "Personal email",
            Self::LinkedMobile => "Mobile linked to the account",
            Self::NumberCheckedOn => "Number last given or confirmed on",
            Self::Note => "Note",
            Self::Mailbox => "Shared mailbox",
            Self::Level => "Owner or member",
            Self::From => "From",
            Self::To => "To",
            Self::PortalDoneOn => "Done in the NHSmail portal on",
            Self::Request => "Request",
            Self::WrittenOn => "Written on",
            Self::State => "Where it stands",
            Self::SentOn => "Sent on",
            Self::EndedOn => "Ended on",
            Self::References => "NAS references",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_column_belongs_to_a_table_and_stands_in_it_once() {
        let mut used = BTreeSet::new();
        for table in ExportTable::ALL {
            let columns: BTreeSet<_> = table.columns().iter().collect();
            assert_eq!(columns.len(), table.columns().len(), "{table}");
            let headings: BTreeSet<_> = table.columns().iter().map(|column| column.heading()).collect();
            assert_eq!(headings.len(), columns.len(), "{table}");
            used.extend(columns);
        }
        assert_eq!(used, ExportColumn::ALL.iter().collect());
    }
}
