//! Whatever a staff file holds: a row gives no value but what its columns mean, and nothing of a dropped column gets anywhere.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use steward_core::app;
use steward_core::contract::{
    ImportCheckRequest, ImportColumnRequest, ImportPurposeView, ImportReadRequest, ImportRecordRequest, ImportView,
    ListedPeople, PersonListRequest, PersonRequest, Typed,
};
use steward_core::domain::staff_file::plan::{Wishes, plan};
use steward_core::domain::staff_file::{ColumnMeaning, Existing, RowValues, Write};
use steward_core::import::{Sheet, read_sheets};
use steward_core::screening::Vocabulary;
use support::desk::Desk;

const TODAY: Date = date(2026, 11, 20);

/// The columns a file can have: their name, what they mean, and where the history keeps what they say. Nothing for those with no place.
const COLUMNS: &[(&str, Option<(ColumnMeaning, &str)>)] = &[
    ("Full name", Some((ColumnMeaning::FullName, "full_name"))),
    ("Job title", Some((ColumnMeaning::Role, "role"))),
    ("Mobile", Some((ColumnMeaning::PersonalMobile, "personal_mobile"))),
    ("Linked mobile", Some((ColumnMeaning::LinkedMobile, "linked_mobile"))),
    ("Personal email", Some((ColumnMeaning::PersonalEmail, "personal_email"))),
    (
        "NHSmail address",
        Some((ColumnMeaning::NhsmailAddress, "nhsmail_address")),
    ),
    ("Date of birth", None),
    ("Home address", None),
    ("NI number", None),
    ("Next of kin", None),
    ("Salary", None),
    ("Sickness notes", None),
    ("Ethnicity", None),
    ("Passport", None),
    ("Bank account", None),
];

/// A text of twelve letters that stands in one cell only.
fn token(row: usize, column: usize) -> String {
    let mut number = row * COLUMNS.len() + column + 1;
    let mut token = String::from("q");
    for _ in 0..11 {
        token.push(char::from(b'b' + u8::try_from(number % 23).unwrap()));
        number = number / 23 + 7;
    }
    token
}

/// A cell of a column that can be read as what the column means, with its token where such a value has room for one.
fn cell(row: usize, column: usize) -> String {
    let token = token(row, column);
    match COLUMNS[column].1 {
        Some((ColumnMeaning::FullName, _)) => format!("Jane {token}"),
        Some((ColumnMeaning::PersonalMobile, _)) => format!("07700 900{:03}", row % 500),
        Some((ColumnMeaning::LinkedMobile, _)) => format!("07700 900{:03}", 500 + row % 500),
        Some((ColumnMeaning::PersonalEmail, _)) => format!("{token}@example.org"),
        Some((ColumnMeaning::NhsmailAddress, _)) => format!("{token}@nhs.net"),
        _ => token,
    }
}

/// A file of these columns, in their order, with so many rows. A row can give the cell of one column to another: people do.
fn file(columns: &[usize], rows: usize, mixed: &[(usize, usize, usize)]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| COLUMNS[*column].0).collect();
    let mut text = names.join(",");
    text.push('\n');
    for row in 0..rows {
        let mut cells: Vec<String> = columns.iter().map(|column| cell(row, *column)).collect();
        for (at, one, other) in mixed {
            if at % rows == row {
                cells.swap(one % columns.len(), other % columns.len());
            }
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// What a row would write, by the field it is written to.
fn written(write: &Write) -> BTreeMap<String, String> {
    let parts = match write {
        Write::Person {
            facts,
            identity,
            contact,
            ..
        } => vec![json!(facts), json!(identity), json!(contact)],
        Write::NewPost { set, .. } | Write::Post { set, .. } => vec![json!(set)],
        Write::NewAccess { set, .. } | Write::Access { set, .. } => vec![json!(set)],
    };
    let mut fields = BTreeMap::new();
    for part in parts {
        for (field, value) in part.as_object().unwrap() {
            let text = value.as_str().map_or_else(|| Value::to_string(value), str::to_owned);
            fields.insert(field.clone(), text);
        }
    }
    fields
}

fn read_rows(sheet: &Sheet) -> Vec<RowValues> {
    let table = &sheet.table;
    (0..table.rows())
        .map(|row| {
            let cells = sheet
                .columns
                .iter()
                .enumerate()
                .filter_map(|(at, column)| Some((column.guess?, table.cell(row, at))));
            RowValues::read(table.line(row), cells, TODAY, |_| false)
        })
        .collect()
}

/// Some columns, each once and the name among them, in any order.
fn some_columns() -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((1..COLUMNS.len()).collect::<Vec<_>>(), 0..COLUMNS.len())
        .prop_map(|mut columns| {
            columns.push(0);
            columns
        })
        .prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn property_a_row_gives_no_value_outside_what_its_columns_mean(
        columns in some_columns(),
        rows in 1_usize..12,
        mixed in vec((0_usize..12, 0_usize..16, 0_usize..16), 0..3),
    ) {
        let text = file(&columns, rows, &mixed);
        let Ok(sheets) = read_sheets(text.as_bytes(), false, &Vocabulary::new(TODAY)) else {
            // One column alone whose name says little is no table.
            prop_assert!(columns.len() == 1);
            return Ok(());
        };
        let sheet = &sheets[0];
        let values = read_rows(sheet);
        let planned = plan(&Existing::default(), &values, &Wishes::default(), TODAY, |_| true);
        let lines: Vec<&str> = text.lines().collect();
        for row in &planned.rows {
            let line: Vec<&str> = lines[usize::try_from(row.line).unwrap() - 1].split(',').collect();
            for (field, value) in row.writes.iter().flat_map(written) {
                let meaning = COLUMNS.iter().filter_map(|(_, means)| *means).find(|(_, kept)| *kept == field);
                match meaning {
                    // What is written stands in the cell of the column read as that. Its name does not settle it alone: a column of personal
                    // e-mail that holds NHSmail addresses is one of those.
                    Some((means, _)) => {
                        let column = sheet.columns.iter().find(|column| column.guess == Some(means));
                        prop_assert!(column.is_some(), "no column means {}", field);
                        let at = usize::try_from(column.unwrap().number).unwrap() - 1;
                        let cell: String = line[at].chars().filter(|c| !c.is_whitespace()).collect();
                        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                        prop_assert_eq!(cell, value);
                    }
                    // The rest is what follows from a row: that there is somebody, that they have an account, that a number was given today.
                    None => prop_assert!(
                        matches!(field.as_str(), "present" | "has_account" | "number_checked_on"),
                        "{} is written from nowhere", field
                    ),
                }
            }
        }
    }

    #[test]
    fn property_nothing_of_a_dropped_column_is_kept(columns in some_columns(), rows in 1_usize..12) {
        let text = file(&columns, rows, &[]);
        let Ok(sheets) = read_sheets(text.as_bytes(), false, &Vocabulary::new(TODAY)) else { return Ok(()) };
        let sheet = &sheets[0];
        let kept = format!("{sheet:?}")
            + &(0..sheet.table.rows())
                .flat_map(|row| (0..sheet.table.width()).map(move |column| (row, column)))
                .map(|(row, column)| sheet.table.cell(row, column))
                .collect::<Vec<_>>()
                .join(",");
        for row in 0..rows {
            for column in columns.iter().filter(|column| COLUMNS[**column].1.is_none()) {
                let token = token(row, *column);
                prop_assert!(text.contains(&token));
                prop_assert!(!kept.contains(&token), "{} is kept", COLUMNS[*column].0);
            }
        }
        let without_place = columns.iter().filter(|column| COLUMNS[**column].1.is_none()).count();
        prop_assert_eq!(sheet.dropped.len(), without_place);
    }
}

fn read(desk: &Desk, text: &str) -> ImportView {
    let request = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content: Typed::new(text),
        is_file: false,
    };
    desk.ask(app::import_read, request).unwrap()
}

