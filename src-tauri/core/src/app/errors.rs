//! How errors of the rooms below look at the border.

use super::DesktopError;
use crate::contract::{ApiError, ErrorCode};
use crate::files::FileError;
use crate::logged::KindOf;
use crate::store::{LanesClosed, StoreError};
use crate::vault::{CredentialError, PassphraseError, RecoveryCodeError, VaultError};

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::DiskFull => ErrorCode::DiskFull,
            StoreError::NotWritable => ErrorCode::NotWritable,
            StoreError::Damaged | StoreError::NotOpened | StoreError::Missing => ErrorCode::Damaged,
            StoreError::Exists => ErrorCode::AlreadySetUp,
            StoreError::Newer(_)
            | StoreError::Busy
            | StoreError::Encoding(_)
            | StoreError::Sealing(_)
            | StoreError::Sql(_) => ErrorCode::Internal,
        };
        tracing::error!(code = "store", kind = %KindOf(&error), "the register answered with an error");
        Self::new(code, error.to_string())
    }
}

impl From<LanesClosed> for ApiError {
    fn from(error: LanesClosed) -> Self {
        Self::new(ErrorCode::NotOpen, error.to_string())
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        let code = match error {
            FileError::DiskFull => ErrorCode::DiskFull,
            FileError::NotAllowed | FileError::Missing => ErrorCode::NotWritable,
            FileError::TooLarge { .. } => ErrorCode::TooLong,
            FileError::Other(_) => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        let code = match error {
            VaultError::Missing => ErrorCode::KeyringMissing,
            VaultError::Locked => ErrorCode::KeyringLocked,
            VaultError::NoKeyring => ErrorCode::KeyringAbsent,
            VaultError::Denied | VaultError::Other(_) => ErrorCode::KeyringDenied,
            VaultError::TooLong => ErrorCode::TooLong,
        };
        Self::new(code, error.to_string())
    }
}

impl From<CredentialError> for ApiError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Vault(error) => error.into(),
            CredentialError::PasswordEmpty => Self::at(ErrorCode::MissingField, "password", error.to_string()),
            CredentialError::PasswordTooLong => Self::at(ErrorCode::TooLong, "password", error.to_string()),
            CredentialError::PasswordControlCharacter => {
                Self::refused("password", crate::contract::Reason::ControlCharacter)
            }
            CredentialError::Unreadable => Self::new(ErrorCode::KeyringMissing, error.to_string()),
            CredentialError::OutOfMemory => Self::new(ErrorCode::Internal, error.to_string()),
        }
    }
}

impl From<PassphraseError> for ApiError {
    fn from(error: PassphraseError) -> Self {
        let code = match error {
            PassphraseError::Wrong => ErrorCode::WrongPassphrase,
            PassphraseError::TooShort | PassphraseError::TooLong => ErrorCode::WeakPassphrase,
            PassphraseError::CostRefused => ErrorCode::Damaged,
            PassphraseError::OutOfMemory => ErrorCode::Internal,
        };
        Self::at(code, "passphrase", error.to_string())
    }
}

impl From<RecoveryCodeError> for ApiError {
    fn from(error: RecoveryCodeError) -> Self {
        Self::at(ErrorCode::WrongRecoveryCode, "code", error.to_string())
    }
}

impl From<DesktopError> for ApiError {
    fn from(error: DesktopError) -> Self {
        let code = match error {
            DesktopError::Clipboard => ErrorCode::ClipboardFailed,
            DesktopError::NotOpened => ErrorCode::OpenFailed,
            DesktopError::NotSaved(FileError::DiskFull) => ErrorCode::DiskFull,
            DesktopError::NotSaved(_) => ErrorCode::SaveFailed,
            DesktopError::NotRead(FileError::TooLarge { .. }) => ErrorCode::MailTooLarge,
            DesktopError::NotRead(_) => ErrorCode::FileUnreadable,
            DesktopError::Window => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}
