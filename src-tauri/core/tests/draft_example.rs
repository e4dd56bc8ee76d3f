//! Runs the `draft` example as a user of the command line does.
#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use mail_parser::MessageParser;
use serde_json::Value;

const NEW_USER: &str = r#"{"kind":"new_user",
    "site":{"name":"Rowan House","ods_code":"VLAXL","mailbox":"care.vlaxl@nhs.net"},
    "people":[
        {"full_name":"Nguyễn Thị Minh","personal_mobile":"+44 7700 900001","personal_email":"minh@example.org","access":"owner"},
        {"full_name":"Sean O'Neill","personal_mobile":"07700900002","personal_email":"sean@example.org","access":"member"}]}"#;

const JOINER: &str = r#"{"kind":"joiner",
    "site":{"name":"Rowan House","ods_code":"VLAXL","mailbox":"care.vlaxl@nhs.net"},
    "people":[
        {"full_name":"Łukasz Nowak","nhsmail_address":"lukasz.nowak@nhs.net","linked_mobile":"07700 900003","access":"member"}]}"#;

/// The example as it stands in the source.
///
/// Cargo builds it for the tests of a whole package, but not for a run of chosen targets, and then one of an older run may lie
/// there. So it is built here, with the features of the whole workspace as the suites build it.
static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let profile = match folder.file_name().and_then(OsStr::to_str).unwrap() {
        "debug" => "dev",
        name => name,
    };
    // Under Wine the path of cargo is of another system, and there is nothing to build with.
    if let Some(cargo) = std::env::var_os("CARGO")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        let mut build = Command::new(cargo);
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        build.args([
            "build",
            "--quiet",
            "--workspace",
            "--example",
            "draft",
            "--profile",
            profile,
        ]);
        build.arg("--message-format=json-render-diagnostics");
        let output = build.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8(output.stdout).unwrap();
        let built = messages.lines().rev().find_map(|line| {
            let message: Value = serde_json::from_str(line).ok()?;
            Some(PathBuf::from(message["executable"].as_str()?))
        });
        return built.unwrap();
    }
    let path = folder
        .join("examples")
        .join(format!("draft{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "the draft example is not built: run `cargo test` for the whole package"
    );
    path
});

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(&*EXAMPLE)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It stops reading at its limit, and then the rest has nowhere to go.
    child.stdin.take().unwrap().write_all(input).ok();
    child.wait_with_output().unwrap()
}

