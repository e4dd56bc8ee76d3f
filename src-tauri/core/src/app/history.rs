//! History, drawn from the changes, and taking an action back.

use std::collections::{BTreeMap, BTreeSet};

use super::people::detail_view;
use super::{Steward, batch};
use crate::contract::{
    ActionUndoRequest, ApiError, ChangedView, DetailView, ErrorCode, HappenedView, HistoryFieldView, HistoryLineView,
    Notice, NoticeView, SavedView, SubjectView,
};
use crate::domain::Set;
use crate::domain::aside::AsidePatch;
use crate::domain::change::{Body, Change, Entity, EntityKind, Sealed};
use crate::domain::confirm::Confirmed;
use crate::domain::duty::Duty;
use crate::domain::ids::{ActionId, PersonId};
use crate::domain::path::PathPatch;
use crate::domain::request::RequestState;
use crate::domain::site::MailboxPatch;
use crate::domain::undo::{self, UndoError};
use crate::store::{Register, StoreError};

/// The largest action that is gone through to know whether it can be undone.
const MOST_LOOKED_AT: u32 = 200;

/// The history of one thing and of what joins it, newest first.
pub(super) fn history(register: Register<'_>, entity: Entity) -> Result<Vec<HistoryLineView>, ApiError> {
    let changes = if let Entity::Person(person) = entity {
        // What happened to the records that were put into this one happened to this person.
        let mut changes = Vec::new();
        for record in register.records_of(person)? {
            changes.extend(changes_of_and_around(register, Entity::Person(record))?);
        }
        changes.sort_by_key(|change| change.stamp);
        changes.dedup_by_key(|change| change.stamp);
        changes
    } else {
        changes_of_and_around(register, entity)?
    };
    let mut authors = BTreeMap::new();
    let mut possible = BTreeMap::new();
    let mut lines = Vec::with_capacity(changes.len());
    for change in changes.iter().rev() {
        let author = match change.author {
            Some(person) => Some(author_of(register, person, &mut authors)?),
            None => None,
        };
        let undo = possible
            .entry(change.action)
            .or_insert_with(|| may_be_undone(register, change, entity, &changes));
        lines.push(HistoryLineView {
            action: change.action,
            at: change.stamp.clock.timestamp(),
            effective: change.body.effective(),
            author,
            subject: subject(change.body.entity().kind()),
            happened: happened(change, &changes),
            fields: fields(register, change)?,
            can_undo: undo.is_ok(),
            changed: undo.clone().err().flatten(),
        });
    }
    Ok(lines)
}

/// Whether undo is offered, and if not, what changed it since where that is why.
///
/// An action of many changes, such as an import, is not gone through for that: undoing it says what stands in its way. What was
/// confirmed of many people is taken back for each of them that it still stands for, so the one whose history is shown decides.
fn may_be_undone(
    register: Register<'_>,
    change: &Change,
    entity: Entity,
    all: &[Change],
) -> Result<(), Option<ChangedView>> {
    let action = change.action;
    if matches!(change.body, Body::Confirmed { .. }) {
        let own: Vec<Change> = all
            .iter()
            .filter(|change| change.body.entities().contains(&entity))
            .cloned()
            .collect();
        if !standing(register, action).unwrap_or(false) {
            return Err(None);
        }
        return match undo::inverse(action, entity, &own) {
            Ok(back) if !back.is_empty() => Ok(()),
            Ok(_) | Err(UndoError::Final) => Err(None),
            Err(UndoError::ChangedSince { field }) => Err(changed(register, action, field, &own)),
        };
    }
    if register.action_exceeds(action, MOST_LOOKED_AT).unwrap_or(false) {
        return Ok(());
    }
    inverse(register, action).map(|_| ()).map_err(|error| error.changed)
}

/// What changed a fact after an action set it.
fn changed(register: Register<'_>, action: ActionId, field: &str, of: &[Change]) -> Option<ChangedView> {
    let later = undo::in_the_way(action, field, of)?;
    Some(ChangedView {
        by: match later.author {
            Some(person) => Some(author_of(register, person, &mut BTreeMap::new()).ok()?),
            None => None,
        },
        at: later.stamp.clock.timestamp(),
    })
}

