//! People, access and requests as a file.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ErrorCode, ExportRequest, ExportView, PersonAddRequest, PersonEraseRequest, PersonFieldsRequest, PersonRequest,
    PostChangeRequest, RequestDraftRequest, RequestPersonRequest,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::answer::Answer;
use steward_core::domain::ids::PersonId;
use steward_core::domain::request::RequestKind;
use steward_core::export::{ExportColumn, ExportFormat, ExportPart, ExportTable, unguarded};
use support::desk::{Desk, Dialog, Did, MAILBOX, account_holder, new_user, newcomer, no_date, person, refused, typed};

fn everything(table: ExportTable, format: ExportFormat) -> ExportRequest {
    ExportRequest {
        table,
        format,
        part: ExportPart::All,
        site: None,
        people: Vec::new(),
        columns: table.columns().to_vec(),
    }
}

fn bytes(desk: &Desk, request: ExportRequest) -> (ExportView, Vec<u8>) {
    desk.desktop.take();
    let view = desk.ask(app::export_save, request).unwrap();
    let saved = desk.desktop.take().into_iter().find_map(|did| {
        let Did::Saved(_, content) = did else { return None };
        Some(content)
    });
    (view, saved.expect("a file is saved"))
}

/// The rows of a CSV file, headings first, as an independent reader gives them, with our own guard taken off.
fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text)
        .records()
        .map(|record| record.unwrap().iter().map(|cell| unguarded(cell).to_owned()).collect())
        .collect()
}

fn exported(desk: &Desk, request: ExportRequest) -> Vec<Vec<String>> {
    csv_rows(&bytes(desk, request).1)
}

fn workbook_rows(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names().first().cloned().unwrap();
    let formulas = book.worksheet_formula(&name).unwrap();
    assert!(formulas.is_empty(), "no cell is a formula");
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn column<'a>(rows: &'a [Vec<String>], heading: &str) -> Vec<&'a str> {
    let at = rows[0]
        .iter()
        .position(|cell| cell == heading)
        .expect("the column is there");
    rows[1..].iter().map(|row| row[at].as_str()).collect()
}

fn columns(request: ExportRequest, columns: &[ExportColumn]) -> ExportRequest {
    ExportRequest {
        columns: columns.to_vec(),
        ..request
    }
}

#[test]
fn a_csv_file_read_again_gives_the_same_values() {
    let desk = Desk::with_home();
    for (name, mobile, role) in [
        ("Siân O'Neill", "07700 900001", "=cmd|' /C calc'!A0"),
        ("Nguyễn Thị Hà", "07700 900002", "+1 night, \"bank\""),
        ("-Anna Łukasz", "07700 900003", "@carer; days"),
    ] {
        let request = PersonAddRequest {
            person: PersonFieldsRequest {
                note: "Two lines,\nwith \"quotes\"; and = signs".to_owned(),
                has_account: Answer::No,
                ..newcomer(name, mobile, "")
            },
            site: Some(desk.site()),
            role: role.to_owned(),
            from: typed(date(2024, 2, 29)),
            access: Some(AccessLevel::Member),
        };
        desk.ask(app::person_add, request).unwrap();
    }
    let rows = exported(&desk, everything(ExportTable::People, ExportFormat::Csv));
    let headings: Vec<&str> = ExportTable::People
        .columns()
        .iter()
        .map(|each| each.heading())
        .collect();
    assert_eq!(rows[0], headings);
    let mut people: Vec<_> = column(&rows, "Full name")
        .into_iter()
        .zip(column(&rows, "Role"))
        .zip(column(&rows, "Personal mobile"))
        .filter(|((name, _), _)| *name != "Jane Smith")
        .collect();
    people.sort_unstable();
    assert_eq!(
        people,
        [
            (("-Anna Łukasz", "@carer; days"), "07700 900003"),
            (("Nguyễn Thị Hà", "+1 night, \"bank\""), "07700 900002"),
            (("Siân O'Neill", "=cmd|' /C calc'!A0"), "07700 900001"),
        ]
    );
    assert!(column(&rows, "Note").contains(&"Two lines,\nwith \"quotes\"; and = signs"));
    assert!(column(&rows, "Started on").contains(&"2024-02-29"));
    assert!(column(&rows, "Shared mailboxes").contains(&format!("{MAILBOX} (member)").as_str()));
}

