//! Requests to NAS: composed, shown, handed over, sent.

use secrecy::SecretString;

use super::ask::{ask_site, mailbox_of, site_of};
use super::fields::date;
use super::history::history;
use super::settings::nas_address;
use super::sources::source_view;
use super::tracking::{Waits, move_on, progress_view, refuse_open, request_row};
use super::{Copied, Moment, Saved, Steward};
use crate::contract::{
    ApiError, CopyPartView, DraftLineView, DraftView, ErrorCode, HandOverWayView, HandedOverView, HandedView,
    NoticeView, Reason, RequestCopyRequest, RequestDraftRequest, RequestOpenRequest, RequestRequest,
    RequestSentRequest, RequestView,
};
use crate::domain::MailboxAddress;
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ask::decide;
use crate::domain::change::{Body, Entity, Sealed};
use crate::domain::ids::RequestId;
use crate::domain::person::Person;
use crate::domain::request::{
    Answers, Block, Composed, Composition, Draft, HandOver, Origin, PersonBlock, Request, RequestState,
    current_template,
};
use crate::domain::rules::{self, RequestRule};
use crate::outbox::{self, CopyPart};
use crate::random;
use crate::store::Register;

/// The facts of this computer that say where a request was saved as a file.
pub(super) const SAVED_FILE: &str = "saved_file:";

fn rule_of(kind: crate::domain::request::RequestKind) -> Result<&'static RequestRule, ApiError> {
    rules::in_force()
        .request(kind)
        .ok_or_else(|| ApiError::at(ErrorCode::UnknownKind, "kind", "no rule for this kind"))
}

/// What a request would say, from what the staff list knows now.
struct Prepared {
    composition: Composition,
    blocks: Vec<Block>,
    draft: Draft,
    notices: Vec<NoticeView>,
}

/// Checks everything that is asked before a request, and composes it.
fn prepare(register: Register<'_>, request: &RequestDraftRequest, moment: Moment) -> Result<Prepared, ApiError> {
    let kind = request.kind;
    let rule = rule_of(kind)?;
    let template_version =
        current_template(kind).ok_or_else(|| ApiError::at(ErrorCode::UnknownKind, "kind", "no words for this kind"))?;
    let mailbox = mailbox_of(register, request.mailbox)?;
    let from: MailboxAddress = mailbox
        .address
        .clone()
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "mailbox", "it has no address"))?;
    if site_of(register, &mailbox)?.nas_managed == Some(Answer::No) {
        return Err(ApiError::at(
            ErrorCode::NotNasManaged,
            "mailbox",
            "the site is not managed by NAS",
        ));
    }
    if request.people.is_empty() {
        return Err(ApiError::at(ErrorCode::NoPeople, "people", "nobody in the request"));
    }
    let site = ask_site(register, request.mailbox, request.people.len(), moment)?;
    let mut notices: Vec<NoticeView> = Vec::new();
    let mut blocks = Vec::new();
    let mut people = Vec::new();
    for (index, asked) in request.people.iter().enumerate() {
        let path = format!("people[{index}]");
        if request
            .people
            .iter()
            .take(index)
            .any(|before| before.person == asked.person)
        {
            return Err(ApiError::at(ErrorCode::DuplicatePerson, path, "the same person twice"));
        }
        let person = register
            .person(asked.person)?
            .filter(Person::is_present)
            .ok_or_else(|| ApiError::at(ErrorCode::NotFound, path.clone(), "no such person"))?;
        let answers = Answers {
            has_account: asked.has_account,
            left_holder: asked.left_holder,
            marked_leaver: asked.marked_leaver,
        };
        let decision = decide(rules::in_force(), site, &answers);
        if decision.request() != Some(kind) {
            return Err(ApiError::at(
                ErrorCode::NoRequestNeeded,
                path,
                "the answers lead elsewhere",
            ));
        }
        let about = super::people::name_of(&person);
        for notice in &decision.notices {
            let about_site = matches!(
                notice,
                crate::contract::Notice::ManagedNotKnown | crate::contract::Notice::AccountsOverAllowance
            );
            let notice = NoticeView {
                field: if about_site { "mailbox".to_owned() } else { path.clone() },
                notice: *notice,
                about: if about_site { None } else { about.clone() },
            };
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
        let block = block_of(rule, &person, asked.access, &path)?;
        blocks.push(Block {
            person: asked.person,
            access: Some(asked.access),
            answers,
            identity: Sealed::Open(block.identity()),
            contact: Sealed::Open(block.contact()),
        });
        people.push(block);
    }
    let settings = register.settings()?;
    notices.extend(
        super::settings::nas_address_notices(&settings)
            .into_iter()
            .map(|notice| NoticeView {
                field: "to".to_owned(),
                notice,
                about: None,
            }),
    );
    let composition = Composition {
        kind,
        template_version,
        to: nas_address(&settings),
        from,
        facts: PersonBlock::new(),
        people,
    };
    let draft = Draft::compose(rule, &composition)?;
    Ok(Prepared {
        composition,
        blocks,
        draft,
        notices,
    })
}

