//! The comment that follows a reset which could not take one itself: a change of its own, sent once like every other.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::desk::Desk;
use crate::app::effect::CallId;
use crate::domain::operation::Order;
use crate::domain::record::{Event, Intent, OperationId};
use crate::domain::verdict::Sent;
use crate::domain::write::WriteAnswer;

/// The comment that follows a reset, on its way.
#[derive(Debug)]
pub struct FollowUp {
    /// What it is waited for by.
    pub(super) call: CallId,
    id: OperationId,
    intent: Intent,
    /// The reset whose comment it is.
    reset: Sent,
    sent_at: Option<Timestamp>,
}

impl Desk {
    /// Sends the comment that a reset could not take. Afterwards the reset is verified, or the comment with it.
    pub fn follow_up(&mut self, reset: Sent, order: Order) {
        let (id, intent) = (order.id, order.intent.clone());
        let call = self.order(order);
        self.casework.follow_ups.push(FollowUp { call, id, intent, reset, sent_at: None });
    }

    /// True while a comment that follows a reset is on its way.
    pub fn is_following_up(&self) -> bool {
        !self.casework.follow_ups.is_empty()
    }

    /// Takes word of a comment that follows a reset.
    pub fn follow_up_recorded(&mut self, call: CallId, at: Timestamp) {
        if let Some(follow_up) = self.casework.follow_ups.iter_mut().find(|follow_up| follow_up.call == call) {
            follow_up.sent_at = Some(at);
        }
    }

    /// Takes what became of a comment that follows a reset. It is not repeated; what is missing stays an open case.
    pub fn follow_up_written(&mut self, call: CallId, answer: WriteAnswer, after: Duration) {
        let Some(place) = self.casework.follow_ups.iter().position(|follow_up| follow_up.call == call) else { return };
        let FollowUp { id, intent, reset, sent_at, .. } = self.casework.follow_ups.swap_remove(place);
        self.done_with(id);
        let shown_with = reset.id;
        match answer {
            WriteAnswer::Done(_) => {
                self.record(id, Event::Closed);
                self.say("The comment is written too.");
                // A reading that shows the comment's mark shows the reset before it: its version was part of the request.
                self.verify(shown_with, sent_at.map_or(reset, |at| Sent { id, intent, at }));
            }
            WriteAnswer::NotSent(_, problem) | WriteAnswer::Refused(_, problem) => {
                self.say(format!("The reset is done, its comment still missing (Ctrl-O): {}", problem.what));
                self.verify(shown_with, reset);
            }
            WriteAnswer::Unknown(..) => {
                self.say("The reset is done. Whether its comment was written, readings will tell.");
                self.verify(shown_with, reset);
                if let Some(at) = sent_at {
                    self.settle(Sent { id, intent, at }, after);
                }
            }
        }
        self.list_cases();
    }
}
