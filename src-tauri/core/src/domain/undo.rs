//! Taking back what an action did: by a new action that sets each touched fact back, as long as nobody changed it since.

use jiff::civil::Date;

use crate::domain::change::{Body, Change, Entity, Fold, Sealed, Stamp, fold};
use crate::domain::confirm::Confirmed;
use crate::domain::facts::Set;
use crate::domain::ids::{ActionId, PersonId};
use crate::domain::person::{Contact, ContactPatch, Identity, IdentityPatch, Person, PersonPatch};
use crate::domain::request::{Request, RequestState};

/// Why an action cannot be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoError {
    /// This fact has another value than the action gave it.
    #[error("{field} was changed since")]
    ChangedSince {
        /// The fact.
        field: &'static str,
    },
    /// What it removed or erased does not come back.
    #[error("what was removed does not come back")]
    Final,
}

/// The changes that take back one action's change of one thing, given every change of that thing.
///
/// An empty answer means that there is nothing to take back: everything stands as it did before.
///
/// # Errors
/// [`UndoError`].
pub fn inverse(action: ActionId, entity: Entity, of: &[Change]) -> Result<Vec<Body>, UndoError> {
    let mut inverse = Vec::new();
    for change in of.iter().filter(|change| change.action == action).rev() {
        inverse.extend(of_change(entity, change, of)?);
    }
    Ok(inverse)
}

/// Whether [`inverse`] would answer with something.
#[must_use]
pub fn is_possible(action: ActionId, entity: Entity, of: &[Change]) -> bool {
    inverse(action, entity, of).is_ok_and(|bodies| !bodies.is_empty())
}

/// The change that stands in the way of taking an action back: the last one after it that set this fact of the thing.
#[must_use]
pub fn in_the_way<'a>(action: ActionId, field: &str, of: &'a [Change]) -> Option<&'a Change> {
    let done = of.iter().filter(|change| change.action == action);
    let at = done.map(|change| change.stamp).max()?;
    of.iter()
        .filter(|change| change.stamp > at && sets(&change.body, field))
        .max_by_key(|change| change.stamp)
}

/// Whether a change says something of this fact.
fn sets(body: &Body, field: &str) -> bool {
    let names = match body {
        Body::Site { set, .. } => set.names(),
        Body::Mailbox { set, .. } => set.names(),
        Body::Post { set, .. } => set.names(),
        Body::Access { set, .. } => set.names(),
        Body::Settings { set } => set.names(),
        Body::Path { set, .. } => set.names(),
        Body::Aside { set, .. } => set.names(),
        Body::Person {
            facts,
            identity,
            contact,
            ..
        } => {
            let mut names = facts.names();
            names.extend(identity.open().map(IdentityPatch::names).unwrap_or_default());
            names.extend(contact.open().map(ContactPatch::names).unwrap_or_default());
            names
        }
        Body::Confirmed { what, .. } => match what {
            Confirmed::Used(_) => vec!["last_confirmed_active_on"],
            Confirmed::Number => vec!["number_checked_on"],
        },
        Body::Merged { .. } => vec!["merged_into"],
        // Where a request stands hangs on everything that is recorded of it but what left the app.
        Body::RequestDrafted { .. }
        | Body::RequestMoved { .. }
        | Body::RequestCalled { .. }
        | Body::RequestChased { .. }
        | Body::RequestQuestion { .. }
        | Body::RequestTicked { .. }
        | Body::RequestMoveTakenBack { .. }
        | Body::RequestTicket { .. } => vec!["state"],
        Body::RequestHandedOver { .. }
        | Body::RequestCallsRemoved { .. }
        | Body::ContactRemoved { .. }
        | Body::PersonErased { .. }
        | Body::CopyMade { .. } => Vec::new(),
    };
    names.contains(&field)
}

fn before<T: Fold>(of: &[Change], stamp: Stamp) -> T {
    fold(of.iter().filter(|change| change.stamp < stamp))
}

macro_rules! of_facts {
    ($change:expr, $of:expr, $set:expr, $Facts:ty, |$restored:ident| $body:expr) => {{
        let now: $Facts = fold($of);
        if let Some(field) = now.changed_since($set).first() {
            return Err(UndoError::ChangedSince { field });
        }
        let $restored = before::<$Facts>($of, $change.stamp).restore($set);
        Ok(if now_equals(&now, &$restored) {
            None
        } else {
            Some($body)
        })
    }};
}

/// Whether a restoring change would change nothing.
fn now_equals<F: Patched<P> + Clone + PartialEq, P>(now: &F, restored: &P) -> bool {
    let mut after = now.clone();
    after.patch(restored);
    after == *now
}

