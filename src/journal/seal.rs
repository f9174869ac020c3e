//! What ties a line to the one before: `,"prev":"HASH","hash":"HASH"}` at its end, always of the same length.
//!
//! `hash` is SHA-256 over a tag, the hash of the line before, and the very bytes of this line up to `,"prev":`. So there
//! is no byte of a line that could change without a trace. Knows nothing of what the line says.

use crate::journal::hex::{self, Sum};

/// What every hash begins with: it can be no hash of anything else.
const TAG: &[u8] = b"credesk journal 1";

const PREV: &[u8] = br#","prev":""#;
const HASH: &[u8] = br#"","hash":""#;
const END: &[u8] = br#""}"#;
const SEAL: usize = PREV.len() + 64 + HASH.len() + 64 + END.len();

/// A line taken apart.
pub struct Sealed<'a> {
    /// The line up to `,"prev":`, without the brace that would close it.
    pub body: &'a [u8],
    /// The hash of the line before, as this line names it.
    pub prev: Sum,
    /// The hash that this line names.
    pub hash: Sum,
}

/// The whole line without its line break, and its hash.
pub fn seal(body: &str, prev: &Sum) -> (String, Sum) {
    let hash = hash(body.as_bytes(), prev);
    (format!(r#"{body},"prev":"{}","hash":"{}"}}"#, hex::digits(prev), hex::digits(&hash)), hash)
}

/// How every file ends whose last line has this hash.
pub fn ending(hash: &Sum) -> String {
    format!("{}\"}}\n", hex::digits(hash))
}

/// The hash that belongs to a line.
pub fn hash(body: &[u8], prev: &Sum) -> Sum {
    hex::sum(&[TAG, prev, body])
}

/// Takes a line apart; none where it has not this shape. Checks no hash.
pub fn open(line: &[u8]) -> Option<Sealed<'_>> {
    let (body, seal) = line.split_at_checked(line.len().checked_sub(SEAL)?)?;
    let (prev, rest) = seal.strip_prefix(PREV)?.split_at_checked(64)?;
    let (hash, end) = rest.strip_prefix(HASH)?.split_at_checked(64)?;
    (end == END).then_some(())?;
    Some(Sealed { body, prev: hex::read(prev)?, hash: hex::read(hash)? })
}
