//! One frame, one write: what ratatui draws is gathered, sent at once as a synchronised update, and wiped.
//!
//! Never asks the terminal for the cursor's place; remembers it instead.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::crossterm::cursor::{Hide, MoveTo, Show};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::layout::{Position, Size};
use zeroize::Zeroize;

use crate::runtime::cells::write_cells;
use crate::runtime::joined::Joined;

/// Draws into memory and sends a frame when it is whole.
#[derive(Debug)]
pub struct FrameBackend<W> {
    out: W,
    frame: Vec<u8>,
    joined: Joined,
    cursor: Cursor,
    sent: Option<Cursor>,
    size: fn() -> io::Result<Size>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Cursor {
    visible: bool,
    at: Position,
}

impl<W: Write> FrameBackend<W> {
    /// Sends to `out`, which is as large as `size` says at each frame.
    pub fn new(out: W, size: fn() -> io::Result<Size>) -> Self {
        Self { out, frame: Vec::new(), joined: Joined::default(), cursor: Cursor::default(), sent: None, size }
    }

    fn send(&mut self) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(self.frame.len() + 64);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend_from_slice(&self.frame);
        if self.sent.map(|sent| sent.visible) != Some(self.cursor.visible) {
            if self.cursor.visible { queue!(bytes, Show) } else { queue!(bytes, Hide) }?;
        }
        if self.cursor.visible {
            queue!(bytes, MoveTo(self.cursor.at.x, self.cursor.at.y))?;
        }
        queue!(bytes, EndSynchronizedUpdate)?;
        let result = self.out.write_all(&bytes);
        bytes.zeroize();
        result
    }
}

/// The size of the terminal behind standard output.
///
/// # Errors
/// Standard output is no terminal.
pub fn terminal_size() -> io::Result<Size> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    // A pseudo-terminal whose owner never said how large it is has no rows and columns at all.
    let or = |length, usual| if length == 0 { usual } else { length };
    Ok(Size { width: or(size.ws_col, 80), height: or(size.ws_row, 24) })
}

impl<W: Write> Backend for FrameBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        write_cells(&mut self.frame, &mut self.joined, content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        if clear_type == ClearType::All {
            self.joined = Joined::default();
        }
        CrosstermBackend::new(&mut self.frame).clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        let moved = self.cursor.visible || self.sent.is_none_or(|sent| sent.visible);
        if self.frame.is_empty() && (self.sent == Some(self.cursor) || !moved) {
            return Ok(());
        }
        let result = self.send();
        self.frame.zeroize();
        self.sent = Some(self.cursor);
        result
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;

    use super::*;

    /// Counts what it is given, call by call.
    #[derive(Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn terminal() -> Terminal<FrameBackend<Writes>> {
        Terminal::new(FrameBackend::new(Writes::default(), || Ok(Size::new(20, 3)))).unwrap()
    }

    fn writes(terminal: &Terminal<FrameBackend<Writes>>) -> &[String] {
        &terminal.backend().out.0
    }

    #[test]
    fn a_frame_is_one_synchronised_write_and_nothing_stays_behind() {
        let mut terminal = terminal();
        terminal
            .draw(|frame| {
                frame.render_widget("hello", frame.area());
                frame.set_cursor_position((5, 0));
            })
            .unwrap();
        let [only] = writes(&terminal) else { panic!("{:?}", writes(&terminal)) };
        assert!(only.starts_with("\u{1b}[?2026h") && only.ends_with("\u{1b}[?25h\u{1b}[1;6H\u{1b}[?2026l"), "{only:?}");
        assert!(terminal.backend().frame.is_empty());
    }

    #[test]
    fn the_same_frame_again_costs_nothing() {
        let mut terminal = terminal();
        for _ in 0..3 {
            terminal.draw(|frame| frame.render_widget("hello", frame.area())).unwrap();
        }
        assert_eq!(writes(&terminal).len(), 1);
    }

    #[test]
    fn a_cursor_that_only_moves_is_moved_and_no_more() {
        let mut terminal = terminal();
        for column in [1, 2] {
            terminal.draw(|frame| frame.set_cursor_position((column, 0))).unwrap();
        }
        assert_eq!(writes(&terminal).last().unwrap(), "\u{1b}[?2026h\u{1b}[1;3H\u{1b}[?2026l");
    }

    #[test]
    fn a_terminal_that_gives_each_letter_of_a_cluster_a_cell_keeps_none_of_it() {
        // Hindi, Sinhala, Tamil; vt100 puts their letters into cells of their own, as tmux does.
        for cluster in ["\u{915}\u{94d}\u{937}", "\u{dc1}\u{dcf}", "\u{b95}\u{bc0}"] {
            for next in ["", "  x", &format!(" {cluster}"), &format!("{cluster}{cluster}")] {
                let mut terminal = terminal();
                for text in [format!("a{cluster}{cluster}b"), next.to_owned()] {
                    terminal.draw(|frame| frame.render_widget(text.as_str(), frame.area())).unwrap();
                }
                let mut shown = vt100::Parser::new(3.try_into().unwrap(), 20.try_into().unwrap(), 0);
                for bytes in writes(&terminal) {
                    shown.process(bytes.as_bytes());
                }
                assert_eq!(shown.screen().contents().trim_end(), next, "{cluster} and then {next:?}");
            }
        }
    }

    #[test]
    fn clearing_asks_the_terminal_nothing() {
        let mut terminal = terminal();
        terminal.clear().unwrap();
        terminal.draw(|frame| frame.render_widget("hello", frame.area())).unwrap();
        assert!(writes(&terminal).iter().all(|bytes| !bytes.contains("\u{1b}[6n")), "{:?}", writes(&terminal));
        assert!(writes(&terminal)[0].contains("\u{1b}[2J"));
    }
}
