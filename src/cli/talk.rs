//! The two streams: standard output is data, standard error is talk.
//!
//! What cannot be written is not missed: whoever should read it has gone.

use std::fmt::Display;
use std::io::Write;

/// Says something to the person.
pub fn say(words: impl Display) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Hands data out.
pub fn print(data: impl Display) {
    let _ = write!(std::io::stdout(), "{data}");
}

/// Puts a question, which is answered on the same line.
pub fn ask_for(question: &str) {
    let mut out = std::io::stderr();
    let _ = write!(out, "{question}").and_then(|()| out.flush());
}
