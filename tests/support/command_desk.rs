//! A desk with a configuration, a journal and a sandbox of its own, at which the commands that change something are run with
//! the real binary. Checks what must be true of every run.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use credesk::sandbox::{Operator, Options, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

use crate::sandbox_client::{Client, read, user};

const SCHEMA: &str = include_str!("../../assets/schema/output.schema.json");

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Asserts how it ended, and that all of this was said.
    #[track_caller]
    pub fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        for sentence in sentences {
            assert!(self.err.contains(sentence), "not said: {sentence}\n{}", self.err);
        }
        self
    }

    /// The same of a run that put nothing out.
    #[track_caller]
    pub fn is_only(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.out, "", "{}", self.err);
        self.is(code, sentences)
    }

    /// What was put out, as one JSON object that keeps to the published shape.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.out.matches('\n').count(), 1, "{self:?}");
        let value: Value = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        if let Err(wrong) = validate(&value) {
            panic!("{wrong}: {value:#}");
        }
        value
    }
}

/// Whether an object keeps to the published shape.
pub fn validate(value: &Value) -> Result<(), String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
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

    /// The same with further lines in the profile.
    pub fn with(more: &str) -> Self {
        Self::of(Operator::Helpdesk, more)
    }

    pub fn of(operator: Operator, more: &str) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let token = sandbox.token(operator);
        let desk = Self { home: TempDir::new().unwrap(), token, sandbox };
        fs::write(desk.path("token"), &desk.token).unwrap();
        fs::set_permissions(desk.path("token"), Permissions::from_mode(0o600)).unwrap();
        desk.configure(&desk.sandbox.url(), more);
        desk
    }

    /// Writes the configuration anew; for another server, where it is not the sandbox.
    pub fn configure(&self, url: &str, more: &str) {
        let text = format!("[profiles.test]\nurl = \"{url}\"\ntoken_file = \"token\"\n{more}\n");
        fs::write(self.path("config.toml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn journal(&self) -> PathBuf {
        self.path(".local/state/credesk/journal.jsonl")
    }

    /// `credesk` with these arguments, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.env_clear().args(arguments).stdin(Stdio::null());
        for (name, value) in self.surroundings() {
            command.env(name, value);
        }
        command.current_dir(self.home.path());
        command
    }

    /// Clean surroundings.
    pub fn surroundings(&self) -> Vec<(&'static str, String)> {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        vec![
            ("HOME", text(self.home.path().to_owned())),
            ("CREDESK_CONFIG", text(self.path("config.toml"))),
            ("TZ", "Europe/Zurich".into()),
            ("LANG", "C.UTF-8".into()),
            ("CUPS_SERVER", text(self.path("no-scheduler"))),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
        ]
    }

    /// Runs, without a terminal.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().unwrap();
        self.said(&output)
    }

    /// Runs with this on standard input.
    #[track_caller]
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Where nothing is read, the pipe may be closed already.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        self.said(&output)
    }

    /// What a run has said, and what must be true whatever became of it.
    #[track_caller]
    pub fn said(&self, output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = output.status.code().unwrap();
        let said = Said { code, out: text(&output.stdout), err: text(&output.stderr) };
        self.check(&said);
        said
    }

    #[track_caller]
    fn check(&self, said: &Said) {
        let moves = |character: char| character.is_control() && character != '\n';
        assert!(!said.err.contains(moves) && !said.err.contains('\u{202e}'), "{:?}", said.err);
        assert!(!said.out.contains(moves), "{:?}", said.out);
        assert!(!said.err.contains("panicked"), "{}", said.err);
        let journal = fs::read_to_string(self.journal()).unwrap_or_default();
        for place in [&said.err, &said.out, &journal] {
            assert!(!place.contains(&self.token), "the token is in {place}");
        }
        if !journal.is_empty() {
            let verified = self.command(&["audit", "verify"]).output().unwrap();
            assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
        }
    }

    /// Asserts that a value stands nowhere but on standard output.
    #[track_caller]
    pub fn is_nowhere_else(&self, value: &str, said: &Said) {
        assert!(value.len() >= 8, "{value} says too little");
        assert!(!said.err.contains(value), "on standard error: {}", said.err);
        assert!(!fs::read_to_string(self.journal()).unwrap().contains(value), "in the journal");
    }

    /// How many changes the server was asked for.
    pub fn writes(&self) -> usize {
        self.sandbox.requests().iter().filter(|request| request.method != "GET").count()
    }

    /// The journal's events of operations, in order.
    pub fn events(&self) -> Vec<String> {
        let journal = fs::read_to_string(self.journal()).unwrap_or_default();
        let lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let events = lines.filter(|line| line["op"].is_string());
        events.filter_map(|line| line["event"].as_str().map(str::to_owned)).collect()
    }

    /// The whole journal.
    pub fn journal_text(&self) -> String {
        fs::read_to_string(self.journal()).unwrap_or_default()
    }

    /// A credential as the server has it.
    pub fn credential(&self, user_id: &str, kind: &str) -> Value {
        let all = read(&Client::helpdesk(&self.sandbox), &format!("{}/credentials", user(user_id)));
        all["items"].as_array().unwrap().iter().find(|one| one["type"] == kind).unwrap().clone()
    }

    /// The cells of a card, row by row, as the server has them.
    pub fn cells(&self, user_id: &str, card: &str) -> Vec<String> {
        let whole = read(&Client::helpdesk(&self.sandbox), &format!("{}/otp-credentials/{card}", user(user_id)));
        let parts = whole["otp"].as_str().unwrap().to_owned();
        parts.split('|').nth(3).unwrap().split(',').map(str::to_owned).collect()
    }
}
