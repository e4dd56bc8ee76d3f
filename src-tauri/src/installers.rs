//! Tests of what the installers are told: the files that Tauri's bundler reads, as it reads them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tauri::Config;
use tauri::utils::config::{NSISInstallerMode, Updater, WebviewInstallMode};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Puts a system's own settings over those of all systems, as Tauri does.
fn over(under: &mut Value, own: Value) {
    match (under, own) {
        (Value::Object(under), Value::Object(own)) => {
            for (key, value) in own {
                over(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, own) => *under = own,
    }
}

/// The settings on one system. A word that Tauri does not know is an error.
fn settings(own: &str) -> Config {
    let mut all = json(include_str!("../tauri.conf.json"));
    over(&mut all, json(own));
    all.as_object_mut().unwrap().remove("$schema");
    serde_json::from_value(all).unwrap()
}

fn windows() -> Config {
    settings(include_str!("../tauri.windows.conf.json"))
}

fn mac() -> Config {
    settings(include_str!("../tauri.macos.conf.json"))
}

fn kinds(config: &Config) -> Vec<String> {
    let kinds = config.bundle.targets.to_vec();
    kinds.iter().map(ToString::to_string).collect()
}

#[test]
fn windows_gets_an_installer_for_one_person_and_one_for_many_computers() {
    let config = windows();
    assert_eq!(kinds(&config), ["nsis", "msi"]);
    let nsis = config.bundle.windows.nsis.unwrap();
    assert!(matches!(nsis.install_mode, NSISInstallerMode::CurrentUser));
}

/// A download while installing would need the internet, and fails where only known programs may use it; without the web view the
/// window never opens.
#[test]
fn windows_installers_bring_what_sets_up_the_web_view() {
    assert!(matches!(
        windows().bundle.windows.webview_install_mode,
        WebviewInstallMode::EmbedBootstrapper { silent: true }
    ));
}

#[test]
fn a_mac_gets_a_disk_image_whose_app_runs_hardened() {
    let config = mac();
    assert_eq!(kinds(&config), ["app", "dmg"]);
    assert!(config.bundle.macos.hardened_runtime);
    // None of the rights that would weaken it again.
    assert_eq!(config.bundle.macos.entitlements, None);
    assert_eq!(config.bundle.macos.signing_identity.as_deref(), Some("-"));
}

#[test]
fn there_is_nothing_that_would_fetch_an_update() {
    for config in [windows(), mac(), settings("{}")] {
        assert!(config.plugins.0.is_empty());
        assert_eq!(config.bundle.create_updater_artifacts, Updater::Bool(false));
    }
}

#[test]
fn every_picture_and_every_file_a_package_brings_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = settings("{}");
    let (deb, rpm) = (config.bundle.linux.deb.files, config.bundle.linux.rpm.files);
    let files: BTreeSet<PathBuf> = deb.into_iter().chain(rpm).map(|(_, file)| file).collect();
    assert!(!files.is_empty() && !config.bundle.icon.is_empty());
    for path in files.into_iter().chain(config.bundle.icon.iter().map(PathBuf::from)) {
        assert!(folder.join(&path).is_file(), "{}", path.display());
    }
}
