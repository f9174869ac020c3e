//! A sheet on its way to paper: through the real `lp` to a real scheduler, byte for byte, and what it leaves behind.
//!
//! Where there is no CUPS the tests say that they were skipped; `CREDESK_REQUIRE=cups` makes that a failure. The same holds
//! for strace, by that name.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

#[path = "support/cups.rs"]
mod cups;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use credesk::domain::printing::{Format, PrintFault, Queues};
use credesk::domain::record::Paper;
use credesk::print::queue;
use credesk::text::SafeText;
use cups::Cups;
use parts::{is_there, make_program, runs};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A value and a name that stand in the document and nowhere else.
const VALUE: &str = "kT7w9QxBm2Lp0yZaVd5rhN8cWf3JuE";
const NAME: &str = "Petronella Musterfrau";

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The scheduler of the test, and none that this host may have.
fn at(server: impl AsRef<OsStr>) -> queue::Cups {
    queue::Cups { server: Some(server.as_ref().to_owned()), ..queue::Cups::default() }
}

fn list(cups: &queue::Cups) -> Result<Queues, PrintFault> {
    runtime().block_on(cups.list())
}

fn send(cups: &queue::Cups, queue: &str, document: &[u8]) -> Result<String, PrintFault> {
    runtime().block_on(cups.send(queue, Paper::Card, document, Format::Pdf))
}

/// A folder with one program in it.
fn program(name: &str, script: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    make_program(&folder.path().join(name), format!("#!/bin/sh\n{script}\n").as_bytes());
    folder
}

/// The processes that were given this scheduler.
fn clients_of(server: &Path) -> usize {
    let mut marked = b"CUPS_SERVER=".to_vec();
    marked.extend_from_slice(server.as_os_str().as_bytes());
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path().join("environ"));
    processes
        .filter_map(|path| fs::read(path).ok())
        .filter(|all| all.split(|byte| *byte == 0).any(|one| one == marked))
        .count()
}

#[test]
fn queues_are_listed_and_the_default_one_is_told() {
    let Some(cups) = Cups::start() else { return };
    let none = list(&at(cups.server())).unwrap();
    assert_eq!(none, Queues::default());
    for queue in ["Card", "Etage-2", "Küche"] {
        cups.add(queue);
    }
    let names = vec!["Card".to_owned(), "Etage-2".into(), "Küche".into()];
    assert_eq!(list(&at(cups.server())).unwrap(), Queues { names: names.clone(), default: None });
    cups.run("lpadmin", &["-d", "Etage-2"]);
    assert_eq!(list(&at(cups.server())).unwrap(), Queues { names, default: Some("Etage-2".into()) });
}

#[test]
fn the_very_bytes_arrive_and_the_job_has_an_id() {
    let Some(cups) = Cups::start() else { return };
    cups.add("Card");
    cups.add("Küche");
    let every_byte: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    assert_eq!(send(&at(cups.server()), "Card", &every_byte), Ok("Card-1".into()));
    assert_eq!(cups.next_of("Card"), every_byte);
    assert_eq!(send(&at(cups.server()), "Küche", b"%PDF-1.7"), Ok("Küche-2".into()));
    assert_eq!(cups.next_of("Küche"), b"%PDF-1.7");
    let text = runtime().block_on(at(cups.server()).send("Card", Paper::Slip, b"%!slip\n\x0c", Format::Text));
    assert_eq!(text, Ok("Card-3".into()));
    assert_eq!(cups.next_of("Card"), b"%!slip\n\x0c");
    let jobs = cups.jobs_of("Card");
    assert!(jobs.contains("Card-1") && jobs.contains("Card-3"), "{jobs}");
    let kept = cups.spool();
    let holds = |file: &str, words: &str| {
        let (_, bytes) = kept.iter().find(|(name, _)| name == file).unwrap();
        bytes.windows(words.len()).any(|some| some == words.as_bytes())
    };
    assert!(holds("c00001", "credesk card") && holds("c00001", "application/pdf"));
    assert!(holds("c00003", "credesk slip") && holds("c00003", "text/plain"));
}

