//! The log: what a run leaves in it, at which level, and which files it refuses to be.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use desk::{Desk, Moment};
use pty::{Pty, Start};
use rustix::process::Signal;

/// A console with this log that shows a value, and is then ended by a signal.
fn a_session(log: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let desk = Desk::new("");
    let config = desk.config();
    let arguments = [&["--config", &config], arguments].concat();
    let mut pty = Pty::start(&Start { arguments: &arguments, environment, ..Start::default() });
    let console = pty.pid();
    desk.reach(Moment::Value, &mut pty, console);
    pty.wait_for("Verified");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_code(), 143);
    fs::read_to_string(log).unwrap()
}

/// In this order, with other lines between them.
#[track_caller]
fn tells(log: &str, lines: &[&str]) {
    let mut rest = log.lines();
    for wanted in lines {
        assert!(rest.any(|line| line.split_once("Z ").unwrap().1.starts_with(wanted)), "no {wanted} in\n{log}");
    }
}

#[test]
fn a_session_is_told_line_by_line_and_says_of_nobody_whom_it_was_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let log = a_session(&path, &["--log", path.to_str().unwrap()], &[]);
    tells(&log, &["INFO cli: credesk 0.", "INFO cli: profile test, server 127.0.0.1:"]);
    tells(&log, &["INFO api: token fetched from token_command", "INFO api: GET principal/me 200 "]);
    tells(&log, &["INFO runtime: journal opened", "INFO api: POST core/*/users/*/tempstrong-password/reset 200 "]);
    tells(
        &log,
        &["INFO runtime: signal 15", "INFO runtime: console ended: signal", "INFO cli: credesk ends with code 143"],
    );
    assert!(!log.contains("1001") && !log.contains("demo.all") && !log.contains("DEBUG"), "{log}");
    assert!(log.lines().all(|line| line[..20].parse::<jiff::Timestamp>().is_ok()), "{log}");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    let again = a_session(&path, &["--log-level", "debug"], &[("CREDESK_LOG", path.to_str().unwrap())]);
    assert!(again.starts_with(&log), "it is appended to");
    tells(&again[log.len()..], &["DEBUG api: POST /nevisidm/api/core/v1/100/users/1001/tempstrong-password/reset"]);
    assert!(!again.contains("demo.all"), "what was searched for: {again}");
}

#[test]
fn without_being_asked_for_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let log = a_session(&path, &["--log", path.to_str().unwrap(), "--log-level", "error"], &[]);
    assert_eq!(log, "");
    let desk = Desk::new("");
    let mut pty = Pty::credesk(&["--config", &desk.config()]);
    pty.wait_for("m.huber");
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(fs::read_dir(pty.home()).unwrap().count(), 0, "a file was made");
}

#[test]
fn what_is_not_ones_own_alone_is_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("open"), "").unwrap();
    fs::set_permissions(at("open"), Permissions::from_mode(0o640)).unwrap();
    fs::write(at("own"), "").unwrap();
    fs::set_permissions(at("own"), Permissions::from_mode(0o600)).unwrap();
    symlink(at("own"), at("link")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
    for (name, sentence) in [
        ("open", "is open to others (mode 0640): run chmod 600 on it. Nothing was done;"),
        ("link", "is a symbolic link: name the file itself. Nothing was done;"),
        ("folder", "cannot be opened: is a directory. Nothing was done;"),
        ("pipe", "is not a regular file. Nothing was done;"),
        ("none/log", "cannot be opened: there is no such file or folder. Nothing was done;"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        let output = command.args(["audit", "list", "--log"]).arg(at(name)).env_clear().output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(&format!("The log {} {sentence}", at(name).display())), "{said}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(fs::read(at("own")).unwrap(), b"");
}
