//! What happens to somebody, step by step: beginning a path, ticking its steps, ending it.

use jiff::civil::Date;

use super::fields::date;
use super::people::{keep_owners, name_of, owned_mailboxes, person_of};
use super::sources::source_view;
use super::tracking::found_step;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DateRequest, ErrorCode, PathActView, PathAnswersRequest, PathBeginRequest, PathChangeRequest,
    PathRequest, PathStepRequest, PathStepView, PathView, Reason, SavedView, TodayKindView, TodayLineView, UrgencyView,
};
use crate::domain::Set;
use crate::domain::access::AccessPatch;
use crate::domain::answer::Answer;
use crate::domain::ask::MoveHome;
use crate::domain::change::{Body, Sealed};
use crate::domain::ids::{PathId, PersonId, SiteId};
use crate::domain::path::{self, Act, Done, Known, Path, PathKind, PathPatch, PathStep, StepState};
use crate::domain::person::PersonPatch;
use crate::domain::post::PostPatch;
use crate::domain::rules;
use crate::random;
use crate::store::{Register, RegisterMut};

/// Begins a path.
///
/// # Errors
/// `already_there` when one of its kind goes on already; `only_owner` when an owner leaves and nobody else owns the mailbox;
/// a date at fault.
pub async fn path_begin(steward: &Steward, request: PathBeginRequest) -> Result<SavedView, ApiError> {
    let on = date("on", &request.on)?;
    let answers = Answers::of(&request.answers)?;
    let ((name, id), action) = steward
        .act(move |register, moment| {
            let person = person_of(register.read(), request.person)?;
            if person.erased_on.is_some() {
                return Err(ApiError::at(ErrorCode::NotFound, "person", "they were erased"));
            }
            let on = on.unwrap_or(moment.today);
            let known = register.read().known_of(request.person)?;
            let kind = kind_for(request.kind, &known, on);
            if owner_goes(kind, answers.home) {
                refuse_only_owner(&known, on)?;
            }
            let goes_on = register.read().paths_of(request.person)?;
            if goes_on
                .iter()
                .any(|(_, other)| other.is_open() && other.kind == Some(kind))
            {
                return Err(ApiError::at(ErrorCode::AlreadyThere, "kind", "such a path goes on"));
            }
            if kind == PathKind::Starts {
                // Somebody who starts again has not left any more.
                for (other, kept) in &goes_on {
                    if kept.is_open()
                        && kept
                            .kind
                            .is_some_and(|kind| owner_goes(kind, kept.home) || leaves(kind))
                    {
                        end(register, *other, moment.today, true)?;
                    }
                }
            }
            let path = PathId::from_uuid(random::uuid_v7(moment.now));
            let set = Path::default().patch_to(answers.put(&Path {
                present: Some(true),
                person: Some(request.person),
                kind: Some(kind),
                site: request.site.or_else(|| only_site(&known, moment.today)),
                on: Some(on),
                ..Path::default()
            }));
            register.record(Body::Path { path, set })?;
            register.discard_form_draft(&format!("path_begin:{}", request.person))?;
            Ok((name_of(&person), path))
        })
        .await?;
    Ok(saved(action, id, name))
}

fn saved(action: Option<crate::domain::ids::ActionId>, path: PathId, name: Option<String>) -> SavedView {
    SavedView {
        action,
        id: Some(path.to_string()),
        notices: Vec::new(),
        name,
    }
}

/// The answers of a path, read.
struct Answers {
    arrival: Option<path::Arrival>,
    home: Option<MoveHome>,
    goes_on: Option<Answer>,
    stays: Option<Answer>,
    returns_on: Option<Date>,
}

impl Answers {
    fn of(request: &PathAnswersRequest) -> Result<Self, ApiError> {
        Ok(Self {
            arrival: request.arrival,
            home: request.home,
            goes_on: request.goes_on,
            stays: request.stays,
            returns_on: date("returns_on", &request.returns_on)?,
        })
    }

    /// The path with the answers that belong to its kind, and no others.
    fn put(&self, path: &Path) -> Path {
        let kind = path.kind;
        let leaving = matches!(kind, Some(PathKind::Leaves | PathKind::OwnerLeaves));
        Path {
            arrival: self.arrival.filter(|_| kind == Some(PathKind::Starts)),
            home: self.home.filter(|_| kind == Some(PathKind::Moves)),
            goes_on: self.goes_on.filter(|_| leaving),
            stays: self.stays.filter(|_| leaving),
            returns_on: self.returns_on.filter(|_| kind == Some(PathKind::LongLeave)),
            ..path.clone()
        }
    }
}

