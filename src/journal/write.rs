//! The durable write: one line, whole and on the disk, or not at all.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::io::{Errno, write};
use rustix::process::{Resource, getrlimit};

use crate::journal::error::{JournalError, reason};
use crate::journal::failpoint::reached;

/// Writes the `number`th line of this process at the end of a file that has `size` bytes, and makes it durable. Whoever
/// calls holds the lock. After an error the file has `size` bytes again, unless the error says otherwise.
pub fn durably(file: &File, path: &Path, size: u64, line: &[u8], number: u64) -> Result<(), JournalError> {
    let Err(error) = attempt(file, size, line, number) else { return Ok(()) };
    let (path, why) = (path.to_owned(), reason(&error));
    // What is cut off here was never acknowledged to anybody. Should a power failure bring it back, it is a fragment or a
    // whole line that fits into the chain.
    match file.set_len(size) {
        Ok(()) => Err(JournalError::NotWritten { path, why }),
        Err(cut) => Err(JournalError::NotCut { path, why, cut: reason(&cut) }),
    }
}

fn attempt(file: &File, size: u64, line: &[u8], number: u64) -> io::Result<()> {
    // Beyond this limit the system does not only refuse, it kills (SIGXFSZ; setrlimit(2)).
    let limit = getrlimit(Resource::Fsize).current;
    if limit.is_some_and(|limit| size.saturating_add(line.len() as u64) > limit) {
        return Err(Errno::FBIG.into());
    }
    reached(format_args!("journal-{number}-before"));
    if let Some(error) = reached(format_args!("journal-{number}")) {
        return Err(error);
    }
    if let Some(error) = reached(format_args!("journal-{number}-torn")) {
        let _ = write(file, line.split_at(line.len() / 2).0);
        return Err(error);
    }
    let written = loop {
        match write(file, line) {
            Err(Errno::INTR) => {}
            other => break other?,
        }
    };
    if written != line.len() {
        // A regular file takes less than all only where there is no more room.
        return Err(Errno::NOSPC.into());
    }
    file.sync_data()?;
    reached(format_args!("journal-{number}-after"));
    Ok(())
}
