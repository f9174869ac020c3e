//! The thread that reads the terminal. It waits in the kernel, so an idle console costs nothing.
//!
//! Knows no meaning of any key. It is never joined: the read it waits in cannot be called back.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event as TerminalEvent, KeyEventKind};

use crate::runtime::event::{Event, Input, Sender};

/// The most that is taken in one go, so that an endless stream of input still gets drawn. A terminal's own queue holds
/// 4096 bytes.
const MOST: usize = 4096;

/// Starts reading.
///
/// # Errors
/// The thread cannot be started.
pub fn start(events: Sender) -> io::Result<()> {
    let farewell = Farewell(events.clone());
    let read = move || {
        let _tells_when_this_ends = farewell;
        while let Ok(typed) = read() {
            if events.send(typed).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read).map(drop)
}

/// Waits for one event, then takes along whatever has come with it.
fn read() -> io::Result<Event> {
    let first = event::read()?;
    let since = Instant::now();
    let mut inputs = Vec::from_iter(input(first));
    let mut taken = 1;
    while taken < MOST && event::poll(Duration::ZERO)? {
        inputs.extend(input(event::read()?));
        taken += 1;
    }
    Ok(Event::Typed { since, inputs })
}

/// Repeats and releases are told apart only by terminals that were asked to, and credesk asks none; should one tell all
/// the same, they are no typing.
fn input(event: TerminalEvent) -> Option<Input> {
    match event {
        TerminalEvent::Key(key) if key.kind == KeyEventKind::Press => Some(Input::Key(key)),
        TerminalEvent::Paste(text) => Some(Input::Paste(text)),
        TerminalEvent::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        TerminalEvent::Key(_) | TerminalEvent::FocusGained | TerminalEvent::FocusLost | TerminalEvent::Mouse(_) => None,
    }
}

/// Says that nobody reads any more, however the thread ends.
struct Farewell(Sender);

impl Drop for Farewell {
    fn drop(&mut self) {
        // The loop is gone only when the program ends anyway.
        let _ = self.0.send(Event::TerminalLost);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    #[test]
    fn what_a_terminal_calls_a_repeat_or_a_release_is_no_typing() {
        let key = |kind| {
            let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, kind);
            input(TerminalEvent::Key(event)).is_some()
        };
        assert!(key(KeyEventKind::Press));
        assert!(!key(KeyEventKind::Repeat));
        assert!(!key(KeyEventKind::Release));
    }
}
