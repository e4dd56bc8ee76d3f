//! The list of parts (a software bill of materials, in `CycloneDX` 1.5): every package whose code is in the app on this system, with its
//! version, its licence and, where Cargo keeps one, its checksum.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::workspace::{APP, Workspace};
use crate::{Stop, command};

/// Built from source into the app by the build script of another package, which Cargo counts as only needed while building.
const BUILT_IN: &[&str] = &["openssl-src"];

/// The interface's packages whose code or styles end in the app; those they need are added.
const INTERFACE: &[&str] = &["@tauri-apps/api", "nhsuk-frontend", "svelte"];

/// Writes the list into `out`.
pub(super) fn write(workspace: &Workspace, out: &Path) -> Result<PathBuf, Stop> {
    let unreadable = |error: serde_json::Error| Stop(format!("The list of packages could not be read: {error}."));
    let host =
        command::ask("rustc", &["--print", "host-tuple"]).ok_or_else(|| Stop("rustc does not answer.".into()))?;
    let metadata = workspace
        .cargo()
        .args([
            "metadata",
            "--locked",
            "--format-version",
            "1",
            "--filter-platform",
            &host,
        ])
        .output()
        .map_err(|error| Stop(format!("cargo could not be started: {error}.")))?;
    let metadata: Value = serde_json::from_slice(&metadata.stdout).map_err(unreadable)?;
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|error| Stop(format!("{} cannot be read: {error}.", path.display())))
    };
    let checksums = checksums(&read(workspace.root().join("Cargo.lock"))?);
    let interface: Value =
        serde_json::from_str(&read(workspace.ui().join("package-lock.json"))?).map_err(unreadable)?;

    let mut components = crates(&metadata, &checksums)?;
    components.extend(npm_packages(&interface));
    let version = version(&metadata).ok_or_else(|| Stop("The app has no version.".into()))?;
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": { "type": "application", "bom-ref": APP, "name": APP, "version": version },
            "properties": [{ "name": "target", "value": host }]
        },
        "components": components
    });
    let file = out.join(format!("{APP}-{version}-{host}.cdx.json"));
    super::write(&file, &format!("{list:#}\n"))?;
    Ok(file)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn version(metadata: &Value) -> Option<&str> {
    list(metadata, "packages")
        .iter()
        .find(|package| text(package, "name") == Some(APP))
        .and_then(|package| text(package, "version"))
}

/// The crates in the app, in order: what it needs, and what those need, but not what only building or testing needs.
fn crates(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Vec<Value>, Stop> {
    let packages: BTreeMap<&str, &Value> = list(metadata, "packages")
        .iter()
        .filter_map(|package| Some((text(package, "id")?, package)))
        .collect();
    let needs: BTreeMap<&str, &Value> = list(&metadata["resolve"], "nodes")
        .iter()
        .filter_map(|node| Some((text(node, "id")?, node)))
        .collect();
    let app = packages
        .iter()
        .find(|(_, package)| text(package, "name") == Some(APP))
        .map(|(id, _)| *id)
        .ok_or_else(|| Stop("Cargo does not know the app.".into()))?;
    let (mut inside, mut open) = (BTreeSet::from([app]), vec![app]);
    while let Some(id) = open.pop() {
        let Some(node) = needs.get(id) else { continue };
        for need in list(node, "deps") {
            let Some(needed) = text(need, "pkg") else { continue };
            let name = packages.get(needed).and_then(|package| text(package, "name"));
            let is_linked = list(need, "dep_kinds").iter().any(|kind| kind["kind"].is_null());
            let is_built_in = name.is_some_and(|name| BUILT_IN.contains(&name));
            if (is_linked || is_built_in) && inside.insert(needed) {
                open.push(needed);
            }
        }
    }
    let mut components: Vec<(String, Value)> = inside
        .into_iter()
        .filter(|id| *id != app)
        .filter_map(|id| {
            let package = packages.get(id)?;
            let (name, version) = (text(package, "name")?, text(package, "version")?);
            let purl = format!("pkg:cargo/{name}@{version}");
            let mut component = component(name, version, &purl, text(package, "license"));
            if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
                component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
            }
            Some((purl, component))
        })
        .collect();
    components.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(components.into_iter().map(|(_, component)| component).collect())
}

/// The interface's packages in the app, in order.
fn npm_packages(lock: &Value) -> Vec<Value> {
    let (mut inside, mut open) = (BTreeSet::new(), INTERFACE.to_vec());
    while let Some(name) = open.pop() {
        let package = &lock["packages"][format!("node_modules/{name}")];
        if package.is_object() && inside.insert(name) {
            let needed = package["dependencies"].as_object();
            open.extend(needed.into_iter().flat_map(serde_json::Map::keys).map(String::as_str));
        }
    }
    inside
        .into_iter()
        .filter_map(|name| {
            let package = &lock["packages"][format!("node_modules/{name}")];
            let version = text(package, "version")?;
            let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
            Some(component(name, version, &purl, text(package, "license")))
        })
        .collect()
}

fn component(name: &str, version: &str, purl: &str, license: Option<&str>) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl
    });
    if let Some(license) = license {
        // Older crates write "or" as a stroke.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    component
}

/// The checksum of each crate's file by its name and version, from Cargo.lock.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |package: &str, key: &str| {
        package
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
            .map(str::to_owned)
    };
    lock.split("[[package]]")
        .filter_map(|package| {
            Some((
                (value(package, "name")?, value(package, "version")?),
                value(package, "checksum")?,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(components: &[Value]) -> Vec<&str> {
        components
            .iter()
            .filter_map(|component| text(component, "purl"))
            .collect()
    }

    #[test]
    fn what_is_linked_is_listed_and_what_only_builds_or_tests_is_not() {
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let need = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package(APP), package("linked"), package("deep"), package("builds"), package("tests"), package("openssl-src")
            ],
            "resolve": { "nodes": [
                { "id": APP, "deps": [
                    need("linked", Value::Null), need("builds", json!("build")), need("tests", json!("dev"))
                ] },
                { "id": "linked", "deps": [need("deep", Value::Null), need("openssl-src", json!("build"))] },
                { "id": "builds", "deps": [] }
            ] }
        });
        let checksums = checksums("[[package]]\nname = \"deep\"\nversion = \"1.0.0\"\nchecksum = \"ab12\"\n");
        let components = crates(&metadata, &checksums).expect("the app is in it");
        assert_eq!(
            names(&components),
            [
                "pkg:cargo/deep@1.0.0",
                "pkg:cargo/linked@1.0.0",
                "pkg:cargo/openssl-src@1.0.0"
            ]
        );
        assert_eq!(components[0]["hashes"][0]["content"], "ab12");
        assert_eq!(components[0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert!(crates(&json!({ "packages": [] }), &checksums).is_err());
    }

    #[test]
    fn the_interfaces_parts_and_theirs_are_listed() {
        let lock = json!({ "packages": {
            "node_modules/svelte": { "version": "5.0.0", "license": "MIT", "dependencies": { "esm-env": "^1" } },
            "node_modules/esm-env": { "version": "1.2.0" },
            "node_modules/@tauri-apps/api": { "version": "2.12.0" },
            "node_modules/vite": { "version": "8.0.0" }
        } });
        assert_eq!(
            names(&npm_packages(&lock)),
            [
                "pkg:npm/%40tauri-apps/api@2.12.0",
                "pkg:npm/esm-env@1.2.0",
                "pkg:npm/svelte@5.0.0"
            ]
        );
    }
}
