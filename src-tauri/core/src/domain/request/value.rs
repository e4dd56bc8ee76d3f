//! What a request says in one of its fields.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

use super::Field;
use crate::domain::access::AccessLevel;
use crate::domain::{
    Checked, FullName, MailboxAddress, Mobile, NhsmailAddress, OdsCode, PersonalEmail, Reason, SiteName,
    TicketReference,
};

/// Lists, for each field that has a value, the type that value has.
macro_rules! field_values {
    ( typed { $( $Field:ident($Value:ty) ),+ $(,)? } chosen { $( $Chosen:ident($Choice:ty) ),+ $(,)? }
      stated { $( $Stated:ident ),+ $(,)? } ) => {
        /// The value of one [`Field`]. The type of each field is fixed, so a text can never stand where a mobile belongs.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum FieldValue {
            $( #[doc = concat!("The value of [`Field::", stringify!($Field), "`].")] $Field($Value), )+
            $( #[doc = concat!("The value of [`Field::", stringify!($Chosen), "`].")] $Chosen($Choice), )+
            /// The field was given, and its value was removed on this day.
            Removed(Field, Date),
        }

        impl FieldValue {
            /// Which field it is the value of.
            #[must_use]
            pub const fn field(&self) -> Field {
                match self {
                    $( Self::$Field(_) => Field::$Field, )+
                    $( Self::$Chosen(_) => Field::$Chosen, )+
                    Self::Removed(field, _) => *field,
                }
            }

            /// Reads what somebody typed for a field. `None` for a field that is not typed as text: owner or member, a
            /// day, a statement.
            #[must_use]
            pub fn parse(field: Field, text: &str) -> Option<Result<Checked<Self>, Reason>> {
                match field {
                    $( Field::$Field => Some(<$Value as Typed>::read(text).map(|checked| Checked {
                        value: Self::$Field(checked.value),
                        notices: checked.notices,
                    })), )+
                    $( Field::$Chosen => None, )+
                    $( Field::$Stated => None, )+
                }
            }

            /// The value as a draft says it.
            #[must_use]
            pub fn text(&self) -> Cow<'_, str> {
                match self {
                    $( Self::$Field(value) => Cow::Borrowed(Typed::text(value)), )+
                    $( Self::$Chosen(when) => Cow::Owned(Chosen::text(when)), )+
                    Self::Removed(_, on) => Cow::Owned(format!("[removed on {}]", Chosen::text(on))),
                }
            }
        }
    };
}

field_values! {
    typed {
        FullName(FullName),
        NewFullName(FullName),
        PersonalMobile(Mobile),
        PersonalEmail(PersonalEmail),
        NhsmailAddress(NhsmailAddress),
        LinkedMobile(Mobile),
        TemporaryPasswordMobile(Mobile),
        OutgoingOwnerFullName(FullName),
        OutgoingOwnerNhsmailAddress(NhsmailAddress),
        TicketReference(TicketReference),
        SiteName(SiteName),
        OdsCode(OdsCode),
        MailboxAddress(MailboxAddress),
        OldOdsCode(OdsCode),
        NewOdsCode(OdsCode),
    }
    chosen {
        Access(AccessLevel),
        SentOn(Date),
        CalledAt(DateTime),
        ChangeDate(Date),
        IdentityStatement(Confirmed),
    }
    stated {
        JoinerStatement,
        LeaverStatement,
        LeaverStatusQuestion,
        AddToMailboxStatement,
        MissingMailboxStatement,
        NobodyHasAccessStatement,
        DisableStatement,
        EnableStatement,
    }
}

impl FieldValue {
    /// The day the value was removed, if it was.
    #[must_use]
    pub const fn removed_on(&self) -> Option<Date> {
        if let Self::Removed(_, on) = self {
            Some(*on)
        } else {
            None
        }
    }
}

/// A value that people type.
trait Typed: Sized {
    fn read(text: &str) -> Result<Checked<Self>, Reason>;
    fn text(&self) -> &str;
}

macro_rules! typed {
    ($($Value:ty),+) => { $(
        impl Typed for $Value {
            fn read(text: &str) -> Result<Checked<Self>, Reason> {
                Self::parse(text)
            }

            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )+ };
}

typed!(
    FullName,
    MailboxAddress,
    Mobile,
    NhsmailAddress,
    OdsCode,
    PersonalEmail,
    SiteName,
    TicketReference
);

/// What the owner has confirmed. There is no value for not having done so: then the request does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed;

/// A value that is chosen, not typed: owner or member, a day, a day and time, a confirmation.
trait Chosen {
    fn text(&self) -> String;
}

impl Chosen for AccessLevel {
    fn text(&self) -> String {
        self.name().to_owned()
    }
}

impl Chosen for Confirmed {
    fn text(&self) -> String {
        "confirmed".to_owned()
    }
}

impl Chosen for Date {
    fn text(&self) -> String {
        self.strftime("%-d %B %Y").to_string()
    }
}

impl Chosen for DateTime {
    fn text(&self) -> String {
        self.strftime("%-d %B %Y, %H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::request::FieldScope;

    #[test]
    fn every_field_but_a_statement_has_a_value() {
        for field in Field::ALL {
            let typed = FieldValue::parse(*field, "").is_some();
            let chosen = matches!(
                field,
                Field::Access | Field::SentOn | Field::CalledAt | Field::ChangeDate | Field::IdentityStatement
            );
            assert_eq!(typed || chosen, field.scope() != FieldScope::Statement, "{field}");
        }
    }

    #[test]
    fn a_value_is_read_by_the_rules_of_its_field() {
        let read = |field, text| FieldValue::parse(field, text).unwrap().map(|checked| checked.value);
        let mobile = read(Field::LinkedMobile, "+44 7700 900001").unwrap();
        assert_eq!(
            (mobile.field(), mobile.text().as_ref()),
            (Field::LinkedMobile, "07700900001")
        );
        assert_eq!(read(Field::PersonalMobile, "Jane"), Err(Reason::MobileLetter));
    }

    #[test]
    fn days_are_written_as_people_read_them() {
        assert_eq!(FieldValue::SentOn(date(2026, 11, 20)).text(), "20 November 2026");
        assert_eq!(
            FieldValue::CalledAt(date(2026, 11, 2).at(9, 5, 0, 0)).text(),
            "2 November 2026, 09:05"
        );
        let removed = FieldValue::Removed(Field::FullName, date(2027, 5, 3));
        assert_eq!(
            (removed.field(), removed.text().as_ref()),
            (Field::FullName, "[removed on 3 May 2027]")
        );
    }
}
