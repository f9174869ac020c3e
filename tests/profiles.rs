//! Several profiles in one console: switched without leaving the terminal, each with its own token, and with nothing of the
//! one before. And jumping, in the real program.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs;

use credesk::domain::record::What;
use credesk::journal::{self, Said};
use credesk::sandbox::{Operator, Options, Sandbox};
use pty::{Pty, Start};
use rustix::process::Signal;
use tempfile::TempDir;

const ENTER: &str = "\r";
const PALETTE: &str = "\u{10}";

/// Two servers, and a configuration with a profile for each. Both tokens stand in the environment.
struct Site {
    live: Sandbox,
    test: Sandbox,
    folder: TempDir,
    tokens: [String; 2],
}

impl Site {
    fn new() -> Self {
        let start = || Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let (live, test, folder) = (start(), start(), TempDir::new().unwrap());
        let configuration = format!(
            "journal = \"journal/journal.jsonl\"\ndefault_profile = \"live\"\n\
             [profiles.live]\nurl = \"{}\"\nenvironment = \"PROD\"\ntoken_env = \"LIVE_TOKEN\"\n\
             [profiles.test]\nurl = \"{}\"\ntoken_env = \"TEST_TOKEN\"\n",
            live.url(),
            test.url()
        );
        fs::write(folder.path().join("config.toml"), configuration).unwrap();
        let tokens = [live.token(Operator::Helpdesk), test.token(Operator::NoSearch)];
        Self { live, test, folder, tokens }
    }

    fn console(&self, options: &[&str]) -> Pty {
        let config = self.folder.path().join("config.toml");
        let arguments = [&["--config", config.to_str().unwrap()], options].concat();
        let [live, test] = &self.tokens;
        let environment = [("LIVE_TOKEN", live.as_str()), ("TEST_TOKEN", test.as_str())];
        Pty::start(&Start { arguments: &arguments, environment: &environment, ..Start::default() })
    }

    /// How the journal tells the sessions: `started`, or the reason of an end.
    fn sessions(&self) -> Vec<String> {
        let contents = journal::contents(&self.folder.path().join("journal/journal.jsonl")).unwrap();
        contents.report.unwrap();
        let told = |said: &Said| match said {
            Said::Entry(entry) => match &entry.what {
                What::SessionStarted(_) => Some("started".to_owned()),
                What::SessionEnded(why) => Some(why.clone()),
                What::Operation(..) | What::Print(..) => None,
            },
            Said::Torn(_) => None,
        };
        contents.lines.iter().filter_map(|written| told(&written.line.said)).collect()
    }
}

fn switch(pty: &mut Pty, to: &str) {
    pty.send(&format!("{PALETTE}:profile {to}"));
    pty.wait_for(&format!("> :profile {to}"));
    pty.send(ENTER);
}

#[test]
fn another_profile_begins_in_the_same_terminal_with_its_own_token_and_nothing_else() {
    let site = Site::new();
    let mut pty = site.console(&[]);
    pty.open_page("demo.all");
    pty.wait_for("PRODUCTION: real people");
    let asked = site.live.requests().len();
    // The token of the other profile is kept, and stands in the environment no more.
    let environment = fs::read(format!("/proc/{}/environ", pty.pid().as_raw_nonzero())).unwrap();
    let environment = String::from_utf8_lossy(&environment).into_owned();
    assert!(site.tokens.iter().all(|token| !environment.contains(token)) && environment.contains("HOME"));
    assert!(site.test.requests().is_empty());

    switch(&mut pty, "test");
    pty.wait_for("c.favre");
    pty.wait_without("PRODUCTION");
    let screen = pty.contents();
    assert!(screen.contains(" TEST ") && !screen.contains("demo.all") && !screen.contains("m.huber"), "{screen}");
    assert!(!screen.contains("Opened in this session"), "{screen}");
    assert_eq!(pty.raw().matches("\u{1b}[?1049l").count(), 0, "the terminal was given back meanwhile");
    assert_eq!(site.live.requests().len(), asked, "the server of the profile before is asked nothing more");

    // Back again, and the token is still there.
    switch(&mut pty, "live");
    pty.wait_for("m.huber");
    pty.wait_for("PRODUCTION: real people");
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
    assert_eq!(pty.contents().matches("Journal now:").count(), 1, "{}", pty.contents());
    assert_eq!(site.sessions(), ["started", "quit", "started", "quit", "started", "quit"]);
}

#[test]
fn read_only_of_the_command_line_holds_for_every_profile_and_signals_reach_each() {
    let site = Site::new();
    let mut pty = site.console(&["--read-only", "--profile", "test"]);
    pty.wait_for("c.favre");
    switch(&mut pty, "live");
    pty.wait_for("m.huber  READ-ONLY");
    pty.send("demo.all");
    pty.wait_for("1 user");
    pty.send(ENTER);
    pty.wait_for("> demo.all");
    pty.send(ENTER);
    pty.wait_for("> PUK");
    pty.wait_without("eading");
    pty.send("r");
    pty.wait_for("this session is read-only");
    pty.resize((60, 16));
    pty.wait_for("> PUK");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_code(), 143);
    assert_eq!(site.sessions(), ["started", "quit", "started", "signal"]);
}

#[test]
fn a_value_that_is_held_keeps_the_profile_and_jumps_lead_to_a_user_and_to_the_journal() {
    let site = Site::new();
    let mut pty = site.console(&[]);
    pty.wait_for("m.huber");
    pty.send(&format!("{PALETTE}user demo.all"));
    pty.wait_for("> :user demo.all");
    pty.send(ENTER);
    pty.wait_for_the_page();
    pty.carry_out("demo.all", 1, "Temporary strong password", Pty::wait_until_it_listens);
    pty.wait_until_it_listens();
    switch(&mut pty, "test");
    pty.wait_for("A secret value is held here");
    pty.wait_until_it_listens();
    pty.send("v");
    pty.wait_for("====");
    pty.send("d");
    pty.wait_for("3 of 5");
    pty.send(":audit");
    pty.wait_for("> :audit");
    pty.send(ENTER);
    pty.wait_for("The last 1 of the journal");
    pty.wait_for("the operator has handed the value over");
    switch(&mut pty, "test");
    pty.wait_for("c.favre");
    assert!(site.test.requests().iter().all(|seen| seen.method == "GET"));
    pty.send("\u{3}");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(site.sessions(), ["started", "quit", "started", "quit"]);
}
