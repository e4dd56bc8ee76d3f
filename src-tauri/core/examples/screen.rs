//! Reads lines of `{"id","text"}` on the standard input and prints, for each, what personal data stands in its text:
//!
//! ```sh
//! cargo run -q -p steward-core --example screen -- --allow own.json < texts.ndjson
//! ```
//!
//! One line out for each line in: `{"id","findings":[{"kind","start","end","confidence","action"}]}`, with places in code points
//! of the text, the end exclusive. A malformed line gets `{"line","error"}` with its number, from 1, and the rest goes on. The
//! file of `--allow` is JSON with any of the lists `ods_codes`, `postcodes`, `mailboxes`, `mobiles`, `emails`, `phones`,
//! `ticket_references` and `cqc_ids`: on those values the screen is silent.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use steward_core::clock::{self, Clock as _, SystemClock};
use steward_core::screening::{AllowList, Finding, Vocabulary, screen};

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Screened { id: Value, findings: Vec<Finding> },
    Malformed { line: u64, error: String },
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let file = match arguments.as_slice() {
        [] => None,
        ["--allow", file] => Some(*file),
        [one] if one.starts_with("--allow=") => one.strip_prefix("--allow="),
        _ => return complain("usage: screen [--allow FILE] < texts.ndjson", 2),
    };
    let mut own = Vocabulary::new(clock::today(SystemClock.now()));
    if let Some(file) = file {
        match allow_list(file) {
            Ok(list) => own.allow(&list),
            Err(problem) => return complain(&problem, 2),
        }
    }
    match answer_all(&own) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("the lines cannot be read or written: {error}"), 1),
    }
}

fn allow_list(file: &str) -> Result<AllowList, String> {
    let text = std::fs::read(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("{file} is no list of allowed values: {}", place(&error)))
}

fn answer_all(own: &Vocabulary) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match serde_json::from_slice::<Line>(&line) {
            Ok(Line { id, text }) => Answer::Screened {
                id,
                findings: screen(&text, own),
            },
            Err(error) => Answer::Malformed {
                line: number,
                error: place(&error),
            },
        };
        serde_json::to_writer(&mut output, &answer)?;
        writeln!(output)?;
        output.flush()?;
    }
    Ok(())
}

/// What is wrong with JSON, without a word of it.
fn place(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Data => "not the expected fields",
        serde_json::error::Category::Eof => "the JSON ends too early",
        serde_json::error::Category::Io | serde_json::error::Category::Syntax => "not JSON",
    };
    format!("{what}, at column {}", error.column())
}

fn complain(line: &str, status: u8) -> ExitCode {
    // Nothing is left to tell where even the standard error is closed.
    writeln!(io::stderr(), "{line}").ok();
    ExitCode::from(status)
}
