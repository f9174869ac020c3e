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
pub mod farewell;
pub mod fitness;
pub mod frame;
mod gate;
pub mod harden;
mod idle;
mod input;
pub mod joined;
pub mod keeper;
pub mod ledger;
pub mod log;
pub mod panics;
pub mod paper;
pub mod perform;
mod scrub;
pub mod secret_line;
pub mod signals;
pub mod terminal;
mod watchers;
pub mod who;

use std::io;
use std::time::Duration;

use ratatui::Terminal;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};
use tokio::sync::mpsc::unbounded_channel;

use crate::api::ApiClient;
use crate::app::App;
use crate::app::desk::Site;
use crate::domain::problem::Problem;
use crate::journal::failpoint;
use crate::print::queue::Cups;
use crate::ui;
use crate::ui::theme::Theme;
use console::{Console, End};
use event::Signal;
use farewell::Ending;
use fitness::Unfit;
use frame::{FrameBackend, terminal_size};
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

/// Runs the console, and afterwards awaits the changes that are on their way. The terminal is given back in between.
///
/// # Errors
/// See [`NoConsole`].
pub fn run(session: Session) -> Result<Outcome, NoConsole> {
    fitness::check()?;
    panics::install_hook();
    let runtime = on_one_thread()?;
    let outcome = runtime.block_on(run_within(session));
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

async fn run_within(session: Session) -> Result<Outcome, NoConsole> {
    let Session { site, client, cups, write_timeout, journal } = session;
    let (sender, mut events) = unbounded_channel();
    signals::listen(&sender)?;
    let theme = Theme::new(fitness::has_colors());
    let guard = Guard::enter()?;
    let terminal = Terminal::new(FrameBackend::new(Screen, terminal_size))?;
    let reading = input::start(sender.clone())?;
    let ledger = Ledger::start(journal, site.session, who())?;
    let calls = Calls::new(client, ledger.clone(), cups, site.page_size, sender);
    let mut values = 0_u32;
    let draw = |frame: &mut ratatui::Frame<'_>, app: &App| {
        if app.shows_secret() {
            values = values.wrapping_add(1);
            failpoint::reached(format_args!("value-{values}"));
        }
        ui::draw(frame, app, &theme)
    };
    let mut console = Console::new(App::new(site), terminal, draw, calls);
    let end = caught(console.run(&mut events)).await;
    tracing::info!("console ended: {}", reason(end));
    let (left_open, not_handed_over) = (console.left_open(), console.not_handed_over());
    let mut calls = console.into_calls();
    let mut told: Vec<_> = calls.clear_clipboard().await.iter().map(Problem::sentences).collect();
    // What is typed from here on is for the shell.
    drop(reading);
    drop(guard);
    if end == Ok(End::Signal(Signal::HangUp)) {
        // Nobody reads what would be said. Without a null device the descriptors stay as they are: what is written to
        // them then is lost all the same.
        let _ = terminal::detach_output();
    }
    if calls.awaits_a_change() {
        farewell::announce(write_timeout);
    }
    if calls.awaits_a_print() {
        farewell::announce_print(calls.print_patience());
    }
    let Ended { changes, prints } = calls.finish(&mut events, write_timeout).await;
    let journal = ledger.end(reason(end)).await;
    told.extend(prints);
    told.extend(not_handed_over);
    Ok(Outcome { end, changes, told, left_open, journal })
}

/// Why the session ends, in a word for the journal.
fn reason(end: Result<End, Panicked>) -> &'static str {
    match end {
        Ok(End::Quit) => "quit",
        Ok(End::Idle) => "idle",
        Ok(End::Signal(_)) => "signal",
        Err(Panicked) => "fault",
    }
}
