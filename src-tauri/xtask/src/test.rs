//! `cargo xtask test`: set up what is missing, run the suites one after another whatever fails, and add up.

mod bindings;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use self::bindings::Bindings;
use crate::needs::{self, Purpose};
use crate::suite::{self, Suite, TestProgram};
use crate::tally::{Report, Tally};
use crate::workspace::{APP, PROFILE, Workspace};
use crate::{Chosen, Stop, command, cross, fuzz, no_network, package, run, ui};

/// Runs the suites. The last line is always `N passed, N failed`; the exit code says whether anything failed.
pub(crate) fn run(yes: bool, chosen: &Chosen) -> Result<ExitCode, Stop> {
    let workspace = Workspace::find()?;
    let mut summary = Summary::default();
    let suites = match chosen {
        Chosen::These(suites) => suites.clone(),
        Chosen::Everything => {
            let mut suites = Suite::ALL.to_vec();
            if let Some(why) = cross::why_left_out(&workspace) {
                suites.retain(|suite| *suite != Suite::Cross);
                summary.left_out = Some(format!("{:<14}left out: {why}", Suite::Cross.name()));
            }
            suites
        }
    };
    let mut purposes: Vec<Purpose> = suites.iter().flat_map(|suite| suite.needs()).copied().collect();
    purposes.sort_unstable();
    purposes.dedup();
    needs::make_ready(&purposes, yes)?;
    ui::install(&workspace)?;
    if suites.iter().any(|suite| suite.needs_built_interface()) {
        ui::build(&workspace)?;
    }
    let programs = test_programs(&workspace)?;
    for suite in suites {
        println!("\n== {}: {}\n", suite.name(), suite.purpose());
        let started = Instant::now();
        let report = run_suite(&workspace, suite, &programs).unwrap_or_else(|stop| Report::of_failure(stop.0));
        summary.add(suite, report, started.elapsed());
    }
    print!("\n{}", summary.words());
    Ok(if summary.total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every test program, and the suite it belongs to.
pub(crate) fn test_programs(workspace: &Workspace) -> Result<Vec<TestProgram>, Stop> {
    let output = workspace
        .cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|error| Stop(format!("cargo could not be started: {error}.")))?;
    if !output.status.success() {
        return Err(Stop(format!(
            "Cargo cannot read the workspace: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    suite::test_programs(&String::from_utf8_lossy(&output.stdout))
}

fn run_suite(workspace: &Workspace, suite: Suite, programs: &[TestProgram]) -> Result<Report, Stop> {
    let own_programs: Vec<&str> = programs
        .iter()
        .filter(|program| program.suite == suite)
        .flat_map(|program| ["--test", program.name.as_str()])
        .collect();
    match suite {
        Suite::Formatting => {
            let mut report = check("rustfmt", workspace.cargo().args(["fmt", "--all", "--check"]))?;
            report.join(check("prettier", &mut npm_script(workspace, "format:check"))?);
            Ok(report)
        }
        Suite::SvelteCheck => check("svelte-check", &mut npm_script(workspace, "check")),
        Suite::Ui => command::run_and_hear(&mut npm_script(workspace, "test")).map(|heard| Report::of_vitest(&heard)),
        Suite::Clippy => check(
            "clippy",
            workspace
                .cargo_over_all("clippy", PROFILE)
                .args(["--all-targets", "--", "-D", "warnings"]),
        ),
        Suite::Unit => {
            let bindings = Bindings::read(workspace);
            let mut arguments = vec!["--lib", "--bins", "--examples"];
            arguments.extend(own_programs);
            let mut report = cargo_test(workspace, &arguments)?;
            report.join(bindings.compare());
            report.join(cargo_test(workspace, &["--doc"])?);
            Ok(report)
        }
        Suite::Property | Suite::Store | Suite::Vault | Suite::EndToEnd | Suite::Package if own_programs.is_empty() => {
            Ok(Report::of_failure("there was no test to run".into()))
        }
        Suite::Property | Suite::Store | Suite::Vault => cargo_test(workspace, &own_programs),
        Suite::Fuzz => fuzz::suite(workspace, fuzz::SUITE_SECONDS),
        Suite::EndToEnd => {
            run::build_app(workspace)?;
            let mut test = test_command(workspace, &own_programs);
            no_network::around(&mut test)?;
            command::run_and_hear(&mut test).map(|heard| Report::of_cargo_test(&heard))
        }
        Suite::Package => {
            run::build_app(workspace)?;
            let mut test = test_command(workspace, &own_programs);
            package::install_for_tests(workspace, &mut test)?;
            no_network::around(&mut test)?;
            command::run_and_hear(&mut test).map(|heard| Report::of_cargo_test(&heard))
        }
        Suite::Cross => {
            cross::add_targets()?;
            cross::suite(workspace, programs)
        }
    }
}

/// Runs `cargo test` with these arguments.
fn cargo_test(workspace: &Workspace, arguments: &[&str]) -> Result<Report, Stop> {
    command::run_and_hear(&mut test_command(workspace, arguments)).map(|heard| Report::of_cargo_test(&heard))
}

/// `cargo test` with these arguments.
fn test_command(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut test = workspace.cargo_over_all("test", PROFILE);
    test.arg("--no-fail-fast")
        .args(arguments)
        .env("STEWARD_APP", workspace.program(PROFILE, APP))
        // A snapshot that differs is a failure, never a file to look at later.
        .env("INSTA_UPDATE", "no");
    test
}

/// A script of the interface's `package.json`, where its flags are kept.
fn npm_script(workspace: &Workspace, name: &str) -> Command {
    let mut npm = workspace.node_program("npm");
    npm.args(["run", "--silent", name]);
    npm
}

fn check(name: &str, command: &mut Command) -> Result<Report, Stop> {
    command::run_and_hear(command).map(|heard| Report::of_check(name, heard.succeeded))
}

/// What each suite came to, and all of them together.
#[derive(Debug, Default)]
struct Summary {
    lines: Vec<String>,
    total: Tally,
    /// The suite that is not run, and why.
    left_out: Option<String>,
}

impl Summary {
    fn add(&mut self, suite: Suite, report: Report, took: Duration) {
        let Tally {
            passed,
            failed,
            left_out,
        } = report.tally;
        let left_out = if left_out == 0 {
            String::new()
        } else {
            format!(", {left_out} left out")
        };
        let seconds = took.as_secs();
        self.lines.push(format!(
            "{:<14}{passed:>5} passed, {failed:>3} failed{left_out}  ({seconds} s)",
            suite.name()
        ));
        self.lines
            .extend(report.failures.into_iter().map(|words| format!("    failed: {words}")));
        self.total += report.tally;
    }

    /// One line for each suite, what failed below it, and the total as the last line.
    fn words(&self) -> String {
        let lines = [self.lines.as_slice(), self.left_out.as_slice()].concat();
        format!("Summary\n{}\n\n{}\n", lines.join("\n"), self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_failed_and_ends_with_the_total() {
        let mut summary = Summary::default();
        let tally = Tally {
            passed: 40,
            failed: 0,
            left_out: 2,
        };
        summary.add(
            Suite::Unit,
            Report {
                tally,
                failures: Vec::new(),
            },
            Duration::from_secs(61),
        );
        summary.add(
            Suite::Vault,
            Report::of_failure("no keyring answered".into()),
            Duration::from_secs(2),
        );
        summary.left_out = Some("cross         left out: nothing is built yet".into());
        assert_eq!(
            summary.words(),
            "Summary\n\
             unit             40 passed,   0 failed, 2 left out  (61 s)\n\
             vault             0 passed,   1 failed  (2 s)\n    \
                 failed: no keyring answered\n\
             cross         left out: nothing is built yet\n\
             \n40 passed, 1 failed\n"
        );
    }
}