const fn leaves(kind: PathKind) -> bool {
    matches!(kind, PathKind::Leaves | PathKind::OwnerLeaves)
}

/// Whether an owner may be lost by it.
fn owner_goes(kind: PathKind, home: Option<MoveHome>) -> bool {
    kind == PathKind::OwnerLeaves || (kind == PathKind::Moves && home == Some(MoveHome::Old))
}

/// The path of an owner who leaves, for somebody who owns a mailbox.
fn kind_for(asked: PathKind, known: &Known, on: Date) -> PathKind {
    if !leaves(asked) {
        asked
    } else if path::owns_any(known, on) {
        PathKind::OwnerLeaves
    } else {
        PathKind::Leaves
    }
}

/// Refuses that the only owner of a mailbox goes. Guide L419-420.
fn refuse_only_owner(known: &Known, on: Date) -> Result<(), ApiError> {
    if path::owns_alone(known, on).is_empty() {
        Ok(())
    } else {
        Err(ApiError::new(ErrorCode::OnlyOwner, "nobody else owns the mailbox"))
    }
}

/// The home of somebody who works at one.
fn only_site(known: &Known, today: Date) -> Option<SiteId> {
    let mut sites: Vec<SiteId> = known
        .posts
        .iter()
        .filter(|post| post.present == Some(true) && !post.ended_by(today))
        .filter_map(|post| post.site)
        .collect();
    sites.sort_unstable();
    sites.dedup();
    match sites[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// A path that stands, with whose it is and everything known of them.
fn found(register: Register<'_>, id: PathId) -> Result<(Path, PersonId, Known), ApiError> {
    let missing = || ApiError::at(ErrorCode::NotFound, "path", "no such path");
    let path = register.path(id)?.filter(|path| path.present == Some(true));
    let path = path.ok_or_else(missing)?;
    let person = path.person.ok_or_else(missing)?;
    Ok((path, person, register.known_of(person)?))
}

/// Changes the day or the answers of a path.
///
/// # Errors
/// `not_found`; `only_owner`; a date at fault.
pub async fn path_change(steward: &Steward, request: PathChangeRequest) -> Result<SavedView, ApiError> {
    let id = request.path;
    let on = date("on", &request.on)?;
    let answers = Answers::of(&request.answers)?;
    let (name, action) = steward
        .act(move |register, _| {
            let (path, person, known) = found(register.read(), id)?;
            let changed = answers.put(&Path {
                on: on.or(path.on),
                ..path.clone()
            });
            if let (Some(kind), Some(on)) = (changed.kind, changed.on)
                && owner_goes(kind, changed.home)
            {
                refuse_only_owner(&known, on)?;
            }
            let set = path.patch_to(changed);
            if !set.is_empty() {
                register.record(Body::Path { path: id, set })?;
            }
            register.discard_form_draft(&format!("path_change:{id}"))?;
            Ok(register.read().person(person)?.as_ref().and_then(name_of))
        })
        .await?;
    Ok(saved(action, id, name))
}

/// Ends a path before its steps are all done.
///
/// # Errors
/// `not_found`.
pub async fn path_end(steward: &Steward, request: PathRequest) -> Result<SavedView, ApiError> {
    let id = request.path;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let (path, person, known) = found(register.read(), id)?;
            if path.is_open() {
                end(register, id, today, !path::is_complete(&path, &known, today))?;
            }
            Ok(register.read().person(person)?.as_ref().and_then(name_of))
        })
        .await?;
    Ok(saved(action, id, name))
}

fn end(register: &mut RegisterMut<'_>, path: PathId, on: Date, given_up: bool) -> Result<(), ApiError> {
    let set = PathPatch {
        ended_on: Set::To(on),
        given_up: if given_up { Set::To(true) } else { Set::Keep },
        ..PathPatch::default()
    };
    Ok(register.record(Body::Path { path, set })?)
}

/// Ends the open paths of somebody who was erased: nobody could walk them by name.
pub(super) fn end_paths_of(register: &mut RegisterMut<'_>, person: PersonId, today: Date) -> Result<(), ApiError> {
    for (path, kept) in register.read().paths_of(person)? {
        if kept.is_open() {
            end(register, path, today, true)?;
        }
    }
    Ok(())
}

