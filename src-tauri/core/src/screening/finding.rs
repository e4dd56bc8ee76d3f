//! What the screen answers with.

use std::fmt;
use std::ops::Range;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::domain::named::named_enum;

named_enum! {
    /// What kind of personal data stands there.
    pub enum FindingKind {
        /// An NHS number: valid in any spacing, or mistyped beside the word NHS.
        NhsNumber = "nhs_number",
        /// A National Insurance number.
        Nino = "nino",
        /// A temporary reference number (two digits, a letter, five digits) or a taxpayer reference.
        TaxReference = "tax_reference",
        /// A date of birth, by what stands around it.
        DateOfBirth = "date_of_birth",
        /// A date nothing is said about, of somebody who would be of age.
        Date = "date",
        /// A UK postcode.
        Postcode = "postcode",
        /// A house and its street, with or without a postcode.
        StreetAddress = "street_address",
        /// A driving licence of Great Britain or Northern Ireland.
        DrivingLicence = "driving_licence",
        /// A passport number, beside the word.
        Passport = "passport",
        /// A bank's sort code, beside an account or the word.
        SortCode = "sort_code",
        /// A bank account, beside a sort code or the word.
        BankAccount = "bank_account",
        /// A payment card.
        Card = "card",
        /// An international bank account number.
        Iban = "iban",
        /// A phone number that is not a permitted one.
        Phone = "phone",
        /// A mail address that is not a permitted one.
        Email = "email",
        /// The number CQC gave a registered manager or another contact.
        CqcContact = "cqc_contact",
        /// A word about somebody's health, or about their employment.
        HealthOrHr = "health_or_hr",
    }
}

impl FindingKind {
    /// What to do about a finding of this kind.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::NhsNumber
            | Self::Nino
            | Self::DateOfBirth
            | Self::DrivingLicence
            | Self::Passport
            | Self::SortCode
            | Self::BankAccount
            | Self::Card
            | Self::Iban => Action::Block,
            Self::TaxReference
            | Self::Date
            | Self::Postcode
            | Self::StreetAddress
            | Self::Phone
            | Self::Email
            | Self::CqcContact
            | Self::HealthOrHr => Action::Warn,
        }
    }
}

named_enum! {
    /// What to do about a finding.
    pub enum Action {
        /// It must come out: NAS never needs it (FAQ L111-115).
        Block = "block",
        /// It most likely should come out; the owner decides.
        Warn = "warn",
    }
}

/// How sure a finding is, from 0.00 to 1.00 in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// So many hundredths, at most 100.
    pub(super) const fn hundredths(hundredths: u8) -> Self {
        Self(if hundredths > 100 { 100 } else { hundredths })
    }

    /// As a part of one.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Debug for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.value())
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

/// A place in the text, in Unicode code points of the text as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// One after the last code point.
    pub end: usize,
}

impl Span {
    /// The place as a range.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Personal data at a place. It carries no text, so that it can be logged, stored and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Of what kind.
    pub kind: FindingKind,
    /// Where.
    pub span: Span,
    /// How sure.
    pub confidence: Confidence,
    /// What to do.
    pub action: Action,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Finding", 5)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("start", &self.span.start)?;
        fields.serialize_field("end", &self.span.end)?;
        fields.serialize_field("confidence", &self.confidence)?;
        fields.serialize_field("action", &self.action)?;
        fields.end()
    }
}
