//! The line drops, two hundred times, as it does for an operator: over a real sshd, whose client or session dies.
//!
//! Where there is no sshd the test says that it was skipped; `CREDESK_REQUIRE=sshd` makes that a failure.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/process.rs"]
mod process;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/sshd.rs"]
mod sshd;

use std::fs::read_to_string;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Desk, Moment};
use process::{cpu, ends_within};
use pty::{Pty, Start};
use rustix::process::{Pid, Signal};
use sshd::Sshd;

/// How often the line drops in all.
const TIMES: usize = 200;
/// How many consoles run at a time. They wait more than they work.
const AT_A_TIME: usize = 8;
/// What a console may take of the CPU from the drop to its end.
const CPU: Duration = Duration::from_millis(100);
/// Anything that has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the line drops.
#[derive(Debug, Clone, Copy)]
enum Drop {
    /// The operator's ssh is killed. The login shell dies of it, whereupon the kernel sends the console a SIGHUP.
    Client,
    /// sshd's side of the session is killed. Again there is a SIGHUP.
    Session,
    /// The operator's ssh is killed, and no signal tells it to the console: the terminal is not its controlling one.
    ClientSilently,
    /// sshd's side of the session is killed, and no signal tells it.
    SessionSilently,
    /// The operator's ssh is killed in the middle of a pasted text, and no signal tells it.
    ClientMidway,
}

impl Drop {
    const ALL: [Self; 5] =
        [Self::Client, Self::Session, Self::ClientSilently, Self::SessionSilently, Self::ClientMidway];

    /// What comes before the program on its command line.
    fn launcher(self) -> &'static str {
        match self {
            Self::Client | Self::Session => "",
            Self::ClientSilently | Self::SessionSilently | Self::ClientMidway => "setsid -w ",
        }
    }

    fn happens(self, sshd: &Sshd, pty: &mut Pty, shell: Pid) {
        match self {
            Self::Client | Self::ClientSilently => pty.signal(Signal::KILL),
            Self::Session | Self::SessionSilently => sshd.kill_session_of(shell),
            Self::ClientMidway => {
                pty.send("\u{1b}[200~half of");
                pty.signal(Signal::KILL);
            }
        }
    }
}

#[test]
fn an_ssh_line_that_drops_two_hundred_times_ends_two_hundred_consoles() {
    let Some(sshd) = Sshd::start() else { return };
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= TIMES {
                return;
            }
            // The lengths of the two lists have no common factor: all pairs come.
            drop_line(&sshd, Moment::ALL[number % Moment::ALL.len()], Drop::ALL[number % Drop::ALL.len()]);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(work);
        }
    });
}

/// What runs at the other end: a shell that outlives the line and writes down how the console ended, and how much CPU
/// time its children had taken before it, such as those of the login shell that it once was, and after it.
fn script(desk: &Desk, drop: Drop) -> String {
    let folder = desk.folder.path().to_str().unwrap();
    let (launcher, program, config) = (drop.launcher(), env!("CARGO_BIN_EXE_credesk"), desk.config());
    format!(
        "trap : HUP\n\
         export LANG=C.UTF-8 LC_ALL=C.UTF-8\n\
         cd '{folder}'\n\
         times > times-before\n\
         echo $$ > shell\n\
         {launcher}sh -c 'echo $$ > console; exec \"$0\" --config \"$1\"' '{program}' '{config}'\n\
         code=$?\n\
         times > times-after\n\
         echo $code > code\n"
    )
}

fn drop_line(sshd: &Sshd, moment: Moment, drop: Drop) {
    let desk = Desk::hasty();
    let file = |name: &str| desk.folder.path().join(name);
    std::fs::write(file("script"), script(&desk, drop)).unwrap();
    // The login shell stays, as an operator's does, because there is something left to do afterwards.
    let arguments = sshd.arguments(&format!("sh {}; true", file("script").display()));
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let start = Start { arguments: &arguments, size: (100, 30), program: Some("ssh"), ..Start::default() };
    let path = ("PATH", "/usr/bin:/bin");
    let mut pty = Pty::start(&Start { environment: &[path], ..start });
    pty.wait_for("m.huber");
    let pid = |name| Pid::from_raw(read_to_string(file(name)).unwrap().trim().parse().unwrap()).unwrap();
    let (shell, console) = (pid("shell"), pid("console"));
    desk.reach(moment, &mut pty, console);
    let (since, before) = (Instant::now(), cpu(console));
    drop.happens(sshd, &mut pty, shell);
    let ended = ends_within(console, moment.limit());
    let took = since.elapsed();
    assert!(
        ended,
        "{moment:?}, {drop:?}: still there after {took:?}, and used the CPU for {:?}",
        cpu(console).saturating_sub(before)
    );
    assert!(ends_within(shell, PATIENCE), "{moment:?}, {drop:?}: the shell does not end");
    let children = |when| children(&read_to_string(file(when)).unwrap());
    let used = children("times-after").saturating_sub(children("times-before")).saturating_sub(before);
    assert!(used < CPU, "{moment:?}, {drop:?}: used the CPU for {used:?}");
    let code = if moment == Moment::Unanswered { "5" } else { "129" };
    assert_eq!(read_to_string(file("code")).unwrap().trim(), code, "{moment:?}, {drop:?}");
    assert_eq!(desk.writes(), moment.writes(), "{moment:?}, {drop:?}: changes at the server");
    desk.journal_is_complete(moment);
    println!("{moment:?}, {drop:?}: ended after {took:?}, used the CPU for {used:?}");
}

/// The shell's `times`: its own in the first line, its children's in the second; each user and system, as in `0m0.12s`.
fn children(times: &str) -> Duration {
    let seconds = |time: &str| -> f64 {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
    };
    Duration::from_secs_f64(times.lines().nth(1).unwrap().split_whitespace().map(seconds).sum())
}