/// Ends the paths whose last step an action has done. An action that undoes another leaves them as they were before.
pub(super) fn end_complete(register: &mut RegisterMut<'_>, today: Date) -> Result<(), ApiError> {
    if register.is_undoing() {
        return Ok(());
    }
    for person in register.walking()? {
        let paths = register.read().paths_of(person)?;
        if !paths.iter().any(|(_, path)| path.is_open()) {
            continue;
        }
        let known = register.read().known_of(person)?;
        for (id, path) in paths {
            if path.is_open() && path::is_complete(&path, &known, today) {
                end(register, id, today, false)?;
            }
        }
    }
    Ok(())
}

/// Ticks a step of a path, or takes the tick away. What it says is written where it belongs: a day into the staff list, a
/// follow-up into its request, the rest into the path.
///
/// # Errors
/// `not_found` for a step that is not of this path or is not done by a tick; `only_owner` for the leaver mark of somebody who
/// alone owns a mailbox; `last_owner`; a day after today, or before what it ends began.
pub async fn path_step(steward: &Steward, request: PathStepRequest) -> Result<SavedView, ApiError> {
    let PathStepRequest {
        path: id, step, done, ..
    } = request;
    let (name, action) = steward
        .act(move |register, Moment { today, .. }| {
            let (path, person, known) = found(register.read(), id)?;
            let states = path::steps(&path, &known);
            let state = states.iter().find(|state| state.step == step);
            let state = state.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "step", "it is not of this path"))?;
            if done {
                let on = day_of(&request.on, &path, step, today)?;
                if !state.done.is_settled() {
                    do_step(register, (id, &path), person, &known, state, on, today)?;
                }
            } else if state.ticked {
                undo_step(register, id, &path, state)?;
            }
            Ok(register.read().person(person)?.as_ref().and_then(name_of))
        })
        .await?;
    Ok(saved(action, id, name))
}

/// The day of a step: today, where none is typed. Only a last day and a day of return may still come.
fn day_of(typed: &DateRequest, path: &Path, step: PathStep, today: Date) -> Result<Date, ApiError> {
    let typed = date("on", typed)?;
    let may_come = matches!(step, PathStep::LastDay | PathStep::ReturnNoted);
    let on = typed.or_else(|| suggested(path, step)).unwrap_or(today);
    if on > today && !may_come {
        return Err(ApiError::refused("on", Reason::DateInFuture));
    }
    Ok(on)
}

/// The day filled in for a step, where it is not today.
fn suggested(path: &Path, step: PathStep) -> Option<Date> {
    if step == PathStep::LastDay { path.on } else { None }
}

fn do_step(
    register: &mut RegisterMut<'_>,
    (id, path): (PathId, &Path),
    person: PersonId,
    known: &Known,
    state: &StepState,
    on: Date,
    today: Date,
) -> Result<(), ApiError> {
    let facts = |set: PersonPatch| Body::Person {
        person,
        facts: set,
        identity: Sealed::Nothing,
        contact: Sealed::Nothing,
    };
    match (state.step, state.step.act()) {
        (PathStep::OldHomeMarked, _) => register.record(facts(PersonPatch {
            marked_leaver_on: Set::To(on),
            ..PersonPatch::default()
        }))?,
        (PathStep::MarkNoted, _) => {
            if path.kind.is_some_and(|kind| owner_goes(kind, path.home)) {
                refuse_only_owner(known, path.on.unwrap_or(on))?;
            }
            register.record(facts(PersonPatch {
                marked_leaver_on: Set::To(on),
                ..PersonPatch::default()
            }))?;
        }
        (PathStep::DetailsReceived, _) => register.record(facts(PersonPatch {
            details_received_on: Set::To(on),
            ..PersonPatch::default()
        }))?,
        (PathStep::MfaSet, _) => register.record(facts(PersonPatch {
            mfa: Set::To(Answer::Yes),
            ..PersonPatch::default()
        }))?,
        (PathStep::PauseNoted, _) => register.record(facts(PersonPatch {
            disabled_on: Set::To(on),
            ..PersonPatch::default()
        }))?,
        (PathStep::ReturnNoted, _) => register.record(Body::Path {
            path: id,
            set: PathPatch {
                returns_on: Set::To(on),
                ..PathPatch::default()
            },
        })?,
        (PathStep::LastDay, _) => end_posts(register, path, person, on)?,
        (PathStep::RemoveAccess, _) => end_access(register, path, person, on, today)?,
        (step, Act::Tick) => {
            match state.follows {
                Some((request, whose, follow_up)) => {
                    found_step(register.read(), request, on)?;
                    register.record(Body::RequestTicked {
                        request,
                        person: whose,
                        step: follow_up,
                        on: Some(on),
                    })?;
                }
                None => {
                    if let Some(set) = PathPatch::ticking(step, Some(on)) {
                        register.record(Body::Path { path: id, set })?;
                    }
                }
            }
            if step == PathStep::CanSignIn
                && path.kind == Some(PathKind::LongLeave)
                && known.facts.disabled_on.is_some()
            {
                register.record(facts(PersonPatch {
                    disabled_on: Set::Clear,
                    ..PersonPatch::default()
                }))?;
            }
        }
        (_, Act::Note | Act::Job | Act::Access | Act::Ask(_) | Act::Owner | Act::Wait) => {
            return Err(ApiError::at(ErrorCode::NotFound, "step", "it is not done by a tick"));
        }
    }
    Ok(())
}

