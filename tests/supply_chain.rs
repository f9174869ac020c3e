//! What may come into the build: held against `deny.toml`, with nothing but Cargo. `cargo deny` says the same and more, where
//! it is there.
//!
//! Licences are those of the packages for this platform, which are the ones that a build has downloaded; sources, bans and
//! versions are those of the whole lock file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toml::Table;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// How many packages the program itself is made of on Linux, with their own dependencies and without those of tests. Each
/// one more is somebody more to trust: raise it in the change that needs it, and say there what it is needed for.
const MOST_PACKAGES: usize = 224;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    String::from_utf8(cargo.stdout).unwrap()
}

/// The packages of this platform, as Cargo knows them.
fn metadata() -> Value {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let told = cargo(&["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host]);
    serde_json::from_str(&told).unwrap()
}

/// A package of a lock file.
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
}

fn packages(lock: &str) -> Vec<Package> {
    let lock = table(lock);
    let text = |row: &toml::Value, key: &str| row.get(key).and_then(toml::Value::as_str).map(String::from);
    let package = |row: &toml::Value| Package {
        name: text(row, "name").unwrap(),
        version: text(row, "version").unwrap(),
        source: text(row, "source"),
        checksum: text(row, "checksum"),
    };
    lock["package"].as_array().unwrap().iter().map(package).collect()
}

/// Packages that are not from crates.io, or whose bytes nothing is held against.
fn strangers(lock: &str) -> Vec<String> {
    let known = |package: &Package| match (&package.source, &package.checksum) {
        (Some(source), Some(checksum)) => source == CRATES_IO && checksum.len() == 64,
        (None, None) => ["credesk", "credesk-fuzz"].contains(&&*package.name),
        _ => false,
    };
    packages(lock).into_iter().filter(|package| !known(package)).map(|package| package.name).collect()
}

/// The crates of `[bans]`: those that must not be there, and those of which there may be one version only.
fn bans(deny: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let deny = table(deny);
    let rows = deny["bans"]["deny"].as_array().unwrap();
    let single = |row: &&toml::Value| row.get("deny-multiple-versions").and_then(toml::Value::as_bool) == Some(true);
    let name = |row: &toml::Value| row["crate"].as_str().unwrap().to_owned();
    let (single, banned): (Vec<_>, Vec<_>) = rows.iter().partition(single);
    (banned.into_iter().map(name).collect(), single.into_iter().map(name).collect())
}

fn banned(lock: &str, deny: &str) -> Vec<String> {
    let (banned, single) = bans(deny);
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages(lock) {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let twice = |name: &String, versions: &BTreeSet<String>| single.contains(name) && versions.len() > 1;
    let bad = versions.iter().filter(|(name, versions)| banned.contains(*name) || twice(name, versions));
    bad.map(|(name, versions)| format!("{name} {}", versions.iter().cloned().collect::<Vec<_>>().join(", "))).collect()
}

/// An SPDX licence expression (SPDX 2.3, annex D) that these licences satisfy. `/` is how OR was written once.
fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = &words[..];
    let told = any(&mut rest, allowed);
    rest.is_empty() && told == Some(true)
}

/// `all OR all`; none where it is no expression.
fn any(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut told = all(words, allowed)?;
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        told |= all(words, allowed)?;
    }
    Some(told)
}

fn all(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut told = one(words, allowed)?;
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        told &= one(words, allowed)?;
    }
    Some(told)
}

/// An exception only adds to what a licence allows, but it is another licence: it must be allowed as a whole.
fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let told = any(words, allowed)?;
            let [")", rest @ ..] = *words else { return None };
            *words = rest;
            Some(told)
        }
        [id, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(allowed.contains(&format!("{id} WITH {exception}")))
        }
        [id, rest @ ..] if !["OR", "AND", "WITH", ")"].contains(id) => {
            *words = rest;
            Some(allowed.contains(*id))
        }
        _ => None,
    }
}

fn allowed(deny: &str) -> BTreeSet<String> {
    let deny = table(deny);
    let rows = deny["licenses"]["allow"].as_array().unwrap();
    rows.iter().map(|row| row.as_str().unwrap().to_owned()).collect()
}