/// Facts that a change can be applied to.
trait Patched<P> {
    fn patch(&mut self, patch: &P);
}

macro_rules! patched {
    ($($Facts:ty, $Patch:ty;)+) => { $(
        impl Patched<$Patch> for $Facts {
            fn patch(&mut self, patch: &$Patch) {
                self.apply(patch);
            }
        }
    )+ };
}

patched! {
    crate::domain::site::Site, crate::domain::site::SitePatch;
    crate::domain::site::Mailbox, crate::domain::site::MailboxPatch;
    crate::domain::post::Post, crate::domain::post::PostPatch;
    crate::domain::access::Access, crate::domain::access::AccessPatch;
    crate::domain::settings::Settings, crate::domain::settings::SettingsPatch;
    crate::domain::path::Path, crate::domain::path::PathPatch;
    crate::domain::aside::Aside, crate::domain::aside::AsidePatch;
}

fn of_change(entity: Entity, change: &Change, of: &[Change]) -> Result<Option<Body>, UndoError> {
    use crate::domain::access::Access;
    use crate::domain::aside::Aside;
    use crate::domain::path::Path;
    use crate::domain::post::Post;
    use crate::domain::settings::Settings;
    use crate::domain::site::{Mailbox, Site};
    match &change.body {
        Body::Site { site, set } => of_facts!(change, of, set, Site, |set| Body::Site { site: *site, set }),
        Body::Mailbox { mailbox, set } => {
            of_facts!(change, of, set, Mailbox, |set| Body::Mailbox { mailbox: *mailbox, set })
        }
        Body::Post { post, set } => of_facts!(change, of, set, Post, |set| Body::Post { post: *post, set }),
        Body::Access { access, set } => {
            of_facts!(change, of, set, Access, |set| Body::Access { access: *access, set })
        }
        Body::Settings { set } => of_facts!(change, of, set, Settings, |set| Body::Settings { set }),
        Body::Aside { aside, set } => of_facts!(change, of, set, Aside, |set| Body::Aside { aside: *aside, set }),
        Body::Path { path, set } => of_facts!(change, of, set, Path, |set| Body::Path { path: *path, set }),
        Body::Person { .. } => of_person(change, of),
        Body::Merged { person, into, on } => of_merged(*person, *into, *on, change, of),
        Body::Confirmed { what, on, .. } => of_confirmed(entity, *what, *on, change, of),
        Body::ContactRemoved { .. } | Body::PersonErased { .. } | Body::CopyMade { .. } => Err(UndoError::Final),
        Body::RequestDrafted { .. }
        | Body::RequestHandedOver { .. }
        | Body::RequestMoved { .. }
        | Body::RequestCalled { .. }
        | Body::RequestCallsRemoved { .. }
        | Body::RequestChased { .. }
        | Body::RequestQuestion { .. }
        | Body::RequestTicked { .. }
        | Body::RequestMoveTakenBack { .. }
        | Body::RequestTicket { .. } => of_request(change, of),
    }
}

fn of_person(change: &Change, of: &[Change]) -> Result<Option<Body>, UndoError> {
    let Body::Person {
        person,
        facts,
        identity,
        contact,
    } = &change.body
    else {
        return Ok(None);
    };
    if identity.is_gone() || contact.is_gone() {
        return Err(UndoError::Final);
    }
    let now: Person = fold(of);
    let earlier: Person = before(of, change.stamp);
    let mut changed = now.facts.changed_since(facts);
    let restored_identity = match (identity, now.identity.here()) {
        (Sealed::Open(patch), Some(here)) => {
            changed.extend(here.changed_since(patch));
            let back = earlier
                .identity
                .here()
                .cloned()
                .unwrap_or_else(Identity::default)
                .restore(patch);
            Sealed::Open(back)
        }
        (Sealed::Open(_), None) => return Err(UndoError::Final),
        (Sealed::Nothing | Sealed::Gone(_), _) => Sealed::Nothing,
    };
    let restored_contact = match (contact, now.contact.here()) {
        (Sealed::Open(patch), Some(here)) => {
            changed.extend(here.changed_since(patch));
            let back = earlier
                .contact
                .here()
                .cloned()
                .unwrap_or_else(Contact::default)
                .restore(patch);
            Sealed::Open(back)
        }
        (Sealed::Open(_), None) => return Err(UndoError::Final),
        (Sealed::Nothing | Sealed::Gone(_), _) => Sealed::Nothing,
    };
    if let Some(field) = changed.first() {
        return Err(UndoError::ChangedSince { field });
    }
    let body = Body::Person {
        person: *person,
        facts: earlier.facts.restore(facts),
        identity: restored_identity,
        contact: restored_contact,
    };
    let mut after = now.clone();
    after.apply(&Change {
        body: body.clone(),
        ..change.clone()
    });
    Ok((after != now).then_some(body))
}

