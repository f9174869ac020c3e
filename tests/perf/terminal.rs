//! A program in a pseudo-terminal: keys go in, bytes come out onto a vt100 screen. Knows nothing of what is measured.

use super::program::Program;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{self, Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

const ROWS: NonZeroU16 = NonZeroU16::new(40).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(120).unwrap();

/// How long a program may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was read at once, and when.
struct Chunk {
    at: Instant,
    bytes: Vec<u8>,
}

pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<Chunk>,
    parser: vt100::Parser,
    bytes: usize,
    /// When the last bytes came.
    last: Instant,
    /// Closing it would hang up the program.
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts a program, and says when.
    pub fn start(program: &Program) -> io::Result<(Self, Instant)> {
        let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).map_err(io::Error::other)?;
        let mut command = CommandBuilder::new(&program.binary);
        command.args(&program.args);
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().map_err(io::Error::other)?;
        let writer = pair.master.take_writer().map_err(io::Error::other)?;
        let (sender, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 16384];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let chunk = Chunk { at: Instant::now(), bytes: buffer[..count].to_vec() };
                if sender.send(chunk).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).map_err(io::Error::other)?;
        let parser = vt100::Parser::new(ROWS, COLUMNS, 0);
        Ok((Self { child, writer, chunks, parser, bytes: 0, last: started, _master: pair.master }, started))
    }

    pub fn process_id(&self) -> io::Result<u32> {
        self.child.process_id().ok_or_else(|| io::Error::other("the program has ended"))
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Sends keys, and says when.
    pub fn send(&mut self, keys: &str) -> io::Result<Instant> {
        let sent = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()?;
        Ok(sent)
    }

    /// Waits until the screen is as wanted, and says when the bytes came that made it so.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) -> io::Result<Instant> {
        let deadline = Instant::now() + PATIENCE;
        if is_so(self.screen()) {
            return Ok(self.last);
        }
        loop {
            match self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(chunk) => {
                    let at = self.show(&chunk);
                    if is_so(self.screen()) {
                        return Ok(at);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Err(self.never_showed(what)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::Error::other(format!("it ended and never showed {what}")));
                }
            }
        }
    }

    /// Reads until nothing has come for `quiet`, and says when the last bytes came, if any did.
    pub fn settle(&mut self, quiet: Duration) -> Option<Instant> {
        let mut last = None;
        while let Ok(chunk) = self.chunks.recv_timeout(quiet) {
            last = Some(self.show(&chunk));
        }
        last
    }

    /// How many bytes came since this was last asked.
    pub fn take_bytes(&mut self) -> usize {
        std::mem::take(&mut self.bytes)
    }

    fn show(&mut self, chunk: &Chunk) -> Instant {
        self.bytes += chunk.bytes.len();
        self.parser.process(&chunk.bytes);
        self.last = chunk.at;
        chunk.at
    }

    fn never_showed(&self, what: &str) -> io::Error {
        io::Error::other(format!("it never showed {what}; the screen is:\n{}", self.screen().contents()))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
