//! The one window: made in code, hidden until its page is ready, and closed to everything that is not this program's own.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::webview::{Color, NewWindowResponse, PermissionResponse, WebviewWindowBuilder};
use tauri::{App, AppHandle, Manager, PhysicalPosition, Theme, Url, WebviewUrl, WebviewWindow, WindowEvent};

use super::place::{Place, SMALLEST, Screen};

/// The label the access list names. There is no other window.
pub(crate) const LABEL: &str = "main";

/// A window shows at the latest this long after it was made, whatever its page does.
const SHOWS_AFTER: Duration = Duration::from_millis(1_500);

/// The page's own background colours, so that the window does not flash in another one before the page is drawn.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x1b, 0x1e, 0x21, 0xff);

/// `WebView2` without its errands: nothing is looked up, reported, kept in step or fetched in the background. The three features are
/// those Tauri switches off, which an own list replaces.
#[cfg(target_os = "windows")]
const BROWSER_ARGUMENTS: &str = "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection,OptimizationHints,\
    AutofillServerCommunication,CertificateTransparencyComponentUpdater,Translate,msEdgeUpdateLaunchServicesPreferredVersion \
    --disable-background-networking --disable-component-update --disable-domain-reliability --disable-sync --disable-breakpad \
    --disable-client-side-phishing-detection --no-first-run --no-pings --dns-prefetch-disable \
    --autoplay-policy=user-gesture-required";

/// What is known about the window while it is open.
pub(crate) struct WindowState {
    place: Mutex<Place>,
    shown: AtomicBool,
}

/// Opens the window at the place kept in `folder`. Its web view keeps its own files in `web`.
///
/// # Errors
///
/// When the system has no web view, or none that works.
pub(crate) fn open(app: &App, folder: &Path, web: &Path) -> tauri::Result<()> {
    let place = Place::read(folder).on_screen(&screens(app));
    app.manage(WindowState {
        place: Mutex::new(place),
        shown: AtomicBool::new(false),
    });

    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Mailbox Steward")
        .visible(false)
        .inner_size(place.size.0, place.size.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .maximized(place.maximized)
        .background_color(LIGHT)
        .data_directory(web.to_path_buf())
        .general_autofill_enabled(false)
        .devtools(cfg!(debug_assertions))
        .initialization_script(include_str!("page.js"))
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny);
    #[cfg(target_os = "windows")]
    let builder = builder
        .incognito(true)
        .additional_browser_args(BROWSER_ARGUMENTS)
        .zoom_hotkeys_enabled(true);
    let window = builder.build()?;

    if let Some((x, y)) = place.corner {
        window.set_position(PhysicalPosition::new(x, y))?;
    }
    #[cfg(target_os = "linux")]
    super::webkit::settle(&window)?;
    paint_background(&window);
    watch(&window);
    show_later(window);
    Ok(())
}

/// Shows the window, once: the page says that it is ready.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let shown = app
        .try_state::<WindowState>()
        .is_some_and(|state| state.shown.swap(true, Ordering::Relaxed));
    if !shown && window.show().and_then(|()| window.set_focus()).is_err() {
        tracing::warn!("the window was not shown");
    }
}

/// Brings the window to the front: somebody started the program a second time.
pub(crate) fn bring_to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    show(app);
    if window.unminimize().and_then(|()| window.set_focus()).is_err() {
        tracing::warn!("the window was not brought to the front");
    }
}

/// Has the page keep what is half typed: the staff list is about to be locked without its doing.
pub(crate) fn tell_page_locking(app: &AppHandle) {
    let told = app
        .get_webview_window(LABEL)
        .map(|window| window.eval("dispatchEvent(new Event('app-locking'))"));
    if !matches!(told, Some(Ok(()))) {
        tracing::warn!("the page was not told that it is about to be locked");
    }
}

