//! A value in the clipboard of the operator's terminal: sent there, and emptied after twenty seconds.
//!
//! credesk cannot look into that clipboard: it says "sent", never "copied".

use std::sync::Arc;
use std::time::Duration;

use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, TimerId};
use crate::domain::problem::Problem;
use crate::secret::Secret;

/// How many seconds a value stays there.
pub const SECONDS: u64 = 20;

/// A value that was sent to the clipboard.
#[derive(Debug, Clone, Copy)]
pub struct Clip {
    pub(super) call: CallId,
    /// Runs once it is there.
    timer: Option<TimerId>,
}

impl Desk {
    /// Sends a value to the clipboard.
    pub fn clip(&mut self, value: Arc<Secret>) {
        let call = self.call_id();
        // What an earlier one left there is emptied in its time, whatever becomes of this one.
        self.clip = Some(Clip { call, timer: self.clip.and_then(|earlier| earlier.timer) });
        self.ask(Effect::Clip(call, value));
    }

    /// It was sent, or not.
    pub(super) fn clipped(&mut self, result: Result<(), Problem>) {
        let Some(clip) = self.clip else { return };
        match result {
            Ok(()) => {
                let timer = self.timer(Duration::from_secs(SECONDS));
                self.clip = Some(Clip { timer: Some(timer), ..clip });
                self.announce(format!("Sent to your terminal's clipboard; emptied in {SECONDS} seconds."));
            }
            Err(problem) => {
                self.clip = Some(clip).filter(|clip| clip.timer.is_some());
                self.announce(problem.sentences());
            }
        }
    }

    /// Empties the clipboard before its time, where something was sent there.
    pub(super) fn empty_clipboard(&mut self) {
        if self.clip.take().is_some() {
            self.ask(Effect::EmptyClipboard);
        }
    }

    /// A timer ran out; where it is the clipboard's, that is emptied.
    pub(super) fn unclip(&mut self, id: TimerId) {
        if self.clip.is_some_and(|clip| clip.timer == Some(id)) {
            self.clip = None;
            self.ask(Effect::EmptyClipboard);
        }
    }
}
