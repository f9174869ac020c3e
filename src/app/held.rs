//! A new value in the operator's hands: what it is, and whose. On its way to the hand-off screen, or kept until it is clear
//! whether the change that it belongs to was carried out.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::credential::CredentialKind;
use crate::domain::id::CredentialId;
use crate::domain::operation::Operation;
use crate::domain::policy::Policy;
use crate::domain::user::User;
use crate::secret::Secret;

/// A new value, and what a slip has to say of it.
#[derive(Debug)]
pub struct NewSecret {
    /// The value.
    pub value: Arc<Secret>,
    /// True where nevisIDM sends a second part of it.
    pub first_part: bool,
    /// When it was made.
    pub made: Option<Timestamp>,
}

impl NewSecret {
    /// Of a change that was carried out. Of a temporary strong password it may be the first part only, as its policy says
    /// (`ticketLen0` and `ticketLen1`; page Temporary-strong-password).
    pub fn of(value: Arc<Secret>, operation: &Operation, policy: Option<&Policy>) -> Self {
        let first_part = operation.credential().kind == CredentialKind::TempStrongPassword
            && policy.and_then(Policy::second_part).is_some_and(|second| second > 0);
        Self { value, first_part, made: operation.sent().map(|sent| sent.at) }
    }
}

/// Whom and what a change is about.
#[derive(Debug)]
pub struct Subject {
    /// What was done.
    pub title: String,
    /// For whom.
    pub user: User,
    /// What kind of credential.
    pub kind: CredentialKind,
    /// Which one.
    pub credential: Option<CredentialId>,
}

impl Subject {
    /// Of an operation.
    pub fn of(operation: &Operation) -> Self {
        Self {
            title: operation.title(),
            user: operation.user().clone(),
            kind: operation.credential().kind.clone(),
            credential: operation.credential().id.clone(),
        }
    }
}
