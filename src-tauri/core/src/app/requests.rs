//! Requests to NAS: composed, shown, handed over, sent.

use secrecy::SecretString;

use super::drafting::out_of_date;
use super::fields::date;
use super::history::history;
use super::sources::source_view;
use super::tracking::{Waits, asked_again, move_on, progress_view, refuse_open, request_row};
use super::{Copied, Moment, Saved, Steward};
use crate::contract::{
    ApiError, CopyPartView, DraftLineView, DraftView, ErrorCode, HandOverWayView, HandedOverView, HandedView,
    NoticeView, Reason, RequestCopyRequest, RequestOpenRequest, RequestRequest, RequestSentRequest, RequestView,
};
use crate::domain::change::{Body, Entity};
use crate::domain::ids::RequestId;
use crate::domain::request::{Composed, Composition, Draft, HandOver, Origin, Request, RequestState};
use crate::domain::rules::{self, RequestRule};
use crate::outbox::{self, CopyPart};
use crate::store::Register;

/// The facts of this computer that say where a request was saved as a file.
pub(super) const SAVED_FILE: &str = "saved_file:";

pub(super) fn rule_of(kind: crate::domain::request::RequestKind) -> Result<&'static RequestRule, ApiError> {
    rules::in_force()
        .request(kind)
        .ok_or_else(|| ApiError::at(ErrorCode::UnknownKind, "kind", "no rule for this kind"))
}

/// One request.
///
/// # Errors
/// `not_found`.
pub async fn request_get(steward: &Steward, request: RequestRequest) -> Result<RequestView, ApiError> {
    get(steward, request.request).await
}

pub(super) async fn get(steward: &Steward, id: RequestId) -> Result<RequestView, ApiError> {
    steward.read(move |register, moment| view(register, id, moment)).await
}

pub(super) fn found(register: Register<'_>, id: RequestId) -> Result<(Request, Composed), ApiError> {
    let kept = register.request(id)?;
    kept.and_then(|kept| kept.composed.clone().map(|composed| (kept, composed)))
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "request", "no such request"))
}

fn draft_of(composed: &Composed) -> Result<Draft, ApiError> {
    let rule = rule_of(composed.kind)?;
    Ok(Draft::compose(rule, &Composition::of_kept(rule, composed))?)
}

fn view(register: Register<'_>, id: RequestId, moment: Moment) -> Result<RequestView, ApiError> {
    let (kept, composed) = found(register, id)?;
    let waits = Waits::of(register, moment.today)?;
    let draft = draft_of(&composed)?;
    let mut copied = Vec::new();
    for way in &kept.handed {
        match way {
            HandOver::CopiedTo => copied.push(CopyPartView::To),
            HandOver::CopiedSubject => copied.push(CopyPartView::Subject),
            HandOver::CopiedBody => copied.push(CopyPartView::Body),
            HandOver::CopiedAll => copied.push(CopyPartView::All),
            HandOver::OutlookWeb | HandOver::MailProgram | HandOver::SavedFile => {}
        }
    }
    let history = history(register, Entity::Request(id))?;
    Ok(RequestView {
        request: id,
        row: request_row(register, id, &kept, &composed, &waits)?,
        draft: draft_view(&draft, Vec::new()),
        handed: HandedView {
            copied,
            frozen_at: kept.frozen_at,
        },
        out_of_date: out_of_date(register, &kept, &composed)?,
        people: composed.blocks.iter().map(|block| block.person).collect(),
        progress: progress_view(register, id, &kept, &composed, &waits)?,
        site: register.mailbox(composed.mailbox)?.and_then(|mailbox| mailbox.site),
        action: history.iter().find(|line| line.can_undo).map(|line| line.action),
        history,
    })
}

pub(super) fn draft_view(draft: &Draft, notices: Vec<NoticeView>) -> DraftView {
    DraftView {
        kind: draft.kind(),
        to: draft.to().as_str().to_owned(),
        from: draft.from().as_str().to_owned(),
        from_shared_mailbox: draft.from().is_shared(),
        subject: draft.subject().as_str().to_owned(),
        lines: draft
            .lines()
            .iter()
            .map(|line| DraftLineView {
                text: line.text.clone(),
                field: line.origin.field(),
                removed: matches!(
                    line.origin,
                    Origin::Field {
                        removed_on: Some(_),
                        ..
                    }
                ),
                source: line.origin.source().map(source_view),
                inferred: matches!(line.origin, Origin::Field { permitted, .. } if permitted.inferred),
            })
            .collect(),
        notices,
        fits_mail_link: outbox::mail_link(draft).is_ok(),
    }
}

