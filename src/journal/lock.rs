//! The lock between processes: `flock` on the journal's own descriptor, so that it goes with the process that held it.
//!
//! Asking again and again has no queue: whoever appends line after line leaves the lock free for microseconds only, and a
//! second process was seen to starve beside it. So there is a gate before it, the same kind of lock on the folder: whoever
//! waits for the journal stands in the gate, and whoever has just let the journal go finds it closed.

use std::fs::File;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::journal::error::{JournalError, reason};

/// How long both together may take. An append takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_micros(250);

/// Takes the lock, or says after two seconds that another process holds it.
pub fn hold(file: &File, gate: Option<&File>, path: &Path) -> Result<(), JournalError> {
    let end = Instant::now() + PATIENCE;
    let Some(gate) = gate else { return wait(file, path, end) };
    wait(gate, path, end)?;
    let held = wait(file, path, end);
    release(gate);
    held
}

fn wait(file: &File, path: &Path, end: Instant) -> Result<(), JournalError> {
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(Errno::WOULDBLOCK | Errno::INTR) if Instant::now() < end => sleep(PAUSE),
            Err(Errno::WOULDBLOCK | Errno::INTR) => return Err(JournalError::Busy(path.to_owned())),
            Err(other) => return Err(JournalError::NotLocked { path: path.to_owned(), why: reason(&other.into()) }),
        }
    }
}

/// Gives it back. Where that fails, the descriptor is unusable, and every later step says so.
pub fn release(file: &File) {
    let _ = flock(file, FlockOperation::Unlock);
}
