//! What only a desktop can do. The shell implements it; tests put a desk of their own.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use crate::secret::SecretString;

/// Work that a person may take their time over, such as a dialog.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What is copied, which decides how long it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// A draft: kept out of clipboard history, cleared on quit.
    Draft,
    /// A secret: kept out of clipboard history and the cloud, cleared after 30 seconds, on lock and on quit.
    Secret,
}

/// How long a copied secret stays, in seconds.
pub const SECRET_STAYS: u32 = 30;

/// What became of a file a person was asked to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is here.
    To(PathBuf),
    /// The dialog was closed.
    Cancelled,
}

/// Why the desktop did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesktopError {
    /// The clipboard did not answer.
    #[error("the clipboard did not answer")]
    Clipboard,
    /// No program opened the link.
    #[error("no program opened the link")]
    NotOpened,
    /// The file could not be written.
    #[error("the file could not be written")]
    NotSaved(#[from] crate::files::FileError),
    /// The file could not be read, or is longer than may be read.
    #[error("the file could not be read")]
    NotRead(crate::files::FileError),
    /// The dialog, the printer or the window did not answer.
    #[error("the window did not answer")]
    Window,
}

/// What only a desktop can do. None of these touches the staff list.
pub trait Desktop: Send + Sync {
    /// Copies text. It is cleared by itself as [`Copied`] says, only if the clipboard still holds it.
    ///
    /// # Errors
    /// [`DesktopError::Clipboard`].
    fn copy(&self, text: &SecretString, what: Copied) -> Result<(), DesktopError>;

    /// Clears what [`Desktop::copy`] put on the clipboard, if it is still there.
    ///
    /// # Errors
    /// [`DesktopError::Clipboard`].
    fn clear_clipboard(&self) -> Result<(), DesktopError>;

    /// Opens a `mailto:` or `https:` link in the program the system has for it.
    ///
    /// # Errors
    /// [`DesktopError::NotOpened`].
    fn open(&self, link: &str) -> Result<(), DesktopError>;

    /// Asks where to save a file, and saves it there, whole.
    fn save<'a>(&'a self, suggested_name: &'a str, content: &'a [u8]) -> Work<'a, Result<Saved, DesktopError>>;

    /// Asks for a mail file, and reads it: at most `limit` bytes. Nothing when the dialog was closed.
    fn open_mail(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>>;

    /// Asks for a file with a table, and reads it: at most `limit` bytes. Nothing when the dialog was closed.
    fn open_table(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>>;

    /// Asks for a locked backup, and reads it: at most `limit` bytes. Nothing when the dialog was closed.
    fn open_backup(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>>;

    /// Opens the system's print dialog for the page.
    ///
    /// # Errors
    /// [`DesktopError::Window`].
    fn print(&self) -> Result<(), DesktopError>;

    /// Has the system show a notice. Best effort: a system without notices shows none.
    fn notify(&self, text: &str);

    /// Keeps the window out of screenshots, or lets it in again. Best effort.
    fn protect_screen(&self, protect: bool);

    /// The page has drawn itself: the window may be seen.
    fn window_ready(&self);
}
