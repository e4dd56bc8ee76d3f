//! The log: appending changes and reading them back.
//!
//! Each computer's changes form a chain: every change carries the hash of the one before it. The hash covers the stored bytes,
//! open and sealed, so it can be checked without any key, and stays right after keys are destroyed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::ids::Id;
use super::{StoreError, keys};
use crate::domain::change::{Body, Change, Entity, EntityKind, KeyClass, LogicalClock, PartOf, Stamp};
use crate::domain::ids::{ActionId, ChangeId, DeviceId, KeyId, PersonId};
use crate::random;
use crate::secret;

/// The hash before a chain's first change.
pub(super) const START: [u8; 32] = [0; 32];

/// The end of one computer's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The computer.
    pub device: DeviceId,
    /// The number of its last change; 0 before its first.
    pub sequence: u64,
    /// The hash of its last change.
    pub hash: [u8; 32],
}

/// A change as its row holds it.
pub(super) struct Stored {
    pub(super) place: i64,
    pub(super) id: ChangeId,
    pub(super) stamp: Stamp,
    pub(super) action: ActionId,
    pub(super) undoes: Option<ActionId>,
    pub(super) author: Option<PersonId>,
    pub(super) kind: String,
    pub(super) version: u16,
    pub(super) effective: Option<String>,
    pub(super) open: Vec<u8>,
    pub(super) previous: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

pub(super) const COLUMNS: &str = "c.place, c.id, c.device, c.sequence, c.clock_millis, c.clock_count, c.action, c.undoes, \
     c.author, c.kind, c.version, c.effective, c.open, c.previous, c.hash";

impl Stored {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            place: row.get(0)?,
            id: row.get::<_, Id>(1)?.into(),
            stamp: Stamp {
                device: row.get::<_, Id>(2)?.into(),
                sequence: row.get(3)?,
                clock: LogicalClock {
                    millis: row.get(4)?,
                    count: row.get(5)?,
                },
            },
            action: row.get::<_, Id>(6)?.into(),
            undoes: row.get::<_, Option<Id>>(7)?.map(Into::into),
            author: row.get::<_, Option<Id>>(8)?.map(Into::into),
            kind: row.get(9)?,
            version: row.get(10)?,
            effective: row.get(11)?,
            open: row.get(12)?,
            previous: row.get(13)?,
            hash: row.get(14)?,
        })
    }

    /// The hash its bytes should have.
    pub(super) fn hash_now(&self, parts: &[SealedPart]) -> [u8; 32] {
        let mut sum = Sum::new();
        sum.bytes(self.id.uuid().as_bytes());
        sum.bytes(self.stamp.device.uuid().as_bytes());
        sum.number(self.stamp.sequence);
        sum.bytes(&self.stamp.clock.millis.to_be_bytes());
        sum.number(u64::from(self.stamp.clock.count));
        sum.bytes(self.action.uuid().as_bytes());
        sum.bytes(
            self.undoes
                .map(|id| *id.uuid().as_bytes())
                .as_ref()
                .map_or(&[], |id| id.as_slice()),
        );
        sum.bytes(
            self.author
                .map(|id| *id.uuid().as_bytes())
                .as_ref()
                .map_or(&[], |id| id.as_slice()),
        );
        sum.bytes(self.kind.as_bytes());
        sum.number(u64::from(self.version));
        sum.bytes(self.effective.as_deref().unwrap_or_default().as_bytes());
        sum.bytes(&self.open);
        sum.number(u64::try_from(parts.len()).unwrap_or(u64::MAX));
        for part in parts {
            sum.bytes(part.of.holder().as_bytes());
            sum.bytes(part.of.class().name().as_bytes());
            sum.bytes(part.key.uuid().as_bytes());
            sum.bytes(&part.bytes);
        }
        sum.bytes(&self.previous);
        sum.finish()
    }

    /// The change, opened as far as its keys go. `None` for a newer kind, which is kept and skipped.
    pub(super) fn open(&self, connection: &Connection, parts: &[SealedPart]) -> Result<Option<Change>, StoreError> {
        let Some(mut body) = Body::read(self.version, &self.open) else {
            return Ok(None);
        };
        let recorded_on = crate::clock::today(self.stamp.clock.timestamp());
        for part in parts {
            let associated = associated(self.id, part.of, &self.kind, self.version);
            match keys::find(connection, part.key)? {
                Some(keys::Kept::Here(key)) => match secret::open(&key, &associated, &part.bytes) {
                    Ok(json) => body.attach(part.of, Ok(&json), recorded_on),
                    Err(_) => body.attach(part.of, Err(recorded_on), recorded_on),
                },
                Some(keys::Kept::Destroyed(on)) => body.attach(part.of, Err(on), recorded_on),
                None => body.attach(part.of, Err(recorded_on), recorded_on),
            }
        }
        Ok(Some(Change {
            id: self.id,
            stamp: self.stamp,
            action: self.action,
            undoes: self.undoes,
            author: self.author,
            body,
        }))
    }
}

