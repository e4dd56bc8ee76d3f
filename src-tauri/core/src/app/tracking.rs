//! Requests after they were sent: where each stands, what it waits for, calls, references, and the list of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::drafting::{chase_of, draft, escalation_of};
use super::fields::{date, optional, required};
use super::history::author_of;
use super::people::{detail_view, keep_owners, new_access, owned_mailboxes};
use super::requests::{found, get};
use super::screening::refuse_personal_data;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, CallView, DateRequest, DetailView, DueKindView, DueView, ErrorCode, LifeEventView, LifeLineView,
    ProgressView, Reason, RequestAskAgainRequest, RequestCallRequest, RequestListRequest, RequestListView,
    RequestMoveRequest, RequestPersonView, RequestQuestionRequest, RequestRequest, RequestRowView, RequestStepRequest,
    RequestTicketRequest, RequestView, StandingView, StepView,
};
use crate::domain::access::{AccessLevel, AccessPatch};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Entity, Sealed};
use crate::domain::folded;
use crate::domain::ids::{AccessId, MailboxId, PersonId, RequestId};
use crate::domain::path::PathStep;
use crate::domain::person::PersonPatch;
use crate::domain::request::{
    CallWords, ChaseDays, Composed, Due, LifeEvent, Question, Rejection, Request, RequestKind, RequestState, WrongMove,
    chase_dates, life,
};
use crate::domain::rules::FollowUp;
use crate::domain::typed_time::typed_time;
use crate::domain::{NoteText, Set, ShortText, TicketReference};
use crate::random;
use crate::store::{Register, RegisterMut};

/// What decides when a request is due.
pub(super) struct Waits {
    days: ChaseDays,
    extra: Vec<Date>,
    today: Date,
}

impl Waits {
    pub(super) fn of(register: Register<'_>, today: Date) -> Result<Self, ApiError> {
        let settings = register.settings()?;
        Ok(Self {
            days: settings.chase_days(),
            extra: settings.extra_bank_holidays.unwrap_or_default(),
            today,
        })
    }

    /// What a request waits for.
    pub(super) fn due(&self, request: &Request) -> Option<Due> {
        request.due(self.days, &self.extra, self.today)
    }

    /// What a request waits for, steps that follow it included.
    fn view(&self, register: Register<'_>, kept: &Request, composed: &Composed) -> Result<Option<DueView>, ApiError> {
        let (what, on) = match self.due(kept) {
            Some(Due::Send(on)) => (DueKindView::Send, on),
            Some(Due::AnswerNas(on)) => (DueKindView::AnswerNas, on),
            Some(Due::Chase(on)) => (DueKindView::Chase, on),
            Some(Due::Escalate(on)) => (DueKindView::Escalate, on),
            None => match self.steps_left(register, kept, composed)? {
                Some(done_on) => (DueKindView::Steps, done_on),
                None => return Ok(None),
            },
        };
        Ok(Some(DueView {
            what,
            on,
            now: on <= self.today,
        }))
    }

    /// The first day of a request whose steps may still be due: nobody waits longer for NAS than the time added here.
    pub(super) fn steps_since(&self) -> Date {
        self.today.saturating_sub(jiff::Span::new().days(STEPS_DAYS * 3))
    }

    /// The day a request was done, while steps that follow it are left. Nobody is reminded of one done long ago.
    pub(super) fn steps_left(
        &self,
        register: Register<'_>,
        kept: &Request,
        composed: &Composed,
    ) -> Result<Option<Date>, ApiError> {
        let since = self.today.saturating_sub(jiff::Span::new().days(STEPS_DAYS));
        let Some(done_on) = kept.moved_on(RequestState::Done) else {
            return Ok(None);
        };
        if kept.state() != RequestState::Done || done_on < since {
            return Ok(None);
        }
        let left = steps(register, kept, composed)?.iter().any(|step| !step.done);
        Ok(left.then_some(done_on))
    }
}

/// How many days after a request was done the steps that follow it are shown as due.
pub(super) const STEPS_DAYS: i64 = 60;

