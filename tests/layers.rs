//! The house keeps its shape: which layer may name which, how large files are, and who may look into a secret.
//!
//! Reads the sources, not what the compiler makes of them: a name that a macro puts together is not seen. A rule that is
//! broken names the file and the line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/sources.rs"]
mod sources;

use std::fs;
use std::path::Path;

use sources::{Source, sources};

/// Lines of a file in `src`, tests included.
const CAP: usize = 400;
/// Half of the files are at most this long.
const MEDIAN: usize = 150;

/// What a layer may know.
struct Layer {
    name: &'static str,
    /// The layers that it may name, beside itself.
    knows: &'static [&'static str],
    /// What it must not name of libraries and of std.
    shuns: &'static [&'static [&'static str]],
}

const SERDE: &[&str] = &["serde", "serde_json", "serde_path_to_error"];
const NETWORK: &[&str] = &["tokio", "reqwest", "std::net"];
const ASYNC: &[&str] = &["async", "await", "Future"];
const SYSTEM: &[&str] = &["std::fs", "std::io", "std::env", "std::process", "std::thread"];
const CLOCK: &[&str] = &["SystemTime", "Instant", "Timestamp::now", "Zoned::now"];
const CHANCE: &[&str] = &["getrandom", "fastrand"];
const TERMINAL: &[&str] = &["ratatui", "crossterm", "tui_input"];
const LOOKS: &[&str] = &["ratatui::widgets", "ratatui::Frame", "ratatui::style"];
const EXPOSURE: &[&str] = &["expose", "expose_cell"];

const LAYERS: &[Layer] = &[
    Layer { name: "secret", knows: &[], shuns: &[SERDE, NETWORK, ASYNC, SYSTEM, TERMINAL] },
    Layer { name: "text", knows: &[], shuns: &[SERDE, NETWORK, ASYNC, SYSTEM, TERMINAL] },
    Layer {
        name: "domain",
        knows: &["secret", "text"],
        shuns: &[SERDE, NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE, TERMINAL],
    },
    Layer {
        name: "journal",
        knows: &["domain", "secret", "text"],
        shuns: &[
            NETWORK,
            ASYNC,
            CHANCE,
            TERMINAL,
            &["std::process", "SystemTime", "Timestamp::now", "Zoned::now", "serde_path_to_error"],
        ],
    },
    Layer {
        name: "json",
        knows: &["domain", "secret", "text"],
        shuns: &[NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE, TERMINAL],
    },
    Layer { name: "print", knows: &["domain", "secret", "text"], shuns: &[CHANCE, TERMINAL, &["reqwest", "std::net"]] },
    // What commands put out for programs. Knows facts, and makes text of them; writes it nowhere.
    Layer {
        name: "json",
        knows: &["domain", "secret", "text"],
        shuns: &[NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE, TERMINAL],
    },
    Layer { name: "config", knows: &["domain", "secret", "text"], shuns: &[ASYNC, CHANCE, TERMINAL, &["tokio"]] },
    Layer { name: "api", knows: &["config", "domain", "secret", "text"], shuns: &[TERMINAL] },
    Layer {
        name: "app",
        knows: &["domain", "secret", "text"],
        shuns: &[SERDE, NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE, LOOKS],
    },
    Layer { name: "ui", knows: &["app", "domain", "text"], shuns: &[SERDE, NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE] },
    // What commands print for other programs.
    Layer {
        name: "json",
        knows: &["domain", "secret", "text"],
        shuns: &[NETWORK, ASYNC, SYSTEM, CLOCK, CHANCE, TERMINAL],
    },
    Layer {
        name: "runtime",
        knows: &["api", "app", "domain", "journal", "print", "secret", "text", "ui"],
        shuns: &[SERDE, &["reqwest", "std::net"]],
    },
    Layer {
        name: "cli",
        knows: &["api", "app", "config", "domain", "journal", "json", "print", "runtime", "sandbox", "secret", "text"],
        shuns: &[SERDE, TERMINAL],
    },
    // An imitation that shared code with the console would share its mistakes.
    Layer { name: "sandbox", knows: &[], shuns: &[TERMINAL, &["reqwest"]] },
];

