//! README, example and code agree: keys, commands, prepared users, configuration.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::Path;

use credesk::app::bindings::BINDINGS;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The table of keys as the README must show it, made from the one table in the code.
fn key_table() -> String {
    let mut lines = vec!["| where | key | does |".to_owned(), "| --- | --- | --- |".to_owned()];
    for binding in BINDINGS {
        let keys: Vec<_> = binding.keys.iter().map(|key| format!("`{}`", key.name())).collect();
        let line = format!("| {} | {} | {} |", binding.group, keys.join(" or "), binding.help);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[test]
fn the_key_table_of_the_readme_is_the_one_of_the_code() {
    let readme = file("README.md");
    let (_, after) = readme.split_once("## Keys\n\n").unwrap();
    let (table, _) = after.split_once("\n\n## ").unwrap();
    assert_eq!(table, key_table(), "put this into README.md under \"Keys\"");
}

#[test]
fn the_two_commands_stand_near_the_top_and_ci_runs_the_second() {
    let readme = file("README.md");
    let top: Vec<_> = readme.lines().take(12).collect();
    assert!(top.contains(&"    cargo run --release -- demo"));
    assert!(top.contains(&"    cargo test"));
    assert!(file(".ci/run").contains("cargo test.*"));
}

/// The commands that `--help` offers after these words.
fn offered(words: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_credesk")).args(words).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let (_, after) = help.split_once("Commands:\n").unwrap();
    let commands = after.lines().take_while(|line| line.starts_with("  "));
    // A description's second line stands further in.
    let names = commands.filter_map(|line| line[2..].split(' ').next()).filter(|name| !name.is_empty());
    names.map(String::from).collect()
}

#[test]
fn every_command_stands_in_the_readme() {
    let readme = file("README.md");
    for command in offered(&[]).into_iter().filter(|command| command != "audit") {
        assert!(readme.contains(&format!("\ncredesk {command} ")), "{command}");
    }
    let audit = offered(&["audit"]);
    assert_eq!(audit, ["list", "show", "verify", "export"]);
    for command in audit {
        assert!(readme.contains(&format!("\ncredesk audit {command} ")), "{command}");
    }
    for option in ["--all", "--json", "--from DATE", "--to DATE", "--format", "--journal FILE"] {
        assert!(readme.contains(option), "{option}");
    }
}

#[test]
fn every_prepared_user_of_the_readme_exists_in_the_sandbox() {
    use credesk::sandbox::{Operator, Options, Sandbox};
    let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
    assert!(!sandbox.token(Operator::Helpdesk).is_empty());
    let readme = file("README.md");
    let (_, after) = readme.split_once("| login ID | situation |").unwrap();
    let users: Vec<_> = after.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert!(users.len() >= 10);
    let personas: String = ["assets/sandbox"].iter().map(|folder| all_text(folder)).collect();
    for line in users {
        let login = line.split('`').nth(1).unwrap();
        assert!(personas.contains(&format!("\"{login}\"")), "{login}");
    }
}

fn all_text(folder: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn the_configuration_in_the_readme_is_valid() {
    let readme = file("README.md");
    let (_, after) = readme.split_once("```toml\n").unwrap();
    let (toml, _) = after.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, toml).unwrap();
    let config = credesk::config::load(&path).unwrap();
    assert_eq!(config.default_profile, "test");
}
