//! An operator's seat: the program's own loop on a screen in memory, its own HTTP client, and a real server behind it.
//!
//! Waits for what is on the screen, never for a time.

#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]
#![allow(missing_docs, reason = "not part of the library")]

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use credesk::app::App;
use credesk::app::desk::Site;
use credesk::app::lock::Unlock;
use credesk::config::{self, Profile};
use credesk::domain::idle::Idle;
use credesk::domain::record::SessionId;
use credesk::print::queue::Cups;
use credesk::runtime::console::{Console, End};
use credesk::runtime::entropy;
use credesk::runtime::event::{Event, Input, Sender};
use credesk::runtime::ledger::Ledger;
use credesk::runtime::perform::Calls;
use credesk::runtime::who::who;
use credesk::sandbox::{Operator, Options, Sandbox};
use credesk::ui;
use credesk::ui::theme::Theme;
use jiff::tz::TimeZone;
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinHandle;

use crate::story::parse_keys;

/// Nothing on a loopback takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Shown {
    screen: RefCell<String>,
    changed: Notify,
}

/// A seat at a running console.
pub struct Seat {
    sender: Sender,
    shown: Rc<Shown>,
    console: JoinHandle<End>,
    ledger: Ledger,
}

/// A sandbox with the prepared users only.
pub fn sandbox() -> Sandbox {
    Sandbox::start(Options { users: 0, ..Options::default() }).unwrap()
}

/// A profile for a sandbox, with what `more` adds in TOML.
pub fn profile(sandbox: &Sandbox, operator: Operator, more: &str) -> Profile {
    profile_at(&sandbox.url(), &sandbox.token(operator), more)
}

/// A profile for any server on this host.
pub fn profile_at(url: &str, token: &str, more: &str) -> Profile {
    let toml = format!(
        "[profiles.test]\nurl = \"{url}\"\ntoken_command = [\"echo\", \"{token}\"]\nsearch_delay_ms = 1\n{more}"
    );
    config::parse(Path::new("test"), &toml).unwrap().profile(None).unwrap().clone()
}

/// Sits down at a console of 80x24 with a new journal, does what `story` does, and gets up again.
pub fn sit<F: AsyncFnOnce(&mut Seat)>(profile: &Profile, story: F) {
    let folder = tempfile::tempdir().unwrap();
    sit_with(profile, &folder.path().join("journal.jsonl"), story);
}

/// The same with a journal that may hold something already. A second of the settling lasts a hundredth of one.
pub fn sit_with<F: AsyncFnOnce(&mut Seat)>(profile: &Profile, journal: &Path, story: F) {
    sit_by(profile, journal, Cups::default(), story);
}

/// The same with printers of the test's own.
pub fn sit_by<F: AsyncFnOnce(&mut Seat)>(profile: &Profile, journal: &Path, cups: Cups, story: F) {
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    runtime.block_on(async {
        let mut seat = Seat::new(profile, journal, cups, Idle::default());
        story(&mut seat).await;
    });
    runtime.shutdown_background();
}

/// A console that rests after these lengths without a key.
pub fn sit_idle<F: AsyncFnOnce(&mut Seat)>(profile: &Profile, idle: Idle, story: F) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    runtime.block_on(async {
        let mut seat = Seat::new(profile, &folder.path().join("journal.jsonl"), Cups::default(), idle);
        story(&mut seat).await;
    });
    runtime.shutdown_background();
}

