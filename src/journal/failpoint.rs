//! Points at which a test makes a debug build fail or die. A release build has nothing of it: [`reached`] is empty there.
//!
//! `CREDESK_FAILPOINT=journal-3=ENOSPC` names a point and what happens there; several are parted by commas. Points of the
//! journal, N being the Nth line that this process writes: `journal-N` (nothing is written), `journal-N-torn` (half of it is),
//! `journal-N-before` (before the write), `journal-N-after` (once it is durable). Of the console: `value-N`, before the Nth frame that shows a value. What happens: `EIO`, `ENOSPC`, `EROFS`
//! (the operation fails with it), `KILL` (the process kills itself), or `PANIC` (the task does). Must do nothing else, and nothing else of the
//! journal reads the environment.

use std::fmt::Display;
use std::io;

/// Says what a test wants to happen here; does not return where it wants the process killed.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "a test asks for it, and a release build has nothing of it")]
pub fn reached(point: impl Display) -> Option<io::Error> {
    use rustix::io::Errno;
    use rustix::process::{Signal, getpid, kill_process};

    let wanted = std::env::var("CREDESK_FAILPOINT").ok()?;
    let point = point.to_string();
    let what = wanted.split(',').find_map(|one| one.split_once('=').filter(|(name, _)| *name == point))?.1;
    let errno = match what {
        "EIO" => Errno::IO,
        "ENOSPC" => Errno::NOSPC,
        "EROFS" => Errno::ROFS,
        "KILL" => {
            let _ = kill_process(getpid(), Signal::KILL);
            return None;
        }
        "PANIC" => std::panic::panic_any("a failpoint"),
        _ => return None,
    };
    Some(errno.into())
}

/// A release build reaches no failpoint.
#[cfg(not(debug_assertions))]
#[inline]
pub fn reached(_point: impl Display) -> Option<io::Error> {
    None
}
