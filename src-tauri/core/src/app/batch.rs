//! Taking back what an action did with many people, such as an import: person by person.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{ApiError, ErrorCode};
use crate::domain::change::{Body, Change, Entity};
use crate::domain::ids::{ActionId, PersonId};
use crate::domain::undo;
use crate::store::{Register, StoreError};

/// Whether an action is one of these: it is about several people, and says nothing but of each of them.
///
/// # Errors
/// What the disk says.
pub(super) fn is_one(register: Register<'_>, of_action: &[Change]) -> Result<bool, StoreError> {
    // What an action completes ends the path it was a step of, and belongs to that person.
    let of_people = of_action.iter().all(|change| {
        matches!(
            change.body,
            Body::Person { .. } | Body::Post { .. } | Body::Access { .. } | Body::Path { .. }
        )
    });
    if !of_people {
        return Ok(false);
    }
    let mut first = None;
    for change in of_action {
        let person = whose(register, change.body.entity())?;
        if person.is_some() && first.is_some() && person != first {
            return Ok(true);
        }
        first = first.or(person);
    }
    Ok(false)
}

/// The changes that take it back of everybody about whom nothing was recorded since, and everybody else.
///
/// # Errors
/// `changed_since` where nobody is left to take it back of; `cannot_undo` where there is nothing to take back.
pub(super) fn inverse(
    register: Register<'_>,
    action: ActionId,
    of_action: &[Change],
) -> Result<(Vec<Body>, Vec<PersonId>), ApiError> {
    let mut of_person: BTreeMap<PersonId, BTreeSet<Entity>> = BTreeMap::new();
    for change in of_action {
        let entity = change.body.entity();
        if let Some(person) = whose(register, entity)? {
            of_person.entry(person).or_default().insert(entity);
        }
    }
    let last = of_action.iter().map(|change| change.stamp).max();
    let (mut bodies, mut left) = (Vec::new(), Vec::new());
    for (person, entities) in of_person {
        match of_one(register, action, person, &entities, last)? {
            Some(back) => bodies.extend(back),
            None => left.push(person),
        }
    }
    if bodies.is_empty() {
        return Err(if left.is_empty() {
            ApiError::new(ErrorCode::CannotUndo, "there is nothing to take back")
        } else {
            ApiError::at(ErrorCode::ChangedSince, "person", "everybody in it was changed since")
        });
    }
    Ok((bodies, left))
}

/// Whose a thing is.
fn whose(register: Register<'_>, entity: Entity) -> Result<Option<PersonId>, StoreError> {
    Ok(match entity {
        Entity::Person(person) => Some(person),
        Entity::Post(post) => register.post(post)?.and_then(|post| post.person),
        Entity::Access(access) => register.access(access)?.and_then(|access| access.person),
        Entity::Path(path) => register.path(path)?.and_then(|path| path.person),
        Entity::Site(_) | Entity::Mailbox(_) | Entity::Request(_) | Entity::Settings | Entity::Aside(_) => None,
    })
}

/// What takes the action back of one person; nothing where something was recorded about them since.
fn of_one(
    register: Register<'_>,
    action: ActionId,
    person: PersonId,
    entities: &BTreeSet<Entity>,
    last: Option<crate::domain::change::Stamp>,
) -> Result<Option<Vec<Body>>, ApiError> {
    let since = |change: &Change| change.action != action && Some(change.stamp) > last;
    // Somebody may have got access, or be in a request, since: they are not taken from under it.
    if register.changes_about(Entity::Person(person), true)?.iter().any(since) {
        return Ok(None);
    }
    let mut bodies = Vec::new();
    // Their posts and access first: who goes has none.
    for entity in entities.iter().rev() {
        match undo::inverse(action, *entity, &register.changes_about(*entity, false)?) {
            Ok(back) => bodies.extend(back),
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(bodies))
}
