//! A table as a workbook: every text in a text cell, whatever it looks like, and every day as a day.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, ExportColumn, ExportError, ExportTable, Sheet};

/// The longest text of a cell, in characters.
const LONGEST: usize = 32_767;

/// Days as people here write them.
const DAYS: &str = "d mmmm yyyy";

/// The file's bytes.
pub(super) fn workbook(sheet: &Sheet, made_at: Timestamp) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_author("Mailbox Steward")
            .set_creation_datetime(&ExcelDateTime::from_timestamp(made_at.as_second())?),
    );
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    // A cell of this kind stays text when somebody edits it: a mobile keeps its first 0.
    let text = Format::new().set_num_format("@");
    let day = Format::new().set_num_format(DAYS).set_align(FormatAlign::Left);

    let page = workbook.add_worksheet();
    page.set_name(match sheet.table {
        ExportTable::People => "People",
        ExportTable::Access => "Access",
        ExportTable::Requests => "Requests",
    })?;
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, at, column.heading(), &heading)?;
        page.set_column_width(at, width(*column))?;
    }
    for (down, row) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(words) => text_cell(page, (down, at), words, &text)?,
                Cell::Day(on) => day_cell(page, (down, at), *on, (&day, &text))?,
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let (Ok(rows), Some(columns)) = (u32::try_from(sheet.rows.len()), last_column(sheet)) {
        page.autofilter(0, 0, rows, columns)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn last_column(sheet: &Sheet) -> Option<u16> {
    u16::try_from(sheet.columns.len()).ok()?.checked_sub(1)
}

fn text_cell(page: &mut Worksheet, (down, at): (u32, u16), words: &str, format: &Format) -> Result<(), XlsxError> {
    let fits: String = words.chars().take(LONGEST).collect();
    page.write_string_with_format(down, at, fits, format)?;
    Ok(())
}

/// A day before 1900 has no number in a workbook: it is written out.
fn day_cell(
    page: &mut Worksheet,
    (down, at): (u32, u16),
    on: Date,
    (days, text): (&Format, &Format),
) -> Result<(), XlsxError> {
    let parts = (
        u16::try_from(on.year()),
        u8::try_from(on.month()),
        u8::try_from(on.day()),
    );
    if let (Ok(year), Ok(month), Ok(day)) = parts
        && let Ok(day) = ExcelDateTime::from_ymd(year, month, day)
    {
        page.write_datetime_with_format(down, at, &day, days)?;
        return Ok(());
    }
    text_cell(page, (down, at), &on.to_string(), text)
}

/// How wide a column stands, in characters: wide enough for what is usually in it.
const fn width(column: ExportColumn) -> u32 {
    match column {
        ExportColumn::FullName | ExportColumn::Home | ExportColumn::AccountHeldBy | ExportColumn::Role => 26,
        ExportColumn::NhsmailAddress
        | ExportColumn::PersonalEmail
        | ExportColumn::Mailbox
        | ExportColumn::Request
        | ExportColumn::References => 34,
        ExportColumn::Access | ExportColumn::Note => 44,
        ExportColumn::HasAccount | ExportColumn::Mfa | ExportColumn::Level => 14,
        ExportColumn::StartedOn
        | ExportColumn::LastDay
        | ExportColumn::AccountCreatedOn
        | ExportColumn::DetailsReceivedOn
        | ExportColumn::LastConfirmedOn
        | ExportColumn::MarkedLeaverOn
        | ExportColumn::DisabledOn
        | ExportColumn::PersonalMobile
        | ExportColumn::LinkedMobile
        | ExportColumn::NumberCheckedOn
        | ExportColumn::From
        | ExportColumn::To
        | ExportColumn::PortalDoneOn
        | ExportColumn::WrittenOn
        | ExportColumn::State
        | ExportColumn::SentOn
        | ExportColumn::EndedOn => 20,
    }
}
