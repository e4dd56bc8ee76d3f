//! The vault against a real Secret Service: gnome-keyring on a private bus.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::sync::Arc;

use keyring_core::CredentialStore;
use steward_core::domain::NhsmailAddress;
use steward_core::domain::ids::{PersonId, RegisterId};
use steward_core::secret::{ExposeSecret, SecretString};
use steward_core::vault::keyring::MAX_ENTRY_BYTES;
use steward_core::vault::{
    Credential, CredentialState, EntryName, KeyringVault, OwnerEntry, RegisterSecret, Vault, VaultError,
};
use support::private_session::in_private_session;
use uuid::Uuid;

fn vault() -> KeyringVault {
    KeyringVault::start("uk.example.mailbox-steward", || {
        zbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
    })
    .unwrap()
}

fn register() -> RegisterId {
    RegisterId::from_uuid(Uuid::from_u128(1))
}

fn name() -> EntryName {
    EntryName::Register(register())
}

fn read(vault: &KeyringVault) -> Result<String, VaultError> {
    vault.read(name()).map(|value| value.expose_secret().to_owned())
}

fn write(vault: &KeyringVault, value: &str) -> Result<(), VaultError> {
    vault.write(name(), &SecretString::from(value))
}

#[test]
fn an_entry_is_written_read_replaced_and_deleted() {
    in_private_session("an_entry_is_written_read_replaced_and_deleted", |session| {
        let _keyring = session.start_unlocked_keyring();
        let vault = vault();
        write(&vault, "first").unwrap();
        assert_eq!(read(&vault).unwrap(), "first");
        write(&vault, "second").unwrap();
        assert_eq!(read(&vault).unwrap(), "second");
        vault.delete(name()).unwrap();
        assert_eq!(read(&vault), Err(VaultError::Missing));
        assert_eq!(vault.delete(name()), Err(VaultError::Missing));
    });
}

#[test]
fn a_fresh_process_reads_what_was_written() {
    in_private_session("a_fresh_process_reads_what_was_written", |session| {
        if session.part == "reader" {
            assert_eq!(read(&vault()).unwrap(), "kept");
            return;
        }
        let _keyring = session.start_unlocked_keyring();
        write(&vault(), "kept").unwrap();
        session.in_a_fresh_process("reader");
    });
}

#[test]
fn an_entry_survives_signing_out_and_in() {
    in_private_session("an_entry_survives_signing_out_and_in", |session| {
        let keyring = session.start_unlocked_keyring();
        write(&vault(), "kept").unwrap();
        drop(keyring);
        let _keyring = session.start_unlocked_keyring();
        assert_eq!(read(&vault()).unwrap(), "kept");
    });
}

#[test]
fn a_missing_entry_is_missing_and_reading_creates_nothing() {
    in_private_session("a_missing_entry_is_missing_and_reading_creates_nothing", |session| {
        let _keyring = session.start_unlocked_keyring();
        let vault = vault();
        let other = EntryName::Register(RegisterId::from_uuid(Uuid::from_u128(2)));
        vault.write(other, &SecretString::from("another staff list")).unwrap();
        let before = session.collection_on_disk();
        assert_eq!(read(&vault), Err(VaultError::Missing));
        assert_eq!(session.collection_on_disk(), before);
        assert_eq!(vault.read(other).unwrap().expose_secret(), "another staff list");
    });
}

#[test]
fn a_locked_keyring_is_locked_and_works_once_it_is_unlocked() {
    in_private_session("a_locked_keyring_is_locked_and_works_once_it_is_unlocked", |session| {
        let keyring = session.start_unlocked_keyring();
        let vault = vault();
        write(&vault, "kept").unwrap();
        session.lock_keyring();
        assert_eq!(read(&vault), Err(VaultError::Locked));
        assert_eq!(write(&vault, "other"), Err(VaultError::Locked));
        assert_eq!(vault.delete(name()), Err(VaultError::Locked));
        drop(keyring);
        let _keyring = session.start_unlocked_keyring();
        assert_eq!(read(&vault).unwrap(), "kept");
    });
}

#[test]
fn a_keyring_never_unlocked_since_signing_in_is_locked() {
    in_private_session("a_keyring_never_unlocked_since_signing_in_is_locked", |session| {
        let keyring = session.start_unlocked_keyring();
        let vault = vault();
        write(&vault, "kept").unwrap();
        drop(keyring);
        let _keyring = session.start_locked_keyring();
        assert_eq!(read(&vault), Err(VaultError::Locked));
    });
}

