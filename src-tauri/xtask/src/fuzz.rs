//! `cargo xtask fuzz`: builds the fuzz targets with the fuzzer's counters in our own code, and runs each for a while.
//!
//! The fuzzer is libFuzzer, in the program it tests. It needs the compiler to count which parts of the code ran. Cargo hands the
//! flags for that to every crate or to none, which would build SQLCipher and everything else once more; so cargo runs this program
//! in place of rustc for the crates of this workspace ([`is_wrapper`]): two of them get the flags, and the programs the engine. All
//! works with the stable Rust and the C++ compiler of the build.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;

use crate::needs::{self, Purpose};
use crate::tally::{Report, Tally};
use crate::workspace::{PROFILE, Workspace};
use crate::{Stop, command};

/// The targets: functions of the `fuzz` package, each with a program and a folder of kept files.
const TARGETS: [&str; 5] = ["screening", "reply", "draft", "staff_text", "staff_workbook"];

/// How long the suite runs each target, in seconds.
pub(crate) const SUITE_SECONDS: u64 = 60;

/// Set for cargo's children: this program is to act as rustc, and here is the engine's archive.
const WRAPPER: &str = "STEWARD_FUZZ_ENGINE";

/// The archive of the engine.
const ARCHIVE: &str = "libfuzzer.a";

/// The crates whose code is counted.
const COUNTED: [&str; 2] = ["steward_core", "fuzz"];

/// What LLVM needs to count the edges that ran and to see what was compared, as libFuzzer reads them.
const COUNTERS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cdebug-assertions=on",
    "-Ccodegen-units=1",
];

/// Whether cargo started this program in place of rustc.
pub(crate) fn is_wrapper() -> bool {
    std::env::var_os(WRAPPER).is_some()
}

/// Acts as rustc, with the counters where they belong.
pub(crate) fn as_rustc() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let Some((rustc, rest)) = arguments.split_first() else {
        return ExitCode::FAILURE;
    };
    let mut run = Command::new(rustc);
    run.args(rest);
    if is_named(rest, |name| COUNTED.contains(&name)) {
        run.args(COUNTERS);
    }
    if is_named(rest, |name| {
        name.strip_prefix("fuzz_")
            .is_some_and(|target| TARGETS.contains(&target))
    }) {
        let mut engine = OsString::from("-Clink-arg=");
        engine.push(std::env::var_os(WRAPPER).unwrap_or_default());
        run.arg(engine).arg("-Clink-arg=-lstdc++");
    }
    match run.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Whether rustc is to compile a crate whose name fits.
fn is_named(arguments: &[OsString], fits: impl Fn(&str) -> bool) -> bool {
    arguments
        .windows(2)
        .any(|pair| pair[0] == "--crate-name" && pair[1].to_str().is_some_and(&fits))
}

/// Runs the targets for so many minutes each.
pub(crate) fn run(minutes: u64, yes: bool) -> Result<ExitCode, Stop> {
    needs::make_ready(&[Purpose::Build], yes)?;
    Ok(suite(&Workspace::find()?, minutes * 60)?.say())
}

/// Runs the targets for so many seconds each, side by side.
pub(crate) fn suite(workspace: &Workspace, seconds: u64) -> Result<Report, Stop> {
    if !cfg!(target_os = "linux") {
        println!("Left out here: the fuzzer is set up for Linux. The files it starts from run with the unit suite.");
        return Ok(Report {
            tally: Tally {
                left_out: TARGETS.len(),
                ..Tally::default()
            },
            failures: Vec::new(),
        });
    }
    build(workspace)?;
    println!("Running {} for {seconds} seconds each", TARGETS.join(", "));
    let reports: Vec<Result<Report, Stop>> = thread::scope(|scope| {
        let runs = TARGETS.map(|target| scope.spawn(move || run_target(workspace, target, seconds)));
        runs.into_iter()
            .map(|run| {
                run.join()
                    .unwrap_or_else(|_| Err(Stop("A target could not be watched.".into())))
            })
            .collect()
    });
    let mut all = Report::default();
    for report in reports {
        all.join(report?);
    }
    Ok(all)
}

