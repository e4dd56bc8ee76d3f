//! What the computer must have before the app can be built, shown or tested, and how to get it.

mod debian;
mod macos;
mod rust;
mod windows;

use std::io::{self, IsTerminal, Write};

use crate::{Stop, command, workspace};

/// What something on the computer is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Compiling the app and its tests.
    Build,
    /// Formatting and linting Rust.
    Lint,
    /// Using the app on a desktop.
    Desktop,
    /// Testing against a real keyring in a session bus of its own.
    Keyring,
    /// Looking at the screens in a browser, for what the web view cannot show.
    Browser,
    /// Driving the real window on a screen nobody sees.
    Screen,
    /// Running the window where there is no network.
    NoNetwork,
    /// Building for Windows and macOS from Linux.
    Cross,
}

/// Who decides whether missing packages are installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consent {
    /// The person said `--yes`, or there is nobody to ask.
    Given,
    /// Somebody sits at the terminal.
    Ask,
}

impl Consent {
    fn new(yes: bool, build_machine: bool, terminal: bool) -> Self {
        if yes || build_machine || !terminal {
            Self::Given
        } else {
            Self::Ask
        }
    }

    fn from_surroundings(yes: bool) -> Self {
        Self::new(
            yes,
            workspace::is_ci(),
            io::stdin().is_terminal() && io::stdout().is_terminal(),
        )
    }
}

/// Makes sure that the computer has what these purposes need: installs it on Debian and its relatives, elsewhere names it.
pub(crate) fn make_ready(purposes: &[Purpose], yes: bool) -> Result<(), Stop> {
    if purposes.contains(&Purpose::Lint) {
        rust::make_ready()?;
    }
    if cfg!(windows) {
        named_or_ready(&windows::missing(purposes))
    } else if cfg!(target_os = "macos") {
        named_or_ready(&macos::missing(purposes))
    } else if command::is_on_path("dpkg-query") && command::is_on_path("apt-get") {
        debian::make_ready(purposes, Consent::from_surroundings(yes))
    } else {
        named_or_ready(&debian::missing_elsewhere(purposes))
    }
}

/// Adds the standard library of other systems to Rust.
pub(crate) fn add_targets(targets: &[&str]) -> Result<(), Stop> {
    rust::add_targets(targets)
}

/// Whether the computer has what these purposes need, as far as can be seen without installing anything.
pub(crate) fn are_there(purposes: &[Purpose]) -> bool {
    debian::missing_elsewhere(purposes).is_empty()
}

/// Goes on when nothing is missing; otherwise the sentences say what to install.
fn named_or_ready(missing: &[String]) -> Result<(), Stop> {
    if missing.is_empty() {
        return Ok(());
    }
    Err(Stop(format!(
        "Please install what is missing, then run the same command again:\n  {}",
        missing.join("\n  ")
    )))
}

/// Asks a question that takes yes or no; anything but a yes is a no.
fn says_yes(question: &str) -> bool {
    print!("{question} [y/N] ");
    let mut answer = String::new();
    io::stdout().flush().is_ok() && io::stdin().read_line(&mut answer).is_ok() && is_yes(&answer)
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_at_a_terminal_is_asked() {
        assert_eq!(Consent::new(false, false, true), Consent::Ask);
        assert_eq!(Consent::new(true, false, true), Consent::Given);
        assert_eq!(Consent::new(false, true, true), Consent::Given);
        assert_eq!(Consent::new(false, false, false), Consent::Given);
    }

    #[test]
    fn anything_but_a_yes_is_a_no() {
        assert!(is_yes("y\n") && is_yes(" YES \r\n"));
        assert!(!is_yes("\n") && !is_yes("") && !is_yes("no") && !is_yes("yes please"));
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(named_or_ready(&[]), Ok(()));
        assert!(named_or_ready(&["NASM: get it".into()]).is_err_and(|stop| stop.0.ends_with("NASM: get it")));
    }
}
