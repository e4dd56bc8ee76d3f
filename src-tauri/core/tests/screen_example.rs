//! Runs the `screen` example as a user of the command line does.
#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::{Value, json};

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
            "screen",
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
        .join(format!("screen{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "the screen example is not built: run `cargo test` for the whole package"
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
    child.stdin.take().unwrap().write_all(input).ok();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_line_is_answered_with_its_id_and_its_findings() {
    let input = concat!(
        r#"{"id":"a","text":"é NHS no 943 476 5919"}"#,
        "\n",
        r#"{"id":7,"text":"all well, 0333 200 1133"}"#
    );
    assert_eq!(
        lines(&run(&[], input.as_bytes())),
        [
            json!({"id":"a","findings":[{"kind":"nhs_number","start":9,"end":21,"confidence":0.99,"action":"block"}]}),
            json!({"id":7,"findings":[]}),
        ]
    );
}

#[test]
fn a_malformed_line_is_named_by_its_number_and_the_rest_goes_on() {
    let input = b"{\"id\":1,\"text\":\"a\"}\nnot json 943 476 5919\n{\"id\":2}\n\xFF\n\n{\"id\":3,\"text\":\"b\"}\n";
    let output = run(&[], input);
    let lines = lines(&output);
    assert_eq!(lines.len(), 5);
    assert_eq!((&lines[0]["id"], &lines[4]["id"]), (&json!(1), &json!(3)));
    for (line, number) in [(&lines[1], 2), (&lines[2], 3), (&lines[3], 4)] {
        assert_eq!(line["line"], number);
        assert!(line["error"].is_string());
    }
    assert!(!String::from_utf8_lossy(&output.stdout).contains("943"));
}

#[test]
fn an_own_value_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.json");
    let list = br#"{"mobiles":["07700 900123"],"postcodes":["SW1A 1AA"]}"#;
    steward_core::files::write_whole(&file, list).unwrap();
    let input = br#"{"id":1,"text":"call +44 7700 900123, sw1a1aa"}"#;
    let found = |output: &Output| lines(output)[0]["findings"].as_array().unwrap().len();
    assert_eq!(found(&run(&[], input)), 2);
    assert_eq!(found(&run(&["--allow", file.to_str().unwrap()], input)), 0);
    let missing = run(&["--allow", "no-such-file.json"], input);
    assert_eq!(missing.status.code(), Some(2));
    assert!(missing.stdout.is_empty());
}
