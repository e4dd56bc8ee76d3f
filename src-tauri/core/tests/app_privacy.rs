//! What is known of people stands in the clear nowhere: not in a file, not in the log, not in an error.
//!
//! The whole path is walked with values that stand nowhere else, in a process whose temporary files all go into one folder. Every
//! file is then read raw and looked through for each value, as UTF-8 and as UTF-16.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what a test needs and cannot have fails it"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use jiff::civil::date;
use steward_core::app;
use steward_core::contract::{
    ApiError, CopyPartView, CredentialCopyRequest, CredentialPartView, CredentialSaveRequest, DetailView, ErrorCode,
    FormDraftRequest, FormDraftSaveRequest, HandOverWayView, ImportCheckRequest, ImportColumnRequest,
    ImportPurposeView, ImportReadRequest, ImportRecordRequest, ListedPeople, NoRequest, PassphraseSetRequest,
    PeopleViewSaveRequest, PersonEraseRequest, PersonFieldsRequest, PersonRequest, RequestCopyRequest,
    RequestOpenRequest, RequestRequest, RequestSentRequest, RequestTicketRequest, SettingsChangeRequest, StageView,
    TodayRequest, Typed, ValueCheckRequest, ValueKind,
};
use steward_core::domain::access::AccessLevel;
use steward_core::domain::request::RequestKind;
use steward_core::secret::ExposeSecret;
use steward_core::store::{self, SNAPSHOT_FOLDER, Writer};
use steward_core::vault::{EntryName, Vault, VaultError};
use support::desk::{
    Desk, account_holder, joiner, new_user, newcomer, no_date, person, refused, set_up, settings, typed,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

// Looking through files

/// A text as bytes, in each way a program on any system may write it.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    vec![text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let lower = bytes.to_ascii_lowercase();
    spellings(&text.to_lowercase())
        .iter()
        .any(|spelling| lower.windows(spelling.len()).any(|window| window == spelling))
}

/// Every file below a folder.
fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert(path, bytes);
            }
        }
    }
    found
}

/// No file below the folder holds any of the values.
#[track_caller]
fn assert_nothing_in_the_clear(when: &str, folder: &Path, values: &[&str]) {
    let files = files_in(folder);
    assert!(files.len() >= 2, "{when}: {:?}", files.keys());
    for (path, bytes) in files {
        for value in values {
            assert!(!holds(&bytes, value), "{when}: {} holds {value}", path.display());
        }
    }
}

/// The whole file decrypted page by page, with what is free or left over in it.
fn decrypted(desk: &Desk) -> Vec<u8> {
    const PAGE: usize = 4096;
    const SALT: usize = 16;
    // An initialisation vector of 16 bytes and an authentication code of 64 end each page.
    const RESERVED: usize = 80;
    let key = desk.secret().database_key();
    let bytes = fs::read(desk.file()).unwrap();
    let mut plain = Vec::with_capacity(bytes.len());
    for (number, page) in bytes.chunks_exact(PAGE).enumerate() {
        let start = if number == 0 { SALT } else { 0 };
        let iv: [u8; 16] = page[PAGE - RESERVED..][..16].try_into().unwrap();
        let content = &page[start..PAGE - RESERVED];
        let opened = cbc::Decryptor::<aes::Aes256>::new(key.expose().into(), &iv.into())
            .decrypt_padded_vec::<NoPadding>(content)
            .unwrap();
        plain.extend(opened);
    }
    plain
}

// The log

