//! The keys that open the sealed parts of changes: two for each person, one for the calls about each request, and a new one after
//! the old was destroyed. The column `person` holds the id of the person or request.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use super::StoreError;
use super::ids::Id;
use crate::domain::change::PartOf;
use crate::domain::ids::KeyId;
use crate::random;
use crate::secret::Key;

/// A key, or the day it was destroyed.
pub(super) enum Kept {
    /// The key.
    Here(Key),
    /// Destroyed on this day.
    Destroyed(Date),
}

fn key_of(bytes: &[u8]) -> Result<Key, StoreError> {
    Ok(Key::new(bytes.try_into().map_err(|_| StoreError::Damaged)?))
}

/// The key with this id. `None` when the file has no such row at all.
pub(super) fn find(connection: &Connection, id: KeyId) -> Result<Option<Kept>, StoreError> {
    let row = connection
        .prepare_cached("SELECT bytes, destroyed_on FROM class_key WHERE id = ?1")?
        .query_row([Id::from(id)], |row| {
            Ok((
                row.get::<_, Option<Vec<u8>>>(0)?.map(Zeroizing::new),
                row.get::<_, Option<String>>(1)?,
            ))
        })
        .optional()?;
    match row {
        None => Ok(None),
        Some((Some(bytes), _)) => Ok(Some(Kept::Here(key_of(&bytes)?))),
        Some((None, day)) => {
            let day = day
                .as_deref()
                .and_then(|day| day.parse().ok())
                .ok_or(StoreError::Damaged)?;
            Ok(Some(Kept::Destroyed(day)))
        }
    }
}

/// The key that seals new parts of this kind, made when there is none.
pub(super) fn sealing(connection: &Connection, part: PartOf, now: jiff::Timestamp) -> Result<(KeyId, Key), StoreError> {
    let found = connection
        .prepare_cached("SELECT id, bytes FROM class_key WHERE person = ?1 AND class = ?2 AND bytes IS NOT NULL")?
        .query_row(params![Id(part.holder()), part.class().name()], |row| {
            Ok((row.get::<_, Id>(0)?, Zeroizing::new(row.get::<_, Vec<u8>>(1)?)))
        })
        .optional()?;
    if let Some((id, bytes)) = found {
        return Ok((id.into(), key_of(&bytes)?));
    }
    let (id, key) = (KeyId::from_uuid(random::uuid_v7(now)), Key::random());
    connection
        .prepare_cached("INSERT INTO class_key (id, person, class, bytes) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            Id::from(id),
            Id(part.holder()),
            part.class().name(),
            key.expose().as_slice()
        ])?;
    Ok((id, key))
}

/// Destroys every key of this kind and holder.
pub(super) fn destroy(connection: &Connection, part: PartOf, on: Date) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE class_key SET bytes = NULL, destroyed_on = ?3 WHERE person = ?1 AND class = ?2 AND bytes IS NOT NULL",
        params![Id(part.holder()), part.class().name(), on.to_string()],
    )?;
    Ok(())
}
