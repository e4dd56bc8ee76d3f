//! Somebody goes on at another home of the same owner: the job ends here and starts there, and both homes have their steps.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::fields::{date, optional};
use super::people::{mailbox_at, name_of, new_access, new_post, person_of};
use super::sites::site_there;
use super::{Moment, Steward};
use crate::contract::{ApiError, ErrorCode, HomeMoveRequest, Reason, SavedView};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::answer::Answer;
use crate::domain::change::Body;
use crate::domain::ids::{AccessId, PathId, PersonId, PostId, SiteId};
use crate::domain::path::{self, Arrival, Path, PathKind};
use crate::domain::post::PostPatch;
use crate::domain::{RoleName, Set};
use crate::random;
use crate::store::{Register, RegisterMut};

/// Moves somebody from one home to another of the same owner, in one action. Their account stays: NAS is asked nothing. Access to
/// the mailbox of the home they leave is taken away as a step of its own, or kept.
///
/// # Errors
/// `not_found` at `from` when they do not work there, and for a home that is not there; `already_there` at `to`; `invalid_value`
/// at `to` for a home that is closed by then or is the same one, at `last_day` before the job began or after the first day there;
/// `only_owner` when access is taken away from somebody who alone owns the mailbox.
pub async fn home_move(steward: &Steward, request: HomeMoveRequest) -> Result<SavedView, ApiError> {
    let role = optional("role", &request.role, RoleName::parse)?;
    let (first_day, last_day) = (
        date("first_day", &request.first_day)?,
        date("last_day", &request.last_day)?,
    );
    let person = request.person;
    let (name, action) = steward
        .act(move |register, moment| {
            let kept = person_of(register.read(), person)?;
            if kept.erased_on.is_some() {
                return Err(ApiError::at(ErrorCode::NotFound, "person", "they were erased"));
            }
            let days = Days::of(first_day, last_day, moment.today)?;
            let role = leave_job(register, &request, role, days)?;
            start_job(register, &request, role, days, moment)?;
            lay_out_steps(register, &request, days, moment)?;
            register.discard_form_draft(&format!("home_move:{person}"))?;
            Ok(name_of(&kept))
        })
        .await?;
    Ok(SavedView {
        action,
        id: Some(person.to_string()),
        notices: Vec::new(),
        name,
    })
}

/// The last day here and the first day there.
#[derive(Clone, Copy)]
struct Days {
    last: Date,
    first: Date,
}

impl Days {
    fn of(first: Option<Date>, last: Option<Date>, today: Date) -> Result<Self, ApiError> {
        let first = first
            .or_else(|| last.map(|last| last.saturating_add(1.day())))
            .unwrap_or(today);
        let last = last.unwrap_or_else(|| first.saturating_sub(1.day()));
        if last > first {
            return Err(ApiError::refused("last_day", Reason::DateAfterMove));
        }
        Ok(Self { last, first })
    }
}

/// Ends the job here; answers with the role there: the one that was typed, or the one they have.
fn leave_job(
    register: &mut RegisterMut<'_>,
    request: &HomeMoveRequest,
    role: Option<RoleName>,
    days: Days,
) -> Result<Option<RoleName>, ApiError> {
    let posts = register.read().posts_of(request.person)?;
    let here = posts
        .into_iter()
        .find(|(_, post)| post.site == Some(request.from) && post.to.is_none_or(|to| to >= days.last));
    let (post, kept) = here.ok_or_else(|| ApiError::at(ErrorCode::NotFound, "from", "they do not work there"))?;
    if kept.from.is_some_and(|from| from > days.last) {
        return Err(ApiError::refused("last_day", Reason::DateBeforeStart));
    }
    register.record(Body::Post {
        post,
        set: PostPatch {
            to: Set::between(kept.to.as_ref(), Some(days.last)),
            ..PostPatch::default()
        },
    })?;
    Ok(role.or(kept.role))
}

