//! Reads lines from anywhere and hands them to the chain: fragments with the line that describes them, and what is left
//! at the end without a line break.

use std::io::{self, BufRead, Read};

use jiff::Timestamp;

use crate::journal::chain::{Chain, Head, Note};
use crate::journal::line::{LONGEST, Line};
use crate::journal::tamper::{Tamper, Wrong};

/// Why the reading stopped. The chain holds what came before.
#[derive(Debug)]
pub enum Stopped {
    /// It cannot be read.
    Io(io::Error),
    /// A line is not as it was written.
    Tampered(Tamper),
}

/// What is left at the end without a line break.
pub type Tail = Vec<u8>;

/// Reads to the end. Each line is handed out with its bytes, without the line break.
pub fn scan(source: &mut dyn BufRead, chain: &mut Chain, each: &mut dyn FnMut(Line, &[u8])) -> Result<Tail, Stopped> {
    let too_long = |chain: &Chain, before: u64| {
        Stopped::Tampered(Tamper { line: chain.head().lines + before + 1, wrong: Wrong::TooLong })
    };
    let mut current = next(source).map_err(Stopped::Io)?;
    loop {
        if current.len() > LONGEST {
            return Err(too_long(chain, 0));
        }
        let Some(line) = current.strip_suffix(b"\n") else { return Ok(current) };
        let following = next(source).map_err(Stopped::Io)?;
        let bytes = following.strip_suffix(b"\n").unwrap_or_default();
        if let Some(torn) = chain.take_torn(line, bytes) {
            each(torn, bytes);
            current = next(source).map_err(Stopped::Io)?;
        } else {
            each(chain.take(line).map_err(Stopped::Tampered)?, line);
            current = following;
        }
    }
}

/// The next line with its line break; at the end, what is left, and then nothing.
fn next(source: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    source.take(LONGEST as u64 + 1).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// What a journal's lines tell as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it ends.
    pub head: Head,
    /// The dates of the first and the last line; none where there is no line.
    pub dates: Option<(Timestamp, Timestamp)>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

/// Checks every byte of a journal. What it cannot see is a cut at the end of a line: then the [`Head`] is another one.
pub fn verify(bytes: &[u8]) -> Result<Report, Tamper> {
    let mut chain = Chain::default();
    match scan(&mut &*bytes, &mut chain, &mut |_, _| {}) {
        Ok(tail) => report(&chain, &tail),
        Err(Stopped::Tampered(tamper)) => Err(tamper),
        // A slice never fails to be read; were it so, it would end here.
        Err(Stopped::Io(_)) => Err(Tamper { line: chain.head().lines + 1, wrong: Wrong::Shape }),
    }
}

/// What there is to say of a chain and what follows it.
pub fn report(chain: &Chain, tail: &[u8]) -> Result<Report, Tamper> {
    if tail.is_empty() {
        Ok(Report { head: chain.head(), dates: chain.dates(), notes: chain.notes().to_vec() })
    } else {
        Err(Tamper { line: chain.head().lines + 1, wrong: Wrong::Unfinished(tail.len() as u64) })
    }
}
