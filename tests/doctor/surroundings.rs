//! What is on this side: configuration, files, journal, terminal, tmux.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use credesk::journal::Journal;
use rustix::fs::{FlockOperation, flock};

use crate::nested_tmux::Tmux;
use crate::parts::make_program;
use crate::place::Place;
use crate::pty::{Pty, Start};

/// Nobody listens there: what is told of this side does not depend on the server.
const NOBODY: &str = "http://127.0.0.1:1";

#[test]
fn without_a_configuration_the_rest_is_looked_at_and_nothing_is_made() {
    let place = Place::empty();
    let report = place.report();
    assert_eq!((report.code, report.failing()), (2, vec!["configuration"]));
    report.tells("configuration", "fail", &[".config/credesk/config.toml", "Run credesk config init"]);
    for area in ["clock", "tls", "token", "server", "operations", "policy"] {
        report.tells(area, "warn", &["Not looked at: there is no profile"]);
    }
    report.tells("terminal", "warn", &["There is no terminal here"]);
    assert_eq!((report.json["profile"].is_null(), place.names()), (true, vec!["token".to_owned()]));
}

#[test]
fn a_configuration_that_does_not_load_is_told_with_its_line() {
    let place = Place::with(NOBODY, "reed_only = true");
    let report = place.report();
    assert_eq!((report.code, report.failing()), (2, vec!["configuration"]));
    report.tells("configuration", "fail", &["config.toml:5", "did you mean \"read_only\""]);
    fs::set_permissions(place.path("config.toml"), Permissions::from_mode(0o666)).unwrap();
    let report = place.report();
    report.tells("configuration", "fail", &["can be changed by others", "chmod go-w"]);
    report.tells("files", "warn", &["can be changed by others (mode 0666)"]);
}

