//! Requests to NAS before they are sent: what they would say, and composing them.

use jiff::civil::{Date, DateTime};

use super::ask::{ask_site, mailbox_of, site_of};
use super::fields::{date, missing, noticed, optional, time};
use super::requests::{draft_view, found, get, rule_of};
use super::screening::refuse_personal_data;
use super::settings::{nas_address, nas_address_notices};
use super::tracking::refuse_open;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DateRequest, DraftView, ErrorCode, Notice, NoticeView, Reason, RequestDraftRequest, RequestFactsRequest,
    RequestPersonRequest, RequestRequest, RequestTypedRequest, RequestView,
};
use crate::domain::access::AccessLevel;
use crate::domain::answer::Answer;
use crate::domain::ask::{AskSite, decide};
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::person::Person;
use crate::domain::request::{
    Answers, Block, BlockPart, Composed, Composition, Confirmed, Draft, Field, FieldScope, FieldValue, PersonBlock,
    Request, RequestFacts, RequestKind, RequestState, current_template,
};
use crate::domain::rules::{self, Recipient, RequestRule};
use crate::domain::settings::Settings;
use crate::domain::site::{Mailbox, Site};
use crate::domain::{FullName, Mobile, NhsmailAddress, OdsCode, TicketReference};
use crate::random;
use crate::store::{Register, RegisterMut};

/// What a request would say, from what the staff list knows now.
struct Prepared {
    composition: Composition,
    facts: RequestFacts,
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
    let from = mailbox
        .address
        .clone()
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, "mailbox", "it has no address"))?;
    let site = site_of(register, &mailbox)?;
    if site.nas_managed == Some(Answer::No) {
        return Err(ApiError::at(
            ErrorCode::NotNasManaged,
            "mailbox",
            "the site is not managed by NAS",
        ));
    }
    if request.people.is_empty() && rule.says(FieldScope::Person) {
        return Err(ApiError::at(ErrorCode::NoPeople, "people", "nobody in the request"));
    }
    let asked_of = ask_site(register, request.mailbox, request.people.len(), moment)?;
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
        let person = present(register, asked.person, &path)?;
        let answers = answers_of(kind, asked, asked_of, &person, &path, &mut notices)?;
        let access = access_of(rule, asked, &path)?;
        let typed = typed_values(asked.typed.as_ref(), &path, &mut notices)?;
        let block = block_of(PersonBlock::of_person(rule, &person, access), typed, &path)?;
        screen_block(register, moment.today, &block, &path)?;
        for (_, post) in register.posts_of(asked.person)? {
            if let Some(role) = &post.role {
                refuse_personal_data(register, moment.today, &format!("{path}.role"), role.as_str())?;
            }
        }
        blocks.push(kept(rule, asked.person, BlockPart::Person, answers, &block));
        people.push(block);
    }
    let mut outgoing = None;
    if let Some(id) = request.outgoing {
        if request.people.iter().any(|asked| asked.person == id) {
            let message = "the same person hands over and takes over";
            return Err(ApiError::at(ErrorCode::DuplicatePerson, "outgoing", message));
        }
        let person = present(register, id, "outgoing")?;
        let block = block_of(PersonBlock::of_outgoing(rule, &person), Vec::new(), "outgoing")?;
        screen_block(register, moment.today, &block, "outgoing")?;
        blocks.push(kept(rule, id, BlockPart::Outgoing, Answers::default(), &block));
        outgoing = Some(block);
    }
    if asked_of.managed_by_nas == Answer::NotKnown {
        add(&mut notices, about_site(Notice::ManagedNotKnown));
    }
    let facts = facts_of(rule, request.facts.as_ref(), &mailbox, &site, moment, &mut notices)?;
    if let Some(name) = &facts.site_name {
        refuse_personal_data(register, moment.today, "site_name", name.as_str())?;
    }
    let settings = register.settings()?;
    if rule.goes_to == Recipient::Nas {
        notices.extend(nas_address_notices(&settings).into_iter().map(|notice| NoticeView {
            field: "to".to_owned(),
            notice,
            about: None,
        }));
    }
    let composition = Composition {
        kind,
        template_version,
        to: goes_to(rule, &settings)?,
        sender: request.sender.unwrap_or(rule.sender),
        from,
        facts: facts.block(),
        people,
        outgoing,
    };
    composition.check_new()?;
    let draft = Draft::compose(rule, &composition)?;
    Ok(Prepared {
        composition,
        facts,
        blocks,
        draft,
        notices,
    })
}

