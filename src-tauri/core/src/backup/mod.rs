//! A locked backup: the whole staff list as one `age` file that its recovery code opens.
//!
//! Inside is a header, as one line of JSON, and then the encrypted database. Sign-in details are in neither: they never leave the
//! system's password store.

use std::collections::BTreeSet;

use age::scrypt;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::domain::ids::{PersonId, RegisterId};
use crate::vault::RecoveryCode;

/// The format this program writes, and the newest it reads.
pub const BACKUP_FORMAT: u32 = 1;

/// The most bytes a backup may have: far more than the largest staff list, and less than a computer's memory.
pub const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// How hard the code is to try, as a power of two. It is 128 random bits, which nobody guesses at any speed.
const WORK: u8 = 10;

/// The most work a file may ask of us: more would only hold up the computer.
const MOST_WORK: u8 = 16;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHeader {
    /// The format of what follows.
    pub format: u32,
    /// Which staff list it is.
    pub register: RegisterId,
    /// The day it was made.
    pub made_on: Date,
    /// How many homes are in it.
    pub sites: u32,
    /// How many people.
    pub people: u32,
    /// How many changes its history has.
    pub changes: u64,
    /// Whoever was erased, so that they stay erased.
    pub erased: BTreeSet<PersonId>,
}

/// Why a file is not a backup that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// Another code, or its first part was altered: the two look alike.
    #[error("the code does not open this backup")]
    WrongCode,
    /// Not a backup, or one that was cut or altered.
    #[error("the file is not a whole backup")]
    Unreadable,
    /// A newer program made it.
    #[error("the backup has format {0}, which is newer than this program")]
    Newer(u32),
    /// It could not be locked.
    #[error("the backup could not be locked")]
    NotLocked,
}

/// Only the format, which is read before anything else of a header: a newer one may look different.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Locks a header and an encrypted database into one file.
///
/// # Errors
/// [`BackupError::NotLocked`].
pub fn lock(header: &BackupHeader, database: &[u8], code: &RecoveryCode) -> Result<Vec<u8>, BackupError> {
    let mut inside = Zeroizing::new(serde_json::to_vec(header).map_err(|_| BackupError::NotLocked)?);
    inside.push(b'\n');
    inside.extend_from_slice(database);
    let mut recipient = scrypt::Recipient::new(code.text());
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, &inside).map_err(|_| BackupError::NotLocked)
}

/// Opens a backup: its header and the encrypted database in it.
///
/// # Errors
/// [`BackupError`]: a wrong code, a file that is cut, altered or something else, a newer format.
pub fn unlock(file: &[u8], code: &RecoveryCode) -> Result<(BackupHeader, Vec<u8>), BackupError> {
    let mut identity = scrypt::Identity::new(code.text());
    identity.set_max_work_factor(MOST_WORK);
    let mut inside = age::decrypt(&identity, file).map_err(|error| {
        let wrong = matches!(
            error,
            age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed
        );
        if wrong {
            BackupError::WrongCode
        } else {
            BackupError::Unreadable
        }
    })?;
    let end = inside
        .iter()
        .position(|byte| *byte == b'\n')
        .ok_or(BackupError::Unreadable)?;
    let line = inside.get(..end).ok_or(BackupError::Unreadable)?;
    let format: FormatOnly = serde_json::from_slice(line).map_err(|_| BackupError::Unreadable)?;
    if format.format > BACKUP_FORMAT {
        return Err(BackupError::Newer(format.format));
    }
    let header = serde_json::from_slice(line).map_err(|_| BackupError::Unreadable)?;
    inside.drain(..=end);
    Ok((header, inside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use crate::vault::RegisterSecret;
    use jiff::Timestamp;
    use jiff::civil::date;

    fn header(format: u32) -> BackupHeader {
        BackupHeader {
            format,
            register: RegisterId::from_uuid(random::uuid_v7(Timestamp::UNIX_EPOCH)),
            made_on: date(2026, 11, 20),
            sites: 1,
            people: 2,
            changes: 30,
            erased: BTreeSet::from([PersonId::from_uuid(random::uuid_v7(Timestamp::UNIX_EPOCH))]),
        }
    }

    #[test]
    fn a_backup_opens_with_its_code_and_no_other() {
        let (code, header) = (RegisterSecret::random().recovery_code(), header(BACKUP_FORMAT));
        let file = lock(&header, b"database\nwith lines", &code).unwrap();
        assert_eq!(
            unlock(&file, &code).unwrap(),
            (header, b"database\nwith lines".to_vec())
        );
        assert_eq!(
            unlock(&file, &RegisterSecret::random().recovery_code()),
            Err(BackupError::WrongCode)
        );
    }

    #[test]
    fn a_backup_that_is_cut_or_altered_anywhere_is_refused() {
        let code = RegisterSecret::random().recovery_code();
        let file = lock(&header(BACKUP_FORMAT), b"database", &code).unwrap();
        for place in 0..file.len() {
            assert!(unlock(&file[..place], &code).is_err(), "cut at {place}");
            let mut altered = file.clone();
            altered[place] ^= 1;
            assert!(unlock(&altered, &code).is_err(), "altered at {place}");
        }
        assert_eq!(unlock(b"no backup", &code), Err(BackupError::Unreadable));
    }

    #[test]
    fn a_newer_backup_says_so() {
        let code = RegisterSecret::random().recovery_code();
        let file = lock(&header(BACKUP_FORMAT + 1), b"", &code).unwrap();
        assert_eq!(unlock(&file, &code), Err(BackupError::Newer(BACKUP_FORMAT + 1)));
    }
}
