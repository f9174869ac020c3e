//! `credesk config init` on a real terminal, against the sandbox: the questions, the trial of the connection, the file; and
//! that nothing is left where it is not carried through.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use credesk::config::{self, TokenSource};
use credesk::domain::id::ClientId;
use credesk::sandbox::{Operator, Options, Sandbox};
use pty::{Pty, Start};

fn sandbox() -> Sandbox {
    Sandbox::start(Options { users: 0, ..Options::default() }).unwrap()
}

/// The program with its first question.
fn asked() -> Pty {
    let pty = Pty::credesk(&["config", "init"]);
    pty.wait_for("Name of the profile [prod]: ");
    pty
}

fn config(pty: &Pty) -> PathBuf {
    pty.home().join(".config/credesk/config.toml")
}

/// A file with the token of an operator, outside of the folder that is not there yet.
fn token(pty: &Pty, sandbox: &Sandbox, operator: Operator) -> String {
    let path = pty.home().join("token");
    fs::write(&path, sandbox.token(operator)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path.display().to_string()
}

/// Waits for each question and gives its answer.
fn answer(pty: &mut Pty, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        pty.wait_for(question);
        pty.send(&format!("{answer}\r"));
    }
}

/// What is on the screen, its lines joined: sentences are broken where a line ends.
fn one_line(contents: &str) -> String {
    contents.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn wait_for_words(pty: &Pty, words: &str) {
    pty.wait_until(words, |screen| one_line(&screen.contents()).contains(words));
}

/// Up to the question where the token comes from.
fn to_the_token(pty: &mut Pty, url: &str) {
    answer(
        pty,
        &[
            ("[prod]: ", ""),
            ("https://idm.example.ch: ", url),
            ("Its mark [PROD]: ", ""),
            ("Its colour [red]: ", ""),
            ("for all that you may see: ", "100"),
        ],
    );
}

fn mode(path: impl AsRef<std::path::Path>) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn the_file_is_what_was_answered_and_its_owners_alone() {
    let sandbox = sandbox();
    let mut pty = asked();
    let file = token(&pty, &sandbox, Operator::Helpdesk);
    to_the_token(&mut pty, &sandbox.url());
    answer(&mut pty, &[("1 or 2 [1]: ", "2"), ("[prod.token]: ", "~/token")]);
    pty.wait_for("Written, for you alone:");
    assert_eq!(pty.exit_code(), 0, "{}", pty.contents());
    let said = one_line(&pty.contents());
    assert!(said.contains("The token belongs to ") && said.contains("(m.huber)."), "{said}");
    assert!(said.contains("It may see and change credentials."), "{said}");
    assert!(said.contains("The client 100 is "), "{said}");
    assert!(!said.contains("--config"), "{said}");

    let path = config(&pty);
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains(&sandbox.token(Operator::Helpdesk)), "{text}");
    let loaded = config::load(&path).unwrap();
    let profile = loaded.profile(Some("prod")).unwrap();
    assert_eq!(loaded.default_profile, "prod");
    assert_eq!((profile.environment.as_str(), profile.environment_color.name()), ("PROD", "red"));
    assert_eq!(profile.client.as_ref().map(ClientId::as_str), Some("100"));
    assert_eq!(profile.url.as_str().trim_end_matches('/'), sandbox.url().trim_end_matches('/'));
    // The parser looks for ~ in the home of this test, not of that program.
    assert!(matches!(&profile.token, TokenSource::File(file) if file.ends_with("token")), "{file}");
    let others: Vec<_> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(others, ["config.toml"]);
}

