//! A desk with a configuration, a journal and a server of its own, from which cards are printed with the real binary.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use credesk::sandbox::{Operator, Options, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

use crate::parts::make_program;
use crate::sandbox_client::{Client, read, user};

/// How a run ended, and what it said.
pub struct Said {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Said {
    /// Asserts how it ended, and that all of this was said.
    #[track_caller]
    pub fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}", self.err);
        for sentence in sentences {
            assert!(self.err.contains(sentence), "not said: {sentence}\n{}", self.err);
        }
        self
    }

    /// The same of a run that put nothing out.
    #[track_caller]
    pub fn is_only(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.out, b"", "{}", self.err);
        self.is(code, sentences)
    }

    /// What was put out, as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }
}

pub struct Desk {
    home: TempDir,
    pub sandbox: Sandbox,
    token: String,
}

impl Desk {
    /// A desk of the help desk, its profile with defaults.
    pub fn new() -> Self {
        Self::of(Operator::Helpdesk, "")
    }

    /// A desk of an operator, with further lines in the profile.
    pub fn of(operator: Operator, more: &str) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let token = sandbox.token(operator);
        let desk = Self { home: TempDir::new().unwrap(), token, sandbox };
        desk.give_token(&desk.token);
        desk.configure(&desk.sandbox.url(), more);
        desk
    }

    /// Writes the configuration anew; for another server, where it is not the sandbox.
    pub fn configure(&self, url: &str, more: &str) {
        let token = if more.contains("token_") { "" } else { "token_file = \"token\"" };
        let text = format!("[profiles.test]\nurl = \"{url}\"\n{token}\n{more}\n");
        fs::write(self.path("config.toml"), text).unwrap();
    }

    pub fn give_token(&self, token: &str) {
        fs::write(self.path("token"), token).unwrap();
        fs::set_permissions(self.path("token"), Permissions::from_mode(0o600)).unwrap();
    }

    /// A path in the folder that is the operator's home, and where credesk is started.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn journal(&self) -> PathBuf {
        self.path(".local/state/credesk/journal.jsonl")
    }

    /// `credesk otp print` with these arguments, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.within(&[], arguments)
    }

    /// The same at the end of another command line.
    pub fn within(&self, outer: &[&str], arguments: &[&str]) -> Command {
        self.line(outer, &[&["otp", "print"], arguments].concat())
    }

    /// `credesk` with these arguments at the end of another command line, not started yet.
    pub fn line(&self, outer: &[&str], arguments: &[&str]) -> Command {
        let line: Vec<&str> = outer.iter().copied().chain([env!("CARGO_BIN_EXE_credesk")]).collect();
        let mut command = Command::new(line[0]);
        command.args(&line[1..]).args(arguments);
        self.settle(&mut command);
        command
    }

    /// Clean surroundings. No scheduler of this host is asked: at this address there is none.
    fn settle(&self, command: &mut Command) {
        command.env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.env("CREDESK_CONFIG", self.path("config.toml")).env("TZ", "Europe/Zurich").env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("CUPS_SERVER", self.path("no-scheduler"));
    }

    pub fn print(&self, arguments: &[&str]) -> Said {
        self.run(&mut self.command(arguments))
    }

    /// Runs a command, and checks what must be true whatever became of it.
    pub fn run(&self, command: &mut Command) -> Said {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let said = Said { code: status.code().unwrap(), out: stdout, err: String::from_utf8(stderr).unwrap() };
        self.check(&said.err);
        said
    }

    /// What holds for every run.
    pub fn check(&self, err: &str) {
        let moves = |character: char| character.is_control() && character != '\n';
        assert!(!err.contains(moves) && !err.contains('\u{202e}'), "{err:?}");
        assert!(!err.contains("panicked"), "{err}");
        for request in self.sandbox.requests() {
            assert_eq!(request.method, "GET", "{}", request.path);
        }
        let journal = fs::read_to_string(self.journal()).unwrap_or_default();
        for needle in self.needles() {
            assert!(!err.contains(&needle), "{needle} on standard error:\n{err}");
            assert!(!journal.contains(&needle), "{needle} in the journal:\n{journal}");
        }
        if !journal.is_empty() {
            let mut audit = Command::new(env!("CARGO_BIN_EXE_credesk"));
            self.settle(&mut audit);
            let verified = audit.args(["audit", "verify"]).output().unwrap();
            assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
        }
    }

    /// What must not get out: the token, and the cells of the cards that are printed here. Cells that could as well be a
    /// part of a hash or of a word are left out.
    fn needles(&self) -> Vec<String> {
        let mut cells = self.cells("1001", "otp-1001");
        cells.extend(self.cells("1007", "otp-1007-2"));
        let telling = |cell: &String| {
            cell.contains(|letter: char| letter > 'f') && cell.contains(|digit: char| digit.is_ascii_digit())
        };
        let cells: Vec<String> = cells.into_iter().filter(telling).collect();
        assert!(cells.len() > 50);
        cells.into_iter().chain([self.token.clone()]).collect()
    }

    /// The whole answer to the reading of a card.
    pub fn card(&self, user_id: &str, card: &str) -> Value {
        let path = format!("{}/otp-credentials/{card}", user(user_id));
        read(&Client::helpdesk(&self.sandbox), &path)
    }

    /// The cells of a card, row by row, as the server has them.
    pub fn cells(&self, user_id: &str, card: &str) -> Vec<String> {
        let parts = self.card(user_id, card)["otp"].as_str().unwrap().to_owned();
        parts.split('|').nth(3).unwrap().split(',').map(str::to_owned).collect()
    }

    /// The journal's lines.
    pub fn lines(&self) -> Vec<Value> {
        let journal = fs::read_to_string(self.journal()).unwrap_or_default();
        journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The lines about prints, each with what tells it apart: `asked queue Card`, `accepted Card-1`, `failed no-lp`.
    pub fn prints(&self) -> Vec<String> {
        let lines = self.lines();
        let text = |line: &Value, name: &str| line[name].as_str().map(|text| format!(" {text}")).unwrap_or_default();
        let told = lines.iter().filter_map(|line| {
            let event = line["event"].as_str()?.strip_prefix("print-")?;
            let (sheet, end) = (&line["sheet"], [text(line, "job"), text(line, "fault")].concat());
            Some(format!("{event}{}{}{end}", text(sheet, "to"), text(sheet, "name")))
        });
        told.collect()
    }
}

/// A folder with programs: name, and what a shell does for it. They find no other program by name.
pub fn programs(scripts: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, script) in scripts {
        make_program(&folder.path().join(name), format!("#!/bin/sh\n{script}\n").as_bytes());
    }
    folder
}

/// The rights and owner of a file.
pub fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}