/// Builds the engine and says where its archive is.
fn build_engine(workspace: &Workspace) -> Result<PathBuf, Stop> {
    let folder = workspace.build_folder().join("fuzz").join("engine");
    let manifest = workspace.root().join("src-tauri/core/fuzz/engine/Cargo.toml");
    let mut build = workspace.cargo();
    build
        .args(["build", "--release", "--locked", "--manifest-path"])
        .arg(manifest);
    command::run("Building the fuzzer's engine", build.env("CARGO_TARGET_DIR", &folder))?;
    let outputs = std::fs::read_dir(folder.join("release").join("build")).map_err(|error| Stop(error.to_string()))?;
    outputs
        .filter_map(|entry| Some(entry.ok()?.path().join("out").join(ARCHIVE)))
        .find(|archive| archive.is_file())
        .ok_or_else(|| Stop(format!("The fuzzer's engine left no {ARCHIVE}.")))
}

fn build(workspace: &Workspace) -> Result<(), Stop> {
    let engine = build_engine(workspace)?;
    let own = std::env::current_exe().map_err(|error| Stop(format!("This program cannot find itself: {error}.")))?;
    let mut build = workspace.cargo_over_all("build", PROFILE);
    build.args(["--features", "fuzz/run"]);
    for target in TARGETS {
        build.args(["--bin", &program(target)]);
    }
    for package in ["steward-core", "fuzz"] {
        build.args(["--config", &format!("profile.{PROFILE}.package.{package}.opt-level=2")]);
    }
    build.env("RUSTC_WORKSPACE_WRAPPER", own).env(WRAPPER, engine);
    command::run("Building the fuzz targets", &mut build)
}

fn program(target: &str) -> String {
    format!("fuzz_{target}")
}

/// The files a target starts from are read only; what it finds on the way lies in the build folder and is used again next time.
fn run_target(workspace: &Workspace, target: &str, seconds: u64) -> Result<Report, Stop> {
    let found = workspace.build_folder().join("fuzz").join(target);
    let corpus = found.join("corpus");
    std::fs::create_dir_all(&corpus).map_err(|error| Stop(format!("{} cannot be made: {error}.", corpus.display())))?;
    let mut fuzzer = Command::new(workspace.program(PROFILE, &program(target)));
    fuzzer
        .arg(format!("-max_total_time={seconds}"))
        .args([
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-max_len=8192",
            "-print_final_stats=1",
            "-print_funcs=0",
            "-verbosity=0",
        ])
        .arg(format!(
            "-artifact_prefix={}{}",
            found.display(),
            std::path::MAIN_SEPARATOR
        ))
        .arg(&corpus)
        .arg(seeds(workspace, target));
    let heard = command::run_and_hear(&mut fuzzer)?;
    let inputs = heard
        .lines
        .iter()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .map_or("no", str::trim)
        .to_owned();
    println!("{target}: {inputs} inputs in {seconds} seconds");
    if heard.succeeded && inputs != "no" {
        return Ok(Report::of_check(target, true));
    }
    let input = heard
        .lines
        .iter()
        .find_map(|line| line.split_once("Test unit written to "))
        .map_or_else(
            || "no input was kept".to_owned(),
            |(_, file)| format!("the input is {file}"),
        );
    Ok(Report::of_failure(format!("{target}: {input}")))
}

fn seeds(workspace: &Workspace, target: &str) -> PathBuf {
    ["src-tauri", "core", "fuzz", "corpus", target]
        .iter()
        .fold(workspace.root(), |folder, part| folder.join(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_libraries_under_test_are_counted() {
        let counted = |arguments: &[OsString]| is_named(arguments, |name| COUNTED.contains(&name));
        let named = |name: &str| counted(&["--crate-name".into(), name.into(), "--edition=2024".into()]);
        assert!(named("steward_core") && named("fuzz"));
        assert!(!named("fuzz_screening") && !named("build_script_build") && !counted(&[]));
    }

    #[test]
    fn every_target_has_files_to_start_from() {
        let workspace = Workspace::find().expect("these tests run inside the project");
        for target in TARGETS {
            assert!(seeds(&workspace, target).is_dir(), "{target}");
        }
    }
}
