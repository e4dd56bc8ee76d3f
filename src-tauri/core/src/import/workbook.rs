//! Excel workbooks (.xlsx): every sheet that can be seen, as text.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

use super::TableError;
use super::table::{Builder, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table};

/// The most bytes a workbook may have when it is unpacked. A small file can be made to unpack to any size.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;

/// How a packed file starts: a workbook is one.
pub(super) const PACKED: &[u8] = b"PK\x03\x04";

/// How Office's older kind of file starts: an old workbook, and also a new one with a password.
pub(super) const OLDER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What a file of the older kind is.
#[must_use]
pub(super) fn older(bytes: &[u8]) -> TableError {
    // The names of its parts are in UTF-16.
    let named = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if named("EncryptedPackage") {
        TableError::Protected
    } else if named("Workbook") || named("Book") {
        TableError::OldWorkbook
    } else {
        TableError::NotATable
    }
}

/// The sheets of a workbook that can be seen and have anything in them, with their names.
///
/// # Errors
/// [`TableError::TooLarge`], [`TableError::Empty`], [`TableError::NotATable`].
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<(String, Table)>, TableError> {
    refuse_what_unpacks_to_much(bytes)?;
    // A broken workbook must not take more down than itself, whatever the library makes of it.
    std::panic::catch_unwind(|| visible(bytes)).unwrap_or(Err(TableError::NotATable))
}

fn visible(bytes: &[u8]) -> Result<Vec<(String, Table)>, TableError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| {
        if matches!(error, calamine::XlsxError::Password) {
            TableError::Protected
        } else {
            TableError::NotATable
        }
    })?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    let mut left = MOST_CELLS;
    for name in names.into_iter().take(64) {
        let table = sheet(&mut workbook, &name, &mut left)?;
        if table.rows() > 0 {
            sheets.push((name, table));
        }
    }
    if sheets.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(sheets)
}

fn refuse_what_unpacks_to_much(bytes: &[u8]) -> Result<(), TableError> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::NotATable)?;
    let mut unpacked = 0_u64;
    let mut buffer = vec![0; 64 * 1024];
    for number in 0..packed.len() {
        // What cannot be unpacked is met again by who needs it. The size a file says of itself is not to be trusted.
        let Ok(mut file) = packed.by_index(number) else {
            continue;
        };
        while let Ok(read) = file.read(&mut buffer) {
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            if unpacked > MOST_UNPACKED {
                return Err(TableError::TooLarge);
            }
        }
    }
    Ok(())
}

/// A cell of a sheet: row and column, from 0, and where its text ends.
type Placed = (u32, u32, std::ops::Range<usize>);

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Table, TableError> {
    let mut text = zeroize::Zeroizing::new(String::new());
    let mut placed: Vec<Placed> = Vec::new();
    {
        let mut cells = workbook
            .worksheet_cells_reader(name)
            .map_err(|_| TableError::NotATable)?;
        while let Some(cell) = cells.next_cell().map_err(|_| TableError::NotATable)? {
            let (row, column) = cell.get_position();
            let start = text.len();
            write(&mut text, cell.get_value());
            if text.get(start..).is_none_or(|cell| cell.trim().is_empty()) {
                text.truncate(start);
                continue;
            }
            if column as usize >= MOST_COLUMNS || *left == 0 {
                return Err(TableError::TooLarge);
            }
            *left -= 1;
            placed.push((row, column, start..text.len()));
        }
    }
    // Rows may be written in any order.
    if !placed.is_sorted_by_key(|(row, column, _)| (*row, *column)) {
        placed.sort_by_key(|(row, column, _)| (*row, *column));
    }
    fill_merged(workbook, name, &mut placed);
    let width = placed
        .iter()
        .map(|(_, column, _)| *column as usize + 1)
        .max()
        .unwrap_or(0);
    let mut table = Builder::new(width);
    let mut rows = 0;
    let mut cells = Vec::with_capacity(width);
    for row in placed.chunk_by(|one, other| one.0 == other.0) {
        rows += 1;
        if rows > MOST_ROWS || rows * width > MOST_CELLS {
            return Err(TableError::TooLarge);
        }
        cells.clear();
        cells.resize(width, "");
        for (_, column, range) in row {
            if let (Some(cell), Some(text)) = (cells.get_mut(*column as usize), text.get(range.clone())) {
                *cell = text;
            }
        }
        table.row(
            row.first().map_or(0, |(row, ..)| row.saturating_add(1)),
            cells.iter().copied(),
        );
    }
    Ok(table.finish())
}

/// A cell that was merged downwards stands for every row it spans that has anything in it, as a home's name beside its people.
fn fill_merged(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, placed: &mut Vec<Placed>) {
    let Ok(merged) = workbook.merge_cells_by_sheet_name(name) else {
        return;
    };
    let mut filled = Vec::new();
    for region in merged
        .iter()
        .take(10_000)
        .filter(|region| region.end.0 > region.start.0)
    {
        let at =
            |row: u32, column: u32| placed.binary_search_by_key(&(row, column), |(row, column, _)| (*row, *column));
        let Ok(found) = at(region.start.0, region.start.1) else {
            continue;
        };
        let Some((_, column, range)) = placed.get(found).cloned() else {
            continue;
        };
        let behind = placed.get(found..).unwrap_or_default();
        for row in behind.chunk_by(|one, other| one.0 == other.0).skip(1) {
            let Some((number, ..)) = row.first() else { continue };
            if *number > region.end.0 || filled.len() >= MOST_CELLS {
                break;
            }
            if !row.iter().any(|(_, one, _)| *one == column) {
                filled.push((*number, column, range.clone()));
            }
        }
    }
    if !filled.is_empty() {
        placed.extend(filled);
        placed.sort_by_key(|(row, column, _)| (*row, *column));
    }
}

