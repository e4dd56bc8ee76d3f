//! The suites of `cargo xtask test`, and which test program belongs to which.

use serde_json::Value;

use crate::Stop;
use crate::needs::Purpose;

/// A group of checks with one line in the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    Formatting,
    Clippy,
    SvelteCheck,
    Unit,
    Property,
    Store,
    Vault,
    Ui,
    Fuzz,
    EndToEnd,
    Package,
    Cross,
}

impl Suite {
    /// In the order in which they run: what answers soonest comes first.
    pub(crate) const ALL: [Self; 12] = [
        Self::Formatting,
        Self::SvelteCheck,
        Self::Ui,
        Self::Clippy,
        Self::Unit,
        Self::Property,
        Self::Store,
        Self::Vault,
        Self::Fuzz,
        Self::EndToEnd,
        Self::Package,
        Self::Cross,
    ];

    /// The word on the command line and in the summary.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Formatting => "formatting",
            Self::Clippy => "clippy",
            Self::SvelteCheck => "svelte-check",
            Self::Unit => "unit",
            Self::Property => "property",
            Self::Store => "store",
            Self::Vault => "vault",
            Self::Ui => "ui",
            Self::Fuzz => "fuzz",
            Self::EndToEnd => "end-to-end",
            Self::Package => "package",
            Self::Cross => "cross",
        }
    }

    /// What the suite shows, for the list of suites.
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::Formatting => "rustfmt and prettier have nothing to change",
            Self::Clippy => "no warning in any crate",
            Self::SvelteCheck => "the interface's types hold, without a warning",
            Self::Unit => "rules, doc tests, the shell; the generated types are fresh",
            Self::Property => "what must hold for whatever a generator makes up",
            Self::Store => "the encrypted file: open, migrate, damage, crash",
            Self::Vault => "a real keyring in a session bus of its own",
            Self::Ui => "components, words and formatters; every screen in forced colours",
            Self::Fuzz => "texts, mails and requests made up to break what reads them",
            Self::EndToEnd => "the whole app in its real window, on a screen nobody sees and without a network",
            Self::Package => "the Debian package: what it needs, and the app installed from it",
            Self::Cross => "Windows built and tried under Wine, macOS type-checked",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// What the suite needs from the system.
    pub(crate) fn needs(self) -> &'static [Purpose] {
        match self {
            Self::SvelteCheck => &[],
            Self::Ui => &[Purpose::Browser],
            Self::Formatting => &[Purpose::Lint],
            Self::Clippy => &[Purpose::Lint, Purpose::Build],
            Self::Unit | Self::Property | Self::Store | Self::Fuzz => &[Purpose::Build],
            Self::Vault => &[Purpose::Build, Purpose::Keyring],
            Self::EndToEnd | Self::Package => &[Purpose::Build, Purpose::Keyring, Purpose::Screen, Purpose::NoNetwork],
            Self::Cross => &[Purpose::Build, Purpose::Cross],
        }
    }

    /// Whether the suite compiles the app, into which the built interface goes.
    pub(crate) fn needs_built_interface(self) -> bool {
        matches!(
            self,
            Self::Clippy | Self::Unit | Self::Property | Self::EndToEnd | Self::Package | Self::Cross
        )
    }

    /// The suite of a test program under a package's `tests` folder: the end-to-end package's two, or by the first word of its name.
    fn of_test_program(package: &str, name: &str) -> Self {
        let first_word = name.split('_').next();
        if package == "e2e" {
            return if first_word == Some("package") {
                Self::Package
            } else {
                Self::EndToEnd
            };
        }
        match first_word {
            Some("property") => Self::Property,
            Some("store") => Self::Store,
            Some("vault") => Self::Vault,
            _ => Self::Unit,
        }
    }
}

/// A test program and the suite it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestProgram {
    pub(crate) name: String,
    pub(crate) suite: Suite,
}

/// Every test program in the workspace, from what `cargo metadata` prints, so that none can be forgotten.
pub(crate) fn test_programs(metadata: &str) -> Result<Vec<TestProgram>, Stop> {
    let metadata: Value = serde_json::from_str(metadata).map_err(|error| {
        Stop(format!(
            "What cargo says about the workspace could not be read: {error}."
        ))
    })?;
    let mut programs: Vec<TestProgram> = Vec::new();
    for package in list(&metadata, "packages") {
        for target in list(package, "targets") {
            if !list(target, "kind").iter().any(|kind| kind == "test") {
                continue;
            }
            let (package, name) = (text(package, "name"), text(target, "name"));
            // Cargo picks test programs by name alone, so the same name twice would run in both suites.
            if programs.iter().any(|program| program.name == name) {
                return Err(Stop(format!(
                    "Two test programs are called {name}. Please rename one, so that each runs once."
                )));
            }
            programs.push(TestProgram {
                name: name.to_owned(),
                suite: Suite::of_test_program(package, name),
            });
        }
    }
    Ok(programs)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_is_found_by_its_name() {
        for suite in Suite::ALL {
            assert_eq!(Suite::from_name(suite.name()), Some(suite));
        }
        assert_eq!(Suite::from_name("everything"), None);
    }

    #[test]
    fn test_programs_go_to_the_suite_their_name_says() {
        let metadata = r#"{"packages": [
            {"name": "steward-core", "targets": [
                {"kind": ["lib"], "name": "steward_core"},
                {"kind": ["test"], "name": "store_open"},
                {"kind": ["test"], "name": "storefront"},
                {"kind": ["test"], "name": "vault_secret_service"},
                {"kind": ["test"], "name": "property_folds"},
                {"kind": ["bench"], "name": "search"}]},
            {"name": "e2e", "targets": [
                {"kind": ["test"], "name": "store_window"},
                {"kind": ["test"], "name": "package_starts"}]}]}"#;
        let programs = test_programs(metadata).expect("it is well formed");
        let suites: Vec<(&str, Suite)> = programs
            .iter()
            .map(|program| (program.name.as_str(), program.suite))
            .collect();
        assert_eq!(
            suites,
            [
                ("store_open", Suite::Store),
                ("storefront", Suite::Unit),
                ("vault_secret_service", Suite::Vault),
                ("property_folds", Suite::Property),
                ("store_window", Suite::EndToEnd),
                ("package_starts", Suite::Package),
            ]
        );
    }

    #[test]
    fn one_name_for_two_test_programs_is_refused() {
        let metadata = r#"{"packages": [
            {"name": "steward-core", "targets": [{"kind": ["test"], "name": "settings"}]},
            {"name": "e2e", "targets": [{"kind": ["test"], "name": "settings"}]}]}"#;
        assert!(test_programs(metadata).is_err_and(|stop| stop.0.contains("settings")));
    }

    #[test]
    fn what_cargo_says_badly_is_a_sentence() {
        assert!(test_programs("error: no such command").is_err());
    }
}
