//! One change of one credential of one user, from draft to result: the console and the command line drive it alike.
//!
//! It goes by the table of stages in `life`. Only [`Operation::confirm`] makes a [`Write`], and only out of a baseline
//! that was read: one confirmation, at most one request. What readings say about a lost answer is in `verdict`, when to
//! read in `settling`.

use jiff::Timestamp;

use crate::domain::batch::BatchId;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::edit::Edit;
use crate::domain::evidence::Evidence;
use crate::domain::fault::Fault;
use crate::domain::life::{Stage, Step};
pub use crate::domain::order::{NotConfirmed, NotPossible, Order, Terms};
use crate::domain::problem::Problem;
use crate::domain::record::{Act, Baseline, Intent, OperationId};
use crate::domain::ticket_reference::TicketReference;
use crate::domain::user::User;
use crate::domain::verdict::Sent;
use crate::domain::write::{Done, Updatable, Write, WriteAnswer};

/// What is to be done with the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new value for a PUK, a temporary strong password or a ticket.
    Reset,
    /// A new OTP card, with an optional comment on the modification.
    Replace {
        /// Goes into `modificationComment`.
        comment: Option<String>,
    },
    /// State, policy, comment, and for a device password its value.
    Update(Edit),
}

impl Change {
    /// The same for the journal: what is asked for, without any value.
    pub fn act(&self) -> Act {
        match self {
            Self::Reset => Act::Reset,
            Self::Replace { .. } => Act::Replace,
            Self::Update(edit) => Act::Update(edit.fields()),
        }
    }
}

/// One change of one credential of one user. The target is frozen when it is made.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    user: User,
    credential: Credential,
    change: Change,
    /// On a body-less reset: what is to be written afterwards.
    comment: Option<String>,
    ticket: Option<TicketReference>,
    batch: Option<BatchId>,
    follows: Option<OperationId>,
    stage: Stage,
    reading: Option<Evidence>,
    problem: Option<Problem>,
    /// A refusal after which the same makes sense again.
    may_again: bool,
    id: Option<OperationId>,
    intent: Option<Intent>,
    sent_at: Option<Timestamp>,
}

impl Operation {
    /// A draft. Sends nothing.
    pub fn draft(user: User, credential: Credential, change: Change) -> Result<Self, NotPossible> {
        let operation = Self {
            user,
            credential,
            change,
            comment: None,
            ticket: None,
            batch: None,
            follows: None,
            stage: Stage::Draft,
            reading: None,
            problem: None,
            may_again: true,
            id: None,
            intent: None,
            sent_at: None,
        };
        operation.write(None).map(|_| operation).ok_or(NotPossible)
    }

    /// Whose credential.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The credential as it was read last before sending.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// What is to be done.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// What the last attempt met.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Its number, once it was confirmed.
    pub fn id(&self) -> Option<OperationId> {
        self.id
    }

    /// True while one request is on its way, or its intent on the way to the disk.
    pub fn is_sending(&self) -> bool {
        matches!(self.stage, Stage::Confirmed | Stage::Sending)
    }

    /// True where a confirmation can count, now or after one more reading.
    pub fn is_draft(&self) -> bool {
        match self.stage {
            Stage::Draft | Stage::Preflight => true,
            Stage::NotSent | Stage::Refused => self.may_again,
            Stage::Confirmed
            | Stage::Sending
            | Stage::Unknown
            | Stage::Held
            | Stage::Happened
            | Stage::DidNotHappen
            | Stage::CannotTell
            | Stage::Shown
            | Stage::HandedOver
            | Stage::Closed => false,
        }
    }

    /// Takes a step of its life. Says `false`, and stays, where it makes no sense.
    fn step(&mut self, step: Step) -> bool {
        let next = self.stage.after(step);
        self.stage = next.unwrap_or(self.stage);
        next.is_some()
    }

