//! The fold of each thing, kept in tables for queries. Everything here can be dropped and drawn again from the log.
//!
//! What the search holds of a person, and the last day of their posts, is not written with their row but once at the end, by [`index`], for everybody it may have
//! changed for: taking a row out of the search costs as much as there are people, and putting rows in is quick only in their order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::ids::Id;
use super::listed::role_key;
use super::{Register, StoreError, alike, log, merged, search};
use crate::domain::access::{Access, AccessLevel};
use crate::domain::answer::Answer;
use crate::domain::aside::Aside;
use crate::domain::change::{Change, Entity, EntityKind, Fold, fold};
use crate::domain::ids::{MailboxId, PersonId, SiteId};
use crate::domain::path::{self, Asked, Held, Known, Path};
use crate::domain::person::Person;
use crate::domain::post::Post;
use crate::domain::request::{Request, RequestState};
use crate::domain::settings::Settings;
use crate::domain::site::{Mailbox, Site};
use crate::domain::{FullName, PersonalEmail, folded};
use crate::random;

/// The last day of somebody who works here, or has no post at all: after every day that can be typed.
const NO_LAST_DAY: &str = "9999-12-31";

/// A thing with a table of its own.
pub(super) trait Kept: Fold + Serialize + DeserializeOwned + Clone {
    /// How its document is read by id, and whom it was recorded for where somebody else stands for them.
    const LOAD: &'static str;

    /// How its other columns are read by id, in the order of [`Kept::columns`].
    const COLUMNS: &'static str;

    /// What its row holds beside the id and the document: what is searched.
    fn columns(&self) -> Vec<Value>;

    /// As everybody sees it: with the people who stand for those it was recorded for.
    fn shown(&self, _: &Connection, _: Uuid) -> Result<Cow<'_, Self>, StoreError> {
        Ok(Cow::Borrowed(self))
    }

    /// As its changes leave it, from what everybody sees and whom it was recorded for.
    fn as_recorded(&mut self, _: Option<PersonId>) {}

    /// Keeps whom it was recorded for, where everybody sees somebody else.
    fn keep_recorded(&self, _: &Self, _: &Connection, _: Uuid) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes its row.
    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError>;

    /// Whom the search has to follow when it changes.
    fn found_as(&self, _: Uuid) -> Option<PersonId> {
        None
    }

    /// Whose paths may have other steps left when it changes.
    fn walked_by(&self, _: Uuid) -> Vec<PersonId> {
        Vec::new()
    }

    /// The mailbox it owns, whose other owners' paths may have other steps left when it changes.
    fn owns(&self) -> Option<MailboxId> {
        None
    }

    /// Whether what other tables hold of it is what it says.
    fn agrees_elsewhere(&self, _: &Connection, _: Uuid) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// Reads its row.
    fn load(connection: &Connection, id: Uuid) -> Result<Option<Self>, StoreError> {
        let row = connection
            .prepare_cached(Self::LOAD)?
            .query_row([Id(id)], |row| {
                let recorded = if row.as_ref().column_count() > 1 {
                    row.get::<_, Option<Id>>(1)?
                } else {
                    None
                };
                Ok((row.get::<_, String>(0)?, recorded))
            })
            .optional()?;
        let Some((doc, recorded)) = row else { return Ok(None) };
        let mut thing: Self = parse(&doc)?;
        thing.as_recorded(recorded.map(Into::into));
        Ok(Some(thing))
    }
}

/// Writes a thing's row as everybody sees it, and whom it was recorded for.
pub(super) fn save<T: Kept>(connection: &Connection, id: Uuid, thing: &T) -> Result<(), StoreError> {
    let shown = thing.shown(connection, id)?;
    shown.save(connection, id)?;
    thing.keep_recorded(&shown, connection, id)
}

/// A thing of one person, which is another's where another record stands for them.
macro_rules! of_person {
    ($table:literal) => {
        fn shown(&self, connection: &Connection, _: Uuid) -> Result<Cow<'_, Self>, StoreError> {
            let Some(person) = self.person else {
                return Ok(Cow::Borrowed(self));
            };
            let stands = merged::standing_for(connection, person)?;
            Ok(if stands == person {
                Cow::Borrowed(self)
            } else {
                Cow::Owned(Self {
                    person: Some(stands),
                    ..self.clone()
                })
            })
        }

        fn as_recorded(&mut self, recorded: Option<PersonId>) {
            self.person = recorded.or(self.person);
        }

        fn keep_recorded(&self, shown: &Self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
            match self.person {
                Some(person) if shown.person != self.person => merged::keep_recorded(
                    connection,
                    concat!("UPDATE ", $table, " SET recorded = ?2 WHERE id = ?1"),
                    id,
                    person,
                ),
                _ => Ok(()),
            }
        }
    };
}

