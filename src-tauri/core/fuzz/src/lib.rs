//! What must hold for whatever bytes come in. Each function reads its input as the app would and panics where something does not
//! hold. The fuzzer looks for such input (`cargo xtask fuzz`); the tests run the functions over the files kept in `corpus`, where
//! also stands whatever was once found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use mail_parser::MessageParser;
use serde_json::{Map, Value, json};
use steward_core::domain::request::{Draft, RequestKind};
use steward_core::domain::staff_file::plan::{Wishes, plan};
use steward_core::domain::staff_file::{ColumnMeaning, Existing, RowState, RowValues, Whose, Write};
use steward_core::import::{RequestJson, Sheet, read_sheets};
use steward_core::screening::{AllowList, Vocabulary, mentioned, screen};
use steward_core::{outbox, reply as replies};

const TODAY: Date = date(2026, 11, 20);

static OWN: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut own = Vocabulary::new(TODAY);
    own.allow(&AllowList {
        ods_codes: vec!["VLAXL".into(), "G7H8J".into()],
        postcodes: vec!["BH1 4QQ".into()],
        mailboxes: vec!["care.vlaxl@nhs.net".into()],
        mobiles: vec!["07700 900001".into()],
        ticket_references: vec!["NAS-2026/0042".into()],
        ..AllowList::default()
    });
    own
});

/// The screen answers with places that lie in the text, in order and apart, whatever the text; an own value is silent in it.
///
/// # Panics
/// Where that does not hold.
pub fn screening(data: &[u8]) {
    let text: Cow<'_, str> = String::from_utf8_lossy(data);
    let length = text.chars().count();
    let mut end = 0;
    for finding in screen(&text, &OWN) {
        let span = finding.span;
        assert!(
            end <= span.start && span.start < span.end && span.end <= length,
            "{span:?} after {end} in {length}"
        );
        assert!((0.0..=1.0).contains(&finding.confidence.value()));
        assert_eq!(finding.action, finding.kind.action());
        end = span.end;
    }
    std::hint::black_box(mentioned(&text));
}

/// A pasted mail is read or refused; what is read from it can be asked for everything.
///
/// # Panics
/// Where a part of it fails, or a text is longer than promised.
pub fn reply(data: &[u8]) {
    let Ok(reply) = replies::read(data) else { return };
    assert!(reply.answer().len() <= replies::MOST_TEXT * 4);
    std::hint::black_box((
        reply.references(),
        reply.all_references(),
        reply.statements(),
        reply.cautions(),
    ));
    std::hint::black_box(replies::propose(&reply, &[], &["care.vlaxl@nhs.net".into()], TODAY));
    screening(reply.answer().as_bytes());
}

/// A text file, or pasted cells, is refused or becomes a table of which every row is judged and planned.
///
/// # Panics
/// Where a cell, a line or a value is not what the columns say.
pub fn staff_text(data: &[u8]) {
    for of_portal in [false, true] {
        if let Ok(sheets) = read_sheets(data, of_portal, &OWN) {
            assert_eq!(sheets.len(), 1);
            sheets.iter().for_each(hold);
        }
    }
}

/// A workbook is refused or read as a text file is. Input that is no packed file is the sheet of one, and behind a line of dashes its
/// texts, so that the fuzzer changes cells and not checksums.
///
/// # Panics
/// As [`staff_text`].
pub fn staff_workbook(data: &[u8]) {
    let made;
    let file = if data.starts_with(b"PK") {
        data
    } else {
        let text = String::from_utf8_lossy(data);
        let (sheet, texts) = text.split_once("\n-----\n").unwrap_or((&text, ""));
        let Some(file) = workbook_of(sheet, texts) else { return };
        made = file;
        &made
    };
    if let Ok(sheets) = read_sheets(file, false, &OWN) {
        sheets.iter().for_each(hold);
    }
}

/// A workbook with one sheet of these rows and these shared texts.
#[must_use]
pub fn workbook_of(rows: &str, texts: &str) -> Option<Vec<u8>> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}">{texts}</sst>"#)),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ] {
        packed.start_file(name, plain).ok()?;
        packed.write_all(content.as_bytes()).ok()?;
    }
    Some(packed.finish().ok()?.into_inner())
}

/// What holds of every sheet that was read.
fn hold(sheet: &Sheet) {
    let table = &sheet.table;
    assert_eq!(table.width(), sheet.columns.len());
    let mut means: BTreeMap<ColumnMeaning, usize> = BTreeMap::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        assert!(sheet.dropped.iter().all(|dropped| dropped.number != column.number));
        if let Some(one) = column.guess {
            assert!(means.insert(one, at).is_none(), "{one} is guessed twice");
        }
    }
    let mut line = sheet.header_line;
    let mut rows = Vec::new();
    for row in 0..table.rows() {
        assert!(table.line(row) > line, "{} after {line}", table.line(row));
        line = table.line(row);
        assert_eq!(table.row_at(line), Some(row));
        let cells = means.iter().map(|(means, at)| (*means, table.cell(row, *at)));
        rows.push(RowValues::read(line, cells, TODAY, |_| false));
    }
    for row in &rows {
        hold_row(row, &means);
    }
    // Planning compares rows with each other: of very many, some are enough.
    let rows = rows.get(..rows.len().min(300)).unwrap_or_default();
    let planned = plan(&Existing::default(), rows, &Wishes::default(), TODAY, |_| true);
    assert_eq!(planned.rows.len(), rows.len());
    for row in &planned.rows {
        let writes = !row.writes.is_empty();
        assert!(
            !writes || matches!(row.state, RowState::New | RowState::Changed),
            "{}",
            row.state
        );
        assert_eq!(row.problems.is_empty(), row.state != RowState::Problem);
        for write in &row.writes {
            if let Write::Person { whose, .. } = write {
                assert!(matches!(whose, Whose::New(of) if *of <= row.line));
            }
        }
    }
}

