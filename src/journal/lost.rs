//! A key without a journal: the lines that it was made for are gone, and the chain cannot tell, for it begins anew.
//!
//! Knows no clock: whoever asks says what time it is.

use std::fmt;
use std::fs::Metadata;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::journal::file;

/// Two credesk may start at the same moment for the first time: one makes the key, the other finds it before there is a
/// line.
const FIRST_START: SignedDuration = SignedDuration::from_mins(1);

/// A journal without a line beside a key that is older.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// When the key was made.
    key: Timestamp,
}

impl Lost {
    /// By the facts about the key's file; none for a key that may be of a first start that is going on.
    pub(super) fn by(key: &Metadata, now: Timestamp) -> Option<Self> {
        let key = Timestamp::try_from(key.modified().ok()?).ok()?;
        (now.duration_since(key).abs() >= FIRST_START).then_some(Self { key })
    }
}

/// The sentences for it. A full disk at the very first start leaves the same behind.
impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The journal has no lines, although its key is from {:.0}: it was emptied, deleted or replaced, unless no line could be written when it was made. What it held is not locked any more. Find out by whom.",
            self.key
        )
    }
}

/// Looks for a key beside a file that is missing, or empty. Nothing is opened.
pub fn lost(journal: &Path, now: Timestamp) -> Option<Lost> {
    if journal.symlink_metadata().is_ok_and(|facts| facts.len() > 0) {
        return None;
    }
    Lost::by(&file::beside(journal, ".key").symlink_metadata().ok()?, now)
}
