//! The real loop on a screen in memory, against a real sandbox: what no terminal can be made to do on time.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/profile.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod profile;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use credesk::api::ApiClient;
use credesk::app::App;
use credesk::app::desk::Site;
use credesk::runtime::console::{Console, End};
use credesk::runtime::event::{Event, Input, Receiver, Sender};
use credesk::runtime::farewell::Ending;
use credesk::runtime::panics::{Panicked, caught};
use credesk::runtime::perform::Calls;
use credesk::sandbox::{Operator, Options, Sandbox};
use credesk::ui::{self, theme::Theme};
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Frame, Terminal};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::Notify;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::timeout;

/// What the last frame showed, and a word for each new one.
#[derive(Default)]
struct Seen {
    screen: RefCell<String>,
    drawn: Notify,
    broken: Cell<bool>,
}

impl Seen {
    fn draw(&self, frame: &mut Frame<'_>, app: &App) -> bool {
        assert!(!self.broken.get(), "broken on purpose");
        let whole = ui::draw(frame, app, &Theme::new(true));
        let width = usize::from(frame.area().width);
        let cells: Vec<_> = frame.buffer_mut().content.iter().map(ratatui::buffer::Cell::symbol).collect();
        *self.screen.borrow_mut() = cells.chunks(width).map(|row| row.concat() + "\n").collect();
        self.drawn.notify_one();
        whole
    }

    fn shows(&self, text: &str) -> bool {
        self.screen.borrow().contains(text)
    }

    async fn wait_for(&self, text: &str) {
        let reached = async {
            while !self.shows(text) {
                self.drawn.notified().await;
            }
        };
        let came = timeout(Duration::from_secs(30), reached).await;
        assert!(came.is_ok(), "never seen: {text}\n{}", self.screen.borrow());
    }
}

/// The operator's hands.
struct Hands {
    events: Sender,
    seen: Rc<Seen>,
}

impl Hands {
    fn typed(&self, since: Instant, text: &str) {
        let code = |character| if character == '\n' { KeyCode::Enter } else { KeyCode::Char(character) };
        let inputs = text.chars().map(|typed| Input::Key(KeyEvent::new(code(typed), KeyModifiers::NONE))).collect();
        assert!(self.events.send(Event::Typed { since, inputs }).is_ok());
    }

    fn types(&self, text: &str) {
        self.typed(Instant::now(), text);
    }

    /// Opens the confirmation of a new PUK for demo.all.
    async fn open_confirmation(&self) {
        self.types("demo.all");
        self.seen.wait_for("1 user").await;
        self.types("\n");
        self.seen.wait_for("> demo.all").await;
        self.types("\n");
        self.seen.wait_for("regenerate the PUK").await;
        self.types("r");
        self.seen.wait_for("type demo.all and press Enter").await;
        while self.seen.shows("Reading the newest state") {
            self.seen.drawn.notified().await;
        }
    }
}

/// Runs a console, with these hands on it, until it ends.
fn run<F: Future<Output = ()>>(script: impl FnOnce(Hands) -> F) -> (Result<End, Panicked>, Vec<Ending>) {
    let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
    let home = profile::Home::new();
    home.write("token", &sandbox.token(Operator::Helpdesk), 0o600);
    let profile = home.profile(&sandbox.url(), "");
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    runtime.block_on(async {
        let (events, mut received): (Sender, Receiver) = unbounded_channel();
        let calls = Calls::new(ApiClient::new(&profile), 100, events.clone());
        let seen = Rc::new(Seen::default());
        let drawing = Rc::clone(&seen);
        let terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        let draw = move |frame: &mut Frame<'_>, app: &App| drawing.draw(frame, app);
        let mut console = Console::new(App::new(site()), terminal, draw, calls);
        let (end, ()) = tokio::join!(caught(console.run(&mut received)), script(Hands { events, seen }));
        (end, console.into_calls().finish(&mut received, Duration::from_secs(30)).await)
    })
}

fn site() -> Site {
    Site {
        environment: "TEST".into(),
        environment_color: "yellow".into(),
        host: "127.0.0.1".into(),
        client: None,
        self_admin: false,
        read_only: false,
        demo: false,
        page_size: 100,
        search_delay: Duration::ZERO,
        time_zone: jiff::tz::TimeZone::UTC,
    }
}

#[test]
fn keys_from_before_the_dialog_are_dropped_even_when_they_come_late() {
    let (end, changes) = run(|hands| async move {
        let before = Instant::now();
        hands.open_confirmation().await;
        hands.typed(before, "demo.all\n");
        hands.types("x");
        hands.seen.wait_for(" > x").await;
        assert!(!hands.seen.shows("demo.allx"));
        assert!(hands.events.send(Event::Signal(credesk::runtime::event::Signal::Terminate)).is_ok());
    });
    assert!(matches!(end, Ok(End::Signal(_))) && changes.is_empty());
}

#[test]
fn a_panic_while_drawing_ends_the_console_and_the_change_on_its_way_is_still_awaited() {
    let (end, changes) = run(|hands| async move {
        hands.open_confirmation().await;
        hands.types("demo.all");
        hands.seen.wait_for(" > demo.all").await;
        hands.seen.broken.set(true);
        hands.types("\n");
    });
    assert_eq!(end, Err(Panicked));
    let [change] = &changes[..] else { panic!("{changes:?}") };
    assert!(change.to_string().contains("it was carried out"), "{change}");
}

#[test]
fn a_terminal_that_is_read_no_more_counts_as_a_hang_up() {
    let (end, changes) = run(|hands| async move {
        hands.seen.wait_for("m.huber").await;
        assert!(hands.events.send(Event::TerminalLost).is_ok());
    });
    assert_eq!(end, Ok(End::Signal(credesk::runtime::event::Signal::HangUp)));
    assert!(changes.is_empty());
}
