//! Measures the budgets and prints each with its measure and ratio. Started by `cargo xtask bench`, which builds what it needs.
//!
//! - `inside.rs` and `commands.rs` measure the core by itself, over the invented homes of `home.rs`.
//! - `window.rs` starts the app beside a bare window, in a world of the end-to-end harness, and watches the screen (`frame.rs`).
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: what it prints is what it is for"
)]

mod budget;
mod commands;
mod frame;
mod home;
mod imports;
mod inside;
mod process;
mod timing;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use steward_core::vault::{KeyringVault, MemoryVault};

use crate::budget::{Line, Unit};
use crate::home::{Home, Trouble};
use crate::window::Programs;

/// The name under which the app keeps its folder and its key.
const IDENTIFIER: &str = "uk.mailboxsteward.app";

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["fill", people] => fill(people).await,
        ["measure", app, bare, rest @ ..] => {
            let programs = Programs {
                app: PathBuf::from(app),
                bare: PathBuf::from(bare),
            };
            let (words, only) = match rest.iter().position(|word| *word == "--only") {
                Some(place) => rest.split_at(place),
                None => (rest, &[][..]),
            };
            let only = only.iter().skip(1).map(|word| word.to_lowercase()).collect();
            measure(&programs, words.contains(&"--json"), only).await
        }
        _ => Err("This program is started by `cargo xtask bench`.".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Writes an invented home where the app of this world looks for its staff list, and its key into this world's password store.
async fn fill(people: &str) -> Result<(), Trouble> {
    let data = std::env::var_os("XDG_DATA_HOME").ok_or("this world names no folder for data")?;
    let folder = PathBuf::from(data).join(IDENTIFIER);
    std::fs::create_dir_all(&folder)?;
    let vault = KeyringVault::start(IDENTIFIER, || {
        zbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<keyring_core::CredentialStore>)
    })?;
    Home::make(&folder, Arc::new(vault), people.parse()?, false).await?;
    Ok(())
}

const START: &str = "start to complete window, 60 people, median";
const MEMORY: &str = "memory of the whole tree, Today, 60 people, median";
const COMMANDS: &str = "any command, 20,000 people, p99 of the slowest";
const REPLY: &str = "reading a reply, 200 open requests, p99";
const CALENDAR: &str = "calendar file, 20,000 people, median";
const SEARCH: &str = "search as you type, 20,000 people, p99";
const SEARCH_LARGE: &str = "search as you type, 200,000 people, p99";
const KEYS: &str = "key press to paint, list of 20,000 people, p99";
const RECORD: &str = "recording 20,000 people, 3 changes each, median";
const IMPORT: &str = "importing 20,000 rows from a workbook, all of it";
const DRAFTS: &str = "compose 1,000 drafts, p99";
const SCREEN: &str = "screening 2,304 mixed characters, median";
const SCREEN_LONG: &str = "screening 1,000,000 characters, median";
const FOLD: &str = "fold the whole log again, 20,000 people x 10 changes";
const SIZE: &str = "installed size without the system web view";

/// The lines so far, each said as soon as it is known: the whole takes some minutes.
struct Said {
    /// The words of the lines that are wanted; all of them without any.
    only: Vec<String>,
    lines: Vec<Line>,
}

impl Said {
    /// Whether a line of this name is wanted.
    fn wants(&self, what: &str) -> bool {
        let what = what.to_lowercase();
        self.only.iter().all(|word| what.contains(word))
    }

    fn wants_any(&self, names: &[&str]) -> bool {
        names.iter().any(|what| self.wants(what))
    }

    fn push(&mut self, line: Line) {
        eprintln!("{line}");
        self.lines.push(line);
    }
}

/// An invented home in a folder of its own, which goes with it.
async fn home(people: usize, history: bool) -> Result<(Home, tempfile::TempDir), Trouble> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), people, history).await?;
    eprintln!(
        "  an invented home of {people} people was written in {:.1?}",
        begun.elapsed()
    );
    Ok((home, folder))
}

