//! Files of a world: written for it, and searched for words in the clear.

use crate::problem::{Outcome, Problem};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Writes a file for the tests; they throw it away, so nothing is lost if it stays half written.
///
/// # Errors
///
/// When the folder is not there.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome<()> {
    create(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, bytes.as_ref()))
        .map_err(|why| Problem::while_doing(&format!("writing {}", path.display()), why))
}

/// Creates or empties a file of the tests.
#[expect(clippy::disallowed_methods, reason = "the tests throw the file away")]
pub(crate) fn create(path: &Path) -> std::io::Result<File> {
    File::create(path)
}

/// A place where words stand in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words looked for.
    pub words: String,
    /// The file they are in.
    pub file: PathBuf,
    /// How they are written there: `UTF-8` or `UTF-16`.
    pub writing: &'static str,
}

/// Every place under these folders where one of the words stands in the clear, in a file's bytes or in its name.
///
/// # Errors
///
/// When a folder cannot be read, or holds no file at all: then nothing was searched.
pub fn search(folders: &[PathBuf], words: &[&str]) -> Outcome<Vec<Found>> {
    let mut files = Vec::new();
    for folder in folders {
        collect(folder, &mut files)?;
    }
    if files.is_empty() {
        return Err(Problem::new("there is no file to search"));
    }
    let mut found = Vec::new();
    for file in files {
        let mut bytes = std::fs::read(&file).map_err(|why| Problem::while_doing(&file.display().to_string(), why))?;
        bytes.extend(file.display().to_string().as_bytes());
        for word in words {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for (writing, needle) in [("UTF-8", word.as_bytes()), ("UTF-16", wide.as_slice())] {
                if bytes.windows(needle.len()).any(|part| part == needle) {
                    found.push(Found {
                        words: (*word).to_owned(),
                        file: file.clone(),
                        writing,
                    });
                }
            }
        }
    }
    Ok(found)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let read = |why: std::io::Error| Problem::while_doing(&format!("reading the folder {}", folder.display()), why);
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let kind = entry.file_type().map_err(read)?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{search, write};

    #[test]
    fn words_in_the_clear_are_found_in_both_writings_and_in_a_file_name() {
        let folder = tempfile::tempdir().unwrap();
        let wide: Vec<u8> = "xx07700900001".encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::create_dir(folder.path().join("deeper")).unwrap();
        write(&folder.path().join("a"), b"...Amina Khan...").unwrap();
        write(&folder.path().join("deeper/b"), wide).unwrap();
        write(&folder.path().join("Rowan"), b"").unwrap();
        let found = search(
            &[folder.path().into()],
            &["Amina Khan", "07700900001", "Rowan", "Maple"],
        )
        .unwrap();
        let mut found: Vec<_> = found
            .iter()
            .map(|place| (place.words.as_str(), place.writing))
            .collect();
        found.sort_unstable();
        assert_eq!(
            found,
            [("07700900001", "UTF-16"), ("Amina Khan", "UTF-8"), ("Rowan", "UTF-8")]
        );
    }

    #[test]
    fn an_empty_folder_is_not_a_clean_one() {
        let folder = tempfile::tempdir().unwrap();
        assert!(search(&[folder.path().into()], &["Amina Khan"]).is_err());
    }
}
