//! Printing: the system's own dialog, for the page as it stands.

use tauri::WebviewWindow;

/// Opens the system's print dialog for the page in `window`.
///
/// # Errors
///
/// When the window is gone or the web view has no way to print.
pub(crate) fn print(window: &WebviewWindow) -> tauri::Result<()> {
    window.print()
}
