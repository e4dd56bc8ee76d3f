//! Where a folder really is: on this computer, in a folder that a service copies to the internet, or on a network drive.
//!
//! A database that a sync program or another computer also touches gets damaged, so the app's data may only live on this
//! computer. The check reads names, environment variables, a service's own marker files and the list of mounted drives.

use std::fs;
use std::path::{Path, PathBuf};

/// A service that copies a folder to the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyncedBy {
    /// Microsoft OneDrive, personal or for work.
    OneDrive,
    /// Dropbox.
    Dropbox,
    /// Google Drive.
    GoogleDrive,
    /// Apple iCloud Drive.
    ICloudDrive,
    /// Box Drive or Box Sync.
    Box,
    /// Nextcloud or ownCloud.
    Nextcloud,
    /// pCloud Drive.
    PCloud,
    /// Sync.com.
    SyncCom,
    /// Syncthing.
    Syncthing,
}

impl SyncedBy {
    /// What the service calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OneDrive => "OneDrive",
            Self::Dropbox => "Dropbox",
            Self::GoogleDrive => "Google Drive",
            Self::ICloudDrive => "iCloud Drive",
            Self::Box => "Box",
            Self::Nextcloud => "Nextcloud",
            Self::PCloud => "pCloud",
            Self::SyncCom => "Sync.com",
            Self::Syncthing => "Syncthing",
        }
    }
}

/// How a network drive shows itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetworkKind {
    /// A Windows path to another computer: `\\server\share`, or a drive letter that stands for one.
    WindowsShare,
    /// A mounted file system that lives on another computer.
    Mounted,
}

/// Where a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placement {
    /// On this computer only, as far as the app can tell.
    ThisComputer,
    /// In a folder that a service copies to the internet.
    Synced(SyncedBy),
    /// On another computer.
    Network(NetworkKind),
}

/// Mounted drives: where each is mounted, and the name of its file system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mounts(Vec<(String, String)>);

impl Mounts {
    /// Reads the text of Linux's `/proc/self/mounts`.
    #[must_use]
    pub fn from_proc(text: &str) -> Self {
        let mount = |line: &str| {
            let mut words = line.split(' ').skip(1);
            Some((unescape(words.next()?), words.next()?.to_owned()))
        };
        Self(text.lines().filter_map(mount).collect())
    }

    /// Reads what macOS's `mount` prints: `//jane@server/share on /Volumes/share (smbfs, nodev, nosuid)`.
    #[must_use]
    pub fn from_mount_command(text: &str) -> Self {
        let mount = |line: &str| {
            let (before, options) = line.rsplit_once(" (")?;
            let (_, at) = before.split_once(" on ")?;
            let kind = options.split([',', ')']).next()?;
            Some((at.to_owned(), kind.to_owned()))
        };
        Self(text.lines().filter_map(mount).collect())
    }

    /// The file system `path` is on: the longest mount point above it, the last one where several are the same.
    fn file_system_of(&self, path: &Path) -> Option<&str> {
        let above = self.0.iter().filter(|(at, _)| path.starts_with(at));
        above.max_by_key(|(at, _)| at.len()).map(|(_, kind)| kind.as_str())
    }
}

/// `/proc/self/mounts` writes space, tab, line break and backslash as three octal digits after a backslash.
fn unescape(text: &str) -> String {
    text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\")
}

/// What the check knows about this computer besides the folder itself.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The user's home folder, where services put theirs.
    pub home: Option<PathBuf>,
    /// Folders that environment variables name as a service's own.
    pub named_by_environment: Vec<(SyncedBy, PathBuf)>,
    /// The mounted drives.
    pub mounts: Mounts,
}

impl Surroundings {
    /// Asks this computer.
    #[must_use]
    pub fn of_this_computer() -> Self {
        let variable = |name: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let named_by_environment = ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"]
            .into_iter()
            .filter_map(|name| Some((SyncedBy::OneDrive, variable(name)?)))
            .collect();
        let home = variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
        Self {
            home,
            named_by_environment,
            mounts: mounts_of_this_computer(),
        }
    }
}

