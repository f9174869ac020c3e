//! A box in the middle of the screen, with everything below it wiped.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear};

/// Draws an empty box with a title, at most as large as the screen, and gives its inside.
pub fn draw_popup(frame: &mut Frame<'_>, title: &str, (columns, rows): (u16, u16), style: Style) -> Rect {
    let screen = frame.area();
    let (width, height) = (columns.min(screen.width), rows.min(screen.height));
    let area = Rect { x: (screen.width - width) / 2, y: (screen.height - height) / 2, width, height };
    let block = Block::bordered().title(format!(" {title} ")).border_style(style);
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inside
}
