//! From what was typed to values, with the field that is at fault. Empty text means not known.

use jiff::civil::{Date, Time};

use crate::contract::{ApiError, DateRequest, ErrorCode, NoticeView};
use crate::domain::typed_date::typed_date;
use crate::domain::typed_time::typed_time;
use crate::domain::{Checked, Reason};

/// How a value reads itself from text.
type Parse<T> = fn(&str) -> Result<Checked<T>, Reason>;

/// A value that may be left empty.
pub(super) fn optional<T>(field: &str, typed: &str, parse: Parse<T>) -> Result<Option<T>, ApiError> {
    Ok(checked(field, typed, parse)?.map(Checked::into_value))
}

/// A value that may be left empty, with its notices added to `notices`.
pub(super) fn noticed<T>(
    field: &str,
    typed: &str,
    parse: Parse<T>,
    notices: &mut Vec<NoticeView>,
) -> Result<Option<T>, ApiError> {
    let Some(checked) = checked(field, typed, parse)? else {
        return Ok(None);
    };
    notices.extend(checked.notices.iter().map(|notice| NoticeView {
        field: field.to_owned(),
        notice: *notice,
        about: None,
    }));
    Ok(Some(checked.value))
}

/// A value that has to be given.
pub(super) fn required<T>(field: &str, typed: &str, parse: Parse<T>) -> Result<T, ApiError> {
    optional(field, typed, parse)?.ok_or_else(|| missing(field))
}

/// A required field that was left empty.
pub(super) fn missing(field: &str) -> ApiError {
    ApiError::at(ErrorCode::MissingField, field, "the field is empty")
}

fn checked<T>(field: &str, typed: &str, parse: Parse<T>) -> Result<Option<Checked<T>>, ApiError> {
    if typed.chars().all(char::is_whitespace) {
        return Ok(None);
    }
    parse(typed)
        .map(Some)
        .map_err(|reason| ApiError::refused(field, reason))
}

/// A time of day in one text; empty means not known.
pub(super) fn time(field: &str, typed: &str) -> Result<Option<Time>, ApiError> {
    typed_time(typed).map_err(|reason| ApiError::refused(field, reason))
}

/// A date in three texts; all three empty means not known.
pub(super) fn date(field: &str, typed: &DateRequest) -> Result<Option<Date>, ApiError> {
    typed_date(&typed.day, &typed.month, &typed.year).map_err(|reason| ApiError::refused(field, reason))
}
