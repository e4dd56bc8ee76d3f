//! Text files and pasted cells: in which characters, what stands between the cells, and the cells.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use zeroize::Zeroizing;

use super::TableError;
use super::table::{Builder, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table};

/// How much of a file is looked at to know what it is.
const LOOKED_AT: usize = 64 * 1024;

/// A cell with line breaks that is longer than this is no cell: a quotation mark was opened and never closed.
const LONGEST_BROKEN_CELL: usize = 4_000;

/// What can stand between cells.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// The text of a file, whichever of the usual encodings it is in: UTF-8, UTF-16 of either order, and else Windows-1252.
///
/// # Errors
/// [`TableError::NotATable`] for what is no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Zeroizing<String>, TableError> {
    let (encoding, bytes) = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        (encoding, bytes.get(length..).unwrap_or_default())
    } else if let Some(encoding) = utf_16(bytes) {
        (encoding, bytes)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(Zeroizing::new(text.to_owned()));
    } else {
        (WINDOWS_1252, bytes)
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    plain(Zeroizing::new(text.into_owned()))
}

/// Refuses what holds characters that no text has.
fn plain(text: Zeroizing<String>) -> Result<Zeroizing<String>, TableError> {
    let odd = text
        .chars()
        .take(LOOKED_AT)
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}'))
        .count();
    if odd > 2 { Err(TableError::NotATable) } else { Ok(text) }
}

