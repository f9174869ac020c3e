//! Another process of the same user cannot read what the console holds: seen with two processes of somebody who is not root.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::Pid;
use tempfile::TempDir;

use crate::pty::{Pty, Start};

/// Starts what follows as nobody, with no right that root has.
const AS_NOBODY: [&str; 4] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

/// Reads the beginning of the first mapping of a process, as nobody; whether it may.
fn may_read(process: Pid) -> bool {
    // The shell's own message says why not, and nobody needs it.
    let script = "read -r range rest < /proc/$0/maps && from=$((0x${range%%-*})) && \
                  dd if=/proc/$0/mem of=/dev/null bs=4096 skip=$((from / 4096)) count=1";
    let mut reader = Command::new(AS_NOBODY[0]);
    reader.args(&AS_NOBODY[1..]).args(["sh", "-c", script, &process.as_raw_nonzero().to_string()]);
    reader.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

/// A copy of a program where everybody can reach it.
fn within_reach(program: &Path, folder: &Path) -> PathBuf {
    let copy = folder.join("credesk");
    std::fs::copy(program, &copy).unwrap();
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).unwrap();
    copy
}

/// A program of nobody's that hides nothing, and says when it runs.
fn plain_program() -> Child {
    let mut command = Command::new(AS_NOBODY[0]);
    command.args(&AS_NOBODY[1..]).args(["sh", "-c", "echo here; read -r line"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 5]).unwrap();
    child
}

#[test]
fn no_other_process_of_the_same_user_reads_its_memory() {
    if !crate::may_look() || !crate::parts::is_there("memory", crate::parts::runs(AS_NOBODY[0])) {
        return;
    }
    // The same reader reads a program that does nothing against it: it is the console that keeps it out.
    let mut plain = plain_program();
    let reads_others = may_read(Pid::from_child(&plain));
    drop(plain.stdin.take());
    plain.wait().unwrap();
    if !crate::parts::is_there("memory", reads_others) {
        return; // This system lets nobody read any other process (Yama's ptrace_scope).
    }
    let folder = TempDir::new().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let program = within_reach(Path::new(env!("CARGO_BIN_EXE_credesk")), folder.path());
    let home = folder.path().to_str().unwrap();
    let start = Start {
        arguments: &["demo"],
        environment: &[("PATH", &std::env::var("PATH").unwrap()), ("HOME", home)],
        program: program.to_str(),
        ..Start::default()
    };
    let pty = Pty::start_within(&AS_NOBODY, &start);
    pty.wait_for("m.huber");
    let process = pty.pid();
    let who = std::fs::read_to_string(format!("/proc/{}/status", process.as_raw_nonzero())).unwrap();
    assert!(who.contains("\nUid:\t65534\t65534\t65534\t65534\n"), "{who}");
    assert!(!may_read(process), "somebody else's process reads the console's memory");
}
