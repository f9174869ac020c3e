//! The real binary in an environment that wants something else of it: session keys in a file, a proxy, a weaker check.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/listener.rs"]
mod listener;
mod support;
#[path = "support/tls_server.rs"]
mod tls_server;

use std::process::Output;

use assert_cmd::Command;
use credesk::config;
use listener::Listener;
use support::profile::{Home, TOKEN};
use support::raw_server::{RawServer, json};
use tls_server::TlsServer;

/// Looks a user up by the command line, in this environment and no other.
fn look_up(home: &Home, environment: &[(&str, String)]) -> Output {
    let mut command = Command::cargo_bin("credesk").unwrap();
    command.env_clear().current_dir(home.folder.path()).env("HOME", home.folder.path());
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    command.args(["--config", "config.toml", "otp", "print", "--user", "demo.all", "--to", "text"]);
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn session_keys_are_never_written() {
    let server = TlsServer::start(b"HTTP/1.1 429 Wait\r\nContent-Length: 2\r\n\r\n{}");
    let home = Home::new();
    home.write("ca.pem", &server.ca, 0o644);
    home.profile(&server.url(), "ca_file = \"ca.pem\"");
    let missing = home.folder.path().join("keys");
    let there = home.write("there", "", 0o600);
    for file in [&missing, &there] {
        let output = look_up(&home, &[("SSLKEYLOGFILE", file.display().to_string())]);
        assert!(said(&output).contains("too much to do"), "{}", said(&output));
    }
    let authorization = format!("Bearer {TOKEN}");
    assert!(server.requests().iter().all(|request| request.header("authorization") == Some(&authorization)));
    assert!(server.requests().len() >= 2 && !missing.exists());
    assert_eq!(std::fs::read(there).unwrap(), b"");
}

#[test]
fn proxy_variables_are_not_looked_at() {
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    let second = Listener::start();
    let there = format!("http://127.0.0.1:{}", second.port());
    let mut environments: Vec<Vec<(&str, String)>> = names.iter().map(|name| vec![(*name, there.clone())]).collect();
    let all = || names.iter().map(|name| (*name, there.clone()));
    environments.push(all().chain([("NO_PROXY", String::new()), ("no_proxy", String::new())]).collect());
    environments.push(all().chain([("NO_PROXY", "example.ch".into()), ("no_proxy", "example.ch".into())]).collect());
    // A program that runs behind a web server takes HTTP_PROXY for a header of the request.
    environments.push(all().chain([("REQUEST_METHOD", "GET".into())]).collect());
    for environment in &environments {
        let tls = TlsServer::start(b"HTTP/1.1 429 Wait\r\nContent-Length: 2\r\n\r\n{}");
        let home = Home::new();
        home.write("ca.pem", &tls.ca, 0o644);
        home.profile(&tls.url(), "ca_file = \"ca.pem\"");
        look_up(&home, environment);
        assert!(!tls.requests().is_empty(), "{environment:?}");

        let plain = RawServer::start([json("{}")]);
        let home = Home::new();
        home.profile(&plain.url(), "");
        look_up(&home, environment);
        assert!(!plain.requests().is_empty(), "{environment:?}");
        assert_eq!(second.connections(), 0, "{environment:?}");
    }
    assert_eq!(second.end(), Vec::<Vec<u8>>::new());
}

#[test]
fn of_a_token_that_ended_the_variable_is_named_that_it_came_from() {
    let home = Home::new();
    home.profile("http://127.0.0.1:9", "token_env = \"THE_TOKEN\"");
    // {"exp":1}
    let output = look_up(&home, &[("THE_TOKEN", "e30.eyJleHAiOjF9.c2ln".into())]);
    let wanted = "The token in the environment variable THE_TOKEN ended on 1970-01-01T00:00:01Z, by this host's clock.\n\
                  Start credesk again with a new one in that variable.\n";
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(3), wanted));
}

#[test]
fn nothing_weakens_the_check_of_certificates() {
    const WORDS: [&str; 13] = [
        "insecure",
        "accept",
        "verif",
        "danger",
        "skip",
        "invalid",
        "unsafe",
        "tls",
        "ssl",
        "keylog",
        "trust",
        "self_signed",
        "hostname",
    ];
    let keys = config::known_keys().into_iter().chain(config::known_profile_keys());
    let mut names: Vec<String> = keys.map(String::from).collect();
    assert!(names.iter().any(|key| key == "ca_file"), "the list is not the one of the keys");
    let mut commands = vec![vec![]];
    while let Some(path) = commands.pop() {
        let output = Command::cargo_bin("credesk").unwrap().args(&path).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let words = help.split(|sign: char| sign.is_whitespace() || ",[]=<>".contains(sign));
        names.extend(words.filter(|word| word.starts_with("--")).map(String::from));
        let listed = help.split("Commands:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
        for name in listed.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' ')) {
            let name = name.split(' ').next().unwrap().to_owned();
            if name != "help" {
                commands.push([path.clone(), vec![name]].concat());
            }
        }
    }
    assert!(["--user", "--queue", "--read-only"].iter().all(|flag| names.iter().any(|name| name == flag)), "{names:?}");
    for name in &names {
        let plain = name.to_lowercase().replace('-', "_");
        assert!(!WORDS.iter().any(|word| plain.contains(word)), "{name}");
    }
    let home = Home::new();
    for key in ["insecure", "accept_invalid_certs", "verify", "tls_verify"] {
        let text = format!("[profiles.a]\nurl = \"https://x.ch\"\ntoken_file = \"token\"\n{key} = true\n");
        let said = config::load(&home.write("weak.toml", &text, 0o600)).unwrap_err().to_string();
        assert!(said.contains(&format!("the key \"{key}\" is not known")), "{said}");
    }
}
