//! A grid of cells in one size of type: how wide its columns and how high its rows are, where each begins. Geometry only.

use std::ops::Range;

use super::layout::POINTS;
use crate::domain::otp_card::{Labels, letters};

/// Columns between two wider gaps.
const COLUMN_GROUP: usize = 5;
/// Rows between two rules.
const ROW_GROUP: usize = 3;
/// Gap after a column, in sizes of the cells' type.
const GAP: f32 = 0.66;
/// From the row labels to the cells, in sizes of the cells' type.
const SIDE_GAP: f32 = 1.0;
/// What the gap after every fifth column has more.
const WIDE_GAP: f32 = 0.5;
/// From row to row, in sizes of type; it may grow where a page has space left.
const PITCH: f32 = 1.5;
/// The same below a running number: more, so that a number is nearer to its own cell than to the one above.
const PITCH_BELOW_NUMBER: f32 = 1.65;
/// How much the rows may grow.
const MOST_STRETCH: f32 = 1.3;
/// What a rule after a row takes, in sizes of type.
const RULE_GAP: f32 = 0.3;
/// A line of column labels, in sizes of type.
const LABEL_LINE: f32 = 1.45;
/// Running numbers above the cells: their share of the cells' size, and the line that they take.
const NUMBER: f32 = 0.68;
/// From one band of columns to the next, in millimetres.
const BAND_GAP: f32 = 4.5;
/// The smallest labels.
const SMALLEST_LABEL: f32 = 6.0;
/// Width of a character of the monospaced face and about that of a proportional digit or letter, in em.
const EM_MONO: f32 = 0.6;

/// What is known of a card without looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Characters of the longest cell.
    pub cell: usize,
    /// How cells are called.
    pub labels: Labels,
}

/// A rectangle of cells with its labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its rows.
    pub rows: Range<usize>,
    /// Its columns.
    pub columns: Range<usize>,
}

/// Measures in one size of type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Of which card.
    pub shape: Shape,
    /// Type of the cells, in points.
    pub size: f32,
    /// Type of the labels, in points.
    pub label: f32,
    /// Row to row, in millimetres.
    pub pitch: f32,
}

impl Block {
    /// True where a rule follows this row.
    pub fn rule_after(&self, row: usize) -> bool {
        ends_group(row, ROW_GROUP) && row + 1 < self.rows.end
    }
}

/// A small whole number as a measure.
pub fn small(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

impl Measures {
    /// The measures of a card in this size of type.
    pub fn new(shape: Shape, size: f32) -> Self {
        let label = match shape.labels {
            Labels::Coordinates => (size * 0.85).max(SMALLEST_LABEL),
            Labels::Running => (size * NUMBER).max(SMALLEST_LABEL),
        };
        let pitch = match shape.labels {
            Labels::Coordinates => size * PITCH,
            Labels::Running => size * PITCH_BELOW_NUMBER + label,
        };
        Self { shape, size, label, pitch: pitch / POINTS }
    }

    /// Width of a column.
    pub fn column(&self) -> f32 {
        let characters = match self.shape.labels {
            Labels::Coordinates => letters(self.shape.columns.saturating_sub(1)).len(),
            Labels::Running => (self.shape.rows * self.shape.columns).to_string().len().max(3),
        };
        let cell = small(self.shape.cell) * EM_MONO * self.size;
        cell.max(small(characters) * 0.72 * self.label) / POINTS
    }

    /// Width of the row labels at either side, with their gap to the cells.
    pub fn side(&self) -> f32 {
        match self.shape.labels {
            Labels::Coordinates => {
                small(self.shape.rows.to_string().len()) * EM_MONO * self.label / POINTS + self.side_gap()
            }
            Labels::Running => 0.0,
        }
    }

    /// From the row labels to the cells.
    pub fn side_gap(&self) -> f32 {
        self.size * SIDE_GAP / POINTS
    }

    /// Height of the labels above, and of those below.
    pub fn label_line(&self) -> f32 {
        match self.shape.labels {
            Labels::Coordinates => self.size * LABEL_LINE / POINTS,
            Labels::Running => 0.0,
        }
    }

    /// Where a column of a block begins, from the block's left edge; where its last one ends, for the one after it.
    pub fn left_of(&self, block: &Block, column: usize) -> f32 {
        let before = block.columns.start..column;
        let wide = before.clone().filter(|&before| ends_group(before, COLUMN_GROUP)).count();
        let gaps = small(before.len()) * GAP + small(wide) * WIDE_GAP;
        self.side() + small(before.len()) * self.column() + gaps * self.size / POINTS
    }

    /// Where a row of a block begins, from the block's upper edge.
    pub fn top_of(&self, block: &Block, row: usize) -> f32 {
        let before = block.rows.start..row;
        let rules = before.clone().filter(|&before| ends_group(before, ROW_GROUP)).count();
        self.label_line() + small(before.len()) * self.pitch + small(rules) * self.rule_gap()
    }

    /// What a rule takes.
    pub fn rule_gap(&self) -> f32 {
        self.size * RULE_GAP / POINTS
    }

    /// Width of a block.
    pub fn width(&self, block: &Block) -> f32 {
        let last = block.columns.end - 1;
        self.left_of(block, last) + self.column() + self.side()
    }

    /// Height of a block.
    pub fn height(&self, block: &Block) -> f32 {
        let last = block.rows.end - 1;
        self.top_of(block, last) + self.pitch + self.label_line()
    }

    /// Height of blocks one below the other.
    pub fn stack(&self, blocks: &[Block]) -> f32 {
        blocks.iter().map(|block| self.height(block)).sum::<f32>() + small(blocks.len().saturating_sub(1)) * BAND_GAP
    }

    /// Moves the rows of these blocks apart, where there is more room than they need.
    pub fn stretch(&mut self, blocks: &[Block], room: f32) {
        let rows: usize = blocks.iter().map(|block| block.rows.len()).sum();
        let spare = (room - self.stack(blocks)).max(0.0);
        self.pitch += (spare / small(rows)).min(self.pitch * (MOST_STRETCH - 1.0));
    }

    /// From a block's upper edge to that of the next one.
    pub fn next(&self, block: &Block) -> f32 {
        self.height(block) + BAND_GAP
    }
}

fn ends_group(at: usize, group: usize) -> bool {
    (at + 1).is_multiple_of(group)
}