/// The text of a value: days as `YYYY-MM-DD`, whole numbers without a point.
fn write(text: &mut String, value: &DataRef<'_>) {
    use std::fmt::Write as _;
    let written = match value {
        DataRef::Empty | DataRef::Error(_) => Ok(()),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
            text.push_str(value);
            Ok(())
        }
        DataRef::SharedString(value) => {
            text.push_str(value);
            Ok(())
        }
        DataRef::Int(value) => write!(text, "{value}"),
        DataRef::Float(value) => write!(text, "{value}"),
        DataRef::Bool(value) => {
            text.push_str(if *value { "yes" } else { "no" });
            Ok(())
        }
        DataRef::DateTime(value) if value.is_datetime() && value.as_f64() >= 1.0 => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(value) => write!(text, "{}", value.as_f64()),
    };
    debug_assert!(written.is_ok(), "text can always be written");
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn rows(table: &Table) -> Vec<Vec<&str>> {
        (0..table.rows())
            .map(|row| (0..table.width()).map(|column| table.cell(row, column)).collect())
            .collect()
    }

    #[test]
    fn a_workbook_gives_its_days_numbers_and_texts_as_people_write_them() {
        let mut workbook = Workbook::new();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let sheet = workbook.add_worksheet().set_name("Staff").unwrap();
        sheet.write_string(2, 0, "Name").unwrap();
        sheet.write_string(2, 1, "Mobile").unwrap();
        sheet.write_string(2, 2, "Start date").unwrap();
        sheet.write_string(2, 3, "MFA").unwrap();
        sheet.write_string(4, 0, "Zoë O’Neill").unwrap();
        sheet.write_number(4, 1, 7_700_900_123_f64).unwrap();
        sheet
            .write_datetime_with_format(4, 2, ExcelDateTime::from_ymd(2021, 5, 3).unwrap(), &day)
            .unwrap();
        sheet.write_boolean(4, 3, true).unwrap();
        let sheets = sheets(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!(sheets[0].0, "Staff");
        assert_eq!(
            rows(&sheets[0].1),
            [
                vec!["Name", "Mobile", "Start date", "MFA"],
                vec!["Zoë O’Neill", "7700900123", "2021-05-03", "yes"],
            ]
        );
        assert_eq!((sheets[0].1.line(0), sheets[0].1.line(1)), (3, 5));
    }

    #[test]
    fn a_cell_merged_downwards_stands_for_each_of_its_rows_and_one_merged_across_does_not() {
        let mut workbook = Workbook::new();
        let plain = Format::new();
        let sheet = workbook.add_worksheet();
        sheet.merge_range(0, 0, 0, 1, "Staff of both homes", &plain).unwrap();
        sheet.write_string(1, 0, "Home").unwrap();
        sheet.write_string(1, 1, "Name").unwrap();
        sheet.merge_range(2, 0, 4, 0, "Rowan House", &plain).unwrap();
        sheet.write_string(2, 1, "Edith Quill").unwrap();
        sheet.write_string(4, 1, "Tom Fairweather").unwrap();
        let sheets = sheets(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            rows(&sheets[0].1),
            [
                vec!["Staff of both homes", ""],
                vec!["Home", "Name"],
                vec!["Rowan House", "Edith Quill"],
                vec!["Rowan House", "Tom Fairweather"],
            ]
        );
    }

    #[test]
    fn sheets_that_are_hidden_or_empty_are_left_out() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Empty").unwrap();
        workbook
            .add_worksheet()
            .set_name("Seen")
            .unwrap()
            .write_string(0, 0, "Name")
            .unwrap();
        let hidden = workbook.add_worksheet().set_name("Hidden").unwrap();
        hidden.write_string(0, 0, "Name").unwrap();
        hidden.set_hidden(true);
        let names: Vec<String> = sheets(&workbook.save_to_buffer().unwrap())
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["Seen"]);
        assert_eq!(
            sheets(&Workbook::new().save_to_buffer().unwrap()).unwrap_err(),
            TableError::Empty
        );
    }

    #[test]
    fn a_file_that_unpacks_to_much_is_refused_before_it_is_read() {
        use std::io::Write as _;
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        packed
            .start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default())
            .unwrap();
        let noughts = vec![0; 1024 * 1024];
        for _ in 0..=MOST_UNPACKED / (1024 * 1024) {
            packed.write_all(&noughts).unwrap();
        }
        let bytes = packed.finish().unwrap().into_inner();
        assert!(bytes.len() < 1024 * 1024);
        assert_eq!(sheets(&bytes).unwrap_err(), TableError::TooLarge);
    }
}
