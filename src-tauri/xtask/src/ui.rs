//! The interface's packages and its build: done when they are older than what they come from.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::workspace::Workspace;
use crate::{Stop, command};

/// The oldest Node that the interface's build accepts, and the odd release after it that it does not.
const NODE_NEEDED: &str = "Node 20.19 or newer (but not 21, nor 22 before 22.12)";

/// Makes sure that `ui/node_modules` is what `ui/package-lock.json` says.
pub(crate) fn install(workspace: &Workspace) -> Result<(), Stop> {
    check_node(command::ask("node", &["--version"]).as_deref())?;
    let ui = workspace.ui();
    // npm writes this file last, so an interrupted install is done again.
    let installed = newest(&[ui.join("node_modules").join(".package-lock.json")]);
    let wanted = newest(&[ui.join("package-lock.json"), ui.join("package.json")]);
    if installed >= wanted && installed.is_some() {
        return Ok(());
    }
    println!("Installing the interface's packages");
    command::run(
        "npm ci",
        workspace.node_program("npm").args(["ci", "--no-audit", "--no-fund"]),
    )
}

/// Makes sure that `ui/dist` is newer than everything it is made from. The packages must be there.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Stop> {
    let ui = workspace.ui();
    let built = newest(&[ui.join("dist").join("index.html")]);
    if built > newest(&sources(&ui)) {
        return Ok(());
    }
    println!("Building the interface");
    command::run(
        "The interface's build",
        workspace.node_program("npm").args(["run", "build"]),
    )
}

/// Everything in `ui` that the build may read: all but what other programs put there.
fn sources(ui: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(ui) else {
        return Vec::new();
    };
    let mut sources: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            !matches!(
                entry.file_name().to_str(),
                Some("dist" | "node_modules" | "coverage" | "test-results")
            )
        })
        .map(|entry| entry.path())
        .collect();
    sources.push(ui.join("node_modules").join(".package-lock.json"));
    sources
}

/// When the newest of these files last changed, looking into folders. A folder's own time counts, so that a file that was taken away
/// is noticed. `None` when nothing is there.
fn newest(paths: &[PathBuf]) -> Option<SystemTime> {
    let inside = |path: &PathBuf| -> Option<SystemTime> {
        let entries = fs::read_dir(path).ok()?;
        newest(
            &entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .collect::<Vec<_>>(),
        )
    };
    paths
        .iter()
        .filter_map(|path| {
            Some(
                fs::metadata(path)
                    .ok()?
                    .modified()
                    .ok()?
                    .max(inside(path).unwrap_or(SystemTime::UNIX_EPOCH)),
            )
        })
        .max()
}

fn check_node(version: Option<&str>) -> Result<(), Stop> {
    let Some(version) = version else {
        return Err(Stop(format!(
            "Node is not installed. The interface needs {NODE_NEEDED}: https://nodejs.org"
        )));
    };
    if node_is_new_enough(version) {
        return Ok(());
    }
    Err(Stop(format!(
        "The interface needs {NODE_NEEDED}; this is {version}: https://nodejs.org"
    )))
}

fn node_is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(20)), Some(Ok(minor))) => minor >= 19,
        (Some(Ok(22)), Some(Ok(minor))) => minor >= 12,
        (Some(Ok(major)), Some(Ok(_))) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_node_that_vite_refuses_is_refused_here_with_words() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"] {
            assert!(node_is_new_enough(good), "{good}");
        }
        for old in ["v18.20.0", "v20.18.3", "v21.7.0", "v22.11.0", "", "v", "nonsense"] {
            assert!(!node_is_new_enough(old), "{old}");
        }
        assert!(check_node(None).is_err_and(|stop| stop.0.contains("not installed")));
        assert!(check_node(Some("v18.20.0")).is_err_and(|stop| stop.0.contains("v18.20.0")));
    }

    #[test]
    fn the_newest_file_in_any_depth_decides() {
        let folder = std::env::temp_dir().join(format!("xtask-newest-{}", std::process::id()));
        let deep = folder.join("a").join("b");
        fs::create_dir_all(&deep).expect("the temporary folder takes folders");
        let file = deep.join("page.svelte");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"), &file)
            .expect("the temporary folder takes files");
        let written = fs::metadata(&file)
            .and_then(|file| file.modified())
            .expect("it was just written");
        let later = written + Duration::from_hours(1);
        fs::File::options()
            .write(true)
            .open(&file)
            .and_then(|file| file.set_modified(later))
            .expect("it is ours");
        assert_eq!(newest(std::slice::from_ref(&folder)), Some(later));
        assert_eq!(newest(&[folder.join("nothing")]), None);
        fs::remove_dir_all(&folder).expect("it is ours");
    }
}
