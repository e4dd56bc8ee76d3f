//! A place without a network: the test programs of the window run where there is nothing but this computer itself.

use std::process::{Command, Stdio};

use crate::Stop;

/// Where a process of its own has no network but the loopback. A person who is not the administrator may make one as well, where the
/// system lets users have namespaces of their own; the rights that come with it are dropped before the program starts.
const AS_ADMINISTRATOR: [&str; 2] = ["unshare", "--net"];
const AS_USER: [&str; 5] = ["unshare", "--user", "--map-current-user", "--keep-caps", "--net"];

/// Brings up the loopback, over which the driver of the web view is spoken to.
const LOOPBACK_ONLY: &str = "ip link set lo up && exec setpriv --inh-caps=-all --ambient-caps=-all -- \"$@\"";
const LOOPBACK_ONLY_AS_ADMINISTRATOR: &str = "ip link set lo up && exec \"$@\"";

/// Has cargo start each test program where there is no network.
///
/// # Errors
///
/// When the system does not allow such a place.
pub(crate) fn around(test: &mut Command) -> Result<(), Stop> {
    let runner = [AS_ADMINISTRATOR.as_slice(), AS_USER.as_slice()]
        .into_iter()
        .zip([LOOPBACK_ONLY_AS_ADMINISTRATOR, LOOPBACK_ONLY])
        .map(|(unshare, script)| [unshare, &["sh", "-c", script, "sh"]].concat())
        .find(|runner| works(runner));
    let Some(runner) = runner else {
        return Err(Stop(
            "The tests of the window run where there is no network, and this system does not let a network namespace be made. Run \
             `cargo xtask test` as root, or allow it: sudo sysctl kernel.unprivileged_userns_clone=1 \
             kernel.apparmor_restrict_unprivileged_userns=0"
                .into(),
        ));
    };
    test.args(["--config", &setting(&runner)]);
    Ok(())
}

/// Whether a program can be started that way.
fn works(runner: &[&str]) -> bool {
    Command::new(runner[0])
        .args(&runner[1..])
        .arg("true")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Cargo's setting that puts these words before a test program.
fn setting(runner: &[&str]) -> String {
    let words: Vec<String> = runner.iter().map(|word| format!("'{word}'")).collect();
    format!("target.'cfg(target_os = \"linux\")'.runner = [{}]", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_reach_cargo_as_they_are() {
        assert_eq!(
            setting(&["unshare", "sh", "-c", "exec \"$@\"", "sh"]),
            "target.'cfg(target_os = \"linux\")'.runner = ['unshare', 'sh', '-c', 'exec \"$@\"', 'sh']"
        );
        assert!(
            ![AS_ADMINISTRATOR.as_slice(), &AS_USER, &[LOOPBACK_ONLY]]
                .concat()
                .iter()
                .any(|word| word.contains('\''))
        );
    }

    #[test]
    fn a_program_that_cannot_be_started_does_not_work() {
        assert!(!works(&["no-such-program-here"]) && !works(&["false"]));
    }
}