/// Every change of a thing, and of the things that were ever joined to it: ending a post says nothing of whose post it is, and
/// belongs to that person's history all the same.
fn changes_of_and_around(register: Register<'_>, entity: Entity) -> Result<Vec<Change>, StoreError> {
    let mut changes = register.changes_about(entity, true)?;
    let around: BTreeSet<Entity> = changes
        .iter()
        .map(|change| &change.body)
        .filter(|body| !body.entities().contains(&entity))
        .map(Body::entity)
        .collect();
    for other in around {
        let of_other = register.changes_about(other, false)?;
        // Of a record that was linked with this one only the link belongs here.
        let linked = matches!(other, Entity::Person(_));
        changes.extend(
            of_other
                .into_iter()
                .filter(|change| !linked || matches!(change.body, Body::Merged { .. })),
        );
    }
    changes.sort_by_key(|change| change.stamp);
    changes.dedup_by_key(|change| change.stamp);
    Ok(changes)
}

pub(super) fn author_of(
    register: Register<'_>,
    person: PersonId,
    known: &mut BTreeMap<PersonId, crate::contract::DetailView>,
) -> Result<crate::contract::DetailView, StoreError> {
    if let Some(name) = known.get(&person) {
        return Ok(name.clone());
    }
    let name = detail_view(register.person(person)?.unwrap_or_default().full_name());
    known.insert(person, name.clone());
    Ok(name)
}

/// What kind of thing, as the page calls it.
pub(super) const fn subject(kind: EntityKind) -> SubjectView {
    match kind {
        EntityKind::Site => SubjectView::Site,
        EntityKind::Mailbox => SubjectView::Mailbox,
        EntityKind::Person => SubjectView::Person,
        EntityKind::Post => SubjectView::Post,
        EntityKind::Access => SubjectView::Access,
        EntityKind::Request => SubjectView::Request,
        EntityKind::Settings => SubjectView::Settings,
        EntityKind::Path => SubjectView::Path,
        EntityKind::Aside => SubjectView::Aside,
    }
}

fn happened(change: &Change, all: &[Change]) -> HappenedView {
    if change.undoes.is_some() {
        return HappenedView::Undone;
    }
    match &change.body {
        Body::Confirmed {
            what: Confirmed::Used(_),
            ..
        } => HappenedView::Confirmed,
        Body::Confirmed {
            what: Confirmed::Number,
            ..
        } => HappenedView::NumberConfirmed,
        Body::ContactRemoved { .. } => HappenedView::ContactRemoved,
        Body::PersonErased { .. } => HappenedView::Erased,
        Body::CopyMade { .. } => HappenedView::CopyMade,
        Body::Merged { into: Some(_), .. } => HappenedView::Merged,
        Body::Merged { into: None, .. } => HappenedView::Unmerged,
        Body::RequestDrafted { .. } => HappenedView::RequestDrafted,
        Body::RequestHandedOver { .. } => HappenedView::RequestHandedOver,
        Body::RequestMoved {
            to: RequestState::Sent, ..
        } => HappenedView::RequestSent,
        Body::RequestMoved { .. } => HappenedView::RequestMoved,
        Body::RequestMoveTakenBack { .. } => HappenedView::Undone,
        Body::RequestTicket { .. } => HappenedView::TicketAdded,
        Body::RequestCalled { .. } => HappenedView::RequestCalled,
        Body::RequestCallsRemoved { .. } => HappenedView::CallsRemoved,
        Body::RequestChased { .. } => HappenedView::RequestChased,
        Body::RequestQuestion { .. } => HappenedView::RequestQuestion,
        Body::RequestTicked { on: Some(_), .. } => HappenedView::StepDone,
        Body::RequestTicked { on: None, .. } => HappenedView::StepNotDone,
        Body::Path { set, .. } => happened_to(set),
        Body::Aside { aside, set } if set.present == Set::To(false) => {
            let of_two = all.iter().any(|other| {
                matches!(&other.body, Body::Aside { aside: same, set } if same == aside && matches!(set.other, Set::To(_)))
            });
            if of_two {
                HappenedView::TwoPeopleTakenBack
            } else {
                HappenedView::TakenBack
            }
        }
        Body::Aside { set, .. } if matches!(set.other, Set::To(_)) => HappenedView::TwoPeople,
        Body::Aside { .. } => HappenedView::PutOff,
        Body::Mailbox { set, .. } if is_duty(set) => HappenedView::DutyDone,
        Body::Site { .. }
        | Body::Mailbox { .. }
        | Body::Person { .. }
        | Body::Post { .. }
        | Body::Access { .. }
        | Body::Settings { .. } => {
            let entity = change.body.entity();
            let earlier = all
                .iter()
                .any(|other| other.body.entity() == entity && other.stamp < change.stamp);
            if earlier {
                HappenedView::Changed
            } else {
                HappenedView::Added
            }
        }
    }
}

