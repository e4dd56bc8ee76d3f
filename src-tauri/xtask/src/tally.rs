//! How many tests passed: read from the closing lines that cargo's test harness and Vitest print.

use std::fmt;
use std::ops::AddAssign;
use std::process::ExitCode;

use crate::command::Heard;

/// Counts of tests, or of checks that are one test each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) left_out: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// What one suite came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) tally: Tally,
    /// Each thing that failed, in a few words.
    pub(crate) failures: Vec<String>,
}

impl Report {
    /// Says what failed and how much passed, for a command that runs this alone, and with what the command ends.
    pub(crate) fn say(&self) -> ExitCode {
        for failure in &self.failures {
            println!("failed: {failure}");
        }
        println!("\n{}", self.tally);
        if self.tally.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    /// One check that has no tests inside.
    pub(crate) fn of_check(name: &str, succeeded: bool) -> Self {
        if succeeded {
            Self {
                tally: Tally {
                    passed: 1,
                    ..Tally::default()
                },
                failures: Vec::new(),
            }
        } else {
            Self::of_failure(name.to_owned())
        }
    }

    /// Something that failed, in a few words or a sentence.
    pub(crate) fn of_failure(words: String) -> Self {
        Self {
            tally: Tally {
                failed: 1,
                ..Tally::default()
            },
            failures: vec![words],
        }
    }

    /// What `cargo test` said, over all the programs it ran.
    pub(crate) fn of_cargo_test(heard: &Heard) -> Self {
        let mut report = Self::default();
        for line in &heard.lines {
            if let Some(counts) = line
                .strip_prefix("test result: ")
                .and_then(|rest| rest.split_once(". "))
            {
                report.tally += read_counts(counts.1.split("; "));
            } else if let Some(name) = line
                .strip_prefix("test ")
                .and_then(|rest| rest.strip_suffix(" ... FAILED"))
            {
                report
                    .failures
                    .push(name.trim_end_matches(" - should panic").to_owned());
            }
        }
        report.closed(heard.succeeded)
    }

    /// What Vitest said.
    pub(crate) fn of_vitest(heard: &Heard) -> Self {
        let mut report = Self::default();
        for line in &heard.lines {
            let line = line.trim();
            if let Some(counts) = line.strip_prefix("Tests ") {
                let counts = counts.split_once('(').map_or(counts, |(counts, _)| counts);
                report.tally += read_counts(counts.split('|'));
            } else if let Some(name) = line.strip_prefix("FAIL ") {
                report.failures.push(name.trim().to_owned());
            }
        }
        report.closed(heard.succeeded)
    }

    /// Adds what another part of the suite came to.
    pub(crate) fn join(&mut self, other: Self) {
        self.tally += other.tally;
        self.failures.extend(other.failures);
    }

    /// A run that ended badly without a failed test failed as a whole: it did not compile, crashed or was killed. A run that ended well
    /// without a test shows nothing and counts as failed too.
    fn closed(mut self, succeeded: bool) -> Self {
        if !succeeded && self.tally.failed == 0 {
            // Vitest counts no test of a file that could not be loaded, but names it.
            self.tally.failed = self.failures.len();
        }
        if !succeeded && self.tally.failed == 0 {
            self.join(Self::of_failure(
                "it stopped before its tests were done; the reason is above".into(),
            ));
        } else if succeeded && self.tally.passed == 0 {
            self.join(Self::of_failure("there was no test to run".into()));
        }
        self
    }
}

/// Adds up pieces such as `12 passed`, `1 failed`, `3 ignored`; pieces of another kind count nothing.
fn read_counts<'a>(pieces: impl Iterator<Item = &'a str>) -> Tally {
    let mut tally = Tally::default();
    for piece in pieces {
        let mut words = piece.split_whitespace();
        let (Some(Ok(count)), Some(kind)) = (words.next().map(str::parse::<usize>), words.next()) else {
            continue;
        };
        match kind {
            "passed" => tally.passed += count,
            "failed" => tally.failed += count,
            "ignored" | "skipped" | "todo" => tally.left_out += count,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(succeeded: bool, text: &str) -> Heard {
        Heard {
            succeeded,
            lines: text.lines().map(str::to_owned).collect(),
        }
    }

    fn tally(passed: usize, failed: usize, left_out: usize) -> Tally {
        Tally {
            passed,
            failed,
            left_out,
        }
    }

    #[test]
    fn the_counts_of_several_test_programs_add_up() {
        let report = Report::of_cargo_test(&heard(
            true,
            "running 2 tests\n\
             test clock::tests::a ... ok\n\
             test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.02s\n\
             \n\
             test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ));
        assert_eq!(
            report,
            Report {
                tally: tally(17, 0, 1),
                failures: Vec::new()
            }
        );
    }

    #[test]
    fn failed_tests_are_counted_and_named() {
        let report = Report::of_cargo_test(&heard(
            false,
            "test store::tests::opens ... FAILED\n\
             test store::tests::panics - should panic ... FAILED\n\
             test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
        ));
        assert_eq!(report.tally, tally(3, 2, 0));
        assert_eq!(report.failures, ["store::tests::opens", "store::tests::panics"]);
    }

    #[test]
    fn a_build_that_fails_is_a_failure_though_no_test_failed() {
        let report = Report::of_cargo_test(&heard(false, "error[E0425]: cannot find value `x` in this scope"));
        assert_eq!(report.tally, tally(0, 1, 0));
    }

    #[test]
    fn a_test_program_that_crashes_is_a_failure_beside_those_that_ended() {
        let report = Report::of_cargo_test(&heard(
            false,
            "test result: ok. 9 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s\n\
             error: test failed, to rerun pass `-p steward-core --test store_kill`",
        ));
        assert_eq!(report.tally, tally(9, 1, 0));
    }

    #[test]
    fn a_suite_without_tests_does_not_pass() {
        let nothing = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(Report::of_cargo_test(&heard(true, nothing)).tally, tally(0, 1, 0));
        assert_eq!(Report::of_vitest(&heard(true, "")).tally, tally(0, 1, 0));
    }

    #[test]
    fn vitest_is_counted_by_tests_not_by_files() {
        let report = Report::of_vitest(&heard(
            false,
            " FAIL  src/lib/date.test.ts > dates > says the month in full\n\
             \n Test Files  1 failed | 3 passed (4)\n      Tests  1 failed | 41 passed | 2 skipped (44)\n   Start at  12:00:00",
        ));
        assert_eq!(report.tally, tally(41, 1, 2));
        assert_eq!(
            report.failures,
            ["src/lib/date.test.ts > dates > says the month in full"]
        );
        let report = Report::of_vitest(&heard(true, " Test Files  4 passed (4)\n      Tests  44 passed (44)"));
        assert_eq!(
            report,
            Report {
                tally: tally(44, 0, 0),
                failures: Vec::new()
            }
        );
    }

    #[test]
    fn a_test_file_that_cannot_be_loaded_is_a_failure() {
        let report = Report::of_vitest(&heard(
            false,
            " FAIL  src/lib/date.test.ts [ src/lib/date.test.ts ]\n\n Test Files  1 failed | 3 passed (4)\n      Tests  41 passed (41)",
        ));
        assert_eq!(report.tally, tally(41, 1, 0));
        assert_eq!(report.failures, ["src/lib/date.test.ts [ src/lib/date.test.ts ]"]);
    }

    #[test]
    fn the_closing_words_are_plain() {
        assert_eq!(tally(412, 0, 3).to_string(), "412 passed, 0 failed");
    }
}
