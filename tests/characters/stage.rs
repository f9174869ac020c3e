//! One large terminal on which screen after screen is drawn: each cell is judged, each byte, and what a terminal makes of it.

use std::cell::RefCell;
use std::io::{self, Write};
use std::mem::take;
use std::rc::Rc;

use credesk::runtime::frame::FrameBackend;
use credesk::ui;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;

use crate::judge::{SIZE, compare, is_forbidden, judge_cell, named};
use crate::story::Story;
use crate::stream::printed;

/// What was sent to the terminal.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Stage {
    size: Size,
    wire: Wire,
    terminal: Terminal<FrameBackend<Wire>>,
    parser: vt100::Parser,
    /// How many screens were drawn, and how many of them a terminal was shown.
    pub drawn: usize,
    pub compared: usize,
}

impl Stage {
    pub fn new((columns, rows): (u16, u16)) -> Self {
        let (size, wire) = (Size::new(columns, rows), Wire::default());
        SIZE.set(size);
        let terminal = Terminal::new(FrameBackend::new(wire.clone(), || Ok(SIZE.get()))).unwrap();
        let parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        Self { size, wire, terminal, parser, drawn: 0, compared: 0 }
    }

    /// Draws the screen anew, judges it, and says what is on it, without what [`bare`] leaves out.
    pub fn show(&mut self, story: &Story) -> Result<String, String> {
        SIZE.set(self.size);
        self.terminal.clear().unwrap();
        let frame = self.terminal.draw(|frame| _ = ui::draw(frame, &story.app, &Theme::new(true))).unwrap();
        let bytes = take(&mut *self.wire.0.borrow_mut());
        let sent = printed(&bytes)?;
        if let Some(found) = sent.chars().find(|character| is_forbidden(*character)) {
            return Err(format!("{} was sent", named(&found.to_string())));
        }
        for cell in frame.buffer.content() {
            judge_cell(cell.symbol())?;
        }
        self.drawn += 1;
        // ASCII and the signs of frames look the same on every terminal.
        if sent.chars().any(|sign| !sign.is_ascii() && !FRAMES.contains(sign)) {
            self.parser.process(&bytes);
            compare(frame.buffer, self.parser.screen())?;
            self.compared += 1;
        }
        Ok(text(frame.buffer))
    }
}

const FRAMES: &str = "─│┌┐└┘…•";

/// Row after row, so that a text which is broken anywhere stands there in one piece.
fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for symbol in buffer.content().iter().map(Cell::symbol).filter(|symbol| *symbol != " ") {
        text.extend(symbol.chars().filter(|sign| !is_left_out(*sign)));
    }
    text
}

/// A text without the signs that also stand between two parts of it: blanks and a box's border at a line's end, and a comma,
/// which ends a name in the one parameter that is a list.
pub fn bare(text: &str) -> String {
    text.chars().filter(|sign| !is_left_out(*sign)).collect()
}

fn is_left_out(sign: char) -> bool {
    matches!(sign, ' ' | '│' | ',')
}
