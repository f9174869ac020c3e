//! The schema of the configuration against the parser: what the one takes or refuses, the other does. And the shapes of what
//! `config show` and `config check` print as JSON.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use credesk::config;
use jsonschema::Validator;
use serde_json::Value;
use support::profile::Home;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn validator(name: &str) -> Validator {
    let schema: Value = serde_json::from_str(&file(name)).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn as_json(text: &str) -> Value {
    serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap()
}

const HEAD: &str = "[profiles.test]\nurl = \"https://idm.example.ch\"\n";
const TOKEN: &str = "token_env = \"T\"\n";

#[test]
fn the_program_hands_out_the_schema_of_the_repository() {
    let output = Command::new(env!("CARGO_BIN_EXE_credesk")).args(["config", "schema"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), file("assets/schema/config.schema.json"));
    assert!(output.status.success() && output.stderr.is_empty());
}

#[test]
fn what_the_parser_takes_is_valid() {
    let validator = validator("assets/schema/config.schema.json");
    let example = file("config.example.toml");
    let uncommented = example
        .replace("\n# journal", "\njournal")
        .replace("\n# client =", "\nclient =")
        .replace("\n# ca_file", "\nca_file")
        .replace("\n# proxy", "\nproxy")
        .replace("\n# printer", "\nprinter")
        .replace("\n# token_file", "\ntoken_file")
        .replace("\ntoken_command", "\n# token_command");
    assert_ne!(example, uncommented);
    let here =
        "[profiles.a]\nurl = \"http://127.0.0.1:8080/x\"\ntoken_command = [\"a\", \"\"]\nenvironment = \"Prüfung 2\"\n";
    let two =
        format!("default_profile = \"a\"\n{here}[profiles.b]\nurl = \"http://[::1]:1\"\n{TOKEN}environment = \"a\"");
    for text in [&example, &uncommented, here, &two, &format!("{HEAD}{TOKEN}")] {
        config::parse(Path::new("c.toml"), text).unwrap();
        let told: Vec<_> = validator.iter_errors(&as_json(text)).map(|error| error.to_string()).collect();
        assert!(told.is_empty(), "{text}\n{told:?}");
    }
}

/// What stands in one line, in the place of a profile's key or before the profiles.
#[test]
fn what_the_parser_refuses_is_invalid() {
    let validator = validator("assets/schema/config.schema.json");
    let mut bad: Vec<String> = vec![
        String::new(),
        "[profiles]\n".into(),
        HEAD.into(),
        format!("[profiles.test]\n{TOKEN}"),
        format!("{HEAD}{TOKEN}token_file = \"t\"\n"),
        format!("{HEAD}token_command = [\"a\"]\ntoken_file = \"t\"\n"),
        format!("{HEAD}{TOKEN}token_file = \"t\"\ntoken_command = [\"a\"]\n"),
    ];
    bad.extend(
        [
            "display = {}\ncolour = 1",
            "[display]\ntheme = \"solarized\"",
            "[display]\nascii = 1",
            "[display]\nred = \"bold\"",
        ]
        .map(|line| format!("{line}\n{HEAD}{TOKEN}")),
    );
    bad.extend(
        ["default_profil = \"x\"", "journal = \"\"", "syslog = \"a\"", "alphabets = [1]"]
            .map(|line| format!("{line}\n{HEAD}{TOKEN}")),
    );
    for line in [
        "read_onyl = true",
        "token = \"dGhlLXRva2Vu\"",
        "journal = \"a\"",
        "page_size = \"100\"",
        "page_size = 5",
        "page_size = -5",
        "page_size = 100.5",
        "settle_s = 4",
        "settle_s = 3601",
        "hide_after_s = 61",
        "end_after_s = 901",
        "search_delay_ms = 5001",
        "comment_after_reset = 1",
        "self_admin = \"yes\"",
        "environment = \"\"",
        "environment = \" \"",
        "environment = \"a\\u200b\"",
        "environment = \"more than twenty signs\"",
        "environment_color = \"orange\"",
        "client = \"a/b\"",
        "client = \"..\"",
        "clients = []",
        "clients = [\"a/b\"]",
        "client = \"1\"\nclients = [\"2\"]",
        "client_key = \"k.pem\"",
        "client_certificate = \"k.pem\"",
        "proxy = \"socks5://p:1\"",
        "proxy = \"http://me:pw@p:1\"",
        "reveal = \"Never\"",
        "print_format = \"PDF\"",
        "printer = \"-o raw\"",
        "slip = \"no\"",
    ] {
        bad.push(format!("{HEAD}{TOKEN}{line}\n"));
    }
    bad.extend(
        [
            "token_command = []",
            "token_command = [\"\"]",
            "token_command = \"a\"",
            "token_env = \"\"",
            "token_env = \"A=B\"",
        ]
        .map(|line| format!("{HEAD}{line}\n")),
    );
    for url in [
        "http://idm.example.ch",
        "http://localhost.example.ch",
        "ftp://a",
        "https://me:pw@a",
        "https://a/?b",
        "https://a/#b",
        "a",
        "",
    ] {
        bad.push(format!("[profiles.test]\nurl = \"{url}\"\n{TOKEN}"));
    }
    for text in bad {
        assert!(config::parse(Path::new("c.toml"), &text).is_err(), "the parser takes\n{text}");
        assert!(!validator.is_valid(&as_json(&text)), "the schema takes\n{text}");
    }
}

/// No key is without its type and a description, and each number of the file has its range from the parser.
#[test]
fn each_key_of_the_parser_is_in_it() {
    let schema: Value = serde_json::from_str(&file("assets/schema/config.schema.json")).unwrap();
    for (keys, rows) in [
        (config::keys(), &schema["properties"]),
        (config::profile_keys(), &schema["definitions"]["profile"]["properties"]),
        (config::display_keys(), &schema["definitions"]["display"]["properties"]),
    ] {
        assert_eq!(keys.len(), rows.as_object().unwrap().len());
        for key in keys.iter().filter(|key| key.kind != config::Kind::Table) {
            let row = &rows[key.name];
            assert!(
                row["type"].is_string() && row["description"].as_str().is_some_and(|text| text.len() > 20),
                "{}",
                key.name
            );
            if let config::Kind::Number { from, to } = key.kind {
                assert_eq!((row["minimum"].as_u64(), row["maximum"].as_u64()), (Some(from), Some(to)), "{}", key.name);
            }
        }
    }
}

#[test]
fn what_is_printed_as_json_has_the_published_shape() {
    let home = Home::new();
    let good = home.write("config.toml", &format!("{HEAD}token_file = \"token\"\n"), 0o600);
    let warned = home.write("warned.toml", &format!("{HEAD}{TOKEN}"), 0o600);
    let bad = home.write("bad.toml", &format!("{HEAD}token_file = \"none\"\n"), 0o600);
    let broken = home.write("broken.toml", "a = = b", 0o600);
    for (command, config, code) in [
        ("show", &good, 0),
        ("show", &warned, 0),
        ("check", &good, 0),
        ("check", &warned, 0),
        ("check", &bad, 2),
        ("check", &broken, 2),
    ] {
        let mut credesk = Command::new(env!("CARGO_BIN_EXE_credesk"));
        let output = credesk.args(["config", command, "--json", "--config"]).arg(config).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{command} {}", config.display());
        let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
        let shape = validator(&format!("assets/schema/config-{command}.schema.json"));
        let told: Vec<_> = shape.iter_errors(&printed).map(|error| error.to_string()).collect();
        assert!(told.is_empty(), "{printed:#}\n{told:?}");
        assert!(!shape.is_valid(&serde_json::json!({})));
    }
}
