//! Keys that are typed, held or pasted while a reset is slow: one request, and a new value that waits, covered, for
//! somebody to look.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::time::Duration;

use desk::{Desk, ENTER, Moment};
use pty::{Pty, Start};

/// How long the answer to the reset takes: longer than all the typing.
const SLOW: Duration = Duration::from_millis(1500);

/// How often a terminal repeats a key that is held, or oftener.
const REPEAT: Duration = Duration::from_millis(10);

/// A console on this desk, with the dialog in which only Enter is missing.
fn confirmation(desk: &Desk) -> Pty {
    let arguments = ["--config", &desk.config()];
    let mut pty = Pty::start(&Start { arguments: &arguments, size: (100, 30), ..Start::default() });
    let pid = pty.pid();
    desk.reach(Moment::Confirm, &mut pty, pid);
    desk.sandbox.set_delay(SLOW);
    pty
}

/// The value is there, covered, and nothing has acknowledged or wiped it; there was one request, and stays one.
fn assert_untouched(desk: &Desk, pty: &mut Pty, typed: &str) {
    let screen = pty.contents();
    assert!(screen.contains("Covered. Ready to read out?"), "{typed:?} did something\n{screen}");
    assert!(!screen.contains("once more"), "{typed:?} began to acknowledge\n{screen}");
    pty.settle(pty.pid());
    pty.send("  v");
    pty.wait_for("====");
    pty.send("d");
    pty.wait_for("> Temporary strong password");
    assert_eq!(desk.writes(), 1, "{typed:?}");
}

/// Sends `burst` while a reset is on its way, together with the Enter that sends it where it `follows` that at once.
fn during_a_slow_reset(burst: &str, follows: bool) {
    let desk = Desk::new("write_timeout_s = 20");
    let mut pty = confirmation(&desk);
    if follows {
        pty.send(&format!("{ENTER}{burst}"));
        pty.wait_for("Sent once");
    } else {
        pty.send(ENTER);
        pty.wait_for("Sent once");
        pty.send(burst);
    }
    pty.wait_for("Covered. Ready to read out?");
    assert_untouched(&desk, &mut pty, burst);
}

#[test]
fn two_hundred_enters_are_one() {
    during_a_slow_reset(&ENTER.repeat(200), true);
    during_a_slow_reset(&ENTER.repeat(200), false);
}

#[test]
fn pasted_text_does_nothing() {
    let lines = "demo.all\r".repeat(100);
    during_a_slow_reset(&format!("\u{1b}[200~{lines}\u{1b}[201~"), true);
    // A terminal that does not bracket what is pasted.
    during_a_slow_reset(&lines, false);
    // More than a terminal's queue holds, and a sequence that is cut somewhere.
    during_a_slow_reset(&format!("\u{1b}[200~{}\u{1b}[201~", lines.repeat(10)), false);
}

#[test]
fn held_keys_do_nothing() {
    for key in ["d", "v", "q", "\u{1b}", "r", " "] {
        during_a_slow_reset(&key.repeat(200), false);
    }
    during_a_slow_reset(&"dv\r\u{1b}[Bdemo.all\r\u{1b}\u{1b}".repeat(40), true);
}

#[test]
fn a_key_that_is_still_held_when_the_value_comes_does_nothing() {
    for key in ["d", "v", "q", "\u{1b}", ENTER] {
        let desk = Desk::new("write_timeout_s = 20");
        let mut pty = confirmation(&desk);
        pty.send(ENTER);
        pty.wait_for("Sent once");
        let mut left = 20;
        while left > 0 {
            pty.send(key);
            // This is no waiting: it is the pace of the keyboard.
            std::thread::sleep(REPEAT);
            left -= u32::from(pty.contents().contains("Covered. Ready to read out?"));
        }
        assert_untouched(&desk, &mut pty, key);
    }
}
