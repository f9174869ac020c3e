//! Nothing anywhere else: after whole runs of the real binary, with the log at its most talkative, no token, no password and no
//! value is in a file, an argument, an environment, a title, tmux, or what was printed on the terminal. Each searcher is shown
//! to find what is planted for it.
//!
//! Needs tmux, strace, CUPS and root; where one is missing a test says that it was skipped, and `CREDESK_REQUIRE` makes that a
//! failure.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/cups.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod cups;
#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "support/nested_tmux.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod nested_tmux;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "needles/place.rs"]
mod place;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "needles/search.rs"]
mod search;
#[path = "support/wiretap.rs"]
mod wiretap;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use credesk::sandbox::Operator;
use cups::Cups;
use desk::ENTER;
use nested_tmux::{Tmux, run};
use parts::{is_there, runs};
use place::{Place, Source, print, show, wipe};
use pty::{Pty, Start};
use rustix::process::{Signal, geteuid};
use search::{Files, Needles, in_files, in_process, in_programs, in_strings, in_the_open, in_tmux};

const SIZE: (u16, u16) = (100, 40);
const CTRL_C: &str = "\u{3}";
const EVERY: [&str; 3] = ["tempStrongPassword", "password", "otp"];
const UNLIMITED: [&str; 3] = ["/bin/sh", "-c", "ulimit -c unlimited && exec \"$0\" \"$@\""];

fn all_parts() -> bool {
    is_there("root", geteuid().is_root()) && is_there("strace", runs("strace"))
}

/// Writes down every program that is started, with its arguments and environment.
fn strace(trace: &Path) -> [&str; 9] {
    ["strace", "-f", "-v", "-s", "100000", "-o", trace.to_str().unwrap(), "-e", "trace=execve"]
}

