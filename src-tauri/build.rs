//! Makes the list of commands the page may call from the one list of the contract, and has the built pages watched.

use std::path::Path;

include!("core/src/contract/commands.rs");

macro_rules! names {
    ($($name:ident($request:ident) -> $view:ident;)*) => {
        &[$(stringify!($name)),*]
    };
}

const COMMANDS: &[&str] = for_each_command!(names);

/// Where `tauri.conf.json` says the built pages are.
const PAGES: &str = "../ui/dist";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=core/src/contract/commands.rs");
    // The pages become part of the program when it is compiled, so it is compiled again when they change.
    println!("cargo::rerun-if-changed={PAGES}");
    if !Path::new(PAGES).join("index.html").is_file() {
        return Err(
            "the pages are not built yet: run `cargo xtask run` or, in ui/, `npm ci` and `npm run build`".into(),
        );
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
