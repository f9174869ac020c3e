//! An answer without an end, and one of 500 MB: refused, and held in no memory.

use crate::desk::Desk;
use crate::pty::{Pty, Start};
use crate::raw_server::{RawServer, Reply, status};
use crate::told::stand_on;

/// The most bytes that a process has held so far (`proc_pid_status(5)`), in kilobytes.
fn most_memory(pty: &Pty) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pty.pid().as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Starts the console against a server that answers everything like this, searches, and gives back what it held at most.
fn searched(reply: &Reply, said: &[&str]) -> u64 {
    let desk = Desk::new();
    let server = RawServer::start(vec![reply.clone(); 100]);
    desk.configure(&server.url(), "");
    let (config, token) = (desk.path("config.toml"), desk.path("token"));
    assert!(config.exists() && token.exists());
    let mut pty = Pty::start(&Start { arguments: &["--config", config.to_str().unwrap()], ..Start::default() });
    pty.wait_until("the first answer", |screen| stand_on(&screen.contents(), &said[..1]));
    pty.send("\r");
    pty.wait_without("Enter close");
    pty.send("muster");
    pty.wait_until(&said.join("\n"), |screen| stand_on(&screen.contents(), &said[1..]));
    assert!(pty.contents().contains("Search  muster"), "{}", pty.contents());
    let most = most_memory(&pty);
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    assert!(server.requests().iter().all(|request| request.line().starts_with("GET ")));
    most
}

#[test]
fn bad_18_endless_answer_and_one_of_500_megabytes() {
    let tell = "Tell the server's owner: nevisIDM does not answer like this.";
    let again = "Try again; if it stays, tell the server's owner.";
    let usual = searched(
        &status("500 Failed", "{}"),
        &["The server failed (HTTP 500).", "The server failed (HTTP 500).", again],
    );
    let head = |length: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{length}\r\n{{\"a\":\"");
    for length in ["Content-Length: 524288000\r\n", ""] {
        let one = "The answer is larger than 256 kB and was not read.";
        let list = "The answer is larger than 400 kB and was not read.";
        let most = searched(&Reply::Endless(head(length).into_bytes()), &[one, list, tell]);
        assert!(most < usual + 20 * 1024, "{most} kB, and {usual} kB without");
    }
}