/// A row has no value but those of its columns.
fn hold_row(row: &RowValues, means: &BTreeMap<ColumnMeaning, usize>) {
    let has = |one| means.contains_key(&one);
    assert!(
        row.full_name.is_none()
            || has(ColumnMeaning::FullName)
            || has(ColumnMeaning::FirstName)
            || has(ColumnMeaning::LastName)
    );
    for (given, one) in [
        (row.role.is_some(), ColumnMeaning::Role),
        (row.home.is_some(), ColumnMeaning::Home),
        (row.personal_mobile.is_some(), ColumnMeaning::PersonalMobile),
        (row.personal_email.is_some(), ColumnMeaning::PersonalEmail),
        (row.nhsmail_address.is_some(), ColumnMeaning::NhsmailAddress),
        (row.linked_mobile.is_some(), ColumnMeaning::LinkedMobile),
        (row.started_on.is_some(), ColumnMeaning::StartedOn),
        (row.left_on.is_some(), ColumnMeaning::LeftOn),
        (row.access.is_some(), ColumnMeaning::Access),
        (row.last_active_on.is_some(), ColumnMeaning::LastActiveOn),
        (row.account_created_on.is_some(), ColumnMeaning::AccountCreatedOn),
        (row.marked_leaver_on.is_some(), ColumnMeaning::MarkedLeaverOn),
        (row.mfa.is_some(), ColumnMeaning::Mfa),
    ] {
        assert!(!given || has(one), "{one} comes from nowhere");
    }
}

/// A request read from JSON, or made of the lines of the input, is refused or becomes a draft whose file has the headers that
/// were written and no more, and the body of the draft.
///
/// # Panics
/// Where the file says something the draft does not.
pub fn draft(data: &[u8]) {
    let Some(draft) = drafted(data) else { return };
    std::hint::black_box((
        outbox::text(&draft),
        outbox::mail_link(&draft).ok(),
        outbox::outlook_web_link(&draft),
    ));
    assert!(
        outbox::eml_file_name(&draft, TODAY)
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    );
    let file = outbox::eml(&draft);
    let Some(mail) = MessageParser::default().parse(&file) else {
        panic!("the file is no mail");
    };
    let headers: Vec<&str> = mail.headers().iter().map(mail_parser::Header::name).collect();
    assert_eq!(headers, HEADERS);
    assert_eq!(mail.subject(), Some(draft.subject().as_str()));
    let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address());
    assert_eq!(to, Some(draft.to().as_str()));
    assert_eq!(
        (
            mail.to().map(|to| to.iter().count()),
            mail.cc().is_none(),
            mail.bcc().is_none()
        ),
        (Some(1), true, true)
    );
    let body = mail.body_text(0).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(body.trim_end(), draft.body().replace("\r\n", "\n").trim_end());
}

/// The draft that the input comes to, if it is not refused.
#[must_use]
pub fn drafted(data: &[u8]) -> Option<Draft> {
    let made;
    let json = if data.first() == Some(&b'{') {
        data
    } else {
        made = request_of_lines(&String::from_utf8_lossy(data)).to_string();
        made.as_bytes()
    };
    RequestJson::read(json).and_then(|request| request.compose()).ok()
}

/// The headers of a file, in their order.
const HEADERS: [&str; 6] = [
    "To",
    "Subject",
    "X-Unsent",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// The fields a request or somebody in it can have.
const FIELDS: &[&str] = &[
    "full_name",
    "personal_mobile",
    "personal_email",
    "nhsmail_address",
    "linked_mobile",
    "access",
    "new_full_name",
    "temporary_password_mobile",
    "identity_checked",
    "ticket_reference",
    "called_at",
    "sent_on",
    "old_ods_code",
    "new_ods_code",
    "date",
];

/// Lines in place of JSON, so that the fuzzer changes values and not brackets: the first letter chooses the kind; the next three
/// lines are the home; then each line gives the person the field of its first letter.
fn request_of_lines(text: &str) -> Value {
    let mut lines = text.split('\n');
    let choose = |line: &str, count: usize| line.bytes().next().map_or(0, |byte| usize::from(byte) % count);
    let kind = RequestKind::ALL[choose(lines.next().unwrap_or_default(), RequestKind::ALL.len())];
    let mut next = || lines.next().unwrap_or_default();
    let site = json!({ "name": next(), "ods_code": next(), "mailbox": next() });
    let mut person = Map::new();
    let mut request = Map::new();
    for line in lines.take(20) {
        let field = FIELDS[choose(line, FIELDS.len())];
        let mut rest = line.chars();
        rest.next();
        let value = match rest.as_str() {
            "true" => Value::Bool(true),
            text => Value::String(text.to_owned()),
        };
        let of_request = matches!(
            field,
            "ticket_reference" | "called_at" | "sent_on" | "old_ods_code" | "new_ods_code" | "date"
        );
        let fields = if of_request { &mut request } else { &mut person };
        fields.insert(field.to_owned(), value);
    }
    request.insert("kind".into(), kind.name().into());
    request.insert("site".into(), site);
    if !person.is_empty() {
        request.insert("people".into(), json!([person]));
    }
    Value::Object(request)
}