/// Whether all a change of a mailbox says is that a duty was done there.
fn is_duty(set: &MailboxPatch) -> bool {
    set.names().len() == 1 && Duty::done_in(set).is_some()
}

/// What a change of a path is.
fn happened_to(set: &PathPatch) -> HappenedView {
    let ticked = set.ticked();
    if set.present == Set::To(true) {
        HappenedView::PathBegun
    } else if ticked.iter().any(|(_, on)| on.is_some()) {
        HappenedView::StepDone
    } else if !ticked.is_empty() {
        HappenedView::StepNotDone
    } else if matches!(set.ended_on, Set::To(_)) {
        HappenedView::PathEnded
    } else {
        HappenedView::Changed
    }
}

/// The fields of a path: what happens and its answers by their names, a tick by its step and its day.
fn add_of_path(fields: &mut Vec<HistoryFieldView>, set: &PathPatch) -> Result<(), ApiError> {
    let mut of_set = Vec::new();
    add(&mut of_set, set)?;
    let ticked = set.ticked();
    of_set.retain(|field| !ticked.iter().any(|(step, _)| step.name() == field.field));
    for field in &mut of_set {
        field.field = match field.field.as_str() {
            "kind" => "path_kind".to_owned(),
            _ => std::mem::take(&mut field.field),
        };
    }
    for (step, on) in ticked {
        of_set.push(given("path_step", step.name().to_owned()));
        of_set.extend(on.map(|on| given("on", on.to_string())));
    }
    fields.extend(of_set);
    Ok(())
}

/// A duty that was done: which, and the day.
fn add_of_duty(fields: &mut Vec<HistoryFieldView>, set: &MailboxPatch) {
    if let Some((duty, on)) = Duty::done_in(set) {
        fields.push(given("duty", duty.name().to_owned()));
        fields.push(given("on", on.to_string()));
    }
}

/// Something set aside. How the line stood then, and what the page says already by where the history is, is left out.
fn add_of_aside(fields: &mut Vec<HistoryFieldView>, set: &AsidePatch) -> Result<(), ApiError> {
    let mut of_set = Vec::new();
    add(&mut of_set, set)?;
    of_set.retain(|field| matches!(field.field.as_str(), "until" | "reason" | "words" | "person" | "other"));
    for field in &mut of_set {
        match field.field.as_str() {
            "reason" => field.field = String::from("put_off_reason"),
            "other" => field.field = String::from("other_person"),
            _ => {}
        }
    }
    fields.append(&mut of_set);
    Ok(())
}

