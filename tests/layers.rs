//! The house keeps its shape: which layer may name which, how large files are, and who may look into a secret.
//!
//! Reads the sources as text. A rule that is broken names the file and the line.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file in `src`, tests included.
const CAP: usize = 400;
/// Half of the files are at most this long.
const MEDIAN: usize = 150;

/// For each layer, what its files must not name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("secret.rs", &["crate::", "serde", "tokio", "reqwest", "ratatui", "std::fs", "std::io"]),
    (
        "text",
        &[
            "crate::domain",
            "crate::app",
            "crate::api",
            "crate::ui",
            "crate::runtime",
            "serde",
            "tokio",
            "reqwest",
            "ratatui",
        ],
    ),
    (
        "domain",
        &[
            "serde",
            "tokio",
            "reqwest",
            "ratatui",
            "crossterm",
            "tui_input",
            "crate::app",
            "crate::api",
            "crate::ui",
            "crate::runtime",
            "crate::cli",
            "crate::config",
            "crate::sandbox",
            "std::fs",
            "std::net",
            "std::io",
            "std::env",
            "SystemTime",
            "Instant",
            "Timestamp::now",
            "Zoned::now",
            "async ",
            "getrandom",
            "fastrand",
        ],
    ),
    (
        "config",
        &[
            "tokio",
            "reqwest::Client",
            "ratatui",
            "crate::app",
            "crate::api",
            "crate::ui",
            "crate::runtime",
            "crate::sandbox",
        ],
    ),
    (
        "api",
        &[
            "ratatui",
            "crossterm",
            "tui_input",
            "crate::app",
            "crate::ui",
            "crate::runtime",
            "crate::cli",
            "crate::sandbox",
        ],
    ),
    (
        "app",
        &[
            "serde",
            "tokio",
            "reqwest",
            "crate::api",
            "crate::ui",
            "crate::runtime",
            "crate::cli",
            "crate::config",
            "crate::sandbox",
            "ratatui::widgets",
            "ratatui::Frame",
            "ratatui::style",
            "std::fs",
            "std::net",
            "std::io",
            "std::env",
            "SystemTime",
            "Instant",
            "Timestamp::now",
            "Zoned::now",
            "async ",
            "getrandom",
            "fastrand",
            ".expose()",
        ],
    ),
    (
        "ui",
        &[
            "tokio",
            "reqwest",
            "crate::api",
            "crate::runtime",
            "crate::cli",
            "crate::config",
            "crate::sandbox",
            "std::fs",
            "std::io",
            "std::env",
            "SystemTime",
            "Instant",
            "Timestamp::now",
            "Zoned::now",
            "async ",
        ],
    ),
    (
        "sandbox",
        &[
            "crate::api",
            "crate::app",
            "crate::ui",
            "crate::domain",
            "crate::runtime",
            "crate::cli",
            "crate::config",
            "crate::secret",
            "crate::text",
            "reqwest",
            "ratatui",
            "crossterm",
        ],
    ),
];

/// The files that may look into a secret, and why.
const EXPOSING: &[(&str, &str)] = &[
    ("secret.rs", "defines it"),
    ("domain/device_password.rs", "checks a password against its policy"),
    ("domain/otp_card.rs", "cuts a card into cells"),
    ("ui/screen/handoff.rs", "draws a value for reading out"),
    ("ui/screen/card.rs", "draws a card"),
    ("api/auth.rs", "reads the end of an X-Token and makes a header of it"),
    ("api/token_source.rs", "hands the demo's token on"),
    ("api/principal.rs", "sends the self-admin's password"),
    ("api/resets.rs", "sends a new device password, and tells a plain value from a hash"),
];

/// The only files of `app` that know key types.
const KEY_FILES: [&str; 2] = ["app/bindings.rs", "app/keymap.rs"];

struct Source {
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| Source { path: relative(path), text: fs::read_to_string(path).unwrap() }).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    fn is_in(&self, layer: &str) -> bool {
        self.path == layer || self.path == format!("{layer}.rs") || self.path.starts_with(&format!("{layer}/"))
    }

    /// The lines of code before the tests, without comments, numbered from one.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        lines
            .enumerate()
            .map(|(number, line)| (number + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Places where the code names something, as `file:line`.
    fn naming(&self, name: &str) -> Vec<String> {
        self.code()
            .filter(|(_, line)| line.contains(name))
            .map(|(number, _)| format!("{}:{number} names {name}", self.path))
            .collect()
    }
}

#[test]
fn no_layer_names_what_it_must_not() {
    let broken: Vec<_> = sources()
        .iter()
        .flat_map(|source| {
            let rules = FORBIDDEN.iter().filter(|(layer, _)| source.is_in(layer));
            rules.flat_map(|(_, names)| names.iter().flat_map(|name| source.naming(name))).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_layer_of_the_rules_exists() {
    let all = sources();
    for (layer, _) in FORBIDDEN {
        assert!(all.iter().any(|source| source.is_in(layer)), "there is no {layer}");
    }
    for (file, _) in EXPOSING {
        assert!(
            all.iter().any(|source| source.path == *file && source.text.contains("expose")),
            "{file} exposes nothing"
        );
    }
}

#[test]
fn only_named_files_look_into_a_secret() {
    let broken: Vec<_> = sources()
        .iter()
        .filter(|source| !EXPOSING.iter().any(|(file, _)| source.path == *file))
        .flat_map(|source| {
            [".expose()", ".expose_cell("].iter().flat_map(|name| source.naming(name)).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_the_key_table_and_the_keymap_know_keys() {
    let broken: Vec<_> = sources()
        .iter()
        .filter(|source| source.is_in("app") && !KEY_FILES.contains(&source.path.as_str()))
        .flat_map(|source| source.naming("ratatui"))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    let all = sources();
    for source in &all {
        assert!(source.text.starts_with("//!"), "{} does not say what it is for", source.path);
        let lines = source.text.lines().count();
        assert!(lines <= CAP, "{} has {lines} lines", source.path);
    }
    let mut lengths: Vec<_> = all.iter().map(|source| source.text.lines().count()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= MEDIAN, "half of the files have more than {median} lines");
}

#[test]
fn state_and_look_of_a_screen_have_the_same_name() {
    let all = sources();
    let names = |folder: &str| -> Vec<String> {
        let inside = all.iter().filter_map(|source| source.path.strip_prefix(folder));
        inside.filter(|name| !name.contains('/') && *name != "mod.rs").map(String::from).collect()
    };
    let looks = names("ui/screen/");
    for state in names("app/screen/").into_iter().filter(|name| name != "results.rs") {
        assert!(looks.contains(&state), "ui/screen has no {state}");
    }
}

#[test]
fn no_catch_all_arm_on_an_enum_in_app_and_no_unsafe_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: BTreeMap<_, _> = sources().into_iter().map(|source| (source.path.clone(), source.text)).collect();
    assert!(all["app/mod.rs"].contains("#![warn(clippy::wildcard_enum_match_arm)]"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let mut section = "";
    let mut reasonless = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains(" = ") && !line.contains(" # ") {
            reasonless.push(line);
        }
    }
    assert!(reasonless.is_empty(), "dependencies without a reason: {reasonless:?}");
}
