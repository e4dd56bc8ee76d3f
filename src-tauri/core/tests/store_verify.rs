//! The check of the history: every kind of damage and casual editing is found and named, and a sound file has none.
//!
//! Each test edits the closed file with nothing but SQLCipher and its key, as somebody with too much curiosity would.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::fs;

use rusqlite::Connection;
use steward_core::app;
use steward_core::contract::{
    CopyPartView, DamageLineView, DamageView, DetailView, PathAnswersRequest, PathBeginRequest, PersonEraseRequest,
    PersonRequest, RequestCopyRequest, RequestSentRequest, SettingsChangeRequest, StageView, SubjectView, TodayRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::path::PathKind;
use steward_core::domain::request::RequestKind;
use steward_core::files;
use steward_core::vault::{EntryName, Vault};
use support::desk::{Desk, new_user, newcomer, no_date, person, settings};

/// Rowan House after a busy morning: every kind of change is in its history.
fn busy_home() -> Desk {
    let mut desk = Desk::with_home();
    let amy = desk.added(newcomer("Amy Poole", "07700 900101", "amy.poole@example.org"));
    let bilal = desk.added(newcomer("Bilal Khan", "07700 900102", "bilal@example.org"));
    let carys = desk.added(newcomer("Carys Hughes", "07700 900103", "carys@example.org"));
    let people = vec![new_user(amy, AccessLevel::Member), new_user(bilal, AccessLevel::Owner)];
    let request = desk.draft(RequestKind::NewUser, people).unwrap().request;
    let copy = RequestCopyRequest {
        request,
        part: CopyPartView::Body,
    };
    desk.ask(app::request_copy, copy).unwrap();
    let sent = RequestSentRequest {
        request,
        from_shared_mailbox: true,
        on: no_date(),
    };
    let sent = desk.ask(app::request_sent, sent).unwrap();
    desk.undo(sent.action.unwrap()).unwrap();
    desk.ask(app::contact_remove, PersonRequest { person: bilal }).unwrap();
    let erase = PersonEraseRequest {
        person: carys,
        name_typed: "Carys Hughes".to_owned(),
    };
    desk.ask(app::person_erase, erase).unwrap();
    let help = SettingsChangeRequest {
        local_help_name: "Dafydd at head office".to_owned(),
        ..settings()
    };
    desk.ask(app::settings_change, help).unwrap();
    let path = PathBeginRequest {
        person: amy,
        kind: PathKind::NewName,
        site: None,
        on: no_date(),
        answers: PathAnswersRequest::default(),
    };
    desk.ask(app::path_begin, path).unwrap();
    desk.restart();
    desk
}

/// Edits the closed file and answers with what the check finds; the file is then as it was.
fn found_after(desk: &mut Desk, edit: impl FnOnce(&Connection)) -> Vec<DamageLineView> {
    let before = fs::read(desk.file()).unwrap();
    let raw = desk.raw();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    edit(&raw);
    raw.close().unwrap();
    // Without its settings a list looks as if it were being set up.
    assert!(matches!(desk.stage(), StageView::Open | StageView::SettingUp));
    let found = desk.verify().damage;
    desk.restart();
    files::write_whole(&desk.file(), &before).unwrap();
    found
}

/// As [`found_after`], for one statement that must have edited something.
fn found_after_sql(desk: &mut Desk, sql: &str) -> Vec<DamageLineView> {
    found_after(desk, |raw| {
        assert!(raw.execute(sql, []).unwrap() > 0, "{sql} edits nothing");
    })
}

fn places(found: &[DamageLineView], damage: DamageView) -> Vec<u32> {
    let of_kind = found.iter().filter(|line| line.damage == damage);
    of_kind.filter_map(|line| line.place).collect()
}

fn subjects(found: &[DamageLineView]) -> Vec<SubjectView> {
    let differs = found.iter().filter(|line| line.damage == DamageView::TableDiffers);
    differs.filter_map(|line| line.subject).collect()
}

/// How many changes the file holds.
fn changes(desk: &Desk) -> u32 {
    let raw = desk.raw();
    let count = raw
        .query_row("SELECT count(*) FROM change", [], |row| row.get(0))
        .unwrap();
    raw.close().unwrap();
    count
}

#[test]
fn an_untouched_staff_list_has_no_damage() {
    let mut desk = busy_home();
    let count = changes(&desk);
    for _ in 0..2 {
        assert_eq!(desk.reopen(), StageView::Open);
        let found = desk.verify();
        assert_eq!((found.changes, found.damage), (count, vec![]));
    }
    // Nothing that is not part of the history is damage.
    assert_eq!(found_after_sql(&mut desk, "DELETE FROM local_fact"), []);
    let kept = "INSERT INTO form_draft (form, body, saved_at) VALUES ('person_add', '{}', 1)";
    assert_eq!(found_after_sql(&mut desk, kept), []);
}

#[test]
fn an_altered_change_is_found_in_every_column() {
    let mut desk = busy_home();
    let raw = desk.raw();
    let (middle, last): (i64, i64) = raw
        .query_row(
            "SELECT (SELECT place FROM change WHERE effective IS NOT NULL AND author IS NOT NULL LIMIT 1), max(place) \
             FROM change",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let columns: Vec<String> = raw
        .prepare("SELECT name FROM pragma_table_info('change') WHERE name <> 'place'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    raw.close().unwrap();
    assert_eq!(columns.len(), 14, "a new column needs its edit here");
    for place in [middle, last] {
        for column in &columns {
            let edit = match column.as_str() {
                "id" | "device" | "action" | "undoes" | "author" => "x'000102030405760788090a0b0c0d0e0f'",
                "previous" | "hash" => "zeroblob(32)",
                "sequence" | "clock_millis" | "clock_count" => "COLUMN + 1000",
                "version" => "0",
                "kind" => "'site'",
                "effective" => "'2020-02-29'",
                "open" => "CAST(replace(CAST(open AS TEXT), '{', '{ ') AS BLOB)",
                other => panic!("how is {other} edited?"),
            };
            let sql = format!(
                "UPDATE change SET {column} = {} WHERE place = {place}",
                edit.replace("COLUMN", column)
            );
            let found = found_after_sql(&mut desk, &sql);
            let altered = places(&found, DamageView::Altered);
            let named = match column.as_str() {
                // Under another number the change itself is altered, and its own number is missing.
                // The same for one that belongs to no chain any more.
                "sequence" | "device" => altered.len() == 1 && found.len() > 1,
                _ => altered.contains(&u32::try_from(place).unwrap()),
            };
            assert!(named, "{column} of {place}: {found:?}");
        }
    }
}

#[test]
fn an_altered_sealed_part_is_found_in_every_column() {
    let mut desk = busy_home();
    let raw = desk.raw();
    let (change, sequence): (i64, u32) = raw
        .query_row(
            "SELECT s.change, c.sequence FROM sealed_part s JOIN change c ON c.place = s.change GROUP BY s.change \
             HAVING count(*) > 1 LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    raw.close().unwrap();
    for edit in [
        "UPDATE sealed_part SET bytes = zeroblob(length(bytes)) WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET bytes = CAST(bytes || x'00' AS BLOB) WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET person = x'000102030405760788090a0b0c0d0e0f' WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET class = 'contact' WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET key = (SELECT key FROM sealed_part WHERE change = CHANGE AND part = 1) \
         WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET part = 9 WHERE change = CHANGE AND part = 0",
        "UPDATE sealed_part SET change = change + 1, part = 50 WHERE change = CHANGE AND part = 0",
        "DELETE FROM sealed_part WHERE change = CHANGE AND part = 0",
    ] {
        let found = found_after_sql(&mut desk, &edit.replace("CHANGE", &change.to_string()));
        assert!(
            places(&found, DamageView::Altered).contains(&sequence),
            "{edit}: {found:?}"
        );
    }
}

#[test]
fn a_key_that_was_exchanged_shows_in_the_list_it_opens() {
    let mut desk = busy_home();
    let found = found_after_sql(
        &mut desk,
        "UPDATE class_key SET bytes = zeroblob(32) WHERE bytes IS NOT NULL",
    );
    assert!(subjects(&found).contains(&SubjectView::Person), "{found:?}");
}

#[test]
fn two_changes_in_the_wrong_order_are_found() {
    let mut desk = busy_home();
    // Two neighbours swap their numbers.
    let found = found_after(&mut desk, |raw| {
        raw.execute_batch(
            "UPDATE change SET sequence = 9999 WHERE sequence = 5; UPDATE change SET sequence = 5 WHERE sequence = 6;
             UPDATE change SET sequence = 6 WHERE sequence = 9999;",
        )
        .unwrap();
    });
    assert_eq!(places(&found, DamageView::Reordered), [5, 6, 7]);
    // Two neighbours swap their places in the file.
    let found = found_after(&mut desk, |raw| {
        raw.execute_batch(
            "UPDATE change SET place = 9999 WHERE place = 5; UPDATE change SET place = 5 WHERE place = 6;
             UPDATE change SET place = 6 WHERE place = 9999;",
        )
        .unwrap();
    });
    assert!(places(&found, DamageView::Reordered).contains(&6), "{found:?}");
}

fn remove(raw: &Connection, sequences: &str) {
    raw.execute_batch(&format!(
        "DELETE FROM sealed_part WHERE change IN (SELECT place FROM change WHERE sequence {sequences});
         DELETE FROM change_about WHERE change IN (SELECT place FROM change WHERE sequence {sequences});
         DELETE FROM change WHERE sequence {sequences};"
    ))
    .unwrap();
}

#[test]
fn removed_changes_in_the_middle_are_found_and_counted() {
    let mut desk = busy_home();
    let found = found_after(&mut desk, |raw| remove(raw, "IN (7, 8, 9)"));
    let missing: Vec<_> = found
        .iter()
        .filter(|line| line.damage == DamageView::Missing)
        .map(|line| (line.place, line.missing))
        .collect();
    assert_eq!(missing, [(Some(10), Some(3))]);
    let found = found_after(&mut desk, |raw| remove(raw, "= 1"));
    assert_eq!(places(&found, DamageView::Missing), [2]);
}

#[test]
fn removed_last_changes_are_found_by_what_is_kept_outside_the_file() {
    let mut desk = busy_home();
    let count = changes(&desk);
    for removed in [1, 2, count - 1] {
        let found = found_after(&mut desk, |raw| remove(raw, &format!("> {}", count - removed)));
        let tail: Vec<_> = found
            .iter()
            .filter(|line| line.damage == DamageView::TailMissing)
            .map(|line| (line.place, line.missing))
            .collect();
        assert_eq!(tail, [(Some(count - removed), Some(removed))]);
    }
}

#[test]
fn a_removed_history_of_a_whole_computer_is_found() {
    let mut desk = busy_home();
    // The recovery code begins a second history.
    desk.vault.delete(EntryName::Register(desk.register())).unwrap();
    desk.stage();
    let code = desk.code();
    desk.recover(&code).unwrap();
    desk.added(person("Dafydd Rees"));
    desk.restart();
    assert_eq!(desk.meta().heads.len(), 2);
    let first = changes(&desk) - 2;
    let found = found_after(&mut desk, |raw| {
        let device: Vec<u8> = raw
            .query_row("SELECT device FROM change ORDER BY place DESC LIMIT 1", [], |row| {
                row.get(0)
            })
            .unwrap();
        for sql in [
            "DELETE FROM sealed_part WHERE change IN (SELECT place FROM change WHERE device = ?1)",
            "DELETE FROM change_about WHERE change IN (SELECT place FROM change WHERE device = ?1)",
            "DELETE FROM change WHERE device = ?1",
        ] {
            raw.execute(sql, [&device]).unwrap();
        }
    });
    let tail: Vec<_> = found
        .iter()
        .filter(|line| line.damage == DamageView::TailMissing)
        .collect();
    assert_eq!(tail.len(), 1);
    assert_eq!((tail[0].place, tail[0].missing), (Some(0), Some(2)));
    assert_eq!(desk.reopen(), StageView::Open);
    let sound = desk.verify();
    assert_eq!((sound.changes, sound.damage), (first + 2, vec![]));
}

#[test]
fn a_change_written_anew_with_its_own_hash_does_not_fit_what_is_kept_outside() {
    let mut desk = busy_home();
    let count = changes(&desk);
    // Somebody who can compute hashes still has to write the meta file too: here only the last hash is another.
    let mut meta = desk.meta();
    for head in meta.heads.values_mut() {
        head.hash[0] ^= 1;
    }
    meta.save(&desk.meta_file()).unwrap();
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(places(&desk.verify().damage, DamageView::Altered), [count]);
}

/// Edits of the lists that are drawn from the history, and the list each is found in.
const EDITS: &[(&str, SubjectView)] = &[
    (
        "UPDATE site SET doc = replace(doc, 'Rowan', 'Elder')",
        SubjectView::Site,
    ),
    ("UPDATE site SET name = 'elder house'", SubjectView::Site),
    ("UPDATE site SET ods_code = NULL", SubjectView::Site),
    ("UPDATE site SET present = 0", SubjectView::Site),
    ("DELETE FROM site", SubjectView::Site),
    (
        "INSERT INTO site (id, doc, present) VALUES (zeroblob(16), '{}', 1)",
        SubjectView::Site,
    ),
    (
        "UPDATE mailbox SET doc = replace(doc, 'care.vlaxl', 'care.vlaxm')",
        SubjectView::Mailbox,
    ),
    (
        "UPDATE mailbox SET address = 'care.vlaxm@nhs.net'",
        SubjectView::Mailbox,
    ),
    ("UPDATE mailbox SET site = NULL", SubjectView::Mailbox),
    ("DELETE FROM mailbox", SubjectView::Mailbox),
    (
        "UPDATE person SET doc = replace(doc, '07700900101', '07700900999')",
        SubjectView::Person,
    ),
    (
        "UPDATE person SET doc = 'not JSON' WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    (
        "UPDATE person SET present = 0 WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    (
        "UPDATE person SET sort_name = 'aaa' WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    (
        "UPDATE person SET personal_mobile = '07700900999' WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    (
        "UPDATE person SET personal_email = NULL WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    ("UPDATE person SET nhsmail_address = NULL", SubjectView::Person),
    ("UPDATE person SET look_alike = 'x'", SubjectView::Person),
    ("UPDATE person SET has_account = 1 - has_account", SubjectView::Person),
    ("UPDATE person SET marked_leaver = '2026-01-01'", SubjectView::Person),
    ("UPDATE person SET last_active = '2026-01-01'", SubjectView::Person),
    (
        "UPDATE person SET search_row = NULL WHERE sort_name = 'amy poole'",
        SubjectView::Person,
    ),
    ("DELETE FROM person WHERE sort_name = 'amy poole'", SubjectView::Person),
    (
        "DELETE FROM person_search WHERE rowid = (SELECT search_row FROM person WHERE sort_name = 'amy poole')",
        SubjectView::Person,
    ),
    (
        "UPDATE person_search SET words = 'zelda' WHERE rowid = \
             (SELECT search_row FROM person WHERE sort_name = 'amy poole')",
        SubjectView::Person,
    ),
    (
        "INSERT INTO person_search (rowid, words, person) VALUES (7, 'carys hughes', 3)",
        SubjectView::Person,
    ),
    ("UPDATE post SET doc = replace(doc, 'Care', 'Night')", SubjectView::Post),
    ("UPDATE post SET to_day = '2026-01-01'", SubjectView::Post),
    ("UPDATE post SET from_day = '2030-01-01'", SubjectView::Post),
    ("UPDATE post SET person = NULL", SubjectView::Post),
    ("UPDATE post SET site = NULL", SubjectView::Post),
    ("DELETE FROM post", SubjectView::Post),
    (
        "UPDATE access SET doc = replace(doc, 'owner', 'member')",
        SubjectView::Access,
    ),
    ("UPDATE access SET level = 'member'", SubjectView::Access),
    ("UPDATE access SET to_day = '2026-01-01'", SubjectView::Access),
    ("UPDATE access SET mailbox = NULL", SubjectView::Access),
    ("DELETE FROM access", SubjectView::Access),
    (
        "UPDATE request SET doc = replace(doc, '07700900101', '07700900999')",
        SubjectView::Request,
    ),
    ("UPDATE request SET state = 'done'", SubjectView::Request),
    ("UPDATE request SET kind = 'joiner'", SubjectView::Request),
    ("UPDATE request SET drafted_on = '2026-01-01'", SubjectView::Request),
    ("UPDATE request_person SET state = 'done'", SubjectView::Request),
    ("DELETE FROM request_person", SubjectView::Request),
    ("DELETE FROM request", SubjectView::Request),
    (
        "UPDATE settings SET doc = replace(doc, 'Dafydd', 'Eluned')",
        SubjectView::Settings,
    ),
    ("DELETE FROM settings", SubjectView::Settings),
    ("UPDATE path SET open = 0", SubjectView::Path),
    ("UPDATE path SET next_due = '2031-01-01'", SubjectView::Path),
    (
        "UPDATE path SET doc = replace(doc, 'new_name', 'starts')",
        SubjectView::Path,
    ),
    ("DELETE FROM path", SubjectView::Path),
];

#[test]
fn an_edited_row_of_any_list_is_found_and_named() {
    let mut desk = busy_home();
    for (sql, subject) in EDITS {
        let found = found_after_sql(&mut desk, sql);
        // Where a role is edited, the words its person is found by differ too.
        assert!(subjects(&found).contains(subject), "{sql}: {found:?}");
        assert_eq!(subjects(&found).len(), found.len(), "{sql}: {found:?}");
    }
}

#[test]
fn a_change_that_is_filed_under_nothing_or_under_something_else_is_found() {
    let mut desk = busy_home();
    for sql in [
        "DELETE FROM change_about WHERE itself = 1 AND kind = 'person'",
        "DELETE FROM change_about WHERE change = 5 AND itself = 0",
        "UPDATE change_about SET kind = 'site' WHERE itself = 1 AND kind = 'settings'",
        "UPDATE change_about SET itself = 0 WHERE kind = 'post'",
        "UPDATE change_about SET entity = zeroblob(16) WHERE change = 5 AND itself = 1",
        "INSERT INTO change_about (entity, change, kind, itself) VALUES (zeroblob(16), 5, 'person', 0)",
    ] {
        let found = found_after_sql(&mut desk, sql);
        assert_ne!(found, [], "{sql}");
    }
}

#[test]
fn drawing_the_lists_again_mends_what_was_edited_in_them() {
    let mut desk = busy_home();
    let raw = desk.raw();
    raw.execute(
        "UPDATE person SET doc = replace(doc, 'Amy Poole', 'Zoe Poole'), sort_name = 'zoe poole'",
        [],
    )
    .unwrap();
    raw.close().unwrap();
    let opened = steward_core::store::open(&desk.file(), &desk.secret().database_key(), |_, _| Ok(())).unwrap();
    let mut writer = steward_core::store::Writer::new(opened.connection, desk.meta().device).unwrap();
    writer.redraw_tables().unwrap();
    writer.close().unwrap();
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(desk.verify().damage, []);
    let amy = desk.find("Amy");
    assert_eq!(desk.person(amy).full_name, DetailView::Given("Amy Poole".to_owned()));
    assert_eq!(
        desk.ask(app::header_get, TodayRequest { site: None })
            .unwrap()
            .authors
            .len(),
        1
    );
}