#[test]
fn a_keyring_that_appears_later_works_without_a_restart() {
    in_private_session("a_keyring_that_appears_later_works_without_a_restart", |session| {
        let vault = vault();
        assert_eq!(read(&vault), Err(VaultError::NoKeyring));
        assert_eq!(write(&vault, "x"), Err(VaultError::NoKeyring));
        assert_eq!(vault.delete(name()), Err(VaultError::NoKeyring));
        let _keyring = session.start_unlocked_keyring();
        write(&vault, "kept").unwrap();
        assert_eq!(read(&vault).unwrap(), "kept");
    });
}

#[test]
fn a_keyring_that_was_restarted_is_found_within_the_same_call() {
    in_private_session(
        "a_keyring_that_was_restarted_is_found_within_the_same_call",
        |session| {
            let keyring = session.start_unlocked_keyring();
            let vault = vault();
            write(&vault, "kept").unwrap();
            drop(keyring);
            assert_eq!(read(&vault), Err(VaultError::NoKeyring));
            let keyring = session.start_unlocked_keyring();
            assert_eq!(read(&vault).unwrap(), "kept");
            // Now with a connection that was good a moment ago.
            drop(keyring);
            let _keyring = session.start_unlocked_keyring();
            assert_eq!(read(&vault).unwrap(), "kept");
        },
    );
}

#[test]
fn without_a_session_bus_there_is_no_keyring() {
    in_private_session("without_a_session_bus_there_is_no_keyring", |session| {
        if session.part == "no bus" {
            assert_eq!(read(&vault()), Err(VaultError::NoKeyring));
            assert_eq!(write(&vault(), "x"), Err(VaultError::NoKeyring));
            return;
        }
        session.in_a_fresh_process_without_a_bus("no bus");
    });
}

#[test]
fn a_keyring_without_a_collection_is_no_place_for_an_entry() {
    in_private_session("a_keyring_without_a_collection_is_no_place_for_an_entry", |session| {
        let _keyring = session.start_locked_keyring();
        let vault = vault();
        assert_eq!(read(&vault), Err(VaultError::Missing));
        assert_eq!(write(&vault, "x"), Err(VaultError::NoKeyring));
        assert_eq!(read(&vault), Err(VaultError::Missing));
    });
}

#[test]
fn the_own_limit_holds_although_this_keyring_takes_more() {
    in_private_session("the_own_limit_holds_although_this_keyring_takes_more", |session| {
        let _keyring = session.start_unlocked_keyring();
        let vault = vault();
        let most = "x".repeat(MAX_ENTRY_BYTES);
        write(&vault, &most).unwrap();
        assert_eq!(write(&vault, &format!("{most}x")), Err(VaultError::TooLong));
        assert_eq!(read(&vault).unwrap(), most);
    });
}

#[test]
fn sign_in_details_are_kept_replaced_locked_and_deleted() {
    in_private_session("sign_in_details_are_kept_replaced_locked_and_deleted", |session| {
        let secret = RegisterSecret::new([7; 16]);
        let key = secret.credential_key();
        let entry = OwnerEntry {
            register: register(),
            person: PersonId::from_uuid(Uuid::from_u128(3)),
        };
        if session.part == "reader" {
            let read = entry.read(&vault(), &key).unwrap();
            assert_eq!(read.user_name().as_str(), "jane.smith7@nhs.net");
            assert_eq!(read.password().expose_secret(), "Bramble-Kite-17");
            assert!(read.was_used_before(&SecretString::from("Thistle-Lamp-42")).unwrap());
            return;
        }
        let keyring = session.start_unlocked_keyring();
        let vault = vault();
        assert_eq!(entry.state(&vault, &key), CredentialState::Missing);
        let user_name = NhsmailAddress::parse("jane.smith7@nhs.net").unwrap().into_value();
        let details = Credential::new(user_name, SecretString::from("Thistle-Lamp-42"), None).unwrap();
        entry.save(&vault, &key, &details).unwrap();
        assert_eq!(entry.state(&vault, &key), CredentialState::Present { changed_on: None });
        let details = details
            .with_password(SecretString::from("Bramble-Kite-17"), None)
            .unwrap();
        entry.save(&vault, &key, &details).unwrap();
        session.in_a_fresh_process("reader");
        assert_eq!(
            entry.state(&vault, &RegisterSecret::new([8; 16]).credential_key()),
            CredentialState::Unreadable
        );
        session.lock_keyring();
        assert_eq!(entry.state(&vault, &key), CredentialState::Locked);
        drop(keyring);
        assert_eq!(entry.state(&vault, &key), CredentialState::NoKeyring);
        let _keyring = session.start_unlocked_keyring();
        entry.delete(&vault).unwrap();
        assert_eq!(entry.state(&vault, &key), CredentialState::Missing);
    });
}