/// A document from a table. One that cannot be read is damage: the log can draw it again.
pub(super) fn parse<T: DeserializeOwned>(doc: &str) -> Result<T, StoreError> {
    serde_json::from_str(doc).map_err(|_| StoreError::Damaged)
}

/// The values of a row: its id, its document and its columns.
fn row(id: Uuid, thing: &impl Kept) -> Result<impl IntoIterator<Item = Value>, StoreError> {
    let doc = serde_json::to_string(thing)?;
    Ok([id_value(Some(id)), doc.into()].into_iter().chain(thing.columns()))
}

fn day(date: Option<Date>) -> Value {
    date.map(|date| date.to_string()).into()
}

fn text(text: Option<impl Into<String>>) -> Value {
    text.map(Into::into).into()
}

fn id_value(id: Option<Uuid>) -> Value {
    id.map(|id| id.as_bytes().to_vec()).into()
}

impl Kept for Site {
    const LOAD: &'static str = "SELECT doc FROM site WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, name, ods_code FROM site WHERE id = ?1";

    fn columns(&self) -> Vec<Value> {
        vec![
            (self.present == Some(true)).into(),
            text(self.name.as_ref().map(|name| folded(name.as_str()))),
            text(self.ods_code.as_ref().map(AsRef::<str>::as_ref)),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO site (id, doc, present, name, ods_code) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }
}

impl Kept for Mailbox {
    const LOAD: &'static str = "SELECT doc FROM mailbox WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, site, address FROM mailbox WHERE id = ?1";

    fn columns(&self) -> Vec<Value> {
        vec![
            (self.present == Some(true)).into(),
            id_value(self.site.map(SiteId::uuid)),
            text(self.address.as_ref().map(AsRef::<str>::as_ref)),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO mailbox (id, doc, present, site, address) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }
}

impl Kept for Person {
    const LOAD: &'static str = "SELECT doc FROM person WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, sort_name, look_alike, nhsmail_address, personal_mobile, linked_mobile, personal_email, \
         marked_leaver, has_account, last_active, disabled, number_checked, merged_into, same_as FROM person WHERE id = ?1";

    fn shown(&self, connection: &Connection, id: Uuid) -> Result<Cow<'_, Self>, StoreError> {
        let own = PersonId::from_uuid(id);
        if self.merged_into.is_none() {
            return Ok(Cow::Borrowed(self));
        }
        let end = merged::end_of_links(connection, own, self)?;
        Ok(Cow::Owned(Self {
            same_as: (end != own).then_some(end),
            ..self.clone()
        }))
    }

    fn as_recorded(&mut self, _: Option<PersonId>) {
        self.same_as = None;
    }

