//! `cargo xtask bench`: build the app and a bare window as they are shipped, and have them measured.

use std::process::{Command, ExitCode};

use crate::needs::{self, Purpose};
use crate::workspace::{APP, RELEASE, Workspace};
use crate::{Stop, command, ui};

/// Measures the budgets on this computer; with `json` the table is for a program, with words in `only` it has the lines they name.
pub(crate) fn run(yes: bool, json: bool, only: &[String]) -> Result<ExitCode, Stop> {
    const BARE: &str = "bare-window";
    const BENCH: &str = "bench";
    if !cfg!(target_os = "linux") {
        return Err(Stop(
            "The bench drives the window on a screen nobody sees, which needs Linux.".into(),
        ));
    }
    let workspace = Workspace::find()?;
    needs::make_ready(&[Purpose::Build, Purpose::Keyring, Purpose::Screen], yes)?;
    ui::install(&workspace)?;
    ui::build(&workspace)?;
    let mut build = workspace.cargo_over_all("build", RELEASE);
    command::run(
        "Building for the bench",
        build.args(["--bin", APP, "--bin", BARE, "--bin", BENCH]),
    )?;
    let mut bench = Command::new(workspace.program(RELEASE, BENCH));
    bench
        .arg("measure")
        .arg(workspace.program(RELEASE, APP))
        .arg(workspace.program(RELEASE, BARE));
    bench.args(json.then_some("--json"));
    if !only.is_empty() {
        bench.arg("--only").args(only);
    }
    command::run("The bench", &mut bench)?;
    Ok(ExitCode::SUCCESS)
}
