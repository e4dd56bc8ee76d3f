//! What crosses about tables that leave the app as a file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::domain::ids::{PersonId, SiteId};
use crate::export::{ExportColumn, ExportFormat, ExportPart, ExportTable};

/// Asks for a table as a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportRequest {
    /// Which table.
    pub table: ExportTable,
    /// The kind of file.
    pub format: ExportFormat,
    /// Which rows of it. Not asked where people are named for the table of people.
    pub part: ExportPart,
    /// One home, or all of them. Not asked where people are named.
    pub site: Option<SiteId>,
    /// These people only: 500 at most. Nobody named means everybody.
    pub people: Vec<PersonId>,
    /// Which columns. The file has them in its own order.
    pub columns: Vec<ExportColumn>,
}

/// What became of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportView {
    /// How many rows it has. Nothing is saved where there are none.
    pub rows: u32,
    /// The dialog was closed.
    pub cancelled: bool,
    /// The file's name.
    pub saved_as: Option<String>,
}