/// Starts the job there, with access where it is given already.
fn start_job(
    register: &mut RegisterMut<'_>,
    request: &HomeMoveRequest,
    role: Option<RoleName>,
    days: Days,
    moment: Moment,
) -> Result<(), ApiError> {
    let (person, to) = (request.person, request.to);
    let site = site_there(register.read(), to)?;
    if to == request.from {
        return Err(ApiError::refused("to", Reason::SameHome));
    }
    if site.is_closed_on(days.first) {
        return Err(ApiError::refused("to", Reason::HomeClosed));
    }
    let posts = register.read().posts_of(person)?;
    if posts
        .iter()
        .any(|(_, post)| post.site == Some(to) && post.to.is_none_or(|to| to >= days.first))
    {
        return Err(ApiError::at(ErrorCode::AlreadyThere, "to", "they work there already"));
    }
    register.record(Body::Post {
        post: PostId::from_uuid(random::uuid_v7(moment.now)),
        set: new_post(person, to, role, Some(days.first), None),
    })?;
    if let Some(level) = request.access {
        let mailbox = mailbox_at(register.read(), to, days.first)?;
        let held = register.read().access_of(person)?;
        let lasts = |access: &Access| access.mailbox == Some(mailbox) && access.to.is_none_or(|to| to >= days.first);
        if !held.iter().any(|(_, access)| lasts(access)) {
            register.record(Body::Access {
                access: AccessId::from_uuid(random::uuid_v7(moment.now)),
                set: new_access(person, mailbox, level, Some(days.first)),
            })?;
        }
    }
    Ok(())
}

/// Begins the steps of both homes. A path of the same kind that goes on there already stays as it is.
fn lay_out_steps(
    register: &mut RegisterMut<'_>,
    request: &HomeMoveRequest,
    days: Days,
    moment: Moment,
) -> Result<(), ApiError> {
    let person = request.person;
    let owns_here = owns_at(register.read(), person, request.from, days.last)?;
    if !request.keeps_access && owns_here {
        let known = register.read().known_of(person)?;
        for mailbox in path::owns_alone(&known, days.last) {
            if register.read().mailbox(mailbox)?.and_then(|mailbox| mailbox.site) == Some(request.from) {
                return Err(ApiError::new(ErrorCode::OnlyOwner, "nobody else owns the mailbox"));
            }
        }
    }
    let leaves = if owns_here && !request.keeps_access {
        PathKind::OwnerLeaves
    } else {
        PathKind::Leaves
    };
    let going = Path {
        present: Some(true),
        person: Some(person),
        kind: Some(leaves),
        site: Some(request.from),
        on: Some(days.last),
        stays: Some(Answer::Yes),
        keeps_access: request.keeps_access.then_some(true),
        ..Path::default()
    };
    let coming = Path {
        present: Some(true),
        person: Some(person),
        kind: Some(PathKind::Starts),
        site: Some(request.to),
        on: Some(days.first),
        arrival: Some(Arrival::AccountStays),
        ..Path::default()
    };
    let open = register.read().paths_of(person)?;
    for path in [going, coming] {
        let goes_on = open
            .iter()
            .any(|(_, other)| other.is_open() && other.kind == path.kind && other.site == path.site);
        if !goes_on {
            register.record(Body::Path {
                path: PathId::from_uuid(random::uuid_v7(moment.now)),
                set: Path::default().patch_to(path),
            })?;
        }
    }
    Ok(())
}

/// Whether they own a mailbox of this home on a day.
fn owns_at(register: Register<'_>, person: PersonId, site: SiteId, day: Date) -> Result<bool, ApiError> {
    for (_, access) in register.access_of(person)? {
        if let Some(mailbox) = access.mailbox
            && access.level == Some(AccessLevel::Owner)
            && access.lasts_on(day)
            && register.mailbox(mailbox)?.and_then(|mailbox| mailbox.site) == Some(site)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
