//! How the program was started, and what it works with: its folders and its password store, or a demo's.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use steward_core::clock::{Clock, Date, ShiftedClock, SystemClock};
use steward_core::contract::PasswordStoreView;
use steward_core::files::{self, Surroundings};
use steward_core::vault::{KeyringVault, MemoryVault, Vault, VaultError};
use tempfile::TempDir;
use thiserror::Error;

use crate::desktop::keyring;

/// The name the systems know the program by; folders and keyring entries carry it.
pub(crate) const IDENTIFIER: &str = "uk.mailboxsteward.app";

/// What the command line asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Open an invented home in a throw-away profile.
    pub demo: bool,
    /// The day on which the demo opens, where it is another than today. A staff list of one's own knows no other day than today.
    pub day: Option<Date>,
    /// Forget where the window stood.
    pub reset_window: bool,
}

impl Options {
    /// Reads the arguments after the program's name. Unknown ones are left alone: systems add their own.
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut options = Self::default();
        for argument in arguments {
            options.demo |= argument == "--demo";
            let day = argument.to_str().and_then(|argument| argument.strip_prefix("--demo="));
            if let Some(day) = day.and_then(|day| day.parse().ok()) {
                options.demo = true;
                options.day = Some(day);
            }
            options.reset_window |= argument == "--reset-window";
        }
        options
    }
}

/// There is no folder to work in.
#[derive(Debug, Error)]
pub(crate) enum NoFolder {
    #[error("the system names no folder for this user's data")]
    NotNamed,
    #[error("no folder can be made for the demo")]
    Demo(#[source] std::io::Error),
}

/// How the folder of a demo begins, and the file in it that is held while it runs.
const DEMO: &str = "mailbox-steward-demo-";
const DEMO_HELD: &str = "running";

/// The folders of one run. A demo's are deleted when this is dropped.
#[derive(Debug)]
pub(crate) struct Folders {
    data: PathBuf,
    logs: PathBuf,
    /// Says that the demo still runs; let go of before its folder is deleted.
    _held: Option<File>,
    demo: Option<TempDir>,
}

impl Folders {
    /// The folders of this user, in the *local* part of their profile, which is not copied to a server; or new ones for a demo.
    ///
    /// # Errors
    ///
    /// [`NoFolder`]. That a folder exists or can be written is not checked here.
    pub(crate) fn find(demo: bool) -> Result<Self, NoFolder> {
        if demo {
            files::remove_abandoned(&std::env::temp_dir(), DEMO, DEMO_HELD);
            let folder = tempfile::Builder::new()
                .prefix(DEMO)
                .tempdir()
                .map_err(NoFolder::Demo)?;
            // Without it the folder of a demo that is killed stays, and nothing else.
            let held = files::hold(&folder.path().join(DEMO_HELD)).ok();
            let data = folder.path().join("data");
            let logs = folder.path().join("logs");
            return Ok(Self {
                data,
                logs,
                _held: held,
                demo: Some(folder),
            });
        }
        let data = dirs::data_local_dir().ok_or(NoFolder::NotNamed)?.join(IDENTIFIER);
        let logs = if cfg!(target_os = "macos") {
            dirs::home_dir()
                .ok_or(NoFolder::NotNamed)?
                .join("Library/Logs")
                .join(IDENTIFIER)
        } else {
            data.join("logs")
        };
        Ok(Self {
            data,
            logs,
            _held: None,
            demo: None,
        })
    }

    /// The folder of the staff list, and of the window's place.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// The folder of the log.
    pub(crate) fn logs(&self) -> &Path {
        &self.logs
    }

    /// The folder of the web view's own files. It holds nothing of ours.
    pub(crate) fn web(&self) -> PathBuf {
        self.data.join("web")
    }

    /// Whether everything goes when the program ends.
    pub(crate) fn is_demo(&self) -> bool {
        self.demo.is_some()
    }
}

/// The computer's clock, or a demo's that opens on another day.
pub(crate) fn clock(day: Option<Date>) -> Arc<dyn Clock> {
    match day {
        Some(day) => Arc::new(ShiftedClock::beginning_on(day)),
        None => Arc::new(SystemClock),
    }
}

/// The system's password store, or one in memory for a demo.
pub(crate) fn vault(demo: bool) -> Arc<dyn Vault> {
    if demo {
        return Arc::new(MemoryVault::new());
    }
    if let Ok(vault) = KeyringVault::start(IDENTIFIER, keyring::connect) {
        return Arc::new(vault);
    }
    tracing::error!("no thread for the password store");
    let vault = MemoryVault::new();
    vault.set_failure(Some(VaultError::NoKeyring));
    Arc::new(vault)
}

/// What this system calls its password store.
pub(crate) const fn password_store(demo: bool) -> PasswordStoreView {
    if demo {
        PasswordStoreView::Memory
    } else if cfg!(target_os = "windows") {
        PasswordStoreView::WindowsCredentialManager
    } else if cfg!(target_os = "macos") {
        PasswordStoreView::MacKeychain
    } else {
        PasswordStoreView::SecretService
    }
}

/// What says whether the staff list's folder is really on this computer; a demo's is.
pub(crate) fn surroundings(demo: bool) -> Option<Surroundings> {
    (!demo).then(Surroundings::of_this_computer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_read() {
        let read = |arguments: &[&str]| Options::read(arguments.iter().map(OsString::from));
        assert_eq!(read(&[]), Options::default());
        assert_eq!(
            read(&["-psn_0_1", "--demo"]),
            Options {
                demo: true,
                ..Options::default()
            }
        );
        assert_eq!(
            read(&["--reset-window"]),
            Options {
                reset_window: true,
                ..Options::default()
            }
        );
        assert_eq!(
            read(&["--demo=2026-11-23"]),
            Options {
                demo: true,
                day: "2026-11-23".parse().ok(),
                ..Options::default()
            }
        );
        assert_eq!(read(&["--demonstrate", "--demo=today"]), Options::default());
    }

    #[test]
    fn a_demo_leaves_nothing_behind() {
        let folders = Folders::find(true).unwrap();
        let home = folders.data().parent().unwrap().to_path_buf();
        steward_core::files::create_folder(folders.data()).unwrap();
        assert!(folders.is_demo() && home.is_dir());
        drop(folders);
        assert!(!home.exists());
    }

    #[test]
    fn the_folders_are_the_programs_own_and_local() {
        let folders = Folders::find(false).unwrap();
        assert!(folders.data().ends_with(IDENTIFIER));
        assert!(folders.web().starts_with(folders.data()));
        assert!(!folders.data().to_string_lossy().contains("Roaming"));
    }

    #[test]
    fn the_name_is_the_one_the_systems_are_told() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(config["identifier"], IDENTIFIER);
    }
}
