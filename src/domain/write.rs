//! One change on the server as data: what is asked for, and what became of it.
//!
//! A [`Write`] becomes exactly one request, and cannot be copied. Nothing here decides when that happens; see `operation`.

use std::sync::Arc;

use crate::domain::credential::Credential;
use crate::domain::edit::Edit;
use crate::domain::fault::Fault;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::otp_card::{CardFault, OtpCard};
use crate::domain::problem::Problem;
use crate::secret::Secret;

/// A change, ready to be sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Write {
    /// `POST .../puk/reset` (page regenerate-puk): no body.
    ResetPuk(UserRef),
    /// `POST .../tempstrong-password/reset` (page reset-temp-strong-password): no body.
    ResetTempStrongPassword(UserRef),
    /// `POST .../ticket/reset` (page regenerate-ticket): no body.
    ResetTicket(UserRef),
    /// `POST .../otp-credentials/{extId}/replace` (page replace-otp-secret).
    ReplaceOtpCard {
        /// Whose card.
        user: UserRef,
        /// Which of the user's cards.
        card: CredentialId,
        /// Comment on the modification.
        comment: Option<String>,
        /// Version for optimistic locking; goes out as a JSON string.
        version: Option<i32>,
    },
    /// `PATCH` of a credential (pages update-device-password-1, update-puk, update-ticket, update-temp-strong-password).
    Update {
        /// Whose credential.
        user: UserRef,
        /// Which one.
        what: Updatable,
        /// What to change.
        edit: Edit,
        /// Version for optimistic locking; goes out as a number.
        version: Option<i32>,
    },
}

/// The credentials that the API can edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Updatable {
    /// The user's PUK.
    Puk,
    /// The user's temporary strong password.
    TempStrongPassword,
    /// The user's ticket.
    Ticket,
    /// One of the user's device passwords; its external ID also goes into the body.
    DevicePassword(CredentialId),
}

impl Write {
    /// The user it is about.
    pub fn user(&self) -> &UserRef {
        match self {
            Self::ResetPuk(user)
            | Self::ResetTempStrongPassword(user)
            | Self::ResetTicket(user)
            | Self::ReplaceOtpCard { user, .. }
            | Self::Update { user, .. } => user,
        }
    }
}

/// What became of a write. There is no fifth way.
#[derive(Debug, PartialEq, Eq)]
pub enum WriteAnswer {
    /// Carried out, and the answer is whole and about the right user.
    Done(Box<Done>),
    /// Proven: no byte left this process.
    NotSent(Fault, Problem),
    /// A definitive answer: not carried out. The fault tells conflict from the rest.
    Refused(Fault, Problem),
    /// Nobody knows.
    Unknown(Fault, Problem),
}

/// A change that was carried out.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    /// The credential as it is now, where the answer carried it.
    pub credential: Option<Credential>,
    /// Its new value, as far as the server tells.
    pub value: NewValue,
}

/// The value after a change.
#[derive(Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A plain value, for reading out.
    Plain(Arc<Secret>),
    /// The answer carries a hash only.
    Hashed,
    /// The policy does not expose the value: 204 (page reset-temp-strong-password).
    NotExposed,
    /// The answer is about the right credential, but carries no value.
    Absent,
    /// The answer carries a value with characters that nobody can read out; it was dropped.
    Unspeakable,
    /// A new OTP card.
    Card(OtpCard),
    /// A new OTP card that cannot be shown; why.
    UnreadableCard(CardFault),
    /// The value was not changed: an edit of state, policy or comment.
    Unchanged,
}