/// The first process that was traced is credesk itself.
fn traced(trace: &Path) -> i32 {
    fs::read_to_string(trace).unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

#[track_caller]
fn nothing(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// PUK and ticket of demo.plainpuk, all others of demo.all, each shown; a slip and a card printed.
#[test]
fn of_a_whole_run_nothing_is_anywhere() {
    let Some(cups) = Cups::start().filter(|_| all_parts()) else { return };
    cups.add("Card");
    let mut place = Place::new(Operator::Helpdesk, Source::File, "slip = true");
    place.print_to(&cups);
    let trace = place.path("trace");
    let listens = Pty::wait_until_it_listens;
    for login_id in ["demo.plainpuk", "demo.all"] {
        let arguments = ["--config", &place.desk.config(), "--log-level", "trace"];
        let start = Start { arguments: &arguments, size: SIZE, environment: &place.environment(), ..Start::default() };
        let mut pty = Pty::start_within(&strace(&trace), &start);
        pty.open_page(login_id);
        let (members, sheets): (&[&str], _) = if login_id == "demo.all" {
            show(&mut pty, login_id, 1, "Temporary strong password", &listens);
            let slip = print(&mut pty, &cups, "Card", &listens);
            wipe(&mut pty, &listens);
            show(&mut pty, login_id, 3, "Device password", &listens);
            wipe(&mut pty, &listens);
            show(&mut pty, login_id, 4, "OTP card", &listens);
            (&EVERY, vec![slip, print(&mut pty, &cups, "Card", &listens)])
        } else {
            show(&mut pty, login_id, 0, "PUK", &listens);
            wipe(&mut pty, &listens);
            show(&mut pty, login_id, 1, "Ticket", &listens);
            (&["puk", "ticket"], Vec::new())
        };
        let needles = place.needles(members, &[]);
        nothing(&in_process(&needles, traced(&trace)));
        wipe(&mut pty, &listens);
        pty.send("q");
        assert_eq!(pty.exit_code(), 0);
        let programs = fs::read_to_string(&trace).unwrap();
        nothing(&in_programs(&needles, &programs));
        nothing(&in_strings(&needles, &pty.raw()));
        nothing(&in_the_open(&needles, &pty.raw()));
        fs::remove_file(&trace).unwrap();
        nothing(&place.in_files(&needles, pty.home()));
        assert!(place.log().contains("token fetched from token_file"));
        if !sheets.is_empty() {
            assert!(programs.contains("credesk slip") && programs.contains("credesk card"), "nothing was printed");
            assert!(sheets.iter().all(|sheet| sheet.starts_with(b"%PDF-")));
            // All but the documents themselves: descriptions of jobs, logs, what the scheduler remembers.
            let kept = Files::below(&[cups.folder()]).since(&Files::below(&[])).into_iter().fold(
                Vec::new(),
                |mut kept, (path, bytes)| {
                    let is_document = path.parent().unwrap().ends_with("spool")
                        && path.file_name().unwrap().to_string_lossy().starts_with('d');
                    if !is_document {
                        kept.extend(needles.within(&path.display().to_string(), bytes));
                    }
                    kept
                },
            );
            nothing(&kept);
        }
    }
}

/// The same in a real tmux, whose history and buffers outlive the run.
#[test]
fn of_a_run_in_tmux_nothing_is_kept() {
    if !all_parts() {
        return;
    }
    let place = Place::new(Operator::Helpdesk, Source::Command, "");
    let trace = place.path("trace");
    let environment: Vec<_> = place.environment().iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    let inside = format!(
        "{} {} '{}' --config '{}' --log-level trace; echo it has ended; exec cat",
        environment.join(" "),
        strace(&trace).join(" "),
        env!("CARGO_BIN_EXE_credesk"),
        place.desk.config()
    );
    let Some(mut tmux) = Tmux::start(&inside, "external", SIZE) else { return };
    let socket = tmux.socket();
    // Longer than credesk needs to note that a frame was out.
    let listens = |_: &mut Pty| {
        for _ in 0..5 {
            run(&socket, &["list-buffers"]);
        }
    };
    tmux.outside.open_page("demo.all");
    show(&mut tmux.outside, "demo.all", 1, "Temporary strong password", &listens);
    wipe(&mut tmux.outside, &listens);
    show(&mut tmux.outside, "demo.all", 4, "OTP card", &listens);
    let needles = place.needles(&["tempStrongPassword", "otp"], &[]);
    nothing(&in_process(&needles, traced(&trace)));
    wipe(&mut tmux.outside, &listens);
    tmux.outside.send("q");
    tmux.outside.wait_for("it has ended");
    nothing(&in_tmux(&needles, &tmux));
    nothing(&in_strings(&needles, &tmux.outside.raw()));
    let programs = fs::read_to_string(&trace).unwrap();
    assert!(programs.contains("\"/bin/cat\""), "no token_command");
    nothing(&in_programs(&needles, &programs));
    fs::remove_file(&trace).unwrap();
    nothing(&place.in_files(&needles, tmux.socket().parent().unwrap()));
}

/// What a self-admin types is no less secret where it is wrong.
#[test]
fn of_a_typed_password_and_a_token_in_the_environment_nothing_is_anywhere() {
    if !all_parts() {
        return;
    }
    let typed = "Kz7wrong+Qy4password";
    let place = Place::new(Operator::SelfAdmin, Source::Variable, "client = \"100\"\nself_admin = true");
    let trace = place.path("trace");
    let arguments = ["--config", &place.desk.config(), "--log-level", "trace"];
    let start = Start { arguments: &arguments, size: SIZE, environment: &place.environment(), ..Start::default() };
    let mut pty = Pty::start_within(&strace(&trace), &start);
    pty.wait_for("Temporary strong password");
    pty.wait_without("eading");
    let rows: Vec<_> = pty.contents().lines().map(String::from).collect();
    let row = |text: &str| rows.iter().position(|row| row.contains(text)).unwrap();
    pty.send(&"j".repeat(row("Temporary strong password") - row("Credential") - 1));
    pty.wait_for("> Temporary strong password");
    pty.send("r");
    pty.wait_for("type demo.self and press Enter");
    pty.wait_without("eading the newest state");
    pty.wait_until_it_listens();
    pty.send("demo.self");
    pty.wait_for("> demo.self");
    pty.send(ENTER);
    pty.wait_for("Sign in with your own password");
    pty.send(typed);
    pty.send(ENTER);
    pty.wait_for("wrong");
    let needles = place.needles(&[], &[typed]);
    nothing(&in_process(&needles, traced(&trace)));
    assert!(!pty.contents().contains(typed));
    pty.send("demo\r");
    pty.wait_for("Signed in. Nothing else was sent");
    pty.wait_until_it_listens();
    pty.send(ENTER);
    pty.wait_for("Ready to read out");
    let needles = place.needles(&["tempStrongPassword", "access_token"], &[typed]);
    nothing(&in_process(&needles, traced(&trace)));
    pty.send(CTRL_C);
    pty.send(CTRL_C);
    assert_eq!(pty.exit_code(), 0);
    nothing(&in_programs(&needles, &fs::read_to_string(&trace).unwrap()));
    fs::remove_file(&trace).unwrap();
    nothing(&in_strings(&needles, &pty.raw()));
    nothing(&in_the_open(&needles, &pty.raw()));
    nothing(&place.in_files(&needles, pty.home()));
    assert!(place.log().contains("POST principal/token 401"), "{}", place.log());
}

/// credesk's own fault, and an end from outside that usually leaves a core file, each while a value is on the screen.
#[test]
fn of_a_run_that_breaks_nothing_is_anywhere() {
    for failpoint in ["value-2=PANIC", ""] {
        let place = Place::new(Operator::Helpdesk, Source::File, "");
        let arguments = ["--config", &place.desk.config(), "--log-level", "trace"];
        let mut environment = place.environment();
        environment.push(("CREDESK_FAILPOINT", failpoint));
        let start = Start { arguments: &arguments, size: SIZE, environment: &environment, ..Start::default() };
        let mut pty = Pty::start_within(&UNLIMITED, &start);
        pty.open_page("demo.all");
        if failpoint.is_empty() {
            show(&mut pty, "demo.all", 1, "Temporary strong password", &Pty::wait_until_it_listens);
            pty.signal(Signal::ABORT);
            pty.wait_until_killed();
        } else {
            // It breaks at the second frame that shows the value, or before that is seen here.
            pty.send("j");
            pty.wait_for("> Temporary strong password");
            pty.send("r");
            pty.wait_for("type demo.all and press Enter");
            pty.wait_without("eading the newest state");
            pty.wait_until_it_listens();
            pty.send("demo.all");
            pty.wait_for("> demo.all");
            pty.send(ENTER);
            pty.wait_for("Carried out.");
            pty.wait_until_it_listens();
            pty.send("v");
            assert_eq!(pty.exit_code(), 101);
            assert!(place.log().contains("ERROR runtime: fault at "), "{}", place.log());
            nothing(&in_the_open(&place.needles(&["tempStrongPassword"], &[]), &pty.raw()));
        }
        let needles = place.needles(&["tempStrongPassword"], &[]);
        nothing(&in_strings(&needles, &pty.raw()));
        nothing(&place.in_files(&needles, pty.home()));
    }
}

/// Planted in each form, in files, in names, in titles, in what is said.
#[test]
fn what_is_planted_is_found() {
    let value = "Ogbv+wC7m/6ZFNX1yFqPITewEbbQbKfe";
    let needles = Needles::of([("planted", value)]);
    let base64 = |before: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(format!("{before}{value} and more"))
    };
    let utf16: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex = value.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let percent = value.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let grouped = "Ogbv  +wC7  m/6Z  FNX1\n yFqP  ITew  EbbQ  bKfe".to_owned();
    for bytes in
        [value, &hex, &percent, &grouped, &base64(""), &base64("a"), &base64("ab"), &value[10..28]].map(Vec::from)
    {
        assert!(!needles.within("here", &bytes).is_empty(), "{}", String::from_utf8_lossy(&bytes));
    }
    assert!(!needles.within("here", &utf16).is_empty());
    assert!(needles.within("here", b"Ogbv+wC7 Nothing of it").is_empty());

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old"), value).unwrap();
    let before = Files::below(&[folder.path()]);
    assert!(in_files(&needles, &before, &Files::below(&[folder.path()])).is_empty(), "it was there before");
    fs::create_dir_all(folder.path().join("a/b")).unwrap();
    fs::write(folder.path().join("a/b/new"), base64("")).unwrap();
    fs::write(folder.path().join("a").join(&hex), "").unwrap();
    assert_eq!(in_files(&needles, &before, &Files::below(&[folder.path()])).len(), 3, "base64 twice, and a name");

    for title in ["\u{1b}]0;%\u{7}", "\u{1b}]2;%\u{1b}\\", "\u{1b}P%\u{1b}\\", "\u{1b}k%\u{1b}\\", "\u{1b}]52;c;%\u{7}"]
    {
        assert!(!in_strings(&needles, &title.replace('%', value)).is_empty(), "{title:?}");
    }
    let screen = |before: &str, within: &str, after: &str| format!("{before}\u{1b}[?1049h{within}\u{1b}[?1049l{after}");
    assert!(in_the_open(&needles, &screen("", value, "")).is_empty());
    assert!(!in_the_open(&needles, &screen(value, "", "")).is_empty());
    assert!(!in_the_open(&needles, &screen("", "", value)).is_empty());
    assert!(!in_the_open(&needles, &(screen("", "", value) + &screen("", "", ""))).is_empty(), "while it was stopped");
}

/// Planted in arguments and environments, and in a tmux.
#[test]
fn what_is_planted_in_programs_and_in_tmux_is_found() {
    if !all_parts() {
        return;
    }
    let value = "Ogbv+wC7m/6ZFNX1yFqPITewEbbQbKfe";
    let needles = Needles::of([("planted", value)]);
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    for (arguments, variable) in [([value, ""], ""), (["", value], ""), (["", ""], value)] {
        let mut command = Command::new(strace(&trace)[0]);
        command.args(&strace(&trace)[1..]).args([
            "sh",
            "-c",
            "PLANTED=$P env true \"$1\" > /dev/null; true",
            arguments[0],
            arguments[1],
        ]);
        assert!(command.env("P", variable).status().unwrap().success());
        let found = in_programs(&needles, &fs::read_to_string(&trace).unwrap());
        assert!(!found.is_empty(), "{arguments:?} {variable}");
    }
    // What it has written tells that it runs.
    let mut child = Command::new("sh");
    child.args(["-c", "echo; read -r _"]).env("PLANTED", value).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let found = in_process(&needles, i32::try_from(child.id()).unwrap());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!found.is_empty());

    let inside = format!("printf '{value}'; for n in $(seq 100); do echo; done; echo gone; exec cat");
    let Some(tmux) = Tmux::start(&inside, "external", SIZE) else { return };
    tmux.outside.wait_for("gone");
    assert!(!in_tmux(&needles, &tmux).is_empty());
    let Some(tmux) = Tmux::start("echo ready; exec cat", "external", SIZE) else { return };
    tmux.outside.wait_for("ready");
    assert!(in_tmux(&needles, &tmux).is_empty());
    tmux.run(&["set-buffer", value]);
    assert!(!in_tmux(&needles, &tmux).is_empty());
}
