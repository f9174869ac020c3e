//! A server, a configuration and a journal, and one conversation after the other over pipes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use credesk::domain::record::{Event, What};
use credesk::journal::{self, Said as Line};
use credesk::sandbox::{Operator, Options, Sandbox};
use tempfile::TempDir;

/// From the first question to the credentials of demo.all, who is found by his external ID: the login ID is typed nowhere.
pub const TO_DEMO_ALL: [&str; 3] = ["1", "1001", "1"];

/// A desk.
pub struct Place {
    pub sandbox: Sandbox,
    pub home: TempDir,
}

/// A conversation that has ended.
pub struct Said {
    pub code: i32,
    pub out: String,
}

impl Said {
    /// Checks what holds for every run.
    #[track_caller]
    fn new(code: i32, out: Vec<u8>, err: &[u8]) -> Self {
        assert_eq!(err, b"", "{}", String::from_utf8_lossy(err));
        let out = String::from_utf8(out).unwrap();
        is_plain(&out);
        Self { code, out }
    }

    /// Asserts how it ended, and that all of this was said, in this order. Where a line breaks does not count.
    #[track_caller]
    pub fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}", self.out);
        let all = self.out.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = &all[..];
        for sentence in sentences {
            let Some((_, after)) = rest.split_once(sentence) else {
                panic!("not said, or not in this order: {sentence}\n{}", self.out)
            };
            rest = after;
        }
        self
    }

    /// The line after this one.
    #[track_caller]
    pub fn line_after(&self, line: &str) -> &str {
        let mut lines = self.out.lines().skip_while(|said| *said != line);
        lines.nth(1).unwrap_or_else(|| panic!("no line after {line}\n{}", self.out))
    }
}

/// No control but line breaks, no line drawing, and lines of at most 79 columns: none of what is said here is a longer word.
#[track_caller]
pub fn is_plain(out: &str) {
    for line in out.lines() {
        let drawn = |character: char| ('\u{2190}'..='\u{2bff}').contains(&character);
        assert!(!line.contains(|character: char| character.is_control() || drawn(character)), "{line:?}");
        assert!(line.chars().count() < 80, "{line}");
    }
}

impl Place {
    /// Of the help desk, its profile with defaults.
    pub fn new() -> Self {
        Self::of(Operator::Helpdesk, "")
    }

    /// Of an operator, with further lines in the profile.
    pub fn of(operator: Operator, more: &str) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let place = Self { home: TempDir::new().unwrap(), sandbox };
        place.configure(operator, more);
        place
    }

    /// Writes the configuration anew.
    pub fn configure(&self, operator: Operator, more: &str) {
        let (url, token) = (self.sandbox.url(), self.sandbox.token(operator));
        fs::write(self.path("token"), token).unwrap();
        fs::set_permissions(self.path("token"), fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!(
            "journal = \"journal/journal.jsonl\"\n[profiles.test]\nurl = \"{url}\"\ntoken_file = \"token\"\n{more}\n"
        );
        fs::write(self.path("config.toml"), text).unwrap();
    }

    /// A path in the folder that is the operator's home, and where credesk is started.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The configuration's path.
    pub fn config(&self) -> String {
        self.path("config.toml").to_str().unwrap().to_owned()
    }

    /// `credesk --plain`, not started yet.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credesk"));
        command.env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.env("CREDESK_CONFIG", self.config()).env("TZ", "Europe/Zurich").env("LANG", "C.UTF-8");
        command.env("CUPS_SERVER", self.path("no-scheduler")).arg("--plain");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    /// A conversation with these answers, and then the end of the input.
    #[track_caller]
    pub fn ask(&self, answers: &[&str]) -> Said {
        Self::run(&mut self.command(), &answers.iter().fold(String::new(), |lines, answer| lines + answer + "\n"))
    }

    /// The same from a user's credentials on.
    #[track_caller]
    pub fn ask_demo_all(&self, answers: &[&str]) -> Said {
        self.ask(&[&TO_DEMO_ALL[..], answers].concat())
    }

    /// Runs a command with this input.
    #[track_caller]
    pub fn run(command: &mut Command, input: &str) -> Said {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Whoever leaves early leaves the rest unread.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Said::new(output.status.code().unwrap(), output.stdout, &output.stderr)
    }

    /// How many changes the server has seen.
    pub fn writes(&self) -> usize {
        self.sandbox.requests().iter().filter(|seen| seen.method != "GET").count()
    }

    /// What the journal says of operations and prints, in a word each. Checks that it is as it was written.
    #[track_caller]
    pub fn journal(&self) -> Vec<&'static str> {
        let contents = journal::contents(&self.path("journal/journal.jsonl")).unwrap();
        contents.report.unwrap();
        let word = |said: &Line| match said {
            Line::Entry(entry) => match &entry.what {
                What::SessionStarted(_) | What::SessionEnded(_) => None,
                What::Operation(_, event) => Some(match event {
                    Event::Confirmed(_) => "confirmed",
                    Event::NotSent(_) => "not sent",
                    Event::Refused(_) => "refused",
                    Event::Unknown(_) => "unknown",
                    Event::Held(_) => "held",
                    Event::Happened => "happened",
                    Event::DidNotHappen => "did not happen",
                    Event::CannotTell(_) => "cannot tell",
                    Event::Shown => "shown",
                    Event::HandedOver => "handed over",
                    Event::Closed => "closed",
                    Event::CommentWaived => "waived",
                }),
                What::Print(..) => Some("print"),
            },
            Line::Torn(_) => Some("torn"),
        };
        contents.lines.iter().filter_map(|written| word(&written.line.said)).collect()
    }
}
