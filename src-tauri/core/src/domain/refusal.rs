//! Why a value is refused, and what is worth a warning although it is accepted.
//!
//! The names in these two lists are the contract with the screens: each screen sentence is chosen by the field and the
//! name, so a name says one thing only. Words for people are not kept here.

use super::named::named_enum;

named_enum! {
    /// Why a value is refused. The first group can be the answer of any text value; the others belong to the value whose
    /// name they start with.
    #[derive(thiserror::Error)]
    pub enum Reason {
        /// Nothing but spaces.
        Empty = "empty",
        /// A line break of any kind, also Unicode's line and paragraph separators.
        LineBreak = "line_break",
        /// A control character, a tab included.
        ControlCharacter = "control_character",
        /// A character that changes the direction of writing (Unicode bidi controls).
        DirectionCharacter = "direction_character",
        /// A character that cannot be seen: zero width, soft hyphen, variation selector, filler.
        InvisibleCharacter = "invisible_character",
        /// U+FFFD, a private-use character or a noncharacter: the text was damaged on its way here.
        BrokenCharacter = "broken_character",

        /// A full name of fewer than 2 characters.
        NameTooShort = "name_too_short",
        /// A full name of more than 100 characters.
        NameTooLong = "name_too_long",
        /// A digit or number sign in a full name.
        NameDigit = "name_digit",
        /// `@` in a full name.
        NameAtSign = "name_at_sign",
        /// `:` in a full name.
        NameColon = "name_colon",
        /// `/` in a full name.
        NameSlash = "name_slash",
        /// Another character that names are not written with.
        NameSymbol = "name_symbol",
        /// A full name without a single letter.
        NameWithoutLetter = "name_without_letter",

        /// Not a number of months from 1 to 120.
        MonthsNotReal = "months_not_real",
        /// Not a number of minutes from 1 to 60.
        MinutesNotReal = "minutes_not_real",
        /// Somebody who is not recorded to have an account cannot have used it.
        PersonHasNoAccount = "person_has_no_account",
        /// A way to use an account that does not count by the rules in force.
        UseNotCounted = "use_not_counted",

        /// Not the name that was to be typed again.
        NameDiffers = "name_differs",

        /// Letters in a mobile number.
        MobileLetter = "mobile_letter",
        /// A character that is neither a digit nor a usual separator.
        MobileSymbol = "mobile_symbol",
        /// Fewer than 11 digits.
        MobileTooShort = "mobile_too_short",
        /// More than 11 digits.
        MobileTooLong = "mobile_too_long",
        /// Ten digits that start with 7: the leading 0 is missing.
        MobileWithoutZero = "mobile_without_zero",
        /// The number does not start 07 (FAQ L85, L95, L168).
        MobileNotStarting07 = "mobile_not_starting_07",
        /// A country code other than +44; NHSmail needs a UK mobile.
        MobileNotUk = "mobile_not_uk",
        /// 070: personal numbering, not a mobile.
        MobilePersonalNumbering = "mobile_personal_numbering",
        /// 076 other than 07624: a pager, not a mobile.
        MobilePager = "mobile_pager",

        /// No `@`, or more than one.
        AddressAtSign = "address_at_sign",
        /// Nothing before the `@`.
        AddressNoName = "address_no_name",
        /// More than 64 characters before the `@`.
        AddressNameTooLong = "address_name_too_long",
        /// More than 254 characters in all.
        AddressTooLong = "address_too_long",
        /// A character that is not allowed before the `@`.
        AddressCharacter = "address_character",
        /// A dot at the start or end of a part, or two dots in a row.
        AddressDots = "address_dots",
        /// The part before the `@` does not start and end with a letter or digit.
        AddressEnds = "address_ends",
        /// The part after the `@` is not the name of a mail domain.
        AddressDomain = "address_domain",
        /// An NHSmail address or mailbox that does not end in exactly `@nhs.net`.
        AddressNotNhsNet = "address_not_nhs_net",
        /// A personal email at nhs.net or below it (domain rules N1).
        EmailIsNhsmail = "email_is_nhsmail",
        /// A personal email at the home's own mail domain (domain rules N1).
        EmailOfTheHome = "email_of_the_home",

        /// An ODS code of fewer than 3 characters.
        OdsTooShort = "ods_too_short",
        /// An ODS code of more than 9 characters.
        OdsTooLong = "ods_too_long",
        /// A character other than A-Z and 0-9 in an ODS code.
        OdsCharacter = "ods_character",
        /// A new ODS code that is the old one.
        OdsNotNew = "ods_not_new",
        /// Somebody moves to the home they are at.
        SameHome = "same_home",
        /// A home that is closed by then.
        HomeClosed = "home_closed",
        /// A last day at one home after the first day at the other.
        DateAfterMove = "date_after_move",

        /// Not the shape of a UK postcode.
        PostcodeShape = "postcode_shape",

        /// Letters or other characters in a telephone number.
        PhoneCharacter = "phone_character",
        /// Too few digits for a UK telephone number.
        PhoneTooShort = "phone_too_short",
        /// Too many digits for a UK telephone number.
        PhoneTooLong = "phone_too_long",
        /// A mobile: the helpdesk asks for the line that CQC publishes (FAQ L162-163).
        PhoneIsMobile = "phone_is_mobile",
        /// Not a UK number that starts 01, 02, 03 or 08.
        PhoneNotUkLandline = "phone_not_uk_landline",

        /// Too few characters for a name of a home, a town or a role.
        TextTooShort = "text_too_short",
        /// Too many characters for a name of a home, a town or a role.
        TextTooLong = "text_too_long",
        /// Neither a letter nor a digit in it.
        TextWithoutLetter = "text_without_letter",

        /// One or two of day, month and year are missing.
        DateIncomplete = "date_incomplete",
        /// No day of the calendar.
        DateNotReal = "date_not_real",
        /// A year before 1990 or after 2100.
        DateYear = "date_year",
        /// A day that is still to come, for something that has happened.
        DateInFuture = "date_in_future",
        /// A last day before the first.
        DateBeforeStart = "date_before_start",
        /// It is not one of the days of the coming year.
        DateNotAhead = "date_not_ahead",
        /// Words of one's own have no place about somebody.
        WordsAboutSomebody = "words_about_somebody",
        /// No time of the day.
        TimeNotReal = "time_not_real",
        /// No whole number of working days from 1 to 20.
        DaysNotReal = "days_not_real",
        /// Escalating would not come after asking again.
        DaysOutOfOrder = "days_out_of_order",

        /// A ticket reference of fewer than 3 characters.
        TicketTooShort = "ticket_too_short",
        /// A ticket reference of more than 40 characters.
        TicketTooLong = "ticket_too_long",
        /// A character that ticket references are not written with.
        TicketCharacter = "ticket_character",
        /// A ticket reference without a digit.
        TicketWithoutDigit = "ticket_without_digit",
    }
}

