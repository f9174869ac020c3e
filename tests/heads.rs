//! Where the journal stands is said on the terminal, before the screen is taken over and after it is given back: what was
//! copied from there shows later whether the journal's end was cut off.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/process.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod process;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use credesk::journal::{self, Head};
use desk::Desk;
use process::ends_within;
use pty::{Pty, Start};
use rustix::fs::{FlockOperation, flock};
use rustix::process::Signal;

const CTRL_C: &str = "\u{3}";

fn journal(desk: &Desk) -> PathBuf {
    desk.folder.path().join("journal/journal.jsonl")
}

/// A console that has opened its journal.
fn console(desk: &Desk) -> Pty {
    let config = desk.config();
    let lines = journal::peek(&journal(desk)).map_or(0, |head| head.lines);
    let pty = Pty::start(&Start { arguments: &["--config", &config], ..Start::default() });
    pty.wait_for("m.huber");
    let since = Instant::now();
    while journal::peek(&journal(desk)).is_none_or(|head| head.lines == lines) {
        assert!(since.elapsed() < Duration::from_secs(30), "the journal is not opened\n{}", pty.contents());
        std::thread::yield_now();
    }
    pty
}

/// What stands on the terminal's own screen before the console, and after it.
fn said(pty: &Pty) -> (String, String) {
    let raw = pty.raw();
    let (before, _) = raw.split_once("\u{1b}[?1049h").unwrap_or_else(|| panic!("{raw:?}"));
    let (_, after) = raw.rsplit_once("\u{1b}[?1049l").unwrap_or_else(|| panic!("{raw:?}"));
    (before.to_owned(), after.to_owned())
}

fn told(name: &str, head: &Head) -> String {
    format!("{name}: line {}, head\r\n  {head}\r\n", head.lines)
}

#[test]
fn a_start_says_the_head_that_the_end_before_has_said() {
    let desk = Desk::hasty();
    let mut first = console(&desk);
    let start = journal::peek(&journal(&desk)).unwrap();
    first.send(CTRL_C);
    assert_eq!(first.exit_code(), 0);
    let now = journal::peek(&journal(&desk)).unwrap();
    let (before, after) = said(&first);
    assert!(!before.contains("Journal"), "there was none: {before:?}");
    for told in [told("Journal at the start", &start), told("Journal now", &now)] {
        assert!(after.contains(&told), "{told:?} in {after:?}");
    }
    assert_eq!((start.lines, now.lines), (1, 2));

    let mut second = console(&desk);
    second.signal(Signal::TERM);
    assert_eq!(second.exit_code(), 143);
    let (before, after) = said(&second);
    assert!(before.contains(&told("Journal found", &now)), "{before:?}");
    assert!(after.contains("Journal now: line 4, head\r\n"), "{after:?}");
    for line in before.lines().chain(after.lines()).filter(|line| line.contains("ournal") || line.starts_with("  ")) {
        assert!(line.chars().count() <= 80, "{line:?}");
    }
}

#[test]
fn a_lock_that_another_holds_keeps_no_console_from_ending() {
    let desk = Desk::hasty();
    let mut ended = console(&desk);
    let mut hung_up = console(&desk);
    let file = File::open(journal(&desk)).unwrap();
    flock(&file, FlockOperation::LockExclusive).unwrap();
    let pid = hung_up.pid();
    hung_up.hang_up();
    assert!(ends_within(pid, Duration::from_secs(2)), "still there after two seconds");
    assert_eq!(hung_up.exit_code(), 129);
    ended.signal(Signal::TERM);
    assert_eq!(ended.exit_code(), 143);
    let (_, after) = said(&ended);
    let after = after.replace("\r\n", " ");
    assert!(after.contains("did not answer within 1 second. The end of this session may be missing in it."), "{after}");
}
