//! Linux: the packages of Debian 12 and its relatives, each with its reason, and how to find the same things elsewhere.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use super::{Consent, Purpose, says_yes};
use crate::{Stop, command};

/// How to see on a Linux without apt that a package's content is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Probe {
    Program(&'static str),
    /// One of these programs does, wherever it came from.
    AnyProgram(&'static [&'static str]),
    Library(&'static str),
    /// A file at a fixed place, for what is not on the search path.
    File(&'static str),
    /// Cannot be seen from outside; the app or the tests say so themselves.
    Unseen,
}

struct Package {
    name: &'static str,
    purpose: Purpose,
    reason: &'static str,
    probe: Probe,
}

const fn package(name: &'static str, purpose: Purpose, probe: Probe, reason: &'static str) -> Package {
    Package {
        name,
        purpose,
        reason,
        probe,
    }
}

/// The browsers that `ui/src/browser/chromium.ts` can drive.
const BROWSERS: Probe = Probe::AnyProgram(&[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
]);

/// The one list.
#[rustfmt::skip]
const PACKAGES: &[Package] = &[
    package("build-essential",        Purpose::Build,   Probe::Program("cc"),                   "compiles SQLCipher and OpenSSL"),
    package("perl",                   Purpose::Build,   Probe::Program("perl"),                 "OpenSSL's build is written in it"),
    package("pkg-config",             Purpose::Build,   Probe::Program("pkg-config"),           "finds the libraries of the web view"),
    package("libwebkit2gtk-4.1-dev",  Purpose::Build,   Probe::Library("webkit2gtk-4.1"),       "the web view the window shows"),
    package("fonts-liberation",       Purpose::Desktop, Probe::Unseen,                          "letters with the widths of Arial"),
    package("xdg-desktop-portal-gtk", Purpose::Desktop, Probe::Unseen,                          "the system's Save dialog"),
    package("chromium",               Purpose::Browser, BROWSERS,                               "shows the screens in forced colours"),
    package("fonts-liberation",       Purpose::Browser, Probe::Unseen,                          "letters with the widths of Arial"),
    package("dbus-bin",               Purpose::Keyring, Probe::Program("dbus-send"),            "asks the tests' own session bus"),
    package("dbus-daemon",            Purpose::Keyring, Probe::Program("dbus-daemon"),          "a session bus of the tests' own"),
    package("gnome-keyring",          Purpose::Keyring, Probe::Program("gnome-keyring-daemon"), "a real keyring behind the Secret Service"),
    package("xvfb",                   Purpose::Screen,  Probe::Program("Xvfb"),                 "a screen nobody sees"),
    package("openbox",                Purpose::Screen,  Probe::Program("openbox"),              "gives the window the keyboard"),
    package("webkit2gtk-driver",      Purpose::Screen,  Probe::Program("WebKitWebDriver"),      "drives the real window"),
    package("strace",                 Purpose::Screen,  Probe::Program("strace"),               "shows that no network connection is opened"),
    package("fonts-liberation",       Purpose::Screen,  Probe::Unseen,                          "letters with the widths of Arial"),
    package("iproute2",               Purpose::NoNetwork, Probe::Program("ip"),                 "makes a place without a network"),
    package("gcc-mingw-w64-x86-64",   Purpose::Cross,   Probe::Program("x86_64-w64-mingw32-gcc"), "compiles and links for Windows"),
    package("wine64",                 Purpose::Cross,   Probe::File("/usr/lib/wine/wine64"),    "runs the tests for Windows"),
    package("python3-venv",           Purpose::Cross,   Probe::Program("python3"),              "fetches Zig, the C compiler for macOS"),
];

fn wanted(purposes: &[Purpose]) -> impl Iterator<Item = &'static Package> {
    let mut named = BTreeSet::new();
    PACKAGES
        .iter()
        .filter(move |package| purposes.contains(&package.purpose) && named.insert(package.name))
}

