//! Ids in the file are 16 bytes.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::domain::ids;

/// An id as a column value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(pub(super) Uuid);

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

macro_rules! columns {
    ($($Id:ident),+ $(,)?) => { $(
        impl From<ids::$Id> for Id {
            fn from(id: ids::$Id) -> Self {
                Self(id.uuid())
            }
        }

        impl From<Id> for ids::$Id {
            fn from(id: Id) -> Self {
                Self::from_uuid(id.0)
            }
        }
    )+ };
}

columns!(
    SiteId, MailboxId, PersonId, PostId, AccessId, RequestId, PathId, AsideId, ChangeId, ActionId, DeviceId,
    RegisterId, KeyId
);
