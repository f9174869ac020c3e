//! The footer: the last sentence that was said, and at most eight keys of this screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::App;
use crate::app::bindings::Binding;
use crate::app::lock::Lock;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// The most hints: more than these nobody reads. The rest is in help.
const MOST: usize = 8;

/// Draws note and hints.
pub fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let columns = usize::from(area.width);
    let mut pen = Pen::new(frame, area, theme);
    let note = app.lock().map_or(app.desk().note.as_deref(), Lock::said).unwrap_or_default();
    pen.line(&format!(" {}", theme.glyphs.fit(note, columns.saturating_sub(2))), theme.warning);
    let mut spans = Vec::new();
    let mut used = 0;
    let offered = Binding::of(app.context()).filter(|binding| app.offers(binding) && app.disabled(binding).is_none());
    for (binding, hint) in offered.filter_map(|binding| binding.hint.map(|hint| (binding, hint))).take(MOST) {
        let key = binding.keys.first().map(|key| key.name()).unwrap_or_default();
        let length = theme.glyphs.width(&key) + theme.glyphs.width(hint) + 4;
        if used + length > columns {
            continue;
        }
        used += length;
        spans.push(Span::styled(format!(" {key} "), theme.key));
        spans.push(Span::raw(format!("{hint}  ")));
    }
    pen.spans(spans);
}