/// The draft as it may be handed over now.
async fn to_hand_over(steward: &Steward, id: RequestId) -> Result<Draft, ApiError> {
    steward
        .read(move |register, _| {
            let (kept, composed) = found(register, id)?;
            if kept.state() == RequestState::Drafted {
                refuse_open(register, composed.kind, kept.people())?;
            }
            if out_of_date(register, &kept, &composed)? {
                return Err(ApiError::new(
                    ErrorCode::DraftOutOfDate,
                    "the facts have changed since it was composed",
                ));
            }
            draft_of(&composed)
        })
        .await
}

/// Records that a draft left the app this way.
pub(super) async fn handed_over(
    steward: &Steward,
    id: RequestId,
    way: HandOver,
    saved_as: Option<String>,
) -> Result<HandedOverView, ApiError> {
    steward
        .act(move |register, _| {
            let (kept, _) = found(register.read(), id)?;
            if !kept.handed.contains(&way) {
                register.record(Body::RequestHandedOver { request: id, way })?;
            }
            Ok(())
        })
        .await?;
    Ok(HandedOverView {
        request: get(steward, id).await?,
        cancelled: false,
        saved_as,
    })
}

/// Copies a part of a request.
///
/// # Errors
/// `draft_out_of_date`, `clipboard_failed`.
pub async fn request_copy(steward: &Steward, request: RequestCopyRequest) -> Result<HandedOverView, ApiError> {
    let draft = to_hand_over(steward, request.request).await?;
    let (part, way) = match request.part {
        CopyPartView::To => (CopyPart::To, HandOver::CopiedTo),
        CopyPartView::Subject => (CopyPart::Subject, HandOver::CopiedSubject),
        CopyPartView::Body => (CopyPart::Body, HandOver::CopiedBody),
        CopyPartView::All => (CopyPart::All, HandOver::CopiedAll),
    };
    steward
        .doors
        .desktop
        .copy(&SecretString::from(outbox::copy_text(&draft, part)), Copied::Draft)?;
    handed_over(steward, request.request, way, None).await
}

/// Opens a request in another program.
///
/// # Errors
/// `draft_out_of_date`, `link_too_long`, `open_failed`.
pub async fn request_open(steward: &Steward, request: RequestOpenRequest) -> Result<HandedOverView, ApiError> {
    let draft = to_hand_over(steward, request.request).await?;
    let (link, way) = match request.way {
        HandOverWayView::OutlookWeb => (outbox::outlook_web_link(&draft), HandOver::OutlookWeb),
        HandOverWayView::MailProgram => {
            let link =
                outbox::mail_link(&draft).map_err(|error| ApiError::new(ErrorCode::LinkTooLong, error.to_string()))?;
            (link, HandOver::MailProgram)
        }
    };
    steward.doors.desktop.open(&link)?;
    handed_over(steward, request.request, way, None).await
}

/// Saves a request as a file for a mail program.
///
/// # Errors
/// `draft_out_of_date`, `save_failed`, `disk_full`.
pub async fn request_save_eml(steward: &Steward, request: RequestRequest) -> Result<HandedOverView, ApiError> {
    let id = request.request;
    let draft = to_hand_over(steward, id).await?;
    let name = outbox::eml_file_name(&draft, steward.moment().today);
    // The staff list is not held while somebody looks for a folder: the app can still be locked.
    match steward.doors.desktop.save(&name, &outbox::eml(&draft)).await? {
        Saved::Cancelled => Ok(HandedOverView {
            request: get(steward, id).await?,
            cancelled: true,
            saved_as: None,
        }),
        Saved::To(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let (fact, value) = (format!("{SAVED_FILE}{id}"), path.to_string_lossy().into_owned());
            steward
                .act(move |register, _| Ok(register.set_local_fact(&fact, Some(&value))?))
                .await?;
            handed_over(steward, id, HandOver::SavedFile, name).await
        }
    }
}

/// Records that a request was sent: the draft as it was handed over.
///
/// # Errors
/// `missing_field` without the owner's word that it left from the shared mailbox; `not_handed_over`; `wrong_move`.
pub async fn request_sent(steward: &Steward, request: RequestSentRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    if !request.from_shared_mailbox {
        return Err(super::fields::missing("from_shared_mailbox"));
    }
    let on = date("on", &request.on)?;
    steward
        .act(move |register, Moment { today, .. }| {
            let (kept, composed) = found(register.read(), id)?;
            if kept.frozen_at.is_none() {
                return Err(ApiError::new(ErrorCode::NotHandedOver, "nothing was handed over yet"));
            }
            let on = on.unwrap_or(today);
            if on > today {
                return Err(ApiError::refused("on", Reason::DateInFuture));
            }
            if kept.state() == RequestState::Drafted {
                refuse_open(register.read(), composed.kind, kept.people())?;
            }
            move_on(register, id, &kept, &[], RequestState::Sent, on, None)?;
            asked_again(register, id, &composed, on)
        })
        .await?;
    get(steward, id).await
}
