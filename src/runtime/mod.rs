//! The one place that touches the world: terminal, keyboard, network, clock, signals, random numbers.
//!
//! Decides nothing: what a key means and what happens next, [`App`] says. One thread runs everything but the reading of
//! the keyboard, which waits in the kernel.
//!
//! ```text
//! keyboard --input--.                                         .--> frame --> terminal
//! server -----------+--> event --> console --> App::update ---+
//! clock, signals ---'                                         '--> perform --> server, clock
//! ```

mod carry_out;
pub mod cells;
pub mod clipboard;
pub mod console;
pub mod decode;
pub mod entropy;
pub mod environment;
pub mod errand;
pub mod event;
mod evidence;
pub mod farewell;
pub mod fitness;
pub mod frame;
mod gate;
pub mod harden;
mod idle;
mod inlet;
mod input;
pub mod joined;
mod journal_trouble;
pub mod keeper;
pub mod ledger;
pub mod log;
mod looking_back;
pub mod panics;
pub mod paper;
pub mod perform;
mod scrub;
pub mod secret_line;
pub mod signals;
pub mod terminal;
pub mod watchers;
pub mod who;

use std::io;
use std::time::Duration;

use ratatui::Terminal;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};
use tokio::sync::mpsc::unbounded_channel;

use crate::api::ApiClient;
use crate::app::App;
use crate::app::desk::Site;
use crate::domain::look::Look;
use crate::domain::problem::Problem;
use crate::journal::failpoint;
use crate::print::queue::Cups;
use crate::ui;
use crate::ui::theme::Theme;
use console::{Console, End};
use event::{Receiver, Sender, Signal};
use farewell::Ending;
use fitness::Unfit;
use frame::{FrameBackend, terminal_size};
use inlet::Inlet;
use keeper::{Heads, Place};
use ledger::Ledger;
use panics::{Panicked, caught};
use perform::{Calls, Ended};
use terminal::{Guard, Screen};
use who::who;

/// What a console needs to begin.
#[derive(Debug)]
pub struct Session {
    /// What the profile decides.
    pub site: Site,
    /// How it looks, as far as the terminal can.
    pub look: Look,
    /// The server.
    pub client: ApiClient,
    /// The printers.
    pub cups: Cups,
    /// How long a change that is on its way is awaited when the console has ended.
    pub write_timeout: Duration,
    /// Where the journal lies.
    pub journal: Place,
}

/// How a console ended.
#[derive(Debug)]
pub struct Outcome {
    /// Why the loop ended, or that it panicked.
    pub end: Result<End, Panicked>,
    /// What became of the changes that were on their way.
    pub changes: Vec<Ending>,
    /// What else there is to say: of prints that were on their way, of a clipboard that could not be emptied, of values that
    /// nobody has noted as handed over.
    pub told: Vec<String>,
    /// A sentence for each change whose outcome was still being settled.
    pub left_open: Vec<String>,
    /// Where the journal stood, and stands; none where it was not opened. An error is a sentence: nobody knows.
    pub journal: Result<Option<Heads>, String>,
}

/// Why there was no console at all. The terminal is as it was.
#[derive(Debug, thiserror::Error)]
pub enum NoConsole {
    /// It cannot work here.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The terminal or the system refused something.
    #[error("credesk cannot use this terminal: {0}.")]
    Refused(#[from] io::Error),
}

/// Begins a session with the profile at this place of [`Site::profiles`].
pub type Next<'a> = dyn FnMut(usize) -> Option<Session> + 'a;

/// Runs the console, and the sessions that the operator switches to; afterwards awaits the changes that are on their way. The
/// terminal is given back in between.
///
/// # Errors
/// See [`NoConsole`].
pub fn run(session: Session, next: &mut Next<'_>) -> Result<Outcome, NoConsole> {
    fitness::check()?;
    panics::install_hook();
    let runtime = on_one_thread()?;
    let outcome = runtime.block_on(run_within(session, next));
    // A name that is still being looked up must not hold up the end.
    runtime.shutdown_background();
    outcome
}

/// The runtime of every run: one thread, which writes over what it has left on its stack before it waits.
///
/// # Errors
/// The system refused something.
pub fn on_one_thread() -> io::Result<LocalRuntime> {
    Builder::new_current_thread().enable_all().on_thread_park(scrub::scrub).build_local(LocalOptions::default())
}

async fn run_within(mut session: Session, next: &mut Next<'_>) -> Result<Outcome, NoConsole> {
    let (mut sender, mut events) = unbounded_channel();
    let inlet = Inlet::new(sender.clone());
    signals::listen(&inlet)?;
    let theme = Theme::of(&session.look, fitness::has_colors(), fitness::glyphs(session.look.ascii));
    let guard = Guard::enter()?;
    let reading = input::start(inlet.clone())?;
    let mut earlier: Option<Outcome> = None;
    let mut values = 0_u32;
    let over = loop {
        let draw = |frame: &mut ratatui::Frame<'_>, app: &App| {
            if app.shows_secret() {
                values = values.wrapping_add(1);
                failpoint::reached(format_args!("value-{values}"));
            }
            ui::draw(frame, app, &theme)
        };
        let over = sit(session, draw, sender, &mut events).await?;
        let switched = if let Ok(End::Switch(profile)) = over.end { next(profile) } else { None };
        let Some(switched) = switched else { break over };
        let outcome = over.outcome(&mut events).await;
        earlier = Some(outcome.after(earlier));
        let (next_sender, next_events) = unbounded_channel();
        inlet.lead_to(&next_sender, &mut events);
        (session, sender, events) = (switched, next_sender, next_events);
    };
    // What is typed from here on is for the shell.
    drop(reading);
    drop(guard);
    if over.end == Ok(End::Signal(Signal::HangUp)) {
        // Nobody reads what would be said. Without a null device the descriptors stay as they are: what is written to
        // them then is lost all the same.
        let _ = terminal::detach_output();
    }
    if over.calls.awaits_a_change() {
        farewell::announce(over.write_timeout);
    }
    if over.calls.awaits_a_print() {
        farewell::announce_print(over.calls.print_patience());
    }
    Ok(over.outcome(&mut events).await.after(earlier))
}

