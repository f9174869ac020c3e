//! The header: environment, server, operator, and where on the stack of screens we are.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::App;
use crate::app::remote::Remote;
use crate::app::screen::Screen;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Stands in the rule of every screen, the lock among them: in words, because a colour alone is overlooked.
pub const PRODUCTION: &str = " PRODUCTION: real people ";

/// Draws the header and the rule below it.
pub fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let site = &app.desk().site;
    let operator = match &app.desk().caller {
        Remote::Ready(caller) => caller.login_id.shown().to_string(),
        Remote::Idle | Remote::Loading(_) => "...".into(),
        Remote::Failed(_) => "operator unknown".into(),
    };
    let marker = format!(" {} ", site.environment);
    let place = format!("  {}  {operator}{}   ", site.host, if site.read_only { "  READ-ONLY" } else { "" });
    let room = usize::from(area.width).saturating_sub(theme.glyphs.width(&marker) + theme.glyphs.width(&place));
    let crumbs = breadcrumb(app);
    let mut pen = Pen::new(frame, area, theme);
    pen.spans(vec![
        Span::styled(marker, theme.marker(&site.environment_color)),
        Span::raw(place),
        Span::styled(theme.glyphs.fit(&crumbs, room).into_owned(), theme.strong),
    ]);
    let banner = if site.production { PRODUCTION } else { "" };
    let rule = theme.glyphs.rule(usize::from(area.width).saturating_sub(theme.glyphs.width(banner)));
    pen.spans(vec![Span::styled(banner, theme.marker("red")), Span::styled(rule, theme.dim)]);
}

/// Nothing on the lock: it would name the user.
fn breadcrumb(app: &App) -> String {
    if app.lock().is_some() {
        return String::new();
    }
    let client = app.screens().iter().find_map(|screen| match screen {
        Screen::User(screen) => Some(screen.at().client.to_string()),
        _ => None,
    });
    let screens = app.screens().iter().filter_map(|screen| screen.crumb().map(|crumb| crumb.to_string()));
    client.into_iter().chain(screens).collect::<Vec<_>>().join(" > ")
}
