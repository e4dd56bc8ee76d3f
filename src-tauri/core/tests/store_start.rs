//! Every way the app can start, what each shows, and that nothing is lost on the way.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sha2::{Digest, Sha256};
use steward_core::app;
use steward_core::contract::{
    ErrorCode, FolderServiceView, FormDraftRequest, FormDraftSaveRequest, NoRequest, PassphraseSetRequest,
    PasswordStoreStateView, StageView, TodayRequest, Typed,
};
use steward_core::files::{self, Mounts, Surroundings, SyncedBy};
use steward_core::secret::{ExposeSecret, SecretString};
use steward_core::store::SNAPSHOT_FOLDER;
use steward_core::vault::{EntryName, RegisterSecret, Vault, VaultError};
use support::desk::{Desk, Did, OWNER, person, refused, set_up};
#[cfg(target_os = "linux")]
use support::small_disk::on_a_small_disk;

const PASSPHRASE: &str = "seven green kettles";

fn first_run(password_store: PasswordStoreStateView) -> StageView {
    StageView::FirstRun { password_store }
}

fn folder_of(desk: &Desk) -> String {
    desk.folder.display().to_string()
}

fn damaged(desk: &Desk) -> StageView {
    StageView::Damaged {
        folder: folder_of(desk),
    }
}

/// What a file holds, short enough to print: its length and the start of its hash.
type Content = (usize, String);

fn content(bytes: &[u8]) -> Content {
    (bytes.len(), format!("{:?}", &Sha256::digest(bytes)[..6]))
}

fn content_of(path: &Path) -> Content {
    content(&fs::read(path).unwrap())
}

/// Every file below a folder with what it holds, but the lock, which says nothing.
fn everything_in(folder: &Path) -> BTreeMap<PathBuf, Content> {
    fn look(folder: &Path, found: &mut BTreeMap<PathBuf, Content>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, found);
            } else if path.file_name().unwrap() != "register.lock" {
                let content = content_of(&path);
                found.insert(path, content);
            }
        }
    }
    let mut found = BTreeMap::new();
    look(folder, &mut found);
    found
}

/// Replaces the bytes of the closed file.
fn rewrite(desk: &Desk, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(desk.file()).unwrap();
    change(&mut bytes);
    files::write_whole(&desk.file(), &bytes).unwrap();
}

/// Rowan House with a few people in it, closed.
fn closed_home() -> Desk {
    let mut desk = Desk::with_home();
    for name in ["Amy Poole", "Bilal Khan", "Carys Hughes"] {
        desk.added(person(name));
    }
    desk.restart();
    desk
}

/// The home is open with everybody in it and nothing wrong.
#[track_caller]
fn assert_whole(desk: &Desk) {
    assert_eq!(desk.stage(), StageView::Open);
    assert_eq!(desk.search("").len(), 4);
    assert_eq!(desk.verify().damage, []);
}

// The first run, and set-up

#[test]
fn the_first_run_makes_no_staff_list_by_itself() {
    let desk = Desk::new();
    assert_eq!(desk.stage(), first_run(PasswordStoreStateView::Ready));
    assert_eq!(desk.retry(), first_run(PasswordStoreStateView::Ready));
    assert!(!desk.file().exists() && !desk.meta_file().exists());
    assert_eq!(desk.vault.names(), []);
    assert_eq!(
        refused(desk.ask(app::header_get, TodayRequest { site: None })),
        (ErrorCode::NotOpen, None)
    );
}

