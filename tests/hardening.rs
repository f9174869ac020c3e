//! What another process can learn of a running credesk, from its first moment on: no core file, no memory to read along, and
//! no token in an environment.
//!
//! Where there is no strace a test says that it was skipped; `CREDESK_REQUIRE=strace` makes that a failure. Only root may read
//! the environment of a process that is not dumpable; others skip that.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs;
use std::process::Command;

use credesk::sandbox::Operator;
use desk::Desk;
use parts::{is_there, make_program, runs};
use pty::{Pty, Start};
use rustix::process::{Signal, geteuid};

/// A shell lifts the limit that a CI may have set, so that it is credesk who sets it.
const UNLIMITED: [&str; 3] = ["/bin/sh", "-c", "ulimit -c unlimited && exec \"$0\" \"$@\""];

/// What a process says of itself.
fn proc(pid: rustix::process::Pid, file: &str) -> String {
    let bytes = fs::read(format!("/proc/{}/{file}", pid.as_raw_nonzero())).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The system calls of one command, in their order.
fn calls(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let trace = desk.folder.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-o", trace.to_str().unwrap(), "-e", "trace=%file,prctl,setrlimit,prlimit64"]);
    command.arg(env!("CARGO_BIN_EXE_credesk")).args(arguments).env_clear().env("HOME", desk.folder.path());
    // How it ends is not asked here: the console has no terminal.
    command.env("TERM", "xterm").env("CREDESK_CONFIG", desk.config()).output().unwrap();
    let trace = fs::read_to_string(trace).unwrap();
    trace.lines().map(|line| line.split_once(' ').unwrap().1.trim_start().to_owned()).collect()
}

#[test]
fn before_it_reads_anything_no_core_can_be_written_and_nobody_can_read_along() {
    if !is_there("strace", runs("strace")) {
        return;
    }
    let desk = Desk::new("");
    let copy = desk.folder.path().join("copy.jsonl").display().to_string();
    let commands: [&[&str]; 4] =
        [&[], &["audit", "list"], &["audit", "verify", &copy], &["otp", "print", "--user", "demo.all", "--to", "text"]];
    for arguments in commands {
        let calls = calls(&desk, arguments);
        let first = |what: &str, is: &dyn Fn(&str) -> bool| {
            let found = calls.iter().position(|call| is(call));
            found.unwrap_or_else(|| panic!("{arguments:?}: {what} is missing in\n{}", calls.join("\n")))
        };
        let folder = desk.folder.path().to_str().unwrap();
        let reads = first("the first file", &|call| !call.starts_with("execve(") && call.contains(folder));
        let hidden = first("not dumpable", &|call| call.starts_with("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE)"));
        let no_core =
            first("no core", &|call| call.contains("RLIMIT_CORE, {rlim_cur=0, rlim_max=0}") && !call.contains("= -1"));
        assert!(hidden < reads && no_core < reads, "{arguments:?}:\n{}", calls.join("\n"));
    }
}

#[test]
fn a_console_that_is_killed_leaves_no_core_file() {
    for signal in [Signal::ABORT, Signal::ILL] {
        let desk = Desk::new("");
        let arguments = ["--config", &desk.config()];
        let pty = Pty::start_within(&UNLIMITED, &Start { arguments: &arguments, ..Start::default() });
        pty.wait_for("m.huber");
        let limits = proc(pty.pid(), "limits");
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
        pty.signal(signal);
        pty.wait_until_killed();
        let left: Vec<_> = fs::read_dir(pty.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("core")), "{left:?}");
    }
}

/// What is found above could be found: a program that sets no limit has one.
#[test]
fn the_shell_lifts_the_limit() {
    let limits = Command::new(UNLIMITED[0]).args(&UNLIMITED[1..]).args(["cat", "/proc/self/limits"]).output().unwrap();
    let limits = String::from_utf8(limits.stdout).unwrap();
    assert!(
        limits.lines().any(|line| line.starts_with("Max core file size") && line.contains("unlimited")),
        "{limits}"
    );
}

#[test]
fn a_token_is_taken_out_of_the_environment_and_no_child_inherits_one() {
    if !is_there("root", geteuid().is_root()) {
        return;
    }
    let desk = Desk::new("");
    let (own, other) = (desk.sandbox.token(Operator::Helpdesk), "VGhlLW90aGVyLXByb2ZpbGVz");
    let folder = desk.folder.path();
    let config = |name: &str, own: &str, other: &str| {
        let text = format!(
            "journal = \"journal/journal.jsonl\"\ndefault_profile = \"own\"\n[profiles.own]\nurl = \"{url}\"\n{own}\n\
             [profiles.other]\nurl = \"{url}\"\n{other}\n",
            url = desk.sandbox.url()
        );
        fs::write(folder.join(name), text).unwrap();
        folder.join(name).to_str().unwrap().to_owned()
    };
    // The program that prints the token is asked what it was started with.
    make_program(
        &folder.join("print"),
        format!("#!/bin/sh\nenv > '{}/env'\necho {own}\n", folder.display()).as_bytes(),
    );
    let command = format!("token_command = [\"{}/print\"]", folder.display());
    for (config, is_command) in [
        (config("variable.toml", "token_env = \"OWN_TOKEN\"", "token_env = \"OTHER_TOKEN\""), false),
        (config("command.toml", &command, "token_env = \"OTHER_TOKEN\""), true),
    ] {
        let given = if is_command { "" } else { own.as_str() };
        let environment = [("OWN_TOKEN", given), ("OTHER_TOKEN", other), ("KEPT", "this-one-stays")];
        let arguments = ["--config", &config];
        let pty = Pty::start(&Start { arguments: &arguments, environment: &environment, ..Start::default() });
        // The server has taken the token.
        pty.wait_for("m.huber");
        let told = proc(pty.pid(), "environ");
        assert!(told.contains("KEPT=this-one-stays"), "{told}");
        assert!(!told.contains(&own) && !told.contains(other), "{told}");
    }
    let inherited = fs::read_to_string(folder.join("env")).unwrap();
    assert!(inherited.contains("KEPT=this-one-stays") && !inherited.contains("OTHER_TOKEN"), "{inherited}");
}
