//! Writing lines from top to bottom into an area, cut to its width. Never draws outside of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget, Wrap};

use crate::domain::problem::Problem;
use crate::text::{fit, width};

/// Writes downwards. What does not fit below the area is left out.
pub struct Pen<'f, 'b> {
    frame: &'f mut Frame<'b>,
    area: Rect,
    row: u16,
    whole: bool,
}

impl<'f, 'b> Pen<'f, 'b> {
    /// A pen at the first row of the area.
    pub fn new(frame: &'f mut Frame<'b>, area: Rect) -> Self {
        Self { frame, area, row: 0, whole: true }
    }

    /// Columns of the area.
    pub fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Rows that are left.
    pub fn rows_left(&self) -> usize {
        usize::from(self.area.height.saturating_sub(self.row))
    }

    /// Whether everything that was written had room.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The next row as an area; empty where there is none.
    pub fn take_row(&mut self) -> Rect {
        self.take_rows(1)
    }

    /// The next rows as an area, as many as there are.
    pub fn take_rows(&mut self, rows: u16) -> Rect {
        let top = self.area.y + self.row.min(self.area.height);
        let height = rows.min(self.area.height.saturating_sub(self.row));
        self.row = self.row.saturating_add(height);
        self.whole &= height == rows;
        Rect { x: self.area.x, y: top, width: self.area.width, height }
    }

    /// The frame, for a widget in an area that was taken.
    pub fn frame(&mut self) -> &mut Frame<'b> {
        self.frame
    }

    /// Leaves a row empty, where there is one.
    pub fn skip(&mut self) {
        self.row = self.area.height.min(self.row + 1);
    }

    /// One line of one style.
    pub fn line(&mut self, text: &str, style: Style) {
        let shown = fit(text, self.width()).into_owned();
        self.spans(vec![Span::styled(shown, style)]);
    }

    /// One line with a second text at its right end; where both do not fit the first one is cut.
    pub fn line_with_end(&mut self, text: &str, style: Style, end: &str, end_style: Style) {
        let room = self.width().saturating_sub(if end.is_empty() { 0 } else { width(end) + 2 });
        let shown = fit(text, room).into_owned();
        let gap = self.width().saturating_sub(width(&shown) + width(end) + 1);
        self.spans(vec![
            Span::styled(shown, style),
            Span::raw(" ".repeat(gap)),
            Span::styled(end.to_owned(), end_style),
        ]);
    }

    /// One line of several styles.
    pub fn spans(&mut self, spans: Vec<Span<'_>>) {
        let row = self.take_row();
        if row.height > 0 {
            Line::from(spans).render(row, self.frame.buffer_mut());
        }
    }

    /// A label in a column of its own, then its value, cut with an ellipsis.
    pub fn fact(&mut self, label: &str, value: &str, (dim, style): (Style, Style)) {
        let room = self.width().saturating_sub(LABEL + 1);
        let text = fit(value, room).into_owned();
        self.spans(vec![Span::styled(format!(" {label:<LABEL$}"), dim), Span::styled(text, style)]);
    }

    /// A problem, each of its sentences on rows of its own.
    pub fn problem(&mut self, problem: &Problem, style: Style) {
        for line in problem.lines() {
            self.sentence(&line, style);
        }
    }

    /// A sentence over as many rows as it needs.
    pub fn sentence(&mut self, text: &str, style: Style) {
        let inner = self.area.width.saturating_sub(2).max(1);
        let paragraph = Paragraph::new(text).style(style).wrap(Wrap { trim: true });
        let rows = rows_of(text, usize::from(inner));
        let area = self.take_rows(rows);
        if area.height > 0 {
            let inside = Rect { x: area.x + 1, width: inner.min(area.width.saturating_sub(1)), ..area };
            paragraph.render(inside, self.frame.buffer_mut());
        }
    }
}

/// Columns of the labels before facts.
const LABEL: usize = 14;

/// How many rows a sentence takes when it is broken between words, as [`Paragraph`] breaks it.
pub fn rows_of(text: &str, columns: usize) -> u16 {
    let mut rows = 1_u16;
    let mut used = 0;
    for word in text.split_whitespace() {
        let mut length = width(word);
        let gap = usize::from(used > 0);
        if used + gap + length <= columns {
            used += gap + length;
            continue;
        }
        if used > 0 {
            rows = rows.saturating_add(1);
        }
        while length > columns {
            rows = rows.saturating_add(1);
            length -= columns;
        }
        used = length;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_words_are_broken() {
        assert_eq!(rows_of("one two three", 20), 1);
        assert_eq!(rows_of("one two three", 8), 2);
        assert_eq!(rows_of("one two three", 5), 3);
        assert_eq!(rows_of("abcdefghij", 4), 3);
        assert_eq!(rows_of("", 4), 1);
    }
}
