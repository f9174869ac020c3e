//! What frames a page: address, facts, title, fold marks, page number, and SPECIMEN across it. Nothing secret.

use super::fit::{cut, wrap};
use super::layout::{
    ADDRESS, ADDRESS_SIZES, BLACK, FACT_SIZES, FACT_VALUES, FACTS, FOOT, GREY, INTRO, INTRO_SIZE, LEADING, LEFT, MARK,
    MARKS, PAGE_HEIGHT, PAGE_WIDTH, PALE, RULE, SHORT_HEAD, TITLE, WIDTH,
};
use super::pen::{Align, Case, Line, Pen, Style};
use crate::domain::sheet::{Addressee, Sheet};
use crate::print::facts::{Fact, facts};
use crate::print::font::Face;
use crate::print::letter::{Letter, filled};
use crate::text::SafeText;

/// The most lines of a fact or of the name where space is short.
const MOST_LINES: usize = 3;

/// The head of a first page.
pub fn whole(pen: &mut Pen<'_, '_>, sheet: &Sheet, letter: &Letter, title: &str, intro: &str) {
    address(pen, sheet.to());
    facts_beside(pen, &facts(sheet, letter));
    pen.text((LEFT, TITLE.0), Align::Left, Style::new(Face::Bold, TITLE.1, BLACK), title);
    paragraph(pen, INTRO, Style::new(Face::Text, INTRO_SIZE, BLACK), intro);
}

/// The head of a further page: whose it is, and of what.
pub fn short(pen: &mut Pen<'_, '_>, sheet: &Sheet, letter: &Letter, title: &str) {
    pen.text((LEFT, SHORT_HEAD), Align::Left, Style::new(Face::Bold, 11.0, BLACK), title);
    let small = Style::new(Face::Text, 8.5, GREY);
    let mut facts = facts(sheet, letter);
    // The IDs first: a long name is what may be cut here.
    facts.truncate(3);
    facts.rotate_left(1);
    let shown: Vec<String> = facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect();
    let lines = wrap(pen.case, small, &shown.join("  ·  "), WIDTH);
    for line in cut(pen.case, small, lines, 1, WIDTH) {
        pen.text((LEFT, SHORT_HEAD + 5.0), Align::Left, small, &line);
    }
    let y = SHORT_HEAD + 8.0;
    pen.line((LEFT, y), (LEFT + WIDTH, y), Line { width: 0.2, grey: RULE, dash: None });
}

/// SPECIMEN across the page. Drawn first, so that everything else stays readable on it.
pub fn specimen(pen: &mut Pen<'_, '_>) {
    let degrees = (PAGE_HEIGHT / PAGE_WIDTH).atan().to_degrees();
    pen.turned((PAGE_WIDTH / 2.0, PAGE_HEIGHT / 2.0), degrees, Style::new(Face::Bold, 118.0, PALE), "SPECIMEN");
}

/// Marks at the left edge, for folding and for finding the middle.
pub fn marks(pen: &mut Pen<'_, '_>) {
    for y in MARKS {
        pen.line((MARK.0, y), (MARK.0 + MARK.1, y), Line { width: 0.15, grey: GREY, dash: None });
    }
}

/// Which page of how many, where there is more than one.
pub fn foot(pen: &mut Pen<'_, '_>, letter: &Letter, page: usize, pages: usize) {
    if pages > 1 {
        let text = filled(&letter.page.page, &[("n", &page.to_string()), ("m", &pages.to_string())]);
        pen.text((LEFT + WIDTH, FOOT), Align::Right, Style::new(Face::Text, 8.0, GREY), &text);
    }
}

/// A paragraph over the whole width, from this base line on; gives the base line after it.
pub fn paragraph(pen: &mut Pen<'_, '_>, mut y: f32, style: Style, text: &str) -> f32 {
    for line in wrap(pen.case, style, text, WIDTH) {
        pen.text((LEFT, y), Align::Left, style, &line);
        y += style.lines(LEADING);
    }
    y
}

fn address(pen: &mut Pen<'_, '_>, to: &Addressee) {
    let texts: Vec<&str> = [&to.name].into_iter().chain(&to.address).map(SafeText::as_str).collect();
    let wrapped = |case: &Case, size: f32, most: usize| -> Vec<String> {
        let style = Style::new(Face::Text, size, BLACK);
        let lines =
            texts.iter().map(|text| cut(case, style, wrap(case, style, text, ADDRESS.width), most, ADDRESS.width));
        lines.flatten().collect()
    };
    let room = |size: f32| whole_lines(ADDRESS.height, size);
    let fitting = ADDRESS_SIZES.into_iter().find(|&size| wrapped(pen.case, size, MOST_LINES).len() <= room(size));
    let size = fitting.unwrap_or(ADDRESS_SIZES[ADDRESS_SIZES.len() - 1]);
    let style = Style::new(Face::Text, size, BLACK);
    let most = if fitting.is_some() { MOST_LINES } else { 1 };
    let lines = cut(pen.case, style, wrapped(pen.case, size, most), room(size), ADDRESS.width);
    for (at, line) in (0_u8..).zip(lines) {
        let y = ADDRESS.y + style.lines(1.0) + f32::from(at) * style.lines(LEADING);
        pen.text((ADDRESS.x, y), Align::Left, style, &line);
    }
}

fn facts_beside(pen: &mut Pen<'_, '_>, facts: &[Fact]) {
    let style = |fact: &Fact, size: f32| Style::new(if fact.id { Face::Mono } else { Face::Text }, size, BLACK);
    let width = FACTS.right() - FACT_VALUES;
    let wrapped = |case: &Case, fact: &Fact, size: f32| wrap(case, style(fact, size), &fact.value, width);
    let count = |size: f32| facts.iter().map(|fact| wrapped(pen.case, fact, size).len()).sum::<usize>();
    let size = FACT_SIZES.into_iter().find(|&size| count(size) <= whole_lines(FACTS.height, size));
    let size = size.unwrap_or(FACT_SIZES[FACT_SIZES.len() - 1]);
    let most = if count(size) <= whole_lines(FACTS.height, size) { usize::MAX } else { MOST_LINES };
    let pitch = Style::new(Face::Text, size, BLACK).lines(LEADING);
    // As airy as the space allows: half a line between facts where they are few and short.
    let spare = whole_lines(FACTS.height, size).saturating_sub(count(size));
    let gap = if spare * 3 >= facts.len() { pitch / 4.0 } else { 0.0 };
    let mut y = FACTS.y + Style::new(Face::Text, size, BLACK).lines(1.0);
    for fact in facts {
        pen.text((FACTS.x, y), Align::Left, Style::new(Face::Text, (size - 1.0).max(6.0), GREY), &fact.name);
        let look = style(fact, size);
        for line in cut(pen.case, look, wrapped(pen.case, fact, size), most, width) {
            pen.text((FACT_VALUES, y), Align::Left, look, &line);
            y += pitch;
        }
        y += gap;
    }
}

/// How many lines of this size there is room for.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen lines at most")]
fn whole_lines(height: f32, size: f32) -> usize {
    (height / Style::new(Face::Text, size, BLACK).lines(LEADING)) as usize
}
