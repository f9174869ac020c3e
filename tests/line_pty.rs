//! The line drops, two hundred times: whatever the console is doing, it ends in time, by itself, without working itself
//! up, and with every change sent once.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/process.rs"]
mod process;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Desk, Moment};
use process::{cpu, ends_within};
use pty::{Pty, Start};
use rustix::process::Signal;

/// How often the line drops in all.
const TIMES: usize = 200;
/// How many consoles run at a time. They wait more than they work.
const AT_A_TIME: usize = 8;
/// What a console may take of the CPU from the drop to its end.
const CPU: Duration = Duration::from_millis(100);

/// How the line drops.
#[derive(Debug, Clone, Copy)]
enum Drop {
    /// The terminal is closed, and the kernel tells it with a SIGHUP.
    Closed,
    /// The terminal is closed, and no signal tells it.
    ClosedSilently,
    /// The terminal is closed in the middle of a pasted text, and no signal tells it.
    ClosedMidway,
    /// Something sends a SIGHUP.
    HangUp,
    /// Something sends a SIGTERM.
    Terminate,
}

impl Drop {
    const ALL: [Self; 5] = [Self::Closed, Self::ClosedSilently, Self::ClosedMidway, Self::HangUp, Self::Terminate];

    fn tells(self) -> bool {
        !matches!(self, Self::ClosedSilently | Self::ClosedMidway)
    }

    fn happens(self, pty: &mut Pty) {
        match self {
            Self::Closed | Self::ClosedSilently => pty.hang_up(),
            Self::ClosedMidway => {
                pty.hang_up_after("\u{1b}[200~half of");
            }
            Self::HangUp => pty.signal(Signal::HUP),
            Self::Terminate => pty.signal(Signal::TERM),
        }
    }

    fn code(self) -> u32 {
        match self {
            Self::Closed | Self::ClosedSilently | Self::ClosedMidway | Self::HangUp => 129,
            Self::Terminate => 143,
        }
    }
}

#[test]
fn a_line_that_drops_two_hundred_times_ends_two_hundred_consoles() {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= TIMES {
                return;
            }
            // The lengths of the two lists have no common factor: all pairs come.
            drop_line(Moment::ALL[number % Moment::ALL.len()], Drop::ALL[number % Drop::ALL.len()]);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(work);
        }
    });
}

fn drop_line(moment: Moment, drop: Drop) {
    let desk = Desk::hasty();
    let arguments = ["--config", &desk.config()];
    let size = (100, 30);
    let mut pty = Pty::start(&Start { arguments: &arguments, size, controlling: drop.tells(), ..Start::default() });
    let pid = pty.pid();
    desk.reach(moment, &mut pty, pid);
    let (since, before) = (Instant::now(), cpu(pid));
    drop.happens(&mut pty);
    let ended = ends_within(pid, moment.limit());
    let (took, used) = (since.elapsed(), cpu(pid).saturating_sub(before));
    assert!(ended, "{moment:?}, {drop:?}: still there after {took:?}, and used the CPU for {used:?}");
    assert!(used < CPU, "{moment:?}, {drop:?}: used the CPU for {used:?}");
    let code = if moment == Moment::Unanswered { 5 } else { drop.code() };
    assert_eq!(pty.exit_code(), code, "{moment:?}, {drop:?}");
    assert_eq!(desk.writes(), moment.writes(), "{moment:?}, {drop:?}: changes at the server");
    desk.journal_is_complete(moment);
    println!("{moment:?}, {drop:?}: ended after {took:?}, used the CPU for {used:?}");
}
