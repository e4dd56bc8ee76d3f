//! The parts of the Rust toolchain that a minimal installation leaves out.

use std::process::Command;

use crate::{Stop, command};

/// Each part and the cargo command that is only there with it.
const PARTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

/// Adds the standard library of other systems through rustup; where there is no rustup, names them.
pub(super) fn add_targets(targets: &[&str]) -> Result<(), Stop> {
    if !command::is_on_path("rustup") {
        return Err(Stop(format!(
            "There is no rustup to add Rust's library for {}. Please install rustup: https://rustup.rs",
            targets.join(" and ")
        )));
    }
    command::run(
        "Adding to Rust",
        Command::new("rustup").args(["target", "add"]).args(targets),
    )
}

/// Adds rustfmt and clippy through rustup; where there is no rustup, names them.
pub(super) fn make_ready() -> Result<(), Stop> {
    let missing: Vec<&str> = PARTS
        .into_iter()
        .filter(|(_, subcommand)| command::ask("cargo", &[subcommand, "--version"]).is_none())
        .map(|(part, _)| part)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !command::is_on_path("rustup") {
        return Err(Stop(format!(
            "Please install {}, which belong to this Rust.",
            missing.join(" and ")
        )));
    }
    command::run(
        "Adding to Rust",
        Command::new("rustup").args(["component", "add"]).args(missing),
    )
}
