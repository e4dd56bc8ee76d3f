//! A table as CSV text.
//!
//! UTF-8 with its mark, so that Excel reads "Nguyễn"; every cell in quotes, so that nothing inside one begins a cell of its own in
//! a country that parts cells with semicolons; days as `2026-11-20`, which every spreadsheet reads as a day.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::guard::guarded;
use super::{Cell, ExportError, Sheet};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// The text, with CRLF.
pub(super) fn text(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    writer.write_record(sheet.columns.iter().map(|column| column.heading()))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(cell))?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Day(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::export::{ExportColumn, ExportTable, unguarded};

    fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet {
            table: ExportTable::People,
            columns: vec![ExportColumn::FullName, ExportColumn::StartedOn],
            rows,
        }
    }

    fn written(rows: Vec<Vec<Cell>>) -> String {
        String::from_utf8(text(&sheet(rows)).unwrap()).unwrap()
    }

    #[test]
    fn a_row_is_quoted_and_a_day_is_written_as_every_spreadsheet_reads_it() {
        let text = written(vec![vec![
            Cell::text("Siân \"Shay\" O'Neill; =1, 2"),
            Cell::Day(date(2026, 11, 20)),
        ]]);
        assert_eq!(
            text,
            "\u{feff}\"Full name\",\"Started on\"\r\n\"Siân \"\"Shay\"\" O'Neill; =1, 2\",\"2026-11-20\"\r\n"
        );
    }

    #[test]
    fn a_cell_that_looks_like_a_formula_is_text() {
        assert!(
            written(vec![vec![Cell::text("=cmd|' /C calc'!A0"), Cell::Empty]])
                .contains("\"\t=cmd|' /C calc'!A0\",\"\"")
        );
    }

    proptest! {
        #[test]
        fn property_every_text_is_read_back_as_it_was(texts in prop::collection::vec(any::<String>(), 1..6)) {
            let rows = texts.iter().map(|text| vec![Cell::text(text.as_str()), Cell::Empty]).collect();
            let bytes = text(&sheet(rows)).unwrap();
            let mut reader = csv::Reader::from_reader(&bytes[MARK.len()..]);
            let read: Vec<String> = reader
                .records()
                .map(|record| unguarded(&record.unwrap()[0]).to_owned())
                .collect();
            prop_assert_eq!(read, texts);
        }
    }
}
