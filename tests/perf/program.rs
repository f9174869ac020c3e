//! How each program is started and driven. When a screen or a key of credesk changes, this is the file to change.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A program that shows a list of at least 200 rows.
pub struct Program {
    pub name: &'static str,
    pub binary: PathBuf,
    pub args: Vec<String>,
    /// A text at the end of the first frame: when it is there, the frame is complete.
    pub ready: &'static str,
    /// For a program with a search field, which has the focus at the start.
    pub search: Option<Search>,
    /// How the selected row looks.
    pub selection: Selection,
}

/// How to get from the search field to a list.
pub struct Search {
    /// What is typed, letter by letter; it must find more than 200 people.
    pub text: &'static str,
    /// Shown when the results are there.
    pub found: &'static str,
    /// From the field into the results.
    pub enter: &'static str,
}

/// How a program shows which row is selected.
pub enum Selection {
    /// The row is reversed.
    Reversed,
    /// The row, and no other, begins with this text after blanks.
    Marker(&'static str),
}

impl Selection {
    /// The selected row of the screen.
    pub fn row(&self, screen: &vt100::Screen) -> Option<u16> {
        let width = screen.size().1.get();
        let mut rows = (0..).zip(screen.rows(0, width));
        let selected = rows.find(|(row, text)| match self {
            Self::Reversed => screen.cell(*row, 0).is_some_and(vt100::Cell::inverse),
            Self::Marker(marker) => text.trim_start().starts_with(marker),
        });
        selected.map(|(row, _)| row)
    }
}

/// What the programs need around them: a sandbox to talk to and a configuration that names it.
pub struct World {
    credesk: PathBuf,
    rtlist: PathBuf,
    /// Holds the configuration file until the end.
    folder: TempDir,
    sandbox: Child,
}

impl World {
    /// Builds `rtlist` and starts a sandbox with 100,000 people.
    pub fn new() -> io::Result<Self> {
        let credesk = PathBuf::from(env!("CARGO_BIN_EXE_credesk"));
        let built =
            Command::new(env!("CARGO")).args(["build", "--release", "--quiet", "--example", "rtlist"]).status()?;
        if !built.success() {
            return Err(io::Error::other("rtlist cannot be built"));
        }
        let rtlist = credesk.with_file_name("examples").join("rtlist");
        // Bound and let go at once: the port is free for the sandbox.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let folder = TempDir::new()?;
        std::fs::write(config_file(folder.path()), configuration(&address))?;
        let mut sandbox = Command::new(&credesk)
            .args(["sandbox", "--users", "100000", "--listen", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if !answers(&mut sandbox, &address)? {
            eprintln!("the sandbox does not answer; programs that need it will be left out");
        }
        Ok(Self { credesk, rtlist, folder, sandbox })
    }

    /// The programs, the one that all others are compared with first.
    pub fn programs(&self) -> Vec<Program> {
        let credesk = |name, args: &[&str]| Program {
            name,
            binary: self.credesk.clone(),
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            ready: "help",
            search: Some(Search { text: "mueller", found: "Müller", enter: "\r" }),
            selection: Selection::Marker("> "),
        };
        let config = config_file(self.folder.path());
        vec![
            Program {
                name: "rtlist",
                binary: self.rtlist.clone(),
                args: Vec::new(),
                ready: "q quit",
                search: None,
                selection: Selection::Reversed,
            },
            credesk("credesk", &["--config", &config.to_string_lossy()]),
            credesk("credesk demo", &["demo", "--users", "100000"]),
        ]
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.sandbox.kill();
        let _ = self.sandbox.wait();
    }
}

fn config_file(folder: &Path) -> PathBuf {
    folder.join("config.toml")
}

/// The least configuration for a console against the sandbox.
fn configuration(address: &str) -> String {
    format!("[profiles.sandbox]\nbase_url = \"http://{address}/nevisidm/api\"\n")
}

/// Waits until the sandbox takes connections; `false` if it ends or takes too long.
fn answers(sandbox: &mut Child, address: &str) -> io::Result<bool> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline && sandbox.try_wait()?.is_none() {
        if TcpStream::connect(address).is_ok() {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(false)
}