#[test]
fn five_megabytes_arrive_whole() {
    let Some(cups) = Cups::start() else { return };
    cups.add("Card");
    let large: Vec<u8> = (0..5_000_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    assert_eq!(send(&at(cups.server()), "Card", &large), Ok("Card-1".into()));
    assert!(cups.next_of("Card") == large, "not the bytes that were sent");
}

#[test]
fn a_queue_that_is_not_there_that_is_shut_or_that_stands_still() {
    let Some(cups) = Cups::start() else { return };
    for queue in ["Card", "Gone", "Shut", "Still", "Theirs"] {
        cups.add(queue);
    }
    cups.run("cupsreject", &["-r", "full of dust", "Shut"]);
    cups.run("cupsdisable", &["Still"]);
    cups.run("lpadmin", &["-p", "Theirs", "-u", "allow:nobody-here"]);
    let client = at(cups.server());
    assert!(list(&client).unwrap().names.contains(&"Gone".to_owned()));
    cups.run("lpadmin", &["-x", "Gone"]);
    for queue in ["Gone", "Never"] {
        assert_eq!(send(&client, queue, b"sheet").unwrap_err().name(), "no-queue");
        let problem = send(&client, queue, b"sheet").unwrap_err().problem().to_string();
        assert!(problem.starts_with(&format!("Not printed: there is no queue \"{queue}\".")), "{problem}");
    }
    for (queue, said) in [("Shut", "Destination \"Shut\" is not accepting jobs"), ("Theirs", "Not allowed to print")] {
        let fault = send(&client, queue, b"sheet").unwrap_err();
        assert_eq!(fault, PrintFault::Refused(SafeText::new(said)));
        assert_eq!(cups.jobs_of(queue), "");
    }
    let job = send(&client, "Still", b"later").unwrap();
    assert!(job.starts_with("Still-"), "{job}");
    assert!(cups.jobs_of("Still").starts_with(&job));
    cups.run("cupsenable", &["Still"]);
    assert_eq!(cups.next_of("Still"), b"later");
    let fault = send(&client, "Card", b"").unwrap_err();
    assert_eq!(fault, PrintFault::Failed(SafeText::new("No file in print request")));
}

#[test]
fn a_name_that_is_none_starts_no_program() {
    let folder = program("lp", "touch \"$(dirname \"$0\")/started\"");
    let client = queue::Cups { programs: Some(folder.path().into()), ..queue::Cups::default() };
    for name in ["", "-o", "a b", "a/b", "a#b", "a\nb"] {
        assert_eq!(send(&client, name, b"sheet").unwrap_err().name(), "no-queue", "{name:?}");
    }
    assert!(!folder.path().join("started").exists());
}

#[test]
fn without_a_scheduler_neither_list_nor_sheet() {
    let Some(cups) = Cups::start() else { return };
    cups.add("Card");
    let client = at(cups.server());
    assert_eq!(list(&client).unwrap().names, ["Card"]);
    drop(cups);
    for fault in [list(&client).unwrap_err(), send(&client, "Card", b"sheet").unwrap_err()] {
        assert_eq!(fault, PrintFault::NoScheduler(SafeText::new("scheduler is not running")));
    }
}

#[test]
fn without_lp_it_says_so() {
    let empty = TempDir::new().unwrap();
    let client = queue::Cups { programs: Some(empty.path().into()), ..queue::Cups::default() };
    assert_eq!(list(&client), Err(PrintFault::NoLp));
    assert_eq!(send(&client, "Card", b"sheet"), Err(PrintFault::NoLp));
}

#[test]
fn a_scheduler_that_never_answers_is_given_up_and_so_is_lp() {
    if !is_there("cups", runs("lp") && runs("lpstat")) {
        return;
    }
    let folder = TempDir::new().unwrap();
    let socket = folder.path().join("socket");
    // Connections are made by the kernel; nobody takes them.
    let _silent = UnixListener::bind(&socket).unwrap();
    let second = Duration::from_secs(1);
    let client = queue::Cups { list_within: second, send_within: second, ..at(&socket) };
    let fault = list(&client).unwrap_err();
    assert_eq!(fault, PrintFault::NoScheduler(SafeText::new("no answer within 1 seconds")));
    assert_eq!(send(&client, "Card", &vec![b'x'; 1_000_000]), Err(PrintFault::Timeout(1)));
    assert_eq!(clients_of(&socket), 0, "lp is still there");
}

#[test]
fn lp_that_reads_nothing_is_no_panic_and_what_it_says_is_safe_to_draw() {
    let folder = program("lp", "exec <&-; printf 'lp: No \\033[2Jspace.\\nmore\\n' >&2; exit 1");
    let client = queue::Cups { programs: Some(folder.path().into()), ..queue::Cups::default() };
    let fault = send(&client, "Card", &vec![b'x'; 1_000_000]).unwrap_err();
    assert_eq!(fault, PrintFault::Failed(SafeText::new("No \u{1b}[2Jspace")));
}

#[test]
fn a_token_in_the_environment_is_not_for_lp() {
    // Cargo sets it, so there is something to hide.
    let variable = "CARGO_PKG_NAME";
    assert!(std::env::var_os(variable).is_some());
    let folder = program("lp", &format!("cat > /dev/null; echo \"request id is x${variable}-1 (0 file(s))\""));
    let open = queue::Cups { programs: Some(folder.path().into()), ..queue::Cups::default() };
    assert_eq!(send(&open, "Card", b"sheet"), Ok("xcredesk-1".into()));
    let hiding = queue::Cups { hidden: vec![variable.into()], ..open };
    assert_eq!(send(&hiding, "Card", b"sheet"), Ok("x-1".into()));
}

/// Not a test of its own: what a process of its own does for another test.
#[test]
fn child() {
    let (Ok(task), Some(server)) = (std::env::var("CUPS_TASK"), std::env::var_os("CUPS_SERVER")) else { return };
    match task.as_str() {
        "print" => {
            let document = format!("%PDF-1.7\n{NAME}\n{VALUE}\n");
            println!("\nsaid: {}", send(&at(server), "Card", document.as_bytes()).unwrap());
        }
        // The server is the folder of a program that reads nothing.
        "late" => {
            let second = Duration::from_secs(1);
            let client = queue::Cups { programs: Some(server.into()), send_within: second, ..queue::Cups::default() };
            println!("\nsaid: {}", send(&client, "Card", &vec![b'x'; 1_000_000]).unwrap_err().name());
        }
        "default" => println!("\nsaid: {}", list(&at(server)).unwrap().default.unwrap()),
        other => panic!("{other}"),
    }
}

/// This test program again, for one task.
fn again(outer: &[&str], task: &str, server: impl AsRef<OsStr>, environment: &[(&str, &str)]) -> String {
    let program = std::env::current_exe().unwrap();
    let line: Vec<_> = outer.iter().map(OsStr::new).chain([program.as_os_str()]).collect();
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).args(["child", "--exact", "--nocapture"]);
    command.env("CUPS_TASK", task).env("CUPS_SERVER", server).envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().find_map(|line| line.strip_prefix("said: ")).unwrap().to_owned()
}

