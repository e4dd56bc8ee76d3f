//! macOS: the compiler comes with Apple's command line tools; web view and keychain are part of the system.

use super::Purpose;
use crate::command;

/// What is missing for these purposes, as sentences that say how to get it.
pub(super) fn missing(purposes: &[Purpose]) -> Vec<String> {
    if purposes.contains(&Purpose::Build) && command::ask("xcode-select", &["-p"]).is_none() {
        return vec!["Apple's command line tools, for the compiler: xcode-select --install".into()];
    }
    Vec::new()
}