/// A session whose loop has ended. Every secret that it held or showed is wiped; its calls may still be on their way.
struct Over {
    end: Result<End, Panicked>,
    calls: Calls,
    ledger: Ledger,
    write_timeout: Duration,
    /// Of the clipboard, and of values that nobody has noted as handed over.
    told: [Vec<String>; 2],
    left_open: Vec<String>,
}

/// One session, from its first frame to the end of its loop.
async fn sit<D>(session: Session, draw: D, sender: Sender, events: &mut Receiver) -> Result<Over, NoConsole>
where
    D: FnMut(&mut ratatui::Frame<'_>, &App) -> bool,
{
    let Session { site, look: _, client, cups, write_timeout, journal } = session;
    let mut terminal = Terminal::new(FrameBackend::new(Screen, terminal_size))?;
    // What another session has left there: this one draws what differs from an empty screen.
    terminal.clear()?;
    let ledger = Ledger::start(journal, site.session, who())?;
    let calls = Calls::new(client, ledger.clone(), cups, site.page_size, sender);
    let mut console = Console::new(App::new(site), terminal, draw, calls);
    let end = caught(console.run(events)).await;
    tracing::info!("console ended: {}", reason(end));
    let (left_open, not_handed_over) = (console.left_open(), console.not_handed_over());
    let mut calls = console.into_calls();
    let clipboard = calls.clear_clipboard().await.iter().map(Problem::sentences).collect();
    Ok(Over { end, calls, ledger, write_timeout, told: [clipboard, not_handed_over], left_open })
}

impl Over {
    /// Awaits what is on its way, and ends the session in the journal.
    async fn outcome(self, events: &mut Receiver) -> Outcome {
        let Self { end, calls, ledger, write_timeout, told: [clipboard, not_handed_over], left_open } = self;
        let Ended { changes, prints } = calls.finish(events, write_timeout).await;
        let journal = ledger.end(reason(end)).await;
        let told = [clipboard, prints, not_handed_over].concat();
        Outcome { end, changes, told, left_open, journal }
    }
}

impl Outcome {
    /// What there is to say of this session and of those before it, the journal's heads from the first start to this end.
    fn after(mut self, earlier: Option<Self>) -> Self {
        let Some(earlier) = earlier else { return self };
        self.changes.splice(0..0, earlier.changes);
        self.told.splice(0..0, earlier.told);
        self.left_open.splice(0..0, earlier.left_open);
        self.journal = match (earlier.journal, self.journal) {
            (Ok(Some(first)), Ok(Some(mut last))) => {
                last.start = first.start;
                last.notes.splice(0..0, first.notes);
                Ok(Some(last))
            }
            (Ok(first), Ok(last)) => Ok(last.or(first)),
            (Err(why), last) => {
                self.told.push(why);
                last
            }
            (Ok(_), Err(why)) => Err(why),
        };
        self
    }
}

/// Why the session ends, in a word for the journal.
fn reason(end: Result<End, Panicked>) -> &'static str {
    match end {
        Ok(End::Quit | End::Switch(_)) => "quit",
        Ok(End::Idle) => "idle",
        Ok(End::Signal(_)) => "signal",
        Err(Panicked) => "fault",
    }
}
