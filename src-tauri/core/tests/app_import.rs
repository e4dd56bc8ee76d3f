//! From a file to the staff list: read, judged, mended, recorded as one action, taken back as one. What has no place here never gets in.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};

use base64ct::{Base64, Encoding as _};
use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ApiError, ErrorCode, ImportActRequest, ImportCheckRequest, ImportCheckedView, ImportColumnRequest,
    ImportCountsView, ImportHomeRequest, ImportOpenRequest, ImportPurposeView, ImportReadRequest, ImportRecordRequest,
    ImportRecordedView, ImportRequest, ImportRowChangeRequest, ImportRowChangedView, ImportRowView, ImportRowsRequest,
    ImportShowView, ImportView, JobKindView, NoRequest, PassphraseSetRequest, PersonRequest, SiteAddRequest, Typed,
};
use steward_core::domain::staff_file::{ColumnMeaning, DroppedAs, FoundBy, ProblemKind, RowState};
use support::desk::{Desk, newcomer, refused, site_fields};

const STAFF: &str = "Staff list of Rowan House\n\n\
    First name,Surname,Job title,DOB,Mobile,Email,NI number,Start date\n\
    Edith,Quill,Night carer,03/05/1980,7700900042,edith.quill@example.org,QQ123456C,3/5/2021\n\
    Tom,Fairweather,Cook,04/06/1975,07700 900043,tom@example.org,QQ123457C,1 June 2019\n\
    Rose,May,Carer,01/02/1990,0770 900044,,QQ123458C,soon\n";

fn read(desk: &Desk, text: &str) -> ImportView {
    let request = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content: Typed::new(text),
        is_file: false,
    };
    desk.ask(app::import_read, request).unwrap()
}

/// The columns as they were guessed.
fn guessed(import: &ImportView) -> Vec<ImportColumnRequest> {
    let columns = import.columns.iter().map(|column| ImportColumnRequest {
        column: column.column,
        means: column.guess,
    });
    columns.collect()
}

fn check_request(import: &ImportView) -> ImportCheckRequest {
    ImportCheckRequest {
        import: import.import,
        columns: guessed(import),
        site: None,
        homes: Vec::new(),
        same_names: false,
    }
}

fn check(desk: &Desk, import: &ImportView) -> ImportCheckedView {
    desk.ask(app::import_check, check_request(import)).unwrap()
}

fn rows(desk: &Desk, import: &ImportView) -> Vec<ImportRowView> {
    let request = ImportRowsRequest {
        import: import.import,
        show: ImportShowView::All,
        offset: 0,
        limit: 500,
    };
    desk.ask(app::import_rows, request).unwrap().rows
}

fn act(desk: &Desk, import: &ImportView, line: u32, act: ImportActRequest) -> ImportRowChangedView {
    let request = ImportRowChangeRequest {
        import: import.import,
        line,
        act,
    };
    desk.ask(app::import_row_change, request).unwrap()
}

fn record(desk: &Desk, import: &ImportView, leave_out_rest: bool) -> Result<ImportRecordedView, ApiError> {
    let request = ImportRecordRequest {
        import: import.import,
        leave_out_rest,
    };
    desk.ask(app::import_record, request)
}

/// Reads, checks as guessed, and records what can be.
fn import(desk: &Desk, text: &str) -> ImportRecordedView {
    let import = read(desk, text);
    check(desk, &import);
    record(desk, &import, true).unwrap()
}

fn states(rows: &[ImportRowView]) -> Vec<(u32, RowState)> {
    rows.iter().map(|row| (row.line, row.state)).collect()
}