    fn columns(&self) -> Vec<Value> {
        let identity = self.identity.here();
        let contact = self.contact.here();
        let name = identity.and_then(|identity| identity.full_name.as_ref());
        let address = identity.and_then(|identity| identity.nhsmail_address.as_ref());
        let personal_mobile = contact.and_then(|contact| contact.personal_mobile.as_ref());
        let linked_mobile = contact.and_then(|contact| contact.linked_mobile.as_ref());
        let email = contact.and_then(|contact| contact.personal_email.as_ref());
        vec![
            self.is_present().into(),
            name.map(|name| folded(name.as_str())).unwrap_or_default().into(),
            text(name.map(FullName::look_alike_key)),
            text(address.map(AsRef::<str>::as_ref)),
            text(personal_mobile.map(AsRef::<str>::as_ref)),
            text(linked_mobile.map(AsRef::<str>::as_ref)),
            text(email.map(PersonalEmail::uniqueness_key)),
            day(self.facts.marked_leaver_on),
            (self.facts.has_account == Some(Answer::Yes)).into(),
            day(self.facts.last_confirmed_active_on.or(self.facts.account_created_on)),
            day(self.facts.disabled_on),
            // Nothing is to be asked of somebody without a number.
            text(personal_mobile.or(linked_mobile).map(|_| {
                self.facts
                    .number_checked_on
                    .map(|on| on.to_string())
                    .unwrap_or_default()
            })),
            id_value(self.merged_into.map(PersonId::uuid)),
            id_value(self.same_as.map(PersonId::uuid)),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT INTO person (id, doc, present, sort_name, look_alike, nhsmail_address, personal_mobile, \
                 linked_mobile, personal_email, marked_leaver, has_account, last_active, disabled, number_checked, \
                 merged_into, same_as) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
                 ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, present = excluded.present, \
                 sort_name = excluded.sort_name, look_alike = excluded.look_alike, \
                 nhsmail_address = excluded.nhsmail_address, personal_mobile = excluded.personal_mobile, \
                 linked_mobile = excluded.linked_mobile, personal_email = excluded.personal_email, \
                 marked_leaver = excluded.marked_leaver, has_account = excluded.has_account, \
                 last_active = excluded.last_active, disabled = excluded.disabled, \
                 number_checked = excluded.number_checked, merged_into = excluded.merged_into, \
                 same_as = excluded.same_as",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }

    fn found_as(&self, id: Uuid) -> Option<PersonId> {
        Some(PersonId::from_uuid(id))
    }

    fn walked_by(&self, id: Uuid) -> Vec<PersonId> {
        vec![PersonId::from_uuid(id)]
    }

    fn agrees_elsewhere(&self, connection: &Connection, id: Uuid) -> Result<bool, StoreError> {
        let found: Option<String> = connection
            .prepare_cached(
                "SELECT s.words FROM person p JOIN person_search s ON s.rowid = p.search_row AND s.person = p.place \
                 WHERE p.id = ?1",
            )?
            .query_row([Id(id)], |row| row.get(0))
            .optional()?;
        let person = PersonId::from_uuid(id);
        let (last, alike): (String, bool) = connection
            .prepare_cached("SELECT last_day, alike FROM person WHERE id = ?1")?
            .query_row([Id(id)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found == words_of(connection, person, self)?
            && last == last_day_of(connection, person)?
            && alike == alike::is_alike(connection, person, &alike::keys(self))?)
    }
}

/// The words somebody is found by; none for somebody who is not in the list.
fn words_of(connection: &Connection, id: PersonId, person: &Person) -> Result<Option<String>, StoreError> {
    if person.is_present() {
        Ok(Some(search::indexed(person, &roles_of(connection, id)?)))
    } else {
        Ok(None)
    }
}

/// The last day of somebody's posts, or [`NO_LAST_DAY`].
fn last_day_of(connection: &Connection, person: PersonId) -> Result<String, StoreError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(coalesce(to_day, ?2)), ?2) FROM post WHERE person = ?1 AND present = 1")?
        .query_row(params![Id::from(person), NO_LAST_DAY], |row| row.get(0))?)
}

/// Writes what hangs on the posts of these people, where that changed: their last day, and what the search holds of them.
fn index(connection: &Connection, people: &BTreeSet<PersonId>) -> Result<(), StoreError> {
    let mut out = Vec::new();
    let mut into = Vec::new();
    {
        let mut person = connection
            .prepare_cached("SELECT place, doc, sort_name, search_row, last_day FROM person WHERE id = ?1")?;
        let mut end = connection.prepare_cached("UPDATE person SET last_day = ?2 WHERE place = ?1")?;
        let mut held = connection.prepare_cached("SELECT words FROM person_search WHERE rowid = ?1")?;
        for id in people {
            let row = person.query_row([Id::from(*id)], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, Option<i64>>(3)?,
                    row.get::<_, String>(4)?,
                ))
            });
            let Some((place, doc, sort_name, old, last)) = row.optional()? else {
                continue;
            };
            let last_now = last_day_of(connection, *id)?;
            if last != last_now {
                end.execute(params![place, last_now])?;
            }
            let person: Person = parse(&doc)?;
            let words = words_of(connection, *id, &person)?;
            let old_words: Option<String> = match old {
                Some(old) => held.query_row([old], |row| row.get(0)).optional()?,
                None => None,
            };
            if old_words == words && old.is_none_or(|old| search::is_in_order(old, &sort_name)) {
                continue;
            }
            out.extend(old);
            into.push((
                search::row_number(&sort_name, u32::from_be_bytes(random::bytes())),
                place,
                sort_name,
                words,
            ));
        }
    }
    out.sort_unstable();
    into.sort_unstable();
    let mut delete = connection.prepare_cached("DELETE FROM person_search WHERE rowid = ?1")?;
    for row in out {
        delete.execute([row])?;
    }
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO person_search (rowid, words, person) VALUES (?1, ?2, ?3)")?;
    for (row, place, sort_name, words) in &mut into {
        // Two people whose names begin alike may draw the same number: draw again.
        while words.is_some() && insert.execute(params![*row, *words, *place])? == 0 {
            *row = search::row_number(sort_name, u32::from_be_bytes(random::bytes()));
        }
    }
    let mut point = connection.prepare_cached("UPDATE person SET search_row = ?2 WHERE place = ?1")?;
    for (row, place, _, words) in into {
        point.execute(params![place, words.map(|_| row)])?;
    }
    Ok(())
}