/// The fields a change set, as the page names them.
fn fields(register: Register<'_>, change: &Change) -> Result<Vec<HistoryFieldView>, ApiError> {
    let mut fields = Vec::new();
    match &change.body {
        Body::Site { set, .. } => add(&mut fields, set)?,
        Body::Mailbox { set, .. } if is_duty(set) => add_of_duty(&mut fields, set),
        Body::Aside { set, .. } => add_of_aside(&mut fields, set)?,
        Body::Mailbox { set, .. } => add(&mut fields, set)?,
        Body::Post { set, .. } => add(&mut fields, set)?,
        Body::Access { set, .. } => add(&mut fields, set)?,
        Body::Settings { set } => add(&mut fields, set)?,
        Body::Path { set, .. } => add_of_path(&mut fields, set)?,
        Body::Person {
            facts,
            identity,
            contact,
            ..
        } => {
            match identity {
                Sealed::Open(set) => add(&mut fields, set)?,
                Sealed::Gone(on) => fields.push(removed("identity", *on)),
                Sealed::Nothing => {}
            }
            match contact {
                Sealed::Open(set) => add(&mut fields, set)?,
                Sealed::Gone(on) => fields.push(removed("contact", *on)),
                Sealed::Nothing => {}
            }
            add(&mut fields, facts)?;
        }
        Body::Confirmed { people, what, .. } => {
            if let Confirmed::Used(way) = what {
                fields.push(given("way", way.name().to_owned()));
            }
            if people.count() > 1 {
                fields.push(given("together", people.count().to_string()));
            }
        }
        Body::Merged { person, into, .. } => {
            fields.push(given("person", person.to_string()));
            fields.extend(into.map(|into| given("other_person", into.to_string())));
        }
        Body::RequestMoved { to, person, why, .. } => {
            fields.push(given("state", to.name().to_owned()));
            fields.extend(person.map(|person| given("person", person.to_string())));
            fields.extend(why.map(|why| given("why", why.name().to_owned())));
        }
        Body::RequestCalled { reference, words, .. } => {
            fields.extend(
                reference
                    .as_ref()
                    .map(|reference| given("ticket_reference", reference.as_str().to_owned())),
            );
            match words {
                Sealed::Open(words) => {
                    fields.extend(
                        words
                            .spoke_to
                            .as_ref()
                            .map(|who| given("spoke_to", who.as_str().to_owned())),
                    );
                    fields.extend(words.note.as_ref().map(|note| given("note", note.as_str().to_owned())));
                }
                Sealed::Gone(on) => fields.push(removed("note", *on)),
                Sealed::Nothing => {}
            }
        }
        Body::RequestTicked { person, step, .. } => {
            fields.push(given("step", step.name().to_owned()));
            fields.extend(person.map(|person| given("person", person.to_string())));
        }
        Body::RequestQuestion { question, .. } => fields.push(given("question", question.name().to_owned())),
        Body::RequestTicket { reference, .. } => {
            fields.push(given("ticket_reference", reference.as_str().to_owned()));
        }
        Body::RequestHandedOver { way, .. } => fields.push(given("way", way.name().to_owned())),
        Body::RequestDrafted { request_kind, .. } => fields.push(given("kind", request_kind.name().to_owned())),
        Body::ContactRemoved { .. }
        | Body::PersonErased { .. }
        | Body::CopyMade { .. }
        | Body::RequestCallsRemoved { .. }
        | Body::RequestChased { .. }
        | Body::RequestMoveTakenBack { .. } => {}
    }
    // Ids mean nothing to people: the name of what they stand for does.
    for field in &mut fields {
        if let Some(value) = &field.value {
            field.value = match field.field.as_str() {
                "site" => name_of_site(register, value)?,
                "mailbox" => name_of_mailbox(register, value)?,
                "person" | "other_person" => name_of_person(register, value)?,
                _ => field.value.take(),
            };
        }
    }
    fields.retain(|field| field.field != "present");
    Ok(fields)
}

fn name_of_site(register: Register<'_>, id: &str) -> Result<Option<String>, StoreError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(register
        .site(id)?
        .and_then(|site| site.name)
        .map(|name| name.as_str().to_owned()))
}

fn name_of_mailbox(register: Register<'_>, id: &str) -> Result<Option<String>, StoreError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(register
        .mailbox(id)?
        .and_then(|mailbox| mailbox.address)
        .map(|address| address.as_str().to_owned()))
}

fn name_of_person(register: Register<'_>, id: &str) -> Result<Option<String>, StoreError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(register.person(id)?.and_then(|person| super::people::name_of(&person)))
}

fn given(field: &str, value: String) -> HistoryFieldView {
    HistoryFieldView {
        field: field.to_owned(),
        value: Some(value),
        removed: false,
    }
}

fn removed(field: &str, on: jiff::civil::Date) -> HistoryFieldView {
    HistoryFieldView {
        field: field.to_owned(),
        value: Some(on.to_string()),
        removed: true,
    }
}

/// The fields of a change, from its own JSON: what it does not set is not in it.
fn add(fields: &mut Vec<HistoryFieldView>, set: &impl serde::Serialize) -> Result<(), ApiError> {
    let json = serde_json::to_value(set).map_err(StoreError::from)?;
    let Some(map) = json.as_object() else { return Ok(()) };
    for (field, value) in map {
        let value = match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Array(items) => {
                let texts: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
                Some(texts.join(", "))
            }
            serde_json::Value::Bool(_) | serde_json::Value::Number(_) | serde_json::Value::Object(_) => {
                Some(value.to_string())
            }
        };
        fields.push(HistoryFieldView {
            field: field.clone(),
            value,
            removed: false,
        });
    }
    Ok(())
}

