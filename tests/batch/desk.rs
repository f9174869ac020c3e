//! A server with users, a profile for it, a journal, and lists. What must be true after every run is checked here.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use credesk::journal::{Operation, contents, history};
use credesk::sandbox::{Operator, Options, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

use crate::sandbox_client::{Client, read, user};

/// So short that "not carried out" is certain after seconds.
pub const SHORT: &str = "write_timeout_s = 2\nsettle_s = 5";

pub struct Desk {
    pub sandbox: Sandbox,
    home: TempDir,
}

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// One record of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    pub client: String,
    pub login_id: String,
    pub operation: String,
    pub outcome: String,
    pub sentence: String,
    pub value: Option<String>,
}

impl Desk {
    /// With the prepared users, and so many generated ones.
    pub fn new(users: u32, lines: &str) -> Self {
        let sandbox = Sandbox::start(Options { users, ..Options::default() }).unwrap();
        let desk = Self { home: TempDir::new().unwrap(), sandbox };
        desk.configure(&desk.sandbox.url(), lines);
        desk.give_token(&desk.sandbox.token(Operator::Helpdesk));
        desk
    }

    pub fn configure(&self, url: &str, lines: &str) {
        let text = format!("[profiles.test]\nurl = \"{url}\"\ntoken_file = \"token\"\n{lines}\n");
        fs::write(self.path("config.toml"), text).unwrap();
    }

    pub fn give_token(&self, token: &str) {
        fs::write(self.path("token"), token).unwrap();
        fs::set_permissions(self.path("token"), Permissions::from_mode(0o600)).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn journal(&self) -> PathBuf {
        self.path(".local/state/credesk/journal.jsonl")
    }

    /// Writes a list of these users, with nothing but their login IDs.
    pub fn list(&self, users: &[impl AsRef<str>]) -> String {
        let text = users.iter().fold("login_id\n".to_owned(), |text, user| text + user.as_ref() + "\n");
        self.file("list.csv", text.as_bytes())
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        fs::write(self.path(name), bytes).unwrap();
        name.to_owned()
    }

    /// `credesk` with these arguments, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.args(arguments).env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.env("CREDESK_CONFIG", self.path("config.toml")).env("TZ", "Europe/Zurich").env("LANG", "C.UTF-8");
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        self.finished(&self.command(arguments).output().unwrap())
    }

    /// The same with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A list that is refused is not read to its end.
        let _refused = child.stdin.take().unwrap().write_all(input);
        self.finished(&child.wait_with_output().unwrap())
    }

    pub fn finished(&self, Output { status, stdout, stderr }: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let said = Said { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) };
        self.check(&said.err);
        said
    }

    /// What holds for every run: nothing moves a terminal, nothing panics, no token gets out, the journal is whole.
    pub fn check(&self, err: &str) {
        assert!(!err.contains(|character: char| character.is_control() && character != '\n'), "{err:?}");
        assert!(!err.contains("panicked"), "{err}");
        let token = fs::read_to_string(self.path("token")).unwrap();
        let journal = fs::read_to_string(self.journal()).unwrap_or_default();
        assert!(!err.contains(&token) && !journal.contains(&token));
        if !journal.is_empty() {
            contents(&self.journal()).unwrap().report.unwrap();
        }
    }

    /// Every operation of the journal.
    pub fn operations(&self) -> Vec<Operation> {
        history(&contents(&self.journal()).unwrap())
    }

    /// How many changes the server was asked for, by the path's end behind `users/`.
    pub fn writes(&self) -> BTreeMap<String, usize> {
        let mut writes = BTreeMap::new();
        for request in self.sandbox.requests().into_iter().filter(|seen| seen.method != "GET") {
            let (_, path) = request.path.split_once("/users/").unwrap();
            *writes.entry(path.to_owned()).or_default() += 1;
        }
        writes
    }

    /// How often a credential of a user was reset, as the server counts it.
    pub fn resets(&self, ext_id: &str, kind: &str) -> i64 {
        let all = read(&Client::helpdesk(&self.sandbox), &format!("{}/credentials", user(ext_id)));
        let found = all["items"].as_array().unwrap().iter().find(|item| item["type"] == kind);
        found.and_then(|item| item["resetCount"].as_i64()).unwrap()
    }

    /// So many generated users that are active and have a temporary strong password which can be reset: external ID and
    /// login ID.
    pub fn resettable(&self, wanted: usize) -> Vec<(String, String)> {
        let client = Client::helpdesk(&self.sandbox);
        let mut found = Vec::new();
        for offset in (0..).step_by(500) {
            let page = read(&client, &format!("/nevisidm/api/core/v1/clients/100/users?limit=500&offset={offset}"));
            let users = page["items"].as_array().unwrap();
            assert!(!users.is_empty(), "there are only {} such users", found.len());
            for one in users {
                let ext_id = one["extId"].as_str().unwrap();
                if one["userState"] != "active" || ext_id.len() < 5 {
                    continue;
                }
                let all = read(&client, &format!("{}/credentials", user(ext_id)));
                let fits = |item: &Value| item["type"] == TEMPSTRONG && item["stateName"] != "archived";
                if all["items"].as_array().unwrap().iter().any(fits) {
                    found.push((ext_id.to_owned(), one["loginId"].as_str().unwrap().to_owned()));
                }
                if found.len() == wanted {
                    return found;
                }
            }
        }
        found
    }
}

pub const TEMPSTRONG: &str = "Temporary Strong Password";

impl Said {
    /// Asserts how it ended, and that all of this was said.
    #[track_caller]
    pub fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}\n{}", self.err, self.out);
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

    /// The report.
    pub fn rows(&self) -> Vec<Row> {
        rows(&self.out)
    }

    /// The outcomes, in order.
    pub fn outcomes(&self) -> Vec<String> {
        self.rows().into_iter().map(|row| row.outcome).collect()
    }
}

/// Reads a report as it was written: what has commas is in quotes, and there are no line breaks in it. What is cut off at the
/// end is left out.
pub fn rows(report: &str) -> Vec<Row> {
    let mut lines = report.split_inclusive("\r\n").filter_map(|line| line.strip_suffix("\r\n"));
    let head = lines.next().unwrap_or_default();
    assert!(head.starts_with("line,client,login_id,operation,outcome,sentence"), "{head}");
    lines.map(|line| row(line, head.ends_with(",value"))).collect()
}

fn row(line: &str, with_value: bool) -> Row {
    let mut fields = vec![String::new()];
    let (mut quoted, mut characters) = (false, line.chars().peekable());
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    let value = with_value.then(|| fields.pop().unwrap());
    let [line, client, login_id, operation, outcome, sentence] = fields.try_into().unwrap();
    Row { line: line.parse().unwrap(), client, login_id, operation, outcome, sentence, value }
}
