//! The encrypted file with the staff list: the only room with SQL in it.
//!
//! - [`create`] and [`open`] make and open the file (`open.rs`), [`migrate`] brings an older one up to date.
//! - `log.rs` appends and reads changes; `keys.rs` keeps the keys their sealed parts need.
//! - `tables.rs` keeps the fold of each thing for queries; it is drawn from the log and can be drawn again at any time.
//! - [`Register`] reads, [`RegisterMut`] records: [`RegisterMut::record`] is the only way a change gets in.
//! - `verify.rs` checks the log against its own hashes, against the heads kept outside, and the tables against the log.
//! - [`Lanes`] are the threads: one writes, a few read.

mod alike;
mod ids;
mod keys;
mod lanes;
mod listed;
mod log;
mod merged;
mod migrate;
mod open;
mod register;
mod search;
mod snapshot;
mod tables;
mod verify;

pub use alike::AlikePair;
pub(crate) use alike::ordered;
pub use lanes::{Lanes, LanesClosed};
pub use listed::{ListedPerson, Whom};
pub use log::Head;
pub use migrate::{MIGRATIONS, Migration, latest_format};
pub use open::{Opened, create, open};
pub use register::{
    AccessRow, AsideRow, Cover, DuePath, FormDraft, MailboxRow, PathRow, PeoplePage, PersonRow, PostRow, Register,
    RegisterMut, RequestRow, Shared, SiteRow, WriteContext, Writer,
};
pub use snapshot::{SNAPSHOT_BYTES, SNAPSHOTS_KEPT, delete_snapshots, snapshot};
pub use verify::{Damage, DamageKind, Verified};

/// The file's name in the data folder.
pub const FILE_NAME: &str = "register.db";

/// The folder of snapshots in the data folder.
pub const SNAPSHOT_FOLDER: &str = "snapshots";

/// What can go wrong with the file, by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("there is no file")]
    Missing,
    /// There is a file already.
    #[error("there is a file already")]
    Exists,
    /// The key does not open the file, or its first page is damaged: without the key check the two look alike.
    #[error("the file does not open with this key")]
    NotOpened,
    /// The file is damaged.
    #[error("the file is damaged")]
    Damaged,
    /// A newer program wrote it.
    #[error("the file has format {0}, which is newer than this program")]
    Newer(u32),
    /// The file or its folder cannot be written.
    #[error("the file or its folder cannot be written")]
    NotWritable,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another program holds the file.
    #[error("another program holds the file")]
    Busy,
    /// A change could not be written as JSON.
    #[error("a change could not be written down")]
    Encoding(#[from] serde_json::Error),
    /// A change could not be sealed.
    #[error("a change could not be sealed")]
    Sealing(#[from] crate::secret::SealError),
    /// Anything else the database says. Its text is left out: it may quote a value.
    #[error("the database answered {0:?}")]
    Sql(Option<rusqlite::ErrorCode>),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotOpened,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::NotWritable,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            // The index of the write-ahead log found no room.
            _ if error.sqlite_error().map(|error| error.extended_code) == Some(SQLITE_IOERR_SHMSIZE) => Self::DiskFull,
            code => Self::Sql(code),
        }
    }
}

impl From<crate::files::FileError> for StoreError {
    fn from(error: crate::files::FileError) -> Self {
        use crate::files::FileError;
        match error {
            FileError::Missing => Self::Missing,
            FileError::DiskFull => Self::DiskFull,
            FileError::NotAllowed => Self::NotWritable,
            FileError::TooLarge { .. } | FileError::Other(_) => Self::Sql(None),
        }
    }
}
