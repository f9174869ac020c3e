//! The hand-off: the receipt, and the value for reading out. One of the two files that look into a secret.
//!
//! The lines made here hold the value for the time of one drawing; the program's allocator wipes what is freed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::check::Checked;
use crate::app::curtain::Curtain;
use crate::app::desk::Desk;
use crate::app::screen::handoff::Handoff;
use crate::domain::record::OperationId;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::read_back;
use crate::ui::widget::reading::{self, Reading};

/// Draws the screen. Says `false` where the value is uncovered and has no room.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Handoff, desk: &Desk, theme: &Theme) -> bool {
    let mut pen = Pen::new(frame, area, theme);
    let (how, style) = if screen.is_certain() { ("done", theme.good) } else { ("outcome unknown", theme.danger) };
    let title = format!(" {}: {how}", screen.title());
    pen.line_with_end(&title, style, &closing(screen.curtain()), theme.dim);
    let login_id = screen.login_id().shown().as_str();
    let room = pen.width().saturating_sub(theme.glyphs.width(login_id) + 8);
    pen.line(&format!(" for {} ({login_id})", theme.glyphs.fit(screen.name().as_str(), room)), theme.strong);
    let needed = screen
        .value()
        .filter(|_| screen.shows_secret() && screen.read_back().is_none())
        .map(|value| reading::rows(pen.width(), value.count()));
    let tight = needed.is_some_and(|needed| is_tight(&pen, needed, screen, desk, theme));
    if !tight {
        pen.skip();
        for line in screen.receipt() {
            pen.sentence(line, Style::new());
        }
    }
    draw_check(&mut pen, screen.operation(), desk, theme);
    if !tight || needed.is_some_and(|needed| needed < pen.rows_left()) {
        pen.skip();
    }
    match (screen.value(), screen.read_back()) {
        (Some(value), Some(check)) => read_back::draw(&mut pen, check, value.count(), theme),
        (Some(_), None) if !desk.site.hand_over.on_screen() => {
            pen.sentence("Covered for good: p prints the slip.", theme.strong);
        }
        (Some(value), None) => return draw_value(&mut pen, screen, value.expose(), desk, theme),
        (None, _) => {}
    }
    true
}

/// Whether the value has room only without the receipt, which then stands here while the value is covered.
fn is_tight(pen: &Pen<'_, '_>, needed: usize, screen: &Handoff, desk: &Desk, theme: &Theme) -> bool {
    let rows = |text: &str| usize::from(theme.glyphs.rows_of(text, pen.width().saturating_sub(2)));
    let receipt: usize = screen.receipt().iter().map(|line| rows(line)).sum();
    let checked = screen.operation().and_then(|id| desk.checked(id)).map_or(0, |checked| rows(&checked.sentence()));
    let left = pen.rows_left();
    left >= checked + needed && left < 1 + receipt + checked + 1 + needed
}

/// When a value covers itself; nothing where it is covered.
pub fn closing(curtain: &Curtain) -> String {
    curtain.left().map_or_else(String::new, |left| format!("covered again in {}:{:02}", left / 60, left % 60))
}

/// What the verifying reading has brought. Nothing waits for it.
pub fn draw_check(pen: &mut Pen<'_, '_>, id: Option<OperationId>, desk: &Desk, theme: &Theme) {
    if let Some(checked) = id.and_then(|id| desk.checked(id)) {
        let style = if *checked == Checked::Shown { theme.dim } else { theme.danger };
        pen.sentence(&checked.sentence(), style);
    }
}

fn draw_value(pen: &mut Pen<'_, '_>, screen: &Handoff, value: &str, desk: &Desk, theme: &Theme) -> bool {
    if screen.curtain().is_closed() {
        let count = |number: usize, thing| format!("{number} {thing}{}", if number == 1 { "" } else { "s" });
        let (characters, groups) = (count(value.chars().count(), "character"), count(screen.groups(), "group"));
        pen.line(" Covered. Ready to read out? Press v.", theme.strong);
        pen.line(&format!(" {characters} in {groups}."), theme.dim);
        if let Some(warning) = desk.watched() {
            pen.sentence(&warning, theme.warning);
        }
        return true;
    }
    let alphabet = screen.alphabet(desk);
    alphabet.is_some_and(|alphabet| reading::draw(pen, &Reading { value, group: screen.group(), alphabet }, theme))
}
