//! The demo by keyboard, from the first letter of a name to a wiped value: what an operator does all day.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use pty::{Pty, Start};

/// The demo with this login ID's user open.
fn open(login: &str, arguments: &[&str]) -> Pty {
    let arguments = [&["demo"], arguments].concat();
    let mut pty = Pty::start(&Start { arguments: &arguments, size: (100, 30), ..Start::default() });
    pty.wait_for("m.huber");
    pty.send(login);
    pty.wait_for("1 user");
    pty.send("\r");
    pty.send("\r");
    pty.wait_for("Credentials");
    pty
}

#[test]
fn look() {
    let mut pty = Pty::start(&Start { arguments: &["demo"], size: (100, 30), ..Start::default() });
    pty.wait_for("m.huber");
    let mut steps = vec!["demo.all", "\r", "\r", "r", "demo.all", "\r", "v", "d"].into_iter();
    for step in &mut steps {
        pty.send(step);
        while pty.bytes_within(std::time::Duration::from_millis(700)) > 0 {}
        println!("--- after {step:?}\n{}", pty.contents());
    }
}
