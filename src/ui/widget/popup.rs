//! A box in the middle of the screen. The screen below it is wiped whole: a scrap beside the box reads like a value.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear};

/// Draws an empty box with a title, at most as large as the screen, and gives its inside.
pub fn draw_popup(frame: &mut Frame<'_>, title: &str, (columns, rows): (u16, u16), style: Style) -> Rect {
    let screen = frame.area();
    let (width, height) = (columns.min(screen.width), rows.min(screen.height.saturating_sub(4)));
    let area =
        Rect { x: (screen.width - width) / 2, y: (screen.height.saturating_sub(4 + height) / 2) + 2, width, height };
    let block = Block::bordered().title(format!(" {title} ")).border_style(style);
    let inside = block.inner(area);
    frame.render_widget(Clear, below(screen));
    frame.render_widget(block, area);
    inside
}

/// All but the header's two rows and the footer's two.
fn below(screen: Rect) -> Rect {
    Rect { y: screen.y + 2, height: screen.height.saturating_sub(4), ..screen }
}
