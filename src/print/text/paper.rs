//! Text of a sheet as it grows: memory reserved once, wiped when dropped, no control character let in.

use zeroize::Zeroizing;

use super::COLUMNS;
use crate::print::wrap::wrap;
use crate::text::width;

/// Text that is being written.
pub struct Paper {
    text: Zeroizing<String>,
    /// Where the current line begins, in bytes.
    line: usize,
}

impl Paper {
    /// Nothing yet, with room for so many bytes, so that growing leaves no copy behind.
    pub fn new(room: usize) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(room)), line: 0 }
    }

    /// Adds to the current line.
    pub fn write(&mut self, text: &str) {
        self.text.extend(text.chars().map(|character| if character.is_control() { '?' } else { character }));
    }

    /// Adds a character so many times.
    pub fn repeat(&mut self, character: char, times: usize) {
        self.text.extend(std::iter::repeat_n(character, times));
    }

    /// Adds blanks up to a column.
    pub fn blanks_to(&mut self, column: usize) {
        self.repeat(' ', column.saturating_sub(self.column()));
    }

    /// Adds a text and blanks after it, to this many columns in all.
    pub fn padded(&mut self, text: &str, columns: usize) {
        self.write(text);
        self.repeat(' ', columns.saturating_sub(width(text)));
    }

    /// Adds a text with blanks before it, to this many columns in all.
    pub fn right(&mut self, text: &str, columns: usize) {
        self.repeat(' ', columns.saturating_sub(width(text)));
        self.write(text);
    }

    /// Adds a text with blanks around it, to this many columns in all.
    pub fn centred(&mut self, text: &str, columns: usize) {
        let before = columns.saturating_sub(width(text)) / 2;
        self.repeat(' ', before);
        self.padded(text, columns - before);
    }

    /// The next line. Blanks at the end of this one go.
    pub fn end_line(&mut self) {
        let kept = self.text.trim_end_matches(' ').len().max(self.line);
        self.text.truncate(kept);
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// Writes a text in as many lines as it takes, each from this column on.
    pub fn paragraph(&mut self, indent: usize, text: &str) {
        let lines = wrap(text, |line| width(line) <= COLUMNS - indent);
        for line in &lines {
            self.blanks_to(indent);
            self.write(line);
            self.end_line();
        }
        if lines.is_empty() {
            self.end_line();
        }
    }

    /// The text, a form feed at its end.
    pub fn finish(mut self) -> Zeroizing<String> {
        self.text.push('\u{c}');
        self.text
    }

    /// The text as it stands, for what is no page.
    pub fn unended(self) -> Zeroizing<String> {
        self.text
    }

    fn column(&self) -> usize {
        width(&self.text[self.line..])
    }
}
