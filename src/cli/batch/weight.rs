//! What a fault that one user met means for the rest of a list.

use crate::cli::exit::Exit;
use crate::domain::batch::Fate;
use crate::domain::problem::Problem;

/// So many users in a row for whom the server could not be reached, and the run ends.
pub const MOST_IN_A_ROW: usize = 3;

/// What it means for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Nothing: it is about this user alone.
    Alone,
    /// The server may be away, or has had enough: a few of these in a row end the run.
    Away,
    /// Nobody knows what became of this user, or the value is lost: that ends the run, unless it was told to go on.
    Doubt,
    /// Nobody else can be done either.
    End(Exit),
}

/// Weighs a problem.
pub fn weight(problem: &Problem) -> Weight {
    match problem.fault {
        Some("token" | "token-ended" | "signed-out" | "wrong-password" | "somebody-else") => {
            Weight::End(Exit::SignedOut)
        }
        Some("setup") => Weight::End(Exit::Usage),
        Some("journal") => Weight::End(Exit::Journal),
        Some("ending") => Weight::End(Exit::Signal(2)),
        Some(
            "no-address" | "no-connection" | "certificate" | "insecure" | "timeout" | "connection-lost" | "cut-off"
            | "web-page" | "redirect" | "not-json" | "too-large" | "too-many" | "server" | "status",
        ) => Weight::Away,
        Some(_) | None => Weight::Alone,
    }
}

/// Of a change that was not carried out, or of a reading before it: whether the server refused, or anything else was in the
/// way.
pub fn fate(problem: &Problem) -> Fate {
    match problem.fault {
        Some(
            "forbidden" | "permission" | "data-room" | "reset-limit" | "not-found" | "conflict" | "invalid"
            | "too-many" | "redirect" | "signed-out" | "wrong-password",
        ) => Fate::Refused,
        Some(_) | None => Fate::NotSent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::{Asked, Certainty, Fault};

    #[test]
    fn what_was_refused_is_told_from_what_was_never_sent_as_the_faults_themselves_are() {
        for fault in [
            Fault::Token("x".into(), "y"),
            Fault::TokenEnded("x".into(), "y".into()),
            Fault::Journal("x".into()),
            Fault::Locked("x".into()),
            Fault::Ending,
            Fault::Setup("x".into()),
            Fault::NoAddress,
            Fault::NoConnection,
            Fault::Certificate("x".into()),
            Fault::Insecure("x".into()),
            Fault::SignedOut,
            Fault::WrongPassword,
            Fault::Forbidden,
            Fault::Permission(None),
            Fault::DataRoom,
            Fault::ResetLimit,
            Fault::NotFound,
            Fault::Conflict,
            Fault::Invalid,
            Fault::TooMany,
            Fault::Redirect,
        ] {
            let problem = fault.problem(Asked::Write, None);
            let expected = if fault.certainty() == Certainty::Refused { Fate::Refused } else { Fate::NotSent };
            assert_eq!(fate(&problem), expected, "{}", fault.name());
        }
    }

    #[test]
    fn what_holds_for_everybody_ends_the_run() {
        let of = |fault: &Fault| weight(&fault.problem(Asked::Read, None));
        assert_eq!(of(&Fault::SignedOut), Weight::End(Exit::SignedOut));
        assert_eq!(of(&Fault::Journal("x".into())), Weight::End(Exit::Journal));
        assert_eq!(of(&Fault::Setup("x".into())), Weight::End(Exit::Usage));
        for fault in [Fault::NoConnection, Fault::Timeout(3), Fault::TooMany, Fault::Server(503), Fault::WebPage(None)]
        {
            assert_eq!(of(&fault), Weight::Away, "{}", fault.name());
        }
        for fault in [Fault::ResetLimit, Fault::NotFound, Fault::DataRoom, Fault::Permission(None), Fault::Conflict] {
            assert_eq!(of(&fault), Weight::Alone, "{}", fault.name());
        }
    }
}