fn present(register: Register<'_>, person: PersonId, path: &str) -> Result<Person, ApiError> {
    register
        .person(person)?
        .filter(Person::is_present)
        .ok_or_else(|| ApiError::at(ErrorCode::NotFound, path, "no such person"))
}

/// The answers about a person. Those of the two requests that bring somebody in have to lead to the request.
fn answers_of(
    kind: RequestKind,
    asked: &RequestPersonRequest,
    site: AskSite,
    person: &Person,
    path: &str,
    notices: &mut Vec<NoticeView>,
) -> Result<Answers, ApiError> {
    let answers = Answers {
        has_account: asked.has_account,
        left_holder: asked.left_holder,
        marked_leaver: asked.marked_leaver,
    };
    if !matches!(kind, RequestKind::NewUser | RequestKind::Joiner) {
        return Ok(answers);
    }
    let decision = decide(rules::in_force(), site, &answers);
    if decision.request() != Some(kind) {
        let message = "the answers lead elsewhere";
        return Err(ApiError::at(ErrorCode::NoRequestNeeded, path, message));
    }
    let name = super::people::name_of(person);
    for notice in &decision.notices {
        add(
            notices,
            if matches!(notice, Notice::ManagedNotKnown | Notice::AccountsOverAllowance) {
                about_site(*notice)
            } else {
                NoticeView {
                    field: path.to_owned(),
                    notice: *notice,
                    about: name.clone(),
                }
            },
        );
    }
    Ok(answers)
}

fn about_site(notice: Notice) -> NoticeView {
    NoticeView {
        field: "mailbox".to_owned(),
        notice,
        about: None,
    }
}

fn add(notices: &mut Vec<NoticeView>, notice: NoticeView) {
    if !notices.contains(&notice) {
        notices.push(notice);
    }
}

/// Owner or member, where the kind says it. Whoever takes a mailbox over is its owner.
fn access_of(rule: &RequestRule, asked: &RequestPersonRequest, path: &str) -> Result<Option<AccessLevel>, ApiError> {
    if rule.permitted(Field::Access).is_none() {
        return Ok(None);
    }
    if rule.says(FieldScope::Outgoing) {
        return Ok(Some(AccessLevel::Owner));
    }
    let level = asked.access.ok_or_else(|| missing(&format!("{path}.access")))?;
    Ok(Some(level))
}

/// What was typed of a person for this request only.
fn typed_values(
    typed: Option<&RequestTypedRequest>,
    path: &str,
    notices: &mut Vec<NoticeView>,
) -> Result<Vec<FieldValue>, ApiError> {
    let Some(typed) = typed else { return Ok(Vec::new()) };
    let RequestTypedRequest {
        new_full_name,
        temporary_password_mobile: mobile,
        identity_checked,
    } = typed;
    let name = noticed(
        &format!("{path}.new_full_name"),
        new_full_name,
        FullName::parse,
        notices,
    )?;
    let mobile = noticed(
        &format!("{path}.temporary_password_mobile"),
        mobile,
        Mobile::parse,
        notices,
    )?;
    let confirmed = identity_checked.then_some(FieldValue::IdentityStatement(Confirmed));
    Ok(name
        .map(FieldValue::NewFullName)
        .into_iter()
        .chain(mobile.map(FieldValue::TemporaryPasswordMobile))
        .chain(confirmed)
        .collect())
}

/// What a new request says of somebody. What was removed for good cannot be said in one.
fn block_of(known: PersonBlock, typed: Vec<FieldValue>, path: &str) -> Result<PersonBlock, ApiError> {
    if let Some(removed) = known.values().find(|value| value.removed_on().is_some()) {
        let path = format!("{path}.{}", removed.field());
        return Err(ApiError::at(ErrorCode::MissingField, path, "it was removed"));
    }
    Ok(typed.into_iter().fold(known, PersonBlock::with))
}

/// Names pass the screen: whatever else the narrow type of a name lets through, no number of a person stands in one.
fn screen_block(register: Register<'_>, today: Date, block: &PersonBlock, path: &str) -> Result<(), ApiError> {
    for value in block.values() {
        if let FieldValue::FullName(name) | FieldValue::NewFullName(name) | FieldValue::OutgoingOwnerFullName(name) =
            value
        {
            let field = crate::contract::property(value.field());
            refuse_personal_data(register, today, &format!("{path}.{field}"), name.as_str())?;
        }
    }
    Ok(())
}

