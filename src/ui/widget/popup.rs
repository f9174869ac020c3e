//! A box in the middle of the screen. The screen below it is wiped whole: a scrap beside the box reads like a value.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear};

use crate::ui::theme::Theme;

/// The words on the box.
#[derive(Debug, Clone, Copy)]
pub struct Titles<'a> {
    /// Above.
    pub title: &'a str,
    /// Below; where it is empty, nothing.
    pub foot: &'a str,
}

/// Draws an empty box with its titles, at most as large as the screen, and gives its inside.
pub fn draw_popup(
    frame: &mut Frame<'_>,
    Titles { title, foot }: Titles<'_>,
    (columns, rows): (u16, u16),
    style: Style,
    theme: &Theme,
) -> Rect {
    let screen = frame.area();
    let (width, height) = (columns.min(screen.width), rows.min(screen.height.saturating_sub(4)));
    let area =
        Rect { x: (screen.width - width) / 2, y: (screen.height.saturating_sub(4 + height) / 2) + 2, width, height };
    let border = theme.glyphs.border();
    let mut block = Block::bordered().border_set(border).title(format!(" {} ", theme.glyphs.shown(title)));
    if !foot.is_empty() {
        block = block.title_bottom(format!(" {} ", theme.glyphs.shown(foot)));
    }
    let block = block.border_style(style);
    let inside = block.inner(area);
    frame.render_widget(Clear, below(screen));
    frame.render_widget(block, area);
    inside
}

/// All but the header's two rows and the footer's two.
fn below(screen: Rect) -> Rect {
    Rect { y: screen.y + 2, height: screen.height.saturating_sub(4), ..screen }
}
