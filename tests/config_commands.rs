//! `credesk config path`, `check` and `show`: what they say, on which stream, and with which exit code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use assert_cmd::Command;
use support::profile::{Home, TOKEN};

struct Said {
    code: i32,
    out: String,
    err: String,
}

/// With the folder as home; its path is left out of what is said.
fn credesk(home: &Home, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
    let path = std::env::var_os("PATH").unwrap();
    let output =
        command.env_clear().env("HOME", home.folder.path()).env("PATH", path).args(arguments).output().unwrap();
    let folder = format!("{}/", home.folder.path().display());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&folder, "");
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A home with this configuration in its place.
fn home(text: &str, mode: u32) -> Home {
    let home = Home::new();
    fs::create_dir_all(home.folder.path().join(".config/credesk")).unwrap();
    home.write(CONFIG, text, mode);
    home
}

const CONFIG: &str = ".config/credesk/config.toml";
const TWO: &str = "default_profile = \"prod\"\n\n[profiles.prod]\nurl = \"https://idm.example.ch\"\n\
                   token_command = [\"echo\", \"c2VjcmV0\"]\nsettle_s = 90\n\n[profiles.test]\nurl = \"https://test.example.ch\"\n\
                   token_file = \"~/token\"\nenvironment_color = \"green\"\nca_file = \"ca.pem\"\n";

#[test]
fn the_path_is_told_there_or_not() {
    let empty = Home::new();
    let said = credesk(&empty, &["config", "path"]);
    assert_eq!((said.code, said.out.as_str()), (0, ".config/credesk/config.toml\n"));
    assert_eq!(said.err, "There is no such file yet. Run: credesk config init\n");
    let said = credesk(&home(TWO, 0o600), &["config", "path"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, ".config/credesk/config.toml\n", ""));
    let said = credesk(&empty, &["--config", "/nowhere/a.toml", "config", "path"]);
    assert_eq!((said.code, said.out.as_str()), (0, "/nowhere/a.toml\n"));
}

#[test]
fn a_program_gets_the_path_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"/nowhere/\xff\x1b.toml");
    let output =
        Command::new(env!("CARGO_BIN_EXE_credesk")).args(["config", "path", "--config"]).arg(odd).output().unwrap();
    assert_eq!(output.stdout, b"/nowhere/\xff\x1b.toml\n");
}

#[test]
fn a_usable_configuration_is_called_so() {
    let home = home(&TWO.replace("ca_file = \"ca.pem\"\n", ""), 0o644);
    let said = credesk(&home, &["config", "check"]);
    let expected = "The configuration .config/credesk/config.toml is usable.\nProfiles: prod (default), test\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, expected, ""));
}

