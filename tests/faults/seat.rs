//! The whole console without a terminal: its own loop, screen, journal and HTTP client. Driven by keys alone; what it
//! says is read off its screen and its state, frame by frame.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use credesk::api::ApiClient;
use credesk::app::App;
use credesk::app::desk::Site;
use credesk::app::screen::Screen;
use credesk::config::Profile;
use credesk::domain::hand_over::HandOver;
use credesk::domain::record::SessionId;
use credesk::print::queue::Cups;
use credesk::runtime::console::Console;
use credesk::runtime::entropy;
use credesk::runtime::event::{Event, Input, Sender, Signal};
use credesk::runtime::ledger::Ledger;
use credesk::runtime::perform::Calls;
use credesk::runtime::who::who;
use credesk::ui;
use credesk::ui::theme::Theme;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Frame, Terminal, backend::TestBackend};
use tokio::sync::mpsc::unbounded_channel;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::script::SETTLE;

/// Nothing takes so long; a schedule that waits longer has failed.
const PATIENCE: Duration = Duration::from_mins(1);
const SIZE: (u16, u16) = (80, 24);

/// One frame: the state that was drawn, and what is on the screen.
pub struct Sight<'a> {
    pub app: &'a App,
    buffer: &'a Buffer,
}

impl Sight<'_> {
    /// The screen's rows, with gaps and line breaks as one space each: sentences may be broken anywhere.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(4 * self.buffer.content.len());
        let mut gap = false;
        for (place, cell) in self.buffer.content.iter().enumerate() {
            gap |= place % usize::from(SIZE.0) == 0;
            let symbol = cell.symbol();
            if symbol == " " {
                gap = true;
            } else {
                if std::mem::take(&mut gap) {
                    text.push(' ');
                }
                text.push_str(symbol);
            }
        }
        text
    }
}

type Wish = Box<dyn FnMut(&Sight<'_>) -> bool>;

/// A seat at a running console.
pub struct Seat {
    sender: Sender,
    wish: Rc<RefCell<Option<Wish>>>,
    console: JoinHandle<()>,
    ledger: Ledger,
    pub frames: Rc<Cell<u32>>,
}

/// Letters as they are; `\n` is Enter, `\u{1b}` Esc, `\u{f}` Ctrl-O, `↓` Down, `⟳` F5.
fn key(sign: char) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match sign {
        '\n' => plain(KeyCode::Enter),
        '\u{1b}' => plain(KeyCode::Esc),
        '\u{f}' => KeyEvent::new(KeyCode::Char('o'), KeyModifiers::CONTROL),
        '↓' => plain(KeyCode::Down),
        '⟳' => plain(KeyCode::F(5)),
        letter => plain(KeyCode::Char(letter)),
    }
}

/// An outcome is being settled, and there is no verdict yet.
fn is_counting_down(app: &App) -> bool {
    let Some(Screen::Settle(screen)) = app.screen() else { return false };
    screen.settling(app.desk()).is_some_and(|settling| settling.verdict().is_none())
}

impl Seat {
    /// Sits down. `on_frame` sees every state that is drawn. A second of the settling's schedule lasts `second`.
    pub fn new(profile: &Profile, journal: &Path, second: Duration, on_frame: impl Fn(&App) + 'static) -> Self {
        let site = Site {
            environment: "TEST".into(),
            environment_color: "green".into(),
            host: "idm.example.ch".into(),
            server: "idm.example.ch".into(),
            production: false,
            profile: 0,
            profiles: vec![],
            clients: vec![],
            self_admin: false,
            read_only: false,
            demo: false,
            page_size: profile.page_size,
            session: SessionId(entropy::number()),
            comment_after_reset: false,
            idle: credesk::domain::idle::Idle::default(),
            unlock: credesk::app::lock::Unlock::Password,
            hand_over: HandOver::default(),
            write_timeout: profile.write_timeout,
            settle: Duration::from_secs(SETTLE.into()),
            second,
            search_delay: Duration::from_millis(1),
            time_zone: TimeZone::UTC,
            alphabets: credesk::config::built_in_alphabets(),
        };
        let (sender, mut events) = unbounded_channel();
        let ledger = Ledger::start(journal.to_owned().into(), site.session, who()).unwrap();
        let calls =
            Calls::new(ApiClient::new(profile), ledger.clone(), Cups::default(), profile.page_size, sender.clone());
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        let (wish, frames) = (Rc::<RefCell<Option<Wish>>>::default(), Rc::<Cell<u32>>::default());
        let (theme, asked, drawn) = (Theme::new(false), Rc::clone(&wish), Rc::clone(&frames));
        let draw = move |frame: &mut Frame<'_>, app: &App| {
            on_frame(app);
            drawn.set(drawn.get() + 1);
            // A countdown is drawn every eighth time only: nothing is looked for on it, and it is most of all frames.
            if is_counting_down(app) && drawn.get() % 8 != 0 {
                return true;
            }
            let whole = ui::draw(frame, app, &theme);
            let mut wish = asked.borrow_mut();
            let sight = Sight { app, buffer: frame.buffer_mut() };
            if wish.as_mut().is_some_and(|wish| wish(&sight)) {
                *wish = None;
            }
            whole
        };
        let mut console = Console::new(App::new(site), terminal, draw, calls);
        let console = tokio::task::spawn_local(async move {
            let _end = console.run(&mut events).await;
        });
        Self { sender, wish, console, ledger, frames }
    }

    /// Presses keys, all in one go, and waits for nothing.
    pub fn press(&self, keys: &str) {
        let inputs: Vec<_> = keys.chars().map(|sign| Input::Key(key(sign))).collect();
        let _ended = self.sender.send(Event::Typed { since: Instant::now(), inputs });
        let _ended = self.sender.send(Event::Signal(Signal::Resize)); // a frame follows in any case
    }

    /// Presses keys and waits for a frame that shows something.
    pub async fn until<T: 'static>(
        &self,
        keys: &str,
        what: &'static str,
        look: impl Fn(&Sight<'_>) -> Option<T> + 'static,
    ) -> Result<T, String> {
        let seen = self.look(keys, look);
        if let Ok(Ok(seen)) = tokio::time::timeout(PATIENCE, seen).await {
            return Ok(seen);
        }
        let screen = tokio::time::timeout(PATIENCE, self.look("", |sight| Some(sight.text()))).await;
        Err(format!("never saw {what}, but: {screen:?}"))
    }

    fn look<T: 'static>(&self, keys: &str, look: impl Fn(&Sight<'_>) -> Option<T> + 'static) -> oneshot::Receiver<T> {
        let (tell, told) = oneshot::channel();
        let mut tell = Some(tell);
        *self.wish.borrow_mut() = Some(Box::new(move |sight| {
            let Some(seen) = look(sight) else { return false };
            let _gave_up = tell.take().map(|tell| tell.send(seen));
            true
        }));
        self.press(keys);
        told
    }

    /// Gets up: the console is gone, and the journal closed, when this comes back.
    pub async fn leave(self) {
        self.console.abort();
        let _aborted = self.console.await;
        let _heads = self.ledger.end("quit").await;
    }
}