fn kept(rule: &RequestRule, person: PersonId, part: BlockPart, answers: Answers, block: &PersonBlock) -> Block {
    let contact = block.contact();
    Block {
        person,
        access: block.access(),
        answers,
        part,
        also: block.also(rule),
        identity: Sealed::Open(block.identity()),
        contact: Sealed::Open(contact),
    }
}

/// What the kind says once: of the site from the staff list, of the earlier request as typed.
fn facts_of(
    rule: &RequestRule,
    typed: Option<&RequestFactsRequest>,
    mailbox: &Mailbox,
    site: &Site,
    moment: Moment,
    notices: &mut Vec<NoticeView>,
) -> Result<RequestFacts, ApiError> {
    let facts = site_facts(rule, mailbox, site);
    let Some(typed) = typed else { return Ok(facts) };
    let called_on = past("called_on", date("called_on", &typed.called_on)?, moment.today)?;
    let called_time = time("called_at", &typed.called_at)?;
    let called_at = match (called_on, called_time) {
        (None, None) => None,
        (Some(day), Some(time)) => Some(day.to_datetime(time)),
        (None, Some(_)) => return Err(missing("called_on")),
        (Some(_), None) => return Err(missing("called_at")),
    };
    Ok(RequestFacts {
        ticket_reference: optional("ticket_reference", &typed.ticket_reference, TicketReference::parse)?,
        sent_on: past("sent_on", date("sent_on", &typed.sent_on)?, moment.today)?,
        called_at,
        old_ods_code: noticed("old_ods_code", &typed.old_ods_code, OdsCode::parse, notices)?.or(facts.old_ods_code),
        new_ods_code: noticed("new_ods_code", &typed.new_ods_code, OdsCode::parse, notices)?,
        change_date: date("date", &typed.date)?,
        ..facts
    })
}

fn past(field: &str, day: Option<Date>, today: Date) -> Result<Option<Date>, ApiError> {
    if day.is_some_and(|day| day > today) {
        return Err(ApiError::refused(field, Reason::DateInFuture));
    }
    Ok(day)
}

/// What the kind says of the site, as the staff list has it.
fn site_facts(rule: &RequestRule, mailbox: &Mailbox, site: &Site) -> RequestFacts {
    let says = |field| rule.permitted(field).is_some();
    RequestFacts {
        site_name: site.name.clone().filter(|_| says(Field::SiteName)),
        ods_code: site.ods_code.clone().filter(|_| says(Field::OdsCode)),
        old_ods_code: site.ods_code.clone().filter(|_| says(Field::OldOdsCode)),
        mailbox_address: mailbox.address.clone().filter(|_| says(Field::MailboxAddress)),
        ..RequestFacts::default()
    }
}