/// Packages without a licence that is allowed.
fn unlicensed(metadata: &Value, allowed: &BTreeSet<String>) -> Vec<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let licence = |package: &Value| package["license"].as_str().unwrap_or_default().to_owned();
    let bad = packages.iter().filter(|package| !satisfied(&licence(package), allowed));
    bad.map(|package| format!("{} {}", package["name"], licence(package))).collect()
}

/// The dependencies of a manifest, of every kind, by name.
fn dependencies(manifest: &str) -> Vec<(String, toml::Value)> {
    let manifest = table(manifest);
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = kinds.iter().filter_map(|kind| manifest.get(*kind)?.as_table());
    tables.flatten().map(|(name, wanted)| (name.clone(), wanted.clone())).collect()
}

/// Dependencies that are not of crates.io in a version, or whose line says no reason.
fn unreasoned(manifest: &str) -> Vec<String> {
    let reason = |name: &str| {
        let lines = manifest.lines().filter(|line| line.starts_with(&format!("{name} = ")));
        lines.into_iter().all(|line| line.split_once(" # ").is_some_and(|(_, reason)| reason.trim().len() > 3))
    };
    let ours = |wanted: &toml::Value| wanted.get("path").and_then(toml::Value::as_str) == Some("..");
    let sound = |wanted: &toml::Value| {
        let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
        let elsewhere = ["git", "path", "registry"].iter().any(|key| wanted.get(key).is_some());
        version.is_some_and(|version| !version.contains('*') && version.starts_with(|sign: char| sign.is_ascii_digit()))
            && !elsewhere
    };
    let good = |(name, wanted): &(String, toml::Value)| ours(wanted) || (sound(wanted) && reason(name));
    let bad = dependencies(manifest).into_iter().filter(|dependency| !good(dependency));
    bad.map(|(name, _)| name).collect()
}

/// The packages that the program itself is made of: reached from it without a dependency of tests or of a build script.
fn normal(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let by_id: BTreeMap<String, &Value> = nodes.iter().map(|node| (id(&node["id"]), node)).collect();
    let mut reached = BTreeSet::new();
    let mut next = vec![id(&metadata["resolve"]["root"])];
    while let Some(package) = next.pop() {
        let deps = by_id[&package]["deps"].as_array().unwrap();
        let is_normal = |dep: &&Value| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
        next.extend(deps.iter().filter(is_normal).map(|dep| id(&dep["pkg"])).filter(|id| reached.insert(id.clone())));
    }
    reached
}

#[test]
fn everything_is_from_crates_io_and_held_against_a_checksum() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        assert_eq!(strangers(&file(lock)), [""; 0], "{lock}");
    }
    let sources = &table(&file("deny.toml"))["sources"];
    assert_eq!((sources["unknown-registry"].as_str(), sources["unknown-git"].as_str()), (Some("deny"), Some("deny")));
    assert_eq!(sources["allow-registry"].as_array().unwrap().len(), 1);
    assert!(sources["allow-git"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_banned_is_there_and_nothing_twice_that_must_be_single() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        assert_eq!(banned(&file(lock), &file("deny.toml")), [""; 0], "{lock}");
    }
    let lock = file("Cargo.lock");
    let there: BTreeSet<String> = packages(&lock).into_iter().map(|package| package.name).collect();
    let (_, single) = bans(&file("deny.toml"));
    assert!(single.is_subset(&there), "held single, and not there: {:?}", single.difference(&there));
}

#[test]
fn every_licence_is_allowed_and_no_allowed_one_is_idle() {
    let metadata = metadata();
    let allowed = allowed(&file("deny.toml"));
    assert_eq!(unlicensed(&metadata, &allowed), [""; 0]);
    for licence in &allowed {
        let mut fewer = allowed.clone();
        fewer.remove(licence);
        assert!(!unlicensed(&metadata, &fewer).is_empty(), "nothing needs {licence}");
    }
}

#[test]
fn every_dependency_has_a_version_and_a_reason() {
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        assert_eq!(unreasoned(&file(manifest)), [""; 0], "{manifest}");
    }
}

