//! Draws an OTP card: the cut frame, the labels, the cells. Looks into the card, one cell at a time.
//!
//! Inside the frame stands the card's ID and nothing of the user: who finds a lost card learns nothing of whose it is.

use super::fit::fitting;
use super::head;
use super::layout::{
    Area, BLACK, BODY_TOP, CARD_HEAD, CARD_PADDING, FOLDED_HEIGHTS, FOLDED_WIDTHS, GREY, HELP_GAP, HELP_SIZE, LEADING,
    NEXT_TOP, PAGE_WIDTH, POINTS, RULE,
};
use super::measures::{Block, Shape};
use super::pen::{Align, Line, Pen, Style};
use super::plan::{FRAME_HEIGHT, Plan, plan};
use crate::domain::otp_card::{Labels, letters};
use crate::domain::sheet::CardSheet;
use crate::print::facts::example;
use crate::print::font::Face;
use crate::print::letter::{Letter, filled};

/// A card's sheet, laid out.
pub struct CardPages<'a> {
    sheet: &'a CardSheet,
    plan: Plan,
}

const THIN: Line = Line { width: 0.12, grey: RULE, dash: None };
const CUT: Line = Line { width: 0.2, grey: GREY, dash: Some(1.6) };
const TICK: Line = Line { width: 0.15, grey: GREY, dash: None };

impl<'a> CardPages<'a> {
    /// Lays a card out.
    pub fn new(sheet: &'a CardSheet) -> Self {
        let card = &sheet.card;
        let shape = Shape { rows: card.rows(), columns: card.columns(), cell: card.cell_width(), labels: sheet.labels };
        Self { sheet, plan: plan(shape) }
    }

    /// How many pages it takes.
    pub fn count(&self) -> usize {
        self.plan.pages.len()
    }

    /// Draws what a page holds below its head; pages are counted from zero.
    pub fn draw(&self, pen: &mut Pen<'_, '_>, letter: &Letter, page: usize) {
        let top = if page == 0 { BODY_TOP } else { NEXT_TOP };
        let width = self.plan.width;
        let frame = Area { x: (PAGE_WIDTH - width) / 2.0, y: top, width, height: self.plan.height(page) };
        let hint = Style::new(Face::Text, 6.5, GREY);
        pen.text((frame.x, frame.y - 1.2), Align::Left, hint, &letter.card.cut);
        pen.frame(frame, CUT);
        if self.plan.folded {
            ticks(pen, frame);
        }
        self.line_in_frame(pen, letter, frame, page);
        let blocks = &self.plan.pages[page];
        let spare = frame.height - FRAME_HEIGHT - self.plan.measures.stack(blocks);
        let mut y = frame.y + CARD_PADDING + CARD_HEAD + spare.max(0.0) / 2.0;
        for block in blocks {
            let x = frame.x + (frame.width - self.plan.measures.width(block)) / 2.0;
            self.labels_around(pen, (x, y), block);
            self.cells(pen, (x, y), block);
            y += self.plan.measures.next(block);
        }
        if page == 0 {
            self.help(pen, letter, frame.bottom() + HELP_GAP);
        }
    }

    /// Which card it is, on the card: its name, its ID, until when; which part of it.
    fn line_in_frame(&self, pen: &mut Pen<'_, '_>, letter: &Letter, frame: Area, page: usize) {
        let y = frame.y + CARD_PADDING + 2.6;
        let (left, right) = (frame.x + CARD_PADDING, frame.right() - CARD_PADDING);
        let pages = self.plan.pages.len();
        let until = self.sheet.valid_until.map(|date| format!("{} {}", letter.facts.valid_until, letter.date(date)));
        let part = filled(&letter.page.part, &[("n", &(page + 1).to_string()), ("m", &pages.to_string())]);
        let told: Vec<String> = until.into_iter().chain((pages > 1).then_some(part)).collect();
        let small = Style::new(Face::Text, 7.0, BLACK);
        let taken = pen.text((right, y), Align::Right, small, &told.join("   "));
        let name = pen.text((left, y), Align::Left, Style::new(Face::Bold, 7.0, BLACK), &letter.card.name) + 2.0;
        if let Some(id) = &self.sheet.card_id {
            let room = right - left - name - taken - 2.0;
            let style = fitting(pen.case, Style::new(Face::Mono, 7.0, BLACK), &[7.0, 6.0], id.as_str(), room);
            // An ID too long even so stands in full beside the address.
            if pen.case.width(style, id.as_str()) <= room {
                pen.text((left + name, y), Align::Left, style, id.as_str());
            }
        }
        pen.line((left, y + 1.6), (right, y + 1.6), THIN);
    }

