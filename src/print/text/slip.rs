//! A slip as text: the value in groups in a frame, and its characters one by one with their words.

use super::COLUMNS;
use super::paper::Paper;
use crate::domain::sheet::SlipSheet;
use crate::print::letter::Letter;
use crate::print::value::{GROUP, Spelt, groups, spelling};
use crate::text::{fit, width};

/// Between groups of the value.
const GROUP_GAP: usize = 2;
/// From the frame to the value.
const PADDING: usize = 2;
/// Columns of a character's number with its gap, and gaps after the character and after the word.
const NUMBER: usize = 6;
const SHOWN_GAP: usize = 2;
const WORD_GAP: usize = 1;
/// Between two columns of the spelling.
const GUTTER: usize = 3;

/// Bytes of the value with its spelling, generously.
pub fn size(sheet: &SlipSheet) -> usize {
    sheet.value.count() * 8 * COLUMNS
}

/// Writes the value and its spelling.
pub fn write(paper: &mut Paper, sheet: &SlipSheet, letter: &Letter) {
    value(paper, sheet);
    let words = &letter.slip;
    paper.paragraph(0, &words.spaces);
    if sheet.first_part {
        paper.paragraph(0, &words.first_part);
    }
    paper.end_line();
    paper.paragraph(0, &words.spelling);
    paper.repeat('-', width(&words.spelling).min(COLUMNS));
    paper.end_line();
    spelt(paper, &spelling(sheet).collect::<Vec<_>>());
    paper.end_line();
    paper.paragraph(0, &words.keep);
    paper.paragraph(0, &words.destroy);
}

fn value(paper: &mut Paper, sheet: &SlipSheet) {
    let groups = groups(sheet);
    let group = groups.iter().map(|group| width(group)).max().unwrap_or(0);
    let inner = COLUMNS - 2 - 2 * PADDING;
    let per_line = ((inner + GROUP_GAP) / (group + GROUP_GAP)).clamp(1, groups.len().max(1));
    let across = per_line * (group + GROUP_GAP) - GROUP_GAP + 2 * PADDING;
    let border = |paper: &mut Paper| {
        paper.write("+");
        paper.repeat('-', across);
        paper.write("+");
        paper.end_line();
    };
    let blank = |paper: &mut Paper| {
        paper.write("|");
        paper.repeat(' ', across);
        paper.write("|");
        paper.end_line();
    };
    border(paper);
    blank(paper);
    for line in groups.chunks(per_line) {
        paper.write("|");
        paper.repeat(' ', PADDING);
        for (at, one) in line.iter().enumerate() {
            paper.repeat(' ', if at == 0 { 0 } else { GROUP_GAP });
            paper.padded(one, group);
        }
        paper.blanks_to(across + 1);
        paper.write("|");
        paper.end_line();
        blank(paper);
    }
    border(paper);
}

/// In two columns where the words are short enough for them, read from top to bottom; else in one.
fn spelt(paper: &mut Paper, all: &[Spelt<'_>]) {
    let widest = |of: &dyn Fn(&Spelt<'_>) -> usize| all.iter().map(of).max().unwrap_or(0);
    let shown = widest(&|spelt| width(&spelt.shown));
    let kind = widest(&|spelt| width(spelt.kind));
    let rest = NUMBER + shown + SHOWN_GAP + WORD_GAP + kind;
    let needed = widest(&|spelt| width(&spelt.word));
    let half = ((COLUMNS - GUTTER) / 2).saturating_sub(rest);
    let two = needed <= half;
    let word = if two { half } else { needed.min(COLUMNS.saturating_sub(rest)) };
    let rows = if two { all.len().div_ceil(2).next_multiple_of(GROUP).min(all.len()) } else { all.len() };
    for row in 0..rows {
        if row > 0 && row.is_multiple_of(GROUP) {
            paper.end_line();
        }
        for at in [row, row + rows] {
            let Some(spelt) = all.get(at).filter(|_| two || at == row) else { continue };
            paper.blanks_to(if at == row { 0 } else { rest + word + GUTTER });
            paper.right(&(at + 1).to_string(), NUMBER - 2);
            paper.write("  ");
            paper.padded(&spelt.shown, shown + SHOWN_GAP);
            paper.padded(&fit(&spelt.word, word), word + WORD_GAP);
            paper.write(spelt.kind);
        }
        paper.end_line();
    }
}
