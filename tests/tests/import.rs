//! A messy staff list comes in as a workbook, is mended, recorded, taken back, and says nothing new the second time; the portal's list
//! of a mailbox is put beside the staff list; and what was saved as a file is read by another program.
//!
//! Everybody is invented.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use e2e::{Answer, HOME, Key, Outcome, Problem, STARTERS, Test, Window, World, ensure, until, write};
use rust_xlsxwriter::Workbook;
use serde_json::json;

const FIRST: [&str; 20] = [
    "Aled", "Bronwen", "Chidi", "Devi", "Eleri", "Farah", "Gwen", "Hana", "Imran", "Joanna", "Kwame", "Lowri", "Marek",
    "Nerys", "Oona", "Priya", "Rhys", "Siân", "Tomasz", "Yusuf",
];

const LAST: [&str; 15] = [
    "Achebe",
    "Bevan",
    "Czarnecki",
    "Desai",
    "Eynon",
    "Farrow-Lloyd",
    "Gittins",
    "Howells",
    "Iqbal",
    "Jarvis",
    "Kowalska",
    "Llewellyn",
    "Mbeki",
    "Nguyễn",
    "O'Neill",
];
const ROLES: [&str; 4] = ["Care assistant", "Night care assistant", "Senior carer", "Cook"];

/// How many rows the list has, and how many of them are not right.
const ROWS: usize = 300;
const BAD: usize = 12;

/// So many rows take long enough to record that somebody can stop it.
const MANY: usize = 8000;

fn broken<T>(why: impl std::fmt::Display) -> Outcome<T> {
    Err(Problem::new(why.to_string()))
}

/// The list of a payroll program: a title, an empty line, the names of the columns, and 300 people. Mobiles are numbers without their
/// first 0 or are written in three ways; twelve rows have something wrong with them.
fn messy_list(path: &Path) -> Outcome<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut put = |row: u32, column: u16, text: &str| match sheet.write_string(row, column, text) {
        Ok(_) => Ok(()),
        Err(why) => broken(why),
    };
    put(0, 0, "Rowan House: everybody, as of 12 November 2026")?;
    let headings = [
        "Staff no",
        "Surname",
        "Forename",
        "D.O.B.",
        "NI No",
        "Home address",
        "Mobile",
        "Personal email",
        "Job title",
        "Start date",
        "Hourly rate",
    ];
    for (column, heading) in (0_u16..).zip(headings) {
        put(2, column, heading)?;
    }
    for (number, row) in (0..ROWS).zip(3_u32..) {
        let (first, last) = (FIRST[number % FIRST.len()], LAST[number / FIRST.len()]);
        let mut cells = [
            format!("R{:04}", 1000 + number),
            last.to_owned(),
            first.to_owned(),
            "12/03/1980".to_owned(),
            "QQ123456C".to_owned(),
            "1 Station Road".to_owned(),
            match number % 4 {
                0 => format!("07700 900{number:03}"),
                1 => format!("7700900{number:03}"),
                2 => format!("+44 7700 900{number:03}"),
                _ => format!("07700900{number:03}"),
            },
            if number % 3 == 0 {
                format!("person{number}@example.com")
            } else {
                String::new()
            },
            ROLES[number % ROLES.len()].to_owned(),
            match number % 3 {
                0 => "3/5/2021".to_owned(),
                1 => "14 June 2023".to_owned(),
                _ => "2024-02-29".to_owned(),
            },
            "12.60".to_owned(),
        ];
        match number {
            10 => cells[6] = String::from("0770090"),
            35 => cells[6] = String::from("ask her"),
            60 => cells[6] = String::from("07624x"),
            85 => cells[9] = String::from("31/02/2024"),
            110 => cells[9] = String::from("soon"),
            135 => cells[2] = String::from("Pat 2"),
            160 => {
                cells[1] = String::new();
                cells[2] = String::new();
            }
            185 => cells[7] = String::from("not an address"),
            210 => cells[7] = String::from("somebody@nhs.net"),
            235 => cells[6] = String::from("07012 345678"),
            260 => cells[6] = String::from("020 7946 0000"),
            285 => cells[8] = "?!".repeat(40),
            _ => {}
        }
        for (column, cell) in (0_u16..).zip(&cells) {
            if !cell.is_empty() {
                put(row, column, cell)?;
            }
        }
    }
    match book.save(path) {
        Ok(()) => Ok(()),
        Err(why) => broken(why),
    }
}

