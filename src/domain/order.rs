//! What a confirmation needs and what it makes: the terms of the place of work, the one order, or why there is none.

use std::time::Duration;

use crate::domain::id::LoginId;
use crate::domain::record::{Intent, OperationId};
use crate::domain::write::Write;

/// Why a confirmation did not count. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotConfirmed {
    /// The field is empty.
    Empty,
    /// Something else was typed.
    Mismatch,
    /// How the credential stands now is not read yet.
    NoBaseline,
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
            Self::NoBaseline => "Nothing was sent: how the credential stands now is not known. F5 reads again.",
            Self::Sending => "The request is on its way. Wait for the answer; it is sent only once.",
            Self::Over => "This is over and is not sent again. Press Esc to go back.",
        }
    }
}

/// A credential of this kind, or without an external ID, cannot be changed in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPossible;

/// What the place of work adds to what is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The number of the operation that begins with this confirmation.
    pub id: OperationId,
    /// The server, as the header names it.
    pub server: String,
    /// Who is signed in to it.
    pub caller: Option<LoginId>,
    /// A comment on a reset is written by a second request.
    pub comment_after: bool,
    /// How long the answer is waited for.
    pub write_timeout: Duration,
    /// How long after sending it may still arrive.
    pub settle: Duration,
}

/// A confirmed change: to be recorded, then sent, once. Cannot be copied.
#[derive(Debug, PartialEq, Eq)]
pub struct Order {
    /// Which operation.
    pub id: OperationId,
    /// What goes to the disk first.
    pub intent: Intent,
    /// What is sent then.
    pub write: Write,
}
