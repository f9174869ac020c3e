//! A text field on one row, scrolled so that the cursor is visible.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::Input;

use crate::text::{SafeText, skip_columns};
use crate::ui::theme::Theme;

/// Draws what was typed, and the cursor where the field has the focus. Typed text can hold pasted hidden characters, so
/// it goes through [`SafeText`] like everything else.
pub fn draw_field(frame: &mut Frame<'_>, area: Rect, input: &Input, theme: &Theme, focused: bool) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let room = usize::from(area.width.saturating_sub(1)).max(1);
    let typed = SafeText::new(input.value());
    let before_cursor: String = input.value().chars().take(input.cursor()).collect();
    let cursor = theme.glyphs.width(SafeText::new(&before_cursor).as_str());
    let scrolled = cursor.saturating_sub(room);
    let shown = theme.glyphs.shown(typed.as_str());
    frame.buffer_mut().set_stringn(area.x, area.y, skip_columns(&shown, scrolled), room, Style::new());
    if focused {
        frame.set_cursor_position(Position { x: area.x + u16::try_from(cursor - scrolled).unwrap_or(0), y: area.y });
    }
}

/// Draws a dot for each typed character of a secret, and the cursor after them.
pub fn draw_secret_field(frame: &mut Frame<'_>, area: Rect, count: usize, theme: &Theme, focused: bool) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let shown = count.min(usize::from(area.width.saturating_sub(1)));
    frame.buffer_mut().set_stringn(area.x, area.y, theme.glyphs.dot().repeat(shown), shown, Style::new());
    if focused {
        frame.set_cursor_position(Position { x: area.x + u16::try_from(shown).unwrap_or(0), y: area.y });
    }
}
