//! Notices of the system, outside the window.

use notify_rust::Notification;

/// Shows a notice under the program's name. The system is asked from a thread of its own: some answer late, or not at all.
pub(super) fn show(text: &str) {
    let mut notice = Notification::new();
    notice.appname("Mailbox Steward").summary("Mailbox Steward").body(text);
    #[cfg(target_os = "windows")]
    notice.app_id(crate::startup::IDENTIFIER);
    let asking = std::thread::Builder::new().name("notice".into()).spawn(move || {
        if notice.show().is_err() {
            tracing::info!("the system shows no notices");
        }
    });
    if asking.is_err() {
        tracing::warn!("no thread for the notice");
    }
}
