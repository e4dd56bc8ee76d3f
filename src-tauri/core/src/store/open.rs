//! Making and opening the file.

use std::path::Path;
use std::sync::Once;

use jiff::civil::Date;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::ids::Id;
use super::{Head, StoreError, log, migrate};
use crate::domain::ids::RegisterId;
use crate::secret::Key;

/// `MBST` as the application id of the file.
const APPLICATION_ID: i32 = 0x4D42_5354;

/// SQLCipher's page.
const PAGE_BYTES: u64 = 4096;

/// An opened file and what it says of itself.
#[derive(Debug)]
pub struct Opened {
    /// The connection that writes.
    pub connection: Connection,
    /// Which staff list it is.
    pub register: RegisterId,
    /// The day it was created.
    pub created_on: Date,
}

impl Opened {
    /// Where the history of each computer ends in the file.
    ///
    /// # Errors
    /// What the disk says.
    pub fn heads(&self) -> Result<Vec<Head>, StoreError> {
        log::heads(&self.connection)
    }
}

/// Makes a new, empty, encrypted file.
///
/// # Errors
/// [`StoreError::Exists`] when there is a file already; otherwise what the disk says.
pub fn create(path: &Path, key: &Key, register: RegisterId, created_on: Date) -> Result<Opened, StoreError> {
    if path
        .try_exists()
        .map_err(|error| StoreError::from(crate::files::FileError::from(error)))?
    {
        return Err(StoreError::Exists);
    }
    let mut connection = connect(
        path,
        key,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    tidy_at_close(&connection, true)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::run(&mut connection)?;
    connection.execute(
        "INSERT INTO register (one, id, created_on) VALUES (1, ?1, ?2)",
        params![Id::from(register), created_on.to_string()],
    )?;
    Ok(Opened {
        connection,
        register,
        created_on,
    })
}

/// Opens an existing file and brings it up to date. Never creates one.
///
/// `before_migration` is called once, before anything of an older file is changed, with the connection to take a snapshot
/// from; when it fails, the file is left as it was.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::Damaged`] for an empty file, [`StoreError::NotOpened`] when the key does not fit or
/// the first page is damaged, [`StoreError::Newer`], or what the disk says.
pub fn open(
    path: &Path,
    key: &Key,
    before_migration: impl FnOnce(&Connection, u32) -> Result<(), StoreError>,
) -> Result<Opened, StoreError> {
    let metadata = std::fs::metadata(path).map_err(|error| StoreError::from(crate::files::FileError::from(error)))?;
    // SQLite would take a file without a whole page for a new database, and write to it.
    if metadata.len() < PAGE_BYTES {
        return Err(StoreError::Damaged);
    }
    let mut connection = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(StoreError::Damaged);
    }
    let format = migrate::format_of(&connection)?;
    if format > migrate::latest_format() {
        return Err(StoreError::Newer(format));
    }
    tidy_at_close(&connection, true)?;
    if format < migrate::latest_format() {
        before_migration(&connection, format)?;
        migrate::run(&mut connection)?;
    }
    let (register, created_on) = connection.query_row("SELECT id, created_on FROM register", [], |row| {
        Ok((row.get::<_, Id>(0)?, row.get::<_, String>(1)?))
    })?;
    let created_on = created_on.parse().map_err(|_| StoreError::Damaged)?;
    Ok(Opened {
        connection,
        register: register.into(),
        created_on,
    })
}

/// A further connection, for reading only.
pub(super) fn connect_reader(path: &Path, key: &Key) -> Result<Connection, StoreError> {
    let connection = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// `SQLite` counts as ready a moment before `SQLCipher`'s own preparation has run: a second thread that opens its first file in
/// that moment meets a library without a cipher. So one thread goes through it alone.
pub(super) fn prepare_library() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(|| {
        if let Err(error) = Connection::open_in_memory() {
            tracing::error!(code = "library_not_prepared", kind = ?error.sqlite_error_code(), "SQLite did not start");
        }
    });
}

