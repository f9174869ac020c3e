//! How the cells of a card stand on a terminal: which columns, which labels, in how many blocks. Whole, or not at all.
//!
//! It knows places and labels. What stands in a cell it is handed, cell by cell, and does not keep.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::otp_card::{Labels, OtpCard, letters};
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// So many columns stand together; then there is a wider gap.
const GROUP: usize = 5;
/// Columns between a row's label and its cells: one for the arrow, one for a mark at the cell.
const BESIDE: usize = 2;

/// What stands above the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// The letter of each column, once.
    Letters,
    /// The running number of each cell, above every row.
    Numbers,
    /// What to add to the number at the left of the row, once.
    Offsets,
}

/// Where the cells of one card stand on one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    heads: Heads,
    gaps: bool,
    right: bool,
    /// Columns that a row's label takes.
    label: usize,
    /// Columns that a cell takes, or the label above it where that is wider.
    cell: usize,
    per_block: usize,
}

/// Room that a card would need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    /// Rows if it stays as wide as it is.
    pub rows_as_wide: usize,
    /// Columns and rows that show it in one block.
    pub one_block: (usize, usize),
}

/// One cell as it is to be drawn.
pub struct Look<'a> {
    /// The characters.
    pub text: &'a str,
    /// Whether it was used.
    pub used: bool,
}

impl Plan {
    /// The best way to show the whole card in so many columns and rows; else what it would need.
    pub fn of(card: &OtpCard, labels: Labels, (width, rows): (usize, usize)) -> Result<Self, Needed> {
        let heads: &[Heads] = match labels {
            Labels::Coordinates => &[Heads::Letters],
            Labels::Running => &[Heads::Numbers, Heads::Offsets],
        };
        let whole = |heads, (gaps, right)| Self::new(card, heads, gaps, right, card.columns());
        let in_one = heads
            .iter()
            .flat_map(|heads| [(true, true), (true, false), (false, false)].map(|spacing| whole(*heads, spacing)));
        let in_blocks =
            heads.iter().flat_map(|heads| [true, false].map(|right| Self::blocks(card, *heads, right, width)));
        let mut plans = in_one.chain(in_blocks.clone());
        plans.find(|plan| plan.width(card) <= width && plan.height(card) <= rows).ok_or_else(|| {
            let flattest = in_blocks.min_by_key(|plan| plan.height(card));
            let one = whole(if labels == Labels::Running { Heads::Offsets } else { Heads::Letters }, (true, true));
            Needed {
                rows_as_wide: flattest.map_or(usize::MAX, |plan| plan.height(card)),
                one_block: (one.width(card), one.height(card)),
            }
        })
    }

    fn new(card: &OtpCard, heads: Heads, gaps: bool, right: bool, per_block: usize) -> Self {
        let last = |labels| card.label(labels, card.rows() - 1, card.columns() - 1).len();
        let (label, head) = match heads {
            Heads::Letters => (card.rows().to_string().len().max(2), letters(card.columns() - 1).len()),
            Heads::Numbers => (last(Labels::Running), last(Labels::Running)),
            Heads::Offsets => (last(Labels::Running), format!("+{}", card.columns() - 1).len()),
        };
        Self { heads, gaps, right, label, cell: card.cell_width().max(head), per_block }
    }

    /// As few blocks as fit, in whole groups where that makes no more of them.
    fn blocks(card: &OtpCard, heads: Heads, right: bool, width: usize) -> Self {
        let plan = |per_block| Self::new(card, heads, true, right, per_block);
        let evenly = (1..=card.columns()).map(|blocks| card.columns().div_ceil(blocks));
        let grouped = evenly.flat_map(|even| [even.next_multiple_of(GROUP).min(card.columns()), even]);
        grouped.map(plan).find(|plan| plan.width(card) <= width).unwrap_or_else(|| plan(1))
    }

    /// The columns of each block.
    fn ranges(&self, card: &OtpCard) -> impl Iterator<Item = Range<usize>> + use<> {
        let (all, step) = (card.columns(), self.per_block);
        (0..all).step_by(step).map(move |from| from..all.min(from + step))
    }

    /// Where a column begins in a block that begins with `from`, counted from the left edge.
    fn x(&self, column: usize, from: usize) -> usize {
        let gaps = if self.gaps { column / GROUP - from / GROUP } else { 0 };
        1 + self.label + BESIDE + (column - from) * (self.cell + 1) + gaps
    }

    /// Where the labels at the right of a block begin, or would.
    fn right_edge(&self, columns: &Range<usize>) -> usize {
        self.x(columns.end - 1, columns.start) + self.cell + if self.right { BESIDE } else { 1 }
    }

    /// Columns that the widest block takes.
    fn width(&self, card: &OtpCard) -> usize {
        let widest = self.ranges(card).map(|columns| self.right_edge(&columns)).max().unwrap_or(0);
        widest + if self.right { self.label } else { 0 }
    }

