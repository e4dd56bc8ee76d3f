//! What comes in from outside as a file or a stream. Everything read here is checked as strictly as what is typed.
//!
//! A staff file goes from bytes to a [`Table`] of text (`text.rs`, `workbook.rs`), and from there to a [`Sheet`] whose columns are named
//! and without those that have no place here (`columns.rs`). What the cells say is for [`crate::domain::staff_file`].

mod columns;
mod request_json;
mod table;
mod text;
mod workbook;

pub use columns::{Column, DroppedColumn, Sheet};
pub use request_json::RequestJson;
pub use table::Table;

use crate::screening::Vocabulary;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Why a file could not be read as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes, rows or columns than are read.
    #[error("the file is too large")]
    TooLarge,
    /// Not a table of a kind that is read.
    #[error("the file is no table that can be read")]
    NotATable,
    /// A workbook of the kind before 2007.
    #[error("the file is a workbook of the older kind")]
    OldWorkbook,
    /// It opens with a password only.
    #[error("the file is protected with a password")]
    Protected,
    /// No row names its columns.
    #[error("no row names the columns")]
    NoHeader,
}

/// Reads a file, or pasted cells: each sheet of a workbook that has a row with the names of its columns, or the one table of a text.
/// `of_portal` and `own` as for the columns.
///
/// # Errors
/// [`TableError`].
pub fn read_sheets(bytes: &[u8], of_portal: bool, own: &Vocabulary) -> Result<Vec<Sheet>, TableError> {
    if bytes.len() > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(TableError::Empty);
    }
    let tables = if bytes.starts_with(workbook::PACKED) {
        workbook::sheets(bytes)?
    } else if bytes.starts_with(workbook::OLDER) {
        return Err(workbook::older(bytes));
    } else {
        vec![(String::new(), text::cells(&text::decode(bytes)?)?)]
    };
    let mut sheets = Vec::new();
    for (name, table) in tables {
        match columns::read(name, &table, of_portal, own) {
            Ok(sheet) => sheets.push(sheet),
            Err(TableError::NoHeader) => {}
            Err(other) => return Err(other),
        }
    }
    // A cover sheet may look like names of columns with nothing below them.
    if sheets.iter().any(|sheet: &Sheet| sheet.table.rows() > 0) {
        sheets.retain(|sheet| sheet.table.rows() > 0);
    }
    if sheets.is_empty() {
        Err(TableError::NoHeader)
    } else {
        Ok(sheets)
    }
}