fn end_posts(register: &mut RegisterMut<'_>, path: &Path, person: PersonId, on: Date) -> Result<(), ApiError> {
    for (post, kept) in register.read().posts_of(person)? {
        if kept.to.is_some() || !path.is_about(kept.site) {
            continue;
        }
        if kept.from.is_some_and(|from| from > on) {
            if kept.from > path.on {
                continue;
            }
            return Err(ApiError::refused("on", Reason::DateBeforeStart));
        }
        register.record(Body::Post {
            post,
            set: PostPatch {
                to: Set::To(on),
                ..PostPatch::default()
            },
        })?;
    }
    Ok(())
}

fn end_access(
    register: &mut RegisterMut<'_>,
    path: &Path,
    person: PersonId,
    on: Date,
    today: Date,
) -> Result<(), ApiError> {
    let owned = owned_mailboxes(register.read(), today)?;
    for (access, kept) in register.read().access_of(person)? {
        let site = match kept.mailbox {
            Some(mailbox) => register.read().mailbox(mailbox)?.and_then(|mailbox| mailbox.site),
            None => None,
        };
        if kept.to.is_some() || !path.is_about(site) {
            continue;
        }
        if kept.from.is_some_and(|from| from > on) {
            if kept.from > path.on {
                continue;
            }
            return Err(ApiError::refused("on", Reason::DateBeforeStart));
        }
        register.record(Body::Access {
            access,
            set: AccessPatch {
                to: Set::To(on),
                portal_done_on: Set::To(on),
                ..AccessPatch::default()
            },
        })?;
    }
    keep_owners(register.read(), &owned, today.saturating_add(jiff::Span::new().days(1)))
}

fn undo_step(register: &mut RegisterMut<'_>, id: PathId, path: &Path, state: &StepState) -> Result<(), ApiError> {
    let again = path.ended_on.is_some();
    if path.ticked_on(state.step).is_none()
        && let Some((request, person, step)) = state.follows
    {
        register.record(Body::RequestTicked {
            request,
            person,
            step,
            on: None,
        })?;
        if again {
            register.record(Body::Path {
                path: id,
                set: reopened(PathPatch::default()),
            })?;
        }
    } else if let Some(set) = PathPatch::ticking(state.step, None) {
        let set = if again { reopened(set) } else { set };
        register.record(Body::Path { path: id, set })?;
    }
    Ok(())
}

/// A path that ended and goes on after all.
fn reopened(set: PathPatch) -> PathPatch {
    PathPatch {
        ended_on: Set::Clear,
        given_up: Set::Clear,
        ..set
    }
}