    fn height(&self, card: &OtpCard) -> usize {
        let heads = if self.heads == Heads::Numbers { card.rows() } else { 1 };
        card.columns().div_ceil(self.per_block) * (card.rows() + heads)
    }

    /// Draws the whole card downwards. `at` is the cell that is pointed at.
    pub fn draw<'a>(
        &self,
        pen: &mut Pen<'_, '_>,
        card: &OtpCard,
        at: Option<(usize, usize)>,
        theme: &Theme,
        look: impl Fn(usize, usize) -> Look<'a>,
    ) {
        for columns in self.ranges(card) {
            let from = columns.start;
            if self.heads != Heads::Numbers {
                let pointed = at.map(|(_, column)| column);
                self.draw_heads(pen, &columns, pointed, theme, |column| self.head(column, from));
            }
            for row in 0..card.rows() {
                let pointed = at.filter(|(pointed, _)| *pointed == row).map(|(_, column)| column);
                if self.heads == Heads::Numbers {
                    let number = |column| card.label(Labels::Running, row, column);
                    self.draw_heads(pen, &columns, pointed, theme, number);
                }
                let line = pen.take_row();
                let mut ink = Ink { line, buffer: pen.frame().buffer_mut() };
                self.draw_labels(&mut ink, card, row, &columns, if pointed.is_some() { theme.key } else { theme.dim });
                if let Some(pointed) = pointed.filter(|pointed| columns.contains(pointed)) {
                    self.draw_arrows(&mut ink, &columns, theme.key);
                    // Where the next cell was used, its mark takes the place of the closing bracket.
                    let x = self.x(pointed, from);
                    ink.put(x - 1, "[", theme.key);
                    ink.put(x + card.cell_width(), "]", theme.key);
                }
                for column in columns.clone() {
                    let cell = look(row, column);
                    let (x, marked) = (self.x(column, from), pointed == Some(column));
                    let style = match (marked, cell.used) {
                        (true, _) => theme.key.add_modifier(Modifier::REVERSED),
                        (false, true) => theme.dim.add_modifier(Modifier::CROSSED_OUT),
                        (false, false) => Style::new(),
                    };
                    if cell.used && !marked {
                        ink.put(x - 1, theme.glyphs.used(), theme.dim);
                    }
                    ink.put(x, cell.text, style);
                }
            }
        }
    }

    fn head(&self, column: usize, from: usize) -> String {
        if self.heads == Heads::Letters { letters(column) } else { format!("+{}", column - from) }
    }

    /// One row of labels, each above the middle of its column.
    fn draw_heads(
        &self,
        pen: &mut Pen<'_, '_>,
        columns: &Range<usize>,
        pointed: Option<usize>,
        theme: &Theme,
        head: impl Fn(usize) -> String,
    ) {
        let line = pen.take_row();
        let mut ink = Ink { line, buffer: pen.frame().buffer_mut() };
        for column in columns.clone() {
            let text = head(column);
            let x = self.x(column, columns.start) + (self.cell - text.len()).div_ceil(2);
            let marked = pointed == Some(column);
            if marked {
                ink.put(x - 1, "[", theme.key);
                ink.put(x + text.len(), "]", theme.key);
            }
            ink.put(x, &text, if marked { theme.key } else { theme.dim });
        }
    }

    /// The row's number, or the numbers of its first and last cell, on either side.
    fn draw_labels(&self, ink: &mut Ink<'_>, card: &OtpCard, row: usize, columns: &Range<usize>, style: Style) {
        let name = |column| match self.heads {
            Heads::Letters => (row + 1).to_string(),
            Heads::Numbers | Heads::Offsets => card.label(Labels::Running, row, column),
        };
        let width = self.label;
        ink.put(1, &format!("{:>width$}", name(columns.start)), style);
        if self.right {
            ink.put(self.right_edge(columns), &name(columns.end - 1), style);
        }
    }

    fn draw_arrows(&self, ink: &mut Ink<'_>, columns: &Range<usize>, style: Style) {
        ink.put(1 + self.label, ">", style);
        if self.right {
            ink.put(self.right_edge(columns) - 1, "<", style);
        }
    }
}

/// One row of the terminal.
struct Ink<'b> {
    line: Rect,
    buffer: &'b mut Buffer,
}

impl Ink<'_> {
    /// Writes from this column on, inside of the row.
    fn put(&mut self, x: usize, text: &str, style: Style) {
        let room = usize::from(self.line.width).saturating_sub(x);
        if self.line.height > 0 && room > 0 {
            let x = self.line.x + u16::try_from(x).unwrap_or(0);
            self.buffer.set_stringn(x, self.line.y, text, room, style);
        }
    }
}