/// Everything the program logs, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        use std::fmt::Write;
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Words(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Words(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut log = self.0.lock().unwrap();
        log.push('\n');
        log.push_str(event.metadata().name());
        event.record(&mut Words(&mut log));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

// The whole path

const PASSWORD: &str = "Plum-Trestle-4096";
const PASSPHRASE: &str = "nineteen quiet marmots";
const TICKET: &str = "INC7715309";

/// What must stand in the clear nowhere.
const VALUES: &[&str] = &[
    "Jane Smith",
    "jane.smith1",
    "Rowan House",
    "care.vlaxl",
    "Wilhelmina",
    "Attenborrow",
    "7700900142",
    "7700 900142",
    "wilhelmina.a@example.org",
    "Kwabena",
    "kwabena.osei",
    "7700900143",
    "Night porter",
    "Prefers her afternoons",
    "Larchfield Trust",
    "Hortensia",
    "01632 960777",
    "half a name Xanthipp",
    "7700900199",
    "Peregrine",
    "Ashcombe",
    "7700900144",
    "zqxjkvwpyfgb",
    "AB123456C",
    TICKET,
    PASSWORD,
    PASSPHRASE,
];

/// Keeps what a refused command says, for looking through it.
fn refusal<V: std::fmt::Debug>(errors: &mut Vec<ApiError>, answer: Result<V, ApiError>) {
    errors.push(answer.expect_err("this should have been refused"));
}

/// Imports somebody from a file that also says what has no place here, after attempts that are refused.
fn import_a_file(desk: &Desk, errors: &mut Vec<ApiError>) {
    let read = |content: &str| {
        let request = ImportReadRequest {
            purpose: ImportPurposeView::StaffList,
            content: Typed::new(content),
            is_file: false,
        };
        desk.ask(app::import_read, request)
    };
    refusal(errors, read("Peregrine Ashcombe\n07700 900144\n"));
    let import = read(
        "Name,Mobile,DOB,NI number,Notes\nPeregrine Ashcombe,07700 900144,12/03/1961 zqxjkvwpyfgb,AB123456C,zqxjkvwpyfgb AB123456C\n",
    )
    .unwrap();
    let columns = import.columns.iter().map(|column| ImportColumnRequest {
        column: column.column,
        means: column.guess,
    });
    let check = ImportCheckRequest {
        import: import.import,
        columns: columns.collect(),
        site: None,
        homes: Vec::new(),
        same_names: false,
    };
    let nameless = ImportCheckRequest {
        columns: Vec::new(),
        ..check.clone()
    };
    refusal(errors, desk.ask(app::import_check, nameless));
    desk.ask(app::import_check, check).unwrap();
    let record = ImportRecordRequest {
        import: import.import,
        leave_out_rest: false,
    };
    assert_eq!(desk.ask(app::import_record, record).unwrap().counts.new, 1);
}

#[expect(clippy::too_many_lines, reason = "the whole path, step by step")]
fn walk(desk: &mut Desk, data: &Path) -> Vec<ApiError> {
    let mut errors = Vec::new();
    desk.stage();
    desk.create(Some(true), None).unwrap();
    let form = |form: &str, body: &str| FormDraftSaveRequest {
        form: form.to_owned(),
        body: body.to_owned(),
    };
    desk.ask(app::form_draft_save, form("set_up", r#"{"home":"Rowan House"}"#))
        .unwrap();
    desk.ask(app::set_up_finish, set_up()).unwrap();
    let passphrase = Typed::new(PASSPHRASE);
    desk.ask(app::passphrase_set, PassphraseSetRequest { passphrase })
        .unwrap();

    let wilhelmina = PersonFieldsRequest {
        note: "Prefers her afternoons".to_owned(),
        account_held_by: "Larchfield Trust".to_owned(),
        ..newcomer("Wilhelmina Attenborrow", "07700 900142", "wilhelmina.a@example.org")
    };
    let wilhelmina_id = desk.added(wilhelmina.clone());
    let kwabena = account_holder("Kwabena Osei", "kwabena.osei@nhs.net", "+44 7700 900143");
    let request = steward_core::contract::PersonAddRequest {
        person: kwabena.clone(),
        site: Some(desk.site()),
        role: "Night porter".to_owned(),
        from: typed(date(2026, 11, 2)),
        access: Some(AccessLevel::Member),
    };
    let kwabena_id = desk.ask(app::person_add, request).unwrap().id.unwrap().parse().unwrap();
    desk.ask(
        app::form_draft_save,
        form(
            "person_add",
            r#"{"name":"half a name Xanthipp","mobile":"07700900199"}"#,
        ),
    )
    .unwrap();
    let help = SettingsChangeRequest {
        local_help_name: "Hortensia".to_owned(),
        local_help_phone: "01632 960777".to_owned(),
        others_use_this_computer: Some(true),
        ..settings()
    };
    desk.ask(app::settings_change, help).unwrap();

    // Refusals name fields, never what was typed in them.
    refusal(&mut errors, desk.add(wilhelmina.clone()));
    refusal(&mut errors, desk.add(kwabena.clone()));
    refusal(&mut errors, desk.add(person("Wilhelmina 7")));
    refusal(
        &mut errors,
        desk.add(newcomer("Wilhelmina Attenborrow", "070 9001 4271", "")),
    );
    refusal(
        &mut errors,
        desk.add(newcomer("Wilhelmina Attenborrow", "", "wilhelmina.a@nhs.net")),
    );
    refusal(
        &mut errors,
        desk.draft(RequestKind::NewUser, vec![new_user(kwabena_id, AccessLevel::Member)]),
    );
    refusal(
        &mut errors,
        desk.unlock("").and_then(|_| desk.recover("Wilhelmina")).and_then(|_| {
            let person_erase = PersonEraseRequest {
                person: kwabena_id,
                name_typed: "Kwabena Attenborrow".to_owned(),
            };
            desk.ask(app::person_erase, person_erase)
        }),
    );

    // Both requests, in every way.
    for (kind, people) in [
        (RequestKind::NewUser, vec![new_user(wilhelmina_id, AccessLevel::Owner)]),
        (RequestKind::Joiner, vec![joiner(kwabena_id, AccessLevel::Member)]),
    ] {
        let request = desk.draft(kind, people).unwrap().request;
        for part in [
            CopyPartView::To,
            CopyPartView::Subject,
            CopyPartView::Body,
            CopyPartView::All,
        ] {
            desk.ask(app::request_copy, RequestCopyRequest { request, part })
                .unwrap();
        }
        for way in [HandOverWayView::OutlookWeb, HandOverWayView::MailProgram] {
            desk.ask(app::request_open, RequestOpenRequest { request, way })
                .unwrap();
        }
        desk.ask(app::request_save_eml, RequestRequest { request }).unwrap();
        let on = no_date();
        let sent = RequestSentRequest {
            request,
            from_shared_mailbox: true,
            on,
        };
        desk.ask(app::request_sent, sent).unwrap();
        let ticket_reference = TICKET.to_owned();
        desk.ask(
            app::request_ticket,
            RequestTicketRequest {
                request,
                ticket_reference,
            },
        )
        .unwrap();
    }
    assert_nothing_in_the_clear("while it is open", data, VALUES);
    assert!(
        fs::metadata(data.join("register.db-wal")).unwrap().len() > 0,
        "there is a log to look through"
    );

    // Somebody changes, is searched for, is shown.
    let married = newcomer("Wilhelmina Osei", "07700 900142", "wilhelmina.a@example.org");
    let changed = desk.change(wilhelmina_id, married).unwrap();
    desk.undo(changed.action.unwrap()).unwrap();
    assert_eq!(desk.search("attenborrow"), [wilhelmina_id]);
    desk.person(wilhelmina_id);
    let check = ValueCheckRequest {
        kind: ValueKind::PersonalMobile,
        text: "07700900142".to_owned(),
        person: None,
        site: None,
    };
    desk.ask(app::value_check, check).unwrap();
    desk.ask(app::today_get, TodayRequest { site: None }).unwrap();
    import_a_file(desk, &mut errors);

    // The owner's own sign-in details.
    let save = CredentialSaveRequest {
        user_name: "jane.smith1@nhs.net".to_owned(),
        password: Typed::new(PASSWORD),
        changed_on: no_date(),
        despite_rules: true,
    };
    desk.ask(app::credential_save, save).unwrap();
    for part in [CredentialPartView::UserName, CredentialPartView::Password] {
        desk.ask(app::credential_copy, CredentialCopyRequest { part }).unwrap();
    }
    desk.ask(app::credential_show, NoRequest {}).unwrap();
    desk.ask(app::credential_hide, NoRequest {}).unwrap();
    for name in desk.vault.names() {
        let entry = desk.vault.read(name).unwrap();
        assert!(
            !holds(entry.expose_secret().as_bytes(), PASSWORD),
            "the password store has it sealed"
        );
    }
    desk.vault.set_failure(Some(VaultError::Other("platform failure")));
    refusal(&mut errors, desk.ask(app::credential_show, NoRequest {}));
    desk.vault.set_failure(None);

    // Locked, opened, recovered; a snapshot as before a migration.
    desk.ask(app::app_lock, NoRequest {}).unwrap();
    assert_nothing_in_the_clear("while it is locked", data, VALUES);
    refusal(&mut errors, desk.unlock("nineteen quiet badgers"));
    desk.unlock(PASSPHRASE).unwrap();
    desk.restart();
    let opened = store::open(&desk.file(), &desk.secret().database_key(), |_, _| Ok(())).unwrap();
    let writer = Writer::new(opened.connection, desk.meta().device).unwrap();
    writer.snapshot(data, "2026-11-20T10:00:00Z".parse().unwrap()).unwrap();
    writer.close().unwrap();
    // The password store does not take the key back, which is worth a line in the log.
    desk.vault.set_failure(Some(VaultError::Denied));
    let code = desk.code();
    desk.recover(&code).unwrap();
    desk.vault.set_failure(None);
    assert_eq!(desk.verify().damage, []);
    errors
}

/// Where a child finds its folders.
const FOLDER: &str = "STEWARD_TEST_PRIVACY";

#[test]
fn nothing_personal_stands_in_the_clear_in_any_file_log_or_error() {
    let Some(home) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        // The same test again, where everything temporary goes into a folder that can be looked through.
        let home = tempfile::tempdir().unwrap();
        let temporary = home.path().join("temporary");
        fs::create_dir(&temporary).unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "nothing_personal_stands_in_the_clear_in_any_file_log_or_error",
                "--nocapture",
            ])
            .env(FOLDER, home.path())
            .envs(["TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"].map(|name| (name, &temporary)))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(
            home.path().join("walked").exists(),
            "the path was walked to its end: {said}"
        );
        for value in VALUES {
            assert!(!said.contains(value), "the program prints {value}");
        }
        assert_eq!(files_in(&temporary).keys().collect::<Vec<_>>(), Vec::<&PathBuf>::new());
        return;
    };
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let (data, documents) = (home.join("data"), home.join("documents"));
    fs::create_dir(&documents).unwrap();
    let mut desk = Desk::at_folder(data.clone(), documents.clone());

    let errors = walk(&mut desk, &data);
    assert_nothing_in_the_clear("after recovery", &data, VALUES);
    desk.close();
    assert_nothing_in_the_clear("at rest", &data, VALUES);
    assert!(data.join(SNAPSHOT_FOLDER).exists());

    // Nor the ways in.
    let code = desk.code();
    let key = desk.secret().database_key().to_hex().expose_secret().to_owned();
    assert_nothing_in_the_clear("the ways in", &data, &[&code, &code.replace('-', ""), &key]);

    // The log says what happened and nothing of whom.
    let log = log.0.lock().unwrap().clone();
    assert!(log.contains("secret_not_kept"), "something was logged: {log}");
    for value in VALUES.iter().chain([&code.as_str(), &key.as_str()]) {
        assert!(!holds(log.as_bytes(), value), "the log holds {value}");
    }
    assert!(errors.len() >= 8);
    for error in &errors {
        let said = format!("{error} {error:?}");
        for value in VALUES {
            assert!(!holds(said.as_bytes(), value), "an error holds {value}: {said}");
        }
    }

    // And this way of looking does find what is there: the saved files are the user's own.
    let saved = files_in(&documents);
    assert_eq!(saved.len(), 2);
    assert!(
        saved
            .values()
            .any(|bytes| holds(bytes, "Attenborrow") && holds(bytes, "7700900142"))
    );
    let wide: Vec<u8> = "Attenborrow".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(holds(&wide, "attenborrow"));
    let plain = decrypted(&desk);
    for value in ["Attenborrow", "7700900142", "Prefers her afternoons", TICKET] {
        assert!(holds(&plain, value), "the open file holds {value}");
    }
    assert!(
        !holds(&plain, PASSWORD) && !holds(&plain, PASSPHRASE),
        "the password is in no file at all"
    );
    fs::create_dir(home.join("walked")).unwrap();
}

// Erased

/// Somebody with a history: two numbers, a note, a request, a half-typed change, sign-in details of their own.
fn with_a_past(desk: &Desk) -> steward_core::domain::ids::PersonId {
    let fields = PersonFieldsRequest {
        note: "Prefers her afternoons".to_owned(),
        nhsmail_address: "w.attenborrow@nhs.net".to_owned(),
        ..newcomer("Wilhelmina Attenborrow", "07700 900142", "wilhelmina.a@example.org")
    };
    let id = desk.added(fields.clone());
    let other = PersonFieldsRequest {
        personal_mobile: "07700 900177".to_owned(),
        ..fields
    };
    desk.change(id, other).unwrap();
    let form = FormDraftSaveRequest {
        form: format!("person_change:{id}"),
        body: r#"{"full_name":"Wilhelmina Attenborrow-Kestrel"}"#.to_owned(),
    };
    desk.ask(app::form_draft_save, form).unwrap();
    // Forms that are about no one person hold them too: by their id, and by what was typed.
    for (form, body) in [
        (
            "ask",
            format!(r#"{{"people":[{{"person":"{id}"}}],"typed":"Kestrelina"}}"#),
        ),
        (
            "person_add",
            r#"{"full_name":"wilhelmina attenborrow","role":"Nurse"}"#.to_owned(),
        ),
        ("import", r#"{"rows":[["W","7","07700 900177"]]}"#.to_owned()),
    ] {
        let form = form.to_owned();
        desk.ask(app::form_draft_save, FormDraftSaveRequest { form, body })
            .unwrap();
    }
    id
}

/// A saved view of the people list that is called after somebody.
fn view_named(name: &str) -> PeopleViewSaveRequest {
    PeopleViewSaveRequest {
        view: None,
        name: name.to_owned(),
        site: None,
        who: ListedPeople::Current,
        due: None,
        role: None,
    }
}

/// None of the half-typed forms of [`with_a_past`] is left.
#[track_caller]
fn assert_no_form_holds(desk: &Desk, id: steward_core::domain::ids::PersonId) {
    for form in [
        format!("person_change:{id}"),
        "ask".into(),
        "person_add".into(),
        "import".into(),
    ] {
        let kept = desk
            .ask(app::form_draft_get, FormDraftRequest { form: form.clone() })
            .unwrap();
        assert_eq!(kept.body, None, "the half-typed form {form}");
    }
}

/// What erasing must leave nowhere, not even in the decrypted file.
const ERASED: &[&str] = &[
    "Wilhelmina",
    "Attenborrow",
    "Kestrel",
    "7700900142",
    "7700900177",
    "wilhelmina.a@example.org",
    "Prefers her afternoons",
];

#[test]
fn an_erased_person_is_in_no_page_of_the_file_not_even_a_free_one() {
    let mut desk = Desk::with_home();
    let id = with_a_past(&desk);
    desk.ask(app::people_view_save, view_named("Cover for Wilhelmina Attenborrow"))
        .unwrap();
    let bilal = desk.added(newcomer("Bilal Khan", "07700 900103", "bilal@example.org"));
    let people = vec![new_user(id, AccessLevel::Member), new_user(bilal, AccessLevel::Member)];
    let request = desk.draft(RequestKind::NewUser, people).unwrap().request;
    let part = CopyPartView::All;
    desk.ask(app::request_copy, RequestCopyRequest { request, part })
        .unwrap();
    // A copy from before, and what is kept of them outside the file.
    desk.restart();
    let opened = store::open(&desk.file(), &desk.secret().database_key(), |_, _| Ok(())).unwrap();
    let writer = Writer::new(opened.connection, desk.meta().device).unwrap();
    writer
        .snapshot(&desk.folder, "2026-11-19T10:00:00Z".parse().unwrap())
        .unwrap();
    writer.close().unwrap();
    let before = decrypted(&desk);
    // Earlier values are sealed inside the file with the person's own keys already.
    for value in ERASED.iter().filter(|value| **value != "7700900142") {
        assert!(holds(&before, value), "{value} is there before");
    }
    let owner_entry = EntryName::Owner(desk.register(), id);
    desk.vault.write(owner_entry, &"sealed".to_owned().into()).unwrap();
    assert_eq!(desk.stage(), StageView::Open);

    let name_typed = "Wilhelmina Attenborrow".to_owned();
    desk.ask(app::person_erase, PersonEraseRequest { person: id, name_typed })
        .unwrap();

    // At once, while it is open: the log file is empty, so what the file holds is all there is.
    assert_eq!(fs::metadata(desk.folder.join("register.db-wal")).unwrap().len(), 0);
    let after = decrypted(&desk);
    for value in ERASED {
        assert!(!holds(&after, value), "a page still holds {value}");
    }
    for name in ["wilhelmina", "attenborrow", "900142", "900177", "w.attenborrow"] {
        assert_eq!(desk.search(name), [], "{name}");
    }
    assert_no_form_holds(&desk, id);
    // Nothing was laid aside in a file of another name, and no file holds them in the clear.
    assert_nothing_in_the_clear("after erasing", &desk.folder, ERASED);
    assert_eq!(
        files_in(&desk.folder.join(SNAPSHOT_FOLDER)).len(),
        0,
        "the copies from before are gone"
    );
    assert!(
        !desk.vault.names().contains(&owner_entry),
        "and sign-in details of their own"
    );
    assert!(desk.meta().erased.contains(&id));
    let raw = desk.raw();
    let keys: u32 = raw
        .query_row(
            "SELECT count(*) FROM class_key WHERE person = ?1 AND bytes IS NOT NULL",
            [id.uuid().as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(keys, 0);
    raw.close().unwrap();

    // Their block in the request says so, and the other person's says what it said.
    let removed = DetailView::Removed(date(2026, 11, 20));
    let view = desk.request(request);
    assert_eq!(
        view.row.people,
        [removed.clone(), DetailView::Given("Bilal Khan".to_owned())]
    );
    let lines: Vec<&str> = view.draft.lines.iter().map(|line| line.text.as_str()).collect();
    let first = lines.iter().position(|line| line.starts_with("Person 1")).unwrap();
    let second = lines.iter().position(|line| line.starts_with("Person 2")).unwrap();
    assert!(
        lines[first..second].contains(&"Full name: [removed on 20 November 2026]"),
        "{lines:?}"
    );
    assert!(lines[first..second].contains(&"Personal mobile: [removed on 20 November 2026]"));
    assert!(
        lines[second..].contains(&"Full name: Bilal Khan") && lines[second..].contains(&"Personal mobile: 07700900103")
    );
    assert!(!lines[second..].iter().any(|line| line.contains("removed on")));
    // It says less than was agreed: it is not handed over again, and cannot be composed again for them.
    assert!(view.out_of_date);
    let copy = desk.ask(app::request_copy, RequestCopyRequest { request, part });
    assert_eq!(refused(copy).0, ErrorCode::DraftOutOfDate);
    let again = refused(desk.ask(app::request_refresh, RequestRequest { request }));
    assert_eq!(again, (ErrorCode::MissingField, Some("people[0].full_name".to_owned())));

    // The history says who and when it was erased, and nothing of what was.
    let history = desk.person(id).history;
    assert!(
        history
            .iter()
            .any(|line| line.happened == steward_core::contract::HappenedView::Erased)
    );
    let said = format!("{history:?}");
    for value in ERASED {
        assert!(!said.contains(value), "the history says {value}");
    }
    assert_eq!(desk.verify().damage, []);
    assert_eq!(desk.reopen(), StageView::Open);
    assert_eq!(desk.verify().damage, []);
    assert_eq!(desk.person(id).full_name, removed);
}

#[test]
fn removed_contact_details_are_in_no_page_of_the_file_and_the_rest_is() {
    let desk = Desk::with_home();
    let id = with_a_past(&desk);
    desk.ask(app::contact_remove, PersonRequest { person: id }).unwrap();
    let after = decrypted(&desk);
    for value in ["7700900142", "7700900177", "wilhelmina.a@example.org"] {
        assert!(!holds(&after, value), "a page still holds {value}");
    }
    // A half-typed form may hold them too.
    assert!(!holds(&after, "Kestrel"));
    for value in ["Wilhelmina", "Prefers her afternoons"] {
        assert!(holds(&after, value), "{value} stays");
    }
    assert_eq!(desk.find("wilhelmina"), id);
    assert_eq!(desk.verify().damage, []);
}
