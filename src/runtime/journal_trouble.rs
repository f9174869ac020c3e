//! What is said where the journal cannot be used: why, that nothing is changed without it, and whom to turn to.

use std::fmt;

use crate::domain::fault::Fault;
use crate::domain::problem::{Problem, Took};
use crate::journal::JournalError;

/// Nothing can be changed without a journal. The reason is a whole sentence, or more.
pub fn unusable(why: impl fmt::Display) -> Problem {
    told(why, "Have whoever looks after this host put it right.")
}

/// The same, by what is wrong with the journal.
pub fn no_journal(error: &JournalError) -> Problem {
    if matches!(error, JournalError::InUse(_)) {
        let next = "Wait until it has ended, then run the command again.";
        let fault = Some(Fault::Locked(String::new()).name());
        return Problem { fault, ..Problem::new(error.to_string(), Took::No, next) };
    }
    if matches!(error, JournalError::Tampered { .. } | JournalError::Changed(_) | JournalError::Replaced(_)) {
        told(
            error,
            "Keep the file as it is, and have whoever answers for the journal look at it; credesk audit verify says more.",
        )
    } else {
        unusable(error)
    }
}

fn told(why: impl fmt::Display, whom: &str) -> Problem {
    let next = "You can look up, but nothing is changed in this session before the journal works: without it a reset whose answer is lost could not be settled.";
    Problem::new(why.to_string(), Took::NothingAsked, format!("{next} {whom}"))
}
