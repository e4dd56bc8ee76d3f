//! The generated types in `ui/src/bindings` must be what the contract says: no file stale, missing or left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::Stop;
use crate::tally::Report;
use crate::workspace::Workspace;

/// The variable that tells the unit tests where to write the types they generate.
pub(super) const EXPORT_FOLDER: &str = "TS_RS_EXPORT_DIR";

/// A place apart for generated types, so that testing never changes what is committed.
pub(super) fn generated(workspace: &Workspace) -> PathBuf {
    workspace.scratch("bindings")
}

/// What is committed, and the place apart with what the tests are about to generate.
pub(super) struct Fresh {
    committed: PathBuf,
    generated: PathBuf,
}

impl Fresh {
    /// Empties the place apart.
    pub(super) fn prepare(workspace: &Workspace) -> Result<Self, Stop> {
        let generated = generated(workspace);
        if generated.exists() {
            fs::remove_dir_all(&generated)
                .map_err(|error| Stop(format!("{} could not be emptied: {error}.", generated.display())))?;
        }
        Ok(Self {
            committed: workspace.ui().join("src").join("bindings"),
            generated,
        })
    }

    /// Compares what was generated with what is committed.
    pub(super) fn compare(&self) -> Report {
        let differences = differences(&read_folder(&self.committed), &read_folder(&self.generated));
        if differences.is_empty() {
            return Report::of_check("generated types", true);
        }
        Report::of_failure(format!(
            "ui/src/bindings is not what the contract says ({}). Run `cargo test -p steward-core`, delete what is left over, and commit",
            differences.join(", ")
        ))
    }
}

/// Every file below a folder, by its path from there.
fn read_folder(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let Ok(entries) = fs::read_dir(&current) else {
            continue;
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(name), Ok(content)) = (path.strip_prefix(folder), fs::read(&path)) {
                files.insert(name.to_owned(), content);
            }
        }
    }
    files
}

fn differences(committed: &BTreeMap<PathBuf, Vec<u8>>, generated: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    if generated.is_empty() {
        return vec!["nothing was generated".into()];
    }
    let names: BTreeSet<&PathBuf> = committed.keys().chain(generated.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let difference = match (committed.get(name), generated.get(name)) {
                (Some(old), Some(new)) if old == new => return None,
                (Some(_), Some(_)) => "stale",
                (Some(_), None) => "left over",
                (None, _) => "missing",
            };
            Some(format!("{} is {difference}", name.display()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
        files
            .iter()
            .map(|(name, content)| (PathBuf::from(name), content.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn the_same_files_do_not_differ() {
        let files = folder(&[("SiteView.ts", "a"), ("serde_json/Value.ts", "b")]);
        assert_eq!(differences(&files, &files), Vec::<String>::new());
    }

    #[test]
    fn a_stale_a_missing_and_a_left_over_file_are_named() {
        let committed = folder(&[("Gone.ts", "a"), ("Old.ts", "a")]);
        let generated = folder(&[("New.ts", "a"), ("Old.ts", "b")]);
        assert_eq!(
            differences(&committed, &generated),
            ["Gone.ts is left over", "New.ts is missing", "Old.ts is stale"]
        );
    }

    #[test]
    fn generating_nothing_is_not_fresh() {
        assert_eq!(
            differences(&folder(&[("A.ts", "a")]), &folder(&[])),
            ["nothing was generated"]
        );
    }
}