/// UTF-16 without a mark at its start: text in Latin letters has a nought in every other byte.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(1024) & !1)?;
    let pairs = start.len() / 2;
    let noughts = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        None
    } else if noughts(1) * 4 >= pairs * 3 && noughts(0) == 0 {
        Some(UTF_16LE)
    } else if noughts(0) * 4 >= pairs * 3 && noughts(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The cells of a text.
///
/// # Errors
/// [`TableError::Empty`], [`TableError::TooLarge`], [`TableError::NotATable`].
pub(super) fn cells(text: &str) -> Result<Table, TableError> {
    // What spreadsheets write in front to name the separator themselves.
    let (named, text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.len() <= 7 && first.to_ascii_lowercase().starts_with("sep=") => {
            (first.as_bytes().get(4).copied(), rest, 1)
        }
        _ => (None, text, 0),
    };
    let start = text.trim_start();
    if start.is_empty() {
        return Err(TableError::Empty);
    }
    if start.get(..256.min(start.len())).is_some_and(is_markup) {
        return Err(TableError::NotATable);
    }
    let separator = named
        .filter(|byte| SEPARATORS.contains(byte))
        .unwrap_or_else(|| separator(text));
    let with = |quotes| read(text, separator, quotes, skipped);
    match with(true) {
        Ok((_, true)) | Err(TableError::TooLarge) => with(false).map(|(table, _)| table),
        read => read.map(|(table, _)| table),
    }
}

/// Whether it is a web page or another file in tags, as some programs save under the name of a spreadsheet.
fn is_markup(start: &str) -> bool {
    let start = start.to_ascii_lowercase();
    ["<html", "<!doctype", "<table", "<?xml", "{\\rtf", "%pdf"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

fn reader(text: &[u8], separator: u8, quotes: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quotes)
        .from_reader(text)
}

/// What stands between the cells: whichever gives most rows the same number of cells, and many.
fn separator(text: &str) -> u8 {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or_default();
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let mut counts = [0_usize; MOST_COLUMNS + 1];
        for record in reader(start.as_bytes(), separator, true)
            .byte_records()
            .take(50)
            .flatten()
        {
            counts[record.len().min(MOST_COLUMNS)] += 1;
        }
        let score = (2..=MOST_COLUMNS)
            .map(|count| counts[count] * (8 + count.min(16)))
            .max()
            .unwrap_or(0);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// The cells, and whether a quotation mark seems to be open that nobody closed.
fn read(text: &str, separator: u8, quotes: bool, skipped: u32) -> Result<(Table, bool), TableError> {
    let mut record = csv::StringRecord::new();
    let (mut rows, mut width) = (0_usize, 0_usize);
    let mut first_pass = reader(text.as_bytes(), separator, quotes);
    let mut open = false;
    while first_pass.read_record(&mut record).map_err(|_| TableError::NotATable)? {
        rows += 1;
        let filled = (0..record.len())
            .rev()
            .find(|at| record.get(*at).is_some_and(|cell| !cell.trim().is_empty()))
            .map_or(0, |last| last + 1);
        width = width.max(filled);
        open |= record
            .iter()
            .any(|cell| cell.len() > LONGEST_BROKEN_CELL && cell.contains('\n'));
        if rows > MOST_ROWS || width > MOST_COLUMNS || rows * width > MOST_CELLS {
            return Err(TableError::TooLarge);
        }
    }
    if width == 0 {
        return Err(TableError::Empty);
    }
    let mut table = Builder::new(width);
    let mut lines = Lines::new(text.as_bytes(), skipped);
    let mut second_pass = reader(text.as_bytes(), separator, quotes);
    while second_pass
        .read_record(&mut record)
        .map_err(|_| TableError::NotATable)?
    {
        let start = record.position().map_or(0, csv::Position::byte);
        table.row(lines.at(start), record.iter());
    }
    Ok((table.finish(), open && quotes))
}

/// Counts lines. The reader's own count is that of where it looked from: before empty lines, and before the second half of a line break.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    const fn new(bytes: &'a [u8], skipped: u32) -> Self {
        Self {
            bytes,
            at: 0,
            line: skipped + 1,
        }
    }

    /// The line, from 1, of the first filled line from this byte on. Asked from the front to the back.
    fn at(&mut self, start: u64) -> u32 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let is_break = matches!(byte, b'\n' | b'\r');
            if self.at >= start && !is_break {
                break;
            }
            let next = self.bytes.get(self.at + 1);
            self.line += u32::from(*byte == b'\n' || (*byte == b'\r' && next != Some(&b'\n')));
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn rows(table: &Table) -> Vec<Vec<String>> {
        (0..table.rows())
            .map(|row| {
                (0..table.width())
                    .map(|column| table.cell(row, column).to_owned())
                    .collect()
            })
            .collect()
    }

    fn read_bytes(bytes: &[u8]) -> Table {
        cells(&decode(bytes).unwrap()).unwrap()
    }

    const TEXT: &str = "Name,Mobile\nZoë O’Neill,07700 900123\n";

    #[test]
    fn every_usual_encoding_gives_the_same_cells() {
        let mut with_mark = b"\xEF\xBB\xBF".to_vec();
        with_mark.extend_from_slice(TEXT.as_bytes());
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let (western, _, lost) = WINDOWS_1252.encode(TEXT);
        assert!(!lost);
        for (name, bytes) in [
            ("utf-8", TEXT.as_bytes().to_vec()),
            ("utf-8 with a mark", with_mark),
            ("utf-16 le with a mark", marked(b"\xFF\xFE", &little)),
            ("utf-16 be with a mark", marked(b"\xFE\xFF", &big)),
            ("utf-16 le", little),
            ("utf-16 be", big),
            ("windows-1252", western.into_owned()),
        ] {
            assert_eq!(
                rows(&read_bytes(&bytes)),
                [["Name", "Mobile"], ["Zoë O’Neill", "07700 900123"]],
                "{name}"
            );
        }
    }

    #[test]
    fn every_usual_separator_is_found() {
        for separator in [",", ";", "\t", "|"] {
            let text = TEXT.replace(',', separator);
            assert_eq!(rows(&read_bytes(text.as_bytes())).len(), 2, "{separator:?}");
            assert_eq!(read_bytes(text.as_bytes()).width(), 2, "{separator:?}");
        }
        let named = format!("sep=;\r\n{}", TEXT.replace(',', ";"));
        let table = read_bytes(named.as_bytes());
        assert_eq!((table.width(), table.line(0)), (2, 2));
    }

    #[test]
    fn a_name_with_a_comma_does_not_make_the_comma_the_separator() {
        let table = read_bytes(b"Name;Role\nSmith, Jane;Carer\nJones, Ann;Carer\n");
        assert_eq!(rows(&table)[1], ["Smith, Jane", "Carer"]);
    }

    #[test]
    fn a_quoted_cell_keeps_its_line_breaks_and_the_lines_behind_it_their_numbers() {
        let table =
            read_bytes(b"Name,Notes\r\n\"Smith, Jane\",\"one\r\ntwo\"\r\n\r\nAnn Jones,\"said \"\"no\"\"\"\r\n");
        assert_eq!(table.cell(1, 1), "one\r\ntwo");
        assert_eq!((table.line(1), table.line(2)), (2, 5));
        assert_eq!(table.cell(2, 1), "said \"no\"");
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_no_rows() {
        let mut text = String::from("Name,Role\n\"Jane Smith,Carer\n");
        for number in 0..400 {
            writeln!(text, "Ann Jones,Carer in wing {number}").unwrap();
        }
        assert_eq!(read_bytes(text.as_bytes()).rows(), 402);
    }

    #[test]
    fn rows_of_different_lengths_are_filled_up_and_empty_ones_left_out() {
        let table = read_bytes(b"a,b,c,,\n1\n,,\n1,2,3\n");
        assert_eq!(rows(&table), [["a", "b", "c"], ["1", "", ""], ["1", "2", "3"]]);
        assert_eq!(table.line(2), 4);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(cells("  \n ").unwrap_err(), TableError::Empty);
        assert_eq!(cells(",,\n,,").unwrap_err(), TableError::Empty);
        assert_eq!(cells("<html><table><tr><td>Name").unwrap_err(), TableError::NotATable);
        assert_eq!(
            decode(b"\x00\x01\x02\x03\x04binary").unwrap_err(),
            TableError::NotATable
        );
        let many = "a\n".repeat(MOST_ROWS + 1);
        assert_eq!(cells(&many).unwrap_err(), TableError::TooLarge);
    }
}
