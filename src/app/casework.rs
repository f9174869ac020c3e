//! The changes that are not over, as the desk knows them: what is sent, which cases of the journal are open, which
//! credentials they lock. How they are settled is in `settlement`, what follows a success in `check` and `follow_up`.
//!
//! Part of the desk, because a case goes on whatever screen is on top. Sends no change by itself: an [`Order`] comes from
//! an operation that was confirmed.

use crate::app::check::Checked;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, Read, TimerId};
use crate::app::follow_up::FollowUp;
use crate::app::held::{NewSecret, Subject};
use crate::domain::case::{Listed, Listing, Lock};
use crate::domain::credential::Credential;
use crate::domain::evidence::Evidence;
use crate::domain::id::UserRef;
use crate::domain::operation::{Order, Terms};
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{Event, Intent, OperationId};
use crate::domain::settling::Settling;
use crate::domain::verdict::{Sent, Verdict};
use crate::domain::words::keeps_open;

/// The changes that are not over.
#[derive(Debug, Default)]
pub struct Casework {
    /// Operations confirmed in this session.
    confirmed: u32,
    listing: Option<CallId>,
    /// Something was told to the journal after that: what comes will be old.
    list_again: bool,
    pub(super) listed: Vec<Listed>,
    /// The journal has told its open cases at least once.
    heard: bool,
    /// Why nothing can be changed in this session: the journal cannot be used.
    trouble: Option<Problem>,
    /// Operations of this session that are on their way, or whose result is on a screen.
    busy: Vec<OperationId>,
    /// New passwords that credesk made or was told, of changes that are being settled: valid if they were carried out.
    pub(super) held: Vec<(OperationId, Subject, NewSecret)>,
    pub(super) settlings: Vec<Settling>,
    pub(super) readings: Vec<(CallId, OperationId)>,
    pub(super) second: Option<TimerId>,
    /// Readings that verify: what waits, which operation's result they are shown with, and what they are held against.
    pub(super) checks: Vec<(CallId, OperationId, Sent)>,
    pub(super) checked: Vec<(OperationId, Checked)>,
    pub(super) follow_ups: Vec<FollowUp>,
    /// A user about whom a verdict was found, until the screens have taken note.
    pub(super) changed: Option<(OperationId, UserRef)>,
}

impl Desk {
    /// What this place of work adds to a confirmation; begins a new operation's number.
    pub fn terms(&mut self) -> Terms {
        self.casework.confirmed += 1;
        Terms {
            id: OperationId { session: self.site.session, number: self.casework.confirmed },
            server: self.site.server.clone(),
            caller: self.caller.ready().map(|caller| caller.login_id.clone()),
            comment_after: self.site.comment_after_reset,
            write_timeout: self.site.write_timeout,
            settle: self.site.settle,
        }
    }

    /// Has a confirmed change recorded and sent.
    pub fn order(&mut self, order: Order) -> CallId {
        let id = self.call_id();
        self.casework.busy.push(order.id);
        self.ask(Effect::Write(id, Box::new(order)));
        id
    }

    /// Tells the journal what happened to an operation.
    pub fn record(&mut self, id: OperationId, event: Event) {
        if matches!(event, Event::HandedOver | Event::Closed) {
            self.done_with(id);
        }
        self.ask(Effect::Record(id, event));
    }

    /// No screen and no call of this session holds the operation any more: what is open of it is a case like any other.
    pub fn done_with(&mut self, id: OperationId) {
        self.casework.busy.retain(|busy| *busy != id);
    }

    /// Keeps a password that is valid if the change was carried out.
    pub fn hold(&mut self, id: OperationId, subject: Subject, value: NewSecret) {
        self.casework.held.push((id, subject, value));
    }

    /// True while a password is kept for a change.
    pub fn holds(&self, id: OperationId) -> bool {
        self.casework.held.iter().any(|(of, ..)| *of == id)
    }

    /// Hands the kept password out; it is kept no longer.
    pub fn let_go(&mut self, id: OperationId) -> Option<(Subject, NewSecret)> {
        let place = self.casework.held.iter().position(|(of, ..)| *of == id)?;
        let (_, subject, value) = self.casework.held.swap_remove(place);
        Some((subject, value))
    }

    /// Wipes the passwords that are kept. Their changes go on being settled.
    pub(super) fn wipe_held(&mut self) {
        self.casework.held.clear();
    }

    /// True while any password is kept.
    pub fn holds_values(&self) -> bool {
        !self.casework.held.is_empty()
    }

    /// A case by its number, where it is open.
    pub fn listed(&self, id: OperationId) -> Option<&Listed> {
        self.cases().find(|listed| listed.case.id == id)
    }

    /// Reads the open cases of the journal.
    pub fn list_cases(&mut self) {
        if self.casework.listing.is_none() {
            self.casework.listing = Some(self.read(Read::Cases));
        } else {
            self.casework.list_again = true;
        }
    }