fn roles_of(connection: &Connection, person: PersonId) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT doc FROM post WHERE person = ?1 AND present = 1 AND to_day IS NULL")?;
    let docs = statement.query_map([Id::from(person)], |row| row.get::<_, String>(0))?;
    let mut roles = Vec::new();
    for doc in docs {
        roles.extend(parse::<Post>(&doc?)?.role.map(|role| role.as_str().to_owned()));
    }
    Ok(roles)
}

impl Kept for Post {
    const LOAD: &'static str = "SELECT doc, recorded FROM post WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, person, site, from_day, to_day, role FROM post WHERE id = ?1";

    of_person!("post");

    fn columns(&self) -> Vec<Value> {
        vec![
            (self.present == Some(true)).into(),
            id_value(self.person.map(PersonId::uuid)),
            id_value(self.site.map(SiteId::uuid)),
            day(self.from),
            day(self.to),
            text(self.role.as_ref().map(|role| role_key(role.as_str()))),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO post (id, doc, present, person, site, from_day, to_day, role) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }

    /// A role is one of the words a person is found by.
    fn found_as(&self, _: Uuid) -> Option<PersonId> {
        self.person
    }

    fn walked_by(&self, _: Uuid) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
}

impl Kept for Access {
    const LOAD: &'static str = "SELECT doc, recorded FROM access WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, person, mailbox, level, from_day, to_day FROM access WHERE id = ?1";

    of_person!("access");

    fn columns(&self) -> Vec<Value> {
        vec![
            (self.present == Some(true)).into(),
            id_value(self.person.map(PersonId::uuid)),
            id_value(self.mailbox.map(MailboxId::uuid)),
            text(self.level.map(AccessLevel::name)),
            day(self.from),
            day(self.to),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO access (id, doc, present, person, mailbox, level, from_day, to_day) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }

    fn walked_by(&self, _: Uuid) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }

    fn owns(&self) -> Option<MailboxId> {
        self.mailbox.filter(|_| self.level == Some(AccessLevel::Owner))
    }
}

impl Kept for Request {
    const LOAD: &'static str = "SELECT doc FROM request WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT kind, state, mailbox, drafted_on FROM request WHERE id = ?1";

    fn columns(&self) -> Vec<Value> {
        let composed = self.composed.as_ref();
        vec![
            text(composed.map(|composed| composed.kind.name())),
            self.state().name().to_owned().into(),
            id_value(composed.map(|composed| composed.mailbox.uuid())),
            day(composed.map(|composed| composed.on)),
        ]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO request (id, doc, kind, state, mailbox, drafted_on) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params_from_iter(row(id, self)?))?;
        connection
            .prepare_cached("DELETE FROM request_person WHERE request = ?1")?
            .execute([Id(id)])?;
        let mut insert = connection
            .prepare_cached("INSERT OR REPLACE INTO request_person (request, person, state) VALUES (?1, ?2, ?3)")?;
        for (person, state) in people_of(connection, self)? {
            insert.execute(params![Id(id), Id::from(person), state.name()])?;
        }
        Ok(())
    }

    fn agrees_elsewhere(&self, connection: &Connection, id: Uuid) -> Result<bool, StoreError> {
        let mut statement = connection.prepare_cached("SELECT person, state FROM request_person WHERE request = ?1")?;
        let rows = statement.query_map([Id(id)], |row| {
            Ok((PersonId::from(row.get::<_, Id>(0)?), row.get::<_, String>(1)?))
        })?;
        let kept: BTreeMap<PersonId, String> = rows.collect::<Result<_, _>>()?;
        let here = people_of(connection, self)?;
        Ok(kept.len() == here.len()
            && here
                .iter()
                .all(|(person, state)| kept.get(person).is_some_and(|kept| kept == state.name())))
    }