#[cfg(target_os = "linux")]
fn mounts_of_this_computer() -> Mounts {
    let text = super::read_up_to(Path::new("/proc/self/mounts"), 4 << 20).unwrap_or_default();
    Mounts::from_proc(&String::from_utf8_lossy(&text))
}

/// The list is only to be had from a call that safe Rust lacks, or from this program.
#[cfg(target_os = "macos")]
fn mounts_of_this_computer() -> Mounts {
    let text = std::process::Command::new("/sbin/mount")
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    Mounts::from_mount_command(&String::from_utf8_lossy(&text))
}

/// A drive letter that stands for a share becomes a `\\server\share` path when it is resolved.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn mounts_of_this_computer() -> Mounts {
    Mounts::default()
}

/// Finds out where `folder` is. It need not exist yet: what counts is where it would be created.
///
/// The path is checked as it is written and as it resolves, so that a link into a synced folder, or a drive letter that stands
/// for a network share, is found.
#[must_use]
pub fn placement(folder: &Path, surroundings: &Surroundings) -> Placement {
    let resolved = resolve(folder);
    let found = [folder, &resolved]
        .into_iter()
        .find_map(|path| by_name(path, surroundings));
    found
        .or_else(|| by_marker(&resolved))
        .unwrap_or(Placement::ThisComputer)
}

/// `folder` with links resolved as far up as it exists.
fn resolve(folder: &Path) -> PathBuf {
    for existing in folder.ancestors() {
        if let Ok(resolved) = fs::canonicalize(existing) {
            return folder
                .strip_prefix(existing)
                .map_or_else(|_| resolved.clone(), |rest| resolved.join(rest));
        }
    }
    folder.to_path_buf()
}

fn by_name(path: &Path, surroundings: &Surroundings) -> Option<Placement> {
    let text = path.to_string_lossy();
    if is_share(&text) {
        return Some(Placement::Network(NetworkKind::WindowsShare));
    }
    for (service, root) in &surroundings.named_by_environment {
        if is_inside(&text, &root.to_string_lossy()).is_some() {
            return Some(Placement::Synced(*service));
        }
    }
    if let Some(service) = service_in_path(&text, surroundings.home.as_deref()) {
        return Some(Placement::Synced(service));
    }
    match surroundings.mounts.file_system_of(path).map(file_system)? {
        FileSystem::Local => None,
        FileSystem::Service(service) => Some(Placement::Synced(service)),
        FileSystem::Network => Some(Placement::Network(NetworkKind::Mounted)),
    }
}

