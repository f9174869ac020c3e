//! The life of one change on the server, as a pure state machine: the console and the command line drive it alike.
//!
//! ```text
//! Draft --confirm(typed word)--> Sending --answered--> Done
//!   ^                              |
//!   |  not sent, or refused        |  refused for good
//!   +------- and may be ----------+|------------------> Ended
//!            confirmed anew        |  outcome unknown
//!                                  +------------------> Ended
//! ```
//!
//! Only [`Operation::confirm`] makes a [`Write`], and only out of `Draft`: one confirmation, at most one request.
//! A journal, reading for a verdict and recovery will hang on these same transitions.

use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::edit::Edit;
use crate::domain::fault::Fault;
use crate::domain::problem::{Problem, Took};
use crate::domain::user::User;
use crate::domain::write::{Done, Updatable, Write, WriteAnswer};
use crate::text::SafeText;

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

/// Where the operation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Not confirmed. Holds the problem that the last attempt met, if there was one.
    Draft(Option<Problem>),
    /// One request is on its way.
    Sending,
    /// Over, without a result to show. Cannot be confirmed again.
    Ended(Problem),
    /// Carried out; the result was handed on.
    Done,
}

/// Why a confirmation did not count. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotConfirmed {
    /// The field is empty.
    Empty,
    /// Something else was typed.
    Mismatch,
    /// A request is on its way already.
    Sending,
    /// This operation is over.
    Over,
}

impl NotConfirmed {
    /// The sentence for the operator.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Nothing was sent. Type the word above, or press Esc to cancel.",
            Self::Mismatch => "Nothing was sent: not the word above. Capitals count.",
            Self::Sending => "The request is on its way. Wait for the answer; it is sent only once.",
            Self::Over => "This is over and is not sent again. Press Esc to go back.",
        }
    }
}

/// A credential of this kind, or without an external ID, cannot be changed in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPossible;

/// One change of one credential of one user. The target is frozen when it is made.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    user: User,
    baseline: Credential,
    change: Change,
    phase: Phase,
}

impl Operation {
    /// A draft. Sends nothing.
    pub fn draft(user: User, baseline: Credential, change: Change) -> Result<Self, NotPossible> {
        let operation = Self { user, baseline, change, phase: Phase::Draft(None) };
        operation.write().map(|_| operation).ok_or(NotPossible)
    }

    /// Whose credential.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The credential as it was read last before sending: the baseline of every later comparison.
    pub fn baseline(&self) -> &Credential {
        &self.baseline
    }

    /// What is to be done.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// Where it stands.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// True while one request is on its way.
    pub fn is_sending(&self) -> bool {
        self.phase == Phase::Sending
    }

    /// True where a confirmation can count.
    pub fn is_draft(&self) -> bool {
        matches!(self.phase, Phase::Draft(_))
    }

    /// Takes a newer reading of the same credential, before it is confirmed. Says `false` where it is another one.
    #[must_use]
    pub fn rebase(&mut self, newer: Credential) -> bool {
        let fits = self.is_draft() && newer.is_same(&self.baseline);
        if fits {
            self.baseline = newer;
        }
        fits
    }

    /// Sets the comment of a card's replacement, while it is a draft.
    pub fn set_comment(&mut self, typed: &str) {
        if let (Change::Replace { comment }, Phase::Draft(_)) = (&mut self.change, &self.phase) {
            *comment = Some(typed.trim()).filter(|text| !text.is_empty()).map(String::from);
        }
    }

    /// Confirms with the typed word, and hands out the one write.
    pub fn confirm(&mut self, typed: &str) -> Result<Write, NotConfirmed> {
        match &self.phase {
            Phase::Draft(_) if typed.is_empty() => Err(NotConfirmed::Empty),
            Phase::Draft(_) if typed != self.user.confirmation_word() => Err(NotConfirmed::Mismatch),
            Phase::Draft(_) => {
                let write = self.write().ok_or(NotConfirmed::Over)?;
                self.phase = Phase::Sending;
                Ok(write)
            }
            Phase::Sending => Err(NotConfirmed::Sending),
            Phase::Ended(_) | Phase::Done => Err(NotConfirmed::Over),
        }
    }

