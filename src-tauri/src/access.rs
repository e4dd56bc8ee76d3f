//! Tests of what the page may call: one list, three places, and no way around it.

use std::collections::BTreeSet;

use serde_json::Value;
use tauri::ipc::Origin;

use crate::desktop::window::LABEL;
use crate::{commands, context};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn names() -> BTreeSet<String> {
    commands::NAMES.iter().map(|name| (*name).to_owned()).collect()
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn capability() -> Value {
    json(include_str!("../capabilities/main.json"))
}

#[test]
fn the_access_list_is_the_command_list() {
    let listed = texts(&capability()["permissions"]);
    let wanted: BTreeSet<String> = names()
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    assert_eq!(
        listed, wanted,
        "put the list of the contract into capabilities/main.json"
    );
    assert_eq!(commands::NAMES.len(), names().len(), "a command is listed twice");
}

#[test]
fn the_access_list_is_for_the_one_window_and_its_own_page() {
    let capability = capability();
    assert_eq!(capability["windows"], serde_json::json!([LABEL]));
    assert_eq!(capability["local"], true);
    for wider in ["webviews", "remote", "platforms"] {
        assert_eq!(capability[wider], Value::Null, "{wider}");
    }
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap();
    assert_eq!(files.count(), 1, "one list");
}

/// Tauri checks its access list for a program's own commands only if the program declares them.
#[test]
fn the_program_declares_its_commands() {
    let manifests = json(include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json")));
    let declared = manifests["__app-acl__"]["permissions"].as_object().unwrap();
    let allowed: BTreeSet<String> = declared
        .values()
        .flat_map(|permission| texts(&permission["commands"]["allow"]))
        .collect();
    assert_eq!(allowed, names());
}

#[test]
fn the_built_program_lets_the_window_call_every_command() {
    let mut context = context();
    let authority = context.runtime_authority_mut();
    for name in commands::NAMES {
        assert!(
            authority.resolve_access(name, LABEL, LABEL, &Origin::Local).is_some(),
            "{name}"
        );
    }
}

#[test]
fn a_window_that_is_not_listed_is_refused() {
    let mut context = context();
    let authority = context.runtime_authority_mut();
    for name in commands::NAMES {
        for label in ["other", "main2", "", "*"] {
            assert!(
                authority.resolve_access(name, label, label, &Origin::Local).is_none(),
                "{name} from {label}"
            );
        }
    }
}

#[test]
fn a_page_from_elsewhere_is_refused() {
    let mut context = context();
    let authority = context.runtime_authority_mut();
    let elsewhere = Origin::Remote {
        url: "https://example.org/".parse().unwrap(),
    };
    for name in commands::NAMES {
        assert!(
            authority.resolve_access(name, LABEL, LABEL, &elsewhere).is_none(),
            "{name}"
        );
    }
}

#[test]
fn nothing_of_tauri_or_a_plugin_may_be_called() {
    let mut context = context();
    let authority = context.runtime_authority_mut();
    for name in [
        "plugin:event|listen",
        "plugin:event|emit",
        "plugin:window|close",
        "plugin:window|set_content_protected",
        "plugin:webview|create_webview_window",
        "plugin:webview|internal_toggle_devtools",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:opener|open_url",
        "plugin:dialog|save",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
    ] {
        assert!(
            authority.resolve_access(name, LABEL, LABEL, &Origin::Local).is_none(),
            "{name}"
        );
    }
}

#[test]
fn the_content_policy_names_no_place_but_the_program() {
    let config = json(include_str!("../tauri.conf.json"));
    let policy = config["app"]["security"]["csp"].as_object().unwrap();
    for (directive, sources) in policy {
        for source in sources.as_str().unwrap().split_whitespace() {
            let own = ["'self'", "'none'"].contains(&source);
            let call = directive == "connect-src" && ["ipc:", "http://ipc.localhost"].contains(&source);
            assert!(own || call, "{directive} {source}");
        }
    }
    for (directive, sources) in [
        ("default-src", "'self'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("object-src", "'none'"),
        ("frame-src", "'none'"),
        ("base-uri", "'none'"),
        ("form-action", "'none'"),
    ] {
        assert_eq!(policy[directive], sources, "{directive}");
    }
    let security = config["app"]["security"].as_object().unwrap();
    let switches: BTreeSet<&str> = security.keys().map(String::as_str).collect();
    assert_eq!(
        switches,
        BTreeSet::from(["capabilities", "csp"]),
        "no switch weakens the policy"
    );
    assert_eq!(config["app"]["withGlobalTauri"], false);
}
