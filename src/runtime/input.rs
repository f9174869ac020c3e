//! The thread that reads the terminal. It waits in the kernel, so an idle console costs nothing.
//!
//! Reads by itself and sees a hang-up in what poll(2) answers: crossterm 0.29's reader does not, spins at full speed when
//! the line is gone, and never returns (crossterm#793). Knows no meaning of any key. It is never joined.

use std::io::{self, PipeReader, PipeWriter, stdin};
use std::os::fd::AsFd;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use zeroize::Zeroizing;

use crate::runtime::decode::Decoder;
use crate::runtime::event::{Event, Input};
use crate::runtime::inlet::Inlet;

/// The most that is taken in one go. A terminal's own queue holds 4096 bytes on Linux.
const MOST: usize = 4096;

/// How long the rest of a key may be on its way after its first byte, ESC, before that was the key Esc.
const ESCAPE: Duration = Duration::from_millis(20);

/// As long as this lives the terminal is read.
#[derive(Debug)]
pub struct Reading {
    /// When it closes, the thread's wait ends.
    _stop: PipeWriter,
}

/// Starts reading.
///
/// # Errors
/// The thread cannot be started, or no descriptor is left.
pub fn start(events: Inlet) -> io::Result<Reading> {
    let (stopped, stop) = io::pipe()?;
    let farewell = Farewell(events.clone());
    let read = move || {
        let _tells_when_this_ends = farewell;
        let mut reader = Reader { stopped, decoder: Decoder::default(), since: None };
        while let Ok((since, inputs)) = reader.next() {
            if !inputs.is_empty() && events.send(Event::Typed { since, inputs }).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(Reading { _stop: stop })
}

/// There is nothing more to read: the line is gone, or nobody wants it any more.
struct Over;

struct Reader {
    stopped: PipeReader,
    decoder: Decoder,
    /// When the first byte came of what is not whole yet.
    since: Option<Instant>,
}

impl Reader {
    /// Waits for the next bytes. They may be no whole key yet.
    fn next(&mut self) -> Result<(Instant, Vec<Input>), Over> {
        if !self.wait()? {
            let since = self.since.take().unwrap_or_else(Instant::now);
            return Ok((since, Vec::from_iter(self.decoder.pause())));
        }
        let mut bytes = Zeroizing::new([0; MOST]);
        let count = match read(stdin(), &mut *bytes) {
            // In raw mode this is no key: a terminal that is gone reads as an end of file.
            Ok(0) => return Err(Over),
            Ok(count) => count,
            Err(Errno::INTR | Errno::AGAIN) => 0,
            Err(_) => return Err(Over),
        };
        let now = Instant::now();
        let since = self.since.unwrap_or(now);
        let inputs = self.decoder.feed(&bytes[..count]);
        self.since = match self.decoder.pending() {
            0 => None,
            older if older > count => Some(since),
            _ => Some(now),
        };
        Ok((since, inputs))
    }

    /// True when there is something to read, false when an Esc has been alone for long enough.
    fn wait(&self) -> Result<bool, Over> {
        let patience = Timespec::try_from(ESCAPE).ok().filter(|_| self.decoder.holds_escape());
        let terminal = stdin();
        loop {
            let mut watched =
                [PollFd::new(&terminal, PollFlags::IN), PollFd::from_borrowed_fd(self.stopped.as_fd(), PollFlags::IN)];
            match poll(&mut watched, patience.as_ref()) {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(_) => return Err(Over),
            }
            let [terminal, stopped] = watched.map(|one| one.revents());
            // What was typed just before the line broke down is not read: whoever typed it sees no answer.
            let lost = terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
            return if lost || !stopped.is_empty() { Err(Over) } else { Ok(true) };
        }
    }
}

/// Says that nobody reads any more, however the thread ends.
struct Farewell(Inlet);

impl Drop for Farewell {
    fn drop(&mut self) {
        // The loop is gone only when the program ends anyway.
        let _ = self.0.send(Event::TerminalLost);
    }
}