    /// Takes a reading of the same credential as the new baseline, before it is confirmed. Says `false` where it is
    /// another one, or where nothing is to be confirmed.
    #[must_use]
    pub fn read(&mut self, reading: Evidence) -> bool {
        let fits = reading.credential.as_ref().is_some_and(|newest| newest.is_same(&self.credential));
        let taken = fits && self.is_draft() && self.step(Step::Read);
        if taken && let Some(newest) = reading.credential.clone() {
            self.credential = newest;
            self.reading = Some(reading);
        }
        taken
    }

    /// Sets the comment of a card's replacement, or the one to be written after a reset, while it is a draft.
    pub fn set_comment(&mut self, typed: &str) {
        let typed = Some(typed.trim()).filter(|text| !text.is_empty()).map(String::from);
        match &mut self.change {
            Change::Replace { comment } if self.stage == Stage::Preflight => *comment = typed,
            Change::Reset if self.stage == Stage::Preflight => self.comment = typed,
            Change::Replace { .. } | Change::Reset | Change::Update(_) => {}
        }
    }

    /// Names the helpdesk's ticket under which it is done, while it is a draft.
    pub fn set_ticket(&mut self, ticket: Option<TicketReference>) {
        if self.stage == Stage::Preflight {
            self.ticket = ticket;
        }
    }

    /// Names the list of which it is a part, while it is a draft.
    pub fn set_batch(&mut self, batch: BatchId) {
        self.batch = (self.stage == Stage::Preflight).then_some(batch);
    }

    /// The helpdesk's ticket under which it is done.
    pub fn ticket(&self) -> Option<&TicketReference> {
        self.ticket.as_ref()
    }

    /// Confirms with the typed word, and hands out the one order.
    pub fn confirm(&mut self, typed: &str, terms: &Terms) -> Result<Order, NotConfirmed> {
        match self.stage {
            Stage::Confirmed | Stage::Sending => return Err(NotConfirmed::Sending),
            _ if !self.is_draft() => return Err(NotConfirmed::Over),
            _ if typed.is_empty() => return Err(NotConfirmed::Empty),
            _ if !self.user.is_confirmed_by(typed) => return Err(NotConfirmed::Mismatch),
            _ => {}
        }
        let write = self.write(Some(terms.id)).ok_or(NotConfirmed::Over)?;
        if self.reading.is_none() || !self.step(Step::Confirm) {
            return Err(NotConfirmed::NoBaseline);
        }
        let intent = self.intent(terms);
        (self.id, self.intent, self.sent_at) = (Some(terms.id), Some(intent.clone()), None);
        self.problem = None;
        Ok(Order { id: terms.id, intent, write })
    }

    fn intent(&self, terms: &Terms) -> Intent {
        let comment = match &self.change {
            Change::Reset => self.comment.clone(),
            Change::Replace { comment } => comment.clone(),
            Change::Update(edit) => edit.comment.clone(),
        };
        Intent {
            server: terms.server.clone(),
            caller: terms.caller.clone(),
            at: self.user.at.clone(),
            login_id: self.user.login_id.clone(),
            kind: self.credential.kind.clone(),
            credential: self.credential.id.clone(),
            comment_after: self.change == Change::Reset && terms.comment_after && comment.is_some(),
            act: self.change.act(),
            comment,
            ticket: self.ticket.clone(),
            batch: self.batch,
            follows: self.follows,
            baseline: self.reading.as_ref().map(Baseline::of).unwrap_or_default(),
            write_timeout: terms.write_timeout,
            settle: terms.settle,
        }
    }

    /// The intent is on the disk; the request leaves now.
    pub fn recorded(&mut self, at: Timestamp) {
        if self.step(Step::Send) {
            self.sent_at = Some(at);
        }
    }

    /// Takes what became of the write; hands out the result where there is one.
    ///
    /// An answer that comes when nothing was sent is no answer to this operation, and is dropped.
    pub fn answered(&mut self, answer: WriteAnswer) -> Option<Done> {
        let (step, problem, done) = match answer {
            WriteAnswer::Done(done) => (Step::Hold, None, Some(*done)),
            WriteAnswer::NotSent(_, problem) => {
                self.may_again = true;
                (Step::FailBefore, Some(problem), None)
            }
            WriteAnswer::Refused(fault, problem) => {
                self.may_again = may_confirm_anew(&fault);
                (Step::Refuse, Some(problem), None)
            }
            WriteAnswer::Unknown(_, problem) => (Step::Lose, Some(problem), None),
        };
        if !self.step(step) {
            return None;
        }
        self.problem = problem;
        self.reading = None; // what is confirmed next needs a reading of its own
        done
    }