/// How many people the staff list has.
async fn people(window: &Window) -> Outcome<usize> {
    window.go_to("Help", "Help").await?;
    window.go_to("People", "People").await?;
    let found = window
        .ask(
            "const table = document.querySelector('[role=table][aria-label=People]'); return table ? Number(table.getAttribute('aria-rowcount')) - 1 : 0;",
            vec![],
        )
        .await?;
    let Some(count) = found.as_u64().and_then(|count| usize::try_from(count).ok()) else {
        return broken("the list of people has no count");
    };
    Ok(count)
}

async fn choose_list(world: &World, window: &Window, path: PathBuf) -> Test {
    window.go_to("Help", "Help").await?;
    window.go_to("People", "People").await?;
    window.follow("Import").await?;
    window.arrives_at("Import a staff list").await?;
    world.portal.will(Answer::Pick(path));
    window.press("Choose a file").await?;
    window.arrives_at("What we found").await?;
    Ok(())
}

async fn pictures(window: &Window, page: &str) -> Test {
    for (width, height) in [(1024, 700), (1920, 1080)] {
        window.resize(width, height).await?;
        window.picture(&format!("{page}-{width}x{height}")).await?;
    }
    window.resize(1100, 760).await?;
    Ok(())
}

#[tokio::test]
async fn a_messy_list_is_mended_recorded_taken_back_and_says_nothing_new_the_second_time() -> Test {
    let world = World::new("import").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let before = people(&window).await?;
    let list = world.documents().join("payroll.xlsx");
    messy_list(&list)?;

    window.follow("Import").await?;
    window.arrives_at("Import a staff list").await?;
    window.press("Read the cells").await?;
    window.titled("Error: ").await?;
    world.looks_right(&window, "get-with-errors").await?;
    choose_list(&world, &window, list.clone()).await?;

    // What has no place here is named before anything else.
    window.sees("Left out before anything was read in").await?;
    for column in ["D.O.B.", "NI No", "Home address", "Hourly rate"] {
        window.sees(column).await?;
    }
    window.sees("300 rows to read. Line 3 names the columns.").await?;
    window.sees_no("QQ123456C").await?;
    world.looks_right(&window, "columns").await?;
    pictures(&window, "columns").await?;
    window.press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    window.sees(&format!("{BAD} to look at")).await?;
    window.sees("288 new").await?;
    world.looks_right(&window, "rows").await?;
    pictures(&window, "rows").await?;

    // A row mended in place leads to the next one; others are left out.
    window.press("Kwame Achebe on line 14").await?;
    window.find("heading", "Line 14").await?;
    world.looks_right(&window, "row").await?;
    window.fill("Personal mobile", "07700 900310").await?;
    window.press("Use this").await?;
    window.sees("Line 14 is clear. 11 rows to look at.").await?;
    window.find("heading", "Line 39").await?;
    window.fill("Personal mobile", "07700 9003").await?;
    window.press("Use this").await?;
    window.sees("The mobile number is too short.").await?;
    window.fill("Personal mobile", "07700 900335").await?;
    window.press("Use this").await?;
    window.sees("10 rows to look at.").await?;
    window.find("heading", "Line 64").await?;
    window.press("Leave this row out").await?;
    window.sees("Line 64 is left out. 9 rows to look at.").await?;
    window.find("heading", "Line 89").await?;

    window.press("Record 290 rows and leave out 9").await?;
    window.arrives_at("People").await?;
    window.sees("Imported. 290 people.").await?;
    world.looks_right(&window, "imported").await?;
    ensure(people(&window).await? == before + 290, || {
        "not everybody is on the list".into()
    })?;

    // What was recorded is known the second time: only what was never right is left to look at.
    choose_list(&world, &window, list.clone()).await?;
    window.click("checkbox", "It is the same person").await?;
    window.press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    window.sees("0 new, 0 changed, 288 with nothing new").await?;
    window.sees_no("Record 2").await?;
    window.press("Give this file up").await?;
    window.arrives_at("Import a staff list").await?;
    ensure(people(&window).await? == before + 290, || {
        "the second time changed something".into()
    })?;

    // What was dropped is nowhere, not even in what the web view keeps.
    let found = world.in_the_clear(&["QQ123456C", "1 Station Road", "12/03/1980"])?;
    ensure(found.is_empty(), || format!("dropped cells are kept: {found:?}"))?;
    Ok(())
}