/// A sealed part as its row holds it.
pub(super) struct SealedPart {
    pub(super) of: PartOf,
    pub(super) key: KeyId,
    pub(super) bytes: Vec<u8>,
}

/// SHA-256 over fields with their lengths, so that no two lists of fields give the same bytes.
struct Sum(Sha256);

impl Sum {
    fn new() -> Self {
        Self(Sha256::new_with_prefix(b"mailbox-steward change 1"))
    }

    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.0.update(bytes);
    }

    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// What a sealed part is bound to: a part moved to another change, person or kind does not open.
fn associated(change: ChangeId, of: PartOf, kind: &str, version: u16) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    bytes.extend_from_slice(change.uuid().as_bytes());
    bytes.extend_from_slice(of.holder().as_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes.extend_from_slice(of.class().name().as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(kind.as_bytes());
    bytes
}

/// What stands around a change that is about to be recorded.
pub(super) struct Around {
    pub(super) now: Timestamp,
    pub(super) action: ActionId,
    pub(super) undoes: Option<ActionId>,
    pub(super) author: Option<PersonId>,
}

/// Appends one change to this computer's chain and moves its head and clock on.
pub(super) fn append(
    connection: &Connection,
    head: &mut Head,
    clock: &mut LogicalClock,
    around: &Around,
    body: Body,
) -> Result<Change, StoreError> {
    let next_clock = clock.next(around.now);
    let id = ChangeId::from_uuid(random::uuid_v7(around.now));
    let mut stored = Stored {
        place: 0,
        id,
        stamp: Stamp {
            device: head.device,
            sequence: head.sequence + 1,
            clock: next_clock,
        },
        action: around.action,
        undoes: around.undoes,
        author: around.author,
        kind: body.kind().to_owned(),
        version: Body::VERSION,
        effective: body.effective().map(|day| day.to_string()),
        open: body.open_part()?,
        previous: head.hash.to_vec(),
        hash: Vec::new(),
    };
    let mut parts = Vec::new();
    for (of, json) in body.sealed_parts()? {
        let (key_id, key) = keys::sealing(connection, of, around.now)?;
        let bytes = secret::seal(&key, &associated(id, of, &stored.kind, stored.version), &json)?;
        parts.push(SealedPart { of, key: key_id, bytes });
    }
    let hash = stored.hash_now(&parts);
    stored.hash = hash.to_vec();

    connection
        .prepare_cached(
            "INSERT INTO change (id, device, sequence, clock_millis, clock_count, action, undoes, author, kind, version, \
             effective, open, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            Id::from(stored.id),
            Id::from(stored.stamp.device),
            stored.stamp.sequence,
            stored.stamp.clock.millis,
            stored.stamp.clock.count,
            Id::from(stored.action),
            stored.undoes.map(Id::from),
            stored.author.map(Id::from),
            stored.kind,
            stored.version,
            stored.effective,
            stored.open,
            stored.previous,
            stored.hash,
        ])?;
    let place = connection.last_insert_rowid();
    let mut seal = connection.prepare_cached(
        "INSERT INTO sealed_part (change, part, person, class, key, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (number, part) in parts.iter().enumerate() {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let of = part.of;
        seal.execute(params![
            place,
            number,
            Id(of.holder()),
            of.class().name(),
            Id::from(part.key),
            part.bytes
        ])?;
    }
    let mut about =
        connection.prepare_cached("INSERT INTO change_about (entity, change, kind, itself) VALUES (?1, ?2, ?3, ?4)")?;
    for (entity, itself) in filed_under(&body) {
        about.execute(params![Id(entity.uuid()), place, entity.kind().name(), itself])?;
    }

    *head = Head {
        device: head.device,
        sequence: stored.stamp.sequence,
        hash,
    };
    *clock = next_clock;
    Ok(Change {
        id,
        stamp: stored.stamp,
        action: around.action,
        undoes: around.undoes,
        author: around.author,
        body,
    })
}

