//! Installs a Debian package with dpkg into a folder that stands for a computer's root, so that nothing of the computer itself changes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{empty, make, write};
use crate::{Stop, command};

/// Installs the package and says where its root is.
pub(super) fn install(package: &Path, root: &Path) -> Result<PathBuf, Stop> {
    if !command::is_on_path("dpkg") {
        return Err(Stop(
            "The Debian package is tested where dpkg is. On another Linux, run the other suites by their names.".into(),
        ));
    }
    empty(root)?;
    let database = root.join("var").join("lib").join("dpkg");
    for folder in ["info", "updates", "triggers"] {
        make(&database.join(folder))?;
    }
    write(&database.join("status"), "")?;
    let mut dpkg = if command::ask("id", &["-u"]).as_deref() == Some("0") {
        Command::new("dpkg")
    } else {
        // The files in a package belong to the administrator: inside a namespace the user counts as that.
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "dpkg"]);
        unshare
    };
    dpkg.arg(format!("--root={}", root.display()))
        // What it depends on is installed on the computer, not in this folder; a test looks at that by itself.
        .args(["--force-depends", "--force-script-chrootless", "--install"])
        .arg(package);
    command::run("Installing the Debian package", &mut dpkg)?;
    Ok(root.to_owned())
}
