//! A value on its way to the terminal's clipboard, through a real tmux too: what reaches the terminal outside, and that
//! nothing of it stays in tmux.
//!
//! Where there is no tmux the tests in it say that they were skipped; `CREDESK_REQUIRE=tmux` makes that a failure.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

#[path = "support/nested_tmux.rs"]
mod nested_tmux;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs;
use std::io::stdin;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use credesk::domain::problem::Problem;
use credesk::runtime::clipboard::Clipboard;
use credesk::secret::Secret;
use nested_tmux::{Tmux, sent};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const VALUE: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn put(clipboard: Clipboard, out: &mut Vec<u8>) -> Result<(), Problem> {
    runtime().block_on(clipboard.put(&Secret::new(VALUE.into()), out))
}

/// Not a test of its own: what a process of its own does for another test, where `TMUX` says.
#[test]
fn child() {
    let Ok(task) = std::env::var("CLIPBOARD_TASK") else { return };
    let clipboard = Clipboard::of_environment(std::env::var_os("TMUX").as_deref());
    assert_eq!(clipboard, Clipboard::Tmux);
    let mut out = Vec::new();
    let tell = |name: &str, result: Result<(), Problem>| {
        println!("\nsaid: {name}: {}", result.map_or_else(|problem| problem.to_string(), |()| "done".into()));
    };
    match task.as_str() {
        // Each step when a line comes.
        "steps" => {
            tell("ready", Ok(()));
            stdin().read_line(&mut String::new()).unwrap();
            tell("put", put(clipboard, &mut out));
            stdin().read_line(&mut String::new()).unwrap();
            tell("clear", runtime().block_on(clipboard.clear(&mut out)));
            stdin().read_line(&mut String::new()).unwrap();
        }
        "put" => tell("put", put(clipboard, &mut out)),
        "clear" => tell("clear", runtime().block_on(clipboard.clear(&mut out))),
        other => panic!("{other}"),
    }
    assert!(out.is_empty(), "in tmux nothing goes straight to the terminal");
}

#[test]
fn a_terminal_is_sent_the_value_and_then_something_else() {
    let mut out = Vec::new();
    put(Clipboard::Terminal, &mut out).unwrap();
    assert_eq!(out, format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(VALUE)).into_bytes());
    out.clear();
    runtime().block_on(Clipboard::Terminal.clear(&mut out)).unwrap();
    assert_eq!(out, b"\x1b]52;c;IA==\x07\x1b]52;c;\x07");
}

#[test]
fn a_terminal_that_is_gone_is_told() {
    let mut full: &mut [u8] = &mut [0; 10];
    let problem = runtime().block_on(Clipboard::Terminal.put(&Secret::new(VALUE.into()), &mut full)).unwrap_err();
    assert_eq!(problem.to_string(), "The terminal could not be written to. The value is still here: read it out.");
}

/// This test program in a tmux of its own, ready for its first step.
fn in_tmux(set_clipboard: &str) -> Option<Tmux> {
    let program = std::env::current_exe().unwrap();
    let inside = format!("CLIPBOARD_TASK=steps exec '{}' child --exact --nocapture", program.display());
    let tmux = Tmux::start(&inside, set_clipboard, (150, 40))?;
    tmux.outside.wait_for("said: ready: done");
    Some(tmux)
}

/// The operator presses Enter, and the step is done.
fn step(tmux: &mut Tmux, said: &str) {
    tmux.outside.send("\r");
    tmux.outside.wait_for(said);
}

#[test]
fn through_tmux_the_value_reaches_the_terminal_outside_and_nothing_stays() {
    for set_clipboard in ["on", "external"] {
        let Some(mut tmux) = in_tmux(set_clipboard) else { return };
        tmux.run(&["set-buffer", "-b", "mine", "the operator's own"]);
        let before = tmux.buffers();
        assert_eq!(before, "mine=the operator's own\n");
        step(&mut tmux, "said: put: done");
        assert_eq!(sent(&tmux.outside.raw()), [VALUE], "{set_clipboard}");
        assert_eq!(tmux.buffers(), before);
        step(&mut tmux, "said: clear: done");
        assert_eq!(sent(&tmux.outside.raw()), [VALUE, " "], "{set_clipboard}");
        assert_eq!(tmux.buffers(), before);
        assert!(!tmux.outside.contents().contains(VALUE));
    }
}

