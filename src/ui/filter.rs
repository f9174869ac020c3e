//! The last row above the footer of a list that is narrowed: by what, and how many rows are left.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::filter::{Filter, Shown};
use crate::domain::id::ClientId;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::pen::Pen;

/// Draws the row where there is something to say, and gives back the area above it.
pub fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) -> Rect {
    let screen = app.screen();
    let Some(shown) = screen.and_then(|screen| screen.shown(app.desk())).filter(|_| area.height > 1) else {
        return area;
    };
    let above = Rect { height: area.height - 1, ..area };
    let row = Rect { y: above.bottom(), height: 1, ..area };
    let filter = screen.and_then(|screen| screen.filter()).filter(|filter| filter.is_on());
    let said = format!("{} ", sentence(shown));
    let label = match (filter, scope(app)) {
        (Some(_), _) => " Filter: ".to_owned(),
        (None, Some(scope)) => format!(" {scope}"),
        (None, None) => String::new(),
    };
    let room = usize::from(row.width).saturating_sub(theme.glyphs.width(&said));
    Pen::new(frame, row, theme).line_with_end(&theme.glyphs.fit(&label, room), theme.key, &said, theme.warning);
    if let Some(filter) = filter {
        let left = u16::try_from(theme.glyphs.width(&label)).unwrap_or(0);
        let taken = left.saturating_add(u16::try_from(theme.glyphs.width(&said) + 1).unwrap_or(0));
        let field = Rect { x: row.x + left, width: row.width.saturating_sub(taken), ..row };
        draw_field(frame, field, filter.input(), theme, Filter::is_typing(filter) && app.modal().is_none());
    }
    above
}

fn sentence(shown: Shown) -> String {
    let Shown { rows, of, unread } = shown;
    let unread = if unread > 0 { format!(", {unread} not read yet") } else { String::new() };
    format!("{rows} of {of} shown{unread}")
}

/// The clients that are worked in.
fn scope(app: &App) -> Option<String> {
    let desk = app.desk();
    match (&desk.client, &desk.site.clients[..]) {
        (Some(client), _) => Some(format!("Client {client} alone; :client all ends that")),
        (None, []) => None,
        (None, [one]) => Some(format!("The profile's client: {one}")),
        (None, several) => Some(format!(
            "The profile's clients: {}",
            several.iter().map(ClientId::as_str).collect::<Vec<_>>().join(", ")
        )),
    }
}
