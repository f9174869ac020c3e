//! The two streams: standard output is data, standard error is talk.
//!
//! Talk that cannot be written is not missed: whoever should read it has gone. Data that cannot be written is remembered,
//! and the program tells of it at its end: a file on a full disk must not look whole.

use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

use crate::runtime::fitness::narrow_locale;
use crate::text::ascii;

/// Says something to the person.
pub fn say(words: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", ForThis(words, std::io::stderr().is_terminal()));
}

/// Why not all data could be handed out.
static UNWRITTEN: OnceLock<ErrorKind> = OnceLock::new();

/// Hands data out.
pub fn print(data: impl Display) {
    let mut out = std::io::stdout();
    let written = write!(out, "{}", ForThis(data, out.is_terminal())).and_then(|()| out.flush());
    if let Err(error) = written {
        // Only the first reason counts.
        let _ = UNWRITTEN.set(error.kind());
    }
}

/// Why not all that [`print`] was given could be written; `None` where all was.
pub fn unwritten() -> Option<ErrorKind> {
    UNWRITTEN.get().copied()
}

/// Words as they are; but on a terminal without UTF-8, which would show something else, letters that are not ASCII as numbers.
struct ForThis<T>(T, bool);

impl<T: Display> Display for ForThis<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(words, on_a_terminal) = self;
        if *on_a_terminal && narrow_locale().is_some() {
            return f.write_str(&ascii(&words.to_string()));
        }
        words.fmt(f)
    }
}

/// Puts a question, which is answered on the same line.
pub fn ask_for(question: &str) {
    let mut out = std::io::stderr();
    let _ = write!(out, "{question}").and_then(|()| out.flush());
}