#[test]
fn no_cell_of_a_csv_file_begins_as_a_formula_does() {
    let desk = Desk::with_home();
    for (number, role) in ["=1+1", "+1 day", "-1 day", "@SUM(A1)", "＝1 day", "＠1 day"]
        .iter()
        .enumerate()
    {
        let request = PersonAddRequest {
            person: person(&format!(
                "Joan {}",
                char::from(b'A' + u8::try_from(number).unwrap()).to_string().repeat(2)
            )),
            site: Some(desk.site()),
            role: (*role).to_owned(),
            from: no_date(),
            access: None,
        };
        desk.ask(app::person_add, request).unwrap();
    }
    let (_, bytes) = bytes(&desk, everything(ExportTable::People, ExportFormat::Csv));
    let mut guarded = 0;
    for record in csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&bytes[3..])
        .records()
    {
        for cell in &record.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\r']),
                "{cell:?}"
            );
            guarded += usize::from(cell.starts_with('\t'));
        }
    }
    assert_eq!(guarded, 6);
}

#[test]
fn a_workbook_has_text_in_text_cells_and_days_in_day_cells() {
    let desk = Desk::with_home();
    let request = PersonAddRequest {
        person: newcomer("Siân O'Neill", "07700 900001", "sian@example.com"),
        site: Some(desk.site()),
        role: "=HYPERLINK(\"http://example.org\")".to_owned(),
        from: typed(date(2024, 2, 29)),
        access: None,
    };
    desk.ask(app::person_add, request).unwrap();
    let request = columns(
        everything(ExportTable::People, ExportFormat::Xlsx),
        &[
            ExportColumn::FullName,
            ExportColumn::Role,
            ExportColumn::StartedOn,
            ExportColumn::PersonalMobile,
            ExportColumn::LastDay,
        ],
    );
    let (view, bytes) = bytes(&desk, request);
    assert_eq!(
        (view.rows, view.saved_as.as_deref()),
        (2, Some("staff-list-2026-11-20.xlsx"))
    );
    let rows = workbook_rows(bytes);
    let row = rows
        .iter()
        .find(|row| row[0] == Data::String("Siân O'Neill".to_owned()))
        .unwrap();
    assert_eq!(row[1], Data::String("=HYPERLINK(\"http://example.org\")".to_owned()));
    assert!(row[2].is_datetime(), "{:?}", row[2]);
    assert_eq!(row[2].get_datetime().unwrap().to_ymd_hms_milli().0, 2024);
    assert_eq!(row[2].get_datetime().unwrap().to_ymd_hms_milli().2, 29);
    // Columns stand in the order of the file, whatever order they were asked in.
    assert_eq!(row[4], Data::String("07700 900001".to_owned()));
    assert_eq!(row[3], Data::Empty);
}

#[test]
fn contact_details_are_in_the_file_only_where_they_are_asked_for() {
    let desk = Desk::with_home();
    desk.added(newcomer("Joan Pemberley", "07700 900043", "joan@example.com"));
    for format in [ExportFormat::Csv, ExportFormat::Xlsx] {
        let request = columns(
            everything(ExportTable::People, format),
            &[ExportColumn::FullName, ExportColumn::Role, ExportColumn::HasAccount],
        );
        let (_, bytes) = bytes(&desk, request);
        let cells: Vec<String> = match format {
            ExportFormat::Csv => csv_rows(&bytes).concat(),
            ExportFormat::Xlsx => workbook_rows(bytes).concat().iter().map(ToString::to_string).collect(),
        };
        assert!(cells.iter().any(|cell| cell == "Joan Pemberley"));
        for personal in ["900043", "joan@example.com"] {
            assert!(!cells.iter().any(|cell| cell.contains(personal)), "{personal}");
        }
    }
}