/// What a new request says of somebody. What was removed for good cannot be said in one.
fn block_of(rule: &RequestRule, person: &Person, access: AccessLevel, path: &str) -> Result<PersonBlock, ApiError> {
    let block = PersonBlock::of_person(rule, person, Some(access));
    if let Some(removed) = block.values().find(|value| value.removed_on().is_some()) {
        let path = format!("{path}.{}", removed.field());
        return Err(ApiError::at(ErrorCode::MissingField, path, "it was removed"));
    }
    Ok(block)
}

/// Shows a request before anything is recorded.
///
/// # Errors
/// Everything that stands in the way of composing it, with the person and field at fault.
pub async fn request_preview(steward: &Steward, request: RequestDraftRequest) -> Result<DraftView, ApiError> {
    steward
        .read(move |register, moment| {
            let prepared = prepare(register, &request, moment)?;
            Ok(draft_view(&prepared.draft, prepared.notices))
        })
        .await
}

/// Composes a request and records it.
///
/// # Errors
/// As [`request_preview`], and `request_open` when a request of this kind was sent for one of them and has not ended.
pub async fn request_draft(steward: &Steward, request: RequestDraftRequest) -> Result<RequestView, ApiError> {
    let (id, _) = steward
        .act(move |register, moment| {
            let prepared = prepare(register.read(), &request, moment)?;
            refuse_open(
                register.read(),
                request.kind,
                prepared.blocks.iter().map(|block| block.person),
            )?;
            let id = RequestId::from_uuid(random::uuid_v7(moment.now));
            register.record(drafted(id, &request, prepared, moment))?;
            register.discard_form_draft("ask")?;
            Ok(id)
        })
        .await?;
    get(steward, id).await
}

fn drafted(id: RequestId, request: &RequestDraftRequest, prepared: Prepared, moment: Moment) -> Body {
    let Prepared {
        composition, blocks, ..
    } = prepared;
    Body::RequestDrafted {
        request: id,
        request_kind: composition.kind,
        template: composition.template_version,
        mailbox: request.mailbox,
        from: composition.from,
        to: composition.to,
        on: moment.today,
        blocks,
    }
}

/// Composes a request again from what the staff list knows now. What was copied before counts no more.
///
/// # Errors
/// As [`request_preview`]; `wrong_move` once it was sent.
pub async fn request_refresh(steward: &Steward, request: RequestRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    steward
        .act(move |register, moment| {
            let (kept, composed) = found(register.read(), id)?;
            if kept.state() != RequestState::Drafted {
                return Err(ApiError::new(ErrorCode::WrongMove, "it was sent already"));
            }
            let again = again(&composed);
            let prepared = prepare(register.read(), &again, moment)?;
            register.record(drafted(id, &again, prepared, moment))?;
            Ok(())
        })
        .await?;
    get(steward, id).await
}

/// The request that a composed one came from.
fn again(composed: &Composed) -> RequestDraftRequest {
    RequestDraftRequest {
        kind: composed.kind,
        mailbox: composed.mailbox,
        people: composed
            .blocks
            .iter()
            .map(|block| crate::contract::RequestPersonRequest {
                person: block.person,
                access: block.access.unwrap_or(AccessLevel::Member),
                has_account: block.answers.has_account,
                left_holder: block.answers.left_holder,
                marked_leaver: block.answers.marked_leaver,
            })
            .collect(),
    }
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
        row: request_row(id, &kept, &composed, &waits),
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

/// Whether a draft that is not sent yet says something else than the staff list.
fn out_of_date(register: Register<'_>, kept: &Request, composed: &Composed) -> Result<bool, ApiError> {
    if kept.state() != RequestState::Drafted {
        return Ok(false);
    }
    let rule = rule_of(composed.kind)?;
    if nas_address(&register.settings()?) != composed.to {
        return Ok(true);
    }
    for block in &composed.blocks {
        let person = register.person(block.person)?.unwrap_or_default();
        let said = PersonBlock::of_kept(rule, block);
        let removed = said.values().any(|value| value.removed_on().is_some());
        if removed || PersonBlock::of_person(rule, &person, block.access) != said {
            return Ok(true);
        }
    }
    Ok(false)
}

fn draft_view(draft: &Draft, notices: Vec<NoticeView>) -> DraftView {
    DraftView {
        kind: draft.kind(),
        to: draft.to().as_str().to_owned(),
        from: draft.from().as_str().to_owned(),
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
            move_on(register, id, &kept, &[], RequestState::Sent, on, None)
        })
        .await?;
    get(steward, id).await
}
