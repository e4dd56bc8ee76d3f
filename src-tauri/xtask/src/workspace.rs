//! Where things are: the project's folder, the build folder, and whether this is a build machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Stop;

/// The one profile for clippy, the tests and the app they drive, so that SQLCipher and the web view bindings are built once.
pub(crate) const PROFILE: &str = "ci";

/// The profile in which the app is shipped and measured.
pub(crate) const RELEASE: &str = "release";

/// The app's program.
pub(crate) const APP: &str = "mailbox-steward";

/// The packages that drive the real window.
const LINUX_ONLY: [&str; 4] = ["--exclude", "e2e", "--exclude", "bench"];

/// The places every command needs.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    caches: Option<PathBuf>,
}

impl Workspace {
    /// Finds the project from where this program was built, and the build folder from the environment.
    pub(crate) fn find() -> Result<Self, Stop> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.lock").is_file())
            .ok_or_else(|| {
                Stop("The project has moved since this command was built. Run `cargo clean -p xtask`.".into())
            })?;
        let caches = is_ci()
            .then(|| user_cache_folder(|name| std::env::var_os(name).map(PathBuf::from)))
            .flatten();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::env::current_dir().unwrap_or_else(|_| root.to_owned()).join(folder),
            None => caches
                .as_ref()
                .map_or_else(|| root.join("target"), |caches| caches.join("target")),
        };
        Ok(Self {
            root: root.to_owned(),
            target,
            caches,
        })
    }

    /// The project's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.root.clone()
    }

    /// Where everything built goes.
    pub(crate) fn build_folder(&self) -> PathBuf {
        self.target.clone()
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Where a program of this workspace lies once it is built in a profile.
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Cargo, in the project's folder, building where this workspace builds.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// A cargo command over every package that can be built here, in this profile: the end-to-end tests and the bench, which drive the
    /// real window, exist on Linux only. Always all packages, so that everything shares one build.
    pub(crate) fn cargo_over_all(&self, command: &str, profile: &str) -> Command {
        let mut cargo = self.cargo();
        cargo.args([command, "--workspace", "--profile", profile]);
        if !cfg!(target_os = "linux") {
            cargo.args(LINUX_ONLY);
        }
        cargo
    }

    /// A cargo command over every package that can be built for another system than Linux.
    pub(crate) fn cargo_for(&self, command: &str, target: &str) -> Command {
        let mut cargo = self.cargo();
        cargo.args([command, "--workspace", "--target", target]);
        cargo.args(LINUX_ONLY);
        cargo
    }

    /// The user's cache folder with a folder of ours in it, also where builds do not go there.
    pub(crate) fn user_caches(&self) -> Option<PathBuf> {
        self.caches
            .clone()
            .or_else(|| user_cache_folder(|name| std::env::var_os(name).map(PathBuf::from)))
    }

    /// A program of Node's (`npm`) in the interface's folder.
    pub(crate) fn node_program(&self, name: &str) -> Command {
        let mut program = Command::new(if cfg!(windows) {
            format!("{name}.cmd")
        } else {
            name.to_owned()
        });
        program.current_dir(self.ui());
        if let Some(caches) = &self.caches {
            program.env("npm_config_cache", caches.join("npm"));
        }
        program
    }
}

/// Whether this runs on a build machine, where nobody can answer a question.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// The user's cache folder with a folder of ours in it. Builds on a build machine go there, because its copy of the project is
/// made afresh each time and the cache folder is what it keeps.
fn user_cache_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library").join("Caches"))
    } else {
        variable("XDG_CACHE_HOME")
            .filter(|folder| folder.is_absolute())
            .or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    folder.map(|folder| folder.join("mailbox-steward"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_cache_folder_is_the_one_the_user_set_or_the_usual_one() {
        let usual = |name: &str| (name == "HOME").then(|| PathBuf::from("/home/jane"));
        assert_eq!(
            user_cache_folder(usual),
            Some(PathBuf::from("/home/jane/.cache/mailbox-steward"))
        );

        let set = |name: &str| match name {
            "HOME" => Some(PathBuf::from("/home/jane")),
            "XDG_CACHE_HOME" => Some(PathBuf::from("/var/cache/jane")),
            _ => None,
        };
        assert_eq!(
            user_cache_folder(set),
            Some(PathBuf::from("/var/cache/jane/mailbox-steward"))
        );
    }

    #[test]
    fn a_relative_cache_folder_is_ignored_as_the_standard_says() {
        let relative = |name: &str| match name {
            "HOME" => Some(PathBuf::from("/home/jane")),
            "XDG_CACHE_HOME" => Some(PathBuf::from("cache")),
            _ => None,
        };
        assert_eq!(
            user_cache_folder(relative),
            Some(PathBuf::from("/home/jane/.cache/mailbox-steward"))
        );
    }

    #[test]
    fn the_project_is_found_from_anywhere() {
        let workspace = Workspace::find().expect("these tests run inside the project");
        assert!(workspace.root.join("src-tauri").join("xtask").is_dir());
    }
}
