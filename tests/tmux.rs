//! The binary in a real tmux, as operators have it: find, reset, read, wipe, quit; and a clean terminal afterwards.
//!
//! Where there is no tmux the test says that it was skipped; `CREDESK_REQUIRE=tmux` makes that a failure.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A tmux server of its own with one window of 80x24.
struct Tmux {
    socket: String,
}

impl Tmux {
    fn start() -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            let required = std::env::var("CREDESK_REQUIRE").is_ok_and(|parts| parts.contains("tmux"));
            assert!(!required, "tmux is required here, and it is not installed");
            eprintln!("skipped: tmux is not installed");
            return None;
        }
        let tmux = Self { socket: format!("credesk-{}", std::process::id()) };
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "80", "-y", "24", "sh"]);
        Some(tmux)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new("tmux").args(["-L", &self.socket]).args(arguments).env("LC_ALL", "C.UTF-8").output().unwrap()
    }

    fn type_text(&self, text: &str) {
        self.run(&["send-keys", "-t", "t", "-l", text]);
    }

    fn press(&self, key: &str) {
        self.run(&["send-keys", "-t", "t", key]);
    }

    fn screen(&self) -> String {
        String::from_utf8_lossy(&self.run(&["capture-pane", "-p", "-t", "t"]).stdout).into_owned()
    }

    /// Asks tmux for its screen until it shows the text. Each question is a round trip, so there is nothing to sleep for.
    fn until(&self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let screen = self.screen();
            if screen.contains(text) {
                return screen;
            }
            assert!(Instant::now() < deadline, "never saw {text}; this is on the screen:\n{screen}");
        }
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// What `stty -g` printed, over however many lines.
fn settings(screen: &str) -> String {
    screen.lines().take_while(|line| line.contains(':')).collect()
}

#[test]
fn a_password_is_reset_and_the_terminal_is_left_as_it_was() {
    let Some(tmux) = Tmux::start() else { return };
    // Written so that the command's own echo is not taken for the prompt.
    tmux.type_text("PS1='rea''dy>'; clear; stty -g");
    tmux.press("Enter");
    let before = settings(&tmux.until("ready>"));
    tmux.type_text(&format!("{} demo --users 0", env!("CARGO_BIN_EXE_credesk")));
    tmux.press("Enter");
    tmux.until("m.huber");
    tmux.type_text("demo.all");
    tmux.until("Petrović");
    tmux.press("Enter");
    tmux.until("> demo.all");
    tmux.press("Enter");
    tmux.until("Temporary strong password");
    tmux.press("j");
    tmux.until("> Temporary");
    tmux.press("r");
    tmux.until("or type demo.all and press Enter");
    tmux.type_text("demo.all");
    tmux.until("> demo.all");
    tmux.press("Enter");
    tmux.until("Ready to read out?");
    tmux.press("v");
    let shown = tmux.until("====");
    let line = shown.lines().position(|line| line.contains("====")).unwrap();
    let (value, _count) = shown.lines().nth(line - 1).unwrap().trim_start().split_once("   ").unwrap();
    let value: String = value.split_whitespace().collect();
    assert_eq!(value.len(), 30, "{shown}");
    tmux.press("d");
    tmux.until("3 of 5");
    tmux.press("q");
    tmux.until("ready>");
    tmux.type_text("clear; stty -g; echo '#'done");
    tmux.press("Enter");
    assert_eq!(settings(&tmux.until("#done")), before);
    let history = tmux.run(&["capture-pane", "-p", "-S", "-", "-t", "t"]).stdout;
    let history = String::from_utf8_lossy(&history).replace([' ', '\n'], "");
    assert!(!history.contains(&value[..8]), "the value is in tmux's history");
}