/// The paths of a person: those that go on first, then those that are over.
pub(super) fn paths_view(register: Register<'_>, person: PersonId, today: Date) -> Result<Vec<PathView>, ApiError> {
    let paths = register.paths_of(person)?;
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let known = register.known_of(person)?;
    let mut views = Vec::new();
    for (id, path) in &paths {
        let (Some(kind), Some(on)) = (path.kind, path.on) else {
            continue;
        };
        let site = match path.site {
            Some(site) => register.site(site)?.and_then(|site| site.name),
            None => None,
        };
        let states = path::steps(path, &known);
        views.push(PathView {
            path: *id,
            kind,
            site: path.site,
            site_name: site.map(|name| name.as_str().to_owned()),
            on,
            arrival: path.arrival,
            home: path.home,
            goes_on: path.goes_on,
            stays: path.stays,
            returns_on: path.returns_on,
            complete: path::is_complete(path, &known, today),
            ended_on: path.ended_on,
            given_up: path.given_up == Some(true),
            steps: states.iter().map(|state| step_view(path, state, today)).collect(),
        });
    }
    views.sort_by_key(|view| view.ended_on.is_some());
    Ok(views)
}

fn step_view(path: &Path, state: &StepState, today: Date) -> PathStepView {
    let act = state.step.act();
    PathStepView {
        step: state.step,
        done: state.done.by(today),
        on: match state.done {
            Done::On(on) => Some(on),
            Done::No | Done::Sometime => None,
        },
        known: state.done.is_settled() && !state.ticked,
        due: state.due,
        now: state.due.is_some_and(|due| due <= today),
        by: state.by,
        waits_for_nas: state.waits_for_nas,
        act: match act {
            Act::Tick | Act::Note => PathActView::Tick,
            Act::Job => PathActView::Job,
            Act::Access => PathActView::Access,
            Act::Ask(_) => PathActView::Ask,
            Act::Owner => PathActView::Owner,
            Act::Wait => PathActView::Wait,
        },
        ask: match act {
            Act::Ask(entry) => Some(entry),
            Act::Tick | Act::Note | Act::Job | Act::Access | Act::Owner | Act::Wait => None,
        },
        request: state.request,
        suggested: suggested(path, state.step),
        sources: rules::in_force().step(state.step).iter().map(source_view).collect(),
        our_advice: state.step.is_our_advice(),
    }
}

/// One line of Today for each person with steps due: the gravest of them, the oldest where two are alike.
pub(super) fn due_lines(
    register: Register<'_>,
    site: Option<SiteId>,
    today: Date,
    lines: &mut Vec<TodayLineView>,
) -> Result<(), ApiError> {
    let mut found: Vec<(u8, Date, TodayLineView)> = Vec::new();
    for due in register.paths_due(today)? {
        if site.is_some() && due.path.site.is_some() && due.path.site != site {
            continue;
        }
        let due_now = due.left.iter().filter(|(_, on)| *on <= today);
        let count = due_now.clone().count();
        let Some((step, on)) = due_now.min_by_key(|(step, on)| (step.gravity(), *on, *step)) else {
            continue;
        };
        let (id, person) = &due.person;
        let said = found.iter_mut().find(|(_, _, line)| line.person == Some(*id));
        let line = TodayLineView {
            count: u32::try_from(count).ok(),
            name: name_of(person),
            date: Some(*on),
            site: due.path.site,
            person: Some(*id),
            path: due.path.kind,
            step: Some(*step),
            our_advice: step.is_our_advice(),
            ..super::today::line(
                TodayKindView::PathStepDue,
                if step.gravity() <= 1 {
                    UrgencyView::Now
                } else {
                    UrgencyView::Soon
                },
            )
        };
        match said {
            Some(said) if (said.0, said.1) <= (step.gravity(), *on) => {
                said.2.count = said.2.count.map(|before| before + line.count.unwrap_or(0));
            }
            Some(said) => {
                let more = said.2.count.unwrap_or(0);
                *said = (step.gravity(), *on, line);
                said.2.count = said.2.count.map(|count| count + more);
            }
            None => found.push((step.gravity(), *on, line)),
        }
    }
    found.sort_by_key(|(gravity, on, _)| (*gravity, *on));
    // The path says what is to be done about an access that lasts: it is not said twice.
    let removing: Vec<PersonId> = found
        .iter()
        .filter(|(_, _, line)| line.step == Some(PathStep::RemoveAccess))
        .filter_map(|(_, _, line)| line.person)
        .collect();
    lines.retain(|line| {
        line.kind != TodayKindView::LeaverHasAccess || !line.person.is_some_and(|person| removing.contains(&person))
    });
    lines.splice(0..0, found.into_iter().map(|(_, _, line)| line));
    Ok(())
}