#[tokio::test]
async fn one_undo_takes_a_whole_import_back() -> Test {
    let world = World::new("import-undo").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let before = people(&window).await?;
    let list = world.documents().join("payroll.xlsx");
    messy_list(&list)?;
    choose_list(&world, &window, list).await?;
    window.press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    window.press("Record 288 rows and leave out 12").await?;
    window.arrives_at("People").await?;
    window.sees("Imported. 288 people.").await?;
    window.sees("289 people").await?;
    window.press("Undo").await?;
    window.sees("Undone.").await?;
    ensure(people(&window).await? == before, || {
        "the undo left somebody on the list".into()
    })?;
    Ok(())
}

/// A workbook whose larger sheet names a home in a way the staff list does not know, and adds up its people in its last row.
fn two_sheets(path: &Path) -> Outcome<()> {
    let mut book = Workbook::new();
    let sheets: [(&str, &[[&str; 2]]); 2] = [
        ("Before", &[["Name", "Home"], ["Joan Pemberley", "Rowan Hse"]]),
        (
            "Now",
            &[
                ["Name", "Home"],
                ["Asha Greenwood", "Rowan Hse"],
                ["Marek Czarnecki", "Rowan Hse"],
                ["Total", "2"],
            ],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        if let Err(why) = sheet.set_name(name) {
            return broken(why);
        }
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                if let Err(why) = sheet.write_string(row, column, *cell) {
                    return broken(why);
                }
            }
        }
    }
    match book.save(path) {
        Ok(()) => Ok(()),
        Err(why) => broken(why),
    }
}

#[tokio::test]
async fn a_sheet_and_a_home_are_chosen_a_total_is_nobody_and_escape_leads_back_to_the_row() -> Test {
    let world = World::new("import-sheets").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let before = people(&window).await?;
    let list = world.documents().join("staff.xlsx");
    two_sheets(&list)?;
    choose_list(&world, &window, list).await?;
    // The sheet with most rows is taken, and another can be.
    window.sees("3 rows to read.").await?;
    window.pick("Which sheet?", "Before (1 row)").await?;
    window.sees("1 row to read.").await?;
    window.sees("Joan Pemberley").await?;
    window.pick("Which sheet?", "Now (3 rows)").await?;
    window.sees("3 rows to read.").await?;
    window.press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    window.sees("3 to look at").await?;
    window
        .sees("This seems to be a total, not a person. Leave the row out, or enter the full name.")
        .await?;

    // Escape closes a row in hand without changing it, and the focus is where it came from.
    window.press("Marek Czarnecki on line 3").await?;
    window.find("heading", "Line 3: Marek Czarnecki").await?;
    world.looks_right(&window, "row-in-hand").await?;
    window.keys(&[Key::Escape]).await?;
    window.sees_no("Line 3: Marek Czarnecki").await?;
    until(5, || async {
        let focus = window.focus().await?;
        ensure(focus.name == "Marek Czarnecki on line 3", || {
            format!("“{}” has the focus", focus.name)
        })
    })
    .await?;
    window.sees("3 to look at").await?;

    window.pick("“Rowan Hse”, in 2 rows", HOME.name).await?;
    world.looks_right(&window, "home-chosen").await?;
    window.press("Use these homes").await?;
    window.sees("1 to look at").await?;
    window.press("Record 2 rows and leave out 1").await?;
    window.arrives_at("People").await?;
    window.sees("Imported. 2 people.").await?;
    ensure(people(&window).await? == before + 2, || {
        "not everybody is on the list, or somebody is who is nobody".into()
    })?;
    Ok(())
}

