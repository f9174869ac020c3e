//! The chain of lines: takes one after the other, or says what is wrong with it. Touches no file.

use jiff::{SignedDuration, Timestamp};
use std::fmt;

use crate::domain::case::Cases;
use crate::journal::hex::{self, Sum};
use crate::journal::line::{self, Line, Said, Torn};
use crate::journal::seal;
use crate::journal::tamper::{Tamper, Wrong};
use crate::journal::wire::VERSION;

/// Two processes date their lines before they wait for the lock, so that the later date may stand first. More than this is
/// a clock that was set back.
const OUT_OF_STEP: SignedDuration = SignedDuration::from_secs(3);

/// Where a journal ends: whoever keeps this notices every later change, truncation above all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// How many lines there are.
    pub lines: u64,
    /// The hash of the last one; zeros where there is none.
    pub hash: Sum,
}

/// The hash, as 64 hexadecimal digits.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::digits(&self.hash))
    }
}

/// Something in a whole journal that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// The clock was set back before this line.
    #[error("Line {line} is dated before line {before}: the clock of the host was set back.")]
    ClockSetBack {
        /// The line.
        line: u64,
        /// The line with the later date, the last one before it that has a date.
        before: u64,
    },
    /// A fragment, and the next line says so.
    #[error(
        "Line {line} is a fragment of {length} bytes: a credesk was cut off while it wrote them. Line {} says so.",
        line + 1
    )]
    Fragment {
        /// The fragment.
        line: u64,
        /// How many bytes it has.
        length: u64,
    },
}

/// The lines so far.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    head: Head,
    bytes: u64,
    cases: Cases,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    notes: Vec<Note>,
}

impl Chain {
    /// Where it ends.
    pub fn head(&self) -> Head {
        self.head
    }

    /// How many bytes the lines take, line breaks and fragments included.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What the lines leave open.
    pub fn cases(&self) -> &Cases {
        &self.cases
    }

    /// The dates of the first and the last line.
    pub fn dates(&self) -> Option<(Timestamp, Timestamp)> {
        self.first.zip(self.last)
    }

    /// What is worth knowing about them.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Takes the next line, without its line break.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Line, Tamper> {
        let n = self.head.lines + 1;
        let wrong = |wrong| Tamper { line: n, wrong };
        let (line, hash) = self.read(bytes, n).map_err(wrong)?;
        match &line.said {
            Said::Entry(entry) => self.cases.take(entry).map_err(|misplaced| wrong(Wrong::Impossible(misplaced)))?,
            Said::Torn(_) => return Err(wrong(Wrong::NoFragment)),
        }
        self.taken(&line, hash, bytes.len());
        Ok(line)
    }

    /// Takes a fragment and the line that describes it, both without their line breaks; none where the second line does
    /// not describe the first, and then nothing was taken.
    pub fn take_torn(&mut self, fragment: &[u8], bytes: &[u8]) -> Option<Line> {
        if !line::may_be_torn(bytes) {
            return None;
        }
        let n = self.head.lines + 2;
        let (line, hash) = self.read(bytes, n).ok()?;
        let length = u64::try_from(fragment.len()).ok()?;
        let described = |torn: &Torn| torn.length == length && torn.sha256 == hex::sum(&[fragment]);
        match &line.said {
            Said::Torn(torn) if described(torn) => {}
            Said::Torn(_) | Said::Entry(_) => return None,
        }
        self.notes.push(Note::Fragment { line: n - 1, length });
        self.bytes += length + 1;
        self.taken(&line, hash, bytes.len());
        Some(line)
    }

    fn read(&self, bytes: &[u8], n: u64) -> Result<(Line, Sum), Wrong> {
        if bytes.len() >= line::LONGEST {
            return Err(Wrong::TooLong);
        }
        match line::version(bytes) {
            Some(VERSION) => {}
            Some(other) => return Err(Wrong::Version(other)),
            None => return Err(Wrong::Shape),
        }
        let sealed = seal::open(bytes).ok_or(Wrong::Shape)?;
        if seal::hash(sealed.body, &sealed.prev) != sealed.hash {
            return Err(Wrong::Hash);
        }
        if sealed.prev != self.head.hash {
            return Err(Wrong::Prev);
        }
        let line = Line::read(sealed.body).ok_or(Wrong::Unknown)?;
        if line.n == n { Ok((line, sealed.hash)) } else { Err(Wrong::Number(line.n)) }
    }

    fn taken(&mut self, line: &Line, hash: Sum, length: usize) {
        let at = line.at();
        if self.last.is_some_and(|last| last.duration_since(at) > OUT_OF_STEP) {
            self.notes.push(Note::ClockSetBack { line: line.n, before: self.head.lines });
        }
        self.first.get_or_insert(at);
        self.last = Some(at);
        self.head = Head { lines: line.n, hash };
        self.bytes += length as u64 + 1;
    }
}
