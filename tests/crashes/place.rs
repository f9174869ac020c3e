//! A journal, a server and the program between them: started, killed, started again. What is true is counted at the
//! server.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use credesk::domain::life::Stage;
use credesk::journal::{Contents, contents};
use credesk::sandbox::{Operator, Options, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

use crate::operation::{DONE, Operation};
use crate::pty::{Pty, Start};
use crate::sandbox_client::{Client, read, user};

/// Shorter than in real life, so that "not carried out" is certain after seconds.
pub const SHORT: &str = "write_timeout_s = 2\nsettle_s = 5\n";
/// So long that nothing of which nothing is to be seen is settled within a test.
pub const LONG: &str = "write_timeout_s = 2\nsettle_s = 600\n";

/// Where everything happens.
pub struct Place {
    pub sandbox: Sandbox,
    folder: TempDir,
    versions: i64,
}

/// What a new start has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// No open case.
    Nothing,
    /// It is listed, and readings find that it was carried out.
    CarriedOut,
    /// It is listed, and readings find that it was not carried out.
    NotCarriedOut,
    /// It is listed as carried out, with what came not noted as shown.
    Held,
    /// It is listed as carried out and shown.
    Shown,
}

impl Place {
    /// A new server, and a profile for it with these lines.
    pub fn new(lines: &str) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let folder = TempDir::new().unwrap();
        let token = folder.path().join("token");
        fs::write(&token, sandbox.token(Operator::Helpdesk)).unwrap();
        fs::set_permissions(&token, fs::Permissions::from_mode(0o600)).unwrap();
        fs::DirBuilder::new().mode(0o700).create(folder.path().join("state")).unwrap();
        let mut place = Self { sandbox, folder, versions: 0 };
        place.versions = place.all_versions();
        let text = format!(
            "journal = \"{}\"\n[profiles.test]\nurl = \"{}\"\ntoken_file = \"token\"\nsearch_delay_ms = 1\n{lines}",
            place.journal().display(),
            place.sandbox.url()
        );
        fs::write(place.config(), text).unwrap();
        place
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    /// The journal's own folder.
    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.state().join("journal.jsonl")
    }

    /// Starts the program; `failpoint` says where it fails or dies.
    pub fn start(&self, failpoint: &str) -> Pty {
        self.start_within(&[], failpoint)
    }

    /// The same at the end of another command line.
    pub fn start_within(&self, outer: &[&str], failpoint: &str) -> Pty {
        let config = self.config();
        let arguments = ["--config", config.to_str().unwrap()];
        let environment = [("CREDESK_FAILPOINT", failpoint)];
        Pty::start_within(
            outer,
            &Start { arguments: &arguments, size: (100, 30), environment: &environment, ..Start::default() },
        )
    }

    /// How many changes have arrived at the server.
    pub fn writes(&self) -> usize {
        self.sandbox.requests().iter().filter(|seen| seen.method != "GET").count()
    }

    /// How many changes the server has carried out, told from the credentials themselves.
    pub fn carried_out(&self) -> i64 {
        self.all_versions() - self.versions
    }

    /// The versions of all credentials together: the sandbox counts one for each change.
    fn all_versions(&self) -> i64 {
        fn sum(value: &Value) -> i64 {
            match value {
                Value::Array(items) => items.iter().map(sum).sum(),
                Value::Object(members) => {
                    let own = members.get("version").and_then(Value::as_i64).unwrap_or_default();
                    own + members.values().map(sum).sum::<i64>()
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
            }
        }
        let helpdesk = Client::helpdesk(&self.sandbox);
        sum(&read(&helpdesk, &format!("{}/credentials", user("1001"))))
    }

    /// The journal as it lies there; it must be whole.
    pub fn lines(&self) -> Contents {
        let contents = contents(&self.journal()).unwrap();
        assert!(contents.report.is_ok(), "{:?}", contents.report);
        contents
    }

    /// Where the one open case stands; none where there is none. A journal that is not there yet has none.
    pub fn stage(&self) -> Option<Stage> {
        if !Path::new(&self.journal()).exists() {
            return None;
        }
        let open = self.lines().open;
        assert!(open.len() <= 1, "{open:?}");
        open.first().map(|case| case.stage)
    }

    fn assert_closed(&self) {
        let Contents { lines, open, .. } = self.lines();
        let said: Vec<_> = lines.iter().map(|line| format!("{:?}", line.line.said)).collect();
        assert!(open.is_empty(), "{said:#?}");
    }

    /// Starts the program again and checks what it says; then has it closed, and checks that one start more says nothing.
    pub fn check_restart(&self, operation: &Operation, after: After) {
        let mut pty = self.start("");
        let standing = match after {
            After::Nothing => return nothing_is_listed(&mut pty),
            After::NotCarriedOut => {
                pty.wait_for("demo.all: Not carried out: no reset took place");
                pty.wait_for("No open case.");
                quit(&mut pty);
                self.assert_closed();
                return nothing_is_listed(&mut self.start(""));
            }
            After::CarriedOut => "carried out, answer lost",
            After::Held if operation.has_value => "carried out, not shown?",
            After::Held => "carried out, not seen",
            After::Shown => "carried out, shown",
        };
        pty.wait_for("1 open case:");
        pty.wait_for(&format!("It stands: {standing}."));
        let said = pty.contents();
        assert!(said.contains(operation.title) && said.contains("demo.all"), "{said}");
        let joined = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let advice = match after {
            After::CarriedOut => operation.lost,
            After::Held if operation.has_value => "does not say that anybody saw the result",
            After::Held => "there was nothing to hand over",
            After::Shown => "its result was on the screen",
            After::Nothing | After::NotCarriedOut => "",
        };
        assert!(joined.contains(advice), "{advice:?} is missing\n{said}");
        pty.wait_until_it_listens();
        pty.send(DONE);
        pty.wait_for("d once more takes this case off the list");
        pty.send(DONE);
        pty.wait_for("No open case.");
        quit(&mut pty);
        self.assert_closed();
        nothing_is_listed(&mut self.start(""));
    }
}

fn nothing_is_listed(pty: &mut Pty) {
    pty.wait_for("m.huber");
    pty.send("\u{f}");
    pty.wait_for("No open case.");
    quit(pty);
}

/// Quits from the open cases; everything that was to be noted is on the disk then.
pub fn quit(pty: &mut Pty) {
    pty.wait_until_it_listens();
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
}
