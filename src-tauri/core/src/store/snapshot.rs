//! Local snapshots: whole encrypted copies under the same key, taken before a migration.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use super::{SNAPSHOT_FOLDER, StoreError};
use crate::files::{self, FileError};

/// How many snapshots are kept.
pub const SNAPSHOTS_KEPT: usize = 5;

/// How many bytes all snapshots together may take.
pub const SNAPSHOT_BYTES: u64 = 500 * 1024 * 1024;

/// Takes a snapshot of the open file into the data folder and lets the oldest go. Returns where it is.
///
/// # Errors
/// What the disk says; nothing half-written is left behind.
pub fn snapshot(connection: &Connection, data_folder: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    let folder = data_folder.join(SNAPSHOT_FOLDER);
    files::create_folder(&folder)?;
    let name = now.strftime("register-%Y%m%dT%H%M%SZ.db").to_string();
    let (path, unfinished) = (folder.join(&name), folder.join(format!("{name}.part")));
    copy(connection, &unfinished)?;
    std::fs::rename(&unfinished, &path).map_err(|error| StoreError::from(FileError::from(error)))?;
    prune(&folder)?;
    Ok(path)
}

/// Copies the open file to `path`, whole as it is at one moment, under the same key. What is there is replaced.
///
/// # Errors
/// What the disk says; nothing half-written is left behind.
pub(super) fn copy(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    remove(path)?;
    let to = super::open::in_full(path);
    let copied = to
        .to_str()
        .ok_or(StoreError::NotWritable)
        .and_then(|to| connection.execute("VACUUM INTO ?1", [to]).map_err(StoreError::from));
    if let Err(error) = copied {
        remove(path)?;
        return Err(error);
    }
    Ok(())
}

/// Deletes every snapshot, since each still holds what was erased and its keys.
///
/// # Errors
/// What the disk says.
pub fn delete_snapshots(data_folder: &Path) -> Result<usize, StoreError> {
    let all = list(&data_folder.join(SNAPSHOT_FOLDER))?;
    for (path, _) in &all {
        remove(path)?;
    }
    Ok(all.len())
}

fn prune(folder: &Path) -> Result<(), StoreError> {
    let mut bytes = 0;
    for (kept, (path, size)) in list(folder)?.iter().rev().enumerate() {
        bytes += size;
        // The newest one stays whatever its size.
        if kept > 0 && (kept >= SNAPSHOTS_KEPT || bytes > SNAPSHOT_BYTES) {
            remove(path)?;
        }
    }
    Ok(())
}

/// The snapshots with their sizes, oldest first.
fn list(folder: &Path) -> Result<Vec<(PathBuf, u64)>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(FileError::from(error).into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(FileError::from)?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("register-")) {
            found.push((entry.path(), entry.metadata().map_err(FileError::from)?.len()));
        }
    }
    found.sort();
    Ok(found)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(FileError::from(error).into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RegisterId;
    use crate::secret::Key;
    use crate::store::{create, open};
    use jiff::civil::date;

    #[test]
    fn a_snapshot_opens_with_the_same_key_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::random();
        let register = RegisterId::from_uuid(crate::random::uuid_v7(Timestamp::UNIX_EPOCH));
        let made = create(&folder.path().join("register.db"), &key, register, date(2026, 11, 20)).unwrap();
        let mut last = PathBuf::new();
        for second in 0..8 {
            last = snapshot(&made.connection, folder.path(), Timestamp::new(second, 0).unwrap()).unwrap();
        }
        assert_eq!(open(&last, &key, |_, _| Ok(())).unwrap().register, register);
        let mut names: Vec<_> = std::fs::read_dir(folder.path().join(SNAPSHOT_FOLDER))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "db"))
            .collect();
        names.sort();
        assert_eq!(names.len(), SNAPSHOTS_KEPT);
        assert!(names[0].contains("000003"));
        assert!(delete_snapshots(folder.path()).unwrap() >= SNAPSHOTS_KEPT);
        assert_eq!(delete_snapshots(folder.path()).unwrap(), 0);
    }
}