#[test]
fn files_that_others_can_read_or_change_are_told_each_with_its_code() {
    let place = Place::with(NOBODY, "");
    assert_eq!(place.report().about("files").len(), 3);
    fs::set_permissions(place.path("token"), Permissions::from_mode(0o644)).unwrap();
    let report = place.report();
    assert_eq!(report.code, 3);
    report.tells("files", "fail", &["token_file", "is open to others (mode 0644): run chmod 600"]);

    let place = Place::with(NOBODY, "ca_file = \"ca.pem\"");
    place.home.write("ca.pem", "", 0o666);
    let report = place.report();
    assert_eq!(report.code, 2);
    report.tells("files", "fail", &["ca_file", "can be changed by others (mode 0666): run chmod go-w"]);

    let place = Place::with(NOBODY, "");
    drop(Journal::open(&place.path("journal.jsonl")).unwrap());
    fs::set_permissions(place.path("journal.jsonl"), Permissions::from_mode(0o640)).unwrap();
    let report = place.report();
    assert_eq!(report.code, 7);
    report.tells("files", "fail", &["is open to others (mode 0640)", "chmod 600"]);

    fs::set_permissions(place.home.folder.path(), Permissions::from_mode(0o777)).unwrap();
    let report = place.report();
    report.tells("files", "warn", &["The configuration", "lies in a folder that others may write to"]);
    report.tells("files", "fail", &["Others may write to"]);
    fs::set_permissions(place.home.folder.path(), Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_setting_that_cannot_work_is_the_configurations() {
    let place = Place::with("https://localhost:1", "ca_file = \"ca.pem\"");
    place.home.write("ca.pem", "no certificate", 0o600);
    let report = place.report();
    assert_eq!(report.code, 2);
    report.tells("configuration", "fail", &["holds no certificate in PEM"]);
    report.tells("tls", "warn", &["see configuration"]);
    report.tells("server", "warn", &["see configuration"]);
}

#[test]
fn the_journal_is_read_and_not_touched() {
    let place = Place::with(NOBODY, "");
    let path = place.path("journal.jsonl");
    drop(Journal::open(&path).unwrap());
    let now = SystemTime::now();
    let age = |file: &str, made: SystemTime| {
        File::options().write(true).open(place.path(file)).unwrap().set_modified(made).unwrap();
    };
    age("journal.jsonl.key", now - Duration::from_hours(24));
    place.report().tells("journal", "fail", &["was emptied, deleted or replaced", "Keep the file as it is"]);

    age("journal.jsonl.key", now);
    let report = place.report();
    report.tells("journal", "ok", &["0 lines", "Nothing is open."]);
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);

    let held = File::open(&path).unwrap();
    flock(&held, FlockOperation::LockExclusive).unwrap();
    let report = place.report();
    report.tells("journal", "fail", &["Another credesk holds the journal"]);
    drop(held);

    fs::write(&path, "hello\n").unwrap();
    let report = place.report();
    report.tells("journal", "fail", &["line 1 is no line of a journal", "credesk audit verify"]);
    // The server is not there either, and comes first.
    assert_eq!((report.code, report.failing()), (4, vec!["server", "journal"]));
    fs::write(&path, "cut").unwrap();
    place.report().tells("journal", "warn", &["Line 1 is a fragment: 3 bytes"]);
}

#[test]
fn printers_are_those_of_cups_and_its_absence_is_no_failure() {
    let place = Place::with(NOBODY, "printer = \"Hall\"");
    let folder = place.path("bin");
    fs::create_dir(&folder).unwrap();
    let path = folder.to_str().unwrap();
    place.report_in(&[("PATH", path)]).tells("printers", "warn", &["No list of printers"]);
    let answer = "printf 'scheduler is running\\nsystem default destination: Card\\nCard\\nHall\\n'";
    make_program(&folder.join("lpstat"), format!("#!/bin/sh\n{answer}\n").as_bytes());
    place.report_in(&[("PATH", path)]).tells("printers", "ok", &["CUPS has Card, Hall", "offers Hall first"]);
}

#[test]
fn the_locale_and_colours_are_those_of_the_environment() {
    let report = Place::empty().report_in(&[("LC_ALL", "de_CH.ISO-8859-1"), ("NO_COLOR", "1")]);
    report.tells("locale", "warn", &["LC_ALL is de_CH.ISO-8859-1", "C.UTF-8"]);
    report.tells("colours", "ok", &["NO_COLOR"]);
    Place::empty().report_in(&[("LC_ALL", "a\u{1b}[2J\u{202e}")]).tells("locale", "warn", &["<U+001B>", "<U+202E>"]);
}

#[test]
fn on_a_terminal_lines_fit_and_one_that_can_do_nothing_fails() {
    let mut pty = Pty::start(&Start { arguments: &["doctor"], size: (80, 24), ..Start::default() });
    assert_eq!(pty.exit_code(), 2, "there is no configuration");
    let text = pty.raw();
    assert!(text.contains("ok    terminal       80 columns and 24 rows; TERM is xterm-256color."), "{text}");
    assert!(text.lines().all(|line| line.trim_end().chars().count() < 80), "{text}");

    let mut pty = Pty::start(&Start { arguments: &["doctor"], environment: &[("TERM", "dumb")], ..Start::default() });
    assert_eq!(pty.exit_code(), 6, "the terminal comes before the configuration");
    let mut pty = Pty::start(&Start { arguments: &["doctor"], size: (40, 10), ..Start::default() });
    assert_eq!(pty.exit_code(), 2);
    assert!(pty.raw().contains("warn  terminal       40 columns and 10 rows"), "{}", pty.raw());
}

#[test]
fn in_tmux_it_is_tmux_that_is_asked() {
    let place = Place::with(NOBODY, "clipboard = true");
    let program = env!("CARGO_BIN_EXE_credesk");
    let configuration = place.path("config.toml");
    let inside = format!("echo ready; read _; '{program}' --config '{}' doctor; exec cat", configuration.display());
    for (set_clipboard, told) in [("external", "passes values on"), ("off", "keep out of clipboards")] {
        let Some(mut tmux) = Tmux::start(&inside, set_clipboard, (150, 60)) else { return };
        // By now tmux has the option.
        tmux.outside.wait_for("ready");
        tmux.outside.send("\r");
        tmux.outside.wait_for("Nothing was changed.");
        let shown = tmux.outside.contents();
        assert!(shown.contains("clipboard      tmux") && shown.contains(told), "{shown}");
    }
}