/// The files that may look into a secret, and why.
const EXPOSING: &[(&str, &str)] = &[
    ("secret.rs", "defines it"),
    ("domain/device_password.rs", "checks a password against its policy"),
    ("domain/otp_card.rs", "cuts a card into cells"),
    ("json/value.rs", "writes a value for standard output, alone or into JSON"),
    ("print/pdf/card.rs", "draws a card on paper"),
    ("print/text/card.rs", "writes a card as text"),
    ("print/value.rs", "cuts a slip's value into groups and spells it"),
    ("ui/screen/handoff.rs", "draws a value for reading out"),
    ("ui/screen/card.rs", "draws a card"),
    ("cli/batch/table.rs", "writes a row with its new value"),
    ("json/batch.rs", "writes a row with its new value"),
    ("cli/plain/spell.rs", "says a value, spelt or whole"),
    ("cli/plain/card.rs", "says a card's cells"),
    ("runtime/clipboard.rs", "sends a value to the terminal's clipboard"),
    ("api/auth.rs", "reads the end of an X-Token and makes a header of it"),
    ("api/token_source.rs", "hands on a token that the profile carries"),
    ("api/evidence.rs", "makes a fingerprint of a hash or a card"),
    ("api/principal.rs", "sends the self-admin's password"),
    ("api/resets.rs", "sends a new device password, and tells a plain value from a hash"),
];

/// The only files of `app` that know key types.
const KEY_FILES: [&str; 2] = ["app/bindings.rs", "app/keymap.rs"];

/// The only file of `journal` that reads the environment, and it does so in debug builds only.
const FAILPOINTS: &str = "journal/failpoint.rs";

/// The files that write to the log, and the one that makes it. What they write are names, ids and numbers.
const LOGGING: [&str; 12] = [
    "api/auth.rs",
    "api/transport.rs",
    "cli/console.rs",
    "cli/log.rs",
    "cli/mod.rs",
    "runtime/console.rs",
    "runtime/keeper.rs",
    "runtime/log.rs",
    "runtime/mod.rs",
    "runtime/panics.rs",
    "runtime/paper.rs",
    "runtime/signals.rs",
];

/// The only file that may say `unsafe`, and allow itself to, and how many lines it has at most.
const UNSAFE: (&str, usize) = ("runtime/environment.rs", 80);

/// Complaints about what the code of this file names, as `file:line`.
fn complaints(source: &Source, layer: &Layer) -> Vec<String> {
    let mut found = Vec::new();
    for named in source.names() {
        let mut complain = |why: &str| {
            found.push(format!("{}:{}: {} {why}", source.path, named.line, named.segments.join("::")));
        };
        if let [root, rest @ ..] = &named.segments[..]
            && root == "crate"
        {
            match rest.first() {
                Some(other) if other == layer.name || layer.knows.contains(&other.as_str()) => {}
                Some(_) => complain("is of a layer that this one does not know"),
                None => complain("is the crate's root, behind which any layer could hide"),
            }
        }
        if layer.shuns.iter().any(|shunned| shunned.iter().any(|name| named.holds(name))) {
            complain("does not belong into this layer");
        }
        if EXPOSURE.iter().any(|name| named.holds(name)) && !EXPOSING.iter().any(|(file, _)| source.path == *file) {
            complain("looks into a secret");
        }
        if named.holds("tracing") && !LOGGING.contains(&source.path.as_str()) {
            complain("writes to the log");
        }
        if layer.name == "app" && named.holds("ratatui") && !KEY_FILES.contains(&source.path.as_str()) {
            complain("is for the key table and the keymap");
        }
        if layer.name == "journal" && named.holds("std::env") && source.path != FAILPOINTS {
            complain("is for the failpoints");
        }
    }
    found
}

fn layer_of(source: &Source) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| layer.name == source.layer())
}

#[test]
fn no_file_names_what_it_must_not() {
    let complaints: Vec<_> =
        sources().iter().filter_map(|source| Some(complaints(source, layer_of(source)?))).flatten().collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What makes a plain copy of a text, which nobody wipes where it lies.
const COPIES: [&str; 8] =
    [".to_owned()", ".to_string()", ".to_vec()", ".into()", ".into_owned()", ".clone()", "String::from", "format!"];

/// Lines of a file's own code in which a secret is looked into and copied, and not into something that is wiped.
fn plain_copies(source: &Source) -> Vec<String> {
    let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    let copies = |line: &str| {
        EXPOSURE.iter().any(|name| line.contains(&format!("{name}(")))
            && COPIES.iter().any(|copy| line.contains(copy))
            && !line.contains("Zeroizing::new(")
    };
    let lines = code.lines().enumerate().filter(|(_, line)| copies(line));
    lines.map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim())).collect()
}

