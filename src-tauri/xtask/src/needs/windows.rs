//! Windows: what the build and the window need, found where each keeps itself. Nothing is installed from here.

use super::Purpose;
use crate::command;

/// The registry entry under which `WebView2` keeps its version, for all users and for one.
const WEBVIEW2: [&str; 2] = [
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
];

/// What is missing for these purposes, as sentences that say where to get it.
pub(super) fn missing(purposes: &[Purpose]) -> Vec<String> {
    let mut missing = Vec::new();
    if purposes.contains(&Purpose::Build) {
        if !has_build_tools() {
            missing.push("Visual Studio Build Tools with \"Desktop development with C++\": winget install Microsoft.VisualStudio.2022.BuildTools");
        }
        // OpenSSL's build wants a Perl that speaks Windows paths; the one that comes with Git does not.
        if command::ask("perl", &["-e", "print $^O"]).as_deref() != Some("MSWin32") {
            missing.push("Perl for Windows, for OpenSSL, ahead of Git's own on the path: winget install StrawberryPerl.StrawberryPerl");
        }
        if command::ask("nasm", &["-v"]).is_none() {
            missing.push("NASM, for OpenSSL, on the path: winget install NASM.NASM");
        }
    }
    if purposes.contains(&Purpose::Desktop) && !WEBVIEW2.iter().any(|key| holds_a_version(&ask_registry(key))) {
        missing.push("WebView2, which shows the window: winget install Microsoft.EdgeWebView2Runtime");
    }
    missing.into_iter().map(str::to_owned).collect()
}

fn ask_registry(key: &str) -> String {
    command::ask("reg", &["query", key, "/v", "pv"]).unwrap_or_default()
}

/// Whether the registry's answer carries a real version; an uninstalled `WebView2` leaves `0.0.0.0` behind.
fn holds_a_version(answer: &str) -> bool {
    answer
        .lines()
        .filter_map(|line| line.split_whitespace().skip_while(|word| *word != "REG_SZ").nth(1))
        .any(|version| version != "0.0.0.0")
}

fn has_build_tools() -> bool {
    let Ok(programs) = std::env::var("ProgramFiles(x86)") else {
        return false;
    };
    let vswhere = format!(r"{programs}\Microsoft Visual Studio\Installer\vswhere.exe");
    let part = "Microsoft.VisualStudio.Component.VC.Tools.*";
    command::ask(
        &vswhere,
        &[
            "-latest",
            "-products",
            "*",
            "-requires",
            part,
            "-property",
            "installationPath",
        ],
    )
    .is_some_and(|place| !place.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webview2_that_was_uninstalled_is_missing() {
        let key = WEBVIEW2[0];
        assert!(holds_a_version(&format!(
            "\r\n{key}\r\n    pv    REG_SZ    131.0.2903.86\r\n\r\n"
        )));
        assert!(!holds_a_version(&format!(
            "\r\n{key}\r\n    pv    REG_SZ    0.0.0.0\r\n\r\n"
        )));
        assert!(!holds_a_version(""));
    }
}
