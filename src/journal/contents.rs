//! A journal as it lies there, for whoever only reads it: all its lines, checked as ever.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;

use crate::domain::case::Case;
use crate::journal::chain::Chain;
use crate::journal::error::{JournalError, reason};
use crate::journal::line::Line;
use crate::journal::scan::{Report, Stopped, Tail, report, scan};
use crate::journal::tamper::Tamper;
use crate::journal::{file, lock};

/// A line, and the very text of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it says.
    pub line: Line,
    /// How it stands there, without the line break.
    pub text: String,
}

/// A journal as it lies there.
#[derive(Debug)]
pub struct Contents {
    /// Every line but fragments.
    pub lines: Vec<Written>,
    /// What they leave open, in the order in which it was confirmed.
    pub open: Vec<Case>,
    /// What they tell as a whole; an error where the last line is a fragment.
    pub report: Result<Report, Tamper>,
    /// Others may read or write the file: harmless for a copy to be checked, and wrong for a journal in use.
    pub open_to_others: Option<JournalError>,
}

/// Reads and checks a journal without writing: whoever may read it may do so, and a copy will do.
pub fn contents(path: &Path) -> Result<Contents, JournalError> {
    let file = file::readable(path)?.ok_or_else(|| JournalError::Missing(path.to_owned()))?;
    match all(path, &file) {
        Ok(contents) if contents.report.is_ok() => Ok(contents),
        Ok(_) | Err(_) => {
            // What is strange may only be a line that is being written. Some file systems lock nothing that is open for
            // reading alone, and a copy needs no lock.
            match lock::hold(&file, None, path) {
                Ok(()) | Err(JournalError::NotLocked { .. }) => all(path, &file),
                Err(busy) => Err(busy),
            }
        }
    }
}

fn all(path: &Path, file: &File) -> Result<Contents, JournalError> {
    let (mut chain, mut lines) = (Chain::default(), Vec::new());
    let tail = read(path, file, &mut chain, &mut |line, bytes| {
        lines.push(Written { line, text: String::from_utf8_lossy(bytes).into_owned() }); // JSON is UTF-8
    })?;
    let open = chain.cases().open().cloned().collect();
    Ok(Contents { lines, open, report: report(&chain, &tail), open_to_others: file::open_to_others(path, file)? })
}

/// Reads on from where the chain ends.
pub fn read(
    path: &Path,
    mut file: &File,
    chain: &mut Chain,
    each: &mut dyn FnMut(Line, &[u8]),
) -> Result<Tail, JournalError> {
    let path = path.to_owned();
    let scanned = match file.seek(SeekFrom::Start(chain.bytes())) {
        Ok(_) => scan(&mut BufReader::with_capacity(1 << 16, file), chain, each),
        Err(error) => Err(Stopped::Io(error)),
    };
    scanned.map_err(|stopped| match stopped {
        Stopped::Io(error) => JournalError::NotRead { path, why: reason(&error) },
        Stopped::Tampered(tamper) => JournalError::Tampered { path, tamper },
    })
}
