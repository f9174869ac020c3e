//! What lies over a value: covered until asked for, and again when nobody has pressed a key for a while.
//!
//! Counts seconds only while the value can be read; covered, it costs nothing.

use std::time::Duration;

use crate::app::desk::Desk;
use crate::app::effect::TimerId;
use crate::domain::record::{Event, OperationId};

/// One step of the countdown.
const SECOND: Duration = Duration::from_secs(1);

/// Whether a value can be read, and whether it ever could.
#[derive(Debug, Default)]
pub struct Curtain {
    seen: bool,
    /// While it can be read: the seconds that are left, and the timer of the one that runs.
    open: Option<(u64, TimerId)>,
}

impl Curtain {
    /// True while the value cannot be read.
    pub fn is_closed(&self) -> bool {
        self.open.is_none()
    }

    /// True where the value could be read at any time, or was let out in another way.
    pub fn was_seen(&self) -> bool {
        self.seen
    }

    /// Seconds until the value covers itself; none where it is covered.
    pub fn left(&self) -> Option<u64> {
        self.open.map(|(left, _)| left)
    }

    /// Somebody may know the value now: it was on the screen, or has left on paper or to a clipboard. The first time the
    /// journal is told, where the value is the result of an operation.
    pub fn see(&mut self, result_of: Option<OperationId>, desk: &mut Desk) {
        if !std::mem::replace(&mut self.seen, true)
            && let Some(id) = result_of
        {
            desk.record(id, Event::Shown);
        }
    }

    /// Uncovers. Whether anything is seen of it, the next frame tells.
    pub fn open(&mut self, desk: &mut Desk) {
        self.open = Some((desk.site.hand_over.hide_after.as_secs(), desk.timer(SECOND)));
    }

    /// A frame was drawn, with all of the value (`whole`) or, on a window that is too small, with nothing of it.
    pub fn drawn(&mut self, whole: bool, result_of: Option<OperationId>, desk: &mut Desk) {
        if whole && self.open.is_some() {
            self.see(result_of, desk);
        }
    }

    /// Covers.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// The operator is there: the time begins anew. The second that runs goes on.
    pub fn stir(&mut self, desk: &Desk) {
        if let Some((left, _)) = &mut self.open {
            *left = desk.site.hand_over.hide_after.as_secs();
        }
    }

    /// A timer ran out; where it is the one of this value a second is over, and with the last one it is covered.
    pub fn second(&mut self, id: TimerId, desk: &mut Desk) {
        let Some((left, timer)) = self.open else { return };
        if timer != id {
            return;
        }
        if left > 1 {
            self.open = Some((left - 1, desk.timer(SECOND)));
        } else {
            self.close();
            let seconds = desk.site.hand_over.hide_after.as_secs();
            desk.say(format!("Covered: no key was pressed for {seconds} seconds. v shows it again."));
        }
    }
}