#[test]
fn each_problem_is_a_sentence_and_says_which_profile() {
    let one = "[profiles.prod]\nurl = \"https://idm.example.ch\"\n";
    for (text, expected) in [
        ("a = = b".to_owned(), ".config/credesk/config.toml:1: this is not valid TOML"),
        (format!("{one}token_env = \"T\"\nread_onyl = true\n"), ":4: the key \"read_onyl\" is not known; did you mean"),
        (
            format!("{one}token_env = \"T\"\n[profiles.test]\nurl = \"https://a.ch\"\ntoken_env = \"T\"\n"),
            "has several profiles: name one",
        ),
        (
            format!("{one}token_command = [\"no-such-program\", \"c2VjcmV0\"]\n"),
            "Profile \"prod\": The program of token_command, \"no-such-program\", is not there, or you may not run it.",
        ),
        (format!("{one}token_command = [\"/etc/passwd\"]\n"), "you may not run it"),
        (
            format!("{one}token_file = \"none\"\n"),
            "Profile \"prod\": There is no token to sign in with: token_file .config/credesk/none cannot be read: there is no such file",
        ),
        (format!("{one}token_file = \"../../open\"\n"), "is open to others (mode 0644): run chmod 600 on it"),
        (format!("{one}token_file = \"../../wrapped\"\n"), "the token has a line break at column 4"),
        (format!("{one}token_env = \"T\"\nca_file = \"ca.pem\"\n"), "ca_file .config/credesk/ca.pem cannot be read"),
        (format!("{one}token_env = \"T\"\nca_file = \"../../token\"\n"), "holds no certificate in PEM"),
        (
            format!("{one}token_env = \"T\"\nclient_certificate = \"../../token\"\nclient_key = \"../../open\"\n"),
            "client_key .config/credesk/../../open is open to others",
        ),
    ] {
        let home = home(&text, 0o600);
        home.write("open", TOKEN, 0o644);
        home.write("wrapped", "abc\ndef\n", 0o600);
        let said = credesk(&home, &["config", "check"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{text}\n{}", said.err);
        assert!(said.err.contains(expected) && !said.err.contains("c2VjcmV0"), "{text}\n{}", said.err);
    }
    let said = credesk(&home(TWO, 0o660), &["config", "check"]);
    assert!(said.code == 2 && said.err.contains("Run: chmod go-w"), "{}", said.err);
    let said = credesk(&Home::new(), &["config", "check"]);
    assert!(
        said.code == 2
            && said
                .err
                .contains("There is no configuration file at .config/credesk/config.toml. Run credesk config init"),
        "{}",
        said.err
    );
}

#[test]
fn all_problems_are_told_at_once_and_only_those_of_the_profile_that_is_named() {
    let bad = TWO.replace("[\"echo\", ", "[\"no-such-program\", ");
    let home = home(&bad, 0o600);
    let said = credesk(&home, &["config", "check"]);
    assert!(said.err.contains("Profile \"prod\"") && said.err.contains("Profile \"test\""), "{}", said.err);
    let said = credesk(&home, &["config", "check", "--profile", "test"]);
    assert!(!said.err.contains("Profile \"prod\"") && said.err.contains("Profile \"test\""), "{}", said.err);
    let said = credesk(&home, &["config", "check", "--profile", "tset"]);
    assert!(said.code == 2 && said.err.contains("did you mean \"test\"?"), "{}", said.err);
}

#[test]
fn a_token_of_the_environment_is_warned_of_and_works() {
    let home = home("[profiles.prod]\nurl = \"https://idm.example.ch\"\ntoken_env = \"T\"\n", 0o600);
    let said = credesk(&home, &["config", "check"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("is usable"), "{}", said.out);
    assert!(
        said.err
            .starts_with("Warning: Profile \"prod\": the token comes from the environment variable T, the last resort"),
        "{}",
        said.err
    );
    assert!(said.err.contains("It is not set here."), "{}", said.err);
}

#[test]
fn every_key_is_shown_with_what_counts_and_the_line_that_says_so() {
    let said = credesk(&home(TWO, 0o600), &["config", "show"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for (key, comment) in [
        ("# .config/credesk/config.toml", ""),
        ("default_profile = \"prod\"", "# line 1"),
        ("journal = \".local/state/credesk/journal.jsonl\"", "# default"),
        ("# alphabets: not set", ""),
        ("url = \"https://idm.example.ch\"", "# line 4"),
        ("token_command = [\"echo\"]", "# line 5; its arguments may hold secrets and are left out"),
        ("settle_s = 90", "# line 6"),
        ("settle_s = 60", "# default"),
        ("environment = \"PROD\"", "# default"),
        ("environment = \"TEST\"", "# default"),
        ("environment_color = \"green\"", "# line 11"),
        ("unit_property = \"unit\"", "# default"),
        ("token_file = \"token\"", "# line 10"),
        ("ca_file = \".config/credesk/ca.pem\"", "# line 12"),
        ("# client: not set", ""),
    ] {
        let is_it = |line: &str| line.starts_with(key) && line[key.len()..].trim() == comment;
        assert!(said.out.lines().any(is_it), "{key} {comment}\n{}", said.out);
    }
    assert!(!said.out.contains("c2VjcmV0"), "{}", said.out);
    for key in credesk::config::known_profile_keys() {
        let named = |line: &&str| line.starts_with(&format!("{key} = ")) || line.starts_with(&format!("# {key}: "));
        assert_eq!(said.out.lines().filter(named).count(), 2, "{key}\n{}", said.out);
    }
}

/// What is shown is a configuration again, and means the same.
#[test]
fn what_is_shown_can_be_read_again() {
    let odd = "[profiles.\"a \\\" b\"]\nurl = \"https://idm.example.ch\"\nenvironment = \"A \\\\ \\\"B\\\"\"\n\
               token_command = [\"pass \\u202e\\u001b\"]\n";
    let home = home(odd, 0o600);
    let path = home.folder.path().join(CONFIG);
    let shown = credesk(&home, &["config", "show"]).out;
    assert!(shown.contains("[profiles.\"a \\\" b\"]") && !shown.contains(['\u{202e}', '\u{1b}']), "{shown}");
    let (again, first) = (credesk::config::parse(&path, &shown).unwrap(), credesk::config::load(&path).unwrap());
    assert_eq!(again.profiles, first.profiles);
}

#[test]
fn json_holds_the_same_and_no_argument_either() {
    let home = home(TWO, 0o600);
    let said = credesk(&home, &["config", "show", "--json", "--profile", "prod"]);
    let shown: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let keys = shown["profiles"]["prod"].as_array().unwrap();
    let key = |name: &str| keys.iter().find(|key| key["key"] == name).unwrap();
    assert_eq!((&key("settle_s")["value"], &key("settle_s")["line"]), (&90.into(), &6.into()));
    assert_eq!(key("token_command")["value"], serde_json::json!(["echo"]));
    assert_eq!(
        (&key("token_command")["arguments_left_out"], &key("url")["arguments_left_out"]),
        (&true.into(), &false.into())
    );
    assert!(key("client")["value"].is_null() && key("slip")["line"].is_null() && key("slip")["value"] == false);
    assert!(shown["profiles"].as_object().unwrap().len() == 1 && !said.out.contains("c2VjcmV0"), "{}", said.out);

    let said = credesk(&home, &["config", "check", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["usable"], &report["default_profile"]), (2, &false.into(), &"prod".into()));
    assert!(report["problems"][0].as_str().unwrap().contains("ca_file"), "{report:#}");
}

#[test]
fn init_without_a_terminal_names_the_example_and_writes_nothing() {
    let empty = Home::new();
    let said = credesk(&empty, &["config", "init"]);
    assert_eq!((said.code, said.out.as_str()), (6, ""));
    assert!(said.err.contains("config.example.toml") && said.err.contains(CONFIG), "{}", said.err);
    assert!(!empty.folder.path().join(".config").exists());
}

#[test]
fn init_overwrites_nothing_not_even_a_link_that_leads_nowhere() {
    let full = home(TWO, 0o600);
    let said = credesk(&full, &["config", "init"]);
    assert!(
        said.code == 2 && said.err.contains("There is something already at .config/credesk/config.toml"),
        "{}",
        said.err
    );
    assert!(said.err.contains("--config FILE"), "{}", said.err);
    let path = full.folder.path().join(CONFIG);
    assert_eq!(fs::read_to_string(&path).unwrap(), TWO);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/nowhere/else", &path).unwrap();
    assert_eq!(credesk(&full, &["config", "init"]).code, 2);
    assert_eq!(fs::read_link(&path).unwrap(), Path::new("/nowhere/else"));
}

#[test]
fn an_option_without_a_meaning_is_refused() {
    let empty = Home::new();
    for (arguments, sentence) in [
        (&["config", "path", "--profile", "a"][..], "credesk config path takes no --profile: "),
        (&["--read-only", "config", "show"], "credesk config show takes no --read-only: "),
        (&["config", "schema", "--config", "a"], "credesk config schema takes no --config: "),
        (&["config", "init", "--profile", "a"], "credesk config init takes no --profile: "),
        (&["completions", "bash", "--config", "a"], "credesk completions takes no --config: "),
        (&["man", "--read-only"], "credesk man takes no --read-only: "),
        (&["man", "nothing"], "There is no manual page \"nothing\". There is one for each of: credesk, find, "),
    ] {
        let said = credesk(&empty, arguments);
        assert!(said.code == 2 && said.out.is_empty() && said.err.starts_with(sentence), "{arguments:?}\n{}", said.err);
    }
}