/// Where a request goes. The owner's choice of address is one for NAS.
fn goes_to(rule: &RequestRule, settings: &Settings) -> Result<NhsmailAddress, ApiError> {
    if rule.goes_to == Recipient::Nas {
        return Ok(nas_address(settings));
    }
    rules::in_force()
        .address(rule.goes_to)
        .and_then(|address| address.parse().ok())
        .ok_or_else(|| ApiError::new(ErrorCode::Internal, "the rules name no address"))
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

/// Composes a request and keeps it.
///
/// # Errors
/// As [`request_preview`]; `request_open` for a person in another open request of this kind.
pub async fn request_draft(steward: &Steward, request: RequestDraftRequest) -> Result<RequestView, ApiError> {
    let (id, _) = steward
        .act(move |register, moment| {
            let id = draft(register, &request, moment)?;
            register.discard_form_draft("ask")?;
            Ok(id)
        })
        .await?;
    get(steward, id).await
}

/// Composes a request and records it, inside an action.
pub(super) fn draft(
    register: &mut RegisterMut<'_>,
    request: &RequestDraftRequest,
    moment: Moment,
) -> Result<RequestId, ApiError> {
    let prepared = prepare(register.read(), request, moment)?;
    let about = match request.about {
        Some(about) => Some(about),
        None => earlier_request(register.read(), request.kind, &prepared.facts)?,
    };
    let people = prepared.blocks.iter().filter(|block| block.part == BlockPart::Person);
    refuse_open(register.read(), request.kind, people.map(|block| block.person))?;
    let id = RequestId::from_uuid(random::uuid_v7(moment.now));
    register.record(drafted(id, request, about, prepared, moment))?;
    Ok(id)
}

/// The open request a chase or an escalation asks about, where its reference is noted on one and on no other.
fn earlier_request(
    register: Register<'_>,
    kind: RequestKind,
    facts: &RequestFacts,
) -> Result<Option<RequestId>, ApiError> {
    let Some(reference) = &facts.ticket_reference else {
        return Ok(None);
    };
    if !matches!(kind, RequestKind::Chase | RequestKind::Escalation) {
        return Ok(None);
    }
    let asks = |kept: &Request| {
        let kind = kept.composed.as_ref().map(|composed| composed.kind);
        matches!(kind, Some(RequestKind::Chase | RequestKind::Escalation))
    };
    let open = register.requests(None, true)?.into_iter();
    let mut noted =
        open.filter(|(_, kept)| !asks(kept) && kept.ticket_references().any(|known| known.is_same(reference)));
    let first = noted.next().map(|(id, _)| id);
    Ok(first.filter(|_| noted.next().is_none()))
}

fn drafted(
    id: RequestId,
    request: &RequestDraftRequest,
    about: Option<RequestId>,
    prepared: Prepared,
    moment: Moment,
) -> Body {
    let Prepared {
        composition,
        facts,
        blocks,
        ..
    } = prepared;
    Body::RequestDrafted {
        request: id,
        request_kind: composition.kind,
        template: composition.template_version,
        sender: composition.sender,
        mailbox: request.mailbox,
        from: composition.from,
        to: composition.to,
        on: moment.today,
        facts,
        about,
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
            let again = again(register.read(), &composed)?;
            let prepared = prepare(register.read(), &again, moment)?;
            register.record(drafted(id, &again, again.about, prepared, moment))?;
            Ok(())
        })
        .await?;
    get(steward, id).await
}

/// The request that a composed one came from.
fn again(register: Register<'_>, composed: &Composed) -> Result<RequestDraftRequest, ApiError> {
    let of_part = |part: BlockPart| composed.blocks.iter().filter(move |block| block.part == part);
    let people = of_part(BlockPart::Person).map(|block| {
        let (identity, contact) = (block.identity.here(), block.contact.here());
        let name = identity.and_then(|who| who.new_full_name.as_ref());
        let mobile = contact.and_then(|how| how.temporary_password_mobile.as_ref());
        let needed = rule_of(composed.kind)
            .is_ok_and(|rule| rule.permitted(Field::IdentityStatement).is_some_and(|one| one.required));
        RequestPersonRequest {
            person: block.person,
            access: block.access,
            has_account: block.answers.has_account,
            left_holder: block.answers.left_holder,
            marked_leaver: block.answers.marked_leaver,
            typed: Some(RequestTypedRequest {
                new_full_name: name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
                temporary_password_mobile: mobile.map(|mobile| mobile.as_str().to_owned()).unwrap_or_default(),
                identity_checked: needed || block.also.contains(&Field::IdentityStatement),
            }),
        }
    });
    let RequestFacts {
        ticket_reference,
        sent_on,
        called_at,
        old_ods_code,
        new_ods_code,
        change_date,
        ..
    } = &composed.facts;
    let code = |code: &Option<OdsCode>| code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
    // Somebody may stand for another record by now, and for two of the same request.
    let mut standing: Vec<RequestPersonRequest> = Vec::new();
    for mut person in people {
        person.person = register.standing_for(person.person)?;
        if standing.iter().all(|before| before.person != person.person) {
            standing.push(person);
        }
    }
    let outgoing = of_part(BlockPart::Outgoing).map(|block| block.person).next();
    Ok(RequestDraftRequest {
        outgoing: outgoing.map(|person| register.standing_for(person)).transpose()?,
        sender: Some(composed.sender),
        facts: Some(RequestFactsRequest {
            ticket_reference: text_of(ticket_reference.as_ref()),
            sent_on: day_of(*sent_on),
            called_on: day_of(called_at.map(DateTime::date)),
            called_at: time_of(*called_at),
            old_ods_code: code(old_ods_code),
            new_ods_code: code(new_ods_code),
            date: day_of(*change_date),
        }),
        about: composed.about,
        ..RequestDraftRequest::new(composed.kind, composed.mailbox, standing)
    })
}