#[test]
fn a_staff_file_is_read_with_its_columns_known_and_what_has_no_place_named() {
    let desk = Desk::with_home();
    let import = read(&desk, STAFF);
    assert_eq!((import.header_line, import.rows), (3, 3));
    let guesses: Vec<_> = import
        .columns
        .iter()
        .map(|column| (column.column, column.guess.unwrap()))
        .collect();
    assert_eq!(
        guesses,
        [
            (1, ColumnMeaning::FirstName),
            (2, ColumnMeaning::LastName),
            (3, ColumnMeaning::Role),
            (5, ColumnMeaning::PersonalMobile),
            (6, ColumnMeaning::PersonalEmail),
            (8, ColumnMeaning::StartedOn),
        ]
    );
    let dropped: Vec<_> = import
        .dropped
        .iter()
        .map(|column| (column.name.as_str(), column.why))
        .collect();
    assert_eq!(
        dropped,
        [
            ("DOB", DroppedAs::DateOfBirth),
            ("NI number", DroppedAs::NationalInsurance)
        ]
    );
    assert_eq!(import.columns[0].samples, ["Edith", "Tom", "Rose"]);
}

#[test]
fn rows_are_judged_by_line_mended_in_place_and_recorded_as_one_action() {
    let desk = Desk::with_home();
    let import = read(&desk, STAFF);
    let checked = check(&desk, &import);
    assert_eq!(
        checked.counts,
        ImportCountsView {
            rows: 3,
            new: 2,
            problems: 1,
            ..ImportCountsView::default()
        }
    );
    let judged = rows(&desk, &import);
    assert_eq!(
        states(&judged),
        [(4, RowState::New), (5, RowState::New), (6, RowState::Problem)]
    );
    let problems: Vec<_> = judged[2]
        .problems
        .iter()
        .map(|problem| (problem.means.unwrap(), problem.column.unwrap()))
        .collect();
    assert_eq!(
        problems,
        [(ColumnMeaning::PersonalMobile, 5), (ColumnMeaning::StartedOn, 8)]
    );
    assert_eq!(refused(record(&desk, &import, false)).0, ErrorCode::ImportRowsOpen);

    act(
        &desk,
        &import,
        6,
        ImportActRequest::Mend {
            column: 5,
            text: "07700 900044".into(),
        },
    );
    let mended = act(
        &desk,
        &import,
        6,
        ImportActRequest::Mend {
            column: 8,
            text: String::new(),
        },
    );
    assert_eq!((mended.row.state, mended.counts.new), (RowState::New, 3));
    let recorded = record(&desk, &import, false).unwrap();
    assert_eq!(recorded.counts.new, 3);

    let edith = desk.person(desk.find("Edith Quill"));
    assert_eq!(edith.posts[0].role.as_deref(), Some("Night carer"));
    assert_eq!(edith.posts[0].from, Some(date(2021, 5, 3)));
    assert_eq!(
        edith.personal_mobile,
        steward_core::contract::DetailView::Given("07700900042".into())
    );
    assert_eq!(desk.search("").len(), 4);

    desk.undo(recorded.saved.action.unwrap()).unwrap();
    assert_eq!(desk.search("").len(), 1);
    assert!(desk.verify().damage.is_empty());
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let desk = Desk::with_home();
    let text = "Name,Job title,Mobile,Leaving date\nEdith Quill,Carer,07700900042,\nTom Fairweather,Cook,,\nAnn Gone,Carer,,1/2/2026\n";
    assert_eq!(import(&desk, text).counts.new, 3);
    let again = import(&desk, text);
    assert_eq!((again.counts.unchanged, again.saved.action), (3, None));
}

#[test]
fn a_person_is_found_by_what_only_they_have_and_what_differs_is_shown() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let import = read(
        &desk,
        "Name,Role,Mobile,Email\nEdith Quill,Senior carer,07700 900042,edith@example.com\n",
    );
    let checked = check(&desk, &import);
    assert_eq!(checked.counts.changed, 1);
    let row = &rows(&desk, &import)[0];
    assert_eq!((row.person, row.found_by), (Some(edith), Some(FoundBy::Mobile)));
    let differences: Vec<_> = row
        .differences
        .iter()
        .map(|one| (one.field.as_str(), one.old.as_deref(), one.new.as_deref()))
        .collect();
    assert_eq!(
        differences,
        [
            (
                "personal_email",
                Some("edith.quill@example.org"),
                Some("edith@example.com")
            ),
            ("role", Some("Care assistant"), Some("Senior carer")),
        ]
    );
    record(&desk, &import, false).unwrap();
    assert_eq!(desk.person(edith).posts[0].role.as_deref(), Some("Senior carer"));
}

