//! What can be wrong with the lines of a journal, each as a sentence that names the line.

use std::fmt;

use crate::domain::case::Misplaced;
use crate::domain::prints::PrintMisplaced;
use crate::domain::record::OperationId;
use crate::journal::line::LONGEST;
use crate::journal::wire::VERSION;
use crate::journal::words::stage_word;

/// A line that is not as credesk wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Line {line} {wrong}")]
pub struct Tamper {
    /// Its number in the file, counted from one.
    pub line: u64,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It does not end as every line does.
    Shape,
    /// Its bytes do not belong to its hash.
    Hash,
    /// It does not follow the line before.
    Prev,
    /// It has another number than its place; the number that it names.
    Number(u64),
    /// Of another version of the journal.
    Version(u32),
    /// Whole, but with words or fields that this version does not know.
    Unknown,
    /// It describes a fragment that is not there.
    NoFragment,
    /// The end of the file, and no line break; how many bytes.
    Unfinished(u64),
    /// Longer than any line is.
    TooLong,
    /// It says something that cannot have happened after the lines before.
    Impossible(Misplaced),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str("is no line of a journal: it was changed or added, or it is a fragment without a line behind it that says so."),
            Self::Hash => f.write_str("was changed: its bytes do not belong to its hash."),
            Self::Prev => f.write_str(
                "does not follow the line before: lines were taken out, put in, doubled or moved here, or the hash of the line before was changed.",
            ),
            Self::Number(number) => write!(f, "calls itself line {number}: lines were taken out, put in or moved here."),
            Self::Version(version) => write!(
                f,
                "is of version {version} of the journal, and this credesk knows version {VERSION} alone. A newer credesk wrote it, or somebody changed it: read this journal with the newest credesk that is in use.",
            ),
            Self::Unknown => f.write_str(
                "is whole, but says something that this credesk does not know. A newer credesk wrote it: read this journal with that one.",
            ),
            Self::NoFragment => f.write_str("describes a fragment before it that is not there, or not as it was."),
            Self::Unfinished(bytes) => write!(
                f,
                "is a fragment: {bytes} bytes, and no line break at the end of the file. A credesk was cut off while it wrote them, or somebody changed the end. The next credesk that writes will say so in a line of its own.",
            ),
            Self::TooLong => write!(f, "has more than {LONGEST} bytes: that is no line of a journal."),
            Self::Impossible(misplaced) => {
                write!(f, "fits into the chain, but cannot have happened after the lines before: {}", sentence(misplaced))
            }
        }
    }
}

/// What does not fit.
pub fn sentence(misplaced: &Misplaced) -> String {
    match misplaced {
        Misplaced::Unheard(id) => format!("nothing is known of an operation {id}."),
        Misplaced::OutOfOrder(id, stage) => {
            format!("operation {id} is at the stage \"{}\", after which this makes no sense.", stage_word(*stage))
        }
        Misplaced::Twice(id) => format!("there is an operation {id} already."),
        Misplaced::Locked(case) => locked(case.id),
        Misplaced::Print(PrintMisplaced::Unasked(id)) => format!("print {id} was not asked for."),
        Misplaced::Print(PrintMisplaced::Twice(id)) => format!("there is a print {id} already."),
        Misplaced::Print(PrintMisplaced::Over(id)) => format!("print {id} has its end already."),
    }
}

/// Another operation is in the way.
pub fn locked(id: OperationId) -> String {
    format!("nobody knows yet whether operation {id} on the same credential was carried out.")
}
