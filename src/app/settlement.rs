//! Changes whose answer was lost, on the desk: readings go out by the schedule, and what they show becomes a verdict.
//!
//! When to read and what a reading says is decided in `domain`; here it is asked for and taken.

use std::time::Duration;

use crate::app::desk::Desk;
use crate::app::effect::{CallId, Read, TimerId};
use crate::domain::evidence::Evidence;
use crate::domain::problem::Problem;
use crate::domain::record::{Intent, OperationId};
use crate::domain::settling::Settling;
use crate::domain::verdict::{Sent, Verdict};
use crate::domain::words::{Reader, verdict_lines};

impl Desk {
    /// A change that is being settled, or was.
    pub fn settling(&self, id: OperationId) -> Option<&Settling> {
        self.casework.settlings.iter().find(|settling| settling.sent().id == id)
    }

    /// Begins to settle a change whose answer was lost, so long after it was sent.
    pub fn settle(&mut self, sent: Sent, age: Duration) {
        if self.settling(sent.id).is_none() {
            self.casework.settlings.push(Settling::begin(sent, age));
            self.drive();
        }
    }

    /// Reads once more what became of a change that is not clear.
    pub fn settle_again(&mut self, id: OperationId) {
        if let Some(settling) = self.casework.settlings.iter_mut().find(|settling| settling.sent().id == id) {
            settling.again();
            self.drive();
        } else if let Some(listed) = self.listed(id).filter(|listed| self.is_ours_to_settle(listed)) {
            let resumed = Settling::resume(listed.case.sent(), listed.age);
            self.casework.settlings.push(resumed);
            self.drive();
        }
    }

    /// The changes of this session about which nobody knows yet whether they were carried out.
    pub fn unsettled(&self) -> impl Iterator<Item = &Intent> {
        let own = self.site.session;
        let open = move |settling: &&Settling| settling.sent().id.session == own && settling.verdict().is_none();
        self.casework.settlings.iter().filter(open).map(|settling| &settling.sent().intent)
    }

    /// A second has passed for everything that is being settled.
    pub fn second(&mut self, timer: TimerId) {
        if self.casework.second == Some(timer) {
            self.casework.second = None;
            self.casework.settlings.iter_mut().for_each(Settling::second);
            self.drive();
        }
    }

    /// Sends the readings that are due, and has the next second told while anything is unsettled.
    pub(super) fn drive(&mut self) {
        let mut settlings = std::mem::take(&mut self.casework.settlings);
        for settling in &mut settlings {
            if settling.wants_reading() {
                let call = self.read(evidence_of(&settling.sent().intent));
                self.casework.readings.push((call, settling.sent().id));
            }
        }
        let unsettled = settlings.iter().any(|settling| settling.verdict().is_none());
        self.casework.settlings = settlings;
        if unsettled && self.casework.second.is_none() {
            self.casework.second = Some(self.timer(self.site.second));
        }
    }

    /// Takes a reading that a change waits for which is being settled.
    pub(super) fn take_reading(&mut self, call: CallId, result: &Result<Evidence, Problem>) {
        let waiting = &mut self.casework.readings;
        let Some(place) = waiting.iter().position(|(waiting, _)| *waiting == call) else { return };
        let (_, id) = waiting.swap_remove(place);
        let settling = self.casework.settlings.iter_mut().find(|settling| settling.sent().id == id);
        let verdict = settling.and_then(|settling| settling.read(result.as_ref().map_err(Clone::clone)));
        if let Some(verdict) = verdict {
            self.found(id, verdict);
        }
        self.drive();
    }

    fn found(&mut self, id: OperationId, verdict: Verdict) {
        self.record(id, verdict.event());
        if verdict == Verdict::DidNotHappen {
            let _wiped = self.let_go(id); // it is valid nowhere
        }
        let said = self.settling(id).map(|settling| {
            let intent = &settling.sent().intent;
            let lines = verdict_lines(intent, verdict, settling.newest(), None, false, Reader::Console);
            let first = lines.into_iter().next().unwrap_or_default();
            (intent.at.clone(), format!("{}: {first}", intent.login_id.shown()))
        });
        if let Some((at, sentence)) = said {
            self.casework.changed = Some((id, at));
            self.announce(sentence);
        }
        self.list_cases();
    }
}

/// The reading that shows how a credential stands.
pub(super) fn evidence_of(intent: &Intent) -> Read {
    Read::Evidence { at: intent.at.clone(), kind: intent.kind.clone(), id: intent.credential.clone() }
}