#[test]
fn the_program_does_not_grow_unseen() {
    let normal = normal(&metadata());
    let figure = normal.len();
    assert!(figure <= MOST_PACKAGES, "{figure} packages where there were {MOST_PACKAGES}");
    assert!(figure > 100, "{figure} packages cannot be all of them");
}

#[test]
fn the_lock_file_is_kept_and_used() {
    assert!(!file(".gitignore").lines().any(|line| line.contains("Cargo.lock")));
    for line in file(".ci/run").lines().filter(|line| line.trim_start().starts_with("cargo ") && !line.contains("fmt"))
    {
        assert!(line.contains("--locked"), "{line}");
    }
}

#[test]
fn a_planted_violation_is_seen() {
    let lock = |name: &str, version: &str, more: &str| {
        format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{more}\n")
    };
    let sum = "0".repeat(64);
    let sound = format!("source = \"{CRATES_IO}\"\nchecksum = \"{sum}\"");
    let git = format!("source = \"git+https://example.org/x#1\"\nchecksum = \"{sum}\"");
    assert!(strangers(&lock("serde", "1.0.0", &sound)).is_empty());
    assert!(strangers(&lock("credesk", "0.1.0", "")).is_empty());
    for bad in ["", &git, &format!("source = \"{CRATES_IO}\""), "source = \"registry+https://example.org\""] {
        assert_eq!(strangers(&lock("serde", "1.0.0", bad)), ["serde"], "{bad}");
    }

    let deny = file("deny.toml");
    for bad in ["openssl", "native-tls", "aws-lc-sys", "color-eyre", "genpdf"] {
        assert_eq!(banned(&lock(bad, "1.0.0", &sound), &deny), [format!("{bad} 1.0.0")]);
    }
    for single in ["crossterm", "ratatui", "rustls"] {
        let two = lock(single, "1.0.0", &sound) + &lock(single, "2.0.0", &sound);
        assert_eq!(banned(&two, &deny), [format!("{single} 1.0.0, 2.0.0")]);
    }
    assert!(banned(&(lock("syn", "1.0.0", &sound) + &lock("syn", "2.0.0", &sound)), &deny).is_empty());

    for bad in [
        "\"*\" # everything",
        "\"1.*\" # a reason",
        "\"1\"",
        "\"1\" # x",
        "{ git = \"https://example.org\" } # a fork",
        "{ path = \"../x\" } # our own",
        "{ version = \"1\", registry = \"other\" } # theirs",
        "\">=1\" # any of them",
    ] {
        for kind in ["dependencies", "dev-dependencies"] {
            assert_eq!(unreasoned(&format!("[{kind}]\nserde = {bad}\n")), ["serde"], "{bad}");
        }
    }
    assert!(unreasoned("[dependencies]\nserde = { version = \"1\" } # JSON\ncredesk = { path = \"..\" }\n").is_empty());
}

#[test]
fn licence_expressions_are_read_as_spdx_has_them() {
    let allowed: BTreeSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(String::from).into();
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "GPL-3.0/MIT",
        "MIT AND ISC",
        "(GPL-3.0 OR MIT) AND ISC",
        "GPL-3.0 AND ISC OR MIT",
        "Apache-2.0 WITH LLVM-exception",
        "GPL-3.0 OR Apache-2.0 WITH LLVM-exception AND MIT",
    ] {
        assert!(satisfied(good, &allowed), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0",
        "Apache-2.0",
        "MIT AND GPL-3.0",
        "(MIT OR ISC) AND GPL-3.0",
        "MIT AND (GPL-3.0 OR BSD-3-Clause)",
        "MIT WITH LLVM-exception",
        "Apache-2.0 WITH Classpath-exception-2.0",
        "MIT OR",
        "(MIT",
        "MIT)",
        "MIT ISC",
        "mit",
    ] {
        assert!(!satisfied(bad, &allowed), "{bad}");
    }
    let metadata: Value =
        serde_json::from_str(r#"{"packages":[{"name":"a","license":"MIT"},{"name":"b","license":null}]}"#).unwrap();
    assert_eq!(unlicensed(&metadata, &allowed), ["\"b\" "]);
}
