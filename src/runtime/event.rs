//! What reaches the loop from outside: the keyboard, the server, the clock, the operating system.
//!
//! No `Debug`: a key may be a character of a password, and events never go into a log.

use std::time::Instant;

use jiff::Timestamp;
use ratatui::crossterm::event::KeyEvent;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::app::effect::{CallId, TimerId};
use crate::app::msg::Reply;
use crate::domain::problem::Problem;

/// Where events are put. All of them go through one queue, so that nothing overtakes anything.
pub type Sender = UnboundedSender<Event>;

/// Where the loop takes them.
pub type Receiver = UnboundedReceiver<Event>;

/// Something happened.
pub enum Event {
    /// What the terminal sent in one go.
    Typed {
        /// When the first of it had been read: keys older than a guarded screen's first frame do not count on it.
        since: Instant,
        /// In the order of typing.
        inputs: Vec<Input>,
    },
    /// An answer to a call.
    Reply(CallId, Box<Reply>),
    /// The intent of a change is on the disk since this moment; its request leaves now, and the answer is still awaited.
    Recorded(CallId, Timestamp),
    /// A problem that belongs to no screen.
    Trouble(Box<Problem>),
    /// A timer ran out.
    Timer(TimerId),
    /// The operating system wants something.
    Signal(Signal),
    /// The terminal cannot be read any more.
    TerminalLost,
}

/// One thing that the terminal sent.
pub enum Input {
    /// A key went down, or is held: an ordinary terminal sends a held key as the same bytes again and again, and nobody
    /// can tell. That a held key confirms nothing is up to the word that must be typed, not to this.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
}

/// A signal that the console answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The line is gone.
    HangUp,
    /// Ctrl-C from outside; in the console itself Ctrl-C is a key.
    Interrupt,
    /// Ctrl-\ from outside.
    Quit,
    /// The usual request to end.
    Terminate,
    /// A request to stop for a while; in the console itself Ctrl-Z is a key without meaning.
    Suspend,
    /// The console goes on after it was stopped.
    Continue,
    /// The terminal has another size.
    Resize,
}
