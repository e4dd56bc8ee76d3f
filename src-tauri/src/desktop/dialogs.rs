//! The system's own dialogs: where to save a file, which mail to open, and the words for a start that has no window to show them in.

use std::path::{Path, PathBuf};

use steward_core::files;
use tauri::WebviewWindow;
use thiserror::Error;

/// Asks where to save a file with a name like `suggested_name`. Nothing when the person closes the dialog.
///
/// # Errors
///
/// When there is no window to ask in, or the dialog never answers.
pub(crate) async fn choose_where_to_save(
    window: &WebviewWindow,
    suggested_name: &str,
) -> Result<Option<PathBuf>, NoDialog> {
    let suggested_name = &files::portable_name(suggested_name);
    let ending = ending_of(Path::new(suggested_name)).to_owned();
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .set_file_name(suggested_name)
        .add_filter(kind(&ending), &[&ending])
        .set_can_create_directories(true);
    let file = ask(window, move || dialog.save_file()).await?;
    Ok(file.map(|file| saved_as(file.path(), &ending)))
}

/// Asks for a mail file. Nothing when the person closes the dialog.
///
/// # Errors
///
/// When there is no window to ask in, or the dialog never answers.
pub(crate) async fn choose_a_mail(window: &WebviewWindow) -> Result<Option<PathBuf>, NoDialog> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .add_filter(kind("eml"), &["eml", "EML", "txt"]);
    let file = ask(window, move || dialog.pick_file()).await?;
    Ok(file.map(|file| file.path().to_path_buf()))
}

/// Asks for a file with a table. Nothing when the person closes the dialog.
///
/// # Errors
///
/// When there is no window to ask in, or the dialog never answers.
pub(crate) async fn choose_a_table(window: &WebviewWindow) -> Result<Option<PathBuf>, NoDialog> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(window).add_filter(
        "Excel workbook or CSV table",
        &["xlsx", "XLSX", "xlsm", "csv", "CSV", "tsv", "txt", "xls"],
    );
    let file = ask(window, move || dialog.pick_file()).await?;
    Ok(file.map(|file| file.path().to_path_buf()))
}

/// Asks for a locked backup. `None` when the person closed the dialog.
///
/// # Errors
///
/// When there is no window to ask in, or the dialog never answers.
pub(crate) async fn choose_a_backup(window: &WebviewWindow) -> Result<Option<PathBuf>, NoDialog> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .add_filter("Locked backup", &["age", "AGE"]);
    let file = ask(window, move || dialog.pick_file()).await?;
    Ok(file.map(|file| file.path().to_path_buf()))
}

/// Opens a dialog and waits for its answer. macOS opens one only from the main thread; waiting is no thread's duty.
async fn ask<Q>(
    window: &WebviewWindow,
    open: impl FnOnce() -> Q + Send + 'static,
) -> Result<Option<rfd::FileHandle>, NoDialog>
where
    Q: Future<Output = Option<rfd::FileHandle>> + Send + 'static,
{
    let (chosen, answer) = tokio::sync::oneshot::channel();
    window
        .run_on_main_thread(move || {
            let question = open();
            tauri::async_runtime::spawn(async move {
                let _ = chosen.send(question.await);
            });
        })
        .map_err(|_| NoDialog)?;
    answer.await.map_err(|_| NoDialog)
}

/// The system did not show its dialog.
#[derive(Debug, Error)]
#[error("the dialog did not answer")]
pub(crate) struct NoDialog;

/// What the dialog calls files with this ending.
fn kind(ending: &str) -> &'static str {
    match ending {
        "eml" => "Email message",
        "pdf" => "PDF document",
        "csv" => "CSV table",
        "xlsx" => "Excel workbook",
        "ics" => "Calendar",
        _ => "File",
    }
}

