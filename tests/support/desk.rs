//! A console on a terminal, on a server of its own, brought to one of the moments at which a line may drop.

use std::time::Duration;

use credesk::domain::record::{Event, What};
use credesk::journal::{self, Line, Said};
use credesk::sandbox::{Operator, Options, Sandbox};
use rustix::process::Pid;
use tempfile::TempDir;

use crate::pty::Pty;

/// What the configuration says of the longest wait for a change.
pub const WRITE_DEADLINE: Duration = Duration::from_secs(2);

/// Keys.
pub const ENTER: &str = "\r";
pub const DOWN: &str = "\u{1b}[B";

/// What the console is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing, in the empty search field.
    Lookup,
    /// A list of hits is shown.
    Results,
    /// A change is about to be confirmed.
    Confirm,
    /// A new value is shown, uncovered.
    Value,
    /// A change was sent, and its answer comes after half of the deadline.
    Answered,
    /// A change was sent, and no answer comes before the deadline.
    Unanswered,
}

impl Moment {
    pub const ALL: [Self; 6] =
        [Self::Lookup, Self::Results, Self::Confirm, Self::Value, Self::Answered, Self::Unanswered];

    /// How long the console may take to end from here.
    pub fn limit(self) -> Duration {
        let grace = Duration::from_secs(2);
        match self {
            Self::Answered | Self::Unanswered => WRITE_DEADLINE + grace,
            Self::Lookup | Self::Results | Self::Confirm | Self::Value => grace,
        }
    }

    /// How many changes the server has seen when it is over.
    pub fn writes(self) -> usize {
        match self {
            Self::Value | Self::Answered | Self::Unanswered => 1,
            Self::Lookup | Self::Results | Self::Confirm => 0,
        }
    }

    fn delay(self) -> Duration {
        match self {
            Self::Answered => WRITE_DEADLINE / 2,
            Self::Unanswered => WRITE_DEADLINE * 10,
            Self::Lookup | Self::Results | Self::Confirm | Self::Value => Duration::ZERO,
        }
    }
}

/// What a line of the journal says, in a word.
fn said(line: &Line) -> &str {
    match &line.said {
        Said::Entry(entry) => match &entry.what {
            What::SessionStarted(_) => "started",
            What::SessionEnded(why) => why,
            What::Operation(_, Event::Confirmed(_)) => "confirmed",
            What::Operation(_, Event::Held(_)) => "held",
            What::Operation(_, Event::Shown) => "shown",
            What::Operation(_, Event::Unknown(_)) => "unknown",
            What::Operation(..) | What::Print(..) => "something else",
        },
        Said::Torn(_) => "torn",
    }
}

/// A server with the prepared users, and a configuration for it.
pub struct Desk {
    pub sandbox: Sandbox,
    pub folder: TempDir,
}

impl Desk {
    /// Starts the server and writes the configuration, with these lines too.
    pub fn new(lines: &str) -> Self {
        Self::through(Sandbox::url, lines)
    }

    /// The same, and the server is reached at another address.
    pub fn through(address: impl FnOnce(&Sandbox) -> String, lines: &str) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let folder = TempDir::new().unwrap();
        let (url, token) = (address(&sandbox), sandbox.token(Operator::Helpdesk));
        let text = format!(
            "journal = \"journal/journal.jsonl\"\n[profiles.test]\nurl = \"{url}\"\ntoken_command = [\"/bin/echo\", \"{token}\"]\n{lines}\n"
        );
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        Self { sandbox, folder }
    }

    /// With a deadline that a test can wait for.
    pub fn hasty() -> Self {
        Self::new(&format!("write_timeout_s = {}", WRITE_DEADLINE.as_secs()))
    }

    /// Where the configuration is.
    pub fn config(&self) -> String {
        self.folder.path().join("config.toml").to_str().unwrap().to_owned()
    }

    /// How many changes the server has seen.
    pub fn writes(&self) -> usize {
        self.sandbox.requests().iter().filter(|seen| seen.method != "GET").count()
    }

    /// Asserts that the journal is whole and tells all of what a console did that ended at this moment.
    pub fn journal_is_complete(&self, moment: Moment) {
        let contents = journal::contents(&self.folder.path().join("journal/journal.jsonl")).unwrap();
        contents.report.unwrap();
        let told: Vec<&str> = contents.lines.iter().map(|written| said(&written.line)).collect();
        let expected: &[&str] = match moment {
            Moment::Lookup | Moment::Results | Moment::Confirm => &["started", "signal"],
            Moment::Value => &["started", "confirmed", "held", "shown", "signal"],
            Moment::Answered => &["started", "confirmed", "held", "signal"],
            Moment::Unanswered => &["started", "confirmed", "unknown", "signal"],
        };
        assert_eq!(told, expected, "{moment:?}");
    }

    /// Brings a console that was just started, as this process, to this moment.
    pub fn reach(&self, moment: Moment, pty: &mut Pty, console: Pid) {
        pty.wait_for("m.huber");
        if moment == Moment::Lookup {
            return;
        }
        pty.send("demo.all");
        pty.wait_for("1 user");
        pty.send(ENTER);
        pty.wait_for("> demo.all");
        if moment == Moment::Results {
            return;
        }
        Self::confirm(pty, console);
        if moment == Moment::Confirm {
            return;
        }
        self.sandbox.set_delay(moment.delay());
        pty.send(ENTER);
        if moment == Moment::Value {
            pty.wait_for("Covered. Ready to read out?");
            pty.settle(console);
            pty.send("v");
            pty.wait_for("====");
        } else {
            pty.wait_for("Sent once");
        }
    }

    /// From the list of hits to the dialog in which only Enter is missing.
    fn confirm(pty: &mut Pty, console: Pid) {
        pty.send(ENTER);
        pty.wait_for_the_page();
        pty.send(DOWN);
        pty.wait_for("> Temporary strong password");
        pty.send("r");
        pty.wait_for("type demo.all and press Enter");
        pty.wait_without("eading the newest state");
        pty.settle(console);
        pty.send("demo.all");
        pty.wait_for("> demo.all");
    }
}