#[test]
fn the_same_name_alone_is_a_question() {
    let desk = Desk::with_home();
    let edith = desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let text = "Name,Role,Mobile\nEDITH QUILL,Cook,07700 900055\n";
    let import = read(&desk, text);
    assert_eq!(check(&desk, &import).counts.questions, 1);
    let row = &rows(&desk, &import)[0];
    assert_eq!(row.candidates[0].person, Some(edith));
    assert_eq!(
        row.candidates[0].works_as.as_deref(),
        Some("Care assistant, Rowan House")
    );

    let new = act(&desk, &import, 2, ImportActRequest::NewPerson {});
    assert_eq!(new.row.state, RowState::New);
    act(&desk, &import, 2, ImportActRequest::TakeIn {});
    let same = act(&desk, &import, 2, ImportActRequest::SamePerson { person: edith });
    assert_eq!((same.row.state, same.row.person), (RowState::Changed, Some(edith)));

    let mut request = check_request(&read(&desk, text));
    request.same_names = true;
    assert_eq!(desk.ask(app::import_check, request).unwrap().counts.changed, 1);
}

#[test]
fn a_value_of_somebody_else_is_a_problem_of_its_cell() {
    let desk = Desk::with_home();
    desk.added(newcomer("Edith Quill", "07700 900042", "edith.quill@example.org"));
    let import = read(&desk, "Name,Mobile\nTom Fairweather,07700 900042\n");
    // Somebody else's name with a mobile that is known: perhaps it was handed on.
    assert_eq!(check(&desk, &import).counts.questions, 1);
    let new = act(&desk, &import, 2, ImportActRequest::NewPerson {});
    assert_eq!(new.row.problems[0].problem, ProblemKind::OfSomebodyElse);
    assert_eq!(new.row.problems[0].means, Some(ColumnMeaning::PersonalMobile));
    let left_out = act(&desk, &import, 2, ImportActRequest::LeaveOut {});
    assert_eq!((left_out.row.state, left_out.counts.left_out), (RowState::LeftOut, 1));
}

#[test]
fn homes_are_known_by_name_or_code_and_others_are_asked_about_once() {
    let desk = Desk::with_home();
    let elms = desk
        .ask(
            app::site_add,
            SiteAddRequest {
                site: site_fields("The Elms"),
                mailbox_address: String::new(),
            },
        )
        .unwrap();
    let elms = elms.id.unwrap().parse().unwrap();
    let text = "Name,Home\nEdith Quill,ROWAN HOUSE\nTom Fairweather,vlaxl\nAnn Jones,Elms\nRose May,Elms\n";
    let import = read(&desk, text);
    let checked = check(&desk, &import);
    assert_eq!((checked.counts.new, checked.counts.problems), (2, 2));
    assert_eq!(
        (
            checked.homes[0].text.as_str(),
            checked.homes[0].rows,
            checked.homes[0].site
        ),
        ("Elms", 2, None)
    );
    let mut request = check_request(&import);
    request.homes.push(ImportHomeRequest {
        text: "Elms".into(),
        site: elms,
    });
    assert_eq!(desk.ask(app::import_check, request).unwrap().counts.new, 4);
    record(&desk, &import, false).unwrap();
    assert_eq!(desk.person(desk.find("Rose May")).posts[0].site, elms);
}

#[test]
fn a_name_that_two_homes_have_is_asked_about_and_their_codes_are_not() {
    let desk = Desk::with_home();
    let again = SiteAddRequest {
        site: site_fields("Rowan House"),
        mailbox_address: String::new(),
    };
    desk.ask(app::site_add, again).unwrap();
    let import = read(&desk, "Name,Home\nEdith Quill,Rowan House\nTom Fairweather,vlaxl\n");
    let checked = check(&desk, &import);
    assert_eq!((checked.counts.new, checked.counts.problems), (1, 1));
    assert_eq!(
        (checked.homes[0].text.as_str(), checked.homes[0].site),
        ("Rowan House", None)
    );
}

