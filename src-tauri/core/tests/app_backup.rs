//! A locked backup: what is in it, and starting from it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

mod support;

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;
use steward_core::app;
use steward_core::backup::{self, BackupHeader};
use steward_core::contract::{
    CredentialSaveRequest, ErrorCode, NoRequest, PersonEraseRequest, RecoverRequest, StageView, StatusView, Typed,
};
use steward_core::vault::RegisterSecret;
use support::desk::{Desk, Dialog, Did, newcomer, no_date, open_raw, refused};

/// What this computer notes for itself, which a backup is not made to carry over unchanged.
const OWN_NOTE: &str = "last_backup";

fn saved(desk: &Desk) -> Vec<u8> {
    desk.desktop.take();
    let view = desk.ask(app::backup_save, NoRequest {}).unwrap();
    assert_eq!(view.saved_as.as_deref(), Some("staff-list-backup-2026-11-20.age"));
    let did = desk.desktop.take();
    let Some(Did::Saved(_, bytes)) = did.into_iter().find(|did| matches!(did, Did::Saved(..))) else {
        panic!("nothing was saved");
    };
    bytes
}

fn opened(desk: &Desk, file: &[u8]) -> (BackupHeader, Vec<u8>) {
    backup::unlock(file, &desk.secret().recovery_code()).unwrap()
}

/// Puts a file where the dialog of another computer chooses it, and starts from it there.
fn restored(desk: &Desk, file: &[u8], code: &str) -> Result<StatusView, steward_core::contract::ApiError> {
    let path = desk.documents.join("chosen.age");
    std::fs::write(&path, file).unwrap();
    desk.desktop.choose(&path);
    let code = Typed::new(code);
    desk.ask(app::backup_restore, RecoverRequest { code })
}

/// Every row of every table, as `SQLite` has them.
fn tables(connection: &Connection) -> BTreeMap<String, Vec<Vec<Value>>> {
    let names: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let rows = |name: &String| {
        let mut read = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = read.column_count();
        read.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())
            .unwrap()
            .map(Result::unwrap)
            .filter(|row: &Vec<Value>| row.first() != Some(&Value::Text(OWN_NOTE.to_owned())))
            .collect()
    };
    names.iter().map(|name| (name.clone(), rows(name))).collect()
}

fn rowan_house() -> Desk {
    let desk = Desk::with_home();
    desk.add(newcomer("Priya Patel", "07700 900123", "priya.patel@example.com"))
        .unwrap();
    desk
}

#[test]
fn every_table_is_the_same_after_a_backup_and_a_restore() {
    let desk = rowan_house();
    let file = saved(&desk);
    let before = tables(&desk.raw());
    assert!(before.values().map(Vec::len).sum::<usize>() > 10);
    let other = Desk::new();
    assert!(matches!(other.stage(), StageView::FirstRun { .. }));
    let status = restored(&other, &file, &desk.code()).unwrap();
    assert_eq!(status.stage, StageView::Open);
    assert_eq!(tables(&open_raw(&other.file(), desk.secret())), before);
    assert_eq!(other.find("Priya"), desk.find("Priya"));
    assert_eq!(other.register(), desk.register());
    assert_ne!(other.meta().device, desk.meta().device);
    assert!(other.key_is_kept());
    assert_eq!(other.verify().damage, []);
    // It goes on there, under its own id.
    other
        .add(newcomer("Amara Okafor", "07700 900124", "amara@example.com"))
        .unwrap();
    assert_eq!(other.verify().damage, []);
}

#[test]
fn a_backup_says_what_it_holds_and_when_it_was_made() {
    let desk = rowan_house();
    assert_eq!(desk.ask(app::settings_get, NoRequest {}).unwrap().last_backup_on, None);
    let (header, _) = opened(&desk, &saved(&desk));
    assert_eq!((header.register, header.sites, header.people), (desk.register(), 1, 2));
    assert_eq!(header.changes, u64::from(desk.verify().changes));
    let last = desk.ask(app::settings_get, NoRequest {}).unwrap().last_backup_on;
    assert_eq!(last, Some(header.made_on));
    let left: Vec<_> = std::fs::read_dir(desk.folder.join("snapshots")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn sign_in_details_are_never_in_a_backup() {
    let desk = rowan_house();
    let details = CredentialSaveRequest {
        user_name: "jane.smith1@nhs.net".to_owned(),
        password: Typed::new("Zebra-Quartz-41-lamp"),
        changed_on: no_date(),
        despite_rules: false,
    };
    desk.ask(app::credential_save, details).unwrap();
    let (header, database) = opened(&desk, &saved(&desk));
    assert!(!serde_json::to_string(&header).unwrap().contains("Zebra"));
    let path = desk.documents.join("copy.db");
    std::fs::write(&path, database).unwrap();
    let all = format!("{:?}", tables(&open_raw(&path, desk.secret())));
    assert!(all.contains("Priya") || all.contains("Rowan House"), "{all}");
    assert!(!all.contains("Zebra-Quartz"));
}

#[test]
fn whoever_was_erased_stays_so_after_a_restore() {
    let desk = rowan_house();
    let person = desk.find("Priya");
    let erase = PersonEraseRequest {
        person,
        name_typed: "Priya Patel".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    assert!(desk.meta().erased.contains(&person));
    let other = Desk::new();
    other.stage();
    restored(&other, &saved(&desk), &desk.code()).unwrap();
    assert_eq!(other.meta().erased, desk.meta().erased);
    assert!(other.search("Priya").is_empty());
}

#[test]
fn a_backup_that_does_not_open_leaves_no_staff_list_and_says_why() {
    let desk = rowan_house();
    let file = saved(&desk);
    let other = Desk::new();
    other.stage();
    let wrong = RegisterSecret::random().recovery_code().text();
    let wrong = steward_core::secret::ExposeSecret::expose_secret(&wrong).to_owned();
    let mut altered = file.clone();
    *altered.last_mut().unwrap() ^= 1;
    for (bytes, code, says) in [
        (&file[..], &wrong, ErrorCode::WrongRecoveryCode),
        (&file[..file.len() / 2], &desk.code(), ErrorCode::BackupUnreadable),
        (&altered, &desk.code(), ErrorCode::BackupUnreadable),
        (b"a letter", &desk.code(), ErrorCode::BackupUnreadable),
    ] {
        assert_eq!(refused(restored(&other, bytes, code)).0, says);
        assert!(!other.file().exists());
        assert!(matches!(other.retry(), StageView::FirstRun { .. }));
    }
    restored(&other, &file, &desk.code()).unwrap();
    let again = refused(restored(&other, &file, &desk.code()));
    assert_eq!(again.0, ErrorCode::AlreadySetUp);
}

#[test]
fn a_backup_that_was_not_saved_is_not_noted() {
    let desk = rowan_house();
    desk.desktop.set_dialog(Dialog::Closed);
    assert!(desk.ask(app::backup_save, NoRequest {}).unwrap().cancelled);
    assert_eq!(desk.ask(app::settings_get, NoRequest {}).unwrap().last_backup_on, None);
}
