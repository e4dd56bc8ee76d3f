//! What opens the staff list, and where it is kept.
//!
//! [`RegisterSecret`] is the one secret: the database key and the key of the owners' sign-in details come from it, and written as
//! letters it is the [`RecoveryCode`]. It lives in the operating system's keyring behind [`Vault`], or wrapped by a passphrase
//! ([`PassphraseWrap`]) in the small [`Meta`] file beside the database. Nothing here is ever created by reading.

pub mod credential;
pub mod keyring;
pub mod meta;
pub mod passphrase;
pub mod recovery_code;
pub mod secret;
pub mod strength;

pub use credential::{Credential, CredentialError, CredentialState, OwnerEntry};
pub use keyring::{Answer, EntryName, KeyringVault, MemoryVault, Vault, VaultError};
pub use meta::{Head, Meta, MetaLoad};
pub use passphrase::{Cost, Passphrase, PassphraseError, PassphraseWrap};
pub use recovery_code::{RecoveryCode, RecoveryCodeError};
pub use secret::{KeyCheck, RegisterSecret};
pub use strength::{PassphraseHint, Strength};
