//! What only `WebKitGTK` needs: settings Tauri has no word for, the theme, and zooming by key.

use gtk::prelude::*;
use tauri::{Theme, WebviewWindow};
use webkit2gtk::{SettingsExt as _, WebViewExt as _};

/// One step of zooming by key, and how far it goes.
const ZOOM_STEP: f64 = 0.1;
const SMALLEST_ZOOM: f64 = 0.5;
const LARGEST_ZOOM: f64 = 3.0;

/// Switches off what a page of forms has no use for, and lets Ctrl with plus, minus and nought zoom, as on the other systems.
///
/// # Errors
///
/// When the window is gone.
pub(crate) fn settle(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let view = webview.inner();
        if let Some(settings) = webkit2gtk::WebViewExt::settings(&view) {
            settings.set_enable_webgl(false);
            settings.set_enable_webaudio(false);
            settings.set_enable_media(false);
            settings.set_enable_media_stream(false);
            settings.set_enable_page_cache(false);
            settings.set_enable_html5_local_storage(false);
            settings.set_enable_html5_database(false);
            settings.set_enable_dns_prefetching(false);
        }
        view.connect_key_press_event(|view, key| {
            let Some(zoom) = zoomed(view.zoom_level(), key) else {
                return gtk::glib::Propagation::Proceed;
            };
            view.set_zoom_level(zoom);
            gtk::glib::Propagation::Stop
        });
    })
}

fn zoomed(zoom: f64, key: &gtk::gdk::EventKey) -> Option<f64> {
    use gtk::gdk::keys::constants as keys;
    let modifiers = key.state() & gtk::accelerator_get_default_mod_mask();
    if !modifiers.contains(gtk::gdk::ModifierType::CONTROL_MASK)
        || modifiers.contains(gtk::gdk::ModifierType::MOD1_MASK)
    {
        return None;
    }
    match key.keyval() {
        keys::plus | keys::equal | keys::KP_Add => Some((zoom + ZOOM_STEP).min(LARGEST_ZOOM)),
        keys::minus | keys::KP_Subtract => Some((zoom - ZOOM_STEP).max(SMALLEST_ZOOM)),
        keys::_0 | keys::KP_0 => Some(1.0),
        _ => None,
    }
}

/// Has GTK, and so the page, be dark from the first frame on. Call it before the window is made.
pub(crate) fn prefer_dark() {
    if let Some(settings) = gtk::Settings::default() {
        settings.set_gtk_application_prefer_dark_theme(true);
    }
}

/// Light or dark, as the web view will decide it for the page: by the setting, the variable, or the theme's name.
pub(crate) fn theme() -> Theme {
    let variable = std::env::var("GTK_THEME").unwrap_or_default();
    let Some(settings) = gtk::Settings::default() else {
        return Theme::Light;
    };
    let name = settings.gtk_theme_name().unwrap_or_default();
    let dark = settings.is_gtk_application_prefer_dark_theme() || is_dark_theme(&variable) || is_dark_theme(&name);
    if dark { Theme::Dark } else { Theme::Light }
}

fn is_dark_theme(name: &str) -> bool {
    name.ends_with(":dark") || name.ends_with("-dark") || name.ends_with("-Dark")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_theme_is_told_by_its_name() {
        for (name, dark) in [
            ("Adwaita:dark", true),
            ("Yaru-dark", true),
            ("Arc-Dark", true),
            ("Adwaita", false),
            ("", false),
        ] {
            assert_eq!(is_dark_theme(name), dark, "{name}");
        }
    }
}