    fn labels_around(&self, pen: &mut Pen<'_, '_>, (x, y): (f32, f32), block: &Block) {
        let measures = &self.plan.measures;
        let style = Style::new(Face::Bold, measures.label, BLACK);
        let (left, right) = (x + measures.side(), x + measures.width(block) - measures.side());
        let bottom = y + measures.height(block) - measures.label_line();
        if self.sheet.labels == Labels::Coordinates {
            let below = bottom + measures.size * 1.15 / POINTS;
            for line in [y + measures.size * 0.85 / POINTS, below] {
                for column in block.columns.clone() {
                    let middle = x + measures.left_of(block, column) + measures.column() / 2.0;
                    pen.text((middle, line), Align::Centre, style, &letters(column));
                }
            }
            for line in
                [y + measures.label_line() - measures.size * 0.12 / POINTS, bottom + measures.size * 0.12 / POINTS]
            {
                pen.line((left, line), (right, line), THIN);
            }
        }
        for row in block.rows.clone().filter(|&row| block.rule_after(row)) {
            let line = y + measures.top_of(block, row) + measures.pitch + measures.rule_gap() / 2.0;
            pen.line((left, line), (right, line), THIN);
        }
    }

    fn cells(&self, pen: &mut Pen<'_, '_>, (x, y): (f32, f32), block: &Block) {
        let measures = &self.plan.measures;
        let bold = Style::new(Face::Bold, measures.label, BLACK);
        let number = Style::new(Face::Text, measures.label, GREY);
        let style = Style::new(Face::Mono, measures.size, BLACK);
        let card = &self.sheet.card;
        for row in block.rows.clone() {
            let top = y + measures.top_of(block, row);
            let middle_of = |column| x + measures.left_of(block, column) + measures.column() / 2.0;
            let line = match self.sheet.labels {
                Labels::Coordinates => top + measures.pitch / 2.0 + measures.size * 0.35 / POINTS,
                Labels::Running => top + measures.pitch - measures.size * 0.6 / POINTS,
            };
            match self.sheet.labels {
                Labels::Coordinates => {
                    let name = (row + 1).to_string();
                    let beside = measures.side() - measures.side_gap();
                    pen.text((x + beside, line), Align::Right, bold, &name);
                    pen.text((x + measures.width(block) - beside, line), Align::Left, bold, &name);
                }
                Labels::Running => {
                    for column in block.columns.clone() {
                        let above = line - measures.size * 0.95 / POINTS;
                        let name = card.label(Labels::Running, row, column);
                        pen.text((middle_of(column), above), Align::Centre, number, &name);
                    }
                }
            }
            for column in block.columns.clone() {
                if let Some(cell) = card.expose_cell(row, column) {
                    pen.text((middle_of(column), line), Align::Centre, style, cell);
                }
            }
        }
    }

    fn help(&self, pen: &mut Pen<'_, '_>, letter: &Letter, y: f32) {
        let style = Style::new(Face::Text, HELP_SIZE, BLACK);
        let words = &letter.card;
        let exact = format!("{} {}", words.case, words.zero);
        let mut y = y;
        for text in [&example(self.sheet, letter), &exact, &words.keep] {
            y = head::paragraph(pen, y, style, text) + style.lines(0.25);
        }
        head::paragraph(pen, y + style.lines(LEADING) * 0.25, Style { face: Face::Bold, ..style }, &words.lost);
    }
}

/// Where to fold it to the size of a bank card: at the frame only, so that no line runs through a cell.
fn ticks(pen: &mut Pen<'_, '_>, frame: Area) {
    let (width, height) = (FOLDED_WIDTHS[0], FOLDED_HEIGHTS[0]);
    if frame.width > width {
        let x = frame.x + width;
        pen.line((x, frame.y), (x, frame.y + 1.8), TICK);
        pen.line((x, frame.bottom() - 1.8), (x, frame.bottom()), TICK);
    }
    if frame.height > height {
        let y = frame.y + height;
        pen.line((frame.x, y), (frame.x + 1.8, y), TICK);
        pen.line((frame.right() - 1.8, y), (frame.right(), y), TICK);
    }
}
