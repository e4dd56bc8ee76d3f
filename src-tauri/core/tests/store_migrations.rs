//! A staff list written by any version that shipped opens in this one, and nothing is lost when it cannot.
//!
//! After a version has shipped, its file is kept: `cargo test -p steward-core --test store_migrations -- --ignored` writes
//! the file of the version at hand into `tests/fixtures`. One that is there already is never written again.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use steward_core::app;
use steward_core::contract::PersonRequest;
use steward_core::secret::Key;
use steward_core::store::{self, Lanes, MIGRATIONS, StoreError, Writer, latest_format};
use steward_core::vault::RegisterSecret;
use support::desk::{Desk, newcomer, open_raw};

/// The key of every kept file: no secret, since nobody in them exists.
const KEY: [u8; 16] = *b"a kept test file";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn name_of(format: u32) -> String {
    format!("v{format:04}.db")
}

fn key() -> Key {
    RegisterSecret::new(KEY).database_key()
}

/// A copy of a kept file, which a test may change.
fn copy_of(format: u32, folder: &Path) -> PathBuf {
    let copy = folder.join(store::FILE_NAME);
    fs::copy(fixtures().join(name_of(format)), &copy).unwrap();
    copy
}

#[test]
#[ignore = "writes the file of this version once it has shipped"]
fn write_the_fixture_of_this_version() {
    let path = fixtures().join(name_of(latest_format()));
    if path.exists() {
        return;
    }
    let desk = Desk::with_home();
    let person = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    desk.ask(app::contact_remove, PersonRequest { person }).unwrap();
    desk.added(newcomer("Łukasz Nowak", "07700 900043", "lukasz.nowak@example.org"));
    desk.close();
    let source = open_raw(&desk.file(), desk.secret());
    // SQLCipher copies into a file under another key by this function alone.
    source
        .execute(
            &format!("ATTACH DATABASE ?1 AS kept KEY \"x'{}'\"", hex(key().expose())),
            [path.to_str().unwrap()],
        )
        .unwrap();
    source
        .query_row("SELECT sqlcipher_export('kept')", [], |_| Ok(()))
        .unwrap();
    let pragma = |name: &str| {
        source
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let (application, format) = (pragma("application_id"), pragma("user_version"));
    source
        .execute_batch(&format!(
            "PRAGMA kept.application_id = {application}; PRAGMA kept.user_version = {format};"
        ))
        .unwrap();
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn every_version_has_its_kept_file() {
    for migration in MIGRATIONS {
        assert!(
            fixtures().join(name_of(migration.number)).is_file(),
            "version {}",
            migration.number
        );
    }
}

#[test]
fn a_file_of_every_version_opens_and_tells_the_same() {
    for migration in MIGRATIONS {
        let folder = tempfile::tempdir().unwrap();
        let copy = copy_of(migration.number, folder.path());
        let opened = store::open(&copy, &key(), |_, _| Ok(())).unwrap();
        let format: u32 = opened
            .connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(format, latest_format());
        let device = opened
            .connection
            .query_row("SELECT device FROM change LIMIT 1", [], |row| row.get::<_, [u8; 16]>(0));
        let device = steward_core::domain::ids::DeviceId::from_uuid(uuid::Uuid::from_bytes(device.unwrap()));
        let mut writer = Writer::new(opened.connection, device).unwrap();
        let names = |writer: &Writer| -> Vec<Option<String>> {
            let people = writer.read().people().unwrap();
            people
                .iter()
                .map(|(_, person)| person.identity.here().and_then(|who| who.full_name.as_ref()))
                .map(|name| name.map(|name| name.as_str().to_owned()))
                .collect()
        };
        let before = names(&writer);
        assert_eq!(
            before.iter().flatten().collect::<Vec<_>>(),
            ["Edith Quill", "Jane Smith", "Łukasz Nowak"]
        );
        assert!(writer.read().verify(&[], |_| true).unwrap().damage.is_empty());
        writer.redraw_tables().unwrap();
        assert_eq!(names(&writer), before);
        let lanes = Lanes::start(writer, &copy, &key(), |_| {}).unwrap();
        lanes.close();
    }
}

/// A file that says it is older than it is: the first step finds its tables there already.
fn one_that_cannot_be_migrated(folder: &Path) -> PathBuf {
    let copy = copy_of(latest_format(), folder);
    let older = open_raw(&copy, &RegisterSecret::new(KEY));
    older.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    older.pragma_update(None, "user_version", 0).unwrap();
    older.close().unwrap();
    copy
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was_and_a_snapshot_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let copy = one_that_cannot_be_migrated(folder.path());
    let before = fs::read(&copy).unwrap();

    let mut from = None;
    let answer = store::open(&copy, &key(), |connection: &Connection, format| {
        from = Some(format);
        store::snapshot(connection, folder.path(), jiff::Timestamp::UNIX_EPOCH).map(|_| ())
    });
    assert!(answer.is_err());
    assert_eq!(from, Some(0));
    assert!(fs::read(&copy).unwrap() == before, "the file was changed");
    let snapshots = fs::read_dir(folder.path().join(store::SNAPSHOT_FOLDER))
        .unwrap()
        .count();
    assert_eq!(snapshots, 1);
}

#[test]
fn nothing_is_migrated_without_a_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let copy = one_that_cannot_be_migrated(folder.path());
    let before = fs::read(&copy).unwrap();
    let answer = store::open(&copy, &key(), |_, _| Err(StoreError::DiskFull));
    assert!(matches!(answer, Err(StoreError::DiskFull)));
    assert!(fs::read(&copy).unwrap() == before, "the file was changed");
}
