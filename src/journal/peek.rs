//! Where a journal claims to end, without reading the rest of it: said before the first screen, which waits for nothing.
//!
//! Nothing is checked here but the last line itself. The whole chain is checked when the journal is opened.

use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::journal::chain::Head;
use crate::journal::file;
use crate::journal::line::Line;
use crate::journal::seal;

/// The most that is looked at. No line that credesk writes is near as long.
const TAIL: u64 = 16 * 1024;

/// The number and the hash of the last whole line; none where there is no such file, or no such line.
pub fn peek(path: &Path) -> Option<Head> {
    let file = file::readable(path).ok()??;
    let size = file.metadata().ok()?.len();
    let from = size.saturating_sub(TAIL);
    let mut bytes = vec![0; usize::try_from(size - from).ok()?];
    file.read_exact_at(&mut bytes, from).ok()?;
    let (whole, _fragment) = bytes.split_at(bytes.iter().rposition(|byte| *byte == b'\n')?);
    let last = whole.rsplit(|byte| *byte == b'\n').next()?;
    let sealed = seal::open(last)?;
    let line = Line::read(sealed.body)?;
    Some(Head { lines: line.n, hash: sealed.hash })
}
