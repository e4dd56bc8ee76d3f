//! `cargo xtask cross`: Windows and macOS as far as they can be tried from Linux.
//!
//! Windows: the whole app is built, and the core's tests, the crash test and the Credential Manager's run under Wine. macOS: everything
//! is type-checked. All of it goes to a folder of its own in the user's cache folder, so that it never disturbs the usual build; once
//! it is there, `cargo xtask test` runs the same as its last suite.

mod macos;
mod warm;
mod windows;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::needs::{self, Purpose};
use crate::suite::TestProgram;
use crate::tally::Report;
use crate::workspace::Workspace;
use crate::{Stop, command, test, ui};

/// The folder for all that is built here.
#[derive(Debug, Clone)]
struct Cache {
    folder: PathBuf,
}

impl Cache {
    fn find(workspace: &Workspace) -> Result<Self, Stop> {
        let folder = workspace
            .user_caches()
            .ok_or_else(|| Stop("There is no cache folder: neither XDG_CACHE_HOME nor HOME is set.".into()))?
            .join("cross");
        Ok(Self { folder })
    }

    /// Cargo for another system. Both share the parts that run while building.
    fn cargo(&self, workspace: &Workspace, command: &str, target: &str) -> Command {
        let mut cargo = workspace.cargo_for(command, target);
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target"));
        cargo
    }
}

/// Builds, tests and type-checks for both systems, after installing what that takes.
pub(crate) fn run(yes: bool) -> Result<ExitCode, Stop> {
    if !cfg!(target_os = "linux") {
        return Err(Stop(
            "Building for the other systems is set up on Linux. Here, `cargo xtask test` tries the system itself."
                .into(),
        ));
    }
    let workspace = Workspace::find()?;
    needs::make_ready(&[Purpose::Build, Purpose::Cross], yes)?;
    add_targets()?;
    ui::install(&workspace)?;
    ui::build(&workspace)?;
    Ok(suite(&workspace, &test::test_programs(&workspace)?)?.say())
}

/// Adds to Rust what it needs for both systems.
pub(crate) fn add_targets() -> Result<(), Stop> {
    needs::add_targets(&[windows::TARGET, macos::TARGET])
}

/// Why the suite is left out of a run of everything, or `None` when what it needs is there and built.
pub(crate) fn why_left_out(workspace: &Workspace) -> Option<String> {
    let cold = |why: &str| {
        Some(format!(
            "{why}; `cargo xtask cross` builds it, the first time in about half an hour"
        ))
    };
    if !cfg!(target_os = "linux") {
        return Some("it is set up on Linux".into());
    }
    if !needs::are_there(&[Purpose::Cross]) {
        return cold("the compilers for Windows and macOS, or Wine, are not installed");
    }
    let Ok(cache) = Cache::find(workspace) else {
        return Some("there is no cache folder".into());
    };
    warm::why_cold(&cache, workspace).and_then(cold)
}

/// What both systems came to. What fails for one does not keep the other from being tried.
pub(crate) fn suite(workspace: &Workspace, programs: &[TestProgram]) -> Result<Report, Stop> {
    let cache = Cache::find(workspace)?;
    std::fs::create_dir_all(&cache.folder)
        .map_err(|error| Stop(format!("{} cannot be made: {error}.", cache.folder.display())))?;
    let mut report = Report::default();
    for part in [
        windows::check(&cache, workspace, programs),
        macos::check(&cache, workspace),
    ] {
        report.join(part.unwrap_or_else(|stop| Report::of_failure(stop.0)));
    }
    if report.tally.failed == 0 {
        warm::mark(&cache, workspace)?;
    }
    Ok(report)
}

/// Writes a file that is made here, whole, unless it is there already.
fn write(path: &Path, text: &str, is_program: bool) -> Result<(), Stop> {
    let failed = |error: std::io::Error| Stop(format!("{} cannot be written: {error}.", path.display()));
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let unfinished = path.with_extension("new");
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_program { 0o755 } else { 0o644 });
    #[cfg(not(unix))]
    let _ = is_program;
    options
        .open(&unfinished)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| std::fs::rename(&unfinished, path))
        .map_err(failed)
}

/// Runs one step that counts as one check.
fn step(name: &str, command: &mut Command) -> Result<Report, Stop> {
    println!("-- {name}");
    command::run_and_hear(command).map(|heard| Report::of_check(name, heard.succeeded))
}
