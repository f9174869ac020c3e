//! How the program ends, as a number for scripts.

use std::process::ExitCode;

/// The exit codes. Each number means one thing, for ever. 3 and 4 are of the commands that work without the console, where
/// such an answer ends the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: what was asked for was done.
    Done,
    /// 2: the command line or the configuration cannot be used.
    Usage,
    /// 3: there is no valid token.
    SignedOut,
    /// 4: the server or a guard rail refused it, or it could not be done.
    Refused,
    /// 5: nobody knows whether a change was carried out, or a sheet accepted.
    OutcomeUnknown,
    /// 6: there is no terminal, or it or standard output cannot be used. What was carried out before that is said.
    Terminal,
    /// 7: the journal cannot be used, or is not as it was written.
    Journal,
    /// 101: a fault in credesk itself, as for every Rust program.
    Fault,
    /// 128 and the signal's number, as shells count: 130 for an interrupt, 129 for a hang-up
    /// or a lost terminal, 143 for a termination.
    Signal(i32),
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::SignedOut => 3,
            Self::Refused => 4,
            Self::OutcomeUnknown => 5,
            Self::Terminal => 6,
            Self::Journal => 7,
            Self::Fault => 101,
            Self::Signal(number) => u8::try_from(number.saturating_add(128)).unwrap_or(u8::MAX),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
