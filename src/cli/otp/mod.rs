//! `credesk otp`: OTP cards without the console.

mod asked;
pub mod find;
mod print;
mod sheet;
mod show;

use crate::cli::exit::Exit;
use crate::cli::stop::Stop;
use crate::domain::printing::PrintFault;

pub use print::print;
pub use show::show;

/// Why there is no sheet. A fault of the journal keeps everything from being printed, and one without an answer leaves
/// it open.
fn not_printed(fault: &PrintFault) -> Stop {
    let exit = match fault {
        PrintFault::Journal(_) => Exit::Journal,
        PrintFault::Timeout(_) => Exit::OutcomeUnknown,
        PrintFault::Missing(_)
        | PrintFault::NoLp
        | PrintFault::NoScheduler(_)
        | PrintFault::NoQueue(_)
        | PrintFault::Refused(_)
        | PrintFault::Failed(_)
        | PrintFault::Exists(_)
        | PrintFault::NoSpace
        | PrintFault::NotSaved(_)
        | PrintFault::NotMade(_)
        | PrintFault::NoTerminal
        | PrintFault::NoOutput(_) => Exit::Refused,
    };
    let (what, next) = fault.what_and_next();
    (exit, format!("{what}\n{next}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_have_been_accepted_is_unknown_and_only_the_journal_has_its_own_number() {
        assert_eq!(not_printed(&PrintFault::Timeout(60)).0, Exit::OutcomeUnknown);
        assert_eq!(not_printed(&PrintFault::Journal("Why.".into())).0, Exit::Journal);
        let (exit, sentence) = not_printed(&PrintFault::NoSpace);
        assert_eq!(exit, Exit::Refused);
        assert!(!sentence.contains("still here"), "there is no screen that it could be on: {sentence}");
    }
}
