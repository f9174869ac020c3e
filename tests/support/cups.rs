//! A real CUPS of its own: `cupsd` on a socket in a folder that is removed afterwards, for whoever runs the tests.
//!
//! No device, no network, no other scheduler is touched. What a queue puts out arrives in a named pipe, so that the end of
//! a job is an event to wait for. The backend that puts it there is three lines of shell: `file:` devices get nothing of a
//! raw job unless all of the package `cups` is installed.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rustix::fs::{CWD, Mode, mkfifoat};
use tempfile::TempDir;

use crate::parts::{is_there, make_program, runs};

const CUPSD: &str = "/usr/sbin/cupsd";
/// Where a distribution keeps what CUPS runs.
const OF_THE_SYSTEM: [&str; 2] = ["/usr/lib/cups", "/usr/libexec/cups"];
/// Anything that has not happened by then never will.
const PATIENCE: Duration = Duration::from_mins(1);

/// A backend (`backend(7)`): job, user, title, copies, options, and the file when it is run for a job.
const KEEP: &str = r#"#!/bin/sh
[ $# -gt 0 ] || { echo 'direct keep "Unknown" "A named pipe"'; exit 0; }
cat "$6" > "${DEVICE_URI#keep:}"
"#;

const FOLDERS: [&str; 8] = ["root", "spool", "state", "cache", "tmp", "out", "programs", "programs/backend"];

/// The scheduler. It is ended when this is dropped.
pub struct Cups {
    scheduler: Child,
    folder: TempDir,
}

impl Cups {
    /// Starts one. None: it is not installed, which is said, and is a failure where `CREDESK_REQUIRE` names `cups`.
    pub fn start() -> Option<Self> {
        if !is_there("cups", Path::new(CUPSD).exists() && runs("lp") && runs("lpstat") && runs("lpadmin")) {
            return None;
        }
        let folder = TempDir::new().unwrap();
        let inside = |name: &str| folder.path().join(name).display().to_string();
        for name in FOLDERS {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let daemon = OF_THE_SYSTEM.iter().map(|of| Path::new(of).join("daemon")).find(|path| path.exists()).unwrap();
        symlink(daemon, inside("programs/daemon")).unwrap();
        // For nobody else to run: root's scheduler runs such a backend as root.
        make_program(&folder.path().join("programs/backend/keep"), KEEP.as_bytes());
        let files = format!(
            "ServerRoot {}\nRequestRoot {}\nStateDir {}\nCacheDir {}\nTempDir {}\nServerBin {}\n\
             ErrorLog stderr\nAccessLog {}\nPageLog {}\nSystemGroup root\n",
            inside("root"),
            inside("spool"),
            inside("state"),
            inside("cache"),
            inside("tmp"),
            inside("programs"),
            inside("access_log"),
            inside("page_log"),
        );
        fs::write(inside("cups-files.conf"), files).unwrap();
        // Everybody at this socket may do everything, and what is known of a job is written down at once.
        let config = format!(
            "Listen {}\nBrowsing Off\nWebInterface No\nDefaultAuthType None\nLogLevel info\nDirtyCleanInterval 0\n\
             PreserveJobFiles Yes\nMaxJobs 0\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n\
             <Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n",
            inside("socket"),
        );
        fs::write(inside("cupsd.conf"), config).unwrap();
        // A copy: where AppArmor is, what is called /usr/sbin/cupsd may not read here.
        make_program(&folder.path().join("programs/cupsd"), &fs::read(CUPSD).unwrap());
        let mut cupsd = Command::new(inside("programs/cupsd"));
        cupsd.args(["-f", "-c", &inside("cupsd.conf"), "-s", &inside("cups-files.conf")]);
        let scheduler = listening(&mut cupsd);
        Some(Self { scheduler, folder })
    }

    /// Where it listens.
    pub fn server(&self) -> OsString {
        self.folder.path().join("socket").into()
    }

    /// Its folder, which is private to who runs the tests.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes a queue. What it puts out is for [`Cups::next_of`].
    pub fn add(&self, queue: &str) {
        let out = self.out(queue);
        mkfifoat(CWD, &out, Mode::RUSR | Mode::WUSR).unwrap();
        self.run("lpadmin", &["-p", queue, "-E", "-v", &format!("keep:{}", out.display()), "-m", "raw"]);
    }

    /// Waits for the next document that this queue puts out.
    pub fn next_of(&self, queue: &str) -> Vec<u8> {
        let out = self.out(queue);
        let (sender, arrived) = channel();
        thread::spawn(move || {
            let mut document = Vec::new();
            // Opening waits for the backend, and reading for its end.
            let read = fs::File::open(out).and_then(|mut pipe| pipe.read_to_end(&mut document));
            // Nobody may be waiting any more.
            let _ = sender.send(read.map(|_| document));
        });
        arrived.recv_timeout(PATIENCE).unwrap().unwrap()
    }

    /// The jobs that this queue has ever been given, one a line.
    pub fn jobs_of(&self, queue: &str) -> String {
        self.run("lpstat", &["-W", "all", "-o", queue])
    }

    /// Runs a program of CUPS, which must succeed.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output: Output = Command::new(program)
            .args(arguments)
            .env("CUPS_SERVER", self.server())
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What the scheduler keeps in its spool: names, and contents. Control files are called `c...`, documents `d...`.
    pub fn spool(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.folder.path().join("spool")).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
    }

    fn out(&self, queue: &str) -> PathBuf {
        // An address holds ASCII only.
        let name: Vec<_> = queue.bytes().map(|byte| format!("{byte:02x}")).collect();
        self.folder.path().join("out").join(name.concat())
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        // It runs until it is ended.
        let _ = self.scheduler.kill();
        let _ = self.scheduler.wait();
    }
}

/// Starts the scheduler and waits until it listens.
fn listening(cupsd: &mut Command) -> Child {
    let mut scheduler = cupsd.stderr(Stdio::piped()).spawn().unwrap();
    let log = BufReader::new(scheduler.stderr.take().unwrap());
    let (listens, listening) = channel();
    thread::spawn(move || {
        for line in log.lines().map_while(Result::ok) {
            // Whoever waits has gone after the first.
            let _ = line.contains("Listening to ").then(|| listens.send(()));
        }
    });
    assert!(listening.recv_timeout(PATIENCE).is_ok(), "cupsd does not listen");
    scheduler
}
