//! The project's own commands: `cargo xtask run`, `test`, `fuzz`, `bench`, `cross` and `package`.
//!
//! `run` and `test` do all the set-up themselves on a computer that has only Rust and Node: system packages, the packages of the
//! interface, its build. What they cannot get they name in a sentence; they never leave a test out because something is missing.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: what it prints is what it is for"
)]

mod bench;
mod command;
mod cross;
mod fuzz;
mod needs;
mod no_network;
mod package;
mod run;
mod suite;
mod tally;
mod test;
mod ui;
mod workspace;

use std::fmt;
use std::process::ExitCode;

use crate::suite::Suite;
use crate::workspace::{PROFILE, RELEASE};

/// Why a command cannot go on, as a sentence for the person at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop(pub(crate) String);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the person asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    Help,
    Run { demo: bool, yes: bool },
    Test { yes: bool, chosen: Chosen },
    Bench { yes: bool, json: bool, only: Vec<String> },
    Fuzz { yes: bool, minutes: u64 },
    Cross { yes: bool },
    Package { yes: bool, tried: bool },
}

/// Which suites to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// All that can be run within minutes.
    Everything,
    /// These, whatever it takes.
    These(Vec<Suite>),
}

const USAGE: &str = "\
Usage:
  cargo xtask run [--demo] [--yes]        set up what is missing, build the app and start it
  cargo xtask test [--yes] [suite ...]    set up what is missing and run the checks; without a name, all of them
  cargo xtask fuzz [--minutes N] [--yes]  look for input that breaks what reads it, N minutes for each target, 5 if not said
  cargo xtask bench [--json] [--yes] [--only word ...]
                                          build as shipped and measure the budgets beside a bare window; with words, only
                                          the lines that have them all in their name
  cargo xtask package [--try] [--yes]     build what is handed out on this system, with its list of parts and its checksums
  cargo xtask cross [--yes]               from Linux: build for Windows and try it under Wine, type-check for macOS

  --demo    open a throw-away profile with an invented home of 24 people
  --try     of the app as the tests have it, to look at and not to hand out
  --json    print the table for a program
  --yes     install missing system packages without asking";

impl Task {
    /// Reads the words after `cargo xtask`.
    fn parse(words: &[String]) -> Result<Self, Stop> {
        let Some((name, rest)) = words.split_first() else {
            return Ok(Self::Help);
        };
        match name.as_str() {
            "help" | "--help" | "-h" => Ok(Self::Help),
            "run" => {
                let (mut demo, mut yes) = (false, false);
                for word in rest {
                    match word.as_str() {
                        "--demo" => demo = true,
                        "--yes" | "-y" => yes = true,
                        other => return Err(unknown_word("run", other)),
                    }
                }
                Ok(Self::Run { demo, yes })
            }
            "fuzz" => {
                let (mut minutes, mut yes) = (5, false);
                let mut words = rest.iter().map(String::as_str);
                while let Some(word) = words.next() {
                    match word {
                        "--minutes" => minutes = minutes_in(words.next())?,
                        "--yes" | "-y" => yes = true,
                        other => match other.strip_prefix("--minutes=") {
                            Some(count) => minutes = minutes_in(Some(count))?,
                            None => return Err(unknown_word("fuzz", other)),
                        },
                    }
                }
                Ok(Self::Fuzz { yes, minutes })
            }
            "bench" => {
                let (mut json, mut yes, mut only) = (false, false, None::<Vec<String>>);
                for word in rest {
                    match (word.as_str(), &mut only) {
                        ("--json", _) => json = true,
                        ("--yes" | "-y", _) => yes = true,
                        ("--only", None) => only = Some(Vec::new()),
                        (other, Some(words)) if !other.starts_with('-') => words.push(other.to_owned()),
                        (other, _) => return Err(unknown_word("bench", other)),
                    }
                }
                if only.as_ref().is_some_and(Vec::is_empty) {
                    return Err(Stop(
                        "--only takes words of the lines to measure, such as: search 200,000".into(),
                    ));
                }
                let only = only.unwrap_or_default();
                Ok(Self::Bench { yes, json, only })
            }
            "test" => {
                let (mut yes, mut chosen) = (false, Vec::new());
                for word in rest {
                    match word.as_str() {
                        "--yes" | "-y" => yes = true,
                        name => chosen.push(Suite::from_name(name).ok_or_else(|| unknown_suite(name))?),
                    }
                }
                let chosen = if chosen.is_empty() {
                    Chosen::Everything
                } else {
                    Chosen::These(Suite::ALL.into_iter().filter(|suite| chosen.contains(suite)).collect())
                };
                Ok(Self::Test { yes, chosen })
            }
            "cross" => only_yes("cross", rest).map(|yes| Self::Cross { yes }),
            "package" => {
                let (tried, rest): (Vec<String>, Vec<String>) = rest.iter().cloned().partition(|word| word == "--try");
                let tried = !tried.is_empty();
                only_yes("package", &rest).map(|yes| Self::Package { yes, tried })
            }
            other => Err(Stop(format!("There is no command \"{other}\".\n\n{USAGE}"))),
        }
    }
}

