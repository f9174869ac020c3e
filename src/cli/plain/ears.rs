//! What is answered: one line of standard input at a time, and only when one was asked for. A line may hold a secret, so none
//! of it goes through a buffer that nobody wipes.
//!
//! A thread of its own waits in the kernel, so that a question can be given up at any moment. The line that it then still
//! waits for answers the next question.

use std::io::{self, IsTerminal, stdin};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeroize::Zeroizing;

/// The longest line in bytes, as a terminal has it too (Linux: `N_TTY_BUF_SIZE`).
const LONGEST: usize = 4096;

/// A line that was typed.
pub struct Line {
    /// Without its end.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The rest was dropped.
    pub too_long: bool,
}

/// Whoever hears it.
#[derive(Debug)]
pub struct Ears {
    asked: Sender<()>,
    heard: UnboundedReceiver<Option<Line>>,
    /// A line that was asked for has not come yet.
    waiting: bool,
    terminal: bool,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Line(..)")
    }
}

impl Ears {
    /// Starts the thread. Reads nothing yet.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start() -> io::Result<Self> {
        let (asked, requests) = channel();
        let (answers, heard) = unbounded_channel();
        thread::Builder::new().name("answers".into()).spawn(move || listen(&requests, &answers))?;
        Ok(Self { asked, heard, waiting: false, terminal: stdin().is_terminal() })
    }

    /// True where what is typed appears by itself, and can be kept from it.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// The next line; none at the end of the input. May be given up, and asked for again.
    pub async fn line(&mut self) -> Option<Line> {
        if !self.waiting {
            self.waiting = self.asked.send(()).is_ok();
        }
        let line = self.heard.recv().await;
        self.waiting = false;
        line.flatten()
    }

    /// Throws away what was typed before this moment. Over a pipe nothing can be: whoever wrote it there meant the order.
    pub fn forget(&self) {
        if self.terminal {
            // What cannot be thrown away still has to be the login ID.
            let _ = tcflush(stdin().as_fd(), QueueSelector::IFlush);
        }
    }

    /// What is typed does not appear as long as the guard lives. None where that is not possible.
    pub fn hide() -> Option<Hidden> {
        let before = tcgetattr(stdin().as_fd()).ok()?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin().as_fd(), OptionalActions::Flush, &silent).ok()?;
        Some(Hidden { before })
    }
}

/// What is typed does not appear.
pub struct Hidden {
    before: Termios,
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing either.
        let _ = tcsetattr(stdin().as_fd(), OptionalActions::Now, &self.before);
    }
}

fn listen(requests: &Receiver<()>, answers: &UnboundedSender<Option<Line>>) {
    while requests.recv().is_ok() && answers.send(read()).is_ok() {}
}

/// One line, byte by byte: what follows it stays where it is. A line without an end may have been cut, and is no answer.
fn read() -> Option<Line> {
    let mut line = Line { bytes: Zeroizing::new(Vec::with_capacity(LONGEST)), too_long: false };
    let mut byte = Zeroizing::new([0_u8; 1]);
    loop {
        match rustix::io::read(stdin().as_fd(), &mut *byte) {
            Ok(0) => return None,
            Ok(_) if byte[0] == b'\n' => break,
            Ok(_) if line.bytes.len() < LONGEST => line.bytes.push(byte[0]),
            Ok(_) => line.too_long = true,
            Err(Errno::INTR) => {}
            Err(_) => return None,
        }
    }
    if line.bytes.last() == Some(&b'\r') {
        line.bytes.pop();
    }
    Some(line)
}

#[cfg(test)]
impl Ears {
    /// Ears of a test, and the other end: what is sent there is heard.
    pub fn of_a_test() -> (Self, UnboundedSender<Option<Line>>, Receiver<()>) {
        let (asked, requests) = channel();
        let (answers, heard) = unbounded_channel();
        (Self { asked, heard, waiting: false, terminal: false }, answers, requests)
    }
}
