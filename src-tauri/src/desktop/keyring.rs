//! The system's password store, for the core's vault to connect to. The vault gives Windows entries `Local` persistence.

use std::sync::Arc;

use keyring_core::CredentialStore;

/// Connects to Windows Credential Manager, the Mac Keychain or the Secret Service. Each call makes a new connection, so that a store which
/// was started or unlocked in the meantime is found.
///
/// # Errors
///
/// What the store says; on Linux also when there is no session bus.
pub(crate) fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    #[cfg(target_os = "linux")]
    let store = zbus_secret_service_keyring_store::Store::new()?;
    #[cfg(target_os = "windows")]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}