/// The requests: those that wait for something by the day it is due, then the rest, newest first.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn request_list(steward: &Steward, request: RequestListRequest) -> Result<RequestListView, ApiError> {
    steward
        .glance(move |register, moment| {
            let waits = Waits::of(register, moment.today)?;
            let sought = folded(request.text.trim());
            let mut found = register.requests(request.person, request.open_only)?;
            if request.open_only {
                // Done, and steps may be left.
                let records = match request.person {
                    Some(person) => Some(register.records_of(person)?),
                    None => None,
                };
                let about = |kept: &Request| {
                    records
                        .as_ref()
                        .is_none_or(|records| kept.people().any(|one| records.contains(&one)))
                };
                let done = register.requests_at(RequestState::Done, Some(waits.steps_since()))?;
                found.extend(done.into_iter().filter(|(_, kept)| about(kept)));
            }
            let mut rows = Vec::new();
            for (id, kept) in found {
                let Some(composed) = &kept.composed else { continue };
                if let Some(site) = request.site
                    && register.mailbox(composed.mailbox)?.and_then(|mailbox| mailbox.site) != Some(site)
                {
                    continue;
                }
                let state = kept.state();
                let wanted = request.kind.is_none_or(|kind| kind == composed.kind)
                    && request.state.is_none_or(|state_asked| is_at(&kept, state_asked));
                if wanted {
                    let row = request_row(register, id, &kept, composed, &waits)?;
                    if request.open_only && state.is_ended() && row.due.is_none() {
                        continue;
                    }
                    if sought.is_empty() || says(&row, &sought) {
                        rows.push(row);
                    }
                }
            }
            rows.sort_by_key(|row| row.due.as_ref().map_or(Date::MAX, |due| due.on));
            Ok(RequestListView {
                rows,
                kinds: register.request_kinds()?,
            })
        })
        .await
}

/// Whether the whole or anybody in it stands there.
fn is_at(request: &Request, state: RequestState) -> bool {
    request.state() == state || request.people().any(|person| request.state_of(person) == state)
}

fn says(row: &RequestRowView, sought: &str) -> bool {
    let names = row.people.iter().filter_map(|person| match person {
        DetailView::Given(name) => Some(name),
        DetailView::NotGiven | DetailView::Removed(_) => None,
    });
    names
        .chain(&row.ticket_references)
        .chain([&row.mailbox])
        .any(|text| folded(text).contains(sought))
}

/// A request as a row.
pub(super) fn request_row(
    register: Register<'_>,
    id: RequestId,
    kept: &Request,
    composed: &Composed,
    waits: &Waits,
) -> Result<RequestRowView, ApiError> {
    Ok(RequestRowView {
        request: id,
        kind: composed.kind,
        state: kept.state(),
        mailbox: composed.from.as_str().to_owned(),
        people: composed
            .blocks
            .iter()
            .map(|block| detail_view(block.full_name()))
            .collect(),
        standing: kept
            .people()
            .map(|person| StandingView {
                person,
                state: kept.state_of(person),
            })
            .collect(),
        drafted_on: composed.on,
        sent_on: kept.sent_on(),
        ticket_references: kept
            .ticket_references()
            .map(|reference| reference.as_str().to_owned())
            .collect(),
        due: waits.view(register, kept, composed)?,
    })
}

/// How a request goes on after it was sent.
pub(super) fn progress_view(
    register: Register<'_>,
    id: RequestId,
    kept: &Request,
    composed: &Composed,
    waits: &Waits,
) -> Result<ProgressView, ApiError> {
    let people = composed.blocks.iter().map(|block| {
        let state = kept.state_of(block.person);
        RequestPersonView {
            person: block.person,
            name: detail_view(block.full_name()),
            state,
            why: kept
                .rejection_of(block.person)
                .filter(|_| state == RequestState::Rejected),
            may: may(state),
        }
    });
    let people: Vec<RequestPersonView> = people.collect();
    let state = kept.state();
    let everywhere: BTreeSet<RequestState> = people.iter().flat_map(|person| person.may.clone()).collect();
    let dates = kept.sent_on().filter(|_| !state.is_ended());
    let dates = dates.map(|sent| chase_dates(sent, waits.days, &waits.extra));
    let calls = kept.calls().map(|call| CallView {
        action: call.action,
        on: call.on,
        at: call.at,
        reference: call.reference.as_ref().map(|reference| reference.as_str().to_owned()),
        spoke_to: detail_view(call.words.detail(|words| words.spoke_to.as_ref())),
        note: detail_view(call.words.detail(|words| words.note.as_ref())),
    });
    let mut calls: Vec<CallView> = calls.collect();
    calls.reverse();
    calls.sort_by_key(|call| std::cmp::Reverse((call.on, call.at)));
    Ok(ProgressView {
        may: if people.is_empty() {
            may(state)
        } else {
            everywhere.into_iter().collect()
        },
        people,
        chase_on: dates.map(|(chase, _)| chase),
        escalate_on: dates.map(|(_, escalate)| escalate),
        chase_after: waits.days.chase(),
        escalate_after: waits.days.escalate(),
        asked_on: kept.asked_on(),
        calls,
        life: life_view(register, id, kept, composed)?,
        steps: steps(register, kept, composed)?,
        about: match composed.about {
            None => None,
            Some(about) => match register.request(about)? {
                Some(other) => match &other.composed {
                    Some(composed) => Some(request_row(register, about, &other, composed, waits)?),
                    None => None,
                },
                None => None,
            },
        },
        asking: asking(register, id, None)?,
    })
}