#[tokio::test]
async fn an_import_that_is_stopped_half_way_changes_nothing() -> Test {
    let world = World::new("import-stopped").await?;
    let window = world.open().await?;
    window.set_up().await?;
    let before = people(&window).await?;
    let list = world.documents().join("many.csv");
    let mut csv = String::from("Name,Job title,NHSmail address\r\n");
    for number in 0..MANY {
        let place = |step: usize| number / step % FIRST.len();
        let name = [
            FIRST[place(1)],
            FIRST[place(20)],
            FIRST[place(400)],
            LAST[number % LAST.len()],
        ];
        csv.push_str(&name.join(" "));
        csv.push_str(",Care assistant,somebody");
        csv.push_str(&number.to_string());
        csv.push_str("@nhs.net\r\n");
    }
    write(&list, csv)?;
    choose_list(&world, &window, list).await?;
    window.press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    // Names that look alike are questions; the others are enough.
    let names = window.names("button").await?;
    let record = names
        .into_iter()
        .find(|name| name.starts_with("Record "))
        .ok_or_else(|| Problem::new("nothing can be recorded"))?;
    window.press(&record).await?;
    window.sees(" of 8,000").await?;
    window.picture("recording").await?;
    window.press("Cancel").await?;
    window.sees("Stopped. Nothing has changed.").await?;
    // The rows are there still, and so is the staff list as it was.
    window.sees(&record).await?;
    ensure(people(&window).await? == before, || {
        "something of a stopped import is on the list".into()
    })?;
    Ok(())
}

#[tokio::test]
async fn a_list_is_pasted_and_imported_by_keyboard_alone() -> Test {
    let world = World::new("import-by-keyboard").await?;
    let window = world.open().await?;
    window.set_up().await?;
    window.go_to("People", "People").await?;
    window.key_follow("Import").await?;
    window.arrives_at("Import a staff list").await?;
    window.tab_to("textbox", "Or paste the cells").await?;
    window
        .ask(
            "document.execCommand('insertText', false, args[0]); return true;",
            vec![json!(
                "Name\tMobile\tDate of birth\nJoan Pemberley\t07700 900043\t1/1/1970\nAsha Greenwood\t0770\t1/1/1971\n"
            )],
        )
        .await?;
    window.key_press("Read the cells").await?;
    window.arrives_at("What we found").await?;
    window.sees("Date of birth").await?;
    window.key_press("Check the rows").await?;
    window.arrives_at("Check before you record").await?;
    window.key_press("Asha Greenwood").await?;
    window.key_fill("Personal mobile", "07700 900044").await?;
    window.keys(&[Key::Enter]).await?;
    window.sees("Nothing is left to look at.").await?;
    window.key_press("Record 2 rows").await?;
    window.arrives_at("People").await?;
    window.sees("Imported. 2 people.").await?;
    window.key_press("Undo").await?;
    window.sees_no("Joan Pemberley").await?;
    Ok(())
}

