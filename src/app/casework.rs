//! The changes that are not over: what is sent, what is being settled by readings, which cases of the journal are open.
//!
//! Part of the desk, because a case goes on whatever screen is on top. Sends no change by itself: an [`Order`] comes from
//! an operation that was confirmed.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, Read, TimerId};
use crate::domain::case::Listed;
use crate::domain::credential::Credential;
use crate::domain::evidence::Evidence;
use crate::domain::id::UserRef;
use crate::domain::life::Stage;
use crate::domain::operation::{Order, Terms};
use crate::domain::problem::Problem;
use crate::domain::record::{Event, Intent, OperationId};
use crate::domain::settling::Settling;
use crate::domain::verdict::{Finding, Sent, Verdict};
use crate::domain::words::verdict_lines;
use crate::domain::write::WriteAnswer;

/// The changes that are not over.
#[derive(Debug, Default)]
pub struct Casework {
    /// Operations confirmed in this session.
    confirmed: u32,
    listing: Option<CallId>,
    listed: Vec<Listed>,
    /// Why nothing can be changed in this session: the journal cannot be used.
    trouble: Option<Problem>,
    settlings: Vec<Settling>,
    readings: Vec<(CallId, OperationId)>,
    second: Option<TimerId>,
    checks: Vec<(CallId, Sent)>,
    checked: Vec<(OperationId, Checked)>,
    follow_ups: Vec<FollowUp>,
    /// A user about whom a verdict was found, until the screens have taken note.
    changed: Option<UserRef>,
}

/// The verifying reading after a change that the server says it has carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The reading shows the change.
    Shown,
    /// It does not, or shows another hand as well.
    NotShown,
    /// It failed.
    Failed(Problem),
}

impl Checked {
    /// The sentence below the receipt.
    pub fn sentence(&self) -> String {
        match self {
            Self::Shown => "Verified: the server's own reading shows the change.".into(),
            Self::NotShown => {
                "Not verified: the server's own reading does not show this change, or shows another one too. Have the user try it while on the phone.".into()
            }
            Self::Failed(problem) => format!("Not verified, because the reading failed. {}", problem.what),
        }
    }
}

/// The comment that follows a reset, on its way.
#[derive(Debug)]
struct FollowUp {
    call: CallId,
    id: OperationId,
    intent: Intent,
    sent_at: Option<Timestamp>,
}

impl Desk {
    /// What this place of work adds to a confirmation; begins a new operation's number.
    pub fn terms(&mut self) -> Terms {
        self.casework.confirmed += 1;
        Terms {
            id: OperationId { session: self.site.session, number: self.casework.confirmed },
            server: self.site.host.clone(),
            caller: self.caller.ready().map(|caller| caller.login_id.clone()),
            comment_after: self.site.comment_after_reset,
            write_timeout: self.site.write_timeout,
            settle: self.site.settle,
        }
    }

    /// Has a confirmed change recorded and sent.
    pub fn order(&mut self, order: Order) -> CallId {
        let id = self.call_id();
        self.ask(Effect::Write(id, Box::new(order)));
        id
    }

    /// Tells the journal what happened to an operation.
    pub fn record(&mut self, id: OperationId, event: Event) {
        self.ask(Effect::Record(id, event));
    }

    /// Reads the open cases of the journal.
    pub fn list_cases(&mut self) {
        if self.casework.listing.is_none() {
            self.casework.listing = Some(self.read(Read::Cases));
        }
    }

    /// The open cases, as the journal told them last, without those that this very session is still at work on.
    pub fn cases(&self) -> impl Iterator<Item = &Listed> {
        let own = self.site.session;
        self.casework.listed.iter().filter(move |listed| {
            let case = &listed.case;
            let on_a_screen = matches!(case.stage, Stage::Sending | Stage::Held | Stage::Shown);
            case.id.session != own || !on_a_screen || case.comment_missing
        })
    }

