//! The comment that follows a reset which could not take one itself: a change of its own, sent once like every other.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::desk::Desk;
use crate::app::effect::CallId;
use crate::domain::operation::Order;
use crate::domain::record::{Intent, OperationId};
use crate::domain::verdict::Sent;
use crate::domain::write::WriteAnswer;

/// The comment that follows a reset, on its way.
#[derive(Debug)]
pub struct FollowUp {
    /// What it is waited for by.
    pub(super) call: CallId,
    id: OperationId,
    intent: Intent,
    sent_at: Option<Timestamp>,
}

impl Desk {
    /// Sends the comment that a reset could not take.
    pub fn follow_up(&mut self, order: Order) {
        let (id, intent) = (order.id, order.intent.clone());
        let call = self.order(order);
        self.casework.follow_ups.push(FollowUp { call, id, intent, sent_at: None });
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
        let FollowUp { id, intent, sent_at, .. } = self.casework.follow_ups.swap_remove(place);
        match answer {
            WriteAnswer::Done(_) => self.say("The comment is written too."),
            WriteAnswer::NotSent(_, problem) | WriteAnswer::Refused(_, problem) => {
                self.say(format!(
                    "The reset is done, its comment still missing: {} See the open cases (Ctrl-O).",
                    problem.what
                ));
            }
            WriteAnswer::Unknown(_, problem) => {
                self.say(format!(
                    "The reset is done. Whether its comment was written, readings will tell: {}",
                    problem.what
                ));
                if let Some(at) = sent_at {
                    self.settle(Sent { id, intent, at }, after);
                }
            }
        }
        self.list_cases();
    }
}