#[tokio::test]
async fn a_list_from_the_portal_is_put_beside_the_staff_list() -> Test {
    let world = World::new("portal-list").await?;
    let window = world.open().await?;
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    let list = world.documents().join("members.csv");
    let csv = format!(
        "Display Name,Email Address,Permission\r\n\"{}, Joan\",joan.pemberley@nhs.net,Owner\r\n{},{},Member\r\n",
        "PEMBERLEY", STARTERS[0].name, "starter.one@nhs.net",
    );
    write(&list, csv)?;
    window.go_to("Settings", "Settings").await?;
    window.follow(HOME.name).await?;
    window.arrives_at(HOME.name).await?;
    window
        .ask(
            "document.querySelector('a[href$=\"/who\"]').click(); return true;",
            vec![],
        )
        .await?;
    window.arrives_at(&format!("Who can open {}", HOME.mailbox)).await?;
    window.follow("Compare with the portal").await?;
    window.arrives_at("Compare with the NHSmail portal").await?;
    world.looks_right(&window, "portal-get").await?;
    world.portal.will(Answer::Pick(list));
    window.press("Choose a file").await?;
    window.arrives_at("What we found").await?;
    window.press("Check the rows").await?;
    window.arrives_at("Portal and staff list").await?;
    window.sees("In the portal, and not on your staff list.").await?;
    window
        .sees("Has access by your staff list, and is not in the portal.")
        .await?;
    world.looks_right(&window, "portal-lines").await?;
    pictures(&window, "portal-lines").await?;
    window
        .click("checkbox", "Add them to the staff list, with access")
        .await?;
    window.press("Record what is ticked").await?;
    window.sees("Recorded: 1 person.").await?;
    Ok(())
}

#[tokio::test]
async fn people_are_exported_and_read_by_another_program() -> Test {
    let world = World::new("export").await?;
    let window = world.open().await?;
    window.set_up().await?;
    for starter in &STARTERS {
        window.add_person(starter).await?;
    }
    window.go_to("People", "People").await?;
    window.follow("Export").await?;
    window.arrives_at("Export").await?;
    window.sees("It is not protected").await?;
    world.looks_right(&window, "export").await?;
    pictures(&window, "export").await?;
    let saved = world.documents().join("people.xlsx");
    world.portal.will(Answer::Pick(saved.clone()));
    window.press("Save the file").await?;
    window.sees("Saved as people.xlsx: 3 people.").await?;
    let rows = workbook(&saved)?;
    ensure(rows.len() == 4, || format!("the workbook has {} rows", rows.len()))?;
    let text = format!("{rows:?}");
    for starter in &STARTERS {
        ensure(text.contains(starter.name), || {
            format!("{} is not in the workbook", starter.name)
        })?;
        ensure(!text.replace(' ', "").contains(starter.mobile_in_requests), || {
            "a mobile is in the workbook, and nobody asked for it".into()
        })?;
    }

    // By keyboard, with mobiles: they are text, with their first 0.
    window.key_tick("Personal mobile").await?;
    window.sees("and personal mobiles.").await?;
    let saved = world.documents().join("with-mobiles.xlsx");
    world.portal.will(Answer::Pick(saved.clone()));
    window.key_press("Save the file").await?;
    window.sees("Saved as with-mobiles.xlsx: 3 people.").await?;
    let rows = workbook(&saved)?;
    for starter in &STARTERS {
        let kept = rows.iter().flatten().any(|cell| {
            matches!(cell, Data::String(text) if text.starts_with("07700 900") && text.replace(' ', "") == starter.mobile_in_requests)
        });
        ensure(kept, || format!("the mobile of {} is not a text cell", starter.name))?;
    }
    Ok(())
}

fn workbook(path: &Path) -> Outcome<Vec<Vec<Data>>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(why) => return broken(why),
    };
    let mut book = match Xlsx::new(std::io::Cursor::new(bytes)) {
        Ok(book) => book,
        Err(why) => return broken(why),
    };
    match book.worksheet_range_at(0) {
        Some(Ok(range)) => Ok(range.rows().map(<[Data]>::to_vec).collect()),
        Some(Err(why)) => broken(why),
        None => broken("the workbook has no sheet"),
    }
}
