//! A real sshd on loopback, with keys of its own, for whoever runs the tests.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const SSHD: &str = "/usr/sbin/sshd";

/// The server. It and its sessions are ended when this is dropped.
pub struct Sshd {
    server: Child,
    folder: TempDir,
    port: u16,
    user: String,
}

impl Sshd {
    /// Starts one. None: it is not installed, which is said, and is a failure where `CREDESK_REQUIRE` names `sshd`.
    pub fn start() -> Option<Self> {
        let installed = Path::new(SSHD).exists() && Command::new("ssh").arg("-V").output().is_ok();
        if !installed {
            let required =
                std::env::var("CREDESK_REQUIRE").is_ok_and(|parts| parts.split(',').any(|part| part == "sshd"));
            assert!(!required, "sshd is required here, and it is not installed");
            eprintln!("skipped: sshd is not installed");
            return None;
        }
        let folder = TempDir::new().unwrap();
        for name in ["host", "user"] {
            let key = folder.path().join(name);
            run(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(key));
        }
        let user = run(Command::new("id").arg("-un")).trim().to_owned();
        if user == "root" {
            // Where sshd locks itself up before somebody has signed in. A service manager makes it elsewhere.
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (server, port) = listen(&folder, port);
        Some(Self { server, folder, port, user })
    }

    /// The arguments with which `ssh` runs a command here, on a terminal.
    pub fn arguments(&self, command: &str) -> Vec<String> {
        let key = self.folder.path().join("user");
        let options =
            ["IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
        let mut arguments: Vec<String> = ["-tt", "-F", "/dev/null", "-i"].map(String::from).into();
        arguments.push(key.to_str().unwrap().to_owned());
        arguments.extend(options.iter().flat_map(|option| ["-o".to_owned(), (*option).to_owned()]));
        arguments.extend(["-p".to_owned(), self.port.to_string(), format!("{}@127.0.0.1", self.user)]);
        arguments.push(command.to_owned());
        arguments
    }

    /// Kills everything of sshd between the server and this process of a session.
    pub fn kill_session_of(&self, process: Pid) {
        let server = i32::try_from(self.server.id()).unwrap();
        let mut next = parent(process);
        while next.as_raw_nonzero().get() != server {
            let above = parent(next);
            if name(next).starts_with("sshd") {
                kill_process(next, Signal::KILL).unwrap();
            }
            next = above;
        }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        // It runs until it is ended.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Starts the server and waits until it listens.
fn listen(folder: &TempDir, port: u16) -> (Child, u16) {
    let inside = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let config = format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\n\
         StrictModes no\nPasswordAuthentication no\nPermitRootLogin yes\nPrintMotd no\nPrintLastLog no\n\
         MaxStartups 1000\n",
        inside("host"),
        inside("user.pub")
    );
    std::fs::write(inside("config"), &config).unwrap();
    // Since OpenSSH 9.8 an address whose sessions die is kept out for a while. Older ones do not know the word.
    let lenient = format!("{config}PerSourcePenalties no\n");
    std::fs::write(inside("lenient"), lenient).unwrap();
    let knows = Command::new(SSHD).args(["-t", "-f", &inside("lenient")]).output().unwrap().status.success();
    let config = inside(if knows { "lenient" } else { "config" });
    let mut server = Command::new(SSHD).args(["-D", "-e", "-f", &config]).stderr(Stdio::piped()).spawn().unwrap();
    let log = BufReader::new(server.stderr.take().unwrap());
    let (listens, listening) = channel();
    std::thread::spawn(move || {
        for line in log.lines().map_while(Result::ok) {
            // Whoever waits has gone after the first.
            let _ = line.starts_with("Server listening").then(|| listens.send(()));
        }
    });
    let came = listening.recv_timeout(Duration::from_secs(30));
    assert!(came.is_ok(), "sshd does not listen on port {port}");
    (server, port)
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// `proc_pid_stat(5)`: the name in brackets, the state, the parent.
fn parent(process: Pid) -> Pid {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero())).unwrap();
    let (_, rest) = stat.rsplit_once(')').unwrap();
    Pid::from_raw(rest.split_whitespace().nth(1).unwrap().parse().unwrap()).unwrap()
}

fn name(process: Pid) -> String {
    std::fs::read_to_string(format!("/proc/{}/comm", process.as_raw_nonzero())).unwrap()
}