impl Seat {
    fn new(profile: &Profile, journal: &Path, cups: Cups, idle: Idle) -> Self {
        let site = Site {
            environment: profile.environment.clone(),
            environment_color: "green".into(),
            host: "sandbox".into(),
            server: "sandbox".into(),
            production: profile.production,
            profile: 0,
            profiles: vec![],
            clients: profile.clients.clone(),
            self_admin: profile.self_admin,
            read_only: profile.read_only,
            demo: false,
            page_size: profile.page_size,
            session: SessionId(entropy::number()),
            comment_after_reset: profile.comment_after_reset,
            idle,
            unlock: if profile.unlocks_by_command() { Unlock::Command } else { Unlock::Password },
            hand_over: profile.hand_over.clone(),
            write_timeout: profile.write_timeout,
            settle: profile.settle,
            second: Duration::from_millis(10),
            search_delay: Duration::from_millis(profile.search_delay_ms),
            time_zone: TimeZone::UTC,
            alphabets: config::built_in_alphabets(),
        };
        let (sender, mut events) = unbounded_channel();
        let ledger = Ledger::start(journal.to_owned().into(), site.session, who()).unwrap();
        let calls =
            Calls::new(credesk::api::ApiClient::new(profile), ledger.clone(), cups, profile.page_size, sender.clone());
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let shown = Rc::new(Shown::default());
        let (theme, kept) = (Theme::new(false), Rc::clone(&shown));
        let draw = move |frame: &mut Frame<'_>, app: &App| {
            let whole = ui::draw(frame, app, &theme);
            *kept.screen.borrow_mut() = text_of(frame);
            kept.changed.notify_waiters();
            whole
        };
        let mut console = Console::new(App::new(site), terminal, draw, calls);
        let console = tokio::task::spawn_local(async move { console.run(&mut events).await });
        Self { sender, shown, console, ledger }
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        self.shown.screen.borrow().clone()
    }

    /// Types: letters as they are, other keys as `<Enter>`, `<Ctrl-c>`, `<F5>`. All of it arrives in one go.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let inputs = parse_keys(keys).into_iter().map(Input::Key).collect();
        assert!(self.sender.send(Event::Typed { since: Instant::now(), inputs }).is_ok(), "the console has ended");
        self
    }

    /// Pastes, as a terminal marks it.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let inputs = vec![Input::Paste(text.to_owned())];
        assert!(self.sender.send(Event::Typed { since: Instant::now(), inputs }).is_ok(), "the console has ended");
        self
    }

    /// Waits until the screen satisfies something.
    pub async fn until_it(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        let waiting = async {
            loop {
                let changed = self.shown.changed.notified();
                if holds(&self.shown.screen.borrow()) {
                    break;
                }
                changed.await;
            }
        };
        let came = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(came.is_ok(), "never saw {what}; this is on the screen:\n{}", self.screen());
        self
    }

    /// Waits until the screen shows a text, in one line or as a sentence over several.
    pub async fn until(&mut self, text: &str) -> &mut Self {
        let joined = |screen: &str| screen.split_whitespace().collect::<Vec<_>>().join(" ");
        self.until_it(text, |screen| screen.contains(text) || joined(screen).contains(text)).await
    }

    /// Waits until the screen no longer shows a text.
    pub async fn until_gone(&mut self, text: &str) -> &mut Self {
        self.until_it(&format!("that \"{text}\" goes"), |screen| !screen.contains(text)).await
    }

    /// Finds a user by login ID and opens the page, with everything on it read.
    pub async fn open(&mut self, login_id: &str) -> &mut Self {
        self.keys(login_id).until(&format!("  {login_id} ")).await;
        self.until_gone("Searching").await.keys("<Enter><Enter>");
        self.until("user active").await.until("External ID").await.until_gone("Reading").await
    }

    /// Opens the confirmation with `key`, waits until the newest state is there, and types the word.
    pub async fn confirm(&mut self, key: &str, word: &str) -> &mut Self {
        self.keys(key).until(&format!("or type {word} and press Enter")).await;
        self.until_gone("Reading the newest").await.keys(word).until(&format!("> {word}")).await.keys("<Enter>")
    }

    /// The value that is shown, without the gaps between its groups.
    pub fn value(&self) -> String {
        let screen = self.screen();
        let mark = screen.lines().position(|line| line.trim_start().starts_with("====")).unwrap();
        let (value, _count) = screen.lines().nth(mark - 1).unwrap().trim_start().split_once("   ").unwrap();
        value.split_whitespace().collect()
    }

    /// Waits until everything that the journal was told so far is on the disk.
    pub async fn noted(&self) {
        self.ledger.cases().await.unwrap();
    }

    /// Waits for the end of the console.
    pub async fn ended(&mut self) -> End {
        tokio::time::timeout(PATIENCE, &mut self.console).await.expect("the console ends").unwrap()
    }
}

fn text_of(frame: &mut Frame<'_>) -> String {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    let row = |row| (0..area.width).map(|column| buffer[(column, row)].symbol()).collect::<String>();
    (0..area.height).map(|number| row(number).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