/// Whether this is `\\server\share` or `\\?\UNC\server\share`, and not `\\?\C:\` or `\\.\device`.
fn is_share(path: &str) -> bool {
    let path = if cfg!(windows) {
        path.replace('/', "\\")
    } else {
        path.to_owned()
    };
    let Some(rest) = path.strip_prefix(r"\\") else {
        return false;
    };
    match rest.strip_prefix(r"?\").or_else(|| rest.strip_prefix(r".\")) {
        Some(device) => device.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(r"UNC\")),
        None => !rest.is_empty(),
    }
}

/// The folder names in a path of this or another system, without the marks of a verbatim Windows path.
fn folder_names(path: &str) -> Vec<String> {
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    path.split(['/', '\\'])
        .filter(|name| !name.is_empty() && *name != ".")
        .map(str::to_lowercase)
        .collect()
}

/// The names below `root` when `path` is `root` or inside it, ignoring case.
fn is_inside(path: &str, root: &str) -> Option<Vec<String>> {
    let root = folder_names(root);
    let names = folder_names(path);
    (!root.is_empty() && names.starts_with(&root)).then(|| names[root.len()..].to_vec())
}

/// Whose folder a path names. Below the home folder only the names below it count, so that a user called Box may use the app.
fn service_in_path(path: &str, home: Option<&Path>) -> Option<SyncedBy> {
    let below_home = home.and_then(|home| is_inside(path, &home.to_string_lossy()));
    if let Some(first) = below_home.as_ref().and_then(|names| names.first()) {
        // Everyday words: only where the service itself puts its folder.
        match first.as_str() {
            "box" => return Some(SyncedBy::Box),
            "sync" => return Some(SyncedBy::SyncCom),
            _ => {}
        }
    }
    let names = below_home.unwrap_or_else(|| folder_names(path));
    names.iter().enumerate().find_map(|(at, name)| {
        let in_cloud_storage = at > 0 && names[at - 1] == "cloudstorage";
        service_called(name, in_cloud_storage)
    })
}

/// Which service calls a folder by this lower-case name. macOS puts all of them in `Library/CloudStorage`, as
/// `OneDrive-RowanHouse`.
fn service_called(name: &str, in_cloud_storage: bool) -> Option<SyncedBy> {
    let starts = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(" -")
                || rest.starts_with(" (")
                || in_cloud_storage && rest.starts_with('-')
        })
    };
    let service = if starts("onedrive") {
        SyncedBy::OneDrive
    } else if starts("dropbox") {
        SyncedBy::Dropbox
    } else if starts("google drive") || starts("googledrive") || starts("my drive") {
        SyncedBy::GoogleDrive
    } else if starts("icloud drive")
        || name == "iclouddrive"
        || name == "mobile documents"
        || name.starts_with("com~apple~")
    {
        SyncedBy::ICloudDrive
    } else if starts("box sync") || in_cloud_storage && starts("box") {
        SyncedBy::Box
    } else if starts("nextcloud") || starts("owncloud") {
        SyncedBy::Nextcloud
    } else if starts("pcloud drive") || starts("pclouddrive") || in_cloud_storage && starts("pcloud") {
        SyncedBy::PCloud
    } else if starts("sync.com") || in_cloud_storage && starts("sync") {
        SyncedBy::SyncCom
    } else if starts("syncthing") && in_cloud_storage {
        SyncedBy::Syncthing
    } else {
        return None;
    };
    Some(service)
}

enum FileSystem {
    Local,
    Service(SyncedBy),
    Network,
}

fn file_system(kind: &str) -> FileSystem {
    let lower = kind.to_lowercase();
    let name = lower.strip_prefix("fuse.").unwrap_or(&lower);
    match name {
        "google-drive-ocamlfuse" => FileSystem::Service(SyncedBy::GoogleDrive),
        "onedriver" => FileSystem::Service(SyncedBy::OneDrive),
        "pcloud.fs" | "pcloud" | "pclouddrive" => FileSystem::Service(SyncedBy::PCloud),
        "nfs" | "nfs4" | "cifs" | "smb2" | "smb3" | "smbfs" | "afpfs" | "webdav" | "davfs" | "davfs2" | "sshfs"
        | "9p" | "rclone" | "s3fs" | "gvfsd-fuse" | "gvfs-fuse-daemon" | "kio-fuse" | "curlftpfs" | "afs" | "ceph"
        | "ceph-fuse" | "glusterfs" | "lustre" | "beegfs" | "gfs2" | "ocfs2" | "ncpfs" | "coda" | "orangefs"
        | "ftp" => FileSystem::Network,
        _ => FileSystem::Local,
    }
}

/// A service's own file or folder in this folder or one above it.
fn by_marker(folder: &Path) -> Option<Placement> {
    const FILES: [(&str, SyncedBy); 5] = [
        // OneDrive keeps a hidden file of this name at the top of its folder.
        (".849C9593-D756-4E56-8D6E-42412F2A707B", SyncedBy::OneDrive),
        // A folder of this name in the home folder is only Dropbox's settings.
        (".dropbox", SyncedBy::Dropbox),
        (".nextcloudsync.log", SyncedBy::Nextcloud),
        (".owncloudsync.log", SyncedBy::Nextcloud),
        (".stfolder", SyncedBy::Syncthing),
    ];
    const FOLDERS: [(&str, SyncedBy); 4] = [
        (".dropbox.cache", SyncedBy::Dropbox),
        (".tmp.drivedownload", SyncedBy::GoogleDrive),
        (".tmp.driveupload", SyncedBy::GoogleDrive),
        (".stfolder", SyncedBy::Syncthing),
    ];
    folder.ancestors().find_map(|above| {
        let file = FILES.iter().find(|(name, _)| above.join(name).is_file());
        let marker = file.or_else(|| FOLDERS.iter().find(|(name, _)| above.join(name).is_dir()));
        let service = marker
            .map(|(_, service)| *service)
            .or_else(|| has_nextcloud_journal(above))?;
        Some(Placement::Synced(service))
    })
}

