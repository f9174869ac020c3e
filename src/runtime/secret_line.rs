//! A secret as one line of standard input: typed without echo on a terminal, or sent by a program. Read without a buffer
//! that nobody would wipe.

use std::io::stdin;

use rustix::io::{Errno, read};
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

use crate::secret::{Secret, SecretInput};

/// Why there is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLine {
    /// Standard input ended before a line did, or cannot be read.
    Ended,
    /// More than [`SecretInput::CAPACITY`] bytes.
    TooLong,
    /// Not UTF-8.
    NotText,
    /// Something follows the line.
    MoreFollows,
}

/// The terminal shows nothing of what is typed as long as this lives.
#[derive(Debug)]
pub struct Unseen(Termios);

impl Unseen {
    /// Turns the echo off, and forgets what was typed ahead. `None` where standard input is no terminal.
    pub fn begin() -> Option<Self> {
        let before = tcgetattr(stdin()).ok()?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        // The line's end is still shown, so that what is said next begins on a line of its own.
        unseen.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON);
        tcsetattr(stdin(), OptionalActions::Flush, &unseen).ok()?;
        let _ = tcflush(stdin(), QueueSelector::IFlush);
        Some(Self(before))
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        let _ = tcsetattr(stdin(), OptionalActions::Flush, &self.0);
    }
}

/// Reads one line, without its line break. Blocks. `alone`: nothing may follow it.
///
/// # Errors
/// See [`NoLine`]. Nothing of it is kept.
pub fn secret_line(alone: bool) -> Result<Secret, NoLine> {
    let mut field = SecretInput::new();
    let mut pending = Pending::default();
    loop {
        match byte()? {
            None if field.count() == 0 && !pending.is_open() => return Err(NoLine::Ended),
            None | Some(b'\n') => break,
            Some(byte) => {
                if let Some(character) = pending.take(byte)?
                    && !field.push(character)
                {
                    return Err(NoLine::TooLong);
                }
            }
        }
    }
    if pending.is_open() {
        return Err(NoLine::NotText);
    }
    if alone && byte()?.is_some() {
        return Err(NoLine::MoreFollows);
    }
    Ok(field.take())
}

/// The bytes of one character.
#[derive(Default)]
struct Pending {
    bytes: [u8; 4],
    length: usize,
}

impl Pending {
    /// The character that this byte ends.
    fn take(&mut self, byte: u8) -> Result<Option<char>, NoLine> {
        let place = self.bytes.get_mut(self.length).ok_or(NoLine::NotText)?;
        *place = byte;
        self.length += 1;
        match str::from_utf8(&self.bytes[..self.length]) {
            Ok(text) => {
                let character = text.chars().next();
                *self = Self::default();
                Ok(character)
            }
            Err(error) if error.error_len().is_none() => Ok(None),
            Err(_) => Err(NoLine::NotText),
        }
    }

    fn is_open(&self) -> bool {
        self.length > 0
    }
}

/// The next byte; none at the end.
fn byte() -> Result<Option<u8>, NoLine> {
    let mut one = [0];
    loop {
        match read(stdin(), &mut one) {
            Ok(0) => return Ok(None),
            Ok(_) => return Ok(Some(one[0])),
            Err(Errno::INTR) => {}
            Err(_) => return Err(NoLine::Ended),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_put_together_and_nothing_else_is_taken() {
        let read = |bytes: &[u8]| {
            let mut pending = Pending::default();
            bytes.iter().map(|byte| pending.take(*byte)).collect::<Result<Vec<_>, _>>()
        };
        let text = |bytes: &[u8]| read(bytes).map(|some| some.into_iter().flatten().collect::<String>());
        assert_eq!(text("aé€😀z".as_bytes()), Ok("aé€😀z".into()));
        assert_eq!(text(b"a\xff"), Err(NoLine::NotText));
        assert_eq!(text(b"\xc3a"), Err(NoLine::NotText));
    }
}
