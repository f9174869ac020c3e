//! Why a command without the console ended before its job was done: the exit code, and what is said.

use crate::cli::exit::Exit;
use crate::cli::talk::{print, say};
use crate::domain::problem::Problem;
use crate::json;

/// Why a command ended: its exit code, and the sentence.
pub type Stop = (Exit, String);

/// The command line contradicts itself or the profile.
pub fn usage(sentence: impl Into<String>) -> Stop {
    (Exit::Usage, sentence.into())
}

/// What the server answered, or did not.
pub fn stopped(mut problem: Problem) -> Stop {
    let exit = match problem.fault {
        Some("signed-out" | "token" | "token-ended" | "wrong-password") => Exit::SignedOut,
        Some("setup") => Exit::Usage,
        Some(_) | None => Exit::Refused,
    };
    if problem.fault == Some("signed-out") {
        // The problem's own advice is for a console that goes on.
        problem.next = "Get a new token, then run the command again.".into();
    }
    if problem.fault == Some("locked") {
        problem.next =
            "Do not reset it again: the console's open cases (Ctrl-O) and credesk audit list tell more.".into();
    }
    (exit, problem.lines().join("\n"))
}

/// A signal came before anything was sent.
pub fn interrupted(number: i32) -> Stop {
    (Exit::Signal(number), "Interrupted: nothing was sent.".into())
}

/// A change ended before its request: says that nothing was sent, where the sentence does not yet.
pub fn unsent((exit, sentence): Stop) -> Stop {
    let says_so = ["othing was sent", "othing was done"].iter().any(|words| sentence.contains(words));
    (exit, if says_so { sentence } else { format!("{sentence}\nNothing was sent.") })
}

/// How a command ends. Why it ended before its job was done is said to the person, and with `--json` to the program too.
pub fn ended(json: bool, done: Result<Exit, Stop>) -> Exit {
    done.unwrap_or_else(|(exit, sentence)| {
        if json {
            print(json::error(&sentence, exit.code()) + "\n");
        }
        say(sentence);
        exit
    })
}
