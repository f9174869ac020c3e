//! How each program is started and driven. When a screen or a key of credesk changes, this is the file to change.

use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A program to measure.
pub struct Program {
    pub name: &'static str,
    pub binary: PathBuf,
    pub args: Vec<String>,
    /// A text at the end of the first frame: when it is there, the frame is complete.
    pub ready: &'static str,
    /// Its list of at least 300 rows; without one only the start is measured, and what the program does for nothing.
    pub list: Option<List>,
    /// How to come from the list to a reset that only waits for Enter.
    pub reset: Option<Reset>,
}

/// A list, and how to get there.
pub struct List {
    /// For a program with a search field, which has the focus at the start.
    pub search: Option<Search>,
    /// How the selected row looks.
    pub selection: Selection,
}

/// How to get from the search field to a list.
pub struct Search {
    /// What is typed, letter by letter.
    pub text: &'static str,
    /// Shown when the results are there.
    pub found: &'static str,
    /// From the field into the results.
    pub enter: &'static str,
}

/// A reset, from the list up to the last key.
pub struct Reset {
    /// Keys, and what is on the screen after them.
    pub steps: &'static [(&'static str, &'static str)],
    /// The key that sends.
    pub send: &'static str,
    /// Shown when the new value is there.
    pub done: &'static str,
}

/// How a program shows which row is selected.
pub enum Selection {
    /// The row is reversed.
    Reversed,
    /// The row, and no other, begins with this text.
    Marker(&'static str),
}

impl Selection {
    /// The selected row of the screen.
    pub fn row(&self, screen: &vt100::Screen) -> Option<u16> {
        let width = screen.size().1.get();
        let mut rows = (0..).zip(screen.rows(0, width));
        let selected = rows.find(|(row, text)| match self {
            Self::Reversed => screen.cell(*row, 0).is_some_and(vt100::Cell::inverse),
            Self::Marker(marker) => text.starts_with(marker),
        });
        selected.map(|(row, _)| row)
    }
}

/// What the programs need around them: a sandbox to talk to and configurations that name a server.
pub struct World {
    credesk: PathBuf,
    rtlist: PathBuf,
    /// Holds the configuration files until the end.
    folder: TempDir,
    sandbox: Child,
}

/// To the prepared user whose new PUK is shown, and to the confirmation of its reset.
const RESET: Reset = Reset {
    steps: &[
        ("/\x15demo.plainpuk", "1 user."),
        ("\r\r", "Last login"),
        ("r", "press Enter to send"),
        ("demo.plainpuk", "> demo.plainpuk"),
    ],
    send: "\r",
    done: "Ready to read out",
};

impl World {
    /// Builds `rtlist` and starts a sandbox with 200,000 people.
    pub fn new() -> io::Result<Self> {
        let credesk = PathBuf::from(env!("CARGO_BIN_EXE_credesk"));
        let built =
            Command::new(env!("CARGO")).args(["build", "--release", "--quiet", "--example", "rtlist"]).status()?;
        if !built.success() {
            return Err(io::Error::other("rtlist cannot be built"));
        }
        let rtlist = credesk.with_file_name("examples").join("rtlist");
        let folder = TempDir::new()?;
        let mut sandbox = Command::new(&credesk)
            .args(["sandbox", "--users", USERS, "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let printed = sandbox.stdout.take().ok_or_else(|| io::Error::other("the sandbox has no output"))?;
        let world = Self { credesk, rtlist, folder, sandbox };
        std::fs::write(world.file(PLAIN), printed_profile(printed)?)?;
        std::fs::write(world.file(SECURE), SECURE_PROFILE)?;
        Ok(world)
    }

    /// The programs, the one that all others are compared with first.
    pub fn programs(&self) -> Vec<Program> {
        let configured = |name| vec!["--config".to_owned(), self.file(name).to_string_lossy().into_owned()];
        let credesk =
            |name, args, list, reset| Program { name, binary: self.credesk.clone(), args, ready: "help", list, reset };
        let search = |text, found| {
            let search = Some(Search { text, found, enter: "\r" });
            Some(List { search, selection: Selection::Marker("> ") })
        };
        vec![
            Program {
                name: "rtlist",
                binary: self.rtlist.clone(),
                args: Vec::new(),
                ready: "q quit",
                list: Some(List { search: None, selection: Selection::Reversed }),
                reset: None,
            },
            credesk("credesk", configured(PLAIN), search("mueller", "Müller"), None),
            credesk("credesk, long list", configured(PLAIN), search(MOST, "users."), None),
            credesk("credesk, https", configured(SECURE), None, None),
            credesk("credesk demo", vec!["demo".to_owned()], search(MOST, "users."), Some(RESET)),
        ]
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.sandbox.kill();
        let _ = self.sandbox.wait();
    }
}

/// How many people live in the sandbox, and what finds two thirds of them: more than 100,000.
const USERS: &str = "200000";
const MOST: &str = "example.ch";
const PLAIN: &str = "plain.toml";
const SECURE: &str = "secure.toml";

/// A profile with everything that could be set up too early. Nobody answers there, and nobody is waited for.
const SECURE_PROFILE: &str = r#"
[profiles.secure]
url = "https://127.0.0.1:1"
token_command = ["echo", "dG9rZW4="]
"#;

/// The profile that a sandbox prints once it takes connections: everything from its head to its last line.
fn printed_profile(printed: impl Read) -> io::Result<String> {
    let mut profile = String::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        if line.starts_with("[profiles.") || !profile.is_empty() {
            profile.push_str(&line);
            profile.push('\n');
        }
        if line.starts_with("token_command") {
            return Ok(profile);
        }
    }
    Err(io::Error::other("the sandbox ended and never printed a profile"))
}