#[test]
fn the_operators_own_default_comes_before_the_schedulers() {
    let Some(cups) = Cups::start() else { return };
    cups.add("Card");
    cups.add("Mine");
    cups.run("lpadmin", &["-d", "Card"]);
    assert_eq!(again(&[], "default", cups.server(), &[]), "Card");
    assert_eq!(again(&[], "default", cups.server(), &[("LPDEST", "Mine")]), "Mine");
    assert_eq!(again(&[], "default", cups.server(), &[("PRINTER", "Mine")]), "Mine");
}

#[test]
fn half_a_sheet_is_not_ended_as_if_it_were_the_whole() {
    if !is_there("strace", runs("strace")) {
        return;
    }
    let folder = program("lp", "exec sleep 600");
    let trace = folder.path().join("trace");
    let strace = ["strace", "-f", "-y", "-o", trace.to_str().unwrap(), "-etrace=write,close,kill,pidfd_send_signal"];
    assert_eq!(again(&strace, "late", folder.path(), &[]), "timeout");
    let trace = fs::read_to_string(trace).unwrap();
    let calls: Vec<_> = trace.lines().map(|line| line.split_once(' ').unwrap().1.trim_start()).collect();
    let sheet = calls.iter().find_map(|call| call.strip_prefix("write(")?.split_once(", \"xxxx")).unwrap().0;
    let last = calls.iter().rposition(|call| call.starts_with(&format!("write({sheet}"))).unwrap();
    let after = |what: &dyn Fn(&str) -> bool| calls[last..].iter().position(|call| what(call)).unwrap();
    let killed = after(&|call| call.contains("SIGKILL") && (call.contains("kill(") || call.contains("signal(")));
    let closed = after(&|call| call.starts_with(&format!("close({sheet}")));
    assert!(killed < closed, "its input ends, and only then is it killed:\n{}", calls[last..].join("\n"));
}

