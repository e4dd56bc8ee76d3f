//! People who may be one person twice: the same mobile, personal email or NHSmail address, or names that look alike.
//!
//! Each record holds whether there is another like it, so that Today finds the few among thousands without comparing all.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::ids::Id;
use super::{Register, StoreError};
use crate::domain::duplicate::Likeness;
use crate::domain::ids::{PersonId, SiteId};
use crate::domain::person::Person;
use crate::domain::{FullName, PersonalEmail};

/// A value two records may share, by what it makes them.
pub(super) type Key = (Likeness, String);

/// From so many values on, everybody is compared at once.
const MANY: usize = 500;

/// The values of a record that stands by itself.
pub(super) fn keys(person: &Person) -> BTreeSet<Key> {
    if !person.is_present() {
        return BTreeSet::new();
    }
    let identity = person.identity.here();
    let contact = person.contact.here();
    let name = identity.and_then(|identity| identity.full_name.as_ref());
    let address = identity.and_then(|identity| identity.nhsmail_address.as_ref());
    let mobiles = contact.map(|contact| [&contact.personal_mobile, &contact.linked_mobile]);
    let email = contact.and_then(|contact| contact.personal_email.as_ref());
    let mobiles = mobiles.into_iter().flatten().flatten();
    let mut keys: BTreeSet<Key> = mobiles
        .map(|mobile| (Likeness::Mobile, mobile.as_str().to_owned()))
        .collect();
    keys.extend(email.map(|email| (Likeness::Email, PersonalEmail::uniqueness_key(email))));
    keys.extend(address.map(|address| (Likeness::Address, address.as_str().to_owned())));
    keys.extend(name.map(|name| (Likeness::Name, FullName::look_alike_key(name))));
    keys.retain(|(_, value)| !value.is_empty());
    keys
}

const fn having(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Mobile => "(personal_mobile = ?1 OR linked_mobile = ?1)",
        Likeness::Email => "personal_email = ?1",
        Likeness::Address => "nhsmail_address = ?1",
        Likeness::Name => "look_alike = ?1",
    }
}

/// Whether another record shares one of these values.
pub(super) fn is_alike(connection: &Connection, id: PersonId, keys: &BTreeSet<Key>) -> Result<bool, StoreError> {
    for (likeness, value) in keys {
        let shared = connection
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM person WHERE {} AND +present = 1 AND id <> ?2)",
                having(*likeness)
            ))?
            .query_row(params![value, Id::from(id)], |row| row.get(0))?;
        if shared {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes which records are alike, where these values were given or taken away and these records were changed.
pub(super) fn liken(
    connection: &Connection,
    changed: &BTreeSet<Key>,
    records: &BTreeSet<PersonId>,
) -> Result<(), StoreError> {
    if changed.is_empty() && records.is_empty() {
        return Ok(());
    }
    if changed.len() > MANY || records.len() > MANY {
        connection.execute("UPDATE person SET alike = 0 WHERE alike = 1", [])?;
        connection.execute(ALL_AT_ONCE, [])?;
        return Ok(());
    }
    let mut alone: BTreeSet<PersonId> = records.clone();
    for (likeness, value) in changed {
        let those = having(*likeness);
        let mut statement =
            connection.prepare_cached(&format!("SELECT id FROM person WHERE {those} AND +present = 1 LIMIT 2"))?;
        let rows = statement.query_map([value], |row| row.get::<_, Id>(0))?;
        let having: Vec<PersonId> = rows.map(|row| row.map(Into::into)).collect::<Result<_, _>>()?;
        match having[..] {
            [] => {}
            [only] => {
                alone.insert(only);
            }
            _ => {
                connection
                    .prepare_cached(&format!(
                        "UPDATE person SET alike = 1 WHERE {those} AND +present = 1 AND +alike = 0"
                    ))?
                    .execute([value])?;
            }
        }
    }
    let mut read = connection.prepare_cached("SELECT doc FROM person WHERE id = ?1")?;
    let mut write = connection.prepare_cached("UPDATE person SET alike = ?2 WHERE id = ?1 AND +alike <> ?2")?;
    for id in alone {
        let mut rows = read.query([Id::from(id)])?;
        let Some(row) = rows.next()? else { continue };
        let person: Person = super::tables::parse(&row.get::<_, String>(0)?)?;
        let alike = is_alike(connection, id, &keys(&person))?;
        write.execute(params![Id::from(id), alike])?;
    }
    Ok(())
}

/// Marks every record that shares a value with another.
const ALL_AT_ONCE: &str = "UPDATE person SET alike = 1 WHERE present = 1 AND place IN ( \
    SELECT place FROM person WHERE look_alike IN \
        (SELECT look_alike FROM person WHERE present = 1 AND look_alike > '' GROUP BY look_alike HAVING count(*) > 1) \
    UNION SELECT place FROM person WHERE nhsmail_address IN \
        (SELECT nhsmail_address FROM person WHERE present = 1 AND nhsmail_address > '' GROUP BY nhsmail_address HAVING count(*) > 1) \
    UNION SELECT place FROM person WHERE personal_email IN \
        (SELECT personal_email FROM person WHERE present = 1 AND personal_email > '' GROUP BY personal_email HAVING count(*) > 1) \
    UNION SELECT m.place FROM \
        (SELECT place, personal_mobile AS mobile FROM person WHERE present = 1 \
         UNION SELECT place, linked_mobile FROM person WHERE present = 1) m WHERE m.mobile IN \
        (SELECT mobile FROM (SELECT place, personal_mobile AS mobile FROM person WHERE present = 1 \
         UNION SELECT place, linked_mobile FROM person WHERE present = 1) \
         WHERE mobile IS NOT NULL GROUP BY mobile HAVING count(*) > 1))";

/// Two records that may be one person, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikePair {
    /// The one that was added first.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// What they share, never empty.
    pub likeness: BTreeSet<Likeness>,
}

