//! Every way out of the console, on a real terminal: afterwards it is as it was, with what stood on it before. Line settings,
//! cursor, screen, paste mode, synchronised updates and colours are compared; the settings from before are no usual ones, so
//! that nothing passes by setting the usual ones.
//!
//! Two ways out need a fault in credesk itself: failpoints make them, which release builds do not have.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs::{self, File};

use desk::{Desk, ENTER, Moment};
use pty::{Pty, Start};
use rustix::fs::{FlockOperation, flock};
use rustix::process::Signal;

const CTRL_C: &str = "\u{3}";

/// Updates ended, colours gone, the screen cleared, paste not bracketed, the other screen, a cursor.
const UNDONE: &str = "\u{1b}[?2026l\u{1b}[0m\u{1b}[2J\u{1b}[?2004l\u{1b}[?1049l\u{1b}[?25h";

/// A shell with settings of its own and something on its screen, which waits for a line and then becomes credesk.
const SHELL: [&str; 3] = [
    "/bin/sh",
    "-c",
    "/bin/stty -echo -ixon -ixoff erase ^H; printf 'what stood\\n\\033[1;31min two colours\\033[m\\n$ '; read -r _; exec \"$0\" \"$@\"",
];

/// credesk on a terminal that has been used before.
fn begin(start: &Start<'_>) -> Pty {
    let mut pty = Pty::start_within(&SHELL, start);
    pty.wait_for("$ ");
    pty.remember();
    pty.send("\n");
    pty
}

fn begin_at(desk: &Desk) -> Pty {
    begin(&Start { arguments: &["--config", &desk.config()], ..Start::default() })
}

/// credesk ends with this code, and the terminal is as it was.
#[track_caller]
fn ends(pty: &mut Pty, code: u32) {
    assert_eq!(pty.exit_code(), code, "{}", pty.contents());
    is_restored(pty);
}

/// The terminal is as it was, and every step of the way back was sent: what a terminal undoes by itself, or what only a frame
/// that was cut would need, shows nowhere else.
#[track_caller]
fn is_restored(pty: &Pty) {
    pty.assert_restored();
    let raw = pty.raw();
    assert!(!raw.contains("\u{1b}]"), "a title or a clipboard was set");
    if let Some((_, drawn)) = raw.rsplit_once("\u{1b}[?1049h") {
        let (_, after) = drawn.rsplit_once("\u{1b}[?2026h").unwrap();
        let (_, after) = after.split_once("\u{1b}[?2026l").unwrap();
        assert!(after.starts_with(UNDONE), "{after:?}");
    }
}

/// A console stays when it has said this, and is quit; a command ends with the code.
#[track_caller]
fn console_and_command(desk: &Desk, says: &str, code: u32) {
    let mut pty = begin_at(desk);
    pty.wait_for(says);
    pty.send(ENTER);
    pty.send(CTRL_C);
    pty.send(CTRL_C);
    ends(&mut pty, 0);
    let arguments =
        ["--config", &desk.config(), "otp", "print", "--user", "demo.all", "--to", "file", "--file", "card"];
    let mut pty = begin(&Start { arguments: &arguments, ..Start::default() });
    ends(&mut pty, code);
}

#[test]
fn quit() {
    let desk = Desk::new("");
    let mut pty = begin_at(&desk);
    pty.wait_for("m.huber");
    assert!(pty.is_raw());
    pty.send(CTRL_C);
    ends(&mut pty, 0);

    let mut pty = begin_at(&desk);
    pty.open_page("demo.all");
    pty.send("q");
    ends(&mut pty, 0);
}

#[test]
fn error_of_the_configuration() {
    let mut pty = begin(&Start { arguments: &["--config", "/nowhere/config.toml"], ..Start::default() });
    ends(&mut pty, 2);
    let mut pty = begin(&Start { arguments: &["demo"], environment: &[("TERM", "")], ..Start::default() });
    ends(&mut pty, 6);
}

/// Nobody listens at port 1 of this host. The console stays, and says so; a command ends.
#[test]
fn error_of_the_network() {
    let desk = Desk::through(|_| "http://127.0.0.1:1".to_owned(), "");
    console_and_command(&desk, "no connection could be made", 4);
}

/// At the second frame that shows a value: it stands on the screen when it happens.
#[test]
fn panic_in_the_user_interface() {
    let desk = Desk::new("");
    let environment = [("CREDESK_FAILPOINT", "value-2=PANIC")];
    let mut pty =
        begin(&Start { arguments: &["--config", &desk.config()], environment: &environment, ..Start::default() });
    let console = pty.pid();
    desk.reach(Moment::Confirm, &mut pty, console);
    pty.send(ENTER);
    pty.wait_for("Covered. Ready to read out?");
    pty.settle(console);
    let before = pty.raw().len();
    pty.send("v");
    ends(&mut pty, 101);
    assert!(pty.raw()[before..].contains("===="), "no value was shown");
    let said = pty.contents().replace('\n', "");
    assert!(said.contains("credesk has a fault and ends (at src/"), "{said}");
    assert!(!pty.raw().contains("a failpoint"), "what the fault was about");
}

/// A request ends with a fault: the console lives on, nothing is written over its screen, and it says what became of it.
#[test]
fn panic_in_the_network_task() {
    let desk = Desk::hasty();
    let environment = [("CREDESK_FAILPOINT", "writing=PANIC")];
    let mut pty =
        begin(&Start { arguments: &["--config", &desk.config()], environment: &environment, ..Start::default() });
    let console = pty.pid();
    desk.reach(Moment::Confirm, &mut pty, console);
    pty.send(ENTER);
    pty.wait_for("fault in credesk itself");
    pty.screen(|screen| assert!(screen.alternate_screen()));
    pty.wait_until_it_listens();
    pty.send(CTRL_C);
    pty.send(CTRL_C);
    ends(&mut pty, 5);
    assert!(!pty.raw().contains("panicked") && !pty.raw().contains("a failpoint"));
}