/// Where a person may be moved by hand: sending has its own way, with the owner's word.
fn may(state: RequestState) -> Vec<RequestState> {
    let all = RequestState::ALL.iter().copied();
    all.filter(|to| state.may_move_to(*to) && *to != RequestState::Sent)
        .collect()
}

fn life_view(
    register: Register<'_>,
    id: RequestId,
    kept: &Request,
    composed: &Composed,
) -> Result<Vec<LifeLineView>, ApiError> {
    let changes = register.changes_about(Entity::Request(id), false)?;
    let mut authors = BTreeMap::new();
    let mut lines = Vec::new();
    for line in life(&changes, &kept.impossible_moves()) {
        let of = |person: PersonId| composed.blocks.iter().find(|block| block.person == person);
        lines.push(LifeLineView {
            on: line.on,
            event: match line.event {
                LifeEvent::Drafted => LifeEventView::Drafted,
                LifeEvent::HandedOver(way) => LifeEventView::HandedOver { way },
                LifeEvent::Moved(to, why) => LifeEventView::Moved { to, why },
                LifeEvent::Ticket(reference) => LifeEventView::Ticket {
                    reference: reference.as_str().to_owned(),
                },
                LifeEvent::Called(at) => LifeEventView::Called { at },
                LifeEvent::Chased(by) => LifeEventView::Chased { by },
                LifeEvent::Escalated(by) => LifeEventView::Escalated { by },
                LifeEvent::Ticked(step) => LifeEventView::Ticked { step },
                LifeEvent::Question(question) => LifeEventView::Question { question },
            },
            person: line
                .person
                .map(|person| of(person).map_or(DetailView::NotGiven, |block| detail_view(block.full_name()))),
            author: match line.author {
                Some(author) => Some(author_of(register, author, &mut authors)?),
                None => None,
            },
        });
    }
    Ok(lines)
}

/// Refuses a second request while one of the same kind is open for one of these people.
pub(super) fn refuse_open(
    register: Register<'_>,
    kind: RequestKind,
    people: impl Iterator<Item = PersonId>,
) -> Result<(), ApiError> {
    for (index, person) in people.enumerate() {
        if register.open_request(person, kind)?.is_some() {
            let path = format!("people[{index}]");
            return Err(ApiError::at(
                ErrorCode::RequestOpen,
                path,
                "a request is open for this person",
            ));
        }
    }
    Ok(())
}

/// Records a move, as far as it is possible from where the request stands.
pub(super) fn move_on(
    register: &mut RegisterMut<'_>,
    id: RequestId,
    kept: &Request,
    people: &[PersonId],
    to: RequestState,
    on: Date,
    why: Option<Rejection>,
) -> Result<(), ApiError> {
    let moves = kept
        .moving(id, people, to, on, why)
        .map_err(|wrong| wrong_move(people, wrong))?;
    for step in moves {
        register.record(step)?;
    }
    Ok(())
}

fn wrong_move(people: &[PersonId], wrong: WrongMove) -> ApiError {
    let named = wrong
        .person
        .and_then(|person| people.iter().position(|named| *named == person));
    ApiError {
        field: named.map(|index| format!("people[{index}]")),
        ..ApiError::new(ErrorCode::WrongMove, wrong.to_string())
    }
}

/// The day something happened: not after today, and not before the request was sent.
pub(super) fn day_of(field: &str, typed: &DateRequest, kept: &Request, today: Date) -> Result<Date, ApiError> {
    let on = date(field, typed)?.unwrap_or(today);
    if on > today {
        return Err(ApiError::refused(field, Reason::DateInFuture));
    }
    if kept.sent_on().is_some_and(|sent| on < sent) {
        return Err(ApiError::refused(field, Reason::DateBeforeStart));
    }
    Ok(on)
}

