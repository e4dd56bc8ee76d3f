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
mod inside;
mod process;
mod timing;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

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
            measure(&programs, rest.contains(&"--json")).await
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

/// The lines so far, each said as soon as it is known: the whole takes some minutes.
#[derive(Default)]
struct Said(Vec<Line>);

impl Said {
    fn push(&mut self, line: Line) {
        eprintln!("{line}");
        self.0.push(line);
    }
}

async fn measure(programs: &Programs, json: bool) -> Result<(), Trouble> {
    let mut lines = Said::default();
    eprintln!("Starting the app and a bare window, one after the other");
    let small = window::world("bench-start", window::HOME).await?;
    lines.push(window::start(&small, programs).await?);
    lines.push(window::memory(&small, programs).await?);
    drop(small);

    eprintln!("Running commands over 20,000 people");
    let folder = tempfile::tempdir()?;
    let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 20_000, false).await?;
    lines.push(
        commands::slowest(
            &home,
            commands::RUNS,
            "any command, 20,000 people, p99 of the slowest",
            20.0,
        )
        .await?,
    );
    lines.push(inside::search(&home, "search as you type, 20,000 people, p99", 3.0)?);
    let folder = tempfile::tempdir()?;
    let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 200_000, false).await?;
    lines.push(inside::search(&home, "search as you type, 200,000 people, p99", 10.0)?);

    eprintln!("Pressing keys over 20,000 people");
    let large = window::world("bench-keys", 20_000).await?;
    lines.push(window::key_to_paint(large, programs).await?);

    lines.push(inside::compose("compose 1,000 drafts, p99", 50.0)?);
    lines.push(inside::screening(
        "screening 2,304 mixed characters, median",
        2_304,
        0.05,
    )?);
    // As many times the first budget as the text is longer: linear.
    lines.push(inside::screening(
        "screening 1,000,000 characters, median",
        1_000_000,
        21.7,
    )?);
    eprintln!("Folding the log of 20,000 people with 10 changes each");
    let folder = tempfile::tempdir()?;
    let home = Home::make(folder.path(), Arc::new(MemoryVault::new()), 20_000, true).await?;
    lines.push(inside::fold_again(
        &home,
        "fold the whole log again, 20,000 people x 10 changes",
        3000.0,
    )?);
    lines.push(installed_size(programs)?);

    if json {
        println!("{:#}", budget::as_json(&lines.0));
    } else {
        println!("{}", budget::table(&lines.0));
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
        what: "installed size without the system web view",
        measured: mebibytes(&programs.app)?,
        budget: 25.0,
        unit: Unit::Mebibytes,
        beside: format!("bare {:.1} MiB", mebibytes(&programs.bare)?),
    })
}