/// What a change is to be found under, each with whether it is the thing itself.
fn filed_under(body: &Body) -> BTreeMap<Entity, bool> {
    let joined = body.also_about().into_iter().map(|entity| (entity, false));
    let changed = body.entities().into_iter().map(|entity| (entity, true));
    joined.chain(changed).collect()
}

/// Under how many things a change is found, if it is found under all it is about. `None` for a newer kind, which says what
/// it is about in a way that is not known here.
pub(super) fn filed(connection: &Connection, stored: &Stored) -> Result<Option<Filed>, StoreError> {
    let Some(body) = Body::read(stored.version, &stored.open) else {
        return Ok(None);
    };
    let mut find =
        connection.prepare_cached("SELECT kind, itself FROM change_about WHERE entity = ?1 AND change = ?2")?;
    let under = filed_under(&body);
    for (entity, itself) in &under {
        let found = find
            .query_row(params![Id(entity.uuid()), stored.place], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
            })
            .optional()?;
        if found.is_none_or(|(kind, found)| kind != entity.kind().name() || found != *itself) {
            return Ok(Some(Filed::Wrongly));
        }
    }
    Ok(Some(Filed::Under(under.len())))
}

/// How a change is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filed {
    /// Under everything it is about: so many things.
    Under(usize),
    /// Not under everything it is about.
    Wrongly,
}

/// How often a change is found under a thing, all changes and things together.
pub(super) fn count_filed(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.query_row("SELECT count(*) FROM change_about", [], |row| row.get(0))?)
}

/// The sealed parts of one change, in order.
pub(super) fn parts_of(connection: &Connection, place: i64) -> Result<Vec<SealedPart>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT person, class, key, bytes FROM sealed_part WHERE change = ?1 ORDER BY part")?;
    let rows = statement.query_map([place], |row| {
        Ok((
            row.get::<_, Id>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Id>(2)?,
            row.get::<_, Vec<u8>>(3)?,
        ))
    })?;
    let mut parts = Vec::new();
    for row in rows {
        let (holder, class, key, bytes) = row?;
        let class = KeyClass::from_name(&class).ok_or(StoreError::Damaged)?;
        parts.push(SealedPart {
            of: PartOf::new(class, holder.0),
            key: key.into(),
            bytes,
        });
    }
    Ok(parts)
}

fn opened(connection: &Connection, stored: Vec<Stored>) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::with_capacity(stored.len());
    for row in stored {
        let parts = parts_of(connection, row.place)?;
        changes.extend(row.open(connection, &parts)?);
    }
    Ok(changes)
}

/// The changes of one thing itself, or also those that join it, in the order they reached this file. Who came to work at a site
/// and left stands with each person: hundreds of posts would bury what happened to the site.
pub(super) fn about(connection: &Connection, entity: Entity, joined_too: bool) -> Result<Vec<Change>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM change_about a JOIN change c ON c.place = a.change \
         WHERE a.entity = ?1 AND a.kind = ?2 AND (a.itself = 1 OR (?3 AND NOT (a.kind = 'site' AND c.kind = 'post'))) \
         ORDER BY a.change"
    ))?;
    let rows = statement.query_map(
        params![Id(entity.uuid()), entity.kind().name(), joined_too],
        Stored::read,
    )?;
    opened(connection, rows.collect::<Result<_, _>>()?)
}