#[test]
fn somebody_erased_is_not_in_the_list_and_not_named_anywhere() {
    let desk = Desk::with_home();
    let joan = desk.added(newcomer("Joan Pemberley", "07700 900043", "joan@example.com"));
    let other = desk.added(newcomer("Asha Greenwood", "07700 900044", "asha@example.com"));
    for id in [joan, other] {
        let people = vec![new_user(id, AccessLevel::Member)];
        desk.draft(RequestKind::NewUser, people).unwrap();
    }
    let request = PersonEraseRequest {
        person: joan,
        name_typed: "Joan Pemberley".to_owned(),
    };
    desk.ask(app::person_erase, request).unwrap();
    for table in ExportTable::ALL {
        let cells = exported(&desk, everything(*table, ExportFormat::Csv)).concat();
        assert!(
            !cells
                .iter()
                .any(|cell| cell.contains("Pemberley") || cell.contains("900043")),
            "{table}"
        );
    }
    let people = exported(&desk, everything(ExportTable::People, ExportFormat::Csv));
    assert_eq!(column(&people, "Full name"), ["Asha Greenwood", "Jane Smith"]);
    let requests = exported(&desk, everything(ExportTable::Requests, ExportFormat::Csv));
    let mut names = column(&requests, "Full name");
    names.sort_unstable();
    assert_eq!(names, ["Asha Greenwood", "Removed on 20 November 2026"]);
}

#[test]
fn removed_contact_details_leave_empty_cells() {
    let desk = Desk::with_home();
    let joan = desk.added(newcomer("Joan Pemberley", "07700 900043", "joan@example.com"));
    desk.ask(app::contact_remove, PersonRequest { person: joan }).unwrap();
    let request = ExportRequest {
        people: vec![joan],
        ..everything(ExportTable::People, ExportFormat::Csv)
    };
    let rows = exported(&desk, request);
    assert_eq!(column(&rows, "Full name"), ["Joan Pemberley"]);
    assert_eq!(column(&rows, "Personal mobile"), [""]);
    assert_eq!(column(&rows, "Personal email"), [""]);
}

