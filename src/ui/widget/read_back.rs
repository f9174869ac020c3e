//! The read-back check: a star for each typed character, and a mark under the first that differs. Never a character.

use ratatui::layout::Position;
use ratatui::style::Style;

use crate::app::read_back::ReadBack;
use crate::app::screen::handoff::GROUP;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Columns of a group with its gap.
const GROUP_COLUMNS: usize = GROUP + 2;
/// Columns before the first group.
const MARGIN: usize = 3;
const INSTRUCTION: &str = "Read-back: type what the caller says, without the spaces. Esc ends it.";

/// Draws the check of a value of `total` characters, with the cursor where the next one goes. What has to give way on a small
/// window is the instruction first, and then the marks: the sentence below says the place too.
pub fn draw(pen: &mut Pen<'_, '_>, check: &ReadBack, total: usize, theme: &Theme) {
    let per_line = (pen.width().saturating_sub(MARGIN) / GROUP_COLUMNS).max(1) * GROUP;
    let lines = total.div_ceil(per_line).max(1);
    let rows = |text: &str| usize::from(theme.glyphs.rows_of(text, pen.width().saturating_sub(2)));
    let (said, style) = sentence(check, total, theme);
    let (least, left) = (lines + rows(&said), pen.rows_left());
    if rows(INSTRUCTION) + 1 + lines + least <= left {
        pen.sentence(INSTRUCTION, theme.strong);
        pen.skip();
    }
    let marks = lines + least <= pen.rows_left();
    for line in 0..lines {
        let from = line * per_line;
        stars(pen, check.count().saturating_sub(from).min(per_line), from, check, theme);
        if marks {
            let place = check.differs_at().and_then(|place| place.checked_sub(from)).filter(|place| *place < per_line);
            let mark = place.map_or_else(String::new, |place| format!("{}^", " ".repeat(MARGIN + column(place))));
            pen.line(&mark, theme.danger);
        }
    }
    pen.sentence(&said, style);
}

/// One line of stars, from this character on.
fn stars(pen: &mut Pen<'_, '_>, here: usize, from: usize, check: &ReadBack, theme: &Theme) {
    let mut text = " ".repeat(MARGIN);
    for place in 0..here {
        text.push('*');
        if place % GROUP == GROUP - 1 {
            text.push_str("  ");
        }
    }
    let row = pen.take_row();
    if row.height == 0 {
        return;
    }
    pen.frame().buffer_mut().set_stringn(row.x, row.y, &text, usize::from(row.width), theme.strong);
    if from + here == check.count() {
        let x = row.x + u16::try_from(MARGIN + column(here)).unwrap_or(0);
        pen.frame().set_cursor_position(Position { x: x.min(row.right().saturating_sub(1)), y: row.y });
    }
}

/// The column of a character within its line.
fn column(place: usize) -> usize {
    place / GROUP * GROUP_COLUMNS + place % GROUP
}

fn sentence(check: &ReadBack, total: usize, theme: &Theme) -> (String, Style) {
    match check.differs_at() {
        Some(place) if place >= total => (format!("One character too many: there are {total}."), theme.danger),
        Some(place) => (
            format!(
                "Character {} differs: group {}, its character {}. Have group {} said again.",
                place + 1,
                place / GROUP + 1,
                place % GROUP + 1,
                place / GROUP + 1
            ),
            theme.danger,
        ),
        None if check.count() == total => (format!("All {total} characters are right."), theme.good),
        None if check.count() == 0 => (format!("Nothing typed yet, of {total} characters."), theme.dim),
        None => (format!("{} of {total} characters, all of them right so far.", check.count()), theme.dim),
    }
}
