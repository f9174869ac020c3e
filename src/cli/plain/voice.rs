//! What is said: lines on standard output, one after the other, at most eighty columns where a word fits into them. No escape
//! sequence, nothing that moves back; where the locale is not UTF-8, ASCII alone.
//!
//! Whatever a person reads goes this way, so that it comes in order also where standard error goes elsewhere.

use std::cell::{Cell, RefCell};
use std::env::var_os;
use std::fmt::{self, Write as _};
use std::io::Write;

use unicode_normalization::UnicodeNormalization;

use crate::runtime::terminal::Screen;
use crate::text::lines;

/// Columns of a line: one less than a terminal's, so that a full line does not wrap by itself.
const COLUMNS: usize = 79;

/// Whoever says it.
pub struct Voice {
    /// Without a buffer: what is said may hold a value.
    out: RefCell<Box<dyn Write>>,
    ascii: bool,
    deaf: Cell<bool>,
}

impl Voice {
    /// On standard output, as the locale allows.
    pub fn new() -> Self {
        Self::onto(Box::new(Screen))
    }

    fn onto(out: Box<dyn Write>) -> Self {
        let value = |name: &str| var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self { out: RefCell::new(out), ascii: !is_utf8(value), deaf: Cell::new(false) }
    }

    /// True where accents and other scripts are written around.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// True where standard output takes nothing any more.
    pub fn is_deaf(&self) -> bool {
        self.deaf.get()
    }

    /// Says a text, broken at words.
    pub fn say(&self, text: &str) {
        for line in lines(text, COLUMNS) {
            self.write(&format!("{}\n", line.trim_end()));
        }
    }

    /// Says a text of several lines.
    pub fn say_lines(&self, text: &str) {
        text.lines().for_each(|line| self.say(line));
    }

    /// Says a prompt: what follows stands on the same line.
    pub fn prompt(&self, text: &str) {
        self.write(text);
    }

    fn write(&self, text: &str) {
        let mut out = self.out.borrow_mut();
        let written = if self.ascii { out.write_all(ascii(text).as_bytes()) } else { out.write_all(text.as_bytes()) };
        if written.is_err() {
            self.deaf.set(true);
        }
    }
}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Voice(..)")
    }
}

#[cfg(test)]
impl Voice {
    /// Nobody hears it.
    pub fn of_a_test() -> Self {
        Self::onto(Box::new(std::io::sink()))
    }
}

/// Whether the locale that decides (in the order of POSIX) names UTF-8.
fn is_utf8(value: impl Fn(&str) -> Option<String>) -> bool {
    let decisive = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(value).find(|value| !value.is_empty());
    let charset = decisive.and_then(|value| value.split_once('.').map(|(_, rest)| rest.to_ascii_lowercase()));
    charset.is_some_and(|charset| charset.starts_with("utf-8") || charset.starts_with("utf8"))
}

/// The same in ASCII: letters without their accents; anything else by its number.
fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        let mut base = character.nfd().filter(char::is_ascii);
        match (character, base.next()) {
            (_, Some(letter)) => plain.push(letter),
            ('…', None) => plain.push_str("..."),
            (other, None) => {
                let _ = write!(plain, "<U+{:04X}>", u32::from(other)); // a string takes everything
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let with = |set: &'static [(&str, &str)]| {
            is_utf8(move |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(with(&[("LANG", "C.UTF-8")]) && with(&[("LC_ALL", "de_CH.utf8"), ("LANG", "C")]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]) && !with(&[]) && !with(&[("LANG", "de.ISO-8859-1")]));
        assert!(with(&[("LC_ALL", ""), ("LANG", "en_US.UTF-8@euro")]));
    }

    #[test]
    fn accents_are_left_out_and_other_scripts_are_numbers() {
        assert_eq!(ascii("Milena Petrović, Zürich…"), "Milena Petrovic, Zurich...");
        assert_eq!(ascii("\u{41c}x"), "<U+041C>x");
    }
}