#[test]
fn somebody_in_two_rows_for_two_homes_is_one_person_and_two_rows_that_disagree_are_not_recorded() {
    let desk = Desk::with_home();
    desk.ask(
        app::site_add,
        SiteAddRequest {
            site: site_fields("The Elms"),
            mailbox_address: String::new(),
        },
    )
    .unwrap();
    let import = read(
        &desk,
        "Name,Home,Mobile,Email\n\
         Edith Quill,Rowan House,07700900042,\n\
         Edith Quill,The Elms,07700900042,\n\
         Tom Fairweather,The Elms,07700900043,tom@example.org\n\
         Tom Fairweather,The Elms,07700900043,tom@example.com\n",
    );
    check(&desk, &import);
    let judged = rows(&desk, &import);
    assert_eq!(
        states(&judged),
        [
            (2, RowState::New),
            (3, RowState::Changed),
            (4, RowState::New),
            (5, RowState::Problem)
        ]
    );
    assert_eq!(judged[1].same_as_line, Some(2));
    assert_eq!(
        (judged[3].problems[0].problem, judged[3].problems[0].line),
        (ProblemKind::DiffersFromLine, Some(4))
    );
    record(&desk, &import, true).unwrap();
    assert_eq!(desk.person(desk.find("Edith Quill")).posts.len(), 2);
}

#[test]
fn a_closed_or_locked_import_is_gone_and_a_bad_file_leaves_the_one_that_goes_on() {
    let desk = Desk::with_home();
    let import = read(&desk, STAFF);
    let bad = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content: Typed::new("just a line of text"),
        is_file: false,
    };
    assert_eq!(refused(desk.ask(app::import_read, bad)).0, ErrorCode::ImportNoHeader);
    check(&desk, &import);
    let request = ImportRequest { import: import.import };
    desk.ask(app::import_close, request).unwrap();
    assert_eq!(
        refused(desk.ask(app::import_check, check_request(&import))).0,
        ErrorCode::ImportGone
    );
    assert_eq!(refused(record(&desk, &import, true)).0, ErrorCode::ImportGone);
}