#[test]
fn an_answer_that_cannot_be_used_is_asked_for_again_with_the_reason() {
    let sandbox = sandbox();
    let mut pty = asked();
    let file = token(&pty, &sandbox, Operator::Viewer);
    let command = format!("cat '{file}'");
    for (bad, why, good) in [
        ("a b", "letters, digits, - and _ only", "test"),
        ("http://idm.example.ch", "\"url\" must begin with https", &sandbox.url()),
        ("a mark that is far too long", "must have one to twenty characters", ""),
        ("orange", "\"environment_color\" must be one of black", "Bright_Blue"),
        ("1/2", "\"client\" must be the external ID of a client", ""),
        ("3", "1 or 2?", "1"),
        ("cat 'x", "A quotation mark is opened and not closed.", &command),
    ] {
        pty.send(&format!("{bad}\r"));
        wait_for_words(&pty, why);
        pty.send(&format!("{good}\r"));
    }
    pty.wait_for("Written, for you alone:");
    assert_eq!(pty.exit_code(), 0);
    let said = one_line(&pty.contents());
    assert!(
        said.contains("It may see credentials and not change them: it lacks AccessControl.CredentialModify."),
        "{said}"
    );
    let loaded = config::load(&config(&pty)).unwrap();
    let profile = loaded.profile(Some("test")).unwrap();
    assert_eq!((profile.environment.as_str(), profile.client.as_ref()), ("TEST", None));
    assert_eq!(profile.environment_color.name(), "bright-blue");
    assert_eq!(profile.token, TokenSource::Command(vec!["cat".into(), file]));
}

#[test]
fn without_a_connection_it_says_why_and_asks_what_now() {
    let sandbox = sandbox();
    let mut pty = asked();
    to_the_token(&mut pty, &sandbox.url());
    answer(&mut pty, &[("1 or 2 [1]: ", "2"), ("[prod.token]: ", "~/token")]);
    wait_for_words(&pty, "cannot be read: there is no such file or folder");
    pty.wait_for("s stop [s]: ");
    assert!(!config(&pty).exists());
    token(&pty, &sandbox, Operator::Helpdesk);
    pty.send("x\r");
    pty.wait_for("t, w or s?");
    pty.send("t\r");
    pty.wait_for("Written, for you alone:");
    assert_eq!(pty.exit_code(), 0);
    assert!(config::load(&config(&pty)).is_ok());
}

#[test]
fn it_is_written_without_a_connection_only_where_that_is_asked_for() {
    // A port that was free a moment ago, and where nobody listens.
    let url = format!("http://{}", std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    for (last, code, written) in [("", 4, false), ("s", 4, false), ("w", 0, true)] {
        let mut pty = asked();
        to_the_token(&mut pty, &url);
        answer(&mut pty, &[("1 or 2 [1]: ", ""), ("no secret in it: ", "echo dG9rZW4"), ("s stop [s]: ", last)]);
        assert_eq!(pty.exit_code(), code, "{}", pty.contents());
        assert_eq!(config(&pty).exists(), written, "{last}");
        let said = one_line(&pty.contents());
        assert!(said.contains("The server does not answer: no connection could be made."), "{said}");
        assert_eq!(said.contains("Nothing was written."), !written, "{said}");
        assert_eq!(pty.home().join(".config").exists(), written, "{last}");
    }
}

#[test]
fn whoever_stops_leaves_nothing_behind() {
    for (keys, shown) in [("\u{3}", "^C"), ("\u{4}", "")] {
        let mut pty = asked();
        pty.send("\r");
        pty.wait_for("https://idm.example.ch: ");
        pty.send(keys);
        assert_eq!(pty.exit_code(), 130, "{}", pty.contents());
        let said = one_line(&pty.contents());
        assert!(said.contains(shown) && said.contains("Stopped. Nothing was written."), "{said}");
        assert!(!pty.home().join(".config").exists());
    }
}

#[test]
fn the_trial_of_a_connection_can_be_stopped_too() {
    let options = Options { users: 0, delay: Duration::from_mins(10), ..Options::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let mut pty = asked();
    to_the_token(&mut pty, &sandbox.url());
    answer(&mut pty, &[("1 or 2 [1]: ", ""), ("no secret in it: ", "echo dG9rZW4")]);
    pty.wait_for("Trying the connection ...");
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 130, "{}", pty.contents());
    assert!(!pty.home().join(".config").exists());
}

#[test]
fn a_file_at_another_place_is_told_with_the_way_to_name_it() {
    let sandbox = sandbox();
    let mut pty = Pty::start(&Start { arguments: &["config", "init", "--config", "mine.toml"], ..Start::default() });
    let file = token(&pty, &sandbox, Operator::Helpdesk);
    to_the_token(&mut pty, &sandbox.url());
    answer(&mut pty, &[("1 or 2 [1]: ", "2"), ("[prod.token]: ", &file)]);
    wait_for_words(&pty, "Both look for it there with --config mine.toml, or with CREDESK_CONFIG set to it.");
    assert_eq!(pty.exit_code(), 0, "{}", pty.contents());
}