/// Whether the words are `--yes` or nothing.
fn only_yes(task: &str, words: &[String]) -> Result<bool, Stop> {
    match words.iter().find(|word| !matches!(word.as_str(), "--yes" | "-y")) {
        Some(other) => Err(unknown_word(task, other)),
        None => Ok(!words.is_empty()),
    }
}

fn minutes_in(word: Option<&str>) -> Result<u64, Stop> {
    word.and_then(|word| word.parse().ok())
        .filter(|minutes| (1..=10_000).contains(minutes))
        .ok_or_else(|| Stop("--minutes takes a whole number from 1.".into()))
}

fn unknown_word(task: &str, word: &str) -> Stop {
    Stop(format!("\"{task}\" does not know \"{word}\".\n\n{USAGE}"))
}

fn unknown_suite(word: &str) -> Stop {
    let names: Vec<&str> = Suite::ALL.into_iter().map(Suite::name).collect();
    Stop(format!(
        "There is no suite \"{word}\". The suites are: {}.",
        names.join(", ")
    ))
}

fn main() -> ExitCode {
    if fuzz::is_wrapper() {
        return fuzz::as_rustc();
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = Task::parse(&words).and_then(|task| match task {
        Task::Help => {
            println!("{USAGE}\n\nSuites:");
            for suite in Suite::ALL {
                println!("  {:<14}{}", suite.name(), suite.purpose());
            }
            Ok(ExitCode::SUCCESS)
        }
        Task::Run { demo, yes } => run::run(demo, yes),
        Task::Test { yes, chosen } => test::run(yes, &chosen),
        Task::Fuzz { yes, minutes } => fuzz::run(minutes, yes),
        Task::Bench { yes, json, only } => bench::run(yes, json, &only),
        Task::Cross { yes } => cross::run(yes),
        Task::Package { yes, tried } => package::run(yes, if tried { PROFILE } else { RELEASE }),
    });
    outcome.unwrap_or_else(|stop| {
        eprintln!("\n{stop}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Task, Stop> {
        Task::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn run_takes_demo_and_yes_in_any_order() {
        let both = Task::Run { demo: true, yes: true };
        assert_eq!(parse("run --yes --demo").as_ref(), Ok(&both));
        assert_eq!(parse("run --demo --yes").as_ref(), Ok(&both));
        assert_eq!(
            parse("run"),
            Ok(Task::Run {
                demo: false,
                yes: false
            })
        );
    }

    #[test]
    fn bench_prints_for_a_program_and_measures_some_lines_when_asked() {
        let bench = |yes, json, only: &[&str]| {
            let only = only.iter().map(ToString::to_string).collect();
            Ok(Task::Bench { yes, json, only })
        };
        assert_eq!(parse("bench"), bench(false, false, &[]));
        assert_eq!(parse("bench --json"), bench(false, true, &[]));
        assert_eq!(
            parse("bench --only search 20,000 --yes"),
            bench(true, false, &["search", "20,000"])
        );
        for words in [
            "bench search",
            "bench --only",
            "bench --only --fast",
            "bench --only a --only b",
        ] {
            assert!(parse(words).is_err(), "{words}");
        }
    }

    #[test]
    fn fuzz_takes_five_minutes_a_target_or_as_many_as_asked() {
        let fuzz = |yes, minutes| Ok(Task::Fuzz { yes, minutes });
        assert_eq!(parse("fuzz"), fuzz(false, 5));
        assert_eq!(parse("fuzz --minutes 30 --yes"), fuzz(true, 30));
        assert_eq!(parse("fuzz --minutes=2"), fuzz(false, 2));
        for words in ["fuzz --minutes", "fuzz --minutes 0", "fuzz --minutes soon", "fuzz 5"] {
            assert!(parse(words).is_err(), "{words}");
        }
    }

    #[test]
    fn test_without_a_name_means_every_suite() {
        assert_eq!(
            parse("test --yes"),
            Ok(Task::Test {
                yes: true,
                chosen: Chosen::Everything
            })
        );
    }

    #[test]
    fn suites_run_in_their_own_order_and_once_however_they_are_asked_for() {
        let Ok(Task::Test {
            chosen: Chosen::These(suites),
            ..
        }) = parse("test vault formatting vault")
        else {
            panic!("both are suites");
        };
        assert_eq!(suites, [Suite::Formatting, Suite::Vault]);
    }

    #[test]
    fn cross_and_package_take_nothing_but_yes() {
        assert_eq!(parse("cross"), Ok(Task::Cross { yes: false }));
        assert_eq!(parse("cross --yes"), Ok(Task::Cross { yes: true }));
        let package = |yes, tried| Ok(Task::Package { yes, tried });
        assert_eq!(parse("package -y"), package(true, false));
        assert_eq!(parse("package --yes --try"), package(true, true));
        assert!(parse("cross windows").is_err() && parse("package --yes --all").is_err());
    }

    #[test]
    fn a_word_nobody_knows_is_named() {
        assert!(parse("run --fast").is_err_and(|stop| stop.0.contains("\"--fast\"")));
        assert!(parse("test valut").is_err_and(|stop| stop.0.contains("\"valut\"") && stop.0.contains("vault")));
        assert!(parse("deploy").is_err_and(|stop| stop.0.contains("\"deploy\"")));
    }
}
