//! Files: whole or not there, private to this user, and never in a folder that something else also writes to.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::random;

mod name;
mod placement;

pub use name::portable_name;
pub use placement::{Mounts, NetworkKind, Placement, Surroundings, SyncedBy, placement};

/// What went wrong with a file, as far as it changes what the person should do next.
///
/// Holds no path: a path carries the name of whoever uses the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is no such file or folder.
    #[error("the file is missing")]
    Missing,
    /// The file is larger than the limit it was read with.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The disk, or this user's share of it, is full.
    #[error("the disk is full")]
    DiskFull,
    /// This user may not read or write there, or the disk is read-only.
    #[error("the file or folder may not be used")]
    NotAllowed,
    /// Anything else.
    #[error("the file could not be used: {0}")]
    Other(ErrorKind),
}

impl From<&io::Error> for FileError {
    fn from(error: &io::Error) -> Self {
        // ERROR_HANDLE_DISK_FULL has no kind of its own.
        if cfg!(windows) && error.raw_os_error() == Some(39) {
            return Self::DiskFull;
        }
        let kind = error.kind();
        if kind == ErrorKind::NotFound {
            Self::Missing
        } else if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
            Self::DiskFull
        } else if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
            Self::NotAllowed
        } else {
            Self::Other(kind)
        }
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::from(&error)
    }
}

/// Makes `bytes` the whole content of the file at `path`, or changes nothing.
///
/// Writes to a hidden temporary file in the same folder, waits until the disk has it, and renames it over `path`. On Unix only
/// this user can read the file, and the rename itself is on the disk when this returns.
///
/// # Errors
///
/// [`FileError::Missing`] when the folder is not there; otherwise as [`FileError`] says. The file at `path` is then as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let temporary = Temporary::beside(path)?;
    let mut file = temporary.create()?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    temporary.rename_to(path)?;
    sync_folder(folder_of(path))?;
    Ok(())
}

/// Reads the whole file at `path`, if it has at most `limit` bytes.
///
/// # Errors
///
/// [`FileError::Missing`], [`FileError::TooLarge`], [`FileError::NotAllowed`], or another [`FileError`].
pub fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(FileError::Other(ErrorKind::IsADirectory));
    }
    let mut bytes = Vec::new();
    // One byte more than allowed: the size can change between asking and reading.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|read| read <= limit) {
        Ok(bytes)
    } else {
        Err(FileError::TooLarge { limit })
    }
}

/// Creates `folder` and the folders above it where they are missing; on Unix only this user can enter those it creates.
///
/// # Errors
///
/// [`FileError::NotAllowed`], [`FileError::DiskFull`] or another [`FileError`].
pub fn create_folder(folder: &Path) -> Result<(), FileError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

/// Tries whether a file can be written, synced, renamed and deleted in `folder`, and leaves nothing behind.
///
/// # Errors
///
/// What stood in the way: [`FileError::Missing`] when there is no such folder.
pub fn check_writable(folder: &Path) -> Result<(), FileError> {
    let probe = folder.join(format!(".probe-{}", random_suffix()));
    write_whole(&probe, &[0; 4096])?;
    Ok(fs::remove_file(&probe)?)
}

/// Makes a file and holds it for as long as the answer lives: what [`remove_abandoned`] leaves alone.
///
/// # Errors
///
/// A [`FileError`] when it cannot be made or held.
pub fn hold(path: &Path) -> Result<File, FileError> {
    let file = OpenOptions::new().create_new(true).write(true).open(path)?;
    file.lock()?;
    Ok(file)
}

/// Removes the folders in `parent` whose name begins with `prefix` and whose file `held` nobody holds any more: those of a program
/// that was killed. One without that file is left alone. Says how many went.
#[expect(clippy::must_use_candidate, reason = "how many went matters to nobody but a test")]
pub fn remove_abandoned(parent: &Path, prefix: &str, held: &str) -> usize {
    let Ok(folders) = fs::read_dir(parent) else { return 0 };
    folders
        .flatten()
        .filter(|folder| folder.file_name().to_string_lossy().starts_with(prefix))
        // A link to a folder is not one.
        .filter(|folder| folder.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|folder| {
            let file = OpenOptions::new().write(true).open(folder.path().join(held));
            // Let go of again before the folder is removed, which Windows asks for.
            file.is_ok_and(|file| file.try_lock().is_ok())
        })
        .filter(|folder| fs::remove_dir_all(folder.path()).is_ok())
        .count()
}