    /// Why nothing can be changed in this session, where the journal cannot be used.
    pub fn journal_trouble(&self) -> Option<&Problem> {
        self.casework.trouble.as_ref()
    }

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
        } else if let Some(listed) =
            self.casework.listed.iter().find(|listed| listed.case.id == id && listed.case.locks())
        {
            let resumed = Settling::resume(sent_of(listed), listed.age);
            self.casework.settlings.push(resumed);
            self.drive();
        }
    }

    /// The operator has taken note: the case is closed.
    pub fn close_case(&mut self, id: OperationId) {
        let listed = self.casework.listed.iter().find(|listed| listed.case.id == id);
        let comment_missing = listed.is_some_and(|listed| listed.case.comment_missing);
        let stage_is_open = listed.is_none_or(|listed| listed.case.stage.is_open());
        let over = self.settling(id).and_then(Settling::verdict) == Some(Verdict::DidNotHappen);
        if stage_is_open && !over {
            self.record(id, Event::Closed);
        }
        if comment_missing {
            self.record(id, Event::CommentWaived);
        }
        self.casework.settlings.retain(|settling| settling.sent().id != id);
        self.casework.listed.retain(|listed| listed.case.id != id);
        self.list_cases();
    }

    /// Why nothing may be sent about this credential now.
    pub fn lock_on(&self, at: &UserRef, credential: &Credential) -> Option<&'static str> {
        if self.casework.trouble.is_some() {
            return Some("the journal cannot be used; see the open cases (Ctrl-O)");
        }
        let about =
            |intent: &Intent| intent.at == *at && intent.kind == credential.kind && intent.credential == credential.id;
        let settling = self.casework.settlings.iter().find(|settling| about(&settling.sent().intent));
        let unclear =
            settling.is_some_and(|settling| matches!(settling.verdict(), None | Some(Verdict::CannotTell(_))));
        let listed =
            self.cases().find(|listed| listed.case.locks() && listed.case.is_about(&self.site.host, at, credential));
        match (settling, listed) {
            (Some(_), _) if unclear => Some("outcome of the last change unknown; see the open cases (Ctrl-O)"),
            (None, Some(listed)) if listed.elsewhere => Some("another credesk is changing it at this moment"),
            (None, Some(_)) => Some("outcome of an earlier change unknown; see the open cases (Ctrl-O)"),
            (Some(_) | None, _) => None,
        }
    }

    /// Reads once, to verify a change that the server says it has carried out.
    pub fn verify(&mut self, sent: Sent) {
        let call = self.read(evidence_of(&sent.intent));
        self.casework.checks.push((call, sent));
    }

    /// What the verifying reading has brought.
    pub fn checked(&self, id: OperationId) -> Option<&Checked> {
        self.casework.checked.iter().find(|(known, _)| *known == id).map(|(_, checked)| checked)
    }

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

    /// True where the casework waits for this.
    pub fn casework_waits_for(&self, id: CallId) -> bool {
        let work = &self.casework;
        work.listing == Some(id)
            || work.readings.iter().any(|(call, _)| *call == id)
            || work.checks.iter().any(|(call, _)| *call == id)
            || work.follow_ups.iter().any(|follow_up| follow_up.call == id)
    }

    /// The user about whom a verdict was found since the last time.
    pub fn take_changed(&mut self) -> Option<UserRef> {
        self.casework.changed.take()
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
    fn drive(&mut self) {
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

    /// Takes the open cases, and settles those that nobody is at work on.
    pub fn take_cases(&mut self, result: Result<Vec<Listed>, Problem>) {
        self.casework.listing = None;
        match result {
            Ok(listed) => {
                self.casework.trouble = None;
                let own = self.site.session;
                let known = |listed: &Listed| self.settling(listed.case.id).is_some();
                let lost: Vec<_> = listed
                    .iter()
                    .filter(|listed| listed.case.locks() && !listed.elsewhere && listed.case.id.session != own)
                    .filter(|listed| listed.case.intent.server == self.site.host && !known(listed))
                    .map(|listed| (sent_of(listed), listed.age))
                    .collect();
                self.casework.listed = listed;
                self.casework.settlings.extend(lost.into_iter().map(|(sent, age)| Settling::resume(sent, age)));
                self.drive();
            }
            Err(problem) => self.casework.trouble = Some(problem),
        }
    }

    /// Takes a reading, for whichever case or check asked for it.
    pub fn take_evidence(&mut self, call: CallId, result: Result<Evidence, Problem>) {
        if let Some(place) = self.casework.checks.iter().position(|(waiting, _)| *waiting == call) {
            let (_, sent) = self.casework.checks.swap_remove(place);
            let checked = match result {
                Ok(reading) if sent.finding(&reading) == Finding::Done => Checked::Shown,
                Ok(_) => Checked::NotShown,
                Err(problem) => Checked::Failed(problem),
            };
            self.casework.checked.push((sent.id, checked));
        } else if let Some(place) = self.casework.readings.iter().position(|(waiting, _)| *waiting == call) {
            let (_, id) = self.casework.readings.swap_remove(place);
            let settling = self.casework.settlings.iter_mut().find(|settling| settling.sent().id == id);
            let verdict = settling.and_then(|settling| settling.read(result.as_ref().map_err(Clone::clone)));
            if let Some(verdict) = verdict {
                self.found(id, verdict);
            }
            self.drive();
        }
    }

    fn found(&mut self, id: OperationId, verdict: Verdict) {
        let event = match verdict {
            Verdict::Happened => Event::Happened,
            Verdict::DidNotHappen => Event::DidNotHappen,
            Verdict::CannotTell(why) => Event::CannotTell(why),
        };
        self.record(id, event);
        let said = self.settling(id).map(|settling| {
            let intent = &settling.sent().intent;
            let lines = verdict_lines(intent, verdict, settling.newest(), false);
            let first = lines.into_iter().next().unwrap_or_default();
            (intent.at.clone(), format!("{}: {first}", intent.login_id.shown()))
        });
        if let Some((at, sentence)) = said {
            self.casework.changed = Some(at);
            self.announce(sentence);
        }
        self.list_cases();
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

fn evidence_of(intent: &Intent) -> Read {
    Read::Evidence { at: intent.at.clone(), kind: intent.kind.clone(), id: intent.credential.clone() }
}

fn sent_of(listed: &Listed) -> Sent {
    let case = &listed.case;
    Sent { id: case.id, intent: case.intent.clone(), at: case.confirmed }
}
