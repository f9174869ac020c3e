//! Where a run takes place: a server, a configuration, folders of its own, a private CUPS, and a line that knows every value
//! that went over it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use credesk::sandbox::Operator;

use crate::cups::Cups;
use crate::desk::{Desk, ENTER};
use crate::pty::Pty;
use crate::search::{Files, Needles, in_files};
use crate::wiretap::Wiretap;

/// Where the token comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Command,
    File,
    Variable,
}

/// The folders that programs are told to write to.
const FOLDERS: [(&str, &str); 6] = [
    ("TMPDIR", "tmp"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_RUNTIME_DIR", "runtime"),
];

pub struct Place {
    pub desk: Desk,
    pub tap: Wiretap,
    pub token: String,
    environment: Vec<(String, String)>,
    before: Files,
}

impl Place {
    /// For an operator, whose token comes from there.
    pub fn new(operator: Operator, source: Source, lines: &str) -> Self {
        let mut tap = None;
        let desk = Desk::through(|sandbox| tap.insert(Wiretap::start(sandbox.address())).url(), "");
        let tap = tap.unwrap();
        let token = desk.sandbox.token(operator);
        let folder = desk.folder.path();
        let mut environment = Vec::new();
        for (variable, name) in FOLDERS {
            fs::create_dir(folder.join(name)).unwrap();
            environment.push((variable.to_owned(), folder.join(name).to_str().unwrap().to_owned()));
        }
        let file = folder.join("token");
        fs::write(&file, &token).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        let source = match source {
            Source::Command => format!("token_command = [\"/bin/cat\", \"{}\"]", file.display()),
            Source::File => "token_file = \"token\"".to_owned(),
            Source::Variable => {
                environment.push(("CREDESK_TOKEN".into(), token.clone()));
                "token_env = \"CREDESK_TOKEN\"".to_owned()
            }
        };
        let text = format!(
            "journal = \"journal/journal.jsonl\"\n[profiles.test]\nurl = \"{}\"\n{source}\n{lines}\n",
            tap.url()
        );
        fs::write(desk.config(), text).unwrap();
        environment.push(("PATH".into(), std::env::var("PATH").unwrap()));
        environment.push(("CREDESK_LOG".into(), desk.folder.path().join("log").to_str().unwrap().to_owned()));
        let before = Files::below(&[desk.folder.path()]);
        Self { desk, tap, token, environment, before }
    }

    /// What credesk is started with, beside what every test gives it.
    pub fn environment(&self) -> Vec<(&str, &str)> {
        self.environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// Prints go to this scheduler.
    pub fn print_to(&mut self, cups: &Cups) {
        self.environment.push(("CUPS_SERVER".into(), cups.server().to_str().unwrap().to_owned()));
    }

    /// Below the folder of the configuration.
    pub fn path(&self, name: &str) -> PathBuf {
        self.desk.folder.path().join(name)
    }

    /// The log, which must have been written.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    /// Everything that must be found nowhere: the token, and each value that went over the line.
    pub fn needles(&self, members: &[&str], more: &[&str]) -> Needles {
        let mut secrets = vec![("token", self.token.clone())];
        for member in members {
            let mut values = self.tap.values_of(member);
            // Later readings bring a hash, which is none.
            values.retain(|value| !value.starts_with('{'));
            let value = values.pop().unwrap_or_else(|| panic!("no {member} went over the line"));
            if *member == "otp" {
                let telling = |cell: &&str| {
                    cell.contains(|letter: char| letter > 'f') && cell.contains(|digit: char| digit.is_ascii_digit())
                };
                let cells: Vec<_> = value.split('|').nth(3).unwrap().split(',').filter(telling).collect();
                assert!(cells.len() > 10, "{value}");
                secrets.extend(cells.into_iter().map(|cell| ("a cell", cell.to_owned())));
            } else {
                secrets.push((member, value));
            }
        }
        secrets.extend(more.iter().map(|value| ("what was typed", (*value).to_owned())));
        Needles::of(secrets.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// What the run made or changed in its own folder and in the home folder. The log and the journal must be among it.
    pub fn in_files(&self, needles: &Needles, home: &Path) -> Vec<String> {
        let after = Files::below(&[self.desk.folder.path(), home]);
        let changed: Vec<_> = after.since(&self.before).into_iter().map(|(path, _)| path.clone()).collect();
        for file in ["log", "journal/journal.jsonl", "journal/journal.jsonl.key"] {
            assert!(changed.contains(&self.path(file)), "{file} is not among {changed:?}");
        }
        for path in &changed {
            let name = path.file_name().unwrap().to_string_lossy();
            assert!(!name.starts_with("core"), "a core file: {}", path.display());
        }
        in_files(needles, &self.before, &after)
    }
}

/// From the page of a user to the new value of the credential in this row, shown.
pub fn show(pty: &mut Pty, login_id: &str, row: usize, credential: &str, listens: &impl Fn(&mut Pty)) {
    pty.carry_out(login_id, row, credential, listens);
    listens(pty);
    pty.send("v");
    pty.wait_for("covered again in ");
}

/// Away with the value, back to the page.
pub fn wipe(pty: &mut Pty, listens: &impl Fn(&mut Pty)) {
    for _ in 0..2 {
        pty.send("d");
        listens(pty);
    }
    pty.wait_for("External ID");
    pty.wait_without("eading");
}

/// A sheet with what is shown goes to the queue, and arrives there.
pub fn print(pty: &mut Pty, cups: &Cups, queue: &str, listens: &impl Fn(&mut Pty)) -> Vec<u8> {
    pty.send("p");
    pty.wait_for(&format!("> queue {queue}"));
    listens(pty);
    pty.send(ENTER);
    let sheet = cups.next_of(queue);
    pty.wait_for("Accepted by the queue");
    pty.send("\u{1b}");
    pty.wait_without("Accepted by the queue");
    listens(pty);
    sheet
}