    /// The open cases, as the journal told them last, without those that this very session is still at work on.
    pub fn cases(&self) -> impl Iterator<Item = &Listed> {
        let is_busy = |id| self.casework.busy.contains(&id);
        self.casework.listed.iter().filter(move |listed| !is_busy(listed.case.id) || listed.case.comment_missing)
    }

    /// False until the journal has told its open cases: an empty list means nothing before.
    pub fn cases_are_known(&self) -> bool {
        self.casework.heard
    }

    /// Why nothing can be changed in this session, where the journal cannot be used.
    pub fn journal_trouble(&self) -> Option<&Problem> {
        self.casework.trouble.as_ref()
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
        let _wiped = self.let_go(id);
        self.casework.listed.retain(|listed| listed.case.id != id);
        self.list_cases();
    }

    /// Why nothing may be sent about this credential now.
    pub fn lock_on(&self, at: &UserRef, credential: &Credential) -> Option<&'static str> {
        if self.casework.trouble.is_some() {
            return Some("the journal cannot be used; see the open cases (Ctrl-O)");
        }
        let unclear = |settling: &Settling| matches!(settling.verdict(), None | Some(Verdict::CannotTell(_)));
        let mut settlings = self.casework.settlings.iter();
        if settlings.any(|settling| unclear(settling) && settling.sent().intent.is_about(at, credential)) {
            return Some("outcome of the last change unknown; see the open cases (Ctrl-O)");
        }
        // What has a verdict here is free, although the list does not know it yet.
        let mut unknown = self.cases().filter(|listed| self.settling(listed.case.id).is_none());
        let lock = unknown.find_map(|listed| listed.lock_on(&self.site.server, at, credential))?;
        Some(match lock {
            Lock::Elsewhere => "another credesk is changing it at this moment",
            Lock::Unknown => "outcome of an earlier change unknown; see the open cases (Ctrl-O)",
        })
    }

    /// Why a case cannot be taken off the list now.
    pub fn keeps_open(&self, id: OperationId) -> Option<&'static str> {
        let listed = self.casework.listed.iter().find(|listed| listed.case.id == id);
        match self.settling(id).map(Settling::verdict) {
            Some(None) => return Some("Still checking. Do not reset again before the verdict."),
            Some(Some(_)) => return None,
            None => {}
        }
        keeps_open(listed?, &self.site.server)
    }

    /// The policy of the credential that a change is about, where both are known.
    pub fn policy_in(&self, intent: &Intent, newest: Option<&Credential>) -> Option<&Policy> {
        self.policy(&intent.at.client, newest?.policy.as_ref())
    }

    /// Whether readings of this session can settle a case: it is about this server, and nobody else is at work on it.
    pub fn is_ours_to_settle(&self, listed: &Listed) -> bool {
        listed.case.locks() && !listed.elsewhere && listed.case.intent.server == self.site.server
    }

    /// True where the casework waits for this.
    pub fn casework_waits_for(&self, id: CallId) -> bool {
        let work = &self.casework;
        work.listing == Some(id)
            || work.readings.iter().any(|(call, _)| *call == id)
            || work.checks.iter().any(|(call, ..)| *call == id)
            || work.follow_ups.iter().any(|follow_up| follow_up.call == id)
    }

    /// The operation and the user about whom a verdict was found since the last time.
    pub fn take_changed(&mut self) -> Option<(OperationId, UserRef)> {
        self.casework.changed.take()
    }

    /// Takes the open cases, and settles those that nobody is at work on.
    pub fn take_cases(&mut self, result: Result<Listing, Problem>) {
        self.casework.listing = None;
        if std::mem::take(&mut self.casework.list_again) {
            self.list_cases();
            return;
        }
        match result {
            Ok(Listing { cases: listed, notes }) => {
                self.casework.trouble = None;
                if !notes.is_empty() {
                    self.say(notes.join(" "));
                }
                self.casework.heard = true;
                let at_work = |id| self.settling(id).is_some() || self.casework.busy.contains(&id);
                let lost: Vec<_> = listed
                    .iter()
                    .filter(|listed| self.is_ours_to_settle(listed) && !at_work(listed.case.id))
                    .map(|listed| (listed.case.sent(), listed.age))
                    .collect();
                // What could not be told, and another credesk has closed meanwhile, locks nothing here any more.
                let is_open = |id| listed.iter().any(|listed| listed.case.id == id);
                let locks = |settling: &Settling| matches!(settling.verdict(), Some(Verdict::CannotTell(_)));
                self.casework.settlings.retain(|settling| !locks(settling) || is_open(settling.sent().id));
                self.casework.listed = listed;
                self.casework.settlings.extend(lost.into_iter().map(|(sent, age)| Settling::resume(sent, age)));
                self.drive();
            }
            Err(problem) => self.casework.trouble = Some(problem),
        }
    }

    /// Takes a reading, for whichever check or case asked for it.
    pub fn take_evidence(&mut self, call: CallId, result: &Result<Evidence, Problem>) {
        if !self.take_check(call, result) {
            self.take_reading(call, result);
        }
    }
}
