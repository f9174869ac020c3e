//! What a profile lets onto the screen, byte for byte at the terminal: nothing at all, or only while somebody is there.
//!
//! The values are those that went over the wire, so that a value is missed in no form in which credesk might draw it.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/wiretap.rs"]
mod wiretap;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use desk::{Desk, ENTER, Moment};
use pty::Pty;
use rustix::process::Signal;
use vt100::Parser;
use wiretap::Wiretap;

/// An operation, and where its new value is on the wire.
struct Operation {
    login_id: &'static str,
    /// Where its credential stands on the user's page, from the top.
    row: usize,
    credential: &'static str,
    member: &'static str,
}

const OPERATIONS: [Operation; 5] = [
    Operation { login_id: "demo.plainpuk", row: 0, credential: "PUK", member: "puk" },
    Operation { login_id: "demo.all", row: 1, credential: "Temporary strong password", member: "tempStrongPassword" },
    Operation { login_id: "demo.plainpuk", row: 1, credential: "Ticket", member: "ticket" },
    Operation { login_id: "demo.all", row: 3, credential: "Device password", member: "password" },
    Operation { login_id: "demo.all", row: 4, credential: "OTP card", member: "otp" },
];

/// Where a console runs.
struct Place {
    desk: Desk,
    tap: Wiretap,
}

impl Place {
    fn new(lines: &str) -> Self {
        let mut tap = None;
        let desk = Desk::through(|sandbox| tap.insert(Wiretap::start(sandbox.address())).url(), lines);
        Self { desk, tap: tap.unwrap() }
    }

    fn start(&self) -> Pty {
        Pty::credesk(&["--config", &self.desk.config()])
    }

    /// Everything that must not be read off the screen: the value, and each group of four. Of a card the cells that no
    /// word of the screen can be.
    fn parts(&self, operation: &Operation) -> Vec<String> {
        let mut values = self.tap.values_of(operation.member);
        // Later readings bring a hash.
        values.retain(|value| !value.starts_with('{'));
        let value = values.pop().unwrap();
        if operation.member == "otp" {
            let is_odd = |cell: &&str| cell.contains(char::is_numeric) && cell.contains(char::is_alphabetic);
            return value.split('|').nth(3).unwrap().split(',').filter(is_odd).map(String::from).collect();
        }
        let groups = value.as_bytes().chunks_exact(4).map(|group| str::from_utf8(group).unwrap().to_owned());
        groups.chain([value.clone()]).collect()
    }
}

/// From the start to the new value, which is covered, or not there at all.
fn carry_out(operation: &Operation, pty: &mut Pty) {
    let Operation { login_id, row, credential, .. } = operation;
    pty.open_page(login_id);
    pty.carry_out(login_id, *row, credential, Pty::wait_until_it_listens);
    pty.wait_until_it_listens();
}

/// Which of these were ever on the screen, by what came out: after each frame, and in the text between the escape sequences
/// (a capital letter is set apart by one). Nothing that came out was wider or higher than this screen.
fn seen<'a>(parts: &'a [String], out: &str) -> BTreeSet<&'a String> {
    let in_text = |text: &str| parts.iter().filter(|part| text.contains(part.as_str())).collect::<Vec<_>>();
    let mut screen = Parser::new(50.try_into().unwrap(), 200.try_into().unwrap(), 0);
    let mut all: BTreeSet<_> = in_text(&without_escapes(out)).into_iter().collect();
    for frame in out.split_inclusive("\u{1b}[?2026l") {
        screen.process(frame.as_bytes());
        all.extend(in_text(&screen.screen().contents()));
    }
    all
}

/// What came out without its control sequences (ECMA-48, 5.4), and without the gaps.
fn without_escapes(out: &str) -> String {
    let mut pieces = out.split("\u{1b}[");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        text.push_str(piece.trim_start_matches(|c: char| !('@'..='~').contains(&c)).get(1..).unwrap_or_default());
    }
    text.retain(|c| c != ' ');
    text
}

/// Presses every key that has to do with a value, changes the window, and wipes it.
fn press_everything(pty: &mut Pty) {
    for key in ["v", "b", "c", " ", "w", "l", "/", "v"] {
        pty.send(key);
        pty.wait_until_it_listens();
    }
    for (key, title) in [("\u{1b}OP", "Help:"), ("\u{10}", "Every action of this screen")] {
        pty.send(key);
        pty.wait_for(title);
        pty.send("\u{1b}");
        pty.wait_without(title);
        pty.wait_until_it_listens();
    }
    for size in [(60, 16), (59, 15), (200, 50), (80, 24)] {
        pty.resize(size);
        pty.wait_until_it_listens();
        pty.send("v");
        pty.wait_until_it_listens();
    }
}

#[test]
fn a_value_that_is_only_printed_never_reaches_the_terminal() {
    nothing_is_drawn("print");
}

#[test]
fn a_value_that_is_never_let_out_never_reaches_the_terminal() {
    nothing_is_drawn("never");
}

