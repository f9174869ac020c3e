//! The command line without a terminal: exit codes, and sentences on the right stream.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use assert_cmd::Command;
use tempfile::TempDir;

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn credesk_in(home: &TempDir, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn credesk(arguments: &[&str]) -> Said {
    credesk_in(&TempDir::new().unwrap(), arguments)
}

/// A home with a configuration of two profiles.
fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    let folder = home.path().join(".config/credesk");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = |name: &str| format!("[profiles.{name}]\nurl = \"https://{name}.example.ch\"\ntoken_env = \"T\"\n");
    let text = format!("default_profile = \"prod\"\n{}{}", profile("prod"), profile("training"));
    std::fs::write(folder.join("config.toml"), text).unwrap();
    home
}

#[test]
fn without_a_configuration_it_says_how_to_begin() {
    let home = TempDir::new().unwrap();
    let said = credesk_in(&home, &[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let path = home.path().join(".config/credesk/config.toml");
    assert!(said.err.contains(&path.display().to_string()), "{}", said.err);
    assert!(said.err.contains("[profiles.prod]") && said.err.contains("credesk demo"), "{}", said.err);
    assert!(said.err.lines().count() < 24, "more than one page:\n{}", said.err);
}

#[test]
fn a_configuration_that_was_named_and_is_not_there_is_an_error_of_its_own() {
    let said = credesk(&["--config", "/nowhere/credesk.toml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("/nowhere/credesk.toml") && !said.err.contains("credesk demo"), "{}", said.err);
}

#[test]
fn the_environment_names_the_configuration_and_the_command_line_wins() {
    let home = home();
    let with = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.env_clear().env("HOME", home.path()).env("CREDESK_CONFIG", "/nowhere/a.toml").args(arguments);
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(with(&[]).contains("/nowhere/a.toml"));
    assert!(with(&["--config", "/nowhere/b.toml"]).contains("/nowhere/b.toml"));
}

#[test]
fn an_unknown_profile_names_the_nearest() {
    let said = credesk_in(&home(), &["--profile", "trainig"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean \"training\"?"), "{}", said.err);
}

#[test]
fn without_a_terminal_there_is_no_console() {
    for arguments in [&["demo"][..], &[]] {
        let said = credesk_in(&home(), arguments);
        assert_eq!((said.code, said.out.as_str()), (6, ""), "{arguments:?}");
        assert!(said.err.contains("needs a terminal"), "{}", said.err);
    }
}

#[test]
fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
    for arguments in [&["--token", "c2VjcmV0"][..], &["--token=c2VjcmV0"], &["demo", "--password", "c2VjcmV0"]] {
        let said = credesk(arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.err.contains("token_command") && said.err.contains("token_file"), "{}", said.err);
        assert!(!said.err.contains("c2VjcmV0"), "{}", said.err);
    }
}

#[test]
fn what_does_not_exist_is_not_offered() {
    for arguments in [&["--unknown"][..], &["find"], &["demo", "--users", "many"], &["demo", "--users", "1000001"]] {
        let said = credesk(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
    }
    assert!(credesk(&["dmo"]).err.contains("demo"));
}

#[test]
fn an_option_that_would_be_ignored_is_refused() {
    for (arguments, name) in [
        (&["demo", "--config", "a.toml"][..], "credesk demo takes no --config"),
        (&["--profile", "prod", "demo"], "credesk demo takes no --profile"),
        (&["sandbox", "--config", "a.toml"], "credesk sandbox takes no --config"),
        (&["sandbox", "--profile", "prod"], "credesk sandbox takes no --profile"),
        (&["--read-only", "sandbox"], "credesk sandbox takes no --read-only"),
    ] {
        let said = credesk(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(said.err.starts_with(name), "{}", said.err);
    }
    assert_eq!(credesk(&["demo", "--read-only"]).code, 6, "the demo has a console, and here is no terminal");
}

#[test]
fn help_and_version_are_data() {
    let help = credesk(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for word in ["audit", "demo", "sandbox", "--config", "--profile", "--read-only"] {
        assert!(help.out.contains(word), "{word}\n{}", help.out);
    }
    assert_eq!(credesk(&["--version"]).out, format!("credesk {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_sandbox_prints_a_profile_that_works() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_credesk"))
        .args(["sandbox", "--listen", "127.0.0.1:0", "--users", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
        if line.starts_with("token_command") {
            break;
        }
    }
    let profile = text.split_once("[profiles.sandbox]").unwrap().1;
    let config = credesk::config::parse("pasted".as_ref(), &format!("[profiles.sandbox]{profile}")).unwrap();
    let client = credesk::api::ApiClient::new(config.profile(None).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let caller = runtime.block_on(client.caller()).unwrap();
    assert_eq!(caller.login_id.as_str(), "m.huber");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_sandbox_listens_on_this_host_only() {
    let said = credesk(&["sandbox", "--listen", "0.0.0.0:0"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("0.0.0.0:0"), "{}", said.err);
}