fn check_and_record(desk: &Desk, import: &ImportView) -> Option<steward_core::domain::ids::ActionId> {
    let request = ImportCheckRequest {
        import: import.import,
        columns: import
            .columns
            .iter()
            .map(|column| ImportColumnRequest {
                column: column.column,
                means: column.guess,
            })
            .collect(),
        site: None,
        homes: Vec::new(),
        same_names: true,
    };
    desk.ask(app::import_check, request).unwrap();
    let request = ImportRecordRequest {
        import: import.import,
        leave_out_rest: true,
    };
    desk.ask(app::import_record, request).unwrap().saved.action
}

/// Everything the app says of everybody, without their history.
fn everybody(desk: &Desk) -> Value {
    let request = PersonListRequest {
        text: String::new(),
        site: None,
        who: ListedPeople::All,
        due: None,
        role: None,
        offset: 0,
        limit: 500,
    };
    let rows = desk.ask(app::person_list, request).unwrap().rows;
    let people = rows.iter().map(|row| {
        let mut view = json!(desk.ask(app::person_get, PersonRequest { person: row.person }).unwrap());
        view.as_object_mut().unwrap().remove("history");
        view
    });
    json!({ "rows": &rows, "people": people.collect::<Vec<_>>() })
}

/// The bytes of every cell of every table of the file.
fn all_cells(desk: &Desk) -> Vec<u8> {
    let raw = desk.raw();
    let mut bytes = Vec::new();
    let mut names = raw
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in names {
        let mut rows = raw.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(cell) | rusqlite::types::ValueRef::Blob(cell) => {
                        bytes.extend_from_slice(cell);
                    }
                    rusqlite::types::ValueRef::Null
                    | rusqlite::types::ValueRef::Integer(_)
                    | rusqlite::types::ValueRef::Real(_) => {}
                }
                bytes.push(b'\n');
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn property_an_import_keeps_to_the_history_holds_nothing_foreign_and_is_taken_back_whole(
        columns in some_columns(),
        rows in 1_usize..12,
    ) {
        let desk = Desk::with_home();
        let before = everybody(&desk);
        let import = read(&desk, &(file(&columns, rows, &[])));
        let action = check_and_record(&desk, &import).expect("there was something new");
        // The tables are what the history says.
        prop_assert_eq!(desk.verify().damage, vec![]);
        let after = everybody(&desk);
        prop_assert_eq!(after["rows"].as_array().unwrap().len(), rows + 1);
        let said = after.to_string();
        let kept = all_cells(&desk);
        for row in 0..rows {
            for column in columns.iter().filter(|column| COLUMNS[**column].1.is_none()) {
                let token = token(row, *column);
                prop_assert!(!said.contains(&token));
                prop_assert!(!kept.windows(token.len()).any(|window| window == token.as_bytes()));
            }
        }
        // Once more is nothing new.
        let again = read(&desk, &(file(&columns, rows, &[])));
        prop_assert_eq!(check_and_record(&desk, &again), None);
        desk.undo(action).unwrap();
        prop_assert_eq!(everybody(&desk), before);
        prop_assert_eq!(desk.verify().damage, vec![]);
    }
}
