//! A value on standard output: whether it may go there, and the way there. Nothing else writes one.

use std::fs::metadata;
use std::io::{self, IsTerminal, Write, stdout};
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::fstat;

use crate::cli::ask;
use crate::cli::exit::Exit;
use crate::cli::stop::Stop;
use crate::domain::hand_over::Reveal;
use crate::runtime::errand::Interrupt;
use crate::runtime::terminal::Screen;

/// What a profile says that lets no value out of a command.
pub fn barred(allowed: Reveal) -> String {
    let does = match allowed {
        Reveal::Print => "only prints values",
        Reveal::Screen | Reveal::Never => "lets no value out",
    };
    format!("Nothing was sent: this profile {does} (reveal = \"{}\"), and --reveal would put one out.", allowed.word())
}

/// Whether standard output leads anywhere, and whether there is somebody to ask where it leads to a terminal.
///
/// # Errors
/// A value would be lost, or would stay where nobody was asked.
pub fn is_possible() -> Result<(), Stop> {
    let out = stdout();
    if leads_nowhere(&out) {
        let sentence = "Nothing was sent: standard output is closed or thrown away, and the new value would be lost.";
        return Err((Exit::Terminal, sentence.into()));
    }
    if out.is_terminal() && !ask::is_possible() {
        let sentence = "Nothing was sent: the value would stay in the history of this terminal, and there is nobody to ask: standard input or standard error is no terminal. Send standard output on, for example: | less";
        return Err((Exit::Terminal, sentence.into()));
    }
    Ok(())
}

/// A pipe whose reader has gone, a stream that was closed (the standard library opens the null device in its place), or
/// the null device itself.
fn leads_nowhere(out: &impl AsFd) -> bool {
    let mut polled = [PollFd::new(out, PollFlags::OUT)];
    let gone = match poll(&mut polled, Some(&Timespec::default())) {
        Ok(_) => polled[0].revents().intersects(PollFlags::ERR | PollFlags::NVAL),
        Err(_) => false, // it cannot be told, and writing will
    };
    let null = metadata("/dev/null").ok().filter(|null| null.file_type().is_char_device());
    gone || fstat(out).ok().zip(null).is_some_and(|(out, null)| out.st_rdev == null.rdev())
}

/// Asks before a value goes onto a terminal; elsewhere there is nothing to ask.
///
/// # Errors
/// The answer was no, or it was interrupted. Nothing was sent.
pub async fn ask(interrupt: &Interrupt) -> Result<(), Stop> {
    if !stdout().is_terminal() {
        return Ok(());
    }
    let question = "The value will stay in this terminal's history, and in whatever records it. Type yes to put it there all the same: ";
    ask::forget_what_was_typed();
    match ask::line(interrupt, question).await?.as_deref().map(str::trim) {
        Some("yes") => Ok(()),
        Some(_) | None => Err((
            Exit::Refused,
            "Nothing was sent. Without --reveal no value is put out; | less keeps it out of the history.".into(),
        )),
    }
}

/// Writes, at once and without a buffer that nobody would wipe.
///
/// # Errors
/// Not all of it was written.
pub fn put(text: &str) -> io::Result<()> {
    Screen.write_all(text.as_bytes())
}