/// The changes of one action, in order.
pub(super) fn of_action(connection: &Connection, action: ActionId) -> Result<Vec<Change>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM change c WHERE c.action = ?1 ORDER BY c.place"
    ))?;
    let rows = statement.query_map([Id::from(action)], Stored::read)?;
    opened(connection, rows.collect::<Result<_, _>>()?)
}

/// The actions that undid this one.
pub(super) fn undone_by(connection: &Connection, action: ActionId) -> Result<Vec<ActionId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT action FROM change WHERE undoes = ?1")?;
    let rows = statement.query_map([Id::from(action)], |row| row.get::<_, Id>(0))?;
    Ok(rows.map(|row| row.map(Into::into)).collect::<Result<_, _>>()?)
}

/// The requests that hold a part sealed with a key of this person or request.
pub(super) fn requests_sealing(connection: &Connection, holder: uuid::Uuid) -> Result<Vec<Entity>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT a.entity FROM sealed_part s JOIN change_about a ON a.change = s.change \
         WHERE s.person = ?1 AND a.kind = 'request' AND a.itself = 1",
    )?;
    let rows = statement.query_map([Id(holder)], |row| row.get::<_, Id>(0))?;
    Ok(rows
        .map(|row| row.map(|id| Entity::Request(id.into())))
        .collect::<Result<_, _>>()?)
}

/// The things whose changes name this one: whose post, access, path or request it is.
pub(super) fn joining(connection: &Connection, entity: Entity) -> Result<BTreeSet<Entity>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT i.kind, i.entity FROM change_about a JOIN change_about i ON i.change = a.change AND i.itself = 1 \
         WHERE a.entity = ?1 AND a.kind = ?2 AND a.itself = 0",
    )?;
    let rows = statement.query_map(params![Id(entity.uuid()), entity.kind().name()], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Id>(1)?))
    })?;
    let mut things = BTreeSet::new();
    for row in rows {
        let (kind, id) = row?;
        things.extend(EntityKind::from_name(&kind).map(|kind| Entity::new(kind, id.0)));
    }
    Ok(things)
}

/// Where the chain of each computer ends.
pub(super) fn heads(connection: &Connection) -> Result<Vec<Head>, StoreError> {
    let mut statement = connection.prepare("SELECT device, max(sequence), hash FROM change GROUP BY device")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, Id>(0)?, row.get::<_, u64>(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    let mut heads = Vec::new();
    for row in rows {
        let (device, sequence, hash) = row?;
        heads.push(Head {
            device: device.into(),
            sequence,
            hash: hash.try_into().map_err(|_| StoreError::Damaged)?,
        });
    }
    Ok(heads)
}

/// Where this computer's chain ends, and the latest clock of any computer.
pub(super) fn ends(connection: &Connection, device: DeviceId) -> Result<(Head, LogicalClock), StoreError> {
    let head = connection
        .query_row(
            "SELECT sequence, hash FROM change WHERE device = ?1 ORDER BY sequence DESC LIMIT 1",
            [Id::from(device)],
            |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?)),
        )
        .optional()?;
    let head = match head {
        None => Head {
            device,
            sequence: 0,
            hash: START,
        },
        Some((sequence, hash)) => Head {
            device,
            sequence,
            hash: hash.try_into().map_err(|_| StoreError::Damaged)?,
        },
    };
    let clock = connection
        .query_row(
            "SELECT clock_millis, clock_count FROM change ORDER BY clock_millis DESC, clock_count DESC LIMIT 1",
            [],
            |row| {
                Ok(LogicalClock {
                    millis: row.get(0)?,
                    count: row.get(1)?,
                })
            },
        )
        .optional()?;
    Ok((head, clock.unwrap_or_default()))
}
