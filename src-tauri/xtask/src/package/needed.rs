//! What the Linux packages say that they need. Tauri's program names the web view and GTK by itself; the version of the C library depends
//! on the computer that built the app, so it is read from the app.

use std::path::Path;

use crate::{Stop, command};

/// The C library's version, such as `2.34`.
pub(super) fn c_library(program: &Path) -> Result<String, Stop> {
    let versions = command::ask("readelf", &["--version-info", "--wide", &program.to_string_lossy()])
        .ok_or_else(|| Stop("readelf, which comes with the compiler, cannot read the app.".into()))?;
    newest(&versions).ok_or_else(|| Stop("The app does not say which C library it needs.".into()))
}

/// The setting for Tauri's program. It takes an RPM's dependency for a name without a version, so there the version is in the name that
/// the C library's package goes by as well.
pub(super) fn setting(c_library: &str) -> String {
    serde_json::json!({
        "bundle": {
            "linux": {
                "deb": { "depends": [format!("libc6 (>= {c_library})")] },
                "rpm": { "depends": [format!("libc.so.6(GLIBC_{c_library})(64bit)")] }
            }
        }
    })
    .to_string()
}

/// The newest `GLIBC_2.34` that readelf names.
fn newest(versions: &str) -> Option<String> {
    let number = |word: &str| -> Option<(u32, u32)> {
        let (major, minor) = word.strip_prefix("GLIBC_")?.split_once('.')?;
        let minor = minor.split('.').next()?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    versions
        .split(|end: char| end.is_whitespace() || matches!(end, '(' | ')'))
        .filter_map(number)
        .max()
        .map(|(major, minor)| format!("{major}.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_counts_by_number_and_not_by_letter() {
        let told = "  0x0010:   Name: GLIBC_2.4  Flags: none  Version: 6\n\
            0x0020:   Name: GLIBC_2.34  Flags: none\n 004: 2 (GLIBC_2.2.5) 3 (GCC_3.0) 5 (GLIBC_PRIVATE)";
        assert_eq!(newest(told).as_deref(), Some("2.34"));
        assert_eq!(newest("no versions here"), None);
    }

    #[test]
    fn both_kinds_name_the_version_in_their_own_way() {
        let setting = setting("2.34");
        assert!(setting.contains(r#""libc6 (>= 2.34)""#) && setting.contains(r#""libc.so.6(GLIBC_2.34)(64bit)""#));
    }
}