#[test]
fn every_file_that_cannot_be_read_says_why() {
    let desk = Desk::with_home();
    let file = |bytes: &[u8]| {
        let request = ImportReadRequest {
            purpose: ImportPurposeView::StaffList,
            content: Typed::new(&Base64::encode_string(bytes)),
            is_file: true,
        };
        refused(desk.ask(app::import_read, request))
    };
    let at = Some("import".to_owned());
    assert_eq!(file(b""), (ErrorCode::ImportEmpty, at.clone()));
    assert_eq!(
        file(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1.W\0o\0r\0k\0b\0o\0o\0k\0."),
        (ErrorCode::ImportOldWorkbook, at.clone())
    );
    assert_eq!(
        file(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1.E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0."),
        (ErrorCode::ImportProtected, at.clone())
    );
    assert_eq!(
        file(b"PK\x03\x04 and then nothing"),
        (ErrorCode::ImportNotTable, at.clone())
    );
    assert_eq!(file(b"Jane Smith,07700 900001\n"), (ErrorCode::ImportNoHeader, at));
}

#[test]
fn a_file_is_chosen_in_the_dialog() {
    let desk = Desk::with_home();
    let request = ImportOpenRequest {
        purpose: ImportPurposeView::StaffList,
    };
    assert_eq!(desk.ask(app::import_open, request.clone()).unwrap().import, None);
    let path = desk.documents.join("staff.csv");
    steward_core::files::write_whole(&path, STAFF.as_bytes()).unwrap();
    desk.desktop.choose(&path);
    assert_eq!(desk.ask(app::import_open, request).unwrap().import.unwrap().rows, 3);
    assert_eq!(desk.ask(app::job_get, NoRequest {}).unwrap().running, None);
}

#[test]
fn what_has_no_place_never_gets_near_the_database_and_a_role_that_holds_it_is_refused() {
    let desk = Desk::with_home();
    let text = "Name,Notes,Birth,Role\nEdith Quill,AB 12 34 56 C,12/03/1961 zqxjkvwpyfgb,Carer NI AB123456C\n\
        Tom Fairweather,,,Cook\nRose May,,,Carer\n";
    let import = read(&desk, text);
    assert!(
        import
            .dropped
            .iter()
            .any(|column| column.name == "Notes" && column.by_cells)
    );
    let checked = check(&desk, &import);
    assert_eq!(checked.counts.problems, 1);
    assert_eq!(rows(&desk, &import)[0].problems[0].problem, ProblemKind::PersonalData);
    act(
        &desk,
        &import,
        2,
        ImportActRequest::Mend {
            column: 4,
            text: "Carer".into(),
        },
    );
    record(&desk, &import, false).unwrap();
    let person = desk.find("Edith Quill");
    let seen = serde_json::to_string(&desk.ask(app::person_get, PersonRequest { person }).unwrap()).unwrap();
    assert!(!seen.contains("zqxjkvwpyfgb") && !seen.contains("AB123456C"));
}

/// A file of so many invented people, each with a post.
fn many(rows: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("Name,Job title,Personal email\n");
    for number in 0..rows {
        // Letters of which none looks like another.
        let mut rest = number;
        let mut name = String::from("Amy ");
        for _ in 0..4 {
            name.push(char::from(b"bdfghkpt"[rest % 8]));
            rest /= 8;
        }
        writeln!(text, "{name},Carer,person.{number}@example.org").unwrap();
    }
    text
}

/// Records, and has somebody cancel once some of it is recorded.
fn record_and_cancel(desk: &Desk, import: &ImportView) -> Result<ImportRecordedView, ApiError> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (steward, done) = (&desk.steward, &done);
        scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            while !done.load(Ordering::Relaxed) {
                let view = runtime.block_on(app::job_get(steward, NoRequest {})).unwrap();
                if view
                    .running
                    .is_some_and(|job| job.kind == JobKindView::ImportRecord && job.done > 0)
                {
                    runtime.block_on(app::job_cancel(steward, NoRequest {})).unwrap();
                    return;
                }
                std::thread::yield_now();
            }
        });
        let recorded = record(desk, import, false);
        done.store(true, Ordering::Relaxed);
        recorded
    })
}

#[test]
fn a_cancelled_import_has_changed_nothing_and_can_be_recorded_afterwards() {
    let desk = Desk::with_home();
    for attempt in 1.. {
        let import = read(&desk, &many(400));
        check(&desk, &import);
        match record_and_cancel(&desk, &import) {
            Err(error) => {
                assert_eq!(error.code, ErrorCode::Cancelled);
                assert_eq!(desk.search("").len(), 1);
                assert!(desk.verify().damage.is_empty());
                assert_eq!(record(&desk, &import, false).unwrap().counts.new, 400);
                return;
            }
            // On a busy computer it may be done before anybody looks.
            Ok(recorded) => desk.undo(recorded.saved.action.unwrap()).map(|_| ()).unwrap(),
        }
        assert!(attempt < 10, "it was always done before it could be cancelled");
    }
}

/// What a child process needs to be the app on somebody else's folder.
const KILLED_FOLDER: &str = "STEWARD_TEST_IMPORT_FOLDER";
const KILLED_CODE: &str = "STEWARD_TEST_IMPORT_CODE";