/// Refuses a step of a request on a day before it was sent.
pub(super) fn found_step(register: Register<'_>, request: RequestId, on: Date) -> Result<(), ApiError> {
    let (kept, _) = found(register, request)?;
    if kept.sent_on().is_some_and(|sent| on < sent) {
        return Err(ApiError::refused("on", Reason::DateBeforeStart));
    }
    Ok(())
}

/// Refuses what only makes sense once the request was sent.
pub(super) fn sent_already(kept: &Request) -> Result<(), ApiError> {
    if kept.sent_on().is_none() {
        return Err(ApiError::new(ErrorCode::NotHandedOver, "it was not sent yet"));
    }
    Ok(())
}

/// Moves a request on, or some of the people in it.
///
/// # Errors
/// `wrong_move` with the person who cannot go there from where they stand, or for the whole when nobody can; `not_handed_over`
/// before it was sent; a day after today or before it was sent.
pub async fn request_move(steward: &Steward, request: RequestMoveRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    steward
        .act(move |register, Moment { today, .. }| {
            let (kept, _) = found(register.read(), id)?;
            if request.to == RequestState::Sent {
                return Err(ApiError::new(ErrorCode::WrongMove, "sending has its own command"));
            }
            if request.to != RequestState::Withdrawn {
                sent_already(&kept)?;
            }
            let on = day_of("on", &request.on, &kept, today)?;
            let why = request.why.filter(|_| request.to == RequestState::Rejected);
            move_on(register, id, &kept, &request.people, request.to, on, why)
        })
        .await?;
    get(steward, id).await
}

/// Gives a request up.
///
/// # Errors
/// `wrong_move` when it has ended already.
pub async fn request_withdraw(steward: &Steward, request: RequestRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    steward
        .act(move |register, moment| {
            let (kept, _) = found(register.read(), id)?;
            move_on(register, id, &kept, &[], RequestState::Withdrawn, moment.today, None)
        })
        .await?;
    get(steward, id).await
}

/// Records the reference NAS gave.
///
/// # Errors
/// The field at fault; `not_handed_over` before the request was sent.
pub async fn request_ticket(steward: &Steward, request: RequestTicketRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    let reference = required("ticket_reference", &request.ticket_reference, TicketReference::parse)?;
    steward
        .act(move |register, _| {
            let (kept, _) = found(register.read(), id)?;
            sent_already(&kept)?;
            note_reference(register, id, &kept, reference, None)
        })
        .await?;
    get(steward, id).await
}

/// Records a reference, unless it is known already.
pub(super) fn note_reference(
    register: &mut RegisterMut<'_>,
    request: RequestId,
    kept: &Request,
    reference: TicketReference,
    on: Option<Date>,
) -> Result<(), ApiError> {
    if !kept.ticket_references().any(|known| known.is_same(&reference)) {
        register.record(Body::RequestTicket { request, reference, on })?;
    }
    Ok(())
}

/// Records a telephone call about a request. A reference given on the call is noted with it.
///
/// # Errors
/// The field at fault; `missing_field` when nothing is said of the call; `not_handed_over` before the request was sent.
pub async fn request_call(steward: &Steward, request: RequestCallRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    let at = typed_time(&request.at).map_err(|reason| ApiError::refused("at", reason))?;
    let reference = optional("ticket_reference", &request.ticket_reference, TicketReference::parse)?;
    let words = CallWords {
        spoke_to: optional("spoke_to", &request.spoke_to, ShortText::parse)?,
        note: optional("note", &request.note, NoteText::parse)?,
    };
    steward
        .act(move |register, Moment { today, .. }| {
            let (kept, _) = found(register.read(), id)?;
            sent_already(&kept)?;
            let on = day_of("on", &request.on, &kept, today)?;
            for (field, text) in [("spoke_to", &request.spoke_to), ("note", &request.note)] {
                refuse_personal_data(register.read(), today, field, text)?;
            }
            register.record(Body::RequestCalled {
                request: id,
                on,
                at,
                reference: reference.clone(),
                words: Sealed::unless_empty(words, CallWords::is_empty),
            })?;
            if let Some(reference) = reference {
                note_reference(register, id, &kept, reference, Some(on))?;
            }
            register.discard_form_draft(&format!("request_call:{id}"))?;
            Ok(())
        })
        .await?;
    get(steward, id).await
}

