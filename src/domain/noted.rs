//! An entry of the journal as the console shows it: one operation or one print, with all that became of it.
//!
//! Words and ids only; a journal holds no value, and neither does this.

use jiff::Timestamp;

use crate::domain::id::{LoginId, UserRef};

/// Whether anybody still has to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody knows whether it was carried out, and nothing else is sent about the credential.
    Locks,
    /// Somebody has to look at it.
    Open,
    /// Over.
    Over,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Locks => "LOCKS",
            Self::Open => "open",
            Self::Over => "over",
        }
    }
}

/// One operation or one print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number.
    pub id: String,
    /// When it was confirmed, or asked for.
    pub at: Timestamp,
    /// Whether anybody still has to look at it.
    pub standing: Standing,
    /// How far it is.
    pub stage: String,
    /// What was asked for.
    pub what: String,
    /// Of whom.
    pub login_id: LoginId,
    /// The same by external IDs.
    pub user: UserRef,
    /// At which server.
    pub server: String,
    /// Who did it.
    pub by: String,
    /// What happened, in the order of time.
    pub events: Vec<(Timestamp, String)>,
}