fn ending_of(name: &Path) -> &str {
    name.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

/// Gives the file the ending its kind has, where somebody typed a name without one, and a name that is a file's on every system. The
/// dialog asked before it let an existing file be chosen, but not about the name that comes of it here: where that exists, a number
/// keeps them apart.
fn saved_as(chosen: &Path, ending: &str) -> PathBuf {
    let Some(typed) = chosen.file_name().and_then(|name| name.to_str()) else {
        return chosen.to_path_buf();
    };
    let has_ending = ending_of(chosen).eq_ignore_ascii_case(ending);
    let name = files::portable_name(typed);
    if has_ending && name == typed {
        return chosen.to_path_buf();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, typed_ending)) if has_ending => (stem, typed_ending),
        _ => (name.as_str(), ending),
    };
    let ended = |number: u32| {
        let number = if number > 1 {
            format!(" ({number})")
        } else {
            String::new()
        };
        chosen.with_file_name(files::portable_name(&format!("{stem}{number}.{ending}")))
    };
    (1..1_000)
        .map(ended)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| chosen.to_path_buf())
}

/// Why the program cannot start at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoStart {
    /// The system has no web view that works.
    Window,
    /// The system names no folder for this user's data.
    Folder,
}

impl NoStart {
    const fn words(self) -> &'static str {
        match self {
            Self::Window if cfg!(target_os = "windows") => {
                "Mailbox Steward needs Microsoft Edge WebView2. Ask the person who looks after this computer to install the WebView2 \
                 Runtime from Microsoft. Then open Mailbox Steward again. Your staff list has not been changed."
            }
            Self::Window if cfg!(target_os = "macos") => {
                "Restart the Mac. Then open Mailbox Steward again. Your staff list has not been changed."
            }
            Self::Window => {
                "Mailbox Steward needs a graphical session and WebKitGTK 4.1. Your staff list has not been changed."
            }
            Self::Folder => {
                "This computer names no folder for your files. Sign out and in again. Then open Mailbox Steward again. Your staff list has \
                 not been changed."
            }
        }
    }
}

/// Says why the program cannot start. There is no page to say it, so the words are here: in a message box, on Linux on standard error.
pub(crate) fn say(reason: NoStart) {
    #[cfg(not(target_os = "linux"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Mailbox Steward cannot start")
        .set_description(reason.words())
        .show();
    #[cfg(target_os = "linux")]
    {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "Mailbox Steward cannot start. {}", reason.words());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_an_ending_gets_it() {
        for (typed, saved) in [
            ("/no-such-folder/request", "/no-such-folder/request.eml"),
            ("/no-such-folder/request.eml", "/no-such-folder/request.eml"),
            ("/no-such-folder/REQUEST.EML", "/no-such-folder/REQUEST.EML"),
            ("/no-such-folder/request 2.5", "/no-such-folder/request 2.5.eml"),
            ("/no-such-folder/request.txt", "/no-such-folder/request.txt.eml"),
            ("/no-such-folder/request.", "/no-such-folder/request.eml"),
        ] {
            assert_eq!(saved_as(Path::new(typed), "eml"), Path::new(saved));
        }
    }

    #[test]
    fn a_name_that_is_a_device_on_windows_becomes_one_of_a_file() {
        for (typed, saved) in [
            ("/no-such-folder/CON", "/no-such-folder/CON-.eml"),
            ("/no-such-folder/nul.eml", "/no-such-folder/nul-.eml"),
            ("/no-such-folder/LPT1.EML", "/no-such-folder/LPT1-.EML"),
        ] {
            assert_eq!(saved_as(Path::new(typed), "eml"), Path::new(saved));
        }
    }

    #[test]
    fn a_changed_name_never_leads_onto_another_file() {
        let folder = tempfile::tempdir().unwrap();
        files::write_whole(&folder.path().join("nul-.eml"), b"kept").unwrap();
        assert_eq!(
            saved_as(&folder.path().join("nul.eml"), "eml"),
            folder.path().join("nul- (2).eml")
        );
    }

    #[test]
    fn an_ending_never_leads_onto_another_file() {
        let folder = tempfile::tempdir().unwrap();
        for taken in ["request.eml", "request (2).eml"] {
            files::write_whole(&folder.path().join(taken), b"kept").unwrap();
        }
        assert_eq!(
            saved_as(&folder.path().join("request"), "eml"),
            folder.path().join("request (3).eml")
        );
        assert_eq!(
            saved_as(&folder.path().join("request.eml"), "eml"),
            folder.path().join("request.eml")
        );
    }
}