/// Records that NAS asked for something, or that it was answered.
///
/// # Errors
/// `wrong_move` when there is nothing to answer, or the request has ended; `not_handed_over` before it was sent.
pub async fn request_question(steward: &Steward, request: RequestQuestionRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    steward
        .act(move |register, Moment { today, .. }| {
            let (kept, _) = found(register.read(), id)?;
            sent_already(&kept)?;
            let on = day_of("on", &request.on, &kept, today)?;
            ask(register, id, &kept, request.question, on)
        })
        .await?;
    get(steward, id).await
}

/// Records a question of NAS's or its answer.
pub(super) fn ask(
    register: &mut RegisterMut<'_>,
    request: RequestId,
    kept: &Request,
    question: Question,
    on: Date,
) -> Result<(), ApiError> {
    let possible = match question {
        Question::Asked => !kept.state().is_ended(),
        Question::Answered => kept.asked_on().is_some(),
    };
    if !possible {
        return Err(ApiError::new(
            ErrorCode::WrongMove,
            "there is nothing to ask or to answer",
        ));
    }
    Ok(register.record(Body::RequestQuestion { request, question, on })?)
}

/// Ticks a follow-up step, or takes the tick away. Ticking a step whose day the staff list holds notes it there too.
///
/// # Errors
/// `not_found` for a step that does not follow this request; a day after today or before it was sent.
pub async fn request_step(steward: &Steward, request: RequestStepRequest) -> Result<RequestView, ApiError> {
    let id = request.request;
    steward
        .act(move |register, Moment { today, .. }| {
            let (kept, _) = found(register.read(), id)?;
            sent_already(&kept)?;
            let on = day_of("on", &request.on, &kept, today)?;
            let RequestStepRequest { person, step, done, .. } = request;
            if !kept.follow_ups().contains(&(person, step)) {
                return Err(ApiError::at(
                    ErrorCode::NotFound,
                    "step",
                    "it does not follow this request",
                ));
            }
            if kept.ticked_on(person, step).is_some() != done {
                register.record(Body::RequestTicked {
                    request: id,
                    person,
                    step,
                    on: done.then_some(on),
                })?;
            }
            match person {
                Some(person) if done => note_step(register, &kept, person, step, on, today),
                _ => Ok(()),
            }
        })
        .await?;
    get(steward, id).await
}

/// Notes a step in the staff list, where it has a place for it and does not say it yet: a day, an access that begins or ends.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only these steps have a place in the staff list"
)]
fn note_step(
    register: &mut RegisterMut<'_>,
    kept: &Request,
    person: PersonId,
    step: FollowUp,
    on: Date,
    today: Date,
) -> Result<(), ApiError> {
    let Some(known) = register
        .read()
        .person(person)?
        .filter(|known| known.erased_on.is_none())
    else {
        return Ok(());
    };
    let Some(composed) = &kept.composed else { return Ok(()) };
    if step == FollowUp::RemovedFromMailbox {
        return end_access_to(register, person, composed.mailbox, on, today);
    }
    if step == FollowUp::InSharedMailbox {
        let block = composed.blocks.iter().find(|block| block.person == person);
        let level = block.and_then(|block| block.access).unwrap_or(AccessLevel::Member);
        return begin_access_to(register, person, composed.mailbox, level, on);
    }
    let none = PersonPatch::default();
    let facts = match step {
        FollowUp::LoginDetailsReceived if known.facts.details_received_on.is_none() => PersonPatch {
            details_received_on: Set::To(on),
            ..none
        },
        FollowUp::LeaverMarkNoted if known.facts.marked_leaver_on.is_none() => PersonPatch {
            marked_leaver_on: Set::To(on),
            ..none
        },
        FollowUp::DisabledConfirmed if known.facts.disabled_on.is_none() => PersonPatch {
            disabled_on: Set::To(on),
            ..none
        },
        FollowUp::CanSignIn if composed.kind == RequestKind::ReturnFromLeave && known.facts.disabled_on.is_some() => {
            PersonPatch {
                disabled_on: Set::Clear,
                ..none
            }
        }
        FollowUp::FirstLoginDone if known.facts.mfa != Some(Answer::Yes) => PersonPatch {
            mfa: Set::To(Answer::Yes),
            ..none
        },
        _ => return Ok(()),
    };
    Ok(register.record(Body::Person {
        person,
        facts,
        identity: Sealed::Nothing,
        contact: Sealed::Nothing,
    })?)
}

