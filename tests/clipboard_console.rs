//! The key `c` through the whole console: what the operator's terminal is sent, in a real tmux and without one, and that it
//! is overwritten again.
//!
//! Where there is no tmux the test in it says that it was skipped; `CREDESK_REQUIRE=tmux` makes that a failure.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/nested_tmux.rs"]
mod nested_tmux;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::time::Instant;

use desk::{DOWN, Desk, ENTER};
use nested_tmux::{Tmux, run, sent};
use pty::Pty;

const CTRL_C: &str = "\u{3}";
/// The value is overwritten with a blank, and that is emptied.
const BLANK: &str = "\u{1b}]52;c;IA==\u{7}";

/// The value that is shown, without the gaps between its groups.
fn value(pty: &Pty) -> String {
    let contents = pty.contents();
    let lines: Vec<&str> = contents.lines().collect();
    let mark = lines.iter().position(|line| line.contains("====")).unwrap();
    let (value, _count) = lines[mark - 1].trim_start().split_once("   ").unwrap();
    value.split_whitespace().collect()
}

/// From the start to the value, uncovered. `listens` waits until a key counts.
fn show(pty: &mut Pty, listens: impl Fn(&mut Pty)) -> String {
    pty.open_page("demo.all");
    pty.send(DOWN);
    pty.wait_for("> Temporary strong password");
    pty.send("r");
    pty.wait_for("type demo.all and press Enter");
    pty.wait_without("eading the newest state");
    listens(pty);
    pty.send("demo.all");
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("Covered. Ready to read out?");
    listens(pty);
    pty.send("v");
    pty.wait_for("====");
    value(pty)
}

/// On a terminal of its own, with the value shown.
fn bare(desk: &Desk) -> (Pty, String) {
    let mut pty = Pty::credesk(&["--config", &desk.config()]);
    let value = show(&mut pty, Pty::wait_until_it_listens);
    assert_eq!(value.len(), 30, "{value}");
    (pty, value)
}

#[test]
fn a_terminal_gets_the_value_and_twenty_seconds_later_something_else() {
    let desk = Desk::new("clipboard = true");
    let (mut pty, value) = bare(&desk);
    pty.send("c");
    pty.wait_for("Sent to your terminal's clipboard; emptied in 20 seconds.");
    let since = Instant::now();
    assert_eq!(sent(&pty.raw()), [value.as_str()]);
    pty.wait_for_bytes(0, BLANK);
    // It was sent a moment before `since`.
    assert!((19..25).contains(&since.elapsed().as_secs()), "{:?}", since.elapsed());
    pty.send("d");
    pty.wait_for("3 of 5");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(sent(&pty.raw()), [value.as_str(), " ", ""], "once");
}

#[test]
fn a_console_that_quits_overwrites_the_clipboard_first() {
    let desk = Desk::new("clipboard = true");
    let (mut pty, value) = bare(&desk);
    pty.send("c");
    pty.wait_for("Sent to your terminal's clipboard");
    pty.send(CTRL_C);
    pty.wait_for("Ctrl-C once more quits");
    pty.send(CTRL_C);
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(sent(&pty.raw()), [value.as_str(), " ", ""]);
    let raw = pty.raw();
    assert!(raw.find(BLANK) < raw.rfind("\u{1b}[?1049l"), "while the terminal is still credesk's");
    pty.assert_restored();
}

/// The three keys arrive together: the value may not have been sent yet when the console ends, and then it must not be sent
/// any more.
#[test]
fn a_console_that_quits_at_once_leaves_nothing_in_the_clipboard() {
    let desk = Desk::new("clipboard = true");
    let (mut pty, _) = bare(&desk);
    pty.send(&format!("c{CTRL_C}{CTRL_C}{CTRL_C}"));
    assert_eq!(pty.exit_code(), 0);
    let sent = sent(&pty.raw());
    assert!(sent.last().is_none_or(String::is_empty), "{sent:?}");
    pty.assert_restored();
}

#[test]
fn a_clipboard_that_is_not_allowed_gets_nothing() {
    let desk = Desk::new("");
    let (mut pty, _) = bare(&desk);
    pty.send("c");
    pty.wait_for("does not allow the clipboard");
    pty.send("d");
    pty.wait_for("3 of 5");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(!pty.raw().contains("\u{1b}]52"));
}

/// credesk in a tmux of its own.
fn in_tmux(desk: &Desk) -> Option<Tmux> {
    let program = env!("CARGO_BIN_EXE_credesk");
    let inside = format!("'{program}' --config '{}'; echo it has ended; exec cat", desk.config());
    Tmux::start(&inside, "external", (100, 30))
}

#[test]
fn through_tmux_the_terminal_outside_gets_it_and_no_buffer_keeps_it() {
    let desk = Desk::new("clipboard = true");
    let Some(mut tmux) = in_tmux(&desk) else { return };
    // A frame comes through tmux, and so does a key: longer than credesk needs to note that the frame was out.
    let socket = tmux.socket();
    let value = show(&mut tmux.outside, |_| {
        run(&socket, &["list-buffers"]);
    });
    assert_eq!(value.len(), 30, "{value}");
    tmux.outside.send("c");
    tmux.outside.wait_for("Sent to your terminal's clipboard");
    assert_eq!(sent(&tmux.outside.raw()), [value.as_str()]);
    assert_eq!(tmux.buffers(), "");
    tmux.outside.send("d");
    tmux.outside.wait_for("3 of 5");
    tmux.outside.send("q");
    tmux.outside.wait_for("it has ended");
    assert_eq!(sent(&tmux.outside.raw()), [value.as_str(), " "]);
    assert_eq!(tmux.buffers(), "");
    let history = tmux.run(&["capture-pane", "-p", "-S", "-", "-t", "t"]).stdout;
    let history: String = String::from_utf8_lossy(&history).split_whitespace().collect();
    assert!(!history.contains(&value[..8]), "the value is in tmux's history");
}
