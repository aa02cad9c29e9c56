//! Who may import whom, and who calls whom: held against the committed list in `docs/arrows.txt`, so that a new
//! arrow is seen in the diff that draws it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What a service constructs to call another, and whom it then calls.
const CALLS: [(&str, &str); 5] = [
    ("UsersClient::new", "users"),
    ("IncidentsClient::new", "incidents"),
    ("CommsClient::new", "comms"),
    ("FlagsClient::new", "flags"),
    ("JwksKeeper::new", "users (keys)"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn imports() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<_> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let mut arrows = BTreeSet::new();
    for package in packages {
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            if ours.contains(name) && dependency["kind"].is_null() {
                arrows.insert(format!("{} -> {name}", package["name"].as_str().unwrap()));
            }
        }
    }
    arrows
}

fn calls() -> BTreeSet<String> {
    let mut arrows = BTreeSet::new();
    for service in services() {
        let mut text = String::new();
        read_sources(&root().join("services").join(&service).join("src"), &mut text);
        for (construction, callee) in CALLS {
            if text.contains(construction) {
                arrows.insert(format!("{service} ~> {callee}"));
            }
        }
    }
    arrows
}

fn services() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("services")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn read_sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn the_arrows_are_those_of_the_list() {
    let listed = fs::read_to_string(root().join("docs/arrows.txt")).unwrap();
    let listed: BTreeSet<_> =
        listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
    let drawn: BTreeSet<_> = imports().into_iter().chain(calls()).collect();
    let new: Vec<_> = drawn.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&drawn).collect();
    assert!(new.is_empty() && gone.is_empty(), "docs/arrows.txt lacks {new:?} and has too many {gone:?}");
}

#[test]
fn no_service_imports_another_and_no_crate_a_service() {
    let services = services();
    for arrow in imports() {
        let (_, to) = arrow.split_once(" -> ").unwrap();
        assert!(!services.contains(to), "{arrow}: services are reached over HTTP");
    }
}