#[test]
fn a_home_set_up_once_opens_at_every_start() {
    let mut desk = Desk::with_home();
    for _ in 0..3 {
        assert_eq!(desk.reopen(), StageView::Open);
        let header = desk.ask(app::header_get, TodayRequest { site: None }).unwrap();
        assert_eq!(header.working_as.unwrap().name, OWNER);
        assert_eq!(header.sites[0].name, "Rowan House");
    }
    assert_eq!(refused(desk.create(None, None)), (ErrorCode::AlreadySetUp, None));
    assert_eq!(
        refused(desk.ask(app::set_up_finish, set_up())),
        (ErrorCode::AlreadySetUp, None)
    );
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn leaving_set_up_half_way_loses_nothing() {
    let mut desk = Desk::new();
    desk.stage();
    desk.create(Some(true), None).unwrap();
    let form = FormDraftSaveRequest {
        form: "set_up".to_owned(),
        body: r#"{"home_name":"Rowan Ho"}"#.to_owned(),
    };
    desk.ask(app::form_draft_save, form).unwrap();
    assert_eq!(desk.reopen(), StageView::SettingUp);
    let form = FormDraftRequest {
        form: "set_up".to_owned(),
    };
    let kept = desk.ask(app::form_draft_get, form.clone()).unwrap();
    assert_eq!(kept.body.as_deref(), Some(r#"{"home_name":"Rowan Ho"}"#));
    desk.ask(app::set_up_finish, set_up()).unwrap();
    assert_eq!(desk.stage(), StageView::Open);
    assert_eq!(desk.ask(app::form_draft_get, form).unwrap().body, None);
    assert_eq!(desk.meta().others_use_this_computer, Some(true));
}

#[test]
fn without_a_password_store_a_passphrase_is_needed_and_is_enough() {
    for (failure, state, code) in [
        (
            VaultError::NoKeyring,
            PasswordStoreStateView::Absent,
            ErrorCode::KeyringAbsent,
        ),
        (
            VaultError::Locked,
            PasswordStoreStateView::Locked,
            ErrorCode::KeyringLocked,
        ),
        (
            VaultError::Denied,
            PasswordStoreStateView::Denied,
            ErrorCode::KeyringDenied,
        ),
    ] {
        let mut desk = Desk::new();
        desk.vault.set_failure(Some(failure));
        assert_eq!(desk.stage(), first_run(state));
        assert_eq!(refused(desk.create(Some(false), None)).0, code);
        // A refusal leaves nothing that the next attempt would trip over.
        assert_eq!(desk.stage(), first_run(state));
        assert_eq!(everything_in(&desk.folder), BTreeMap::new());
        desk.create(Some(false), Some(PASSPHRASE)).unwrap();
        desk.ask(app::set_up_finish, set_up()).unwrap();
        assert_eq!(desk.reopen(), StageView::Locked);
        assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
    }
}

#[test]
fn a_passphrase_that_is_too_short_creates_nothing() {
    let mut desk = Desk::new();
    desk.stage();
    assert_eq!(
        refused(desk.create(Some(true), Some("kettle"))).0,
        ErrorCode::WeakPassphrase
    );
    assert_eq!(desk.stage(), first_run(PasswordStoreStateView::Ready));
    assert_eq!(everything_in(&desk.folder), BTreeMap::new());
    assert_eq!(desk.vault.names(), []);
}

// Locked by a passphrase

#[test]
fn a_passphrase_locks_the_start_and_only_it_opens() {
    let mut desk = closed_home();
    desk.stage();
    assert!(desk.key_is_kept());
    let passphrase = Typed::new(PASSPHRASE);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    assert!(!desk.key_is_kept(), "the password store lets go of the key");
    assert_eq!(desk.reopen(), StageView::Locked);
    let before = everything_in(&desk.folder);
    let (code, field) = refused(desk.unlock("seven grey kettles"));
    assert_eq!(
        (code, field.as_deref()),
        (ErrorCode::WrongPassphrase, Some("passphrase"))
    );
    assert_eq!(desk.stage(), StageView::Locked);
    assert_eq!(everything_in(&desk.folder), before);
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
    assert_whole(&desk);
}

#[test]
fn locking_closes_the_file_and_clears_what_was_copied() {
    let mut desk = Desk::with_home();
    assert_eq!(
        refused(desk.ask(app::app_lock, NoRequest {})).0,
        ErrorCode::PassphraseNeeded
    );
    let passphrase = Typed::new(PASSPHRASE);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    desk.desktop.take();
    assert_eq!(desk.ask(app::app_lock, NoRequest {}).unwrap().stage, StageView::Locked);
    assert_eq!(desk.desktop.take(), [Did::Cleared, Did::Protected(false)]);
    assert_eq!(refused(desk.ask(app::site_list, NoRequest {})).0, ErrorCode::NotOpen);
    assert!(
        !desk.folder.join("register.db-wal").exists(),
        "one file is left at rest"
    );
    // Locking again, or unlocking twice, changes nothing.
    assert_eq!(desk.ask(app::app_lock, NoRequest {}).unwrap().stage, StageView::Locked);
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
    assert_eq!(desk.unlock("not the passphrase").unwrap().stage, StageView::Open);
    assert_eq!(desk.reopen(), StageView::Locked);
}

// The key is missing

#[test]
fn a_missing_key_is_never_replaced_and_the_recovery_code_opens() {
    let mut desk = closed_home();
    let before = desk.meta();
    desk.vault.delete(EntryName::Register(before.register)).unwrap();
    assert_eq!(desk.stage(), StageView::KeyMissing);
    assert_eq!(desk.retry(), StageView::KeyMissing);
    assert_eq!(desk.vault.names(), [], "nothing is created");

    let files_before = everything_in(&desk.folder);
    let other = RegisterSecret::random().recovery_code();
    for wrong in ["", "not a code", other.text().expose_secret()] {
        let (code, field) = refused(desk.recover(wrong));
        assert_eq!(
            (code, field.as_deref()),
            (ErrorCode::WrongRecoveryCode, Some("code")),
            "{wrong}"
        );
    }
    assert_eq!(everything_in(&desk.folder), files_before);

    let code = desk.code().to_lowercase().replace('-', " ");
    assert_eq!(desk.recover(&code).unwrap().stage, StageView::Open);
    assert_whole(&desk);
    let after = desk.meta();
    assert_ne!(after.device, before.device, "the history goes on under a new id");
    assert_eq!((after.register, after.created_on), (before.register, before.created_on));
    assert_eq!(after.heads, before.heads);
    assert!(desk.key_is_kept());

    desk.added(person("Dafydd Rees"));
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(desk.meta().heads.len(), 2);
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_lost_or_damaged_meta_file_asks_for_the_recovery_code_and_comes_back() {
    type Loss = fn(&Desk);
    let losses: [Loss; 3] = [
        |desk| fs::remove_file(desk.meta_file()).unwrap(),
        |desk| files::write_whole(&desk.meta_file(), b"{\"format\": 1, ").unwrap(),
        |desk| files::write_whole(&desk.meta_file(), &[]).unwrap(),
    ];
    for lose in losses {
        let mut desk = closed_home();
        let before = desk.meta();
        lose(&desk);
        assert_eq!(desk.stage(), StageView::KeyMissing);
        assert_eq!(refused(desk.recover("AAAA")).0, ErrorCode::WrongRecoveryCode);
        let other = RegisterSecret::random().recovery_code();
        assert_eq!(
            refused(desk.recover(other.text().expose_secret())).0,
            ErrorCode::WrongRecoveryCode
        );
        assert_eq!(desk.recover(&desk.code()).unwrap().stage, StageView::Open);
        assert_whole(&desk);
        assert_eq!(desk.reopen(), StageView::Open);
        let after = desk.meta();
        assert_eq!(after.register, before.register);
        assert_ne!(after.device, before.device);
        // The ends of the older histories are known again, so that a tail that goes missing later is found.
        assert_eq!(after.heads.get(&before.device), before.heads.get(&before.device));
    }
}

#[test]
fn a_bare_copy_of_the_file_opens_with_the_recovery_code_alone() {
    let desk = closed_home();
    let elsewhere = Desk::new();
    files::create_folder(&elsewhere.folder).unwrap();
    fs::copy(desk.file(), elsewhere.file()).unwrap();
    assert_eq!(elsewhere.stage(), StageView::KeyMissing);
    assert_eq!(elsewhere.recover(&desk.code()).unwrap().stage, StageView::Open);
    assert_whole(&elsewhere);
    assert_ne!(elsewhere.meta().device, desk.meta().device);
}

#[test]
fn a_forgotten_passphrase_is_let_go_by_the_recovery_code() {
    let mut desk = closed_home();
    desk.stage();
    let passphrase = Typed::new(PASSPHRASE);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    assert_eq!(desk.reopen(), StageView::Locked);
    assert_eq!(desk.recover(&desk.code()).unwrap().stage, StageView::Open);
    assert_eq!(desk.reopen(), StageView::Open, "the password store has the key again");
    assert_whole(&desk);
}

#[test]
fn without_a_password_store_the_recovery_code_opens_once_and_the_passphrase_stays() {
    let mut desk = Desk::new();
    desk.vault.set_failure(Some(VaultError::NoKeyring));
    desk.stage();
    desk.create(None, Some(PASSPHRASE)).unwrap();
    desk.ask(app::set_up_finish, set_up()).unwrap();
    assert_eq!(desk.reopen(), StageView::Locked);
    assert_eq!(desk.recover(&desk.code()).unwrap().stage, StageView::Open);
    assert_eq!(desk.reopen(), StageView::Locked);
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
}

// The password store

#[test]
fn a_password_store_that_does_not_answer_is_asked_again_on_retry() {
    for (failure, password_store) in [
        (VaultError::Locked, PasswordStoreStateView::Locked),
        (VaultError::NoKeyring, PasswordStoreStateView::Absent),
        (VaultError::Denied, PasswordStoreStateView::Denied),
        (VaultError::Other("platform failure"), PasswordStoreStateView::Denied),
    ] {
        let desk = closed_home();
        let before = everything_in(&desk.folder);
        desk.vault.set_failure(Some(failure));
        assert_eq!(desk.stage(), StageView::StoreUnavailable { password_store });
        assert_eq!(desk.retry(), StageView::StoreUnavailable { password_store });
        assert_eq!(everything_in(&desk.folder), before);
        desk.vault.set_failure(None);
        assert_eq!(desk.retry(), StageView::Open);
        assert_whole(&desk);
    }
}

#[test]
fn the_recovery_code_opens_while_the_password_store_does_not_answer() {
    let desk = closed_home();
    desk.vault.set_failure(Some(VaultError::NoKeyring));
    desk.stage();
    assert_eq!(desk.recover(&desk.code()).unwrap().stage, StageView::Open);
    assert_whole(&desk);
}

// The wrong key

#[test]
fn the_key_of_another_staff_list_opens_nothing_and_changes_nothing() {
    let desk = closed_home();
    let name = EntryName::Register(desk.register());
    for wrong in [
        RegisterSecret::random().recovery_code().text(),
        SecretString::from("what another program wrote"),
    ] {
        desk.vault.write(name, &wrong).unwrap();
        let before = everything_in(&desk.folder);
        assert_eq!(desk.retry(), StageView::WrongKey);
        assert_eq!(everything_in(&desk.folder), before);
        assert_eq!(desk.vault.read(name).unwrap().expose_secret(), wrong.expose_secret());
    }
    assert_eq!(desk.recover(&desk.code()).unwrap().stage, StageView::Open);
    assert_whole(&desk);
    assert_eq!(desk.vault.read(name).unwrap().expose_secret(), desk.code());
}

#[test]
fn the_file_of_another_staff_list_is_the_wrong_one_and_stays_as_it_is() {
    let desk = closed_home();
    let other = closed_home();
    fs::copy(other.file(), desk.file()).unwrap();
    let before = everything_in(&desk.folder);
    let stage = desk.stage();
    assert!(
        matches!(stage, StageView::WrongKey | StageView::Damaged { .. }),
        "{stage:?}"
    );
    assert_eq!(everything_in(&desk.folder), before);
}

// Damage

/// Damages the closed file in one way, and sees it moved aside whole.
#[track_caller]
fn set_aside_after(what: &str, damage: impl FnOnce(&mut Vec<u8>)) {
    let mut desk = closed_home();
    rewrite(&desk, damage);
    let before = content_of(&desk.file());
    assert_eq!(desk.stage(), damaged(&desk), "{what}");
    assert_eq!(desk.retry(), damaged(&desk), "{what}");
    assert_eq!(content_of(&desk.file()), before, "{what}: looking changes nothing");

    let status = desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
    assert_eq!(status.stage, first_run(PasswordStoreStateView::Ready), "{what}");
    assert_eq!(
        status.set_aside.as_deref(),
        Some("register.damaged-2026-11-20.db"),
        "{what}"
    );
    assert_eq!(
        content_of(&desk.folder.join("register.damaged-2026-11-20.db")),
        before,
        "{what}: moved, not deleted"
    );
    assert!(desk.folder.join("register.damaged-2026-11-20.json").exists(), "{what}");
    desk.create_home();
    assert_eq!(desk.search("").len(), 1, "{what}");
    assert!(desk.folder.join("register.damaged-2026-11-20.db").exists(), "{what}");
}

#[test]
fn a_file_damaged_in_its_first_page_is_found_and_set_aside() {
    set_aside_after("salt", |bytes| bytes[3] ^= 1);
    set_aside_after("first page", |bytes| bytes[1000] ^= 0x40);
    set_aside_after("authentication of the first page", |bytes| bytes[4090] ^= 1);
}

#[test]
fn a_file_whose_header_was_written_over_is_found_and_set_aside() {
    set_aside_after("plain header", |bytes| {
        bytes[..16].copy_from_slice(b"SQLite format 3\0");
    });
    set_aside_after("another kind of file", |bytes| {
        bytes[..4].copy_from_slice(b"PK\x03\x04");
    });
    set_aside_after("zeros", |bytes| bytes.fill(0));
}

#[test]
fn an_emptied_or_cut_file_is_found_and_set_aside() {
    set_aside_after("emptied", Vec::clear);
    set_aside_after("one byte", |bytes| bytes.truncate(1));
    set_aside_after("half a page", |bytes| bytes.truncate(2048));
    set_aside_after("one page", |bytes| bytes.truncate(4096));
    set_aside_after("half of it", |bytes| bytes.truncate(bytes.len() / 8192 * 4096));
}

#[test]
fn a_file_that_went_missing_is_said_and_can_be_set_aside() {
    let desk = closed_home();
    fs::remove_file(desk.file()).unwrap();
    assert_eq!(desk.stage(), damaged(&desk));
    assert!(!desk.file().exists(), "opening never creates");
    let status = desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
    assert_eq!(status.stage, first_run(PasswordStoreStateView::Ready));
}

#[test]
fn damage_anywhere_is_found_at_the_start_or_by_the_check_and_can_be_set_aside() {
    let pages = fs::metadata(closed_home().file()).unwrap().len() / 4096;
    assert!(pages > 20);
    for page in 1..pages {
        let desk = closed_home();
        rewrite(&desk, |bytes| bytes[usize::try_from(page * 4096 + 777).unwrap()] ^= 4);
        let stage = desk.stage();
        if stage == StageView::Open {
            assert_ne!(desk.verify().damage, [], "page {page}");
        } else {
            assert_eq!(stage, damaged(&desk), "page {page}");
        }
        let status = desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
        assert_eq!(status.stage, first_run(PasswordStoreStateView::Ready), "page {page}");
        assert!(
            desk.folder.join("register.damaged-2026-11-20.db").exists(),
            "page {page}"
        );
    }
}

#[test]
fn a_healthy_file_cannot_be_set_aside() {
    let desk = closed_home();
    assert_whole(&desk);
    let status = desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
    assert_eq!((status.stage, status.set_aside), (StageView::Open, None));
    assert_whole(&desk);
}

#[test]
fn a_second_damaged_file_of_one_day_gets_another_name() {
    let mut desk = Desk::with_home();
    for name in ["register.damaged-2026-11-20.db", "register.damaged-2026-11-20-2.db"] {
        desk.restart();
        rewrite(&desk, |bytes| bytes[100] ^= 1);
        assert_eq!(desk.stage(), damaged(&desk));
        let status = desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
        assert_eq!(status.set_aside.as_deref(), Some(name));
        desk.create_home();
    }
    desk.close();
    assert_eq!(
        everything_in(&desk.folder).len(),
        6,
        "two aside with their meta files, and the new one"
    );
}

// A newer version

#[test]
fn a_file_of_a_newer_version_is_left_as_it_is() {
    let desk = closed_home();
    let raw = desk.raw();
    raw.pragma_update(None, "user_version", 7).unwrap();
    raw.execute_batch("CREATE TABLE something_new (a TEXT) STRICT").unwrap();
    raw.close().unwrap();
    let before = everything_in(&desk.folder);
    for _ in 0..2 {
        assert_eq!(desk.retry(), StageView::Newer { format: 7 });
    }
    assert_eq!(refused(desk.ask(app::site_list, NoRequest {})).0, ErrorCode::NotOpen);
    desk.ask(app::app_set_damaged_aside, NoRequest {}).unwrap();
    assert_eq!(desk.stage(), StageView::Newer { format: 7 });
    assert_eq!(everything_in(&desk.folder), before);
    assert!(!desk.folder.join(SNAPSHOT_FOLDER).exists());
}

#[test]
fn a_file_of_a_newer_version_that_was_killed_is_left_as_it_is_with_its_log() {
    let desk = closed_home();
    let raw = desk.raw();
    raw.pragma_update(None, "user_version", 7).unwrap();
    raw.execute_batch("CREATE TABLE something_new (a TEXT) STRICT").unwrap();
    // As if the newer version had been killed: the log next to the file holds what the file does not.
    let copies: Vec<(PathBuf, Vec<u8>)> = ["register.db", "register.db-wal"]
        .map(|name| desk.folder.join(name))
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .into();
    raw.close().unwrap();
    for (path, bytes) in &copies {
        files::write_whole(path, bytes).unwrap();
    }
    assert!(copies[1].1.len() > 4096);
    assert_eq!(desk.stage(), StageView::Newer { format: 7 });
    for (path, bytes) in &copies {
        assert_eq!(content_of(path), content(bytes), "{}", path.display());
    }
}

#[test]
fn a_meta_file_of_a_newer_version_is_left_as_it_is() {
    let desk = closed_home();
    files::write_whole(&desk.meta_file(), br#"{"format": 2, "meta": {"something": "new"}}"#).unwrap();
    let before = everything_in(&desk.folder);
    assert_eq!(desk.stage(), StageView::Newer { format: 2 });
    assert_eq!(
        desk.recover(&desk.code()).unwrap().stage,
        StageView::Newer { format: 2 }
    );
    assert_eq!(everything_in(&desk.folder), before);
}

// Where the files are

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_is_said_and_tried_again() {
    on_a_small_disk(
        "a_folder_that_cannot_be_written_is_said_and_tried_again",
        4096,
        |disk| {
            let folder = disk.folder().join("data");
            let mut desk = Desk::at_folder(folder.clone(), disk.folder().to_owned());
            desk.create_home();
            desk.restart();
            let before = everything_in(&folder);
            let not_writable = StageView::NotWritable {
                folder: folder_of(&desk),
            };
            disk.set_read_only(true);
            assert_eq!(desk.stage(), not_writable);
            assert_eq!(desk.retry(), not_writable);
            disk.set_read_only(false);
            assert_eq!(everything_in(&folder), before);
            assert_eq!(desk.retry(), StageView::Open);

            desk.close();
            let nowhere = Desk::at_folder(disk.folder().join("new"), disk.folder().to_owned());
            disk.set_read_only(true);
            assert!(matches!(nowhere.stage(), StageView::NotWritable { .. }));
            disk.set_read_only(false);
        },
    );
}

#[test]
fn a_file_where_the_folder_should_be_is_a_stage_and_no_panic() {
    let desk = Desk::new();
    files::write_whole(&desk.folder, b"not a folder").unwrap();
    let stage = desk.stage();
    assert!(
        matches!(stage, StageView::NotWritable { .. } | StageView::Failed { .. }),
        "{stage:?}"
    );
    assert_eq!(fs::read(&desk.folder).unwrap(), b"not a folder");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_loses_nothing_and_room_helps() {
    on_a_small_disk("a_full_disk_is_said_loses_nothing_and_room_helps", 8192, |disk| {
        let folder = disk.folder().join("data");
        let mut desk = Desk::at_folder(folder.clone(), disk.folder().to_owned());
        desk.create_home();
        desk.added(person("Amy Poole"));

        // While it is open.
        let ballast = disk.fill();
        let mut refusals = 0;
        for _ in 0..200 {
            match desk.add(person("Bilal Khan")) {
                Ok(_) => {}
                Err(error) => {
                    assert_eq!(error.code, ErrorCode::DiskFull);
                    refusals += 1;
                    break;
                }
            }
        }
        assert_eq!(refusals, 1, "a full disk takes nothing more");
        let before = desk.search("").len();
        assert!(before >= 2);
        assert_eq!(desk.verify().damage, []);
        fs::remove_file(&ballast).unwrap();
        desk.added(person("Carys Hughes"));
        assert_eq!(desk.search("").len(), before + 1);

        // At the start.
        desk.restart();
        let kept = everything_in(&folder);
        disk.fill();
        let full = StageView::DiskFull {
            folder: folder_of(&desk),
        };
        assert_eq!(desk.stage(), full);
        assert_eq!(desk.retry(), full);
        assert_eq!(everything_in(&folder), kept);
        fs::remove_file(&ballast).unwrap();
        assert_eq!(desk.retry(), StageView::Open);
        assert_eq!(desk.search("").len(), before + 1);
        assert_eq!(desk.verify().damage, []);
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_too_full_to_create_on_keeps_no_half_and_room_helps() {
    on_a_small_disk(
        "a_disk_too_full_to_create_on_keeps_no_half_and_room_helps",
        1024,
        |disk| {
            let folder = disk.folder().join("data");
            // From hardly any room to nearly enough: the disk fills at another step each time.
            for kibibytes in [24, 40, 64, 96, 128, 160, 192, 224] {
                let mut desk = Desk::at_folder(folder.clone(), disk.folder().to_owned());
                disk.resize(kibibytes);
                let stage = desk.stage();
                if let StageView::FirstRun { .. } = stage {
                    match desk.create(None, None) {
                        Ok(status) => assert_eq!(status.stage, StageView::SettingUp, "{kibibytes} KiB"),
                        Err(error) => {
                            assert_eq!(error.code, ErrorCode::DiskFull, "{kibibytes} KiB");
                            assert!(!desk.file().exists() && !desk.meta_file().exists(), "{kibibytes} KiB");
                        }
                    }
                } else {
                    assert!(
                        matches!(stage, StageView::DiskFull { .. }),
                        "{kibibytes} KiB: {stage:?}"
                    );
                }
                disk.resize(8192);
                if !desk.file().exists() {
                    desk.restart();
                    desk.create_home();
                }
                assert_eq!(desk.verify().damage, [], "{kibibytes} KiB");
                drop(desk);
                fs::remove_dir_all(&folder).unwrap();
            }
        },
    );
}

#[test]
fn a_second_copy_of_the_app_waits_outside_until_the_first_has_gone() {
    let desk = closed_home();
    assert_whole(&desk);
    let second = desk.second();
    assert_eq!(second.stage(), StageView::AlreadyRunning);
    assert_eq!(second.retry(), StageView::AlreadyRunning);
    assert_eq!(second.recover(&desk.code()).unwrap().stage, StageView::AlreadyRunning);
    assert_whole(&desk);
    desk.added(person("Dafydd Rees"));
    desk.close();
    assert_eq!(second.retry(), StageView::Open);
    assert_eq!(second.search("").len(), 5);
    assert_eq!(second.verify().damage, []);
}

#[test]
fn a_locked_app_lets_another_copy_open_and_then_waits_itself() {
    let desk = closed_home();
    desk.stage();
    let passphrase = Typed::new(PASSPHRASE);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    desk.ask(app::app_lock, NoRequest {}).unwrap();
    let second = desk.second();
    assert_eq!(second.stage(), StageView::Locked);
    assert_eq!(second.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::AlreadyRunning);
    second.close();
    assert_eq!(desk.retry(), StageView::Locked);
    assert_eq!(desk.unlock(PASSPHRASE).unwrap().stage, StageView::Open);
}

#[test]
fn a_folder_that_something_else_also_writes_to_is_refused_and_untouched() {
    let mut desk = Desk::new();
    let folder = folder_of(&desk);
    desk.set_surroundings(Surroundings {
        named_by_environment: vec![(SyncedBy::OneDrive, desk.folder.parent().unwrap().to_owned())],
        ..Surroundings::default()
    });
    let service = FolderServiceView::OneDrive;
    assert_eq!(
        desk.stage(),
        StageView::SyncedFolder {
            folder: folder.clone(),
            service
        }
    );
    assert_eq!(refused(desk.create(None, None)).0, ErrorCode::AlreadySetUp);
    assert!(!desk.folder.exists(), "nothing is written there, not even the folder");

    let line = format!("//server/share {} cifs rw 0 0", desk.folder.parent().unwrap().display());
    desk.set_surroundings(Surroundings {
        mounts: Mounts::from_proc(&line),
        ..Surroundings::default()
    });
    let service = FolderServiceView::Network;
    assert_eq!(desk.stage(), StageView::SyncedFolder { folder, service });
    assert!(!desk.folder.exists());

    desk.set_surroundings(Surroundings::default());
    desk.create_home();
    assert_eq!(desk.stage(), StageView::Open);
}

// A program that ended between two steps

#[test]
fn a_creation_that_ended_before_its_meta_file_starts_over() {
    let mut desk = Desk::new();
    files::create_folder(&desk.folder).unwrap();
    // The key, the half-made file and its log are there, and nothing says which staff list they are.
    let register = Desk::with_home().register();
    let secret = RegisterSecret::random();
    desk.vault
        .write(EntryName::Register(register), &secret.recovery_code().text())
        .unwrap();
    files::write_whole(&desk.folder.join("register.db.new"), &[1; 10_000]).unwrap();
    files::write_whole(&desk.folder.join("register.db.new-wal"), &[2; 10_000]).unwrap();
    assert_eq!(desk.stage(), first_run(PasswordStoreStateView::Ready));
    desk.create_home();
    assert_eq!(desk.verify().damage, []);
    let names: Vec<_> = everything_in(&desk.folder).into_keys().collect();
    assert!(
        names.iter().all(|path| !path.to_string_lossy().contains(".new")),
        "{names:?}"
    );
    assert!(
        desk.vault.names().contains(&EntryName::Register(register)),
        "the entry of another staff list is never touched"
    );
}

#[test]
fn a_creation_that_ended_before_the_file_got_its_name_is_finished_at_the_next_start() {
    let mut desk = Desk::new();
    desk.stage();
    desk.create(Some(true), None).unwrap();
    desk.restart();
    fs::rename(desk.file(), desk.folder.join("register.db.new")).unwrap();
    assert_eq!(desk.stage(), StageView::SettingUp);
    assert!(desk.file().exists() && !desk.folder.join("register.db.new").exists());
    desk.ask(app::set_up_finish, set_up()).unwrap();
    assert_eq!(desk.verify().damage, []);
}

#[test]
fn a_leftover_of_a_half_written_meta_file_goes_at_the_next_start() {
    let desk = closed_home();
    let leftover = desk.folder.join(".register.json.0123456789abcdef.tmp");
    files::write_whole(&leftover, b"{\"format\": 1").unwrap();
    assert_whole(&desk);
    assert!(!leftover.exists());
}

// Killed

/// How often the program is killed; more with `STEWARD_TEST_KILLS`.
fn kills() -> u32 {
    std::env::var("STEWARD_TEST_KILLS").map_or(20, |kills| kills.parse().expect("a number of kills"))
}

/// What a child process needs to be the app on somebody else's folder.
const KILLED_FOLDER: &str = "STEWARD_TEST_KILLED_FOLDER";
const KILLED_CODE: &str = "STEWARD_TEST_KILLED_CODE";
const KILLED_ROUND: &str = "STEWARD_TEST_KILLED_ROUND";

/// A number as letters, since names have no digits.
fn letters(mut number: u32) -> String {
    let mut letters = String::new();
    for _ in 0..4 {
        letters.insert(0, char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
    }
    letters
}

/// Writes until it is killed, and says what was acknowledged.
fn write_until_killed(folder: &Path) -> ! {
    let desk = Desk::at_folder(folder.to_owned(), folder.join("documents"));
    let code = SecretString::from(std::env::var(KILLED_CODE).unwrap());
    desk.vault.write(EntryName::Register(desk.register()), &code).unwrap();
    assert_eq!(desk.stage(), StageView::Open);
    let round = std::env::var(KILLED_ROUND).unwrap();
    let mut said = std::io::stdout().lock();
    for number in 0.. {
        let name = format!("Amy {round} {}", letters(number));
        let id = desk.added(person(&name));
        writeln!(said, "added {id} {name}").unwrap();
        if number % 3 == 0 {
            let name = format!("Bethan {round} {}", letters(number));
            desk.change(id, person(&name)).unwrap();
            writeln!(said, "added {id} {name}").unwrap();
        }
        if number % 5 == 0 {
            let erased = desk.added(person("Ceri Rhys"));
            let request = steward_core::contract::PersonEraseRequest {
                person: erased,
                name_typed: "ceri rhys".to_owned(),
            };
            desk.ask(app::person_erase, request).unwrap();
            writeln!(said, "erased {erased}").unwrap();
        }
        said.flush().unwrap();
    }
    unreachable!("the parent kills this process")
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    if let Some(folder) = std::env::var_os(KILLED_FOLDER) {
        write_until_killed(Path::new(&folder));
    }
    let mut desk = closed_home();
    let mut added: BTreeMap<String, String> = BTreeMap::new();
    let mut erased = Vec::new();
    for round in 0..kills() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "what_was_acknowledged_before_a_kill_is_there_after_it",
                "--nocapture",
            ])
            .env(KILLED_FOLDER, &desk.folder)
            .env(KILLED_CODE, desk.code())
            .env(KILLED_ROUND, letters(round))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        let mut remember = |line: &str| {
            if let Some((id, name)) = line.strip_prefix("added ").and_then(|rest| rest.split_once(' ')) {
                added.insert(id.to_owned(), name.to_owned());
            } else if let Some(id) = line.strip_prefix("erased ") {
                erased.push(id.to_owned());
            } else {
                return false;
            }
            true
        };
        // Not before it writes, and then at another moment in each round.
        while acknowledged == 0 {
            let line = lines.next().expect("the child writes before it ends").unwrap();
            acknowledged += u32::from(remember(&line));
        }
        std::thread::sleep(Duration::from_millis(u64::from(round * 37 % 140)));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            remember(&line);
        }

        assert_eq!(desk.stage(), StageView::Open, "round {round}");
        let found = desk.verify();
        assert_eq!(found.damage, [], "round {round}");
        desk.restart();
        let left: Vec<_> = everything_in(&desk.folder).into_keys().collect();
        assert_eq!(left.len(), 2, "round {round}: {left:?}");
    }
    desk.stage();
    for (id, name) in &added {
        let kept = desk.person(id.parse().unwrap());
        let steward_core::contract::DetailView::Given(kept) = kept.full_name else {
            panic!("{name} has gone");
        };
        // A change may have been recorded and not yet acknowledged.
        let same = kept == *name || kept == name.replace("Amy", "Bethan");
        assert!(same, "{name} is kept as {kept}");
    }
    for id in &erased {
        let kept = desk.person(id.parse().unwrap());
        assert!(matches!(kept.full_name, steward_core::contract::DetailView::Removed(_)));
    }
    assert!(added.len() >= usize::try_from(kills()).unwrap());
}
