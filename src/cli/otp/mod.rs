//! `credesk otp`: OTP cards without the console.

mod find;
mod print;

use crate::cli::exit::Exit;
use crate::domain::problem::Problem;

pub use print::print;

/// Why a command ended: its exit code, and the sentence.
type Stop = (Exit, String);

/// What the server answered, or did not.
fn stopped(problem: &Problem) -> Stop {
    let exit = match problem.fault {
        Some("signed-out" | "token" | "wrong-password") => Exit::SignedOut,
        Some(_) | None => Exit::Refused,
    };
    (exit, problem.lines().join("\n"))
}
