//! What brings plain questions, and what does not.

use credesk::sandbox::Operator;

use crate::place::Place;
use crate::pty::{Pty, Start};
use crate::talk::Talk;

#[test]
fn a_dumb_terminal_and_the_variable_bring_it_and_nothing_is_drawn() {
    for environment in [[("TERM", "dumb")], [("ACCESSIBLE", "1")]] {
        for arguments in [&["demo", "--users", "0"][..], &["--plain", "demo", "--users", "0"]] {
            let mut talk = Talk::start(arguments, &environment);
            talk.answer("Number", "3");
            assert_eq!(talk.pty.exit_code(), 0);
            assert!(talk.all().contains("credesk, plain questions."));
            assert!(!talk.all().contains('\u{1b}'), "something was drawn");
            talk.pty.assert_restored();
        }
    }
    let environment = &[("ACCESSIBLE", "0")];
    let pty = Pty::start(&Start { arguments: &["demo", "--users", "0"], environment, ..Start::default() });
    pty.wait_for("m.huber");
    assert!(pty.raw().contains('\u{1b}'), "nothing was drawn");
}

#[test]
fn a_pipe_is_enough() {
    let place = Place::new();
    place.ask(&["3"]).is(0, &["You are signed in as m.huber", "What do you want to do?", "credesk has ended."]);
    let mut command = place.command();
    command.args(["demo", "--users", "0"]);
    Place::run(&mut command, "3\n").is(0, &["This is a demo", "credesk has ended."]);
}

#[test]
fn a_command_takes_no_such_option() {
    for command in [&["audit", "list"][..], &["sandbox"]] {
        let mut process = std::process::Command::new(env!("CARGO_BIN_EXE_credesk"));
        let output = process.arg("--plain").args(command).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("--plain belongs to the console"));
    }
}

#[test]
fn without_a_server_and_without_a_configuration_there_is_a_sentence() {
    let place = Place::new();
    std::fs::write(place.path("config.toml"), "").unwrap();
    assert_eq!(place.ask(&["1"]).code, 2);
    let text = "[profiles.test]\nurl = \"http://127.0.0.1:1\"\ntoken_file = \"token\"\n";
    std::fs::write(place.path("config.toml"), text).unwrap();
    place.ask(&["1"]).is(4, &["no connection could be made"]);
}

#[test]
fn where_the_locale_is_not_utf_8_everything_is_ascii() {
    let place = Place::new();
    let mut command = place.command();
    command.env("LANG", "de_CH.ISO-8859-1");
    let said = Place::run(&mut command, "1\n1001\n1\n");
    said.is(0, &["This locale is not UTF-8", "Name: Milena Petrovic"]);
    assert!(said.out.is_ascii(), "{}", said.out);
    assert!(place.ask(&["1", "1001", "1"]).out.contains("Name: Milena Petrović"));
}

#[test]
fn a_production_server_is_named_at_the_start_and_before_each_confirmation() {
    let live = Place::of(Operator::Helpdesk, "environment = \"LIVE\"\nproduction = true");
    // Find, the user, the first credential, its first operation; then out of it again.
    let said = live.ask_demo_all(&["1", "1", "q"]);
    let told = |out: &str| out.matches("PRODUCTION: real people.\nEnvironment: LIVE\nServer: 127.0.0.1:").count();
    assert_eq!((told(&said.out), live.writes()), (2, 0), "{}", said.out);
    let test = Place::new();
    assert_eq!(told(&test.ask_demo_all(&["1", "1", "q"]).out), 0);
}