    fn walked_by(&self, _: Uuid) -> Vec<PersonId> {
        self.people().collect()
    }
}

/// The people of a request, and where each of them stands. Somebody who is in it under two records stands where the one is that
/// is further from its end.
fn people_of(connection: &Connection, request: &Request) -> Result<BTreeMap<PersonId, RequestState>, StoreError> {
    let mut people: BTreeMap<PersonId, RequestState> = BTreeMap::new();
    for person in request.people() {
        let state = request.state_of(person);
        people
            .entry(merged::standing_for(connection, person)?)
            .and_modify(|known| *known = state.min(*known))
            .or_insert(state);
    }
    Ok(people)
}

impl Kept for Path {
    const LOAD: &'static str = "SELECT doc, recorded FROM path WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, person, open FROM path WHERE id = ?1";

    of_person!("path");

    fn columns(&self) -> Vec<Value> {
        vec![
            (self.present == Some(true)).into(),
            id_value(self.person.map(PersonId::uuid)),
            self.is_open().into(),
        ]
    }

    /// What is left to do is written at the end of the action, by [`follow`].
    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached("INSERT OR REPLACE INTO path (id, doc, present, person, open) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params_from_iter(row(id, self)?))?;
        Ok(())
    }

    fn walked_by(&self, _: Uuid) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }

    fn agrees_elsewhere(&self, connection: &Connection, id: Uuid) -> Result<bool, StoreError> {
        let kept: Option<(Option<String>, Option<String>)> = connection
            .prepare_cached("SELECT steps_left, next_due FROM path WHERE id = ?1")?
            .query_row([Id(id)], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let left = match self.person {
            Some(person) if self.is_open() => {
                let person = merged::standing_for(connection, person)?;
                left_of(self, &known_of(connection, person)?)?
            }
            _ => (None, None),
        };
        Ok(kept == Some(left))
    }
}

impl Kept for Aside {
    const LOAD: &'static str = "SELECT doc FROM aside WHERE id = ?1";
    const COLUMNS: &'static str = "SELECT present, until FROM aside WHERE id = ?1";

    fn agrees_elsewhere(&self, connection: &Connection, id: Uuid) -> Result<bool, StoreError> {
        let kept: (Option<Id>, Option<Id>) = connection
            .prepare_cached("SELECT one, other FROM aside WHERE id = ?1")?
            .query_row([Id(id)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pair_of(connection, self)?.map(|(one, other)| (Id::from(one), Id::from(other))) == kept.0.zip(kept.1))
    }

    fn columns(&self) -> Vec<Value> {
        vec![(self.present == Some(true)).into(), day(self.until)]
    }

    fn save(&self, connection: &Connection, id: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached("INSERT OR REPLACE INTO aside (id, doc, present, until) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params_from_iter(row(id, self)?))?;
        if let Some((one, other)) = pair_of(connection, self)? {
            connection
                .prepare_cached("UPDATE aside SET one = ?2, other = ?3 WHERE id = ?1")?
                .execute(params![Id(id), Id::from(one), Id::from(other)])?;
        }
        Ok(())
    }
}

/// The records that stand for the two that are two people.
fn pair_of(connection: &Connection, aside: &Aside) -> Result<Option<(PersonId, PersonId)>, StoreError> {
    let (Some(one), Some(other)) = (aside.person, aside.other) else {
        return Ok(None);
    };
    let stands = |person| merged::standing_for(connection, person);
    Ok(Some(alike::ordered(stands(one)?, stands(other)?)))
}

/// The steps a path has left to do and the first of their days, as its row holds them.
fn left_of(path: &Path, known: &Known) -> Result<(Option<String>, Option<String>), StoreError> {
    let left = path::left(path, known);
    let first = left.iter().map(|(_, due)| *due).min();
    let steps = if left.is_empty() {
        None
    } else {
        Some(serde_json::to_string(&left)?)
    };
    Ok((steps, first.map(|due| due.to_string())))
}

/// Everything that is known of somebody that decides the steps of their paths.
pub(super) fn known_of(connection: &Connection, person: PersonId) -> Result<Known, StoreError> {
    let register = Register::new(connection);
    let mut held = Vec::new();
    for (_, access) in register.access_of(person)? {
        let (mut site, mut other_owners) = (None, Vec::new());
        if let Some(mailbox) = access.mailbox {
            site = register.mailbox(mailbox)?.and_then(|mailbox| mailbox.site);
            let owners = register.owners_of(mailbox)?.into_iter().map(|(_, owner)| owner);
            other_owners.extend(owners.filter(|owner| owner.person != Some(person)));
        }
        held.push(Held {
            access,
            site,
            other_owners,
        });
    }
    let requests = register.requests(Some(person), false)?;
    let records = merged::records_of(connection, person)?;
    Ok(Known {
        facts: register.person(person)?.map(|person| person.facts).unwrap_or_default(),
        posts: register.posts_of(person)?.into_iter().map(|(_, post)| post).collect(),
        held,
        asked: requests
            .iter()
            .flat_map(|(id, request)| records.iter().filter_map(|record| Asked::of(*id, request, *record)))
            .collect(),
    })
}

/// What an action touched, whose consequences are written once at its end.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Whom the search follows.
    to_index: BTreeSet<PersonId>,
    /// Whose paths may have other steps left.
    walking: BTreeSet<PersonId>,
    /// The mailboxes whose owners' paths may have other steps left.
    owned: BTreeSet<MailboxId>,
    /// The values that were given or taken away, by which two records may be alike.
    likened: BTreeSet<alike::Key>,
    /// The records whose values changed.
    changed: BTreeSet<PersonId>,
}

impl Touched {
    pub(super) fn by<T: Kept>(&mut self, thing: &T, id: Uuid) {
        self.to_index.extend(thing.found_as(id));
        self.walking.extend(thing.walked_by(id));
        self.owned.extend(thing.owns());
    }

