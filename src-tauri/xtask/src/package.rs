//! `cargo xtask package`: what is handed out on this system, with the list of its parts and its checksums.
//!
//! Linux: a Debian package and an RPM. Windows: an installer for one user (NSIS) and one for whoever looks after many computers (MSI).
//! macOS: a disk image. Tauri's own program puts them together from the app as it was built; it comes with the interface's packages.

mod needed;
mod parts;
mod private_root;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::needs::{self, Purpose};
use crate::workspace::{APP, PROFILE, Workspace};
use crate::{Stop, command, ui};

/// The list of checksums, in the form that `sha256sum --check` reads.
const CHECKSUMS: &str = "SHA256SUMS";

/// What Tauri's program calls the kinds of this system, and how their files end.
const KINDS: &[&str] = if cfg!(windows) {
    &["nsis", "msi"]
} else if cfg!(target_os = "macos") {
    &["dmg"]
} else {
    &["deb", "rpm"]
};
const ENDINGS: &[&str] = if cfg!(windows) {
    &["exe", "msi"]
} else if cfg!(target_os = "macos") {
    &["dmg"]
} else {
    &["deb", "rpm"]
};

/// Builds the app in a profile and everything that is handed out.
pub(crate) fn run(yes: bool, profile: &str) -> Result<ExitCode, Stop> {
    let workspace = Workspace::find()?;
    needs::make_ready(&[Purpose::Build], yes)?;
    ui::install(&workspace)?;
    ui::build(&workspace)?;
    println!("Building the app; as it is shipped this takes a quarter of an hour the first time");
    let mut build = workspace.cargo_over_all("build", profile);
    command::run("Building the app", build.args(["--bin", APP]))?;
    let out = workspace.build_folder().join("package");
    let mut files = bundle(&workspace, profile, KINDS, &out)?;
    files.push(parts::write(&workspace, &out)?);
    write_checksums(&out, &files)?;
    println!("\nReady in {}:", out.display());
    for file in files.iter().map(|file| name_of(file)).chain([CHECKSUMS.into()]) {
        println!("  {file}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the Debian package from the app of the tests, installs it into a folder of its own, and has the tests start what was installed.
pub(crate) fn install_for_tests(workspace: &Workspace, test: &mut Command) -> Result<(), Stop> {
    let out = workspace.build_folder().join("package-test");
    let files = bundle(workspace, PROFILE, &["deb"], &out)?;
    let package = files
        .first()
        .ok_or_else(|| Stop("Tauri's program made no Debian package.".into()))?;
    let root = private_root::install(package, &out.join("installed"))?;
    test.env("STEWARD_APP", root.join("usr").join("bin").join(APP))
        .env("STEWARD_PACKAGE", package)
        .env("STEWARD_INSTALLED", root);
    Ok(())
}

/// Puts the kinds together from the app as it was built in a profile. Only they are in `out` afterwards.
fn bundle(workspace: &Workspace, profile: &str, kinds: &[&str], out: &Path) -> Result<Vec<PathBuf>, Stop> {
    // Tauri's program looks for the app in `release` of the build folder, whatever the profile: it gets a build folder of its own.
    let stage = out.join("stage");
    let program = workspace.program(profile, APP);
    let staged = stage
        .join("release")
        .join(format!("{APP}{}", std::env::consts::EXE_SUFFIX));
    empty(out)?;
    make(&stage.join("release"))?;
    std::fs::copy(&program, &staged)
        .map_err(|error| Stop(format!("{} cannot be copied: {error}.", program.display())))?;
    let mut tauri = Command::new("node");
    tauri
        .arg(workspace.ui().join("node_modules/@tauri-apps/cli/tauri.js"))
        // There is no updater that would have to know which kind it came from.
        .args(["bundle", "--ci", "--no-binary-patching", "--bundles", &kinds.join(",")])
        .current_dir(workspace.root().join("src-tauri"))
        .env("CARGO_TARGET_DIR", &stage);
    if cfg!(target_os = "linux") {
        tauri.args(["--config", &needed::setting(&needed::c_library(&staged)?)]);
    }
    command::run("Making the packages", &mut tauri)?;
    let mut files = Vec::new();
    for made in found(&stage.join("release").join("bundle"))? {
        let file = out.join(name_of(&made).to_lowercase().replace(' ', "-"));
        std::fs::rename(&made, &file).map_err(|error| Stop(format!("{} cannot be moved: {error}.", made.display())))?;
        files.push(file);
    }
    let _ = std::fs::remove_dir_all(&stage);
    if files.len() == kinds.len() {
        Ok(files)
    } else {
        Err(Stop(format!(
            "Tauri's program made {} of {} packages.",
            files.len(),
            kinds.len()
        )))
    }
}

/// The files below a folder that are handed out, in order of their names.
fn found(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| Stop(format!("{}: {error}.", folder.display())))?;
    for kind in entries.filter_map(Result::ok) {
        let Ok(files) = std::fs::read_dir(kind.path()) else {
            continue;
        };
        found.extend(files.filter_map(Result::ok).map(|file| file.path()).filter(|path| {
            path.extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| ENDINGS.contains(&ending))
        }));
    }
    found.sort();
    Ok(found)
}

fn write_checksums(out: &Path, files: &[PathBuf]) -> Result<(), Stop> {
    let lines: Vec<String> = files
        .iter()
        .map(|file| Ok(format!("{}  {}\n", sha256(file)?, name_of(file))))
        .collect::<Result<_, Stop>>()?;
    write(&out.join(CHECKSUMS), &lines.concat())
}

/// The checksum, from the program for it that each system has.
fn sha256(file: &Path) -> Result<String, Stop> {
    let path = file.to_string_lossy();
    let answer = if cfg!(windows) {
        command::ask("certutil", &["-hashfile", &path, "SHA256"])
    } else if cfg!(target_os = "macos") {
        command::ask("shasum", &["-a", "256", &path])
    } else {
        command::ask("sha256sum", &[&path])
    };
    answer
        .as_deref()
        .and_then(read_sha256)
        .ok_or_else(|| Stop(format!("The checksum of {path} cannot be made.")))
}

/// The 64 hexadecimal digits in what such a program prints.
fn read_sha256(answer: &str) -> Option<String> {
    answer
        .split_whitespace()
        .map(|word| word.trim_start_matches('\\'))
        .find(|word| word.len() == 64 && word.chars().all(|digit| digit.is_ascii_hexdigit()))
        .map(str::to_ascii_lowercase)
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn empty(folder: &Path) -> Result<(), Stop> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Stop(format!("{} cannot be emptied: {error}.", folder.display())))
        }
        _ => make(folder),
    }
}