fn nothing_is_drawn(reveal: &str) {
    for operation in &OPERATIONS {
        let place = Place::new(&format!("reveal = \"{reveal}\"\nclipboard = true\nslip = true"));
        let mut pty = place.start();
        carry_out(operation, &mut pty);
        press_everything(&mut pty);
        let parts = place.parts(operation);
        assert!(parts.len() > 3, "{parts:?}");
        let draws_nothing = |pty: &Pty| {
            let raw = pty.raw();
            assert_eq!(seen(&parts, &raw), BTreeSet::new(), "{reveal}: {}", operation.credential);
            assert!(!raw.contains("\u{1b}]52"), "{reveal}: {}: sent to a clipboard", operation.credential);
        };
        draws_nothing(&pty);
        for _ in 0..2 {
            pty.wait_until_it_listens();
            pty.send("d");
        }
        pty.wait_for("External ID");
        pty.send("q");
        assert_eq!(pty.exit_code(), 0);
        draws_nothing(&pty);
    }
}

/// The same search finds every part where the profile lets it be seen: what is not found above is not there.
#[test]
fn a_value_that_may_be_seen_reaches_the_terminal_when_it_is_asked_for() {
    for operation in &OPERATIONS {
        let place = Place::new("");
        let mut pty = place.start();
        carry_out(operation, &mut pty);
        let parts = place.parts(operation);
        assert_eq!(seen(&parts, &pty.raw()), BTreeSet::new(), "{}: not asked for yet", operation.credential);
        pty.send("v");
        pty.wait_for("covered again in 1:00");
        assert_eq!(seen(&parts, &pty.raw()), parts.iter().collect(), "{}", operation.credential);
    }
}

/// A console that shows the temporary strong password of demo.all, and what must not be seen of it any more.
fn shown(hide_after: u64) -> (Place, Pty, Vec<String>) {
    let place = Place::new(&format!("hide_after_s = {hide_after}"));
    let mut pty = place.start();
    let console = pty.pid();
    place.desk.reach(Moment::Value, &mut pty, console);
    // The last that draws the value anew, one row further down.
    pty.wait_for("Verified: the server's own reading shows the change.");
    let parts = place.parts(&OPERATIONS[1]);
    assert_eq!(seen(&parts, &pty.raw()), parts.iter().collect());
    (place, pty, parts)
}

#[test]
fn a_value_covers_itself_and_a_covered_one_costs_nothing() {
    let (_place, pty, parts) = shown(5);
    let since = Instant::now();
    pty.wait_for("covered again in 0:04");
    let before = pty.raw().len();
    pty.wait_for("covered again in 0:02");
    let a_second = (pty.raw().len() - before) / 2;
    assert!((1..120).contains(&a_second), "{a_second} bytes a second");
    pty.wait_for("Covered: no key was pressed for 5 seconds.");
    // It was uncovered a moment before `since`.
    assert!((4..=8).contains(&since.elapsed().as_secs()), "{:?}", since.elapsed());
    pty.wait_for("Covered. Ready to read out?");
    assert_eq!(seen(&parts, &pty.contents()), BTreeSet::new());
    assert_eq!(pty.bytes_within(Duration::from_secs(3)), 0);
}

#[test]
fn a_window_that_is_too_small_covers_the_value() {
    let (_place, mut pty, parts) = shown(60);
    let before = pty.raw().len();
    pty.resize((59, 15));
    pty.wait_for("too small");
    pty.resize((80, 24));
    pty.wait_for("Covered. Ready to read out?");
    assert_eq!(seen(&parts, &pty.raw()[before..]), BTreeSet::new());
}

#[test]
fn a_stopped_console_has_covered_the_value_and_comes_back_locked() {
    let (_place, mut pty, parts) = shown(60);
    let before = pty.raw().len();
    pty.signal(Signal::TSTP);
    pty.wait_until_stopped();
    pty.signal(Signal::CONT);
    pty.wait_for_bytes(before, "\u{1b}[?1049h");
    pty.wait_for("Locked: credesk was stopped.");
    pty.send(ENTER);
    pty.wait_for("Covered. Ready to read out?");
    pty.wait_until_it_listens();
    assert_eq!(seen(&parts, &pty.raw()[before..]), BTreeSet::new());
    pty.send("v");
    pty.wait_for("====");
}

/// No process is told of this stop: it can only cover when it goes on.
#[test]
fn a_console_that_is_stopped_by_force_covers_when_it_goes_on() {
    let (_place, mut pty, parts) = shown(60);
    let before = pty.raw().len();
    pty.signal(Signal::STOP);
    pty.wait_until_stopped();
    pty.signal(Signal::CONT);
    pty.wait_for_bytes(before, "\u{1b}[?1049h");
    pty.wait_for("Covered. Ready to read out?");
    assert_eq!(seen(&parts, &pty.raw()[before..]), BTreeSet::new());
    pty.send("v");
    pty.wait_for("====");
}

#[test]
fn a_line_that_drops_ends_it() {
    let (place, mut pty, _) = shown(60);
    pty.hang_up();
    assert_eq!(pty.exit_code(), 129);
    place.desk.journal_is_complete(Moment::Value);
}