fn accepted(format: &str, input: &str) -> String {
    let output = run(&["--format", format], input.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn refused(input: impl AsRef<[u8]>, code: &str, field: Option<&str>) {
    for format in ["text", "eml"] {
        let output = run(&["--format", format], input.as_ref());
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty(), "something was printed");
        let stderr = String::from_utf8(output.stderr).unwrap();
        let error: Value = serde_json::from_str(stderr.lines().last().unwrap()).unwrap();
        let keys: Vec<&String> = error.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["code", "field", "message"]);
        assert_eq!((error["code"].as_str(), error["field"].as_str()), (Some(code), field));
        assert!(!error["message"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_text_of_a_new_user_request_is_printed() {
    insta::assert_snapshot!(accepted("text", NEW_USER), @r"
    To: helpdesk@nhs.net
    From: care.vlaxl@nhs.net
    Subject: New NHSmail user request

    Please set up an NHSmail account for each of these 2 new users.

    Person 1 of 2
    Full name: Nguyễn Thị Minh
    Personal mobile: 07700900001
    Personal email: minh@example.org
    Shared mailbox access: owner

    Person 2 of 2
    Full name: Sean O'Neill
    Personal mobile: 07700900002
    Personal email: sean@example.org
    Shared mailbox access: member
    ");
}

#[test]
fn the_text_of_a_joiner_request_is_printed() {
    insta::assert_snapshot!(accepted("text", JOINER), @r"
    To: helpdesk@nhs.net
    From: care.vlaxl@nhs.net
    Subject: Existing NHSmail user to be added as a joiner

    Please add this existing NHSmail user to our organisation as a joiner.

    Full name: Łukasz Nowak
    NHSmail address: lukasz.nowak@nhs.net
    Linked mobile: 07700900003
    This user is to be added as a joiner.
    Shared mailbox access: member
    ");
}

#[test]
fn the_eml_says_what_the_text_says() {
    for (input, subject) in [
        (NEW_USER, "New NHSmail user request"),
        (JOINER, "Existing NHSmail user to be added as a joiner"),
    ] {
        let text = accepted("text", input);
        let (_, body) = text.split_once("\n\n").unwrap();
        let eml = accepted("eml", input);
        let read = MessageParser::default().parse(eml.as_bytes()).unwrap();
        assert_eq!(read.to().unwrap().first().unwrap().address(), Some("helpdesk@nhs.net"));
        assert_eq!(read.subject(), Some(subject));
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), body);
        let names: Vec<&str> = read.headers().iter().map(|header| header.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "To",
                "Subject",
                "X-Unsent",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding"
            ]
        );
    }
}

#[test]
fn every_refusal_has_its_code_and_path() {
    refused("{", "bad_json", None);
    refused(
        NEW_USER.replacen("new_user", "password_please", 1),
        "unknown_kind",
        Some("kind"),
    );
    refused(
        NEW_USER.replacen("\"site\"", "\"note\":\"x\",\"site\"", 1),
        "unknown_property",
        Some("note"),
    );
    refused(
        NEW_USER.replacen(
            "\"access\":\"member\"",
            "\"access\":\"member\",\"date_of_birth\":\"1 May 1980\"",
            1,
        ),
        "unknown_property",
        Some("people[1].date_of_birth"),
    );
    refused(
        NEW_USER.replacen(
            "\"access\":\"owner\"",
            "\"access\":\"owner\",\"linked_mobile\":\"07700900009\"",
            1,
        ),
        "not_permitted",
        Some("people[0].linked_mobile"),
    );
    refused(
        JOINER.replacen(",\"access\":\"member\"", "", 1),
        "missing_field",
        Some("people[0].access"),
    );
    refused(
        NEW_USER.replacen("+44 7700 900001", "070 1234 5678", 1),
        "invalid_value",
        Some("people[0].personal_mobile"),
    );
    refused(
        NEW_USER.replacen("sean@example.org", "sean@nhs.net", 1),
        "invalid_value",
        Some("people[1].personal_email"),
    );
    let (nobody, _) = NEW_USER.split_once("\"people\"").unwrap();
    refused(format!("{nobody}\"people\":[]}}"), "no_people", Some("people"));
    refused(
        NEW_USER.replacen("07700900002", "(07700) 900 001", 1),
        "duplicate_mobile",
        Some("people[1].personal_mobile"),
    );
}

#[test]
fn a_flood_of_input_is_refused() {
    refused("[".repeat(10_000_000), "bad_json", None);
    refused(vec![0_u8; 3_000_000], "bad_json", None);
}

#[test]
fn another_format_is_not_known() {
    for arguments in [["--format", "html"].as_slice(), &["--format"], &["--help"], &["text"]] {
        let output = run(arguments, NEW_USER.as_bytes());
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty() && String::from_utf8_lossy(&output.stderr).starts_with("usage:"));
    }
}

#[test]
fn a_home_cannot_change_to_the_code_it_has() {
    let asked = |new: &str| {
        format!(
            r#"{{"kind":"site_change","site":{{"name":"Rowan House","ods_code":"VLAXL","mailbox":"care.vlaxl@nhs.net"}},
            "old_ods_code":"VLAXL","new_ods_code":"{new}","date":"2026-12-01"}}"#
        )
    };
    refused(asked(" vlaxl "), "invalid_value", Some("new_ods_code"));
    assert!(run(&["--format", "text"], asked("VM4K2").as_bytes()).status.success());
}

#[test]
fn both_owners_stand_beside_the_kind_or_in_the_one_entry_of_people() {
    let site = r#""site":{"name":"Rowan House","ods_code":"VLAXL","mailbox":"care.vlaxl@nhs.net"}"#;
    let owners = r#""successor":{"full_name":"Sean O'Neill","nhsmail_address":"sean.oneill@nhs.net","linked_mobile":"07700900002","access":"owner"},
        "outgoing":{"full_name":"Edith Quill","nhsmail_address":"edith.quill@nhs.net"}"#;
    let beside = format!(r#"{{"kind":"owner_change",{site},{owners}}}"#);
    let listed = |owners: &str| format!(r#"{{"kind":"owner_change",{site},"people":[{{{owners}}}]}}"#);
    assert_eq!(accepted("text", &listed(owners)), accepted("text", &beside));
    refused(
        listed(&owners.replace("edith.quill@nhs.net", "edith")),
        "invalid_value",
        Some("people[0].outgoing.nhsmail_address"),
    );
    refused(
        listed(&owners.replace(",\"nhsmail_address\":\"edith.quill@nhs.net\"", "")),
        "missing_field",
        Some("people[0].outgoing.nhsmail_address"),
    );
    refused(
        listed(&owners.replace("Sean O'Neill", "Sean 1980")),
        "invalid_value",
        Some("people[0].successor.full_name"),
    );
    refused(
        listed(&format!("{owners},\"note\":\"x\"")),
        "unknown_property",
        Some("people[0].note"),
    );
    refused(listed(""), "unknown_property", Some("people"));
    refused(
        format!(r#"{{"kind":"owner_change",{site},{owners},"people":[{{{owners}}}]}}"#),
        "unknown_property",
        Some("people[0].successor"),
    );
}