/// Nextcloud keeps its journal at the top of its folder as `.sync_0123456789ab.db`.
fn has_nextcloud_journal(folder: &Path) -> Option<SyncedBy> {
    // A folder with more entries than this is not worth the wait at start-up.
    let names = fs::read_dir(folder)
        .ok()?
        .take(5_000)
        .flatten()
        .map(|entry| entry.file_name());
    let is_journal = |name: &str| {
        let middle = name.strip_prefix(".sync_").or_else(|| name.strip_prefix("._sync_"));
        middle
            .and_then(|rest| rest.strip_suffix(".db"))
            .is_some_and(|id| id.chars().all(|c| c.is_ascii_hexdigit()))
    };
    names
        .into_iter()
        .any(|name| name.to_str().is_some_and(is_journal))
        .then_some(SyncedBy::Nextcloud)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows() -> Surroundings {
        Surroundings {
            home: Some(PathBuf::from(r"C:\Users\Jane")),
            ..Surroundings::default()
        }
    }

    fn mac() -> Surroundings {
        Surroundings {
            home: Some(PathBuf::from("/Users/jane")),
            ..Surroundings::default()
        }
    }

    fn at(path: &str, surroundings: &Surroundings) -> Placement {
        placement(Path::new(path), surroundings)
    }

    #[test]
    fn the_usual_data_folders_are_on_this_computer() {
        let data = r"C:\Users\Jane\AppData\Local\uk.example.mailbox-steward";
        assert_eq!(at(data, &windows()), Placement::ThisComputer);
        assert_eq!(at(&format!(r"\\?\{data}"), &windows()), Placement::ThisComputer);
        let data = "/Users/jane/Library/Application Support/uk.example.mailbox-steward";
        assert_eq!(at(data, &mac()), Placement::ThisComputer);
        let linux = Surroundings {
            home: Some("/home/jane".into()),
            ..Surroundings::default()
        };
        assert_eq!(
            at("/home/jane/.local/share/uk.example.mailbox-steward", &linux),
            Placement::ThisComputer
        );
    }

    #[test]
    fn each_services_folder_is_known_by_name() {
        let cases = [
            (r"C:\Users\Jane\OneDrive\Steward", SyncedBy::OneDrive),
            (r"C:\Users\Jane\OneDrive - Rowan House\Steward", SyncedBy::OneDrive),
            (r"\\?\C:\Users\Jane\onedrive\Steward", SyncedBy::OneDrive),
            (r"D:\Dropbox\Steward", SyncedBy::Dropbox),
            (r"C:\Users\Jane\Dropbox (Personal)\Steward", SyncedBy::Dropbox),
            (r"C:\Users\Jane\Google Drive\Steward", SyncedBy::GoogleDrive),
            (r"G:\My Drive\Steward", SyncedBy::GoogleDrive),
            (r"C:\Users\Jane\iCloudDrive\Steward", SyncedBy::ICloudDrive),
            (r"C:\Users\Jane\Box\Steward", SyncedBy::Box),
            (r"C:\Users\Jane\Box Sync\Steward", SyncedBy::Box),
            (r"C:\Users\Jane\Nextcloud\Steward", SyncedBy::Nextcloud),
            (r"C:\Users\Jane\ownCloud\Steward", SyncedBy::Nextcloud),
            (r"P:\pCloud Drive\Steward", SyncedBy::PCloud),
            (r"C:\Users\Jane\Sync\Steward", SyncedBy::SyncCom),
        ];
        for (path, service) in cases {
            assert_eq!(at(path, &windows()), Placement::Synced(service), "{path}");
        }
        let cases = [
            (
                "/Users/jane/Library/CloudStorage/OneDrive-RowanHouse/Steward",
                SyncedBy::OneDrive,
            ),
            (
                "/Users/jane/Library/CloudStorage/GoogleDrive-jane@example.com/My Drive",
                SyncedBy::GoogleDrive,
            ),
            ("/Users/jane/Library/CloudStorage/Dropbox/Steward", SyncedBy::Dropbox),
            ("/Users/jane/Library/CloudStorage/Box-Box/Steward", SyncedBy::Box),
            ("/Users/jane/Library/CloudStorage/pCloud/Steward", SyncedBy::PCloud),
            (
                "/Users/jane/Library/Mobile Documents/com~apple~CloudDocs/Steward",
                SyncedBy::ICloudDrive,
            ),
            ("/Users/jane/iCloud Drive (Archive)/Steward", SyncedBy::ICloudDrive),
            ("/Users/jane/pCloud Drive/Steward", SyncedBy::PCloud),
        ];
        for (path, service) in cases {
            assert_eq!(at(path, &mac()), Placement::Synced(service), "{path}");
        }
    }

    #[test]
    fn a_name_that_only_resembles_a_service_is_not_refused() {
        for path in [
            r"C:\Users\Box\AppData\Local\Steward",
            r"C:\Users\Jane\Documents\Box\Steward",
            r"C:\Users\Jane\Boxes\Steward",
            r"C:\Users\Jane\Synchronised\Steward",
            r"C:\Users\Jane\OneDriveless\Steward",
            r"C:\Users\Jane\dropboxed\Steward",
        ] {
            assert_eq!(at(path, &windows()), Placement::ThisComputer, "{path}");
        }
        let called_dropbox = Surroundings {
            home: Some("/home/dropbox".into()),
            ..Surroundings::default()
        };
        assert_eq!(
            at("/home/dropbox/.local/share/steward", &called_dropbox),
            Placement::ThisComputer
        );
    }

    #[test]
    fn an_environment_variable_names_a_folder_that_was_moved() {
        let moved = Surroundings {
            named_by_environment: vec![(SyncedBy::OneDrive, PathBuf::from(r"D:\Work files\"))],
            ..windows()
        };
        assert_eq!(
            at(r"d:\work files\Steward", &moved),
            Placement::Synced(SyncedBy::OneDrive)
        );
        assert_eq!(at(r"D:\Work files 2\Steward", &moved), Placement::ThisComputer);
    }

    #[test]
    fn a_windows_share_is_a_network_folder() {
        for path in [
            r"\\server\share\Steward",
            r"\\?\UNC\server\share\Steward",
            r"\\?\unc\server\share",
        ] {
            assert_eq!(
                at(path, &windows()),
                Placement::Network(NetworkKind::WindowsShare),
                "{path}"
            );
        }
        assert_eq!(at(r"\\?\C:\Steward", &windows()), Placement::ThisComputer);
        assert_eq!(at(r"\\.\C:\Steward", &windows()), Placement::ThisComputer);
    }

    #[test]
    fn a_mounted_network_drive_is_found_by_its_file_system() {
        let text = "\
            /dev/sda1 / ext4 rw,relatime 0 0\n\
            tmpfs /run tmpfs rw 0 0\n\
            server:/export /home/jane/shared nfs4 rw 0 0\n\
            //server/office /mnt/The\\040Office cifs rw 0 0\n\
            jane@server: /mnt/ssh fuse.sshfs rw 0 0\n\
            share /mnt/host 9p rw 0 0\n\
            pCloud.fs /home/jane/p fuse.pCloud.fs rw 0 0\n\
            /dev/sdb1 /home/jane/shared/local ext4 rw 0 0\n\
            half a line\n";
        let linux = Surroundings {
            home: Some("/home/jane".into()),
            mounts: Mounts::from_proc(text),
            ..Surroundings::default()
        };
        let network = Placement::Network(NetworkKind::Mounted);
        assert_eq!(at("/home/jane/shared/Steward", &linux), network);
        assert_eq!(at("/mnt/The Office/Steward", &linux), network);
        assert_eq!(at("/mnt/ssh/Steward", &linux), network);
        assert_eq!(at("/mnt/host", &linux), network);
        assert_eq!(at("/home/jane/p/Steward", &linux), Placement::Synced(SyncedBy::PCloud));
        assert_eq!(at("/home/jane/shared/local/Steward", &linux), Placement::ThisComputer);
        assert_eq!(at("/home/jane/shared2/Steward", &linux), Placement::ThisComputer);
        assert_eq!(at("/home/jane/.local/share/Steward", &linux), Placement::ThisComputer);
    }

    #[test]
    fn the_last_of_two_mounts_in_one_place_counts() {
        let both = |first: &str, second: &str| {
            let text = format!("a /data {first} rw 0 0\nb /data {second} rw 0 0\n");
            at(
                "/data/x",
                &Surroundings {
                    mounts: Mounts::from_proc(&text),
                    ..Surroundings::default()
                },
            )
        };
        assert_eq!(both("nfs", "ext4"), Placement::ThisComputer);
        assert_eq!(both("ext4", "nfs"), Placement::Network(NetworkKind::Mounted));
    }

    #[test]
    fn the_mac_list_of_mounts_is_understood() {
        let text = "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n\
            //jane@server/share on /Volumes/The share (smbfs, nodev, nosuid, mounted by jane)\n\
            /dev/disk4s1 on /Volumes/Stick (msdos, local)\n";
        let mac = Surroundings {
            mounts: Mounts::from_mount_command(text),
            ..mac()
        };
        assert_eq!(
            at("/Volumes/The share/Steward", &mac),
            Placement::Network(NetworkKind::Mounted)
        );
        assert_eq!(at("/Volumes/Stick/Steward", &mac), Placement::ThisComputer);
    }

    #[test]
    fn a_services_marker_is_found_in_a_folder_above() {
        for (marker, is_file, service) in [
            (".849C9593-D756-4E56-8D6E-42412F2A707B", true, SyncedBy::OneDrive),
            (".dropbox", true, SyncedBy::Dropbox),
            (".dropbox.cache", false, SyncedBy::Dropbox),
            (".tmp.driveupload", false, SyncedBy::GoogleDrive),
            (".sync_0123456789ab.db", true, SyncedBy::Nextcloud),
            ("._sync_0123456789ab.db", true, SyncedBy::Nextcloud),
            (".stfolder", false, SyncedBy::Syncthing),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let inner = folder.path().join("a/b");
            fs::create_dir_all(&inner).unwrap();
            assert_eq!(placement(&inner, &Surroundings::default()), Placement::ThisComputer);
            let marker_path = folder.path().join(marker);
            if is_file {
                super::super::write_whole(&marker_path, b"").unwrap();
            } else {
                fs::create_dir(&marker_path).unwrap();
            }
            assert_eq!(
                placement(&inner, &Surroundings::default()),
                Placement::Synced(service),
                "{marker}"
            );
            let not_yet_there = inner.join("c/d");
            assert_eq!(
                placement(&not_yet_there, &Surroundings::default()),
                Placement::Synced(service),
                "{marker}"
            );
        }
    }

    #[test]
    fn dropboxs_settings_in_the_home_folder_do_not_make_it_synced() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".dropbox")).unwrap();
        assert_eq!(
            placement(&home.path().join("data"), &Surroundings::default()),
            Placement::ThisComputer
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_a_synced_folder_is_followed() {
        let home = tempfile::tempdir().unwrap();
        let synced = home.path().join("Dropbox/steward");
        fs::create_dir_all(&synced).unwrap();
        let link = home.path().join("data");
        std::os::unix::fs::symlink(&synced, &link).unwrap();
        let surroundings = Surroundings {
            home: Some(home.path().into()),
            ..Surroundings::default()
        };
        assert_eq!(
            placement(&link.join("not/yet"), &surroundings),
            Placement::Synced(SyncedBy::Dropbox)
        );
    }

    #[test]
    fn this_computers_temporary_folder_is_on_this_computer() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            placement(folder.path(), &Surroundings::of_this_computer()),
            Placement::ThisComputer
        );
    }
}