/// Ends the access of somebody to a mailbox, as it was taken away in the portal on that day.
fn end_access_to(
    register: &mut RegisterMut<'_>,
    person: PersonId,
    mailbox: MailboxId,
    on: Date,
    today: Date,
) -> Result<(), ApiError> {
    let owned = owned_mailboxes(register.read(), today)?;
    for (access, kept) in register.read().access_of(person)? {
        if kept.mailbox == Some(mailbox) && kept.to.is_none() && kept.from.is_none_or(|from| from <= on) {
            let set = AccessPatch {
                to: Set::To(on),
                portal_done_on: Set::To(on),
                ..AccessPatch::default()
            };
            register.record(Body::Access { access, set })?;
        }
    }
    keep_owners(register.read(), &owned, today.saturating_add(jiff::Span::new().days(1)))
}

/// Notes access to a mailbox, where somebody has none.
fn begin_access_to(
    register: &mut RegisterMut<'_>,
    person: PersonId,
    mailbox: MailboxId,
    level: AccessLevel,
    on: Date,
) -> Result<(), ApiError> {
    if opens(register.read(), person, mailbox)? {
        return Ok(());
    }
    let access = AccessId::from_uuid(random::uuid_v7(register.now()));
    let set = new_access(person, mailbox, level, Some(on));
    Ok(register.record(Body::Access { access, set })?)
}

/// Whether somebody has access to a mailbox that has no end.
fn opens(register: Register<'_>, person: PersonId, mailbox: MailboxId) -> Result<bool, ApiError> {
    let held = register.access_of(person)?;
    Ok(held
        .iter()
        .any(|(_, access)| access.mailbox == Some(mailbox) && access.to.is_none()))
}

/// The steps that follow a request. What the staff list says is done needs no tick.
pub(super) fn steps(register: Register<'_>, kept: &Request, composed: &Composed) -> Result<Vec<StepView>, ApiError> {
    let mut steps = Vec::new();
    for (person, step) in kept.follow_ups() {
        let ticked = kept.ticked_on(person, step);
        let known = ticked.is_none() && said_by_the_list(register, kept, person, step)?;
        steps.push(StepView {
            step,
            person,
            name: person.and_then(|person| {
                let block = composed.blocks.iter().find(|block| block.person == person)?;
                Some(detail_view(block.full_name()))
            }),
            done: known || ticked.is_some(),
            on: ticked,
            known,
        });
    }
    Ok(steps)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only these steps have a place in the staff list"
)]
fn said_by_the_list(
    register: Register<'_>,
    kept: &Request,
    person: Option<PersonId>,
    step: FollowUp,
) -> Result<bool, ApiError> {
    let Some(person) = person else {
        return Ok(step == FollowUp::TicketNoted && kept.ticket_references().next().is_some());
    };
    let (Some(known), Some(composed)) = (register.person(person)?, &kept.composed) else {
        return Ok(false);
    };
    let facts = &known.facts;
    let said = match step {
        FollowUp::RoleNoted => {
            let posts = register.posts_of(person)?;
            posts.iter().any(|(_, post)| post.role.is_some() && post.from.is_some())
        }
        FollowUp::LoginDetailsReceived => facts.details_received_on.is_some(),
        FollowUp::LeaverMarkNoted => facts.marked_leaver_on.is_some(),
        FollowUp::DisabledConfirmed => facts.disabled_on.is_some(),
        FollowUp::InSharedMailbox => opens(register, person, composed.mailbox)?,
        FollowUp::RemovedFromMailbox => {
            let held = register.access_of(person)?;
            let mut here = held
                .iter()
                .filter(|(_, access)| access.mailbox == Some(composed.mailbox));
            here.clone().next().is_some() && here.all(|(_, access)| access.to.is_some())
        }
        _ => false,
    };
    Ok(said || said_by_a_path(register, composed, person, step, facts.mfa)?)
}

