//! Checking the file: every change against its hash and the one before it, every chain against its head kept outside the
//! file, every table against the log.
//!
//! This finds damage and casual editing. Somebody who holds the key can write a chain that is whole.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};

use super::log::{self, Filed, Stored};
use super::{Head, StoreError, tables};
use crate::domain::change::EntityKind;
use crate::domain::ids::DeviceId;

/// What kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DamageKind {
    /// The stored bytes of a change are not those it was made with, or it is not found under what it is about.
    Altered,
    /// A change does not follow the one before it, though none is missing.
    Reordered,
    /// Changes are missing between two others.
    Missing(u64),
    /// The last changes of a chain are missing.
    TailMissing(u64),
    /// A table's row is not what the log says.
    TableDiffers(EntityKind),
    /// The database itself finds the file damaged.
    File,
}

/// One damage, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// What kind.
    pub kind: DamageKind,
    /// Whose chain.
    pub device: Option<DeviceId>,
    /// Which number in it.
    pub sequence: Option<u64>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many changes were checked.
    pub changes: u64,
    /// What is wrong.
    pub damage: Vec<Damage>,
    /// Whether the check was stopped before its end.
    pub stopped: bool,
}

struct Chain {
    sequence: u64,
    hash: Vec<u8>,
    place: i64,
}

pub(super) fn run(
    connection: &Connection,
    heads: &[Head],
    mut progress: impl FnMut(u64) -> bool,
) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    let mut chains: BTreeMap<DeviceId, Chain> = BTreeMap::new();
    let outside: BTreeMap<DeviceId, &Head> = heads.iter().map(|head| (head.device, head)).collect();
    let mut found = BTreeSet::new();
    // How often changes are to be found under things; `None` once that is not known.
    let mut filed = Some(0);

    let mut statement = connection.prepare(&format!(
        "SELECT {} FROM change c ORDER BY c.device, c.sequence",
        log::COLUMNS
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let stored = Stored::read(row)?;
        let (device, sequence) = (stored.stamp.device, stored.stamp.sequence);
        let mut damage = |kind| {
            found.insert(Damage {
                kind,
                device: Some(device),
                sequence: Some(sequence),
            })
        };
        let last = chains.remove(&device).unwrap_or(Chain {
            sequence: 0,
            hash: log::START.to_vec(),
            place: 0,
        });
        let parts = log::parts_of(connection, stored.place)?;
        if stored.hash_now(&parts).as_slice() != stored.hash {
            damage(DamageKind::Altered);
        }
        match log::filed(connection, &stored)? {
            Some(Filed::Under(things)) => filed = filed.map(|filed| filed + things),
            Some(Filed::Wrongly) => {
                damage(DamageKind::Altered);
                filed = None;
            }
            None => filed = None,
        }
        if sequence > last.sequence + 1 {
            damage(DamageKind::Missing(sequence - last.sequence - 1));
        } else if stored.previous != last.hash || stored.place < last.place {
            damage(DamageKind::Reordered);
        }
        if let Some(head) = outside.get(&device)
            && head.sequence == sequence
            && head.hash.as_slice() != stored.hash
        {
            damage(DamageKind::Altered);
        }
        chains.insert(
            device,
            Chain {
                sequence,
                hash: stored.hash,
                place: stored.place,
            },
        );
        verified.changes += 1;
        if verified.changes % 256 == 0 && !progress(verified.changes) {
            verified.stopped = true;
            break;
        }
    }
    drop(rows);
    if !verified.stopped {
        for head in heads {
            let last = chains.get(&head.device).map_or(0, |chain| chain.sequence);
            if head.sequence > last {
                found.insert(Damage {
                    kind: DamageKind::TailMissing(head.sequence - last),
                    device: Some(head.device),
                    sequence: Some(last),
                });
            }
        }
        if let Some(filed) = filed
            && log::count_filed(connection)? != filed
        {
            found.insert(Damage {
                kind: DamageKind::Altered,
                device: None,
                sequence: None,
            });
        }
        let mut differs = tables::strays(connection)?;
        for entity in tables::entities(connection)? {
            if !tables::agrees(connection, entity)? {
                differs.push(entity.kind());
            }
        }
        found.extend(differs.into_iter().map(|kind| Damage {
            kind: DamageKind::TableDiffers(kind),
            device: None,
            sequence: None,
        }));
    }
    verified.damage = found.into_iter().collect();
    Ok(verified)
}

/// Every page against its own authentication code, and then how the pages hang together.
pub(super) fn check_file(connection: &Connection) -> Result<Vec<Damage>, StoreError> {
    for (check, sound) in [
        ("PRAGMA cipher_integrity_check", None),
        ("PRAGMA quick_check(1)", Some("ok")),
    ] {
        let found = connection
            .prepare(check)
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, String>(0)).optional());
        let found = match found.map_err(StoreError::from) {
            Ok(found) => found.as_deref() != sound,
            // A page that cannot be read ends the check with an error.
            Err(StoreError::Damaged | StoreError::NotOpened) => true,
            Err(error) => return Err(error),
        };
        if found {
            return Ok(vec![Damage {
                kind: DamageKind::File,
                device: None,
                sequence: None,
            }]);
        }
    }
    Ok(Vec::new())
}