#[test]
fn what_is_looked_into_is_not_copied_on_the_spot() {
    let copies: Vec<_> = sources().iter().flat_map(plain_copies).collect();
    assert!(copies.is_empty(), "{}", copies.join("\n"));
    let seen = |code: &str| !plain_copies(&Source { path: "ui/screen/card.rs".into(), text: code.into() }).is_empty();
    assert!(
        seen("let all = secret.expose().to_owned();") && seen("let all = format!(\"{}\", card.expose_cell(0, 0));")
    );
    assert!(!seen("let all = Zeroizing::new(secret.expose().to_owned());") && !seen("draw(secret.expose());"));
}

#[test]
fn every_file_belongs_to_a_layer_and_every_layer_has_files() {
    let all = sources();
    for source in all.iter().filter(|source| !["lib.rs", "main.rs"].contains(&source.path.as_str())) {
        assert!(layer_of(source).is_some(), "{} belongs to no layer", source.path);
    }
    for layer in LAYERS {
        assert!(all.iter().any(|source| source.layer() == layer.name), "there is no {}", layer.name);
    }
}

#[test]
fn every_file_that_may_look_into_a_secret_does() {
    let all = sources();
    for (file, _) in EXPOSING {
        let names = all.iter().find(|source| source.path == *file).map(Source::names).unwrap_or_default();
        let exposes = names.iter().any(|named| EXPOSURE.iter().any(|name| named.holds(name)));
        assert!(exposes, "{file} exposes nothing");
    }
}

#[test]
fn a_breach_is_seen_however_it_is_written() {
    for (path, code) in [
        ("app/update.rs", "use crate::api::ApiClient;"),
        ("app/update.rs", "use crate::{domain, api};"),
        ("app/update.rs", "use crate::{domain::{id, user}, api::{self}};"),
        ("app/update.rs", "fn f() { super::super::api::f() }"),
        ("app/screen/user.rs", "use super::super::super::{api};"),
        ("app/mod.rs", "use self::super::api;"),
        ("app/update.rs", "use crate::*;"),
        ("app/update.rs", "use crate as root;"),
        ("app/mod.rs", "use super as root;"),
        ("app/update.rs", "use crate::Api;"),
        ("app/update.rs", "use std::{fmt, fs};"),
        ("app/update.rs", "use std::{fmt, io::{self, Write}};"),
        ("app/update.rs", "let now = ::std::time::Instant::now();"),
        ("app/update.rs", "async fn f() {}"),
        ("app/update.rs", "#[derive(serde::Serialize)] struct S;"),
        ("app/update.rs", "use ratatui::crossterm::event::KeyCode;"),
        ("app/keymap.rs", "use ratatui::{style, crossterm};"),
        ("ui/footer.rs", "secret.expose()"),
        ("ui/footer.rs", "secret.map(Secret::expose)"),
        ("ui/footer.rs", "secret.expose ()"),
        ("api/answer.rs", "use crate::domain::otp_card::OtpCard; card.expose_cell(0, 0)"),
        ("sandbox/world.rs", "use crate::text::SafeText;"),
        ("journal/file.rs", "use crate::config::Profile;"),
        ("journal/file.rs", "let home = std::env::var(\"HOME\");"),
        ("app/update.rs", "use crate::journal::Journal;"),
        ("api/resets.rs", "tracing::info!(\"sent\");"),
        ("domain/id.rs", "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::app::App;"),
        ("domain/id.rs", "#[cfg(not(test))]\nuse crate::app::App;"),
        ("domain/id.rs", "/* a */ use /* b */ crate :: app :: App; // c"),
        ("domain/id.rs", "const URL: &str = \"https://\\\"x\"; use std::fs;"),
        ("domain/id.rs", "const RAW: &str = r#\"\"//\"#; use std::fs;"),
        ("domain/id.rs", "const QUOTE: char = '\"'; use std::fs;"),
    ] {
        let source = Source { path: path.into(), text: code.into() };
        assert!(!complaints(&source, layer_of(&source).unwrap()).is_empty(), "{path}: {code}");
    }
}

