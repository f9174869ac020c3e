//! What became of an errand, as sentences and as the exit code: the same for every command that changes something.

use crate::cli::exit::Exit;
use crate::cli::stop::{Stop, stopped};
use crate::domain::problem::Problem;
use crate::domain::verdict::Verdict;
use crate::runtime::errand::{Objection, Outcome};

/// Why something was not confirmed at all.
pub fn objected(objection: Objection) -> Stop {
    match objection {
        Objection::NotAllowed(sentence) | Objection::Changed(sentence) | Objection::Locked(sentence) => {
            (Exit::Refused, sentence)
        }
        Objection::Journal(problem) => (Exit::Journal, problem.lines().join("\n")),
        Objection::Unread(problem) => stopped(problem),
    }
}

/// The exit code of an outcome.
pub fn exit(outcome: &Outcome) -> Exit {
    match outcome {
        Outcome::Carried(carried) if carried.trouble.is_empty() => Exit::Done,
        Outcome::Carried(_) => Exit::Journal,
        Outcome::Not(_, problem) => match problem.fault {
            Some("journal") => Exit::Journal,
            Some("ending") => Exit::Signal(2),
            _ => stopped(problem.clone()).0,
        },
        Outcome::Unsettled(unsettled) => match unsettled.verdict {
            Some(Verdict::Happened) => Exit::Done,
            Some(Verdict::DidNotHappen) => Exit::Refused,
            Some(Verdict::CannotTell(_)) | None => Exit::OutcomeUnknown,
        },
    }
}

/// What there is to say about it, one sentence a line. Never a value.
pub fn lines(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Carried(carried) => {
            let mut lines = carried.receipt.clone();
            lines.push(carried.checked.sentence());
            lines.extend(carried.comment.clone());
            lines.extend(carried.trouble.iter().map(Problem::sentences));
            lines
        }
        Outcome::Not(_, problem) => stopped(problem.clone()).1.lines().map(String::from).collect(),
        Outcome::Unsettled(unsettled) => {
            let mut lines = vec![unsettled.problem.what.clone()];
            lines.extend(unsettled.lines.iter().cloned());
            lines
        }
    }
}