fn names(desk: &Desk, part: ExportPart, people: Vec<PersonId>) -> Vec<String> {
    let request = ExportRequest {
        part,
        people,
        ..everything(ExportTable::People, ExportFormat::Csv)
    };
    column(&exported(desk, request), "Full name")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[test]
fn those_who_work_here_those_who_left_or_those_chosen_are_exported() {
    let desk = Desk::with_home();
    let joan = desk.added(person("Joan Pemberley"));
    let asha = desk.added(person("Asha Greenwood"));
    let post = desk.person(joan).posts[0].clone();
    let request = PostChangeRequest {
        post: post.post,
        role: "Care assistant".to_owned(),
        from: typed(date(2024, 1, 1)),
        to: typed(date(2026, 11, 1)),
        works_on: None,
    };
    desk.ask(app::post_change, request).unwrap();
    assert_eq!(
        names(&desk, ExportPart::Now, Vec::new()),
        ["Asha Greenwood", "Jane Smith"]
    );
    assert_eq!(names(&desk, ExportPart::Ended, Vec::new()), ["Joan Pemberley"]);
    assert_eq!(names(&desk, ExportPart::All, Vec::new()).len(), 3);
    // Who is chosen is in the file, whichever part was in view.
    assert_eq!(
        names(&desk, ExportPart::Now, vec![joan, asha, joan]),
        ["Asha Greenwood", "Joan Pemberley"]
    );
    let left = ExportRequest {
        part: ExportPart::Ended,
        ..everything(ExportTable::People, ExportFormat::Csv)
    };
    let rows = exported(&desk, left);
    assert_eq!(column(&rows, "Last day"), ["2026-11-01"]);
    assert_eq!(column(&rows, "Home"), ["Rowan House"]);
}

#[test]
fn access_is_exported_by_mailbox_with_its_days() {
    let desk = Desk::with_home();
    let joan = desk.added(account_holder(
        "Joan Pemberley",
        "joan.pemberley@nhs.net",
        "07700 900043",
    ));
    let start = steward_core::contract::AccessStartRequest {
        person: joan,
        mailbox: desk.mailbox(),
        level: AccessLevel::Member,
        from: typed(date(2026, 3, 2)),
    };
    desk.ask(app::access_start, start).unwrap();
    let rows = exported(&desk, everything(ExportTable::Access, ExportFormat::Csv));
    let joan_at = column(&rows, "Full name")
        .iter()
        .position(|name| *name == "Joan Pemberley")
        .unwrap();
    for (heading, value) in [
        ("NHSmail address", "joan.pemberley@nhs.net"),
        ("Shared mailbox", MAILBOX),
        ("Home", "Rowan House"),
        ("Owner or member", "Member"),
        ("From", "2026-03-02"),
        ("To", ""),
    ] {
        assert_eq!(column(&rows, heading)[joan_at], value, "{heading}");
    }
    desk.end_access(joan, date(2026, 11, 1)).unwrap();
    let of = |part| {
        let request = ExportRequest {
            part,
            ..everything(ExportTable::Access, ExportFormat::Csv)
        };
        let rows = exported(&desk, request);
        column(&rows, "Full name")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(ExportPart::Now), ["Jane Smith"]);
    assert_eq!(of(ExportPart::Ended), ["Joan Pemberley"]);
}

#[test]
fn a_request_is_exported_line_by_line_for_each_person_in_it() {
    let desk = Desk::with_home();
    let joan = desk.added(newcomer("Joan Pemberley", "07700 900043", "joan@example.com"));
    let asha = desk.added(newcomer("Asha Greenwood", "07700 900044", "asha@example.com"));
    let people: Vec<RequestPersonRequest> = [joan, asha].map(|id| new_user(id, AccessLevel::Member)).into();
    let request = RequestDraftRequest::new(RequestKind::NewUser, desk.mailbox(), people);
    desk.ask(app::request_draft, request).unwrap();
    let rows = exported(&desk, everything(ExportTable::Requests, ExportFormat::Csv));
    assert_eq!(column(&rows, "Request"), ["New NHSmail user", "New NHSmail user"]);
    assert_eq!(column(&rows, "Where it stands"), ["Not sent yet", "Not sent yet"]);
    assert_eq!(column(&rows, "Written on"), ["2026-11-20", "2026-11-20"]);
    let one = ExportRequest {
        people: vec![asha],
        ..everything(ExportTable::Requests, ExportFormat::Csv)
    };
    assert_eq!(column(&exported(&desk, one), "Full name"), ["Asha Greenwood"]);
}

#[test]
fn more_people_than_are_read_at_a_time_are_all_in_the_file() {
    let desk = Desk::with_home();
    for number in 0..410_u32 {
        let letters: String = format!("{number:03}")
            .bytes()
            .map(|digit| char::from(b'a' + digit - b'0'))
            .collect();
        desk.added(person(&format!("Joan P{letters}")));
    }
    let (view, bytes) = bytes(&desk, everything(ExportTable::People, ExportFormat::Csv));
    assert_eq!(view.rows, 411);
    assert_eq!(csv_rows(&bytes).len(), 412);
}

#[test]
fn what_cannot_be_exported_says_why_and_saves_nothing() {
    let desk = Desk::with_home();
    desk.desktop.take();
    let none = columns(
        everything(ExportTable::People, ExportFormat::Csv),
        &[ExportColumn::State],
    );
    assert_eq!(
        refused(desk.ask(app::export_save, none)),
        (ErrorCode::MissingField, Some("columns".to_owned()))
    );
    let gone = ExportRequest {
        site: Some("01936f00-0000-7000-8000-00000000dead".parse().unwrap()),
        ..everything(ExportTable::People, ExportFormat::Csv)
    };
    assert_eq!(refused(desk.ask(app::export_save, gone)).0, ErrorCode::NotFound);
    let many = ExportRequest {
        people: vec![desk.owner(); 501],
        ..everything(ExportTable::People, ExportFormat::Csv)
    };
    assert_eq!(refused(desk.ask(app::export_save, many)).0, ErrorCode::TooLong);
    // A table with nothing in it asks for no place to save it.
    let view = desk
        .ask(app::export_save, everything(ExportTable::Requests, ExportFormat::Csv))
        .unwrap();
    assert_eq!((view.rows, view.saved_as), (0, None));
    assert!(desk.desktop.take().is_empty());
    desk.desktop.set_dialog(Dialog::Closed);
    let view = desk
        .ask(app::export_save, everything(ExportTable::People, ExportFormat::Xlsx))
        .unwrap();
    assert_eq!((view.rows, view.cancelled), (1, true));
}