async fn measure(programs: &Programs, json: bool, only: Vec<String>) -> Result<(), Trouble> {
    let mut said = Said {
        only,
        lines: Vec::new(),
    };
    if said.wants_any(&[START, MEMORY]) {
        eprintln!("Starting the app and a bare window, one after the other");
        let small = window::world("bench-start", window::HOME).await?;
        if said.wants(START) {
            said.push(window::start(&small, programs, START).await?);
        }
        if said.wants(MEMORY) {
            said.push(window::memory(&small, programs, MEMORY).await?);
        }
    }
    if said.wants_any(&[COMMANDS, REPLY, CALENDAR, SEARCH]) {
        eprintln!("Running commands over 20,000 people");
        let (home, _folder) = home(20_000, false).await?;
        if said.wants(SEARCH) {
            said.push(inside::search(&home, SEARCH, 3.0)?);
        }
        if said.wants_any(&[COMMANDS, REPLY]) {
            let lines = commands::slowest(&home, commands::RUNS, (COMMANDS, REPLY), 20.0).await?;
            for line in lines {
                said.push(line);
            }
        }
        if said.wants(CALENDAR) {
            said.push(commands::calendar(&home, CALENDAR, 2000.0).await?);
        }
    }
    if said.wants(SEARCH_LARGE) {
        let (home, _folder) = home(200_000, false).await?;
        said.push(inside::search(&home, SEARCH_LARGE, 10.0)?);
    }
    if said.wants(KEYS) {
        eprintln!("Pressing keys over 20,000 people");
        let large = window::world("bench-keys", 20_000).await?;
        said.push(window::key_to_paint(large, programs, KEYS).await?);
    }
    if said.wants(RECORD) {
        said.push(home::record(RECORD, 2000.0).await?);
    }
    if said.wants(IMPORT) {
        said.push(imports::workbook(IMPORT, 20_000, 2000.0).await?);
    }
    if said.wants(DRAFTS) {
        said.push(inside::compose(DRAFTS, 50.0)?);
    }
    if said.wants(SCREEN) {
        said.push(inside::screening(SCREEN, 2_304, 0.05));
    }
    if said.wants(SCREEN_LONG) {
        // As many times the first budget as the text is longer: linear.
        said.push(inside::screening(SCREEN_LONG, 1_000_000, 21.7));
    }
    if said.wants(FOLD) {
        eprintln!("Folding the log of 20,000 people with 10 changes each");
        let (home, _folder) = home(20_000, true).await?;
        said.push(inside::fold_again(&home, FOLD, 3000.0)?);
    }
    if said.wants(SIZE) {
        said.push(installed_size(programs)?);
    }

    if said.lines.is_empty() {
        return Err("No line has these words in its name.".into());
    }
    if json {
        println!("{:#}", budget::as_json(&said.lines));
    } else {
        println!("{}", budget::table(&said.lines));
    }
    Ok(())
}

/// The program with everything in it: pages, rules, SQLCipher. A package adds a few kilobytes of icons.
fn installed_size(programs: &Programs) -> Result<Line, Trouble> {
    let mebibytes = |path: &PathBuf| -> Result<f64, Trouble> {
        let kibibytes = u32::try_from(std::fs::metadata(path)?.len() / 1024)?;
        Ok(f64::from(kibibytes) / 1024.0)
    };
    Ok(Line {
        what: SIZE,
        measured: mebibytes(&programs.app)?,
        budget: 25.0,
        unit: Unit::Mebibytes,
        beside: format!("bare {:.1} MiB", mebibytes(&programs.bare)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_wanted_by_every_word_of_its_name() {
        let said = |only: &[&str]| Said {
            only: only.iter().map(ToString::to_string).collect(),
            lines: Vec::new(),
        };
        assert!(said(&[]).wants(FOLD));
        assert!(said(&["search", "200,000"]).wants(SEARCH_LARGE));
        assert!(!said(&["search", "200,000"]).wants(SEARCH));
    }
}