fn connect(path: &Path, key: &Key, flags: OpenFlags) -> Result<Connection, StoreError> {
    prepare_library();
    let connection = Connection::open_with_flags(in_full(path), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // A log that waits is only moved into the file once it is known that the file is ours to change.
    tidy_at_close(&connection, !log_waits(path))?;
    connection.set_prepared_statement_cache_capacity(160);
    // SQLCipher writes errors to stderr by itself otherwise.
    connection
        .query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))
        .or_else(no_rows_is_fine)?;
    let hex = key.to_hex();
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.expose_secret()));
    connection
        .query_row(&statement, [], |_| Ok(()))
        .or_else(no_rows_is_fine)?;
    // The first read of a page is what tells whether the key fits.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32000;
         PRAGMA busy_timeout = 5000;",
    )?;
    Ok(connection)
}

/// The path as `SQLite` can hand it on. Windows takes at most 260 characters from it, unless the path is written in full after `\\?\`; the
/// database's log has four more.
#[cfg(windows)]
pub(super) fn in_full(path: &Path) -> std::path::PathBuf {
    const SHORT: usize = 240;
    if path.as_os_str().len() < SHORT {
        return path.to_owned();
    }
    let folder = path.parent().map(std::fs::canonicalize);
    match (folder, path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// The path as `SQLite` can hand it on: as it is.
#[cfg(not(windows))]
pub(super) fn in_full(path: &Path) -> &Path {
    path
}

/// Whether a program that was killed left something in its write-ahead log.
fn log_waits(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Whether closing moves the write-ahead log into the file and deletes it.
fn tidy_at_close(connection: &Connection, tidy: bool) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !tidy)?;
    Ok(())
}

fn no_rows_is_fine(error: rusqlite::Error) -> rusqlite::Result<()> {
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        Ok(())
    } else {
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use jiff::Timestamp;
    use jiff::civil::date;

    fn register() -> RegisterId {
        RegisterId::from_uuid(random::uuid_v7(Timestamp::UNIX_EPOCH))
    }

    #[expect(clippy::unnecessary_wraps, reason = "the shape of a step before a migration")]
    fn keep(_: &Connection, _: u32) -> Result<(), StoreError> {
        Ok(())
    }

    #[test]
    fn a_created_file_opens_again_with_its_key_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let (key, register) = (Key::random(), register());
        drop(create(&path, &key, register, date(2026, 11, 20)).unwrap());
        let opened = open(&path, &key, keep).unwrap();
        assert_eq!((opened.register, opened.created_on), (register, date(2026, 11, 20)));
        drop(opened);
        assert!(matches!(open(&path, &Key::random(), keep), Err(StoreError::NotOpened)));
        assert!(matches!(
            create(&path, &key, register, date(2026, 11, 20)),
            Err(StoreError::Exists)
        ));
    }

    #[test]
    fn a_file_deeper_than_windows_usually_goes_opens_and_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let deep = (0..6).fold(folder.path().to_owned(), |path, _| path.join("d".repeat(60)));
        crate::files::create_folder(&deep).unwrap();
        let path = deep.join("register.db");
        let (key, register) = (Key::random(), register());
        drop(create(&path, &key, register, date(2026, 11, 20)).unwrap());
        let opened = open(&path, &key, keep).unwrap();
        assert_eq!(opened.register, register);
        let copy = crate::store::snapshot(&opened.connection, &deep, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(open(&copy, &key, keep).unwrap().register, register);
    }

    #[test]
    fn many_threads_may_open_their_first_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let barrier = std::sync::Barrier::new(16);
        std::thread::scope(|scope| {
            for number in 0..16 {
                let (folder, barrier) = (folder.path(), &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let path = folder.join(format!("{number}.db"));
                    create(&path, &Key::random(), register(), date(2026, 11, 20)).unwrap();
                });
            }
        });
    }

    #[test]
    fn opening_never_creates_and_an_empty_file_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        assert!(matches!(open(&path, &Key::random(), keep), Err(StoreError::Missing)));
        assert!(!path.exists());
        crate::files::write_whole(&path, &[]).unwrap();
        assert!(matches!(open(&path, &Key::random(), keep), Err(StoreError::Damaged)));
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    }

    #[test]
    fn a_newer_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let key = Key::random();
        let made = create(&path, &key, register(), date(2026, 11, 20)).unwrap();
        made.connection.pragma_update(None, "user_version", 999).unwrap();
        made.connection.close().unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(open(&path, &key, keep), Err(StoreError::Newer(999))));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}