/// Each while a value is on the screen.
#[test]
fn term_hup_int_and_quit() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let desk = Desk::new("");
        let mut pty = begin_at(&desk);
        let console = pty.pid();
        desk.reach(Moment::Value, &mut pty, console);
        pty.signal(signal);
        ends(&mut pty, code);
        assert!(!pty.contents().contains("===="), "{}", pty.contents());
    }
}

#[test]
fn suspend_and_continue() {
    let desk = Desk::new("");
    let mut pty = begin_at(&desk);
    let console = pty.pid();
    desk.reach(Moment::Value, &mut pty, console);
    for _ in 0..2 {
        pty.signal(Signal::TSTP);
        pty.wait_until_stopped();
        pty.wait_until("the screen from before", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        is_restored(&pty);
        let before = pty.raw().len();
        pty.signal(Signal::CONT);
        pty.wait_for_bytes(before, "\u{1b}[?1049h");
        pty.wait_for("Locked: credesk was stopped.");
        assert!(pty.is_raw());
    }
    pty.send(CTRL_C);
    pty.send(CTRL_C);
    ends(&mut pty, 0);
}

/// The terminal that is drawn on goes away, and the one that is typed on stays.
#[test]
fn broken_pipe() {
    let desk = Desk::new("");
    let wait = ["-c", "tty; exec /bin/sleep 600"];
    let mut screen = Pty::start(&Start { arguments: &wait, program: Some("/bin/sh"), ..Start::default() });
    screen.wait_for("/dev/pts/");
    let shell = format!("exec \"$0\" \"$@\" > {} 2>&1", screen.contents().trim());
    let outer = [SHELL[0], SHELL[1], &SHELL[2].replace("exec \"$0\" \"$@\"", &shell)];
    let mut keys = Pty::start_within(&outer, &Start { arguments: &["--config", &desk.config()], ..Start::default() });
    keys.wait_for("$ ");
    keys.remember();
    keys.send("\n");
    screen.wait_for("m.huber");
    assert!(keys.is_raw());
    screen.hang_up();
    // Nothing tells it before it writes.
    keys.send("x");
    assert_eq!(keys.exit_code(), 129);
    keys.assert_restored();
}

/// The whole terminal goes away: there is nothing to restore, and nobody to tell. It ends by itself.
#[test]
fn terminal_gone() {
    let desk = Desk::new("");
    let mut pty = begin_at(&desk);
    pty.wait_for("m.huber");
    pty.hang_up();
    assert_eq!(pty.exit_code(), 129);
}

/// Another process holds the journal's lock, from before credesk starts until after it has ended.
#[test]
fn lock_of_the_journal() {
    let desk = Desk::new("");
    let mut first = begin_at(&desk);
    first.wait_for("m.huber");
    first.send(CTRL_C);
    ends(&mut first, 0);
    let journal = File::options().append(true).open(desk.folder.path().join("journal/journal.jsonl")).unwrap();
    flock(&journal, FlockOperation::LockExclusive).unwrap();
    let mut pty = begin_at(&desk);
    pty.wait_for("Another credesk holds the journal");
    pty.send(ENTER);
    pty.send(CTRL_C);
    pty.send(CTRL_C);
    ends(&mut pty, 0);
}

/// A console that is locked, with a value below: quit, ended from outside, and unlocked and quit.
#[test]
fn lock_of_the_screen() {
    const CTRL_X: &str = "\u{18}";
    for (way, code) in [("quit", 0), ("TERM", 143), ("unlocked", 0)] {
        let desk = Desk::new("");
        let mut pty = begin_at(&desk);
        let console = pty.pid();
        desk.reach(Moment::Value, &mut pty, console);
        pty.send(CTRL_X);
        pty.wait_for("Enter runs token_command");
        pty.wait_for("A value waits here, covered.");
        pty.wait_until_it_listens();
        match way {
            "TERM" => pty.signal(Signal::TERM),
            "unlocked" => {
                pty.send(ENTER);
                pty.wait_for("Covered. Ready to read out?");
                pty.wait_until_it_listens();
                pty.send(CTRL_C);
                pty.send(CTRL_C);
            }
            _ => {
                pty.send(CTRL_C);
                pty.wait_for("Ctrl-C once more quits all the same.");
                pty.send(CTRL_C);
            }
        }
        ends(&mut pty, code);
    }
}

#[test]
fn token_failure() {
    let desk = Desk::new("");
    let config = fs::read_to_string(desk.config()).unwrap();
    let broken: Vec<_> = config
        .lines()
        .map(|line| if line.starts_with("token_command") { "token_command = [\"/bin/false\"]" } else { line })
        .collect();
    fs::write(desk.config(), broken.join("\n")).unwrap();
    console_and_command(&desk, "There is no token to sign in with", 3);
}

#[test]
fn window_too_small() {
    let desk = Desk::new("");
    let arguments = ["--config", &desk.config()];
    let mut pty = begin(&Start { arguments: &arguments, size: (40, 10), ..Start::default() });
    pty.wait_for("too small");
    pty.send(CTRL_C);
    ends(&mut pty, 0);
    let mut pty = begin(&Start { arguments: &arguments, size: (80, 24), ..Start::default() });
    pty.wait_for("m.huber");
    pty.resize((59, 24));
    pty.wait_for("too small");
    pty.signal(Signal::TERM);
    ends(&mut pty, 143);
}
