//! Records that are one person: which record stands for which, and whose the things of the others are.
//!
//! A link is a fact of the record that is put into another. Who stands for whom follows from all the links there are, so whatever
//! hangs on it is written again when a link, or the record at its end, changes.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::ids::Id;
use super::tables::{self, Kept, Touched};
use super::{StoreError, log};
use crate::domain::access::Access;
use crate::domain::aside::Aside;
use crate::domain::change::Entity;
use crate::domain::ids::PersonId;
use crate::domain::path::Path;
use crate::domain::person::Person;
use crate::domain::post::Post;
use crate::domain::request::Request;

/// The record that stands for this one as far as is written down: itself, where it was put into no other.
pub(super) fn standing_for(connection: &Connection, person: PersonId) -> Result<PersonId, StoreError> {
    let other = connection
        .prepare_cached("SELECT same_as FROM person WHERE id = ?1")?
        .query_row([Id::from(person)], |row| row.get::<_, Option<Id>>(0))
        .optional()?
        .flatten();
    Ok(other.map_or(person, Into::into))
}

/// Every record this one stands for, itself first.
pub(super) fn records_of(connection: &Connection, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM person WHERE same_as = ?1 ORDER BY id")?;
    let rows = statement.query_map([Id::from(person)], |row| row.get::<_, Id>(0))?;
    let mut records = vec![person];
    for row in rows {
        records.push(row?.into());
    }
    Ok(records)
}

/// The end of the links that begin at `person`. A link to a record that is not there, or was erased while this one was not, leads
/// nowhere. Of links in a ring, which two computers can make, the smallest id stands for all.
pub(super) fn end_of_links(connection: &Connection, id: PersonId, person: &Person) -> Result<PersonId, StoreError> {
    let mut way = vec![id];
    let mut erased = person.erased_on.is_some();
    let mut next = person.merged_into;
    while let Some(to) = next {
        if let Some(ring) = way.iter().position(|before| *before == to) {
            return Ok(way.iter().skip(ring).min().copied().unwrap_or(to));
        }
        let Some(other) = Person::load(connection, to.uuid())?.filter(Person::is_recorded) else {
            break;
        };
        if other.erased_on.is_some() && !erased {
            break;
        }
        erased = other.erased_on.is_some();
        way.push(to);
        next = other.merged_into;
    }
    Ok(way.last().copied().unwrap_or(id))
}

/// What a record says that decides where links end: its own link, whether it is there, and whether it was erased.
pub(super) type Linked = (Option<PersonId>, bool, bool);

/// What of a record decides where the links through it end.
pub(super) fn linked(person: &Person) -> Linked {
    (person.merged_into, person.is_recorded(), person.erased_on.is_some())
}

/// Writes a record whose links changed, with who stands for it and for all that lead to it, and what is theirs.
pub(super) fn relink(
    connection: &Connection,
    id: PersonId,
    changed: &Person,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    let before: Vec<(PersonId, PersonId)> = leading_to(connection, id)?
        .into_iter()
        .map(|record| Ok((record, standing_for(connection, record)?)))
        .collect::<Result<_, StoreError>>()?;
    tables::save(connection, id.uuid(), changed)?;
    for (record, before) in before {
        let person = if record == id {
            changed.clone()
        } else {
            let Some(person) = Person::load(connection, record.uuid())? else {
                continue;
            };
            tables::save(connection, record.uuid(), &person)?;
            person
        };
        let now = standing_for(connection, record)?;
        if before != now {
            touched.links(&person, [record, before, now]);
            for thing in log::joining(connection, Entity::Person(record))? {
                again(connection, thing, touched)?;
            }
        }
    }
    Ok(())
}

/// This record and every one whose links lead through it.
fn leading_to(connection: &Connection, id: PersonId) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM person WHERE merged_into = ?1")?;
    let mut found = BTreeSet::from([id]);
    let mut to_ask = vec![id];
    while let Some(asked) = to_ask.pop() {
        let rows = statement.query_map([Id::from(asked)], |row| row.get::<_, Id>(0))?;
        for row in rows {
            let from = PersonId::from(row?);
            if found.insert(from) {
                to_ask.push(from);
            }
        }
    }
    Ok(found)
}

/// Writes a thing's row again as it is.
fn again(connection: &Connection, thing: Entity, touched: &mut Touched) -> Result<(), StoreError> {
    fn go<T: Kept>(connection: &Connection, entity: Entity, touched: &mut Touched) -> Result<(), StoreError> {
        if let Some(thing) = T::load(connection, entity.uuid())? {
            touched.by(&thing, entity.uuid());
            tables::save(connection, entity.uuid(), &thing)?;
        }
        Ok(())
    }
    match thing {
        Entity::Post(_) => go::<Post>(connection, thing, touched),
        Entity::Access(_) => go::<Access>(connection, thing, touched),
        Entity::Path(_) => go::<Path>(connection, thing, touched),
        Entity::Aside(_) => go::<Aside>(connection, thing, touched),
        Entity::Request(_) => go::<Request>(connection, thing, touched),
        Entity::Site(_) | Entity::Mailbox(_) | Entity::Person(_) | Entity::Settings => Ok(()),
    }
}

/// Keeps whose a row was recorded for, where somebody else stands for them.
pub(super) fn keep_recorded(
    connection: &Connection,
    update: &str,
    id: uuid::Uuid,
    recorded: PersonId,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(update)?
        .execute(params![Id(id), Id::from(recorded)])?;
    Ok(())
}
