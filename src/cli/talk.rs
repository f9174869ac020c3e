//! The two streams: standard output is data, standard error is talk.
//!
//! What cannot be written is not missed: whoever should read it has gone.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use crate::runtime::fitness::narrow_locale;
use crate::text::ascii;

/// Says something to the person.
pub fn say(words: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", ForThis(words, std::io::stderr().is_terminal()));
}

/// Hands data out.
pub fn print(data: impl Display) {
    let _ = write!(std::io::stdout(), "{}", ForThis(data, std::io::stdout().is_terminal()));
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