#[test]
fn neither_value_nor_name_gets_into_an_argument_a_file_or_the_jobs_description() {
    if !is_there("strace", runs("strace")) {
        return;
    }
    let Some(cups) = Cups::start() else { return };
    cups.add("Card");
    let trace = cups.folder().join("trace");
    let calls = "trace=%file,%process,%network,write,writev,pwrite64,pwritev,pwritev2,sendfile,splice,memfd_create";
    let strace = ["strace", "-f", "-y", "-s", "100000", "-o", trace.to_str().unwrap(), "-e", calls];
    assert_eq!(again(&strace, "print", cups.server(), &[]), "Card-1");
    let document = String::from_utf8(cups.next_of("Card")).unwrap();
    assert!(document.contains(VALUE) && document.contains(NAME));

    let trace = fs::read_to_string(trace).unwrap();
    let calls: Vec<_> = trace.lines().map(|line| line.split_once(' ').unwrap().1.trim_start()).collect();
    let is = |call: &str, names: &[&str]| names.iter().any(|name| call.starts_with(&format!("{name}(")));
    // Something was traced: both programs, the document into lp's pipe, and from there to the scheduler.
    assert!(calls.iter().any(|call| is(call, &["execve"]) && call.contains("\"credesk card\"")), "no lp");
    let telling: Vec<_> = calls.iter().filter(|call| call.contains(VALUE) || call.contains(NAME)).collect();
    let goes_to = |call: &str, what: &str| {
        is(call, &["write", "writev", "sendto", "sendmsg"])
            && call.split(',').next().unwrap().contains(&format!("<{what}:["))
    };
    assert!(telling.iter().any(|call| goes_to(call, "socket") || goes_to(call, "UNIX-STREAM")), "{telling:?}");
    assert!(telling.iter().any(|call| goes_to(call, "pipe") || goes_to(call, "UNIX-STREAM")), "{telling:?}");
    for call in telling {
        assert!(["pipe", "socket", "UNIX-STREAM"].iter().any(|what| goes_to(call, what)), "{call}");
    }
    for call in &calls {
        let opens = is(call, &["open", "openat", "openat2", "creat", "memfd_create", "mknod", "mknodat"]);
        let for_writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE", "creat(", "memfd_create(", "mknod"];
        let makes = opens && for_writing.iter().any(|how| call.contains(how));
        assert!(!makes || call.contains("\"/dev/null\""), "a file is written: {call}");
    }

    for (file, bytes) in cups.spool() {
        let holds = |words: &str| bytes.windows(words.len()).any(|some| some == words.as_bytes());
        let is_document = file.starts_with('d');
        assert_eq!((holds(VALUE), holds(NAME)), (is_document, is_document), "{file}");
        assert!(is_document || holds("credesk card"), "{file}");
    }
}
