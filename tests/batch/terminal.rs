//! At a terminal: the question, the line that is drawn in its place, and values that do not go there.

use crate::desk::Desk;
use crate::pty::{Pty, Start};

fn start(desk: &Desk, arguments: &[&str], term: &str) -> Pty {
    let config = desk.path("config.toml");
    let list = desk.path("list.csv");
    let fixed = ["--config", config.to_str().unwrap(), "reset", "tempstrong", "--from", list.to_str().unwrap()];
    let environment = [("TERM", term)];
    Pty::start(&Start { arguments: &[&fixed, arguments].concat(), environment: &environment, ..Start::default() })
}

#[test]
fn the_number_is_typed_after_it_is_said_what_will_be_done() {
    let desk = Desk::new(0, "");
    desk.list(&["demo.all", "nobody.here", "demo.locked"]);
    let mut pty = start(&desk, &[], "xterm-256color");
    pty.wait_for("Type 3 and press Enter to begin");
    let said = pty.contents();
    for part in ["Reset the temporary strong password of 3 users", "Server: 127.0.0.1:", "stops working at once"] {
        assert!(said.contains(part), "{said}");
    }
    pty.send("2\r");
    pty.wait_for("not that number");
    assert!(desk.writes().is_empty());
    pty.send("3\r");
    pty.wait_for("3 users: 2 carried out, 1 refused.");
    assert_eq!(pty.exit_code(), 4);
    let raw = pty.raw();
    assert!(raw.contains("\r\u{1b}[K1/3  "), "{raw:?}");
    assert!(raw.contains("a minute") && raw.contains("s left  demo.all"), "{raw:?}");
    let unknown = raw.replace("\u{1b}[K", "").replace("\r", "");
    assert!(!unknown.contains('\u{1b}') && unknown.is_ascii(), "{unknown:?}");
    assert!(pty.contents().contains("Line 3, nobody.here: refused."));
}

#[test]
fn nothing_is_sent_unless_it_is_confirmed() {
    for (keys, code) in [("\r", 4), ("1\r2\ryes\r", 4), ("\u{4}", 4), ("\u{3}", 130)] {
        let desk = Desk::new(0, "");
        desk.list(&["demo.all", "nobody.here", "demo.locked"]);
        let mut pty = start(&desk, &[], "xterm-256color");
        pty.wait_for("Type 3 and press Enter to begin");
        pty.send(keys);
        pty.wait_for(if code == 130 { "Interrupted: nothing was sent." } else { "it was not confirmed" });
        assert_eq!(pty.exit_code(), code, "{keys:?}");
        assert!(desk.writes().is_empty());
    }
}

#[test]
fn a_terminal_that_cannot_go_back_gets_plain_lines() {
    let desk = Desk::new(0, "");
    desk.list(&["demo.all", "demo.locked"]);
    let mut pty = start(&desk, &["--confirm", "2"], "dumb");
    pty.wait_for("2 users: 2 carried out.");
    assert_eq!(pty.exit_code(), 0);
    assert!(!pty.raw().contains('\u{1b}'));
    assert!(pty.contents().contains("2/2 line 3, demo.locked: carried-out"), "{}", pty.contents());
}

#[test]
fn values_do_not_go_onto_a_terminal() {
    let desk = Desk::new(0, "");
    desk.list(&["demo.all"]);
    let mut pty = start(&desk, &["--confirm", "1", "--reveal"], "xterm-256color");
    pty.wait_for("standard output is this terminal");
    assert_eq!(pty.exit_code(), 2);
    assert!(desk.sandbox.requests().is_empty());
}
