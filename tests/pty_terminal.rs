//! The terminal before, while and after: every way out gives it back, and an idle console leaves it alone.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::time::Duration;

use pty::{Pty, Start};
use rustix::process::Signal;

/// A console on its sandbox, ready: everything that it asked for at the start has come.
fn ready() -> Pty {
    let pty = Pty::credesk(&["demo"]);
    pty.wait_for("m.huber");
    pty
}

#[test]
fn it_takes_the_terminal_and_gives_it_back_on_ctrl_c() {
    let mut pty = ready();
    assert!(pty.is_raw());
    pty.screen(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
}

#[test]
fn q_quits_where_it_is_no_text() {
    let mut pty = ready();
    pty.send("q");
    pty.wait_until("a q in the search field", |screen| screen.contents().contains('q'));
    pty.send("\u{7f}muster");
    pty.wait_for("Muster");
    pty.send("\r");
    pty.wait_for("q quit");
    pty.screen(|screen| assert!(screen.hide_cursor(), "a list has no cursor"));
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
}

#[test]
fn signals_end_it_cleanly_with_the_shells_exit_code() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut pty = ready();
        pty.signal(signal);
        assert_eq!(pty.exit_code(), code, "{signal:?}");
        pty.assert_restored();
    }
}

#[test]
fn a_line_that_breaks_down_ends_it() {
    let mut pty = ready();
    pty.hang_up();
    assert_eq!(pty.exit_code(), 129);
}

#[test]
fn stopped_it_gives_the_terminal_back_and_takes_it_again_afterwards() {
    let pty = ready();
    pty.signal(Signal::TSTP);
    pty.wait_until("the normal screen", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    pty.wait_until_stopped();
    pty.signal(Signal::CONT);
    pty.wait_for("Locked: credesk was stopped.");
    assert!(pty.is_raw());
    pty.screen(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
}

#[test]
fn an_idle_console_writes_nothing() {
    let pty = ready();
    // The last answers of the start may still be on their way; what they change is drawn once.
    while pty.bytes_within(Duration::from_millis(500)) > 0 {}
    assert_eq!(pty.bytes_within(Duration::from_secs(2)), 0);
}

#[test]
fn a_new_size_is_drawn_at_once_and_one_that_is_too_small_says_so() {
    let mut pty = ready();
    pty.resize((40, 10));
    pty.wait_for("too small");
    pty.resize((100, 30));
    pty.wait_for("m.huber");
}

#[test]
fn a_redraw_repairs_the_screen() {
    let mut pty = ready();
    let before = pty.raw().len();
    pty.send("\u{c}");
    pty.wait_for_bytes(before, "\u{1b}[2J");
    pty.wait_for("m.huber");
}

#[test]
fn every_frame_is_one_synchronised_update_and_nothing_is_asked_of_the_terminal() {
    let mut pty = ready();
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    let raw = pty.raw();
    assert!(raw.matches("\u{1b}[?2026h").count() >= 1);
    for question in ["\u{1b}[6n", "\u{1b}[c", "\u{1b}[>c", "\u{1b}[?u", "\u{1b}]10;?", "\u{1b}]11;?"] {
        assert!(!raw.contains(question), "{question:?}");
    }
}

#[test]
fn without_colours_nothing_is_coloured_and_bold_stays() {
    let environment = &[("NO_COLOR", "1")];
    let pty = Pty::start(&Start { arguments: &["demo"], environment, ..Start::default() });
    pty.wait_for("m.huber");
    let raw = pty.raw();
    // Select Graphic Rendition: what stands between ESC [ and m.
    let mut styles = raw.split("\u{1b}[").filter_map(|rest| rest.split_once('m').map(|(style, _)| style));
    assert!(styles.clone().any(|style| style == "0;1"), "bold is gone");
    let color = |code: &str| matches!(code.parse(), Ok(30..=49 | 90..=107));
    assert!(!styles.any(|style| style.split(';').any(color)), "{raw:?}");
}

#[test]
fn a_terminal_that_cannot_do_it_is_refused_with_a_sentence() {
    let environment = &[("TERM", "")];
    let mut pty = Pty::start(&Start { arguments: &["demo"], size: (250, 24), environment, ..Start::default() });
    assert_eq!(pty.exit_code(), 6);
    assert!(pty.contents().contains("TERM is not set"), "{}", pty.contents());
    assert!(!pty.raw().contains('\u{1b}'), "something was drawn");
    pty.assert_restored();
}