/// Deletes temporary files that a killed [`write_whole`] to `path` left behind, and says how many there were.
///
/// Only for a file that nobody else is writing: at start-up, once this is known to be the only running app.
///
/// # Errors
///
/// A [`FileError`] when the folder cannot be listed or a file in it not deleted.
pub fn remove_leftovers(path: &Path) -> Result<usize, FileError> {
    let mut removed = 0;
    let Some(name) = path.file_name() else { return Ok(0) };
    let prefix = [b".", name.as_encoded_bytes(), b"."].concat();
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let found = entry.file_name();
        let middle = found
            .as_encoded_bytes()
            .strip_prefix(&prefix[..])
            .and_then(|rest| rest.strip_suffix(TEMPORARY_ENDING));
        if middle.is_some_and(|middle| middle.len() == 16 && middle.iter().all(u8::is_ascii_hexdigit)) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

const TEMPORARY_ENDING: &[u8] = b".tmp";

/// The longest name, in bytes, that is in the temporary name. Every name of the app's own is shorter.
const LONGEST_NAMED: usize = 200;

/// A file under a temporary name, deleted unless it is renamed.
struct Temporary {
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    fn beside(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().ok_or(FileError::Other(ErrorKind::InvalidInput))?;
        let mut hidden = OsString::from(".");
        // A name as long as the system allows has no room for more.
        if name.len() <= LONGEST_NAMED {
            hidden.push(name);
            hidden.push(".");
        }
        hidden.push(format!("{}.tmp", random_suffix()));
        Ok(Self {
            path: folder_of(path).join(hidden),
            renamed: false,
        })
    }

    fn create(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)
    }

    fn rename_to(mut self, path: &Path) -> io::Result<()> {
        rename(&self.path, path)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // The first failure is the one to report; a leftover is deleted at the next start.
            drop(fs::remove_file(&self.path));
        }
    }
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// A virus scanner or indexer may hold the old file open for a moment, and Windows then refuses the rename.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for wait in [10, 30, 100, 300] {
        match fs::rename(from, to) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied && to.is_file() => {
                std::thread::sleep(std::time::Duration::from_millis(wait));
            }
            other => return other,
        }
    }
    fs::rename(from, to)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems have nothing to sync for a folder and say so.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn random_suffix() -> String {
    format!("{:016x}", u64::from_ne_bytes(random::bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_goes_when_the_program_that_held_it_has_gone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = parent.path().join(name);
            create_folder(&folder.join("data")).unwrap();
            folder
        };
        let (mine, killed) = (folder("demo-1"), folder("demo-2"));
        folder("demo-3");
        write_whole(&folder("other").join("held"), b"").unwrap();
        let held = hold(&mine.join("held")).unwrap();
        drop(hold(&killed.join("held")).unwrap());
        assert_eq!(remove_abandoned(parent.path(), "demo-", "held"), 1);
        assert_eq!(names(parent.path()), ["demo-1", "demo-3", "other"]);
        drop(held);
        assert_eq!(remove_abandoned(parent.path(), "demo-", "held"), 1);
        assert_eq!(remove_abandoned(&parent.path().join("nowhere"), "demo-", "held"), 0);
    }

    #[test]
    fn a_written_file_reads_back_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        write_whole(&path, b"first").unwrap();
        write_whole(&path, b"second, longer").unwrap();
        write_whole(&path, b"third").unwrap();
        assert_eq!(read_up_to(&path, 5).unwrap(), b"third");
        assert_eq!(names(folder.path()), ["meta.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_can_read_what_was_written() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        create_folder(&inner).unwrap();
        write_whole(&inner.join("meta.json"), b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inner.join("meta.json")), 0o600);
        assert_eq!(mode(&inner), 0o700);
    }

    #[test]
    fn a_failed_write_keeps_the_old_file_and_leaves_no_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        // A folder in the way: the rename cannot succeed.
        fs::create_dir(&path).unwrap();
        fs::create_dir(path.join("inside")).unwrap();
        assert!(write_whole(&path, b"x").is_err());
        assert_eq!(names(folder.path()), ["meta.json"]);
        assert_eq!(names(&path), ["inside"]);
    }

    #[test]
    fn a_name_as_long_as_the_system_allows_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{}.eml", "r".repeat(251));
        write_whole(&folder.path().join(&name), b"kept").unwrap();
        write_whole(&folder.path().join(&name), b"kept again").unwrap();
        assert_eq!(names(folder.path()), [name]);
    }

    /// Windows refuses a path of more than 260 characters that is not written in full.
    #[test]
    fn a_path_longer_than_windows_usually_takes_is_written_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let deep = (0..6).fold(folder.path().to_owned(), |path, _| path.join("d".repeat(60)));
        create_folder(&deep).unwrap();
        let path = deep.join("request.eml");
        assert!(path.as_os_str().len() > 360);
        write_whole(&path, b"kept").unwrap();
        assert_eq!(read_up_to(&path, 9).unwrap(), b"kept");
        assert_eq!(check_writable(&deep), Ok(()));
        assert_eq!(names(&deep), ["request.eml"]);
    }

    #[test]
    fn a_missing_folder_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        assert_eq!(write_whole(&nowhere.join("a"), b""), Err(FileError::Missing));
        assert_eq!(read_up_to(&nowhere, 9), Err(FileError::Missing));
        assert_eq!(check_writable(&nowhere), Err(FileError::Missing));
    }

    #[test]
    fn a_path_without_a_file_name_is_refused() {
        assert_eq!(
            write_whole(Path::new("/"), b""),
            Err(FileError::Other(ErrorKind::InvalidInput))
        );
    }

    #[test]
    fn a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write_whole(&path, &[7; 100]).unwrap();
        assert_eq!(read_up_to(&path, 99), Err(FileError::TooLarge { limit: 99 }));
        assert_eq!(read_up_to(&path, 100).unwrap().len(), 100);
        assert_eq!(read_up_to(&path, u64::MAX).unwrap().len(), 100);
    }

    #[test]
    fn a_folder_is_not_read_as_a_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            read_up_to(folder.path(), 9),
            Err(FileError::Other(_) | FileError::NotAllowed)
        ));
    }

    #[test]
    fn the_probe_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check_writable(folder.path()), Ok(()));
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_nobody_may_write_to_is_not_allowed() {
        // /proc refuses new files even for root.
        assert!(matches!(
            check_writable(Path::new("/proc/self")),
            Err(FileError::NotAllowed | FileError::Missing)
        ));
    }

    #[test]
    fn leftovers_of_this_file_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        write_whole(&path, b"kept").unwrap();
        for name in [
            ".meta.json.0123456789abcdef.tmp",
            ".meta.json.note.tmp",
            ".other.json.0123456789abcdef.tmp",
        ] {
            write_whole(&folder.path().join(name), b"").unwrap();
        }
        assert_eq!(remove_leftovers(&path), Ok(1));
        assert_eq!(
            names(folder.path()),
            [".meta.json.note.tmp", ".other.json.0123456789abcdef.tmp", "meta.json"]
        );
    }

    #[test]
    fn a_killed_write_leaves_what_remove_leftovers_finds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        let temporary = Temporary::beside(&path).unwrap();
        temporary.create().unwrap();
        std::mem::forget(temporary);
        assert_eq!(names(folder.path()).len(), 1);
        assert_eq!(remove_leftovers(&path), Ok(1));
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn errors_are_told_apart_by_what_to_do_next() {
        let of = |kind: ErrorKind| FileError::from(io::Error::from(kind));
        assert_eq!(of(ErrorKind::StorageFull), FileError::DiskFull);
        assert_eq!(of(ErrorKind::QuotaExceeded), FileError::DiskFull);
        assert_eq!(of(ErrorKind::PermissionDenied), FileError::NotAllowed);
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), FileError::NotAllowed);
        assert_eq!(of(ErrorKind::NotFound), FileError::Missing);
        assert_eq!(of(ErrorKind::BrokenPipe), FileError::Other(ErrorKind::BrokenPipe));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_apart() {
        let mut full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        assert_eq!(FileError::from(full.write_all(b"x").unwrap_err()), FileError::DiskFull);
    }
}