    /// A record that another stands for from now on, or no more, and both records that do.
    pub(super) fn links(&mut self, person: &Person, of: [PersonId; 3]) {
        self.to_index.extend(of);
        self.walking.extend(of);
        self.changed.extend(of);
        self.likened.extend(alike::keys(person));
    }

    fn likens(&mut self, person: PersonId, before: &Person, now: &Person) {
        let (before, now) = (alike::keys(before), alike::keys(now));
        if before != now {
            self.likened.extend(before.symmetric_difference(&now).cloned());
            self.changed.insert(person);
        }
    }

    /// The people whose paths may have other steps left, as those who stand for them; of many only those with one that goes on.
    pub(super) fn walking(&self, connection: &Connection) -> Result<BTreeSet<PersonId>, StoreError> {
        if self.walking.len() <= FEW {
            return self
                .walking
                .iter()
                .map(|person| merged::standing_for(connection, *person))
                .collect();
        }
        let walking = on_paths(connection)?;
        let mut people = BTreeSet::new();
        for person in &self.walking {
            people.insert(merged::standing_for(connection, *person)?);
        }
        Ok(people.intersection(&walking).copied().collect())
    }
}

/// Writes what follows from an action for the search, the last days and the paths.
pub(super) fn settle(connection: &Connection, touched: &Touched) -> Result<(), StoreError> {
    let mut to_index = touched.to_index.clone();
    for person in &touched.to_index {
        to_index.insert(merged::standing_for(connection, *person)?);
    }
    index(connection, &to_index)?;
    alike::liken(connection, &touched.likened, &touched.changed)?;
    follow(connection, touched)
}

/// Up to so many people are looked up one by one; of more, those on a path are asked for at once.
const FEW: usize = 64;

/// Everybody with a path that goes on.
fn on_paths(connection: &Connection) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT person FROM path WHERE open = 1")?;
    let rows = statement.query_map([], |row| row.get::<_, Option<Id>>(0))?;
    let mut people = BTreeSet::new();
    for row in rows {
        people.extend(row?.map(PersonId::from));
    }
    Ok(people)
}