fn text_of(reference: Option<&TicketReference>) -> String {
    reference
        .map(|reference| reference.as_str().to_owned())
        .unwrap_or_default()
}

fn day_of(day: Option<Date>) -> DateRequest {
    day.map_or_else(DateRequest::default, |day| DateRequest {
        day: day.day().to_string(),
        month: day.month().to_string(),
        year: day.year().to_string(),
    })
}

fn time_of(at: Option<DateTime>) -> String {
    at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default()
}

/// The request that asks what became of another one: by its last reference or, where NAS gave none, by the day it was sent.
/// It says nothing of the people again.
///
/// # Errors
/// `not_found`; `not_handed_over` for a request that was not sent.
pub fn chase_of(register: Register<'_>, id: RequestId) -> Result<RequestDraftRequest, ApiError> {
    let (kept, composed) = found(register, id)?;
    let sent_on = kept.sent_on();
    let reference = kept.ticket_references().last();
    if sent_on.is_none() {
        return Err(ApiError::new(ErrorCode::NotHandedOver, "it was not sent"));
    }
    Ok(RequestDraftRequest {
        facts: Some(RequestFactsRequest {
            ticket_reference: text_of(reference),
            sent_on: day_of(sent_on.filter(|_| reference.is_none())),
            ..RequestFactsRequest::default()
        }),
        about: Some(id),
        ..RequestDraftRequest::new(RequestKind::Chase, composed.mailbox, Vec::new())
    })
}

/// The request that escalates another one: by its last reference, by the last call about it, or by both.
///
/// # Errors
/// `not_found`; `not_handed_over` for a request that was not sent. Where neither is known, composing says what is missing.
pub fn escalation_of(
    register: Register<'_>,
    id: RequestId,
    called_at: Option<DateTime>,
) -> Result<RequestDraftRequest, ApiError> {
    let (kept, composed) = found(register, id)?;
    if kept.sent_on().is_none() {
        return Err(ApiError::new(ErrorCode::NotHandedOver, "it was not sent"));
    }
    Ok(RequestDraftRequest {
        facts: Some(RequestFactsRequest {
            ticket_reference: text_of(kept.ticket_references().last()),
            called_on: day_of(called_at.map(DateTime::date)),
            called_at: time_of(called_at),
            ..RequestFactsRequest::default()
        }),
        about: Some(id),
        ..RequestDraftRequest::new(RequestKind::Escalation, composed.mailbox, Vec::new())
    })
}

/// Whether a draft that is not sent yet says something else than the staff list.
pub(super) fn out_of_date(register: Register<'_>, kept: &Request, composed: &Composed) -> Result<bool, ApiError> {
    if kept.state() != RequestState::Drafted {
        return Ok(false);
    }
    let rule = rule_of(composed.kind)?;
    if goes_to(rule, &register.settings()?)? != composed.to {
        return Ok(true);
    }
    if let Some(mailbox) = register.mailbox(composed.mailbox)? {
        let now = site_facts(rule, &mailbox, &site_of(register, &mailbox)?);
        let RequestFacts {
            site_name,
            ods_code,
            mailbox_address,
            ..
        } = &composed.facts;
        if (&now.site_name, &now.ods_code, &now.mailbox_address) != (site_name, ods_code, mailbox_address) {
            return Ok(true);
        }
    }
    for block in &composed.blocks {
        let person = register
            .person(register.standing_for(block.person)?)?
            .unwrap_or_default();
        let said = PersonBlock::of_kept(rule, block);
        let removed = said.values().any(|value| value.removed_on().is_some());
        let known = match block.part {
            BlockPart::Person => PersonBlock::of_person(rule, &person, block.access),
            BlockPart::Outgoing => PersonBlock::of_outgoing(rule, &person),
        };
        // What was typed for this request only is not in the staff list.
        let typed = said.values().filter(|value| is_typed(value.field())).cloned();
        if removed || typed.fold(known, PersonBlock::with) != said {
            return Ok(true);
        }
    }
    Ok(false)
}

const fn is_typed(field: Field) -> bool {
    matches!(
        field,
        Field::NewFullName | Field::TemporaryPasswordMobile | Field::IdentityStatement
    )
}
