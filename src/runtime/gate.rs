//! Which keys count. A key that was meant for another screen must not confirm, wipe a value that nobody has seen, or print it.
//!
//! Keys that are older than a guarded screen's first frame are dropped, however late they come; so is a key that is still held
//! when such a screen opens by itself. The other gate is in `App`, where the clock is not known: until `Msg::Drawn` a
//! confirmation takes no keys, so that none of the batch that opened it counts, whoever drives `App`.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::KeyEvent;

use crate::app::context::Context;
use crate::app::msg::{Msg, Reply};
use crate::runtime::event::Input;

/// Where a key that was meant for another screen does harm. On the lock it would be a part of a wrong password.
const GUARDED: [Context; 8] = [
    Context::Confirm,
    Context::Handoff,
    Context::Card,
    Context::Print,
    Context::PrintFile,
    Context::Settle,
    Context::Cases,
    Context::Locked,
];

/// A key that comes again within this time is being held: terminals repeat a key 10 to 40 times a second, and a line can
/// hold some of that up.
const HELD: Duration = Duration::from_millis(250);

/// One key, pressed once or held.
struct Run {
    key: KeyEvent,
    began: Instant,
    last: Instant,
}

/// Why the screen is another one than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A key, or something that is not told apart from one.
    Key,
    /// An answer of the server.
    Answer,
    /// The list of printers has come: from here on Enter prints, and before it did nothing.
    Printers,
}

impl Cause {
    /// Of this message, which comes while this context holds.
    pub fn of(msg: &Msg, context: Context) -> Self {
        match msg {
            Msg::Reply(_, reply) if context == Context::Print && matches!(**reply, Reply::Printers(..)) => {
                Self::Printers
            }
            Msg::Reply(..) => Self::Answer,
            _ => Self::Key,
        }
    }
}

/// Drops the keys that do not count.
#[derive(Default)]
pub struct Gate {
    /// A guarded screen has opened and is not drawn yet.
    deaf: bool,
    /// When the last guarded screen was drawn first.
    heard_from: Option<Instant>,
    /// A key that is held was not pressed for it: it opened by itself, with an answer of the server, or one Enter opens it
    /// and the next one would save.
    unasked: bool,
    /// What was typed last.
    run: Option<Run>,
}

impl Gate {
    /// Something has happened, and the keyboard is where it is now.
    pub fn moved(&mut self, before: Context, now: Context, cause: Cause) {
        if cause == Cause::Printers || opens(before, now) {
            let by_itself = cause != Cause::Key && now != Context::Confirm;
            // Enter has closed what lay over it, or what narrowed it: held on, it must not act on what comes to light.
            let uncovered = matches!(before, Context::Palette | Context::Message | Context::Filter);
            (self.deaf, self.unasked) = (true, by_itself || uncovered || now == Context::PrintFile);
        }
    }

    /// A frame is out.
    pub fn drawn(&mut self, now: Instant) {
        if std::mem::take(&mut self.deaf) {
            self.heard_from = Some(now);
        }
    }

    /// Whether this counts, which was read at that time.
    pub fn lets_through(&mut self, input: &Input, since: Instant) -> bool {
        let began = match input {
            Input::Key(key) => self.pressed(*key, since),
            Input::Paste(_) => since,
        };
        let meant = if self.unasked { began } else { since };
        !self.deaf && self.heard_from.is_none_or(|drawn| meant >= drawn)
    }

    /// Since when this key is down.
    fn pressed(&mut self, key: KeyEvent, now: Instant) -> Instant {
        let held = self.run.take().filter(|run| run.key == key && now.saturating_duration_since(run.last) < HELD);
        let began = held.map_or(now, |run| run.began);
        self.run = Some(Run { key, began, last: now });
        began
    }
}

/// Whether a guarded screen opens. A card, and the list of printers, are on the screen already while a field lies over them.
fn opens(before: Context, now: Context) -> bool {
    now != before && !matches!(before, Context::CardField | Context::PrintFile) && GUARDED.contains(&now)
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    fn enter() -> Input {
        Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE))
    }

    /// Enter chose something in the palette, closed a message, or ended a filter; what was below must not print or open.
    #[test]
    fn an_enter_that_is_held_does_not_act_on_what_it_has_uncovered() {
        let begin = Instant::now();
        let after = |millis| begin + Duration::from_millis(millis);
        for below in GUARDED {
            for over in [Context::Palette, Context::Message, Context::Filter] {
                let mut gate = Gate::default();
                assert!(gate.lets_through(&enter(), begin));
                gate.moved(over, below, Cause::Key);
                assert!(!gate.lets_through(&enter(), after(30)), "not drawn yet");
                gate.drawn(after(40));
                for repeat in 2..20 {
                    assert!(!gate.lets_through(&enter(), after(30 * repeat)), "{over:?} over {below:?}: held");
                }
                assert!(gate.lets_through(&enter(), after(2000)), "{over:?} over {below:?}: pressed anew");
            }
        }
    }
}
