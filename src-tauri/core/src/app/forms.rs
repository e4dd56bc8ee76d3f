//! Half-typed forms. They live in the same encrypted file, outside the history, and come back after a lock or a crash.

use super::Steward;
use crate::contract::{ApiError, DoneView, ErrorCode, FormDraftRequest, FormDraftSaveRequest, FormDraftView};

/// The most bytes of a half-typed form.
const MOST_BYTES: usize = 64 * 1024;

/// The most bytes of a form's name.
const MOST_NAME_BYTES: usize = 100;

fn named(form: &str) -> Result<(), ApiError> {
    if form.is_empty() || form.len() > MOST_NAME_BYTES {
        return Err(ApiError::at(ErrorCode::TooLong, "form", "no form has such a name"));
    }
    Ok(())
}

/// Keeps a half-typed form.
///
/// # Errors
/// `too_long` over 64 KiB; what was kept before stays.
pub async fn form_draft_save(steward: &Steward, request: FormDraftSaveRequest) -> Result<DoneView, ApiError> {
    named(&request.form)?;
    if request.body.len() > MOST_BYTES {
        return Err(ApiError::at(
            ErrorCode::TooLong,
            "body",
            "the form holds more than 64 KiB",
        ));
    }
    let now = steward.moment().now;
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.keep_form_draft(&request.form, &request.body, now))
        .await??;
    Ok(DoneView {})
}

/// Gives a half-typed form back.
///
/// # Errors
/// `not_open`.
pub async fn form_draft_get(steward: &Steward, request: FormDraftRequest) -> Result<FormDraftView, ApiError> {
    named(&request.form)?;
    let kept = steward
        .read(move |register, moment| Ok(register.form_draft(&request.form, moment.now)?))
        .await?;
    Ok(match kept {
        Some(kept) => FormDraftView {
            body: Some(kept.body),
            saved_at: Some(kept.saved_at),
        },
        None => FormDraftView {
            body: None,
            saved_at: None,
        },
    })
}

/// Lets go of a half-typed form.
///
/// # Errors
/// `not_open`.
pub async fn form_draft_discard(steward: &Steward, request: FormDraftRequest) -> Result<DoneView, ApiError> {
    named(&request.form)?;
    let house = steward.house().await?;
    house
        .lanes
        .write(move |writer| writer.discard_form_draft(&request.form))
        .await??;
    Ok(DoneView {})
}
