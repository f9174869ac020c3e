//! What is said while a list is worked through: one line that is drawn anew in its place on a terminal, and a line for each
//! user elsewhere. To standard error; nothing that is drawn is more than ASCII, but for names.

use std::cell::Cell;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use rustix::termios::tcgetwinsize;

use crate::cli::talk::say;
use crate::domain::batch::{Fate, Told};
use crate::text::{SafeText, fit};

/// No more often than this is the line drawn anew.
const PAUSE: Duration = Duration::from_millis(250);
/// Back to the beginning of the line, and nothing behind it (ECMA-48, EL).
const CLEAR: &str = "\r\x1b[K";

/// The progress of a run.
#[derive(Debug)]
pub struct Progress {
    in_place: bool,
    total: usize,
    /// How many of them were looked at.
    seen: usize,
    /// How many of those took time: who was done by an earlier run takes none.
    tried: usize,
    begun: Instant,
    drawn: Cell<Option<Instant>>,
}

impl Progress {
    /// Begins.
    pub fn new(total: usize) -> Self {
        let in_place = stderr().is_terminal() && !is_plain();
        Self { in_place, total, seen: 0, tried: 0, begun: Instant::now(), drawn: Cell::new(None) }
    }

    /// One more is done.
    pub fn done(&mut self, told: &Told) {
        self.seen += 1;
        self.tried += usize::from(told.fate != Fate::Skipped);
        let name = SafeText::new(&told.login_id);
        if !self.in_place {
            let (seen, total, line, word) = (self.seen, self.total, told.line, told.fate.word());
            let sentence =
                if told.fate.is_well() { String::new() } else { format!(". {}", SafeText::new(&told.sentence)) };
            say(format_args!("{seen}/{total} line {line}, {name}: {word}{sentence}"));
            return;
        }
        if !told.fate.is_well() {
            self.clear();
            say(format_args!("Line {}, {name}: {}. {}", told.line, told.fate.word(), SafeText::new(&told.sentence)));
        }
        if self.drawn.get().is_none_or(|drawn| drawn.elapsed() >= PAUSE) {
            self.draw(name.as_str());
        }
    }

    /// Readings have to tell what became of somebody, within so many seconds.
    pub fn waits(&self, login_id: &str, left: u64, is_first: bool) {
        let name = SafeText::new(login_id);
        let why = format!("the answer was lost; reading what became of it, {left} s left at most");
        if self.in_place {
            self.drawn.set(Some(Instant::now()));
            put(&format!("{}/{}  {name}: {why}", self.seen, self.total));
        } else if is_first {
            say(format_args!("{name}: {why}"));
        }
    }

    /// Takes the line away, so that something else can stand there.
    pub fn clear(&self) {
        if self.in_place && self.drawn.take().is_some() {
            let _ = write!(stderr(), "{CLEAR}");
        }
    }

    fn draw(&self, name: &str) {
        self.drawn.set(Some(Instant::now()));
        put(&line((self.seen, self.total), self.tried, self.begun.elapsed(), name));
    }
}

fn put(text: &str) {
    let columns = tcgetwinsize(stderr()).map_or(80, |size| usize::from(size.ws_col));
    // In the last column some terminals go on to the next line.
    let _ = write!(stderr(), "{CLEAR}{}", fit(text, columns.max(20) - 1));
}

/// A terminal that cannot go back in its line, or a reader to whom it would be read out over and over.
fn is_plain() -> bool {
    let is = |name, value: &str| std::env::var_os(name).is_some_and(|found| found == value);
    is("TERM", "dumb") || is("ACCESSIBLE", "1") || std::env::var_os("TERM").is_none()
}

/// `417/1000  58 a minute  10 min left  a.muster`.
fn line((seen, total): (usize, usize), tried: usize, passed: Duration, name: &str) -> String {
    let whole = |number: usize| u128::try_from(number).unwrap_or(u128::MAX);
    let passed = passed.as_millis().max(1);
    let rate = whole(tried) * 60_000 / passed;
    let left = whole(total - seen.min(total)) * passed / whole(tried.max(1)) / 1000;
    let left = if left < 120 { format!("{left} s left") } else { format!("{} min left", left.div_ceil(60)) };
    format!("{seen}/{total}  {rate} a minute  {left}  {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_how_many_how_fast_and_how_long_still() {
        let minute = Duration::from_mins(1);
        assert_eq!(line((58, 1000), 58, minute, "a.muster"), "58/1000  58 a minute  17 min left  a.muster");
        assert_eq!(line((990, 1000), 60, minute, "x"), "990/1000  60 a minute  10 s left  x");
        assert_eq!(line((500, 1000), 0, Duration::ZERO, "x"), "500/1000  0 a minute  0 s left  x");
        assert_eq!(line((1000, 1000), 1000, minute, "x"), "1000/1000  1000 a minute  0 s left  x");
    }
}
