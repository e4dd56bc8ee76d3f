//! Whether what the suite builds is there already, so that it takes minutes and not half an hour.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Cache;
use crate::workspace::Workspace;
use crate::{Stop, command};

/// So many packages may be new or in another version: they are built anew within a minute or two.
const FEW: usize = 8;

/// Notes that everything was built, with this compiler and these packages.
pub(super) fn mark(cache: &Cache, workspace: &Workspace) -> Result<(), Stop> {
    super::write(&file(cache), &state(workspace), false)
}

/// Why the next run would take long, or `None` when it would not.
pub(super) fn why_cold(cache: &Cache, workspace: &Workspace) -> Option<&'static str> {
    let Ok(then) = std::fs::read_to_string(file(cache)) else {
        return Some("nothing is built for Windows and macOS yet");
    };
    differs(&then, &state(workspace))
}

fn file(cache: &Cache) -> PathBuf {
    cache.folder.join("built")
}

/// The compiler in the first line, then the packages.
fn state(workspace: &Workspace) -> String {
    let compiler = command::ask("rustc", &["--version"]).unwrap_or_default();
    let lock = std::fs::read_to_string(workspace.root().join("Cargo.lock")).unwrap_or_default();
    let mut state = compiler;
    for package in packages(&lock) {
        state.push('\n');
        state.push_str(&package);
    }
    state
}

/// `name version` of every package that a registry gave.
fn packages(lock: &str) -> BTreeSet<String> {
    lock.split("[[package]]")
        .filter(|package| package.contains("\nsource = "))
        .filter_map(|package| Some(format!("{} {}", value(package, "name")?, value(package, "version")?)))
        .collect()
}

fn value<'a>(package: &'a str, key: &str) -> Option<&'a str> {
    package
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
}

fn differs(then: &str, now: &str) -> Option<&'static str> {
    let (mut then, mut now) = (then.lines(), now.lines());
    if then.next() != now.next() {
        return Some("the Rust compiler is another than the one it was built with");
    }
    let then: BTreeSet<&str> = then.collect();
    let new = now.filter(|package| !then.contains(package)).count();
    (new > FEW).then_some("the packages it is built from have changed")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"xtask\"\nversion = \"0.1.0\"\n\n\
        [[package]]\nname = \"zip\"\nversion = \"9.0.1\"\nsource = \"registry\"\nchecksum = \"ab\"\n";

    #[test]
    fn only_what_a_registry_gave_is_a_package() {
        assert_eq!(packages(LOCK), BTreeSet::from(["zip 9.0.1".to_owned()]));
    }

    #[test]
    fn a_few_new_packages_leave_it_warm_and_another_compiler_or_many_do_not() {
        let built = "rustc 1.95.0\nzip 9.0.1";
        let with = |count: usize| (0..count).fold(built.to_owned(), |text, number| format!("{text}\nnew {number}"));
        assert_eq!(differs(built, built), None);
        assert_eq!(differs(built, &with(FEW)), None);
        assert!(differs(built, &with(FEW + 1)).is_some());
        assert!(differs(built, "rustc 1.96.0\nzip 9.0.1").is_some());
        assert!(differs("", built).is_some());
    }
}
