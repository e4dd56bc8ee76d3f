//! Tables that leave the app as a file: a workbook or a CSV file. What stands in one is decided by `app`; here is how it is
//! written, so that no cell is ever run as a formula and nothing is lost when the file is read in again.

mod column;
mod csv;
mod guard;
mod words;
mod xlsx;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::column::{ExportColumn, ExportFormat, ExportPart, ExportTable};
pub use self::guard::{guarded, unguarded};
pub(crate) use self::words::{answer_words, kind_words, level_words, state_words};

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A day.
    Day(Date),
}

impl Cell {
    /// Text, or nothing where there is none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A day, or nothing where it is not known.
    #[must_use]
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A table ready to be written: every row has one cell a column.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Which table it is.
    pub table: ExportTable,
    /// Its columns, in order.
    pub columns: Vec<ExportColumn>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The table could not be written: more than the format holds.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The workbook could not be made.
    #[error("the workbook could not be made")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV text could not be made.
    #[error("the CSV text could not be made")]
    Csv(#[from] ::csv::Error),
}

/// The file's bytes.
///
/// # Errors
/// [`ExportError`] when a sheet is larger than the format holds: 1,048,575 rows, 32,767 characters a cell.
pub fn export_bytes(sheet: &Sheet, format: ExportFormat, made_at: Timestamp) -> Result<Vec<u8>, ExportError> {
    match format {
        ExportFormat::Xlsx => xlsx::workbook(sheet, made_at),
        ExportFormat::Csv => csv::text(sheet),
    }
}

/// What a saved table is called. It names nobody.
#[must_use]
pub fn export_file_name(table: ExportTable, format: ExportFormat, today: Date) -> String {
    let table = match table {
        ExportTable::People => "staff-list",
        ExportTable::Access => "mailbox-access",
        ExportTable::Requests => "nhsmail-requests",
    };
    format!("{table}-{today}.{}", format.name())
}
