//! Draws a slip: the value in groups in a frame, and its characters one by one with their words.

use std::ops::Range;

use zeroize::Zeroizing;

use super::fit::{cut, fitting, wrap};
use super::head;
use super::layout::{Area, BLACK, BODY_BOTTOM, BODY_TOP, GREY, HELP_SIZE, LEADING, LEFT, NEXT_TOP, RULE, WIDTH};
use super::measures::small;
use super::pen::{Align, Case, Line, Pen, Style};
use crate::domain::sheet::SlipSheet;
use crate::print::font::Face;
use crate::print::letter::Letter;
use crate::print::value::{GROUP, Spelt, groups, spelling};

/// Sizes of the value: large, and for a long one.
const VALUE_SIZES: [f32; 2] = [18.0, 12.0];
/// The most lines of the large size.
const LARGE_LINES: usize = 3;
/// From line to line of the value, in sizes of type.
const VALUE_PITCH: f32 = 1.75;
/// Between groups, in sizes of type.
const GROUP_GAP: f32 = 0.75;
/// From the frame to the value.
const PADDING: f32 = 4.5;
/// Below the frame: what is said about spaces and parts, and the title of the spelling.
const NOTES: f32 = 25.0;
/// Above the spelling on a further page.
const NEXT_NOTES: f32 = 7.0;
/// What a first page keeps free at its foot for the last two sentences.
const FOOT_NOTES: f32 = 14.0;
/// Columns of the spelling, and from line to line.
const COLUMNS: usize = 2;
const PITCH: f32 = 5.1;
/// What every fourth line has more, so that groups are seen.
const GROUP_SPACE: f32 = 1.6;
/// More groups of lines than any page holds.
const MOST_GROUPS: usize = 100;
/// In a column: ends of the number, middle of the character, beginnings of word and kind.
const NUMBER_AT: f32 = 6.0;
const SHOWN_AT: f32 = 13.0;
const WORD_AT: f32 = 21.0;
const KIND_AT: f32 = 58.0;
/// Between columns.
const GUTTER: f32 = 6.0;

/// A slip, laid out.
pub struct SlipPages<'a> {
    sheet: &'a SlipSheet,
    groups: Vec<Zeroizing<String>>,
    spelt: Vec<Spelt<'a>>,
    style: Style,
    group_width: f32,
    per_line: usize,
    pages: Vec<Part>,
}

/// What a page holds: lines of the value, characters of the spelling.
struct Part {
    lines: Range<usize>,
    spelt: Range<usize>,
}

impl<'a> SlipPages<'a> {
    /// Lays a slip out.
    pub fn new(sheet: &'a SlipSheet, case: &Case) -> Self {
        let groups = groups(sheet);
        let spelt: Vec<_> = spelling(sheet).collect();
        let inner = WIDTH - 2.0 * PADDING;
        let measure = |size: f32| {
            let style = Style::new(Face::Mono, size, BLACK);
            let widest = groups.iter().map(|group| case.width(style, group)).fold(0.0, f32::max);
            let step = widest + style.lines(GROUP_GAP);
            let per_line =
                (1..=groups.len()).rev().find(|&count| small(count) * step <= inner + style.lines(GROUP_GAP));
            (style, step, per_line.unwrap_or(1))
        };
        let (style, group_width, per_line) = Some(measure(VALUE_SIZES[0]))
            .filter(|(_, _, per_line)| groups.len().div_ceil(*per_line) <= LARGE_LINES)
            .unwrap_or_else(|| measure(VALUE_SIZES[1]));
        let mut slip = Self { sheet, groups, spelt, style, group_width, per_line, pages: Vec::new() };
        slip.pages = slip.parts();
        slip
    }