/// Writes which steps the open paths of these people have left.
fn follow(connection: &Connection, touched: &Touched) -> Result<(), StoreError> {
    let mut people = touched.walking(connection)?;
    {
        let mut owners = connection.prepare_cached(
            "SELECT a.person FROM access a WHERE a.mailbox = ?1 AND a.present = 1 AND +a.level = ?2 AND EXISTS \
             (SELECT 1 FROM path p WHERE p.person = a.person AND p.present = 1 AND p.open = 1)",
        )?;
        for mailbox in &touched.owned {
            let rows = owners.query_map(params![Id::from(*mailbox), AccessLevel::Owner.name()], |row| {
                row.get::<_, Option<Id>>(0)
            })?;
            for row in rows {
                people.extend(row?.map(PersonId::from));
            }
        }
    }
    if people.len() > FEW {
        let walking = on_paths(connection)?;
        people.retain(|person| walking.contains(person));
    }
    let mut open = connection.prepare_cached(
        "SELECT id, doc, steps_left, next_due FROM path WHERE person = ?1 AND present = 1 AND open = 1",
    )?;
    let mut write = connection.prepare_cached("UPDATE path SET steps_left = ?2, next_due = ?3 WHERE id = ?1")?;
    for person in people {
        let rows = open.query_map([Id::from(person)], |row| {
            Ok((
                row.get::<_, Id>(0)?,
                row.get::<_, String>(1)?,
                (row.get::<_, Option<String>>(2)?, row.get::<_, Option<String>>(3)?),
            ))
        })?;
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        if rows.is_empty() {
            continue;
        }
        let known = known_of(connection, person)?;
        for (id, doc, kept) in rows {
            let left = left_of(&parse(&doc)?, &known)?;
            if left != kept {
                write.execute(params![id, left.0, left.1])?;
            }
        }
    }
    Ok(())
}

impl Kept for Settings {
    const LOAD: &'static str = "SELECT doc FROM settings WHERE one = 1 OR ?1 IS NULL";
    const COLUMNS: &'static str = "SELECT one FROM settings WHERE one = 1 OR ?1 IS NULL";

    fn columns(&self) -> Vec<Value> {
        vec![Value::Integer(1)]
    }

    fn save(&self, connection: &Connection, _: Uuid) -> Result<(), StoreError> {
        connection
            .prepare_cached("INSERT OR REPLACE INTO settings (one, doc) VALUES (1, ?1)")?
            .execute([serde_json::to_string(self)?])?;
        Ok(())
    }
}

/// Calls `$go::<Thing>` for the kind of thing an entity is.
macro_rules! with_thing {
    ($entity:expr, $go:ident ( $($arg:expr),* )) => {
        match $entity.kind() {
            EntityKind::Site => $go::<Site>($($arg),*),
            EntityKind::Mailbox => $go::<Mailbox>($($arg),*),
            EntityKind::Person => $go::<Person>($($arg),*),
            EntityKind::Post => $go::<Post>($($arg),*),
            EntityKind::Access => $go::<Access>($($arg),*),
            EntityKind::Request => $go::<Request>($($arg),*),
            EntityKind::Settings => $go::<Settings>($($arg),*),
            EntityKind::Path => $go::<Path>($($arg),*),
            EntityKind::Aside => $go::<Aside>($($arg),*),
        }
    };
}

/// Applies a change that is later than every change before it.
pub(super) fn apply(connection: &Connection, change: &Change, touched: &mut Touched) -> Result<(), StoreError> {
    fn go<T: Kept>(
        connection: &Connection,
        change: &Change,
        id: Uuid,
        touched: &mut Touched,
    ) -> Result<(), StoreError> {
        let mut thing = T::load(connection, id)?.unwrap_or_default();
        // Taking a post back also takes away whose it was.
        touched.by(&thing, id);
        thing.apply(change);
        touched.by(&thing, id);
        save(connection, id, &thing)
    }
    for entity in change.body.entities() {
        if let Entity::Person(person) = entity {
            let before = Person::load(connection, person.uuid())?.unwrap_or_default();
            let mut now = before.clone();
            now.apply(change);
            save_person(connection, person, &before, &now, touched)?;
        } else {
            with_thing!(entity, go(connection, change, entity.uuid(), touched))?;
        }
    }
    Ok(())
}

/// Writes a person's row, and what hangs on the links to and from it where those changed.
fn save_person(
    connection: &Connection,
    id: PersonId,
    before: &Person,
    now: &Person,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    touched.by(now, id.uuid());
    touched.likens(id, before, now);
    if merged::linked(before) == merged::linked(now) {
        return save(connection, id.uuid(), now);
    }
    merged::relink(connection, id, now, touched)
}

