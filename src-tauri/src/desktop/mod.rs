//! What only a desktop can do, for the core to call: the clipboard, links, dialogs, printing, and the window itself.

mod clipboard;
pub(crate) mod dialogs;
pub(crate) mod keyring;
mod mail;
mod notice;
pub(crate) mod place;
mod print;
pub(crate) mod session;
#[cfg(target_os = "linux")]
mod webkit;
pub(crate) mod window;

use steward_core::app::{Copied, Desktop, DesktopError, Saved, Work};
use steward_core::files;
use steward_core::secret::SecretString;
use tauri::{AppHandle, Manager as _, WebviewWindow};

use clipboard::Clipboard;

/// Whether this system can keep a window out of screenshots.
pub(crate) const PROTECTS_SCREEN: bool = cfg!(any(target_os = "windows", target_os = "macos"));

/// This computer's desktop.
pub(crate) struct Desk {
    app: AppHandle,
    clipboard: Clipboard,
}

impl Desk {
    /// The desktop around the running app.
    pub(crate) fn new(app: AppHandle) -> Self {
        Self {
            app,
            clipboard: Clipboard::default(),
        }
    }

    /// Clears what is still ours, and lets the clipboard go.
    pub(crate) fn end(&self) {
        self.clipboard.end();
    }

    fn window(&self) -> Result<WebviewWindow, DesktopError> {
        self.app.get_webview_window(window::LABEL).ok_or(DesktopError::Window)
    }
}

impl Desktop for Desk {
    fn copy(&self, text: &SecretString, what: Copied) -> Result<(), DesktopError> {
        self.clipboard
            .copy(text.clone(), what)
            .map_err(|_| DesktopError::Clipboard)
    }

    fn clear_clipboard(&self) -> Result<(), DesktopError> {
        self.clipboard.clear_if_ours().map_err(|_| DesktopError::Clipboard)
    }

    fn open(&self, link: &str) -> Result<(), DesktopError> {
        mail::open(link).map_err(|_| DesktopError::NotOpened)
    }

    fn save<'a>(&'a self, suggested_name: &'a str, content: &'a [u8]) -> Work<'a, Result<Saved, DesktopError>> {
        Box::pin(async move {
            let chosen = dialogs::choose_where_to_save(&self.window()?, suggested_name).await;
            let Some(path) = chosen.map_err(|_| DesktopError::Window)? else {
                return Ok(Saved::Cancelled);
            };
            files::write_whole(&path, content)?;
            Ok(Saved::To(path))
        })
    }

    fn open_mail(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(async move {
            let chosen = dialogs::choose_a_mail(&self.window()?).await;
            let Some(path) = chosen.map_err(|_| DesktopError::Window)? else {
                return Ok(None);
            };
            files::read_up_to(&path, limit).map(Some).map_err(DesktopError::NotRead)
        })
    }

    fn open_table(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(async move {
            let chosen = dialogs::choose_a_table(&self.window()?).await;
            let Some(path) = chosen.map_err(|_| DesktopError::Window)? else {
                return Ok(None);
            };
            files::read_up_to(&path, limit).map(Some).map_err(DesktopError::NotRead)
        })
    }

    fn open_backup(&self, limit: u64) -> Work<'_, Result<Option<Vec<u8>>, DesktopError>> {
        Box::pin(async move {
            let chosen = dialogs::choose_a_backup(&self.window()?).await;
            let Some(path) = chosen.map_err(|_| DesktopError::Window)? else {
                return Ok(None);
            };
            files::read_up_to(&path, limit).map(Some).map_err(DesktopError::NotRead)
        })
    }

    fn print(&self) -> Result<(), DesktopError> {
        print::print(&self.window()?).map_err(|_| DesktopError::Window)
    }

    fn notify(&self, text: &str) {
        notice::show(text);
    }

    fn protect_screen(&self, protect: bool) {
        let protected = self.window().map(|window| window::protect(&window, protect));
        if !matches!(protected, Ok(Ok(()))) {
            tracing::warn!(protect, "the window was not told");
        }
    }

    fn window_ready(&self) {
        window::show(&self.app);
    }
}
