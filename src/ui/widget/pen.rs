//! Writing lines from top to bottom into an area, cut to its width. Never draws outside of it.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::domain::problem::Problem;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;

/// Writes downwards. What does not fit below the area is left out.
pub struct Pen<'f, 'b> {
    frame: &'f mut Frame<'b>,
    area: Rect,
    row: u16,
    whole: bool,
    glyphs: Glyphs,
}

impl<'f, 'b> Pen<'f, 'b> {
    /// A pen at the first row of the area, for the characters that the theme has.
    pub fn new(frame: &'f mut Frame<'b>, area: Rect, theme: &Theme) -> Self {
        Self { frame, area, row: 0, whole: true, glyphs: theme.glyphs }
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
        let shown = self.glyphs.fit(text, self.width()).into_owned();
        self.spans(vec![Span::styled(shown, style)]);
    }

    /// One line with a second text at its right end; where both do not fit the first one is cut.
    pub fn line_with_end(&mut self, text: &str, style: Style, end: &str, end_style: Style) {
        let length = self.glyphs.width(end);
        let room = self.width().saturating_sub(if end.is_empty() { 0 } else { length + 2 });
        let shown = self.glyphs.fit(text, room).into_owned();
        let gap = self.width().saturating_sub(self.glyphs.width(&shown) + length + 1);
        self.spans(vec![
            Span::styled(shown, style),
            Span::raw(" ".repeat(gap)),
            Span::styled(end.to_owned(), end_style),
        ]);
    }

    /// One line of several styles, each where the one before it ends. (Rendered as a `Line`, a span begins after the width of
    /// the text before it as a whole, in which Arabic lam and alef, or two Lisu tones, count as one: over its last letter.)
    pub fn spans(&mut self, spans: Vec<Span<'_>>) {
        let row = self.take_row();
        if row.height > 0 {
            let line: Line<'_> = spans.into_iter().map(|span| self.shown(span)).collect();
            self.frame.buffer_mut().set_line(row.x, row.y, &line, row.width);
        }
    }

    /// What can be drawn as it is stays borrowed: it may be a value.
    fn shown<'a>(&self, span: Span<'a>) -> Span<'a> {
        let other = match self.glyphs.shown(&span.content) {
            Cow::Borrowed(_) => None,
            Cow::Owned(shown) => Some(shown),
        };
        match other {
            Some(shown) => Span::styled(shown, span.style),
            None => span,
        }
    }

    /// A label in a column of its own, then its value, cut with an ellipsis.
    pub fn fact(&mut self, label: &str, value: &str, (dim, style): (Style, Style)) {
        let room = self.width().saturating_sub(LABEL + 1);
        let text = self.glyphs.fit(value, room).into_owned();
        self.spans(vec![
            Span::styled(format!(" {}", self.glyphs.filled(label, LABEL)), dim),
            Span::styled(text, style),
        ]);
    }

    /// A problem, each of its sentences on rows of its own.
    pub fn problem(&mut self, problem: &Problem, style: Style) {
        for line in problem.lines() {
            self.sentence(&line, style);
        }
    }

    /// A sentence over as many rows as it needs.
    pub fn sentence(&mut self, text: &str, style: Style) {
        let inner = usize::from(self.area.width.saturating_sub(2).max(1));
        let lines = self.glyphs.lines(text, inner);
        let area = self.take_rows(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        for (row, line) in area.rows().zip(lines) {
            let inside = Rect { x: row.x + 1, width: row.width.saturating_sub(1), ..row };
            Line::styled(line, style).render(inside, self.frame.buffer_mut());
        }
    }
}

/// Columns of the labels before facts.
const LABEL: usize = 14;

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn a_span_never_stands_on_the_last_letter_of_the_one_before_it() {
        // Lam and alef, with and without hamza; two Lisu tones.
        for text in ["محمد الأمين", "سلام", "\u{a4fb}\u{a4fd}a", "Muster"] {
            let mut terminal = Terminal::new(TestBackend::new(20, 1)).unwrap();
            let spans = vec![Span::raw(text), Span::raw("|")];
            terminal
                .draw(|frame| Pen::new(frame, Rect::new(0, 0, 20, 1), &Theme::new(true)).spans(spans.clone()))
                .unwrap();
            let shown: String =
                terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
            assert!(shown.starts_with(&format!("{text}|")), "{text}: {shown}");
        }
    }
}
