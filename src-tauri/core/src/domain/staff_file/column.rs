//! What a column of a staff file can mean, and why a column is dropped.

use crate::domain::named::named_enum;

named_enum! {
    /// What the cells of a column mean. There is no meaning for a date of birth, an address or anything else that has no place in the
    /// staff list.
    pub enum ColumnMeaning {
        /// The whole name, also as `Smith, Jane`.
        FullName = "full_name",
        /// The first name, together with [`ColumnMeaning::LastName`].
        FirstName = "first_name",
        /// The last name.
        LastName = "last_name",
        /// What they do at the home.
        Role = "role",
        /// The home they work at: its name or its ODS code.
        Home = "home",
        /// Their own mobile.
        PersonalMobile = "personal_mobile",
        /// Their own email address.
        PersonalEmail = "personal_email",
        /// Their NHSmail address.
        NhsmailAddress = "nhsmail_address",
        /// The mobile linked to their NHSmail account.
        LinkedMobile = "linked_mobile",
        /// Their first day at the home.
        StartedOn = "started_on",
        /// Their last day at the home.
        LeftOn = "left_on",
        /// Whether they are an owner or a member of the home's shared mailbox.
        Access = "access",
        /// The day the account was last known to be used.
        LastActiveOn = "last_active_on",
        /// The day the account was made.
        AccountCreatedOn = "account_created_on",
        /// The day the account was marked as a leaver.
        MarkedLeaverOn = "marked_leaver_on",
        /// Whether multi-factor sign-in is set up.
        Mfa = "mfa",
    }
}

impl ColumnMeaning {
    /// Whether its cells are days.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(
            self,
            Self::StartedOn | Self::LeftOn | Self::LastActiveOn | Self::AccountCreatedOn | Self::MarkedLeaverOn
        )
    }

    /// Whether its cells are a name or a part of one.
    #[must_use]
    pub const fn is_name(self) -> bool {
        matches!(self, Self::FullName | Self::FirstName | Self::LastName)
    }
}

named_enum! {
    /// Why a column is dropped before anything of it is read: NAS never needs it (FAQ L111-115), and the staff list has no place for it.
    pub enum DroppedAs {
        /// Dates of birth, ages.
        DateOfBirth = "date_of_birth",
        /// Home addresses, postcodes.
        HomeAddress = "home_address",
        /// National Insurance numbers.
        NationalInsurance = "national_insurance",
        /// NHS numbers.
        NhsNumber = "nhs_number",
        /// Pay, tax, pension.
        Pay = "pay",
        /// Bank accounts and cards.
        Bank = "bank",
        /// Sickness, health, vaccinations, disability.
        Health = "health",
        /// Next of kin, emergency contacts.
        NextOfKin = "next_of_kin",
        /// Gender, ethnicity, nationality, religion and the like.
        Characteristics = "characteristics",
        /// Passports, visas, driving licences.
        Documents = "documents",
        /// Checks and cases: criminal records, discipline, the reason for leaving.
        Checks = "checks",
    }
}
