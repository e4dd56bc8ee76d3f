//! A disk of a few hundred kilobytes that no other program sees, for filling it up and for making it read-only.
//!
//! [`on_a_small_disk`] runs the calling test again as a child process in a user and mount namespace of its own, where a tmpfs is
//! mounted on a new folder, and hands the folder to the body. Nothing of it outlives the test.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder a child finds its disk in.
const FOLDER: &str = "STEWARD_TEST_DISK";

/// What the child writes when the body has run to its end.
const DONE: &str = "the body of the test ran to its end";

/// Runs `body` with the folder of a disk that holds `kibibytes`. `test` is the full name of the calling test.
///
/// # Panics
///
/// When the body panics, or when this computer gives no private namespace.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
pub(crate) fn on_a_small_disk(test: &str, kibibytes: u32, body: impl FnOnce(&SmallDisk)) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let disk = SmallDisk { folder: folder.into() };
        disk.mount(&format!("size={kibibytes}k"));
        body(&disk);
        println!("{DONE}");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = std::env::current_exe().expect("the path of this test program");
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount"])
        .arg(program)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("this test needs unshare ({error}): install the package util-linux"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(
        !said.contains("unshare: "),
        "this test needs a user namespace of its own, and this computer gives none: run it where unprivileged user namespaces \
         are allowed, or as root\n{said}"
    );
    assert!(
        output.status.success() && said.contains(DONE),
        "{test} failed on its small disk\n{said}"
    );
}

/// A mounted disk.
pub(crate) struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Where it is mounted.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes it larger or smaller.
    ///
    /// # Panics
    ///
    /// When it cannot be had.
    pub(crate) fn resize(&self, kibibytes: u32) {
        self.mount(&format!("remount,size={kibibytes}k"));
    }

    /// Makes it read-only, or lets it be written again.
    ///
    /// # Panics
    ///
    /// When it cannot be had.
    pub(crate) fn set_read_only(&self, read_only: bool) {
        self.mount(if read_only { "remount,ro" } else { "remount,rw" });
    }

    /// Fills what is left of it, and says which file did.
    pub(crate) fn fill(&self) -> PathBuf {
        let path = self.folder.join("everything-else");
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .unwrap();
        let block = [7; 1024];
        while file.write_all(&block).is_ok() {}
        path
    }

    fn mount(&self, options: &str) {
        let mount = || {
            Command::new("mount")
                .args(["-t", "tmpfs", "-o", options, "tmpfs"])
                .arg(&self.folder)
                .output()
                .unwrap_or_else(|error| panic!("this test needs mount ({error}): install the package mount"))
        };
        let mut mounted = mount();
        // The last helper of a program that was closed may hold a file open for a moment longer.
        for _ in 0..50 {
            if !String::from_utf8_lossy(&mounted.stderr).contains("busy") {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            mounted = mount();
        }
        assert!(
            mounted.status.success(),
            "this test needs to mount a tmpfs in its own namespace, and cannot: {}",
            String::from_utf8_lossy(&mounted.stderr)
        );
    }
}
