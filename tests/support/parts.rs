//! Parts of the system that a test needs and a machine may lack: left out by name, or required by `CREDESK_REQUIRE`. And
//! programs that a test makes itself.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a part of the system is there. Where it is not, that is said, and is a failure where it is required.
pub fn is_there(part: &str, there: bool) -> bool {
    if !there {
        let required = std::env::var("CREDESK_REQUIRE").is_ok_and(|parts| parts.split(',').any(|one| one == part));
        assert!(!required, "{part} is required here, and it is not installed");
        eprintln!("skipped: {part} is not installed");
    }
    there
}

/// Whether a program can be found.
pub fn runs(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).exists())
}

/// Makes a program that its owner can run. A process of its own writes it: a file that this one had open for writing could
/// not be run as long as a child has the descriptor that another thread has just begun to start (`ETXTBSY`).
pub fn make_program(path: &Path, content: &[u8]) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat > \"$0\" && chmod 700 \"$0\""]).arg(path).stdin(Stdio::piped());
    let mut shell = shell.spawn().unwrap();
    shell.stdin.take().unwrap().write_all(content).unwrap();
    assert!(shell.wait().unwrap().success());
}