/// The link is as it was before, unless it was made or taken back since.
fn of_merged(
    person: PersonId,
    into: Option<PersonId>,
    on: Date,
    change: &Change,
    of: &[Change],
) -> Result<Option<Body>, UndoError> {
    let (now, earlier): (Person, Person) = (fold(of), before(of, change.stamp));
    if now.merged_into != into {
        return Err(UndoError::ChangedSince { field: "merged_into" });
    }
    Ok((earlier.merged_into != into).then(|| Body::Merged {
        person,
        into: earlier.merged_into,
        on: earlier.merged_on.unwrap_or(on),
    }))
}

/// The day before is set back for this one of the people, unless a later day was recorded since.
fn of_confirmed(
    entity: Entity,
    what: Confirmed,
    on: Date,
    change: &Change,
    of: &[Change],
) -> Result<Option<Body>, UndoError> {
    let Entity::Person(person) = entity else {
        return Ok(None);
    };
    let mut facts = PersonPatch::default();
    let (now, earlier): (Person, Person) = (fold(of), before(of, change.stamp));
    let (day, earlier, field, set) = match what {
        Confirmed::Used(_) => (
            now.facts.last_confirmed_active_on,
            earlier.facts.last_confirmed_active_on,
            "last_confirmed_active_on",
            &mut facts.last_confirmed_active_on,
        ),
        Confirmed::Number => (
            now.facts.number_checked_on,
            earlier.facts.number_checked_on,
            "number_checked_on",
            &mut facts.number_checked_on,
        ),
    };
    // A later day was known already: the change said nothing new.
    if earlier >= Some(on) {
        return Ok(None);
    }
    if day == earlier {
        return Ok(None);
    }
    if day != Some(on) {
        return Err(UndoError::ChangedSince { field });
    }
    *set = Set::to(earlier);
    Ok(Some(Body::Person {
        person,
        facts,
        identity: Sealed::Nothing,
        contact: Sealed::Nothing,
    }))
}