/// Imports until it is killed.
fn import_until_killed(folder: &std::path::Path) -> ! {
    use steward_core::vault::{EntryName, Vault as _};
    let desk = Desk::at_folder(folder.to_owned(), folder.join("documents"));
    let code = steward_core::secret::SecretString::from(std::env::var(KILLED_CODE).unwrap());
    desk.vault.write(EntryName::Register(desk.register()), &code).unwrap();
    desk.stage();
    let import = read(&desk, &many(400));
    check(&desk, &import);
    {
        use std::io::Write as _;
        let mut said = std::io::stdout().lock();
        writeln!(said, "recording").unwrap();
        said.flush().unwrap();
    }
    record(&desk, &import, true).unwrap();
    std::process::exit(0)
}

#[test]
fn an_import_that_is_killed_on_its_way_has_changed_nothing() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    if let Some(folder) = std::env::var_os(KILLED_FOLDER) {
        import_until_killed(std::path::Path::new(&folder));
    }
    let mut desk = Desk::with_home();
    let mut untouched = 0;
    for round in 0..4_u64 {
        desk.restart();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "an_import_that_is_killed_on_its_way_has_changed_nothing",
                "--nocapture",
            ])
            .env(KILLED_FOLDER, &desk.folder)
            .env(KILLED_CODE, desk.code())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().ends_with("recording")));
        std::thread::sleep(std::time::Duration::from_millis(round * 15));
        child.kill().unwrap();
        child.wait().unwrap();
        desk.stage();
        // All of them, where it was done before it was killed; else nobody.
        let people = desk.search("").len();
        assert!(people == 1 || people == 401, "{people} people in round {round}");
        assert!(desk.verify().damage.is_empty());
        untouched += usize::from(people == 1);
        if people > 1 {
            break;
        }
    }
    assert!(untouched > 0, "no round was killed on its way");
}

#[test]
fn undoing_an_import_leaves_and_names_whoever_was_changed_since() {
    let desk = Desk::with_home();
    let recorded = import(
        &desk,
        "Name,Job title\nEdith Quill,Carer\nTom Fairweather,Cook\nRose May,Carer\n",
    );
    let tom = desk.find("Tom Fairweather");
    desk.change(tom, newcomer("Tom Fairweather", "07700 900043", ""))
        .unwrap();
    let undone = desk.undo(recorded.saved.action.unwrap()).unwrap();
    let named: Vec<_> = undone
        .notices
        .iter()
        .map(|notice| (notice.notice, notice.about.as_deref()))
        .collect();
    assert_eq!(
        named,
        [(steward_core::contract::Notice::ChangedSince, Some("Tom Fairweather"))]
    );
    assert_eq!(desk.search("").len(), 2);
    assert_eq!(desk.person(tom).posts.len(), 1);

    // Also where nothing but what is there was changed.
    let ann = desk.added(newcomer("Ann Jones", "07700 900045", ""));
    let eve = desk.added(newcomer("Eve Clay", "07700 900046", ""));
    let file = "Name,Job title,Mobile\nAnn Jones,Cook,07700 900045\nEve Clay,Cook,07700 900046\n";
    let recorded = import(&desk, file);
    assert_eq!(recorded.counts.changed, 2);
    desk.change(eve, newcomer("Eve Clay", "07700 900047", "")).unwrap();
    let undone = desk.undo(recorded.saved.action.unwrap()).unwrap();
    assert_eq!(undone.notices.len(), 1);
    let role = |person| desk.person(person).posts[0].role.clone();
    assert_eq!(
        (role(ann).as_deref(), role(eve).as_deref()),
        (Some("Care assistant"), Some("Cook"))
    );
    assert!(desk.verify().damage.is_empty());
}