    /// How many pages it takes.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    fn line_height(&self) -> f32 {
        self.style.lines(VALUE_PITCH)
    }

    /// Height of the frame around this many lines of the value.
    fn frame_height(&self, lines: usize) -> f32 {
        if lines == 0 { 0.0 } else { small(lines) * self.line_height() + 2.0 * PADDING }
    }

    /// Where the spelling of a page begins.
    fn spelling_top(&self, page: usize, lines: usize) -> f32 {
        if page == 0 {
            BODY_TOP + self.frame_height(lines) + NOTES
        } else {
            NEXT_TOP + self.frame_height(lines) + NEXT_NOTES
        }
    }

    fn parts(&self) -> Vec<Part> {
        let (all_lines, all_spelt) = (self.groups.len().div_ceil(self.per_line), self.spelt.len());
        let (mut lines, mut spelt) = (0, 0);
        let mut parts: Vec<Part> = Vec::new();
        while parts.is_empty() || lines < all_lines || spelt < all_spelt {
            let page = parts.len();
            let bottom = if page == 0 { BODY_BOTTOM - FOOT_NOTES } else { BODY_BOTTOM };
            let fits = |count: &usize| self.spelling_top(page, *count) <= bottom;
            let more = (1..=all_lines - lines).take_while(fits).last().unwrap_or(0);
            // The spelling begins on the page on which the value ends.
            let rows = if lines + more == all_lines { rows(bottom - self.spelling_top(page, more)) } else { 0 };
            let most = (all_spelt - spelt).min(rows * COLUMNS);
            parts.push(Part { lines: lines..lines + more, spelt: spelt..spelt + most });
            (lines, spelt) = (lines + more, spelt + most);
        }
        parts
    }

    /// Draws what a page holds below its head; pages are counted from zero.
    pub fn draw(&self, pen: &mut Pen<'_, '_>, letter: &Letter, page: usize) {
        let part = &self.pages[page];
        let top = if page == 0 { BODY_TOP } else { NEXT_TOP };
        self.value(pen, top, part.lines.clone());
        let plain = Style::new(Face::Text, HELP_SIZE, BLACK);
        let bold = Style { face: Face::Bold, ..plain };
        if page == 0 {
            let mut y = top + self.frame_height(part.lines.len()) + 5.5;
            y = head::paragraph(pen, y, plain, &letter.slip.spaces);
            if self.sheet.first_part {
                head::paragraph(pen, y, bold, &letter.slip.first_part);
            }
            let foot = head::paragraph(pen, BODY_BOTTOM - plain.lines(LEADING), plain, &letter.slip.keep);
            head::paragraph(pen, foot, bold, &letter.slip.destroy);
        }
        let top = self.spelling_top(page, part.lines.len());
        if !part.spelt.is_empty() {
            pen.text((LEFT, top - 3.5), Align::Left, Style { size: 10.0, ..bold }, &letter.slip.spelling);
            pen.line((LEFT, top - 1.8), (LEFT + WIDTH, top - 1.8), Line { width: 0.12, grey: RULE, dash: None });
        }
        let rows = part.spelt.len().div_ceil(COLUMNS).next_multiple_of(GROUP);
        let step = (WIDTH + GUTTER) / small(COLUMNS);
        for (at, spelt) in part.spelt.clone().enumerate() {
            let row = at % rows;
            let y = top + small(row) * PITCH + small(row / GROUP) * GROUP_SPACE + PITCH * 0.7;
            self.spelt(pen, (LEFT + small(at / rows) * step, y), step - GUTTER, spelt);
        }
    }

    fn value(&self, pen: &mut Pen<'_, '_>, top: f32, lines: Range<usize>) {
        if lines.is_empty() {
            return;
        }
        let height = self.frame_height(lines.len());
        pen.frame(Area { x: LEFT, y: top, width: WIDTH, height }, Line { width: 0.25, grey: GREY, dash: None });
        for (at, line) in lines.enumerate() {
            let y = top + PADDING + small(at) * self.line_height() + self.line_height() / 2.0 + self.style.lines(0.35);
            let groups = self.groups.iter().skip(line * self.per_line).take(self.per_line);
            for (at, group) in groups.enumerate() {
                let x = LEFT + PADDING + small(at) * self.group_width;
                pen.text((x, y), Align::Left, self.style, group);
            }
        }
    }

    fn spelt(&self, pen: &mut Pen<'_, '_>, (x, y): (f32, f32), width: f32, at: usize) {
        let spelt = &self.spelt[at];
        pen.text((x + NUMBER_AT, y), Align::Right, Style::new(Face::Text, 7.0, GREY), &(at + 1).to_string());
        let look = Style::new(Face::Mono, 11.5, BLACK);
        let look = fitting(pen.case, look, &[11.5, 9.0, 6.0], &spelt.shown, 2.0 * (WORD_AT - SHOWN_AT) - 3.0);
        pen.text((x + SHOWN_AT, y), Align::Centre, look, &spelt.shown);
        let word = Style::new(Face::Text, 10.0, BLACK);
        fitted(pen, (x + WORD_AT, y), word, &spelt.word, KIND_AT - WORD_AT - 1.5);
        fitted(pen, (x + KIND_AT, y), Style::new(Face::Text, 8.5, GREY), spelt.kind, width - KIND_AT);
    }
}

/// Rows of the spelling that fit into this height, in whole groups.
fn rows(height: f32) -> usize {
    let group = small(GROUP) * PITCH + GROUP_SPACE;
    let groups = (1..=MOST_GROUPS).take_while(|&groups| small(groups) * group - GROUP_SPACE <= height).count();
    groups * GROUP
}

/// Writes a word in the size in which it fits; cut with an ellipsis where it fits in none.
fn fitted(pen: &mut Pen<'_, '_>, at: (f32, f32), style: Style, text: &str, width: f32) {
    let style = fitting(pen.case, style, &[style.size, 8.0, 7.0, 6.0], text, width);
    if pen.case.width(style, text) <= width {
        pen.text(at, Align::Left, style, text);
        return;
    }
    let lines = Zeroizing::new(cut(pen.case, style, wrap(pen.case, style, text, width), 1, width));
    for line in lines.iter() {
        pen.text(at, Align::Left, style, line);
    }
}