impl Register<'_> {
    /// The pairs of records that may be one person and that nobody has said to be two: those that share a number or an address
    /// first, then those whose names look alike. At one site: those of whom one has or had a post there. At most `most`.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn alike_pairs(self, site: Option<SiteId>, most: usize) -> Result<Vec<AlikePair>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, p.look_alike, p.nhsmail_address, p.personal_email, p.personal_mobile, p.linked_mobile, \
             ?1 IS NULL OR EXISTS (SELECT 1 FROM post o WHERE o.person = p.id AND o.site = ?1 AND o.present = 1) \
             FROM person p WHERE p.alike = 1 ORDER BY p.sort_name, p.id",
        )?;
        let mut by_key: BTreeMap<Key, Vec<(usize, PersonId, bool)>> = BTreeMap::new();
        let mut rows = statement.query([site.map(Id::from)])?;
        let mut place = 0;
        while let Some(row) = rows.next()? {
            place += 1;
            let id = PersonId::from(row.get::<_, Id>(0)?);
            let here: bool = row.get(6)?;
            for key in keys_of(row)? {
                by_key.entry(key).or_default().push((place, id, here));
            }
        }
        let apart = self.said_to_be_two()?;
        // By their names' places, so that the pairs come in the order of the list.
        let mut found: BTreeMap<(bool, usize, usize), AlikePair> = BTreeMap::new();
        let mut of_pair: BTreeMap<(PersonId, PersonId), (bool, usize, usize)> = BTreeMap::new();
        for ((likeness, _), people) in &by_key {
            for (index, (place, one, here)) in people.iter().enumerate() {
                for (other_place, other, other_here) in people.iter().skip(index + 1) {
                    let pair = ordered(*one, *other);
                    if !(*here || *other_here) || apart.contains(&pair) {
                        continue;
                    }
                    // The keys come with the names last: what a pair shares beside its name was met before.
                    let at = of_pair
                        .entry(pair)
                        .or_insert((*likeness == Likeness::Name, *place, *other_place));
                    if let Some(known) = found.get_mut(at) {
                        known.likeness.insert(*likeness);
                    } else if found.len() < most {
                        found.insert(
                            *at,
                            AlikePair {
                                one: pair.0,
                                other: pair.1,
                                likeness: BTreeSet::from([*likeness]),
                            },
                        );
                    } else if *likeness == Likeness::Name {
                        return Ok(found.into_values().collect());
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// How many pairs [`Register::alike_pairs`] gives, counted until there are `most`: where many are alike, the first of them are
    /// enough.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn count_alike_pairs(self, site: Option<SiteId>, most: usize) -> Result<usize, StoreError> {
        let mut statement = self.connection.prepare_cached(match site {
            None => {
                "SELECT p.id, p.look_alike, p.nhsmail_address, p.personal_email, p.personal_mobile, p.linked_mobile \
                 FROM person p WHERE p.alike = 1 AND ?1 IS NULL ORDER BY p.sort_name, p.id"
            }
            Some(_) => {
                "SELECT p.id, p.look_alike, p.nhsmail_address, p.personal_email, p.personal_mobile, p.linked_mobile \
                 FROM person p WHERE p.id IN (SELECT o.person FROM post o WHERE o.site = ?1 AND o.present = 1) \
                 AND +p.alike = 1"
            }
        })?;
        let apart = self.said_to_be_two()?;
        let mut pairs: BTreeSet<(PersonId, PersonId)> = BTreeSet::new();
        let mut met: BTreeMap<Key, Vec<PersonId>> = BTreeMap::new();
        let mut rows = statement.query([site.map(Id::from)])?;
        while let Some(row) = rows.next()? {
            let id = PersonId::from(row.get::<_, Id>(0)?);
            for key in keys_of(row)? {
                let others = if site.is_some() {
                    self.having(&key, id)?
                } else {
                    let met = met.entry(key).or_default();
                    met.push(id);
                    met.clone()
                };
                let new = others
                    .into_iter()
                    .filter(|other| *other != id)
                    .map(|other| ordered(id, other));
                pairs.extend(new.filter(|pair| !apart.contains(pair)));
            }
            if pairs.len() >= most {
                return Ok(most);
            }
        }
        Ok(pairs.len())
    }

    /// The other records with this value, 50 at most.
    fn having(self, (likeness, value): &Key, except: PersonId) -> Result<Vec<PersonId>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT id FROM person WHERE {} AND +present = 1 AND id <> ?2 ORDER BY id LIMIT 50",
            having(*likeness)
        ))?;
        let rows = statement.query_map(params![value, Id::from(except)], |row| row.get::<_, Id>(0))?;
        Ok(rows.map(|row| row.map(Into::into)).collect::<Result<_, _>>()?)
    }

    /// The other records like this one that nobody has said to be another person's, at most `most`.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn alike_to(self, person: PersonId, most: usize) -> Result<Vec<PersonId>, StoreError> {
        let keys = self.person(person)?.map(|kept| keys(&kept)).unwrap_or_default();
        let apart = self.said_to_be_two()?;
        let mut others = Vec::new();
        for key in &keys {
            for other in self.having(key, person)? {
                if others.len() < most && !others.contains(&other) && !apart.contains(&ordered(person, other)) {
                    others.push(other);
                }
            }
        }
        Ok(others)
    }

    /// What two records share.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn likeness_of(self, one: PersonId, other: PersonId) -> Result<BTreeSet<Likeness>, StoreError> {
        let of = |id| -> Result<BTreeSet<Key>, StoreError> {
            Ok(self.person(id)?.map(|person| keys(&person)).unwrap_or_default())
        };
        let (one, other) = (of(one)?, of(other)?);
        Ok(one.intersection(&other).map(|(likeness, _)| *likeness).collect())
    }

    /// The pairs of records that somebody has said to be two people.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn said_to_be_two(self) -> Result<BTreeSet<(PersonId, PersonId)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT one, other FROM aside WHERE other IS NOT NULL AND present = 1")?;
        let rows = statement.query_map([], |row| {
            Ok(ordered(row.get::<_, Id>(0)?.into(), row.get::<_, Id>(1)?.into()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The records that somebody has said to be two people, each time with what says so, newest first.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn two_people(self) -> Result<Vec<super::AsideRow>, StoreError> {
        self.all(
            "SELECT id, doc FROM aside WHERE other IS NOT NULL AND present = 1 ORDER BY id DESC",
            [],
        )
    }

    /// The record that stands for this one: itself, where it was put into no other.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn standing_for(self, person: PersonId) -> Result<PersonId, StoreError> {
        super::merged::standing_for(self.connection, person)
    }

    /// Every record this one stands for, itself first.
    ///
    /// # Errors
    /// As [`Register::settings`].
    pub fn records_of(self, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
        super::merged::records_of(self.connection, person)
    }
}

/// The values that a row of `person` shares with others: its name, address, email and mobiles, from the second column on.
fn keys_of(row: &Row<'_>) -> Result<BTreeSet<Key>, StoreError> {
    let mut keys = BTreeSet::new();
    for (column, likeness) in [
        (1, Likeness::Name),
        (2, Likeness::Address),
        (3, Likeness::Email),
        (4, Likeness::Mobile),
        (5, Likeness::Mobile),
    ] {
        let value: Option<String> = row.get(column)?;
        keys.extend(value.filter(|value| !value.is_empty()).map(|value| (likeness, value)));
    }
    Ok(keys)
}

/// A pair, the record that was added first in front.
#[must_use]
pub(crate) fn ordered(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one <= other { (one, other) } else { (other, one) }
}
