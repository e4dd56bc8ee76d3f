//! How often the computer's password store is asked: on a Mac each question may be one to the person.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use steward_core::app;
use steward_core::contract::{
    CredentialCopyRequest, CredentialPartView, CredentialSaveRequest, NoRequest, PassphraseSetRequest, StageView,
    TodayRequest, Typed,
};
use steward_core::vault::EntryName;
use support::desk::{Desk, no_date, person};

fn is_owners(entry: &EntryName) -> bool {
    matches!(entry, EntryName::Owner(..))
}

fn save_sign_in_details(desk: &Desk) {
    let request = CredentialSaveRequest {
        user_name: "jane.smith1@nhs.net".to_owned(),
        password: Typed::new("a long kettle 7"),
        changed_on: no_date(),
        despite_rules: true,
    };
    desk.ask(app::credential_save, request).unwrap();
}

#[test]
fn the_key_is_read_once_however_long_the_app_is_used() {
    let mut desk = Desk::with_home();
    let register = EntryName::Register(desk.register());
    desk.restart();
    let _ = desk.vault.take_reads();
    assert_eq!(desk.stage(), StageView::Open);
    assert_eq!(desk.vault.take_reads(), [register]);

    desk.stage();
    desk.added(person("Amy Poole"));
    desk.search("Amy");
    desk.verify();
    desk.ask(app::app_status, NoRequest {}).unwrap();
    assert!(!desk.vault.take_reads().contains(&register));
}

#[test]
fn sign_in_details_are_read_only_where_they_are_shown_or_used() {
    let mut desk = Desk::with_home();
    save_sign_in_details(&desk);
    desk.restart();
    let _ = desk.vault.take_reads();
    assert_eq!(desk.stage(), StageView::Open);
    desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    desk.search("");
    let read = desk.vault.take_reads();
    assert!(!read.iter().any(is_owners), "{read:?}");

    let part = CredentialPartView::Password;
    desk.ask(app::credential_copy, CredentialCopyRequest { part }).unwrap();
    let read = desk.vault.take_reads();
    assert_eq!(read.len(), 1);
    assert!(is_owners(&read[0]), "{read:?}");
}

/// A passphrase wraps the key; the password store has nothing to say then.
#[test]
fn a_locked_app_asks_the_password_store_for_nothing() {
    let mut desk = Desk::with_home();
    let passphrase = Typed::new("seven green kettles");
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();
    desk.restart();
    let _ = desk.vault.take_reads();
    assert_eq!(desk.stage(), StageView::Locked);
    assert_eq!(desk.vault.take_reads(), []);
}
