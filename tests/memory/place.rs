//! A console on a real terminal, with a real TLS line to a server of its own, and the keys that carry out an operation.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use credesk::sandbox::{Operator, Options, Sandbox, Seen};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::needles::Needle;
use crate::pty::{Pty, Start};
use crate::scan::{self, Hit, Which};
use crate::tap::{Exchange, Tap};

pub const ENTER: &str = "\r";
pub const ESC: &str = "\u{1b}";

/// The window, as it usually is, and as small as it may be.
pub const LARGE: (u16, u16) = (140, 40);
pub const SMALL: (u16, u16) = (60, 16);

/// Anything that has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// So long after a screen was closed nothing is left of its secret. Part of the promise.
pub const PROMISED: Duration = Duration::from_millis(250);

/// An operation, and where its new value is on the wire.
pub struct Operation {
    pub login_id: &'static str,
    /// Where its credential stands on the user's page, from the top.
    pub row: usize,
    pub credential: &'static str,
    pub member: &'static str,
}

pub const PUK: Operation = Operation { login_id: "demo.plainpuk", row: 0, credential: "PUK", member: "puk" };
pub const TICKET: Operation = Operation { login_id: "demo.plainpuk", row: 1, credential: "Ticket", member: "ticket" };
pub const TEMPORARY: Operation =
    Operation { login_id: "demo.all", row: 1, credential: "Temporary strong password", member: "tempStrongPassword" };
pub const DEVICE: Operation =
    Operation { login_id: "demo.all", row: 3, credential: "Device password", member: "password" };
pub const CARD: Operation = Operation { login_id: "demo.all", row: 4, credential: "OTP card", member: "otp" };

/// A server, the line to it, and a folder with a configuration.
pub struct Place {
    pub sandbox: Sandbox,
    pub tap: Tap,
    pub folder: TempDir,
}

/// Where the token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Command,
    File,
}

impl Place {
    /// With these lines in the profile too.
    pub fn new(seed: u64, lines: &str) -> Self {
        Self::of(Operator::Helpdesk, seed, From::Command, lines, None)
    }

    pub fn of(operator: Operator, seed: u64, from: From, lines: &str, exchange: Option<Exchange>) -> Self {
        let sandbox = Sandbox::start(Options { users: 0, seed, ..Options::default() }).unwrap();
        let tap = Tap::start(sandbox.address(), exchange);
        let folder = TempDir::new().unwrap();
        let token = folder.path().join("token");
        std::fs::write(&token, sandbox.token(operator)).unwrap();
        std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(folder.path().join("ca.pem"), &tap.authority).unwrap();
        // Not the token itself as an argument: it would stand in the configuration, which is no secret.
        let source = match from {
            From::Command => format!("token_command = [\"cat\", \"{}\"]", token.display()),
            From::File => "token_file = \"token\"".to_owned(),
        };
        let text = format!(
            "journal = \"journal/journal.jsonl\"\n[profiles.test]\nurl = \"{}\"\nca_file = \"ca.pem\"\n{source}\n{lines}\n",
            tap.url()
        );
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        Self { sandbox, tap, folder }
    }

    pub fn config(&self) -> String {
        self.file("config.toml").to_str().unwrap().to_owned()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A console. Programs that it starts are found.
    pub fn start(&self) -> Pty {
        let path = std::env::var("PATH").unwrap();
        Pty::start(&Start {
            arguments: &["--config", &self.config()],
            size: LARGE,
            environment: &[("PATH", &path)],
            ..Start::default()
        })
    }

    /// The card is read once more after it was replaced; its screen does not tell.
    fn wait_for_the_reading_of_the_card(&self) {
        let since = Instant::now();
        let newest = |method: &str, end: &str| {
            let fits = |seen: &Seen| seen.method == method && seen.path.ends_with(end);
            self.sandbox.requests().iter().rposition(fits)
        };
        while newest("GET", "/otp-1001") < newest("POST", "/replace") {
            assert!(since.elapsed() < PATIENCE, "the card is not read again");
            std::thread::yield_now();
        }
    }

    /// The value that went over the wire last.
    pub fn value(&self, operation: &Operation) -> String {
        let mut values = self.tap.values_of(operation.member);
        // Later readings bring a hash.
        values.retain(|value| !value.starts_with('{'));
        values.pop().unwrap()
    }
}

/// From the list of hits, or the search field, to a user's page.
pub fn open(pty: &mut Pty, login_id: &str) {
    pty.send(login_id);
    pty.wait_for("1 user");
    pty.send(ENTER);
    pty.wait_for(&format!("> {login_id}"));
    pty.send(ENTER);
    pty.wait_for_the_page();
}

/// From a user's page back to an empty search field.
pub fn leave(pty: &mut Pty) {
    pty.send("\u{1b}");
    pty.wait_for("1 user");
    pty.send("/\u{15}");
    pty.wait_without("1 user");
}

/// From the user's page to the new value, covered, and read again by the server's own reading.
pub fn carry_out(place: &Place, operation: &Operation, pty: &mut Pty) {
    let Operation { login_id, row, credential, .. } = operation;
    pty.carry_out(login_id, *row, credential, |pty| listens(pty));
    if operation.member == "otp" {
        place.wait_for_the_reading_of_the_card();
    } else {
        pty.wait_for("Verified: the server's own reading shows the change.");
    }
    listens(pty);
}

/// Uncovers the value. What came out is returned.
pub fn uncover(pty: &mut Pty) -> String {
    let before = pty.raw().len();
    pty.send("v");
    pty.wait_for("covered again in");
    pty.signal(Signal::WINCH);
    pty.raw()[before..].to_owned()
}

/// The value is handed over: wiped, and its screen closed.
pub fn close(pty: &mut Pty) {
    pty.send("d");
    pty.wait_for("External ID");
    pty.wait_for(" r  ");
    pty.wait_without("eading");
}

/// Waits until a key counts.
pub fn listens(pty: &Pty) {
    pty.settle(pty.pid());
}

/// What is left when the promised time is over. A signal comes meanwhile: the kernel saves the registers on the stack then,
/// with what the last copies have left in them.
pub fn left(pty: &Pty, needles: &[Needle], which: Which) -> Vec<Hit> {
    pty.signal(Signal::WINCH);
    std::thread::sleep(PROMISED);
    scan::find(pty.pid(), needles, which)
}