/// Tells the page that the staff list was locked without its doing: it asks `app_status` and shows the unlock screen.
pub(crate) fn tell_page_locked(app: &AppHandle) {
    let told = app
        .get_webview_window(LABEL)
        .map(|window| window.eval("dispatchEvent(new Event('app-locked'))"));
    if !matches!(told, Some(Ok(()))) {
        tracing::warn!("the page was not told that it is locked");
    }
}

/// Keeps the window's place in `folder` for the next start.
pub(crate) fn keep_place(app: &AppHandle, folder: &Path) {
    if let Some(state) = app.try_state::<WindowState>() {
        lock(&state.place).keep(folder);
    }
}

/// Keeps screenshots and screen sharing from showing the window, where the system can. Linux cannot.
///
/// # Errors
///
/// When the window is gone.
pub(crate) fn protect(window: &WebviewWindow, protected: bool) -> tauri::Result<()> {
    window.set_content_protected(protected)
}

/// Has GTK, and so the page, go dark or as its theme says.
#[cfg(target_os = "linux")]
pub(crate) fn set_dark(app: &AppHandle, dark: bool) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if window.set_theme(dark.then_some(Theme::Dark)).is_err() {
        tracing::warn!("the window was not told to go dark or light");
    }
}

fn show_later(window: WebviewWindow) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOWS_AFTER).await;
        show(window.app_handle());
    });
}

fn watch(window: &WebviewWindow) {
    let watched = window.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            remember_place(watched.app_handle());
        }
        if matches!(event, WindowEvent::ThemeChanged(_)) {
            paint_background(&watched);
        }
    });
}

/// Notes where the window stands, for [`keep_place`]. A window that fills the screen keeps the place it had before.
pub(crate) fn remember_place(app: &AppHandle) {
    let (Some(window), Some(state)) = (app.get_webview_window(LABEL), app.try_state::<WindowState>()) else {
        return;
    };
    let mut place = lock(&state.place);
    let maximized = window.is_maximized().unwrap_or(place.maximized);
    place.maximized = maximized;
    if maximized || window.is_minimized().unwrap_or(true) {
        return;
    }
    if let (Ok(corner), Ok(size), Ok(scale)) = (window.outer_position(), window.inner_size(), window.scale_factor()) {
        let size = size.to_logical::<f64>(scale);
        *place = Place {
            corner: Some((corner.x, corner.y)),
            size: (size.width, size.height),
            maximized,
        };
    }
}

fn screens(app: &App) -> Vec<Screen> {
    let monitors = app.available_monitors().unwrap_or_default();
    monitors
        .iter()
        .map(|monitor| {
            let area = monitor.work_area();
            Screen {
                corner: (area.position.x, area.position.y),
                size: (area.size.width, area.size.height),
                scale: monitor.scale_factor(),
            }
        })
        .collect()
}

fn paint_background(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    let theme = super::webkit::theme();
    #[cfg(not(target_os = "linux"))]
    let theme = window.theme().unwrap_or(Theme::Light);
    let color = if theme == Theme::Dark { DARK } else { LIGHT };
    if window.set_background_color(Some(color)).is_err() {
        tracing::warn!("the window's background was not painted");
    }
}

/// Whether `url` is this program's own page. The page is one document; it never leads anywhere else.
fn is_own_page(url: &Url) -> bool {
    let own = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    };
    if !own {
        tracing::warn!(scheme = url.scheme(), "navigation refused");
    }
    own
}

fn lock(place: &Mutex<Place>) -> std::sync::MutexGuard<'_, Place> {
    place.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_leads_nowhere_else() {
        for elsewhere in [
            "https://example.org/",
            "http://localhost/",
            "https://tauri.localhost.example.org/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "about:blank",
            "tauri://example.org/",
            "javascript:alert(1)",
        ] {
            assert!(!is_own_page(&elsewhere.parse().unwrap()), "{elsewhere}");
        }
    }

    #[test]
    fn the_page_is_the_programs_own() {
        let own = if cfg!(windows) {
            "http://tauri.localhost/"
        } else {
            "tauri://localhost/"
        };
        assert!(is_own_page(&own.parse().unwrap()));
    }
}
