//! What the page is told when a draft cannot be composed.

use super::{ApiError, ErrorCode};
use crate::domain::request::{ComposeError, Field, Place};

impl From<ComposeError> for ApiError {
    fn from(error: ComposeError) -> Self {
        let message = error.to_string();
        match error {
            ComposeError::NoTemplate { .. } => Self::at(ErrorCode::UnknownKind, "kind", message),
            ComposeError::NoPeople => Self::at(ErrorCode::NoPeople, "people", message),
            ComposeError::NotPermitted { place, field } => {
                Self::at(ErrorCode::NotPermitted, path(place, field), message)
            }
            ComposeError::Missing { place, field } => Self::at(ErrorCode::MissingField, path(place, field), message),
            ComposeError::Duplicate { place, field } => {
                let code = if field == Field::PersonalEmail {
                    ErrorCode::DuplicateEmail
                } else if field == Field::NhsmailAddress {
                    ErrorCode::DuplicateAddress
                } else {
                    ErrorCode::DuplicateMobile
                };
                Self::at(code, path(place, field), message)
            }
            ComposeError::Subject(_) => Self::new(ErrorCode::Internal, message),
        }
    }
}

/// The field as a path into a request: `people[0].personal_mobile`.
fn path(place: Place, field: Field) -> String {
    match place {
        Place::Request => field.name().to_owned(),
        Place::Person(index) => format!("people[{index}].{field}"),
    }
}