named_enum! {
    /// What is worth a warning although the value is accepted.
    pub enum Notice {
        /// Letters of more than one script in one name, as look-alike letters make it.
        NameMixedScripts = "name_mixed_scripts",
        /// 07624: a mobile of the Isle of Man; whether NHSmail takes it as a UK mobile is not known.
        MobileIsleOfMan = "mobile_isle_of_man",
        /// A personal email that is named like the home or its mailbox.
        EmailNamedLikeHome = "email_named_like_home",
        /// A person's NHSmail address that starts with `care.`, as shared mailboxes do.
        NhsmailLooksShared = "nhsmail_looks_shared",
        /// A shared mailbox that does not start with `care.` (guide L142-147).
        MailboxNotCare = "mailbox_not_care",
        /// A shared mailbox that does not end in the site's ODS code: codes change, the address does not.
        MailboxOdsMismatch = "mailbox_ods_mismatch",
        /// The shape of a head office code, not of a site's code.
        OdsHeadOffice = "ods_head_office",
        /// The shape of a dental practice code, which the 2018 guide used as its example.
        OdsDentalPractice = "ods_dental_practice",
        /// Neither shape of a care site's code.
        OdsUnusualShape = "ods_unusual_shape",
        /// Somebody else has a name that looks the same.
        NameLooksAlike = "name_looks_alike",
        /// Somebody else has this mobile.
        MobileOfSomebodyElse = "mobile_of_somebody_else",
        /// Somebody else has this personal email address.
        EmailOfSomebodyElse = "email_of_somebody_else",
        /// Somebody else has this NHSmail address.
        AddressOfSomebodyElse = "address_of_somebody_else",
        /// The address for NAS is one it had before and may not read any more.
        NasAddressHistoric = "nas_address_historic",

        /// It was left as it is: something was recorded about it since.
        ChangedSince = "changed_since",

        /// It is not known whether NAS manages the site; NAS says so where it does not (starter guide).
        ManagedNotKnown = "managed_not_known",
        /// The site would have more accounts than its allowance.
        AccountsOverAllowance = "accounts_over_allowance",
        /// It is not known whether the person has an account: nobody applies for a second one (FAQ L177).
        HasAccountNotKnown = "has_account_not_known",
        /// It is not known whether the person has left the organisation that holds their account.
        LeftHolderNotKnown = "left_holder_not_known",
        /// The old organisation has not marked the person as a leaver: it must, before they can join (FAQ L99-103).
        LeaverMarkMissing = "leaver_mark_missing",
        /// It is not known whether the person is marked as a leaver: NAS can be asked (FAQ L103-105).
        LeaverMarkNotKnown = "leaver_mark_not_known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_snake_case_and_used_once() {
        let mut seen = BTreeSet::new();
        let names = Reason::ALL.iter().map(|reason| reason.name());
        for name in names.chain(Notice::ALL.iter().map(|notice| notice.name())) {
            assert!(
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
                "{name}"
            );
            assert!(seen.insert(name), "{name} is used twice");
        }
    }

    #[test]
    fn a_name_leads_back_to_its_member() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_name(reason.name()), Some(*reason));
        }
        for notice in Notice::ALL {
            assert_eq!(Notice::from_name(notice.name()), Some(*notice));
        }
        assert_eq!(Reason::from_name("no_such_reason"), None);
    }

    #[test]
    fn a_reason_is_its_name_in_json() {
        let json = serde_json::to_string(&Reason::MobilePersonalNumbering).unwrap();
        assert_eq!(json, "\"mobile_personal_numbering\"");
        assert_eq!(
            serde_json::from_str::<Reason>(&json).unwrap(),
            Reason::MobilePersonalNumbering
        );
        assert!(serde_json::from_str::<Reason>("\"mobile\"").is_err());
    }
}