/// Whether a path of the person has ticked the same step.
fn said_by_a_path(
    register: Register<'_>,
    composed: &Composed,
    person: PersonId,
    step: FollowUp,
    mfa: Option<Answer>,
) -> Result<bool, ApiError> {
    let paths = register.paths_of(person)?;
    let mut same = PathStep::ALL
        .iter()
        .filter(|one| one.follow_up(composed.kind) == Some(step))
        .peekable();
    if paths.is_empty() || same.peek().is_none() {
        return Ok(false);
    }
    let same: Vec<PathStep> = same.copied().collect();
    Ok(paths.iter().any(|(_, path)| {
        let of_its_time = path.ended_on.is_none_or(|ended| ended >= composed.on);
        let ticked = same
            .iter()
            .all(|one| path.ticked_on(*one).is_some() || (*one == PathStep::ReturnNoted && path.returns_on.is_some()));
        // The second step at sign-in is a fact of the account.
        of_its_time && ticked && (step != FollowUp::FirstLoginDone || mfa == Some(Answer::Yes))
    }))
}

/// Writes the mail that asks about a request again, or escalates it. Where such a mail is written already and not sent, it is that
/// one.
///
/// # Errors
/// `unknown_kind` for any other kind; `not_handed_over` before it was sent; `wrong_move` when it has ended; `missing_field` for an
/// escalation without a reference and a call: NAS asks for one of them (FAQ L223-225).
pub async fn request_ask_again(steward: &Steward, request: RequestAskAgainRequest) -> Result<RequestView, ApiError> {
    let RequestAskAgainRequest { request: about, kind } = request;
    let (id, _) = steward
        .act(move |register, moment| {
            let (kept, _) = found(register.read(), about)?;
            sent_already(&kept)?;
            if kept.state().is_ended() {
                return Err(ApiError::new(ErrorCode::WrongMove, "it has ended"));
            }
            if let Some(written) = asking(register.read(), about, Some(kind))? {
                return Ok(written);
            }
            let asked = if kind == RequestKind::Chase {
                chase_of(register.read(), about)?
            } else if kind == RequestKind::Escalation {
                let called = kept
                    .calls()
                    .filter_map(|call| Some(call.on.to_datetime(call.at?)))
                    .max();
                escalation_of(register.read(), about, called)?
            } else {
                let message = "it asks about no other request";
                return Err(ApiError::at(ErrorCode::UnknownKind, "kind", message));
            };
            draft(register, &asked, moment)
        })
        .await?;
    get(steward, id).await
}

/// A request that asks about this one and is not sent yet.
fn asking(register: Register<'_>, about: RequestId, kind: Option<RequestKind>) -> Result<Option<RequestId>, ApiError> {
    let requests = register.requests_at(RequestState::Drafted, None)?;
    let written = requests.into_iter().find(|(_, other)| {
        other
            .composed
            .as_ref()
            .is_some_and(|composed| composed.about == Some(about) && kind.is_none_or(|kind| kind == composed.kind))
    });
    Ok(written.map(|(id, _)| id))
}

/// Records what sending a request does to the one it asks about: that NAS was asked again and, for an escalation, that it is
/// escalated. The mail itself waits for nothing then: the answer belongs to the other.
pub(super) fn asked_again(
    register: &mut RegisterMut<'_>,
    id: RequestId,
    composed: &Composed,
    on: Date,
) -> Result<(), ApiError> {
    let Some(about) = composed.about else { return Ok(()) };
    let (mail, _) = found(register.read(), id)?;
    move_on(register, id, &mail, &[], RequestState::Done, on, None)?;
    let Some(kept) = register.read().request(about)? else {
        return Ok(());
    };
    register.record(Body::RequestChased {
        request: about,
        by: id,
        on,
    })?;
    if composed.kind == RequestKind::Escalation
        && let Ok(moves) = kept.moving(about, &[], RequestState::Escalated, on, None)
    {
        for step in moves {
            register.record(step)?;
        }
    }
    Ok(())
}

/// Forgets what was said in the calls about requests in which nobody is left but people who were erased.
pub(super) fn forget_calls_about(
    register: &mut RegisterMut<'_>,
    person: PersonId,
    today: Date,
) -> Result<(), ApiError> {
    for (request, kept) in register.read().requests(Some(person), false)? {
        let said = kept
            .calls
            .iter()
            .any(|call| call.words.here().is_some_and(|words| !words.is_empty()));
        let mut left = false;
        for other in kept.people() {
            left |= register
                .read()
                .person(other)?
                .is_some_and(|other| other.identity.here().is_some());
        }
        if said && !left {
            register.record(Body::RequestCallsRemoved { request, on: today })?;
        }
    }
    Ok(())
}
