//! The open staff list and what belongs to it while it is open.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::imports::Imports;
use crate::contract::ApiError;
use crate::domain::ids::{PersonId, RegisterId};
use crate::files::FileError;
use crate::logged::KindOf;
use crate::store::{self, Lanes, LanesClosed, StoreError, Writer};
use crate::vault::meta;
use crate::vault::{Meta, RegisterSecret};

/// The meta file's name in the data folder.
const META_NAME: &str = "register.json";

/// The fact of this computer that says who worked here last.
pub(super) const WORKING_AS: &str = "working_as";

/// The files of a staff list in its folder.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    pub(super) folder: PathBuf,
}

impl Paths {
    pub(super) fn register(&self) -> PathBuf {
        self.folder.join(store::FILE_NAME)
    }

    /// A staff list that is being made; it gets its name when its meta file is on the disk.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.folder.join(format!("{}.new", store::FILE_NAME))
    }

    pub(super) fn meta(&self) -> PathBuf {
        self.folder.join(META_NAME)
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join("register.lock")
    }
}

/// The meta file and its path, shared with the writing thread.
#[derive(Clone, Debug)]
pub(super) struct MetaFile {
    path: PathBuf,
    meta: Arc<Mutex<Meta>>,
}

impl MetaFile {
    pub(super) fn new(path: PathBuf, meta: Meta) -> Self {
        Self {
            path,
            meta: Arc::new(Mutex::new(meta)),
        }
    }

    pub(super) fn get(&self) -> MutexGuard<'_, Meta> {
        self.meta.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the meta file: on the disk first, then here.
    pub(super) fn change(&self, change: impl FnOnce(&mut Meta)) -> Result<(), FileError> {
        let mut meta = self.get();
        let mut changed = meta.clone();
        change(&mut changed);
        changed.save(&self.path)?;
        *meta = changed;
        Ok(())
    }
}

/// The open staff list.
pub(super) struct House {
    pub(super) lanes: Lanes,
    pub(super) register: RegisterId,
    pub(super) secret: RegisterSecret,
    pub(super) meta: MetaFile,
    /// The file that is being imported. It goes with the house.
    pub(super) imports: Imports,
    working_as: Mutex<Option<PersonId>>,
    /// Held while this program has the staff list open: another one finds it taken.
    lock: File,
}

impl House {
    /// Starts the threads on an opened file.
    pub(super) fn open(
        paths: &Paths,
        opened: store::Opened,
        secret: RegisterSecret,
        meta: Meta,
        lock: File,
    ) -> Result<Self, StoreError> {
        let register = opened.register;
        let writer = Writer::new(opened.connection, meta.device)?;
        let working_as = writer.read().local_fact(WORKING_AS)?.and_then(|id| id.parse().ok());
        let meta = MetaFile::new(paths.meta(), meta);
        let heads = meta.clone();
        let lanes = Lanes::start(writer, &paths.register(), &secret.database_key(), move |head| {
            let moved = heads.change(|meta| {
                meta.heads.insert(head.device, head_of(&head));
            });
            if let Err(error) = moved {
                tracing::error!(code = "head_not_kept", kind = %KindOf(&error), "the end of the history could not be written down");
            }
        })
        .map_err(|error| StoreError::from(FileError::from(error)))?;
        Ok(Self {
            lanes,
            register,
            secret,
            meta,
            imports: Imports::default(),
            working_as: Mutex::new(working_as),
            lock,
        })
    }

    /// Who is working.
    pub(super) fn author(&self) -> Option<PersonId> {
        *self.working_as.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says who is working, here and at the next start.
    pub(super) async fn set_author(&self, person: PersonId) -> Result<(), ApiError> {
        let written = move |writer: &mut Writer| writer.set_local_fact(WORKING_AS, Some(&person.to_string()));
        self.lanes
            .write(written)
            .await
            .map_err(|closed: LanesClosed| ApiError::from(closed))??;
        *self.working_as.lock().unwrap_or_else(PoisonError::into_inner) = Some(person);
        Ok(())
    }

    /// Closes the file, forgets its keys, and lets other programs have it.
    pub(super) fn close(self) {
        self.lanes.close();
        drop(self.lock);
    }
}

/// The end of a history, as the meta file keeps it.
pub(super) const fn head_of(head: &store::Head) -> meta::Head {
    meta::Head {
        sequence: head.sequence,
        hash: head.hash,
    }
}

/// How often, and how far apart, the lock is tried: a program that is closing lets go within moments, and somebody who closed
/// the window and opens it again at once is not to read that it is open already.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Takes the lock of the folder. `None` when another program has it and keeps it. Waits up to half a second.
pub(super) fn take_lock(path: &Path) -> Result<Option<File>, FileError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(FileError::from)?;
    for attempt in 1..=LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(std::fs::TryLockError::WouldBlock) if attempt < LOCK_TRIES => std::thread::sleep(LOCK_PAUSE),
            Err(std::fs::TryLockError::WouldBlock) => {}
            Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_closing_is_waited_for_and_one_that_stays_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.lock");
        let theirs = take_lock(&path).unwrap().unwrap();
        assert!(take_lock(&path).unwrap().is_none());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(2 * LOCK_PAUSE);
                drop(theirs);
            });
            assert!(take_lock(&path).unwrap().is_some());
        });
    }
}