#[test]
fn a_workbook_with_titles_merged_homes_and_lost_noughts_is_imported_from_a_dropped_file() {
    use rust_xlsxwriter::{Format, Workbook};
    let desk = Desk::with_home();
    let mut workbook = Workbook::new();
    workbook
        .add_worksheet()
        .set_name("Cover")
        .unwrap()
        .write_string(0, 0, "Staff lists")
        .unwrap();
    let sheet = workbook.add_worksheet().set_name("Staff").unwrap();
    sheet.write_string(0, 0, "Rowan House, all staff").unwrap();
    for (column, name) in (0..).zip(["Home", "Name", "Mobile", "DOB"]) {
        sheet.write_string(2, column, name).unwrap();
    }
    sheet.merge_range(3, 0, 5, 0, "Rowan House", &Format::new()).unwrap();
    sheet.write_string(3, 1, "Edith Quill").unwrap();
    sheet.write_number(3, 2, 7_700_900_042_f64).unwrap();
    sheet.write_string(5, 1, "Tom Fairweather").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let request = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content: Typed::new(&Base64::encode_string(&bytes)),
        is_file: true,
    };
    let import = desk.ask(app::import_read, request).unwrap();
    assert_eq!((import.sheets.len(), import.header_line, import.rows), (1, 3, 2));
    assert_eq!(check(&desk, &import).counts.new, 2);
    assert_eq!(states(&rows(&desk, &import)), [(4, RowState::New), (6, RowState::New)]);
    record(&desk, &import, false).unwrap();
    let edith = desk.person(desk.find("Edith Quill"));
    assert_eq!(
        edith.personal_mobile,
        steward_core::contract::DetailView::Given("07700900042".into())
    );
}

#[test]
fn locking_lets_go_of_the_file() {
    const PASSPHRASE: &str = "kettle-orchard-marble-lantern";
    let desk = Desk::with_home();
    let request = PassphraseSetRequest {
        passphrase: Typed::new(PASSPHRASE),
    };
    desk.ask(app::passphrase_set, request).unwrap();
    let import = read(&desk, STAFF);
    check(&desk, &import);
    desk.ask(app::app_lock, NoRequest {}).unwrap();
    assert_eq!(refused(record(&desk, &import, true)).0, ErrorCode::NotOpen);
    desk.unlock(PASSPHRASE).unwrap();
    assert_eq!(refused(record(&desk, &import, true)).0, ErrorCode::ImportGone);
    assert_eq!(desk.search("").len(), 1);
}

#[test]
fn rows_that_were_shown_as_something_else_are_not_recorded() {
    let desk = Desk::with_home();
    let import = read(&desk, "Name,Mobile\nEdith Quill,07700 900042\n");
    assert_eq!(check(&desk, &import).counts.new, 1);
    // Somebody adds her by hand meanwhile.
    desk.added(newcomer("Edith Quill", "07700 900042", ""));
    assert_eq!(refused(record(&desk, &import, true)).0, ErrorCode::ImportChanged);
    assert_eq!(check(&desk, &import).counts.unchanged, 1);
    assert_eq!(record(&desk, &import, true).unwrap().saved.action, None);
}

#[test]
fn an_import_that_leaves_a_mailbox_without_an_owner_is_not_recorded() {
    let desk = Desk::with_home();
    let import = read(
        &desk,
        "Name,NHSmail address,Owner or member\nJane Smith,jane.smith1@nhs.net,Member\n",
    );
    assert_eq!(check(&desk, &import).counts.changed, 1);
    assert_eq!(refused(record(&desk, &import, true)).0, ErrorCode::LastOwner);
}

#[test]
fn a_file_beyond_the_limits_is_refused() {
    let desk = Desk::with_home();
    let request = ImportOpenRequest {
        purpose: ImportPurposeView::StaffList,
    };
    let path = desk.documents.join("staff.csv");
    let large = vec![b'a'; steward_core::import::MOST_BYTES + 1];
    steward_core::files::write_whole(&path, &large).unwrap();
    desk.desktop.choose(&path);
    assert_eq!(
        refused(desk.ask(app::import_open, request)),
        (ErrorCode::ImportTooLarge, Some("import".to_owned()))
    );
    let pasted = ImportReadRequest {
        purpose: ImportPurposeView::StaffList,
        content: Typed::new(&"Name,Role\n".repeat(200_001)),
        is_file: false,
    };
    assert_eq!(refused(desk.ask(app::import_read, pasted)).0, ErrorCode::ImportTooLarge);
}
