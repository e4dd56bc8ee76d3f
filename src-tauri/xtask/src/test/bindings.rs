//! The generated types in `ui/src/bindings` must be committed as the contract says: no file stale, missing or left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::tally::Report;
use crate::workspace::Workspace;

/// The folder of generated types as it was before the unit tests, which write it anew.
pub(super) struct Bindings {
    folder: PathBuf,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Bindings {
    /// Reads the folder.
    pub(super) fn read(workspace: &Workspace) -> Self {
        let folder = workspace.ui().join("src").join("bindings");
        Self {
            before: read_folder(&folder),
            folder,
        }
    }

    /// Compares what the tests wrote with what was there.
    pub(super) fn compare(&self) -> Report {
        let differences = differences(&self.before, &read_folder(&self.folder));
        if differences.is_empty() {
            return Report::of_check("generated types", true);
        }
        Report::of_failure(format!(
            "ui/src/bindings was not what the contract says: {}. The tests have written it anew; please commit it",
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

fn differences(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    if after.is_empty() {
        return vec!["there is no file in it".into()];
    }
    let names: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let difference = match (before.get(name), after.get(name)) {
                (Some(old), Some(new)) if old == new => return None,
                (Some(_), Some(_)) => "was stale",
                (Some(_), None) => "was left over",
                (None, _) => "was missing",
            };
            Some(format!("{} {difference}", name.display()))
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
        let before = folder(&[("Gone.ts", "a"), ("Old.ts", "a")]);
        let after = folder(&[("New.ts", "a"), ("Old.ts", "b")]);
        assert_eq!(
            differences(&before, &after),
            ["Gone.ts was left over", "New.ts was missing", "Old.ts was stale"]
        );
    }

    #[test]
    fn no_types_at_all_are_not_fresh() {
        assert_eq!(
            differences(&folder(&[("A.ts", "a")]), &folder(&[])),
            ["there is no file in it"]
        );
    }
}
