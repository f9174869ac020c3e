//! The demo by keyboard, from the first letter of a name to a wiped value: what an operator does all day, and what one
//! must not be able to do by mistake.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use pty::{Pty, Start};
use rustix::process::Signal;

const DOWN: &str = "\u{1b}[B";
const ENTER: &str = "\r";
const CTRL_C: &str = "\u{3}";

/// The screen of demo.all, the credentials read and the PUK selected.
fn user(options: &[&str]) -> Pty {
    let arguments = [&["demo"], options].concat();
    let mut pty = Pty::start(&Start { arguments: &arguments, size: (100, 30), ..Start::default() });
    pty.open_page("demo.all");
    pty
}

/// The confirmation of a reset of the temporary strong password, drawn and with the newest state read.
fn confirmation(options: &[&str]) -> Pty {
    let mut pty = user(options);
    pty.send(DOWN);
    pty.wait_for("> Temporary strong password");
    pty.send("r");
    pty.wait_for("type demo.all and press Enter");
    pty.wait_without("eading the newest state");
    pty.settle(pty.pid());
    pty
}

/// The value that is shown in groups, without the spaces between them: the line above the mark of the current group.
fn shown(pty: &Pty) -> String {
    let contents = pty.contents();
    let lines: Vec<&str> = contents.lines().collect();
    let mark = lines.iter().position(|line| line.contains("====")).unwrap();
    let (value, _count) = lines[mark - 1].trim_start().split_once("   ").unwrap();
    value.split_whitespace().collect()
}

#[test]
fn a_temporary_password_is_reset_shown_covered_and_wiped() {
    let mut pty = confirmation(&[]);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("Covered. Ready to read out?");
    pty.settle(pty.pid());
    pty.send("v");
    pty.wait_for("====");
    let value = shown(&pty);
    assert_eq!(value.len(), 30, "{value}");
    let drawn = pty.raw().len();
    pty.send("v");
    pty.wait_for("Covered. Ready to read out?");
    assert!(!pty.contents().contains(&value[..4]));
    pty.send("v");
    pty.wait_for("====");
    assert_eq!(shown(&pty), value, "another value the second time");
    pty.send(CTRL_C);
    pty.wait_for("Covered. Ctrl-C once more quits.");
    assert!(drawn < pty.raw().len() && !pty.contents().contains(&value[..4]));
    pty.send("d");
    pty.wait_for("3 of 5");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
    assert!(!pty.contents().contains(&value[..4]));
}

#[test]
fn a_stopped_console_comes_back_locked_and_leaves_the_shell_alone() {
    let mut pty = confirmation(&[]);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("Covered. Ready to read out?");
    pty.settle(pty.pid());
    pty.send("v");
    pty.wait_for("====");
    let value = shown(&pty);
    let before = pty.raw().len();
    pty.signal(Signal::TSTP);
    pty.wait_until_stopped();
    pty.signal(Signal::CONT);
    pty.wait_for_bytes(before, "\u{1b}[?1049h");
    pty.wait_for("Locked: credesk was stopped.");
    assert!(pty.contents().contains("A value waits here, covered.") && !pty.contents().contains("demo.all"));
    pty.wait_until_it_listens();
    pty.send("demo\r");
    pty.wait_for("Covered. Ready to read out?");
    let raw = pty.raw();
    let (_, stopped) = raw.split_once("\u{1b}[?1049l").unwrap();
    let (on_the_shells_screen, afterwards) = stopped.split_once("\u{1b}[?1049h").unwrap();
    assert!(!on_the_shells_screen.contains("\u{1b}[?2026h"), "{on_the_shells_screen:?}");
    assert!(!afterwards.contains(&value[..4]));
}

#[test]
fn a_card_is_viewed_covered_first() {
    let mut pty = user(&[]);
    pty.send("G");
    pty.wait_for("> OTP card");
    pty.send("v");
    pty.wait_for("Covered: press v.");
    assert_eq!(pty.contents().matches("....").count(), 100, "{}", pty.contents());
    pty.send("v");
    pty.wait_without("....");
    pty.send("d");
    pty.wait_for("> OTP card");
}

#[test]
fn it_locks_by_a_key_and_is_unlocked_by_the_password() {
    let mut pty = user(&[]);
    pty.send("v\u{18}");
    pty.wait_for("Type your own password");
    assert!(!pty.contents().contains("demo.all"), "{}", pty.contents());
    pty.wait_until_it_listens();
    pty.send("wrong\r");
    pty.wait_for("The password was not accepted.");
    pty.send("demo\r");
    pty.wait_for("Unlocked.");
    assert!(pty.contents().contains("demo.all"), "{}", pty.contents());
}

#[test]
fn what_was_typed_before_the_dialog_was_drawn_confirms_nothing() {
    let mut pty = user(&[]);
    pty.send("rdemo.all\r");
    pty.wait_for("type demo.all and press Enter");
    pty.wait_without("eading the newest state");
    pty.send("d");
    pty.wait_until("a d alone in the field", |screen| screen.contents().lines().any(|line| line.trim() == "> d"));
    pty.send("\u{1b}");
    pty.wait_for("> PUK");
    assert!(pty.contents().contains("1 of 5"), "{}", pty.contents());
}

#[test]
fn a_pasted_login_id_confirms_nothing() {
    let mut pty = confirmation(&[]);
    pty.send("\u{1b}[200~demo.all\u{1b}[201~");
    pty.wait_for("Pasting does not confirm");
    pty.send(ENTER);
    pty.wait_for("Nothing was sent.");
}

#[test]
fn quitting_during_a_change_says_that_its_answer_is_awaited_and_what_it_was() {
    let mut pty = confirmation(&["--delay-ms", "1000"]);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("Sent once.");
    pty.send(CTRL_C);
    pty.wait_for("Ctrl-C once more quits");
    pty.send(CTRL_C);
    pty.wait_for("Waiting for its answer");
    pty.wait_for("it was carried out");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn two_hundred_enters_send_one_request() {
    let mut pty = confirmation(&["--delay-ms", "300"]);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(&ENTER.repeat(200));
    pty.wait_for("Covered. Ready to read out?");
    pty.settle(pty.pid());
    pty.send("d");
    pty.wait_for("d once more wipes it");
    pty.send("d");
    pty.wait_for("3 of 5");
    assert!(!pty.contents().contains("4 of 5"));
}

#[test]
fn a_change_on_its_way_is_awaited_and_told_when_the_console_is_ended() {
    let mut pty = confirmation(&["--delay-ms", "400"]);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("Sent once");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_code(), 143);
    pty.assert_restored();
    let said = pty.contents().replace('\n', "");
    assert!(said.contains("password of user 1001 in client 100): it was carried out"), "{said}");
}

#[test]
fn a_read_only_session_changes_nothing() {
    let mut pty = user(&["--read-only"]);
    pty.send("r");
    pty.wait_for("read-only");
    assert!(!pty.contents().contains("press Enter to send"));
}