    /// Takes what became of the write; hands out the result where there is one.
    ///
    /// An answer that comes when nothing was sent is no answer to this operation, and is dropped.
    pub fn answered(&mut self, answer: WriteAnswer) -> Option<Done> {
        if !self.is_sending() {
            return None;
        }
        let (phase, done) = match answer {
            WriteAnswer::Done(done) => (Phase::Done, Some(*done)),
            WriteAnswer::NotSent(problem) => (Phase::Draft(Some(problem)), None),
            WriteAnswer::Refused(fault, problem) if may_confirm_anew(&fault) => (Phase::Draft(Some(problem)), None),
            WriteAnswer::Refused(_, problem) | WriteAnswer::Unknown(problem) => (Phase::Ended(problem), None),
        };
        self.phase = phase;
        done
    }

    /// True where it ended and nobody knows whether it was carried out.
    pub fn is_unknown(&self) -> bool {
        matches!(&self.phase, Phase::Ended(problem) if problem.took == Took::Unknown)
    }

    fn write(&self) -> Option<Write> {
        let user = self.user.at.clone();
        let id = self.baseline.id.clone();
        let version = self.baseline.version;
        match (&self.change, &self.baseline.kind) {
            (Change::Reset, CredentialKind::Puk) => Some(Write::ResetPuk(user)),
            (Change::Reset, CredentialKind::TempStrongPassword) => Some(Write::ResetTempStrongPassword(user)),
            (Change::Reset, CredentialKind::Ticket) => Some(Write::ResetTicket(user)),
            (Change::Replace { comment }, CredentialKind::OtpCard) => {
                Some(Write::ReplaceOtpCard { user, card: id?, comment: comment.clone(), version })
            }
            (Change::Update(edit), kind) => {
                let what = match kind {
                    CredentialKind::Puk => Updatable::Puk,
                    CredentialKind::TempStrongPassword => Updatable::TempStrongPassword,
                    CredentialKind::Ticket => Updatable::Ticket,
                    CredentialKind::DevicePassword => Updatable::DevicePassword(id?),
                    CredentialKind::OtpCard | CredentialKind::Other(_) => return None,
                };
                Some(Write::Update { user, what, edit: edit.clone(), version })
            }
            (Change::Reset | Change::Replace { .. }, _) => None,
        }
    }

    /// What is about to be done, as a title.
    pub fn title(&self) -> String {
        match (&self.change, &self.baseline.kind) {
            (Change::Reset, CredentialKind::TempStrongPassword) => "Reset the temporary strong password".into(),
            (Change::Reset, CredentialKind::Ticket) => "Regenerate the ticket".into(),
            (Change::Reset, _) => "Regenerate the PUK".into(),
            (Change::Replace { .. }, _) => "Replace the OTP card".into(),
            (Change::Update(_), CredentialKind::DevicePassword) => "Update the device password".into(),
            (Change::Update(_), kind) => format!("Edit: {}", kind.as_str()),
        }
    }

    /// What stops working when it is carried out.
    pub fn consequence(&self) -> &'static str {
        match (&self.change, &self.baseline.kind) {
            (Change::Reset, CredentialKind::TempStrongPassword) => {
                "The present temporary strong password stops working at once; the state becomes initial."
            }
            (Change::Reset, CredentialKind::Ticket) => "The present ticket stops working at once.",
            (Change::Reset, _) => "The present PUK stops working at once.",
            (Change::Replace { .. }, _) => {
                "Every cell of the user's present card stops working at once, also where a letter is on its way."
            }
            (Change::Update(edit), _) if edit.password.is_some() => {
                "Every device that signs in with the present password is shut out until it has the new one."
            }
            (Change::Update(_), _) => "The values below change at once; the secret value itself stays as it is.",
        }
    }
}

/// Refusals after which the same operation makes sense again, when the operator has reviewed it.
fn may_confirm_anew(fault: &Fault) -> bool {
    matches!(fault, Fault::Conflict | Fault::SignedOut | Fault::TooMany)
}

/// A short name of an operation for the breadcrumb: `PUK`, `OTP card`.
pub fn short_name(credential: &Credential) -> SafeText {
    SafeText::new(credential.kind.as_str())
}
