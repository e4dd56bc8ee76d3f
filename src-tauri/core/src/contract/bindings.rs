//! Writes `ui/src/bindings` from the contract. A run of the tests leaves the folder fresh; the test command fails when that
//! changes a committed file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ts_rs::{Config, TS};

use super::*;

macro_rules! bindings {
    ($( $name:ident ( $Request:ident ) -> $View:ident; )+) => {
        const COMMANDS: &[(&str, &str, &str)] = &[$( (stringify!($name), stringify!($Request), stringify!($View)) ),+];

        fn export(cfg: &Config) {
            $( <$Request as TS>::export_all(cfg).unwrap(); <$View as TS>::export_all(cfg).unwrap(); )+
            ApiError::export_all(cfg).unwrap();
        }
    };
}

for_each_command!(bindings);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings")
}

#[test]
fn the_typescript_is_written_from_the_contract() {
    let folder = folder();
    let cfg = Config::from_env().with_out_dir(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let before: BTreeSet<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    export(&cfg);

    let mut imports = BTreeSet::new();
    let mut map = String::new();
    let mut names = String::new();
    for (name, request, view) in COMMANDS {
        imports.extend([*request, *view]);
        writeln!(map, "  {name}: {{ request: {request}; view: {view} }};").unwrap();
        writeln!(names, "  \"{name}\",").unwrap();
    }
    let mut text = String::from("// Written from the contract by the tests of steward-core. Do not edit.\n");
    for import in imports {
        writeln!(text, "import type {{ {import} }} from \"./{import}\";").unwrap();
    }
    write!(
        text,
        "\n/** Every command: what it asks and what it answers. */\nexport interface Commands {{\n{map}}}\n\n/** Every command's name. */\nexport const commandNames = [\n{names}] as const satisfies readonly (keyof Commands)[];\n"
    )
    .unwrap();
    let commands = folder.join("commands.ts");
    if std::fs::read_to_string(&commands).ok().as_deref() != Some(text.as_str()) {
        crate::files::write_whole(&commands, text.as_bytes()).unwrap();
    }

    // A type that left the contract leaves no file behind.
    let written: BTreeSet<PathBuf> = before
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "ts"))
        .collect();
    for path in written {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let known = stem == "commands"
            || text.contains(&format!("\"./{stem}\""))
            || is_imported(&folder, &stem)
            || stem == "ApiError";
        if !known {
            std::fs::remove_file(path).unwrap();
        }
    }
}

fn is_imported(folder: &Path, stem: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().is_some_and(|name| name != stem)
            && std::fs::read_to_string(&path).is_ok_and(|text| text.contains(&format!("\"./{stem}\"")))
    })
}

#[test]
fn no_command_is_listed_twice() {
    let names: BTreeSet<_> = COMMANDS.iter().map(|(name, _, _)| name).collect();
    assert_eq!(names.len(), COMMANDS.len());
}