/// Draws one thing again from all its changes.
pub(super) fn redraw(connection: &Connection, entity: Entity, touched: &mut Touched) -> Result<(), StoreError> {
    fn go<T: Kept>(connection: &Connection, entity: Entity, touched: &mut Touched) -> Result<(), StoreError> {
        let changes = log::about(connection, entity, false)?;
        if changes.is_empty() {
            return Ok(());
        }
        let thing: T = fold(&changes);
        touched.by(&thing, entity.uuid());
        save(connection, entity.uuid(), &thing)
    }
    let Entity::Person(person) = entity else {
        return with_thing!(entity, go(connection, entity, touched));
    };
    let changes = log::about(connection, entity, false)?;
    if changes.is_empty() {
        return Ok(());
    }
    let before = Person::load(connection, person.uuid())?.unwrap_or_default();
    save_person(connection, person, &before, &fold(&changes), touched)
}

/// Whether the table's row, and what other tables hold of the thing, is what the log says.
pub(super) fn agrees(connection: &Connection, entity: Entity) -> Result<bool, StoreError> {
    fn go<T: Kept + PartialEq>(connection: &Connection, entity: Entity) -> Result<bool, StoreError> {
        let changes = log::about(connection, entity, false)?;
        if changes.is_empty() {
            // Only changes of a newer kind: nothing was drawn from them.
            return Ok(true);
        }
        let id = entity.uuid();
        let thing: T = fold(&changes);
        let columns = connection
            .prepare_cached(T::COLUMNS)?
            .query_row([Id(id)], |row| {
                (0..row.as_ref().column_count())
                    .map(|column| row.get(column))
                    .collect::<rusqlite::Result<Vec<Value>>>()
            })
            .optional()?;
        let shown = thing.shown(connection, id)?;
        Ok(T::load(connection, id)?.as_ref() == Some(&thing)
            && columns.as_ref() == Some(&shown.columns())
            && shown.agrees_elsewhere(connection, id)?)
    }
    match with_thing!(entity, go(connection, entity)) {
        // A document that cannot be read.
        Err(StoreError::Damaged) => Ok(false),
        other => other,
    }
}

/// The kinds of thing whose tables hold rows that nothing in the log has made.
pub(super) fn strays(connection: &Connection) -> Result<Vec<EntityKind>, StoreError> {
    const UNMADE: &str =
        "NOT EXISTS (SELECT 1 FROM change_about a WHERE a.entity = t.id AND a.kind = ?1 AND a.itself = 1)";
    let mut strays = Vec::new();
    for kind in EntityKind::ALL {
        let stray = match kind {
            EntityKind::Settings => "SELECT EXISTS (SELECT 1 FROM settings) \
                 AND NOT EXISTS (SELECT 1 FROM change_about WHERE kind = ?1 AND itself = 1)"
                .to_owned(),
            EntityKind::Request => format!(
                "SELECT EXISTS (SELECT 1 FROM request t WHERE {UNMADE}) \
                 OR EXISTS (SELECT 1 FROM request_person q WHERE NOT EXISTS (SELECT 1 FROM request r WHERE r.id = q.request))"
            ),
            EntityKind::Person => format!(
                "SELECT EXISTS (SELECT 1 FROM person t WHERE {UNMADE}) \
                 OR EXISTS (SELECT 1 FROM person_search s WHERE NOT EXISTS \
                   (SELECT 1 FROM person p WHERE p.place = s.person AND p.search_row = s.rowid))"
            ),
            EntityKind::Site
            | EntityKind::Mailbox
            | EntityKind::Post
            | EntityKind::Access
            | EntityKind::Path
            | EntityKind::Aside => {
                format!("SELECT EXISTS (SELECT 1 FROM {} t WHERE {UNMADE})", kind.name())
            }
        };
        if connection.query_row(&stray, [kind.name()], |row| row.get(0))? {
            strays.push(*kind);
        }
    }
    Ok(strays)
}

/// Everything the log holds changes of.
pub(super) fn entities(connection: &Connection) -> Result<Vec<Entity>, StoreError> {
    let mut statement = connection.prepare("SELECT DISTINCT kind, entity FROM change_about WHERE itself = 1")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Id>(1)?)))?;
    let mut entities = Vec::new();
    for row in rows {
        let (kind, id) = row?;
        entities.extend(EntityKind::from_name(&kind).map(|kind| Entity::new(kind, id.0)));
    }
    entities.sort();
    Ok(entities)
}

/// Empties every table that is drawn from the log.
pub(super) fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "DELETE FROM site; DELETE FROM mailbox; DELETE FROM person; DELETE FROM post; DELETE FROM access;
         DELETE FROM request; DELETE FROM request_person; DELETE FROM settings; DELETE FROM person_search;
         DELETE FROM path; DELETE FROM aside;",
    )?;
    Ok(())
}
