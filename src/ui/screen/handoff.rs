//! The hand-off: the receipt, and the value in groups of four. One of the two files that look into a secret.
//!
//! The lines made here hold the value for the time of one drawing; the program's allocator wipes what is freed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::check::Checked;
use crate::app::curtain::Curtain;
use crate::app::desk::Desk;
use crate::app::screen::handoff::{GROUP, Handoff};
use crate::domain::record::OperationId;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::read_back;

/// Columns that a group takes: its characters and two spaces.
const GROUP_COLUMNS: usize = GROUP + 2;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Handoff, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area);
    let (how, style) = if screen.is_certain() { ("done", theme.good) } else { ("outcome unknown", theme.danger) };
    let title = format!(" {}: {how}", screen.title());
    pen.line_with_end(&title, style, &closing(screen.curtain()), theme.dim);
    pen.line(&format!(" for {} ({})", screen.name(), screen.login_id().shown()), theme.strong);
    pen.skip();
    for line in screen.receipt() {
        pen.sentence(line, Style::new());
    }
    draw_check(&mut pen, screen.operation(), desk, theme);
    pen.skip();
    match (screen.value(), screen.read_back()) {
        (Some(value), Some(check)) => read_back::draw(&mut pen, check, value.count(), theme),
        (Some(_), None) if !desk.site.hand_over.on_screen() => {
            pen.sentence("This profile never draws a value: p prints the slip.", theme.strong);
        }
        (Some(value), None) => draw_value(&mut pen, screen, value.expose(), theme),
        (None, _) => {}
    }
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

fn draw_value(pen: &mut Pen<'_, '_>, screen: &Handoff, value: &str, theme: &Theme) {
    let characters: Vec<char> = value.chars().collect();
    let total = characters.len();
    let (groups, plural) = (screen.groups(), if screen.groups() == 1 { "" } else { "s" });
    let per_line = (pen.width().saturating_sub(3) / GROUP_COLUMNS).max(1);
    let lines = groups.div_ceil(per_line);
    if screen.curtain().is_closed() {
        pen.line(" Covered. Ready to read out? Press v.", theme.strong);
        pen.line(&format!(" {total} characters in {groups} group{plural}."), theme.dim);
        return;
    }
    // A value that is cut reads like a whole one, so it is not drawn at all.
    if pen.rows_left() < lines * 2 + 3 {
        pen.sentence("The window is too small to show all of the value. Make it larger.", theme.danger);
        return;
    }
    for (line, chunk) in characters.chunks(per_line * GROUP).enumerate() {
        let mut text = String::with_capacity(per_line * GROUP_COLUMNS + 3);
        text.push_str("   ");
        for group in chunk.chunks(GROUP) {
            text.extend(group);
            text.push_str("  ");
        }
        pen.line(&text, theme.strong);
        let here = screen.group().checked_sub(line * per_line).filter(|group| *group < chunk.len().div_ceil(GROUP));
        let mark = here.map_or_else(String::new, |group| {
            format!("{}{}", " ".repeat(3 + group * GROUP_COLUMNS), "=".repeat(GROUP))
        });
        pen.line(&mark, theme.key);
    }
    pen.sentence(
        &format!(" {total} characters, group {} of {groups}. The spaces are not part of it; capitals and small letters count.", screen.group() + 1),
        theme.dim,
    );
}