#[test]
fn a_tmux_that_is_to_keep_out_of_clipboards_is_not_used() {
    let Some(mut tmux) = in_tmux("off") else { return };
    step(&mut tmux, "said: put: Not sent: tmux is set to keep out of clipboards (set-clipboard off).");
    tmux.outside.wait_for("The value is still here: read it out.");
    assert_eq!(sent(&tmux.outside.raw()), Vec::<String>::new());
    assert_eq!(tmux.buffers(), "");
}

/// What the child says of one task, with this as its environment.
fn said(task: &str, environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child", "--exact", "--nocapture"]).env("CLIPBOARD_TASK", task).envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().find_map(|line| line.strip_prefix("said: ")).unwrap().to_owned()
}

/// A tmux that writes down how it was called, and does one thing as no real one does.
fn odd_tmux(oddity: &str) -> (TempDir, String, PathBuf) {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log");
    let script = format!(
        "#!/bin/sh\n{{ echo \"called: $*\"; env; }} >> '{}'\ncat > /dev/null\ncase $1 in {oddity}; esac\n",
        log.display()
    );
    parts::make_program(&folder.path().join("tmux"), script.as_bytes());
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    (folder, path, log)
}

#[test]
fn tmux_gets_the_value_in_no_argument_and_nothing_of_the_environment_but_what_it_needs() {
    let (_folder, path, log) = odd_tmux("show-options) echo on");
    let environment = [("PATH", path.as_str()), ("TMUX", "/nowhere,1,0"), ("TOKEN_OF_MINE", "kT7w9QxB")];
    assert_eq!(said("put", &environment), "put: done");
    let log = fs::read_to_string(log).unwrap();
    let calls: Vec<_> = log.lines().filter_map(|line| line.strip_prefix("called: ")).collect();
    let [options, load, delete] = calls[..] else { panic!("{calls:?}") };
    assert_eq!(options, "show-options -s -v set-clipboard");
    let buffer = load.strip_prefix("load-buffer -w -b ").unwrap().strip_suffix(" -").unwrap();
    assert_eq!(delete, format!("delete-buffer -b {buffer}"));
    assert!(buffer.strip_prefix("credesk-").unwrap().parse::<u32>().is_ok(), "{buffer}");
    assert!(log.contains("TMUX=/nowhere,1,0"), "{log}");
    assert!(!log.contains("TOKEN_OF_MINE") && !log.contains("CLIPBOARD_TASK") && !log.contains(VALUE), "{log}");
}

#[test]
fn what_was_loaded_is_deleted_even_where_loading_fails_and_a_buffer_that_stays_is_told() {
    let (_folder, path, log) = odd_tmux("load-buffer) echo 'odd \u{1b}[2J' >&2; exit 1");
    let problem = said("put", &[("PATH", &path), ("TMUX", "/nowhere,1,0")]);
    assert_eq!(problem, "put: tmux refused (odd <U+001B>[2J). The value is still here: read it out.");
    assert!(fs::read_to_string(log).unwrap().contains("called: delete-buffer"));

    let (_folder, path, _) = odd_tmux("delete-buffer) echo no >&2; exit 1");
    let problem = said("clear", &[("PATH", &path), ("TMUX", "/nowhere,1,0")]);
    assert!(
        problem.starts_with("clear: What was sent is still in a buffer of tmux: run tmux delete-buffer -b credesk-"),
        "{problem}"
    );
    assert!(problem.ends_with("The value may still be in the clipboard: copy something else over it."), "{problem}");
}

#[test]
fn without_tmux_or_without_its_answer_it_says_so() {
    let empty = TempDir::new().unwrap();
    let nowhere = [("PATH", empty.path().to_str().unwrap()), ("TMUX", "/nowhere,1,0")];
    assert_eq!(said("put", &nowhere), "put: This host has no program \"tmux\". The value is still here: read it out.");
    if !parts::is_there("tmux", parts::runs("tmux")) {
        return;
    }
    let socket = empty.path().join("socket");
    // Connections are made by the kernel; nobody takes them.
    let _silent = UnixListener::bind(&socket).unwrap();
    assert_eq!(
        said("put", &[("TMUX", &format!("{},1,0", socket.display()))]),
        "put: tmux did not answer within 5 seconds. The value is still here: read it out."
    );
}
