//! A new device password: typed twice without echo, or one line of standard input. Checked against the policy before
//! anything is sent.

use std::io::{IsTerminal, stdin};

use crate::cli::ask;
use crate::cli::exit::Exit;
use crate::cli::office::until_interrupted;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::{ask_for, say};
use crate::domain::device_password::Rules;
use crate::runtime::errand::Interrupt;
use crate::runtime::secret_line::{NoLine, Unseen, secret_line};
use crate::secret::Secret;

/// How often it is asked for again.
const TRIES: usize = 3;

/// The password.
///
/// # Errors
/// There is none, or none that the policy takes. Nothing was sent.
pub async fn password(interrupt: &Interrupt, rules: &Rules) -> Result<Secret, Stop> {
    if stdin().is_terminal() && !ask::is_possible() {
        let sentence =
            "Nothing was sent: the password would be typed here, and standard error is no terminal to ask on.";
        return Err((Exit::Terminal, sentence.into()));
    }
    if !ask::is_possible() {
        let password = line(interrupt, true).await?;
        let complaints = rules.complaints(&password);
        return if complaints.is_empty() {
            Ok(password)
        } else {
            Err(usage(format!("Nothing was sent. {}", complaints.join(" "))))
        };
    }
    for _ in 0..TRIES {
        let first = asked("New password (not shown): ", interrupt).await?;
        let complaints = rules.complaints(&first);
        if !complaints.is_empty() {
            complaints.iter().for_each(say);
        } else if asked("The same once more: ", interrupt).await? == first {
            return Ok(first);
        } else {
            say("The two differ.");
        }
    }
    Err((Exit::Refused, "Nothing was sent: there is no new password.".into()))
}

async fn asked(question: &str, interrupt: &Interrupt) -> Result<Secret, Stop> {
    // Before the question, so that nobody types what is still echoed; and put back however this ends.
    let Some(_unseen) = Unseen::begin() else {
        return Err((Exit::Terminal, "Nothing was sent: this terminal cannot hide what is typed.".into()));
    };
    ask_for(question);
    line(interrupt, false).await
}

async fn line(interrupt: &Interrupt, alone: bool) -> Result<Secret, Stop> {
    let reading = tokio::task::spawn_blocking(move || secret_line(alone));
    let line = until_interrupted(interrupt, reading).await?;
    line.unwrap_or(Err(NoLine::Ended)).map_err(|why| {
        usage(match why {
            NoLine::Ended => "Nothing was sent: standard input holds no password.",
            NoLine::TooLong => "Nothing was sent: the password is longer than any can be.",
            NoLine::NotText => "Nothing was sent: the password is not UTF-8.",
            NoLine::MoreFollows => {
                "Nothing was sent: standard input holds more than one line, and the password is one."
            }
        })
    })
}
