//! The vault against the Windows Credential Manager.
#![cfg(windows)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

use std::process::Command;
use std::sync::Arc;

use keyring_core::CredentialStore;
use keyring_core::api::CredentialStoreApi as _;
use steward_core::domain::NhsmailAddress;
use steward_core::domain::ids::{PersonId, RegisterId};
use steward_core::secret::{ExposeSecret, SecretString};
use steward_core::vault::keyring::MAX_ENTRY_BYTES;
use steward_core::vault::{
    Credential, CredentialState, EntryName, KeyringVault, OwnerEntry, RegisterSecret, Vault, VaultError,
};
use uuid::Uuid;

const SERVICE: &str = "uk.example.mailbox-steward";

/// Set for a process that only reads: which test's entry.
const READER: &str = "STEWARD_TEST_READER";

fn vault() -> KeyringVault {
    KeyringVault::start(SERVICE, || {
        windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
    })
    .unwrap()
}

/// An entry of the test's own, deleted before and after it: the store is the user's, not the test's.
struct Own(EntryName);

impl Own {
    fn new(number: u128) -> Self {
        let own = Self(EntryName::Register(RegisterId::from_uuid(Uuid::from_u128(number))));
        own.forget();
        own
    }

    fn forget(&self) {
        let forgotten = vault().delete(self.0);
        assert!(matches!(forgotten, Ok(()) | Err(VaultError::Missing)), "{forgotten:?}");
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.forget();
    }
}

fn read(vault: &KeyringVault, own: &Own) -> Result<String, VaultError> {
    vault.read(own.0).map(|value| value.expose_secret().to_owned())
}

fn write(vault: &KeyringVault, own: &Own, value: &str) -> Result<(), VaultError> {
    vault.write(own.0, &SecretString::from(value))
}

#[test]
fn an_entry_is_written_read_replaced_and_deleted() {
    let (vault, own) = (vault(), Own::new(1));
    assert_eq!(read(&vault, &own), Err(VaultError::Missing));
    write(&vault, &own, "first").unwrap();
    assert_eq!(read(&vault, &own).unwrap(), "first");
    write(&vault, &own, "zweite, 2 £, Siân").unwrap();
    assert_eq!(read(&vault, &own).unwrap(), "zweite, 2 £, Siân");
    vault.delete(own.0).unwrap();
    assert_eq!(read(&vault, &own), Err(VaultError::Missing));
    assert_eq!(vault.delete(own.0), Err(VaultError::Missing));
}

#[test]
fn a_fresh_process_reads_what_was_written() {
    if std::env::var_os(READER).is_some() {
        let name = EntryName::Register(RegisterId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(vault().read(name).unwrap().expose_secret(), "kept");
        return;
    }
    let own = Own::new(2);
    write(&vault(), &own, "kept").unwrap();
    let reader = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_fresh_process_reads_what_was_written"])
        .env(READER, "1")
        .status()
        .unwrap();
    assert!(reader.success(), "{reader}");
}

/// A roaming profile copies entries that persist for the enterprise to a server.
#[test]
fn an_entry_stays_on_this_computer() {
    let (vault, own) = (vault(), Own::new(3));
    write(&vault, &own, "kept").unwrap();
    let store = windows_native_keyring_store::Store::new().unwrap();
    let entry = store.build(SERVICE, &own.0.to_string(), None).unwrap();
    let attributes = entry.get_attributes().unwrap();
    assert_eq!(
        attributes.get("persistence").map(String::as_str),
        Some("Local"),
        "{attributes:?}"
    );
}

#[test]
fn the_longest_entry_this_app_writes_fits() {
    let (vault, own) = (vault(), Own::new(4));
    let most = "x".repeat(MAX_ENTRY_BYTES);
    write(&vault, &own, &most).unwrap();
    assert_eq!(write(&vault, &own, &format!("{most}x")), Err(VaultError::TooLong));
    assert_eq!(read(&vault, &own).unwrap(), most);
}

#[test]
fn sign_in_details_are_kept_replaced_and_deleted() {
    let secret = RegisterSecret::new([7; 16]);
    let key = secret.credential_key();
    let entry = OwnerEntry {
        register: RegisterId::from_uuid(Uuid::from_u128(5)),
        person: PersonId::from_uuid(Uuid::from_u128(6)),
    };
    let vault = vault();
    let forgotten = entry.delete(&vault);
    assert!(matches!(forgotten, Ok(()) | Err(VaultError::Missing)), "{forgotten:?}");
    assert_eq!(entry.state(&vault, &key), CredentialState::Missing);
    let user_name = NhsmailAddress::parse("jane.smith7@nhs.net").unwrap().into_value();
    let details = Credential::new(user_name, SecretString::from("Thistle-Lamp-42"), None).unwrap();
    entry.save(&vault, &key, &details).unwrap();
    assert_eq!(entry.state(&vault, &key), CredentialState::Present { changed_on: None });
    let details = details
        .with_password(SecretString::from("Bramble-Kite-17"), None)
        .unwrap();
    entry.save(&vault, &key, &details).unwrap();
    let kept = entry.read(&self::vault(), &key).unwrap();
    assert_eq!(kept.user_name().as_str(), "jane.smith7@nhs.net");
    assert_eq!(kept.password().expose_secret(), "Bramble-Kite-17");
    assert!(kept.was_used_before(&SecretString::from("Thistle-Lamp-42")).unwrap());
    assert_eq!(
        entry.state(&vault, &RegisterSecret::new([8; 16]).credential_key()),
        CredentialState::Unreadable
    );
    entry.delete(&vault).unwrap();
    assert_eq!(entry.state(&vault, &key), CredentialState::Missing);
}