/// The changes that take an action back, and whom they leave out, or why there are none.
fn inverse(register: Register<'_>, action: ActionId) -> Result<(Vec<Body>, Vec<PersonId>), ApiError> {
    if !standing(register, action)? {
        return Err(ApiError::new(ErrorCode::CannotUndo, "it was undone already"));
    }
    let of_action = register.changes_of(action)?;
    if of_action.is_empty() {
        return Err(ApiError::new(ErrorCode::NotFound, "no such action"));
    }
    if batch::is_one(register, &of_action)? {
        return batch::inverse(register, action, &of_action);
    }
    let entities: BTreeSet<Entity> = of_action.iter().flat_map(|change| change.body.entities()).collect();
    // Confirmed together is not one thing: who was confirmed again since keeps the later day.
    let each_alone = of_action
        .iter()
        .all(|change| matches!(change.body, Body::Confirmed { .. }));
    let mut bodies = Vec::new();
    let mut in_the_way = None;
    for entity in entities {
        let all = register.changes_about(entity, false)?;
        match undo::inverse(action, entity, &all) {
            Ok(back) => bodies.extend(back),
            Err(error @ UndoError::ChangedSince { field }) => {
                let error = ApiError {
                    changed: changed(register, action, field, &all),
                    ..ApiError::at(ErrorCode::ChangedSince, field, error.to_string())
                };
                if !each_alone {
                    return Err(error);
                }
                in_the_way = Some(error);
            }
            Err(error @ UndoError::Final) => return Err(ApiError::new(ErrorCode::CannotUndo, error.to_string())),
        }
    }
    // Without any home there is nothing left to show: set-up is changed by hand.
    let homes = bodies.iter().filter(|body| takes_home_away(body)).count();
    if homes > 0 && homes >= register.sites()?.len() {
        return Err(ApiError::new(ErrorCode::CannotUndo, "it is the only home"));
    }
    if bodies.is_empty() {
        if let Some(error) = in_the_way {
            return Err(error);
        }
        return Err(ApiError::new(ErrorCode::CannotUndo, "there is nothing to take back"));
    }
    Ok((bodies, Vec::new()))
}

/// Whether a change takes a home off the list.
fn takes_home_away(body: &Body) -> bool {
    if let Body::Site { set, .. } = body {
        matches!(set.present, Set::Clear | Set::To(false))
    } else {
        false
    }
}

/// Whether an action stands: it was not undone, or what undid it was undone itself.
fn standing(register: Register<'_>, action: ActionId) -> Result<bool, StoreError> {
    for undoing in register.undone_by(action)? {
        if standing(register, undoing)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes one action back by a new one. Of an action about many people, such as an import, those whom something was recorded about since
/// are left as they are, and named in the notices.
///
/// # Errors
/// `changed_since` with the field and who changed it; `duplicate_…` when somebody else has a value it would bring back; `cannot_undo` for what is final or was undone already; `last_owner` when a mailbox would be
/// left without one. Nothing is changed then.
pub async fn action_undo(steward: &Steward, request: ActionUndoRequest) -> Result<SavedView, ApiError> {
    let undone = request.action;
    let (left, action) = steward
        .act_undoing(Some(undone), move |register, moment| {
            let (bodies, left) = inverse(register.read(), undone)?;
            let mailboxes = super::people::owned_mailboxes(register.read(), moment.today)?;
            // Two records that were one person share what they shared before.
            let takes_apart = bodies.iter().any(|body| matches!(body, Body::Merged { .. }));
            for body in bodies {
                let entity = body.entity();
                register.record(body)?;
                if let Entity::Person(person) = entity
                    && !takes_apart
                {
                    super::people::refuse_brought_back(register.read(), person, moment.today)?;
                }
            }
            super::people::keep_owners(register.read(), &mailboxes, moment.today)?;
            let mut names = BTreeMap::new();
            for person in left {
                author_of(register.read(), person, &mut names)?;
            }
            Ok(names.into_values().collect::<Vec<_>>())
        })
        .await?;
    let notices = left.into_iter().map(|name| NoticeView {
        field: "person".to_owned(),
        notice: Notice::ChangedSince,
        about: match name {
            DetailView::Given(name) => Some(name),
            DetailView::NotGiven | DetailView::Removed(_) => None,
        },
    });
    Ok(SavedView {
        action,
        id: None,
        notices: notices.collect(),
        name: None,
    })
}
