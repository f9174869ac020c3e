//! An OTP card as text: framed, in as many blocks of columns as it takes. Looks into the card, one cell at a time.

use std::ops::Range;

use super::COLUMNS;
use super::paper::Paper;
use crate::domain::otp_card::{Labels, OtpCard, letters};
use crate::domain::sheet::CardSheet;
use crate::print::facts::example;
use crate::print::letter::Letter;

/// Columns between two wider gaps.
const COLUMN_GROUP: usize = 5;
/// Rows between two rules.
const ROW_GROUP: usize = 3;
/// Between columns of coordinates, and between running numbers with their cells.
const GAP: usize = 1;
const NUMBER_GAP: usize = 2;

/// Bytes of the card with its labels, generously.
pub fn size(card: &OtpCard) -> usize {
    // A block of one column has at most four frame and label lines, and two rules for three rows of a whole line each.
    (card.rows() * 2 + 8) * card.columns() * (COLUMNS + 1)
}

/// Writes the card and how to use it.
pub fn write(paper: &mut Paper, sheet: &CardSheet, letter: &Letter) {
    paper.paragraph(0, &letter.card.cut);
    grid(paper, &sheet.card, sheet.labels);
    paper.end_line();
    for text in [&example(sheet, letter), &letter.card.case, &letter.card.keep, &letter.card.lost] {
        paper.paragraph(0, text);
    }
}

/// Writes the framed card alone.
pub fn grid(paper: &mut Paper, card: &OtpCard, labels: Labels) {
    let grid = Grid::new(card, labels);
    grid.border(paper);
    match labels {
        Labels::Coordinates => {
            for (at, columns) in grid.blocks.iter().enumerate() {
                if at > 0 {
                    grid.edge(paper, |_| {});
                }
                grid.coordinates(paper, columns);
            }
        }
        Labels::Running => grid.running(paper),
    }
    grid.border(paper);
}

struct Grid<'a> {
    card: &'a OtpCard,
    labels: Labels,
    /// Columns of the widest cell with its label.
    cell: usize,
    /// Columns of a row's label, or of a running number.
    label: usize,
    blocks: Vec<Range<usize>>,
    width: usize,
}

impl<'a> Grid<'a> {
    fn new(card: &'a OtpCard, labels: Labels) -> Self {
        let (cell, label) = match labels {
            Labels::Coordinates => {
                (card.cell_width().max(letters(card.columns() - 1).len()), card.rows().to_string().len())
            }
            Labels::Running => {
                let label = (card.rows() * card.columns()).to_string().len().max(3);
                (card.cell_width() + label + 1, label)
            }
        };
        let mut grid = Self { card, labels, cell, label, blocks: Vec::new(), width: 0 };
        let even = |parts: usize| -> Vec<Range<usize>> {
            (0..parts).map(|part| part * card.columns() / parts..(part + 1) * card.columns() / parts).collect()
        };
        let fits = |parts: &usize| even(*parts).iter().all(|block| grid.width_of(block) <= COLUMNS);
        grid.blocks = even((1..=card.columns()).find(fits).unwrap_or(card.columns()));
        grid.width = grid.blocks.iter().map(|block| grid.width_of(block)).max().unwrap_or(0);
        grid
    }

    /// Columns of a block with its labels and the frame.
    fn width_of(&self, block: &Range<usize>) -> usize {
        let gaps: usize = block.clone().skip(1).map(|column| self.gap_before(column)).sum();
        let sides = match self.labels {
            Labels::Coordinates => 2 * (1 + self.label + 1),
            Labels::Running => 4,
        };
        sides + block.len() * self.cell + gaps
    }

    fn gap_before(&self, column: usize) -> usize {
        match self.labels {
            Labels::Coordinates => GAP + usize::from(column.is_multiple_of(COLUMN_GROUP)),
            Labels::Running => NUMBER_GAP,
        }
    }

    /// The upper and the lower edge of the frame.
    fn border(&self, paper: &mut Paper) {
        paper.write("+");
        paper.repeat('-', self.width - 2);
        paper.write("+");
        paper.end_line();
    }

    /// A line in the frame.
    fn edge(&self, paper: &mut Paper, inside: impl FnOnce(&mut Paper)) {
        paper.write("|");
        inside(paper);
        paper.blanks_to(self.width - 1);
        paper.write("|");
        paper.end_line();
    }

    fn coordinates(&self, paper: &mut Paper, columns: &Range<usize>) {
        let names = |paper: &mut Paper| {
            paper.repeat(' ', self.label + 1);
            for column in columns.clone() {
                paper.repeat(' ', if column == columns.start { 0 } else { self.gap_before(column) });
                paper.centred(&letters(column), self.cell);
            }
        };
        self.edge(paper, names);
        for row in 0..self.card.rows() {
            let name = (row + 1).to_string();
            self.edge(paper, |paper| {
                paper.right(&name, self.label);
                paper.write(" ");
                for column in columns.clone() {
                    paper.repeat(' ', if column == columns.start { 0 } else { self.gap_before(column) });
                    paper.centred(self.card.expose_cell(row, column).unwrap_or_default(), self.cell);
                }
                paper.write(" ");
                paper.padded(&name, self.label);
            });
            self.rule(paper, row);
        }
        self.edge(paper, names);
    }

    /// Row by row and number by number, so that the numbers run on from line to line.
    fn running(&self, paper: &mut Paper) {
        let card = self.card;
        for row in 0..card.rows() {
            for columns in &self.blocks {
                self.edge(paper, |paper| {
                    paper.write(" ");
                    for column in columns.clone() {
                        paper.repeat(' ', if column == columns.start { 0 } else { NUMBER_GAP });
                        paper.right(&card.label(Labels::Running, row, column), self.label);
                        paper.write(" ");
                        paper.padded(card.expose_cell(row, column).unwrap_or_default(), self.cell - self.label - 1);
                    }
                });
            }
            self.rule(paper, row);
        }
    }

    fn rule(&self, paper: &mut Paper, row: usize) {
        if (row + 1).is_multiple_of(ROW_GROUP) && row + 1 < self.card.rows() {
            self.edge(paper, |paper| paper.repeat('-', self.width - 2));
        }
    }
}