/// Installs what dpkg does not have yet.
pub(super) fn make_ready(purposes: &[Purpose], consent: Consent) -> Result<(), Stop> {
    let missing = missing(purposes, &installed(purposes)?);
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing:");
    for package in &missing {
        println!("  {:<24}{}", package.name, package.reason);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if consent == Consent::Ask && !says_yes("Install them?") {
        return Err(Stop(format!(
            "Nothing was installed. To do it yourself:\n  sudo apt-get install --no-install-recommends {}",
            names.join(" ")
        )));
    }
    command::run("Reading the package lists", &mut apt_get(&["update"])?)?;
    let mut install = apt_get(&["install", "--yes", "--no-install-recommends"])?;
    command::run("Installing the packages", install.args(&names))
}

/// `apt-get` as the administrator: directly when we are that already, otherwise through sudo.
fn apt_get(arguments: &[&str]) -> Result<Command, Stop> {
    let mut apt_get = if command::ask("id", &["-u"]).as_deref() == Some("0") {
        Command::new("env")
    } else if command::is_on_path("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        return Err(Stop(
            "Installing packages needs an administrator, and there is no sudo. Run the command as root.".into(),
        ));
    };
    apt_get
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments);
    Ok(apt_get)
}

/// The names among these purposes' packages that dpkg has.
fn installed(purposes: &[Purpose]) -> Result<BTreeSet<String>, Stop> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package}\\t${db:Status-Abbrev}\\n"])
        .args(wanted(purposes).map(|package| package.name))
        .stderr(Stdio::null())
        .output()
        .map_err(|error| Stop(format!("dpkg-query could not be started: {error}.")))?;
    Ok(read_dpkg(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads lines of name, tab, status; only `ii` is wanted and there. A package removed with its settings kept is `rc`.
fn read_dpkg(answer: &str) -> BTreeSet<String> {
    answer
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, status)| status.starts_with("ii"))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn missing(purposes: &[Purpose], installed: &BTreeSet<String>) -> Vec<&'static Package> {
    wanted(purposes)
        .filter(|package| !installed.contains(package.name) && !another_does(package.probe))
        .collect()
}

/// Whether a program from elsewhere makes the package unnecessary.
fn another_does(probe: Probe) -> bool {
    matches!(probe, Probe::AnyProgram(_)) && is_there(probe)
}

/// On a Linux without apt: what cannot be found, as sentences.
pub(super) fn missing_elsewhere(purposes: &[Purpose]) -> Vec<String> {
    wanted(purposes)
        .filter(|package| !is_there(package.probe))
        .map(|package| format!("{} (its name on Debian): {}", package.name, package.reason))
        .collect()
}

fn is_there(probe: Probe) -> bool {
    match probe {
        Probe::Program(name) => command::is_on_path(name),
        Probe::AnyProgram(names) => names.iter().any(|name| command::is_on_path(name)),
        Probe::Library(name) => command::ask("pkg-config", &["--exists", name]).is_some(),
        Probe::File(path) => std::path::Path::new(path).is_file(),
        Probe::Unseen => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING: [Purpose; 7] = [
        Purpose::Build,
        Purpose::Desktop,
        Purpose::Browser,
        Purpose::Keyring,
        Purpose::Screen,
        Purpose::NoNetwork,
        Purpose::Cross,
    ];

    fn names(packages: &[&Package]) -> Vec<&'static str> {
        packages.iter().map(|package| package.name).collect()
    }

    #[test]
    fn only_a_package_that_is_wanted_and_there_counts_as_installed() {
        let answer = "perl\tii \nxvfb\trc \nstrace\tun \ndbus\tiU \nfonts-liberation\tii \n";
        assert_eq!(
            read_dpkg(answer),
            BTreeSet::from(["perl".into(), "fonts-liberation".into()])
        );
        assert_eq!(read_dpkg(""), BTreeSet::new());
    }

    #[test]
    fn building_does_not_ask_for_a_screen_or_a_keyring() {
        let bare = missing(&[Purpose::Build], &BTreeSet::new());
        assert_eq!(
            names(&bare),
            ["build-essential", "perl", "pkg-config", "libwebkit2gtk-4.1-dev"]
        );
    }

    #[test]
    fn what_is_installed_is_not_asked_for_again() {
        let installed = BTreeSet::from(["dbus-daemon".to_owned()]);
        assert_eq!(
            names(&missing(&[Purpose::Keyring], &installed)),
            ["dbus-bin", "gnome-keyring"]
        );
    }

    #[test]
    fn a_package_with_two_purposes_is_named_once() {
        let all = names(&missing(&EVERYTHING, &BTreeSet::new()));
        assert_eq!(all.iter().filter(|name| **name == "fonts-liberation").count(), 1);
        assert!(names(&missing(&[Purpose::Screen], &BTreeSet::new())).contains(&"fonts-liberation"));
    }
}
