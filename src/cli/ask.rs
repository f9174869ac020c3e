//! Questions on the terminal, to standard error; the answers come from standard input. An answer can be waited for and
//! interrupted at once. Nothing secret is asked for here: what is typed is echoed.

use std::io::{BufRead, IsTerminal, stderr, stdin};

use rustix::termios::{QueueSelector, tcflush};

use crate::cli::office::until_interrupted;
use crate::cli::stop::Stop;
use crate::cli::talk::{ask_for, say};
use crate::runtime::errand::Interrupt;

/// True where somebody sits there who can read a question and type an answer.
pub fn is_possible() -> bool {
    stdin().is_terminal() && stderr().is_terminal()
}

/// Asks, and waits for a line. `None` where there is none any more (end of file).
///
/// # Errors
/// It was interrupted.
pub async fn line(interrupt: &Interrupt, question: &str) -> Result<Option<String>, Stop> {
    // Who cannot read the question cannot answer it either, and that ends it.
    ask_for(question);
    let reading = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        stdin().lock().read_line(&mut line).ok().filter(|read| *read > 0).map(|_| line)
    });
    let line = until_interrupted(interrupt, reading).await.map(|line| line.ok().flatten());
    if !matches!(line, Ok(Some(_))) {
        say(""); // nobody has ended the question's line
    }
    Ok(line?.map(|line| line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Forgets what was typed ahead of a question. Where it cannot, nothing was typed on a terminal.
pub fn forget_what_was_typed() {
    let _ = tcflush(stdin(), QueueSelector::IFlush);
}