    /// What a later reading is held against; none before it was sent.
    pub fn sent(&self) -> Option<Sent> {
        Some(Sent { id: self.id?, intent: self.intent.clone()?, at: self.sent_at? })
    }

    /// The change that writes the comment which the reset itself could not take; none where there is nothing to write.
    /// `renewed` is the credential as the reset's answer tells of it: a second request must not overwrite a colleague's.
    pub fn follow_up(&self, renewed: Option<&Credential>, terms: &Terms) -> Option<Order> {
        let comment = self.comment.clone().filter(|_| self.change == Change::Reset && terms.comment_after)?;
        let edit = Edit { comment: Some(comment), ..Edit::default() };
        // Without a body in the answer (204) its version is not known, and none is sent.
        let credential = Credential {
            version: renewed.and_then(|renewed| renewed.version),
            reset_count: renewed.and_then(|renewed| renewed.reset_count),
            last_modified: renewed.and_then(|renewed| renewed.last_modified.clone()),
            comment: renewed.and_then(|renewed| renewed.comment.clone()),
            ..self.credential.clone()
        };
        let sent = self.sent()?;
        let reading = Evidence {
            credential: Some(credential.clone()),
            value: None,
            comment: None,
            ahead: sent.intent.baseline.ahead,
            at: sent.at,
        };
        let operation = Self {
            stage: Stage::Preflight,
            ticket: self.ticket.clone(),
            follows: self.id,
            reading: Some(reading),
            ..Self::draft(self.user.clone(), credential, Change::Update(edit)).ok()?
        };
        Some(Order { id: terms.id, intent: operation.intent(terms), write: operation.write(Some(terms.id))? })
    }

    /// The request. Changes that take a comment carry the operation's mark in it, and the ticket's reference.
    fn write(&self, marked_as: Option<OperationId>) -> Option<Write> {
        let user = self.user.at.clone();
        let (id, version) = (self.credential.id.clone(), self.credential.version);
        let marked = |comment: &Option<String>| {
            // The mark first: a server may cut what is long.
            let parts = [marked_as.map(|id| id.mark()), self.ticket.as_ref().map(ToString::to_string), comment.clone()];
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        match (&self.change, &self.credential.kind) {
            (Change::Reset, CredentialKind::Puk) => Some(Write::ResetPuk(user)),
            (Change::Reset, CredentialKind::TempStrongPassword) => Some(Write::ResetTempStrongPassword(user)),
            (Change::Reset, CredentialKind::Ticket) => Some(Write::ResetTicket(user)),
            (Change::Replace { comment }, CredentialKind::OtpCard) => {
                Some(Write::ReplaceOtpCard { user, card: id?, comment: marked(comment), version })
            }
            (Change::Update(edit), kind) => {
                let what = match kind {
                    CredentialKind::Puk => Updatable::Puk,
                    CredentialKind::TempStrongPassword => Updatable::TempStrongPassword,
                    CredentialKind::Ticket => Updatable::Ticket,
                    CredentialKind::DevicePassword => Updatable::DevicePassword(id?),
                    CredentialKind::OtpCard | CredentialKind::Other(_) => return None,
                };
                let edit = Edit { comment: marked(&edit.comment), ..edit.clone() };
                Some(Write::Update { user, what, edit, version })
            }
            (Change::Reset | Change::Replace { .. }, _) => None,
        }
    }
}

/// Refusals after which the same operation makes sense again, when the operator has reviewed it.
fn may_confirm_anew(fault: &Fault) -> bool {
    matches!(fault, Fault::Conflict | Fault::SignedOut | Fault::TooMany)
}
