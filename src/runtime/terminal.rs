//! The terminal's modes: entered once, undone on every way out, each step even where the one before failed.
//!
//! Asks the terminal nothing: over a slow line an answer would be waited for, or be taken for typing.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::{ResetColor, force_color_output};
use ratatui::crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{Command, queue};

/// Whether the modes are entered. There is one terminal, and the panic hook has to reach it too.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Standard output without a buffer: what is drawn may hold a secret, and std's buffer is never wiped.
#[derive(Debug)]
pub struct Screen;

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(io::stdout().as_fd(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The modes are entered as long as this lives.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Raw mode, alternate screen, bracketed paste, no cursor.
    ///
    /// # Errors
    /// The terminal takes no raw mode, or cannot be written to. Nothing is left entered.
    pub fn enter() -> io::Result<Self> {
        // crossterm 0.29 would drop bold and reverse too under NO_COLOR; the theme leaves the colours out by itself.
        force_color_output(true);
        ENTERED.store(true, Ordering::SeqCst);
        let guard = Self(());
        enter()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Clear(ClearType::All), Hide)?;
    Screen.write_all(&bytes)
}

/// Undoes every mode, once. What stood on the alternate screen is cleared first: some terminals show it again later.
pub fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        undo();
    }
}

fn undo() {
    undo_step(EndSynchronizedUpdate);
    undo_step(ResetColor);
    undo_step(Clear(ClearType::All));
    undo_step(DisableBracketedPaste);
    undo_step(LeaveAlternateScreen);
    undo_step(Show);
    // There is no terminal any more, or it has its modes back.
    let _ = disable_raw_mode();
}

fn undo_step(command: impl Command) {
    let mut bytes = Vec::new();
    // A dead terminal takes none of the steps, a living one takes all.
    let _ = queue!(bytes, command).and_then(|()| Screen.write_all(&bytes));
}

/// Gives the terminal back to the shell and stops the process, until it is told to continue.
pub fn suspend() {
    if ENTERED.load(Ordering::SeqCst) {
        undo();
        // The only refusal would be that the process may not signal itself.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
    }
}

/// Enters the modes anew: a shell may have changed them while the process was stopped.
///
/// # Errors
/// See [`Guard::enter`].
pub fn resume() -> io::Result<()> {
    if ENTERED.load(Ordering::SeqCst) {
        disable_raw_mode()?;
        enter()?;
    }
    Ok(())
}

/// Lets go of standard output and standard error, which may never be written to again without harm.
///
/// # Errors
/// There is no null device.
pub fn detach_output() -> io::Result<()> {
    let null = std::fs::File::options().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(&null)?;
    rustix::stdio::dup2_stderr(&null)?;
    Ok(())
}