fn of_request(change: &Change, of: &[Change]) -> Result<Option<Body>, UndoError> {
    let Entity::Request(request) = change.body.entity() else {
        return Ok(None);
    };
    let now: Request = fold(of);
    match &change.body {
        Body::RequestMoved { .. }
        | Body::RequestCalled { .. }
        | Body::RequestChased { .. }
        | Body::RequestQuestion { .. }
        | Body::RequestTicked { .. }
        | Body::RequestTicket { .. } => {
            // A later move of the same people stands on this one: it has to be taken back first.
            if now.is_built_on(change.action) {
                return Err(UndoError::ChangedSince { field: "state" });
            }
            // One change takes back all that the action recorded of this request.
            let first = of
                .iter()
                .find(|other| other.action == change.action)
                .map(|other| other.stamp);
            let stands = first == Some(change.stamp) && now.stands(change.action);
            Ok(stands.then_some(Body::RequestMoveTakenBack {
                request,
                action: change.action,
            }))
        }
        Body::RequestDrafted { on, .. } => {
            let first = of
                .iter()
                .filter(|other| matches!(other.body, Body::RequestDrafted { .. }))
                .map(|c| c.stamp)
                .min();
            if first != Some(change.stamp) {
                return Err(UndoError::Final);
            }
            match now.state() {
                RequestState::Drafted => Ok(Some(Body::RequestMoved {
                    request,
                    person: None,
                    to: RequestState::Withdrawn,
                    on: *on,
                    why: None,
                })),
                RequestState::Withdrawn => Ok(None),
                RequestState::Sent
                | RequestState::Acknowledged
                | RequestState::Escalated
                | RequestState::Done
                | RequestState::Rejected => Err(UndoError::ChangedSince { field: "state" }),
            }
        }
        // What was copied was copied, and what was taken back can be recorded again.
        Body::RequestHandedOver { .. }
        | Body::RequestCallsRemoved { .. }
        | Body::RequestMoveTakenBack { .. }
        | Body::Site { .. }
        | Body::Mailbox { .. }
        | Body::Person { .. }
        | Body::ContactRemoved { .. }
        | Body::PersonErased { .. }
        | Body::CopyMade { .. }
        | Body::Merged { .. }
        | Body::Confirmed { .. }
        | Body::Post { .. }
        | Body::Access { .. }
        | Body::Settings { .. }
        | Body::Path { .. }
        | Body::Aside { .. } => Err(UndoError::Final),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::LogicalClock;
    use crate::domain::ids::{ChangeId, DeviceId, SiteId};
    use crate::domain::site::{Site, SitePatch};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(number: u64) -> Uuid {
        Uuid::from_u64_pair(7, number)
    }

    fn site() -> SiteId {
        SiteId::from_uuid(id(1))
    }

    fn change(number: u64, body: Body) -> Change {
        Change {
            id: ChangeId::from_uuid(id(number)),
            stamp: Stamp {
                clock: LogicalClock {
                    millis: i64::try_from(number).unwrap(),
                    count: 0,
                },
                device: DeviceId::from_uuid(id(0)),
                sequence: number,
            },
            action: ActionId::from_uuid(id(number)),
            undoes: None,
            author: None,
            body,
        }
    }

    fn set(number: u64, name: Option<&str>, town: Option<&str>) -> Change {
        let name = name.map_or(Set::Keep, |name| Set::To(name.parse().unwrap()));
        let town = town.map_or(Set::Keep, |town| Set::To(town.parse().unwrap()));
        change(
            number,
            Body::Site {
                site: site(),
                set: SitePatch {
                    name,
                    town,
                    ..SitePatch::default()
                },
            },
        )
    }

    fn undo(number: u64, of: &[Change]) -> Result<Vec<Body>, UndoError> {
        inverse(ActionId::from_uuid(id(number)), Entity::Site(site()), of)
    }

    #[test]
    fn what_nobody_touched_since_is_set_back_and_the_rest_stays() {
        let mut log = vec![
            set(1, Some("Rowan House"), Some("Leeds")),
            set(2, Some("Rowan Court"), None),
        ];
        log.push(set(3, None, Some("York")));
        let back = undo(2, &log).unwrap();
        log.extend(back.into_iter().map(|body| change(4, body)));
        let now: Site = fold(&log);
        assert_eq!(now.name.unwrap().as_str(), "Rowan House");
        assert_eq!(now.town.unwrap().as_str(), "York");
    }

    #[test]
    fn what_was_changed_since_is_named_and_nothing_is_set_back() {
        let log = [
            set(1, Some("Rowan House"), None),
            set(2, Some("Rowan Court"), None),
            set(3, Some("Elm"), None),
        ];
        assert_eq!(undo(2, &log), Err(UndoError::ChangedSince { field: "name" }));
        let by = in_the_way(ActionId::from_uuid(id(2)), "name", &log).unwrap();
        assert_eq!(by.action, ActionId::from_uuid(id(3)));
        assert!(in_the_way(ActionId::from_uuid(id(2)), "town", &log).is_none());
        assert!(is_possible(ActionId::from_uuid(id(3)), Entity::Site(site()), &log));
    }

    #[test]
    fn an_undo_can_be_undone() {
        let mut log = vec![set(1, Some("Rowan House"), None), set(2, Some("Rowan Court"), None)];
        let back = undo(2, &log).unwrap();
        log.extend(back.into_iter().map(|body| change(3, body)));
        let again = undo(3, &log).unwrap();
        log.extend(again.into_iter().map(|body| change(4, body)));
        let now: Site = fold(&log);
        assert_eq!(now.name.unwrap().as_str(), "Rowan Court");
    }

    proptest! {
        #[test]
        fn undoing_the_last_action_gives_the_state_before_it(
            steps in prop::collection::vec((prop::option::of("[A-Z][a-z]{2,8}"), prop::option::of("[A-Z][a-z]{2,8}")), 1..8),
        ) {
            let mut log = Vec::new();
            for (number, (name, town)) in (1..).zip(&steps) {
                log.push(set(number, name.as_deref(), town.as_deref()));
            }
            let last = u64::try_from(steps.len()).unwrap();
            let earlier: Site = fold(&log[..log.len() - 1]);
            let back = undo(last, &log).unwrap();
            log.extend(back.into_iter().map(|body| change(last + 1, body)));
            prop_assert_eq!(fold::<Site>(&log), earlier);
        }

        #[test]
        fn any_order_of_arrival_gives_one_state(
            steps in prop::collection::vec((prop::option::of("[A-Z][a-z]{2,8}"), prop::option::of("[A-Z][a-z]{2,8}")), 1..8),
            seed in any::<u64>(),
        ) {
            let mut log: Vec<Change> =
                (1..).zip(&steps).map(|(number, (name, town))| set(number, name.as_deref(), town.as_deref())).collect();
            let in_order: Site = fold(&log);
            let length = log.len();
            for index in 0..length {
                let other = usize::try_from(seed.rotate_left(u32::try_from(index).unwrap()) % 64).unwrap() % length;
                log.swap(index, other);
            }
            prop_assert_eq!(fold::<Site>(&log), in_order);
        }
    }
}
