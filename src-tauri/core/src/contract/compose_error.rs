//! What the page is told when a draft cannot be composed.

use super::{ApiError, ErrorCode, Reason};
use crate::domain::request::{ComposeError, Field, Place};

impl ApiError {
    /// The error for a request whose people stand in `people`, or, where there is one only, in `one`.
    pub(crate) fn composing(error: ComposeError, one: Option<&str>) -> Self {
        let message = error.to_string();
        let path = |place, field| path(place, field, one);
        match error {
            ComposeError::NoTemplate { .. } => Self::at(ErrorCode::UnknownKind, "kind", message),
            ComposeError::NoPeople => Self::at(ErrorCode::NoPeople, one.unwrap_or("people"), message),
            ComposeError::TooManyPeople(index) => {
                Self::at(ErrorCode::NotPermitted, format!("people[{index}]"), message)
            }
            ComposeError::WrongSender { .. } => Self::at(ErrorCode::InvalidValue, "sender", message),
            ComposeError::NotPermitted { place, field } => {
                Self::at(ErrorCode::NotPermitted, path(place, field), message)
            }
            ComposeError::Missing { place, field } => Self::at(ErrorCode::MissingField, path(place, field), message),
            ComposeError::Duplicate { place, field } => {
                let code = if field == Field::PersonalEmail {
                    ErrorCode::DuplicateEmail
                } else if matches!(field, Field::NhsmailAddress | Field::OutgoingOwnerNhsmailAddress) {
                    ErrorCode::DuplicateAddress
                } else {
                    ErrorCode::DuplicateMobile
                };
                Self::at(code, path(place, field), message)
            }
            ComposeError::SameCode => Self::refused(property(Field::NewOdsCode), Reason::OdsNotNew),
            ComposeError::Subject(_) => Self::new(ErrorCode::Internal, message),
        }
    }
}

impl From<ComposeError> for ApiError {
    fn from(error: ComposeError) -> Self {
        Self::composing(error, None)
    }
}

/// The field as a path into a request: `people[0].personal_mobile`, `successor.personal_mobile`, `outgoing.full_name`.
fn path(place: Place, field: Field, one: Option<&str>) -> String {
    let name = property(field);
    match (place, one) {
        (Place::Request, _) | (Place::Person(_), Some("")) => name.to_owned(),
        (Place::Person(_), Some(one)) => format!("{one}.{name}"),
        (Place::Person(index), None) => format!("people[{index}].{name}"),
        (Place::Outgoing, _) => format!("outgoing.{name}"),
    }
}

/// What a field is called as a property of a request.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other property has the name of its field"
)]
pub(crate) const fn property(field: Field) -> &'static str {
    match field {
        Field::IdentityStatement => "identity_checked",
        Field::ChangeDate => "date",
        Field::OutgoingOwnerFullName => "full_name",
        Field::OutgoingOwnerNhsmailAddress => "nhsmail_address",
        other => other.name(),
    }
}
