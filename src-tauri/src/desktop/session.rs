//! What the system tells the program: that the screen is locked, that the computer goes to sleep, that the person signs out. And what the
//! program tells the web view before it starts.

#[cfg(target_os = "linux")]
#[path = "session/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "session/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "session/windows.rs"]
mod system;

#[cfg(target_os = "linux")]
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use tauri::AppHandle;

/// The window comes first; the watch starts when it stands.
const WATCH_STARTS_AFTER: Duration = Duration::from_secs(2);

/// The longest that the window waits for the desktop to say whether it prefers dark. It is asked while the program starts, and
/// mostly has answered before.
#[cfg(target_os = "linux")]
const APPEARANCE_TAKES: Duration = Duration::from_millis(150);

/// Sets what the web view reads from its surroundings. Call it first, before any other thread.
pub(crate) fn prepare() {
    #[cfg(target_os = "linux")]
    system::without_dmabuf();
}

/// Calls `lock` whenever the system says that its screen is locked or that it goes to sleep. Where the system does not say, nothing
/// happens: the idle lock is there for that.
pub(crate) fn watch(lock: impl Fn() + Send + Sync + 'static) {
    let watching = std::thread::Builder::new().name("session".into()).spawn(move || {
        std::thread::sleep(WATCH_STARTS_AFTER);
        if system::watch(lock).is_err() {
            tracing::info!("the system does not say when its screen is locked");
        }
    });
    if watching.is_err() {
        tracing::warn!("no thread to watch the session");
    }
}

/// The desktop's preference for dark or light, asked for before there is a window, so that it opens in the right colours. Windows and
/// macOS have the web view follow the preference by themselves.
pub(crate) struct Appearance {
    /// Whether dark is preferred: at the start, and at every change.
    #[cfg(target_os = "linux")]
    said: Receiver<bool>,
}

impl Appearance {
    /// Begins to ask, in a thread of its own.
    pub(crate) fn ask() -> Self {
        #[cfg(target_os = "linux")]
        {
            let (say, said) = mpsc::channel();
            let ask = move || {
                // Nobody listens once the program ends.
                let told = system::watch_appearance(|dark| {
                    let _ = say.send(dark);
                });
                if told.is_err() {
                    tracing::info!("the desktop does not say whether it prefers dark");
                }
            };
            let _ = std::thread::Builder::new().name("appearance".into()).spawn(ask);
            Self { said }
        }
        #[cfg(not(target_os = "linux"))]
        Self {}
    }

    /// Has the window that opens next be dark, if the desktop has said by now, or says within a moment, that it prefers that.
    pub(crate) fn prepare_window(&self) {
        #[cfg(target_os = "linux")]
        if self.said.recv_timeout(APPEARANCE_TAKES) == Ok(true) {
            super::webkit::prefer_dark();
        }
    }

    /// Has the open window follow every change.
    pub(crate) fn follow(self, app: AppHandle) {
        #[cfg(target_os = "linux")]
        {
            let follow = move || {
                for dark in self.said {
                    super::window::set_dark(&app, dark);
                }
            };
            let _ = std::thread::Builder::new().name("colours".into()).spawn(follow);
        }
        #[cfg(not(target_os = "linux"))]
        drop(app);
    }
}

/// Ends the program as a closed window does, when the system asks it to end.
pub(crate) fn end_when_told(app: AppHandle) {
    #[cfg(unix)]
    tauri::async_runtime::spawn(async move {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
    // Windows closes the window itself when the person signs out.
    #[cfg(not(unix))]
    drop(app);
}
