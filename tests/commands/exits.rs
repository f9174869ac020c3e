//! The exit codes, each by a real run.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread::yield_now;

use credesk::sandbox::{Answer, Fault, Harm};
use rustix::process::{Pid, Signal, kill_process};

use crate::desk::Desk;

const PUK: [&str; 6] = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"];
const JSON: &[&str] = &["--json"];

/// Runs as text and as JSON, and asserts the code of both; the object tells the same one.
#[track_caller]
fn ends_with(desk: &Desk, arguments: &[&str], code: i32) {
    desk.run(arguments).is(code, &[]);
    let object = desk.run(&[arguments, JSON].concat()).is(code, &[]).json();
    let told = if object["kind"] == "error" { &object["error"]["exit"] } else { &object["exit"] };
    assert!(told.is_null() || *told == code, "{object}");
}

#[test]
fn each_number_means_one_thing() {
    let desk = Desk::new();
    ends_with(&desk, &["find", "demo"], 0);
    ends_with(&desk, &["show", "demo.all"], 0);
    ends_with(&desk, &["otp", "show", "--user", "demo.all"], 0);
    ends_with(&desk, &PUK, 0);
    ends_with(&desk, &["reset", "puk", "--user", "demo.all"], 2);
    ends_with(&desk, &["find", "nobody.here"], 4);
    ends_with(&desk, &["show", "nobody.here"], 4);
    ends_with(&desk, &["reset", "puk", "--user", "demo.limit", "--confirm", "demo.limit"], 4);
    fs::write(desk.path("token"), "d3Jvbmc6d3Jvbmc6d3Jvbmc").unwrap();
    for arguments in [&["find", "demo"][..], &["show", "demo.all"], &["otp", "show", "--user", "demo.all"], &PUK] {
        ends_with(&desk, arguments, 3);
    }
    fs::remove_file(desk.path("token")).unwrap();
    ends_with(&desk, &PUK, 3);
    fs::write(desk.path("config.toml"), "nonsense = 1\n").unwrap();
    for more in [&[][..], JSON] {
        let output = desk.command(&[&PUK[..], more].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("the key \"nonsense\" is not known."));
    }
    assert_eq!(desk.writes(), 4);
}

#[test]
fn a_sign_in_that_ends_at_the_change_itself() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::new("POST", "/puk/reset", Harm::Instead(Answer::Status(401, "{}".into()))));
    desk.run(&PUK)
        .is_only(3, &["Nothing was changed: no reset took place.\n", "Get a new token, then run the command again.\n"]);
    assert_eq!(desk.writes(), 1);
}

#[test]
fn without_a_journal_nothing_is_sent() {
    let desk = Desk::new();
    fs::create_dir_all(desk.journal().parent().unwrap()).unwrap();
    fs::write(desk.journal(), "hello\n").unwrap();
    fs::set_permissions(desk.journal(), Permissions::from_mode(0o600)).unwrap();
    let output = desk.command(&PUK).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(desk.writes(), 0);
}

#[test]
fn an_interrupt_before_anything_is_sent() {
    let desk = Desk::new();
    desk.sandbox.inject(Fault::new("GET", "/1001/credentials", Harm::Instead(Answer::Silence)));
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        desk.sandbox.inject(Fault::new("GET", "/1001/credentials", Harm::Instead(Answer::Silence)));
        let asked = desk.sandbox.requests().len();
        let mut command = desk.command(&PUK);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        while !desk.sandbox.requests()[asked..].iter().any(|request| request.path.ends_with("/1001/credentials")) {
            yield_now();
        }
        kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), signal).unwrap();
        desk.said(&child.wait_with_output().unwrap()).is_only(code, &["Interrupted: nothing was sent.\n"]);
    }
    assert_eq!(desk.writes(), 0);
}

#[test]
fn an_interrupt_while_the_request_is_on_its_way_waits_for_its_answer() {
    let desk = Desk::new();
    let mut command = desk.command(&["reset", "tempstrong", "--user", "demo.all", "--confirm", "demo.all", "--reveal"]);
    // The answers of the readings come at once, and that of the change later.
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while desk.events().is_empty() {
        desk.sandbox.set_delay(std::time::Duration::from_millis(300));
        yield_now();
    }
    while desk.writes() == 0 {
        yield_now();
    }
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
    let said = desk.said(&child.wait_with_output().unwrap());
    assert_eq!(said.is(0, &["Carried out."]).out.trim_end().len(), 30);
    assert_eq!(
        (desk.writes(), desk.events()),
        (1, ["confirmed", "held", "shown", "handed-over"].map(String::from).to_vec())
    );
}