#[test]
fn what_is_allowed_or_is_no_code_is_no_breach() {
    for (path, code) in [
        ("app/update.rs", "use crate::app::App; use crate::domain::{id, user}; use super::screen; use self::x;"),
        ("app/screen/user.rs", "use super::super::App; pub(crate) fn f() {} pub(super) struct S;"),
        ("app/update.rs", "// use crate::api\n/* std::fs */ const A: &str = \"crate::api\"; /// Instant\n"),
        ("app/update.rs", "const A: &[&str] = &[r\"crate::api\", r#\"std::fs \"tokio\"\"#]; const B: char = '\\'';"),
        ("app/update.rs", "fn longest<'a>(a: &'a str) -> &'a str { instant(a); exposed(a); a }"),
        ("app/update.rs", "#[cfg(test)]\nmod tests { const B: char = '{'; use crate::api; }"),
        ("app/update.rs", "#[cfg(all(test, unix))]\nuse crate::api::{self, x};"),
        ("api/auth.rs", "token.expose()"),
    ] {
        let source = Source { path: path.into(), text: code.into() };
        let found = complaints(&source, layer_of(&source).unwrap());
        assert!(found.is_empty(), "{code}\n{}", found.join("\n"));
    }
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
fn the_lints_that_the_house_counts_on_are_asked_for() {
    let app = sources().into_iter().find(|source| source.path == "app/mod.rs").unwrap();
    assert!(app.text.contains("#![warn(clippy::wildcard_enum_match_arm)]"));
    assert!(manifest().contains("\nunsafe_code = \"deny\""));
    assert!(manifest().contains("\nundocumented_unsafe_blocks = \"warn\""));
}

/// `Debug` shows whatever a type has, today or later; and a field's name says nothing of what will stand in it.
#[test]
fn what_is_logged_is_a_sentence_put_together_by_display() {
    let all = sources();
    for source in all.iter().filter(|source| LOGGING.contains(&source.path.as_str())) {
        assert!(source.text.contains("tracing::"), "{} logs nothing", source.path);
        let (code, _tests) = source.text.split_once("#[cfg(test)]").unwrap_or((&source.text, ""));
        for (at, level) in ["error", "warn", "info", "debug", "trace"].into_iter().flat_map(|level| {
            let call = format!("tracing::{level}!(");
            code.match_indices(&call).map(|(at, call)| (at + call.len(), level)).collect::<Vec<_>>()
        }) {
            let call = up_to_its_bracket(&code[at..]);
            assert!(call.trim_start().starts_with('"'), "{}: {level}!({call}", source.path);
            assert!(!call.contains('?') && !call.contains("expose"), "{}: {level}!({call}", source.path);
        }
    }
}

/// What stands before the bracket that closes what was opened before it.
fn up_to_its_bracket(code: &str) -> &str {
    let mut open = 1;
    let end = code.find(|character| {
        open += i32::from(character == '(') - i32::from(character == ')');
        open == 0
    });
    &code[..end.unwrap()]
}

/// Looks at the words themselves, tests and comments included: nothing can hide in what is no code today.
#[test]
fn one_small_file_says_unsafe() {
    let says = |source: &&Source| {
        let is_name = |character: char| character.is_alphanumeric() || character == '_';
        source.text.split(|character| !is_name(character)).any(|word| matches!(word, "unsafe" | "unsafe_code"))
    };
    let all = sources();
    let saying: Vec<_> =
        all.iter().filter(says).map(|source| (source.path.as_str(), source.text.lines().count())).collect();
    let [(path, lines)] = saying[..] else { panic!("{saying:?}") };
    assert_eq!(path, UNSAFE.0);
    assert!(lines <= UNSAFE.1, "{path} has {lines} lines");
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = manifest();
    let mut section = "";
    let mut reasonless = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains(" = ") && !line.contains(" # ") {
            reasonless.push(line);
        }
    }
    assert!(reasonless.is_empty(), "{reasonless:?}");
}

fn manifest() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap()
}