fn make(folder: &Path) -> Result<(), Stop> {
    std::fs::create_dir_all(folder).map_err(|error| Stop(format!("{} cannot be made: {error}.", folder.display())))
}

#[expect(clippy::disallowed_methods, reason = "a file that is made anew with every run")]
fn write(file: &Path, text: &str) -> Result<(), Stop> {
    std::fs::write(file, text).map_err(|error| Stop(format!("{} cannot be written: {error}.", file.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn the_checksum_is_read_from_what_each_systems_program_prints() {
        for answer in [
            format!("{EMPTY}  mailbox-steward.deb"),
            format!("\\{EMPTY}  C:\\\\mailbox-steward.msi"),
            format!("SHA256 hash of mailbox-steward.exe:\r\n{EMPTY}\r\nCertUtil: -hashfile command completed."),
            EMPTY.to_uppercase(),
        ] {
            assert_eq!(read_sha256(&answer).as_deref(), Some(EMPTY), "{answer}");
        }
        assert_eq!(read_sha256("sha256sum: no such file"), None);
    }

    #[test]
    fn the_checksum_of_a_file_is_the_known_one() {
        let file = std::env::temp_dir().join(format!("xtask-empty-{}", std::process::id()));
        write(&file, "").expect("the temporary folder takes files");
        assert_eq!(sha256(&file).as_deref(), Ok(EMPTY));
        std::fs::remove_file(&file).expect("it is ours");
        assert!(sha256(&file).is_err());
    }
}
