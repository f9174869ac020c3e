//! The last entries of the journal: one row each, and the marked one in the order of time.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::desk::Desk;
use crate::app::list::first_visible;
use crate::app::remote::Remote;
use crate::app::screen::audit::AuditScreen;
use crate::domain::date::{day_and_minute, day_and_second, zone_name};
use crate::domain::noted::{Noted, Standing};
use crate::text::SafeText;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Rows below the list for the marked entry, where there is room for them.
const DETAIL_ROWS: u16 = 9;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &AuditScreen, desk: &Desk, theme: &Theme) {
    let entries = match screen.entries() {
        Remote::Ready(entries) => entries,
        Remote::Failed(problem) => return Pen::new(frame, area, theme).problem(problem, theme.danger),
        Remote::Idle | Remote::Loading(_) => {
            return Pen::new(frame, area, theme).line(" Reading the journal ...", theme.dim);
        }
    };
    let detail_rows = DETAIL_ROWS.min(area.height / 2);
    let heights = [Constraint::Length(2), Constraint::Min(1), Constraint::Length(detail_rows)];
    let [top, middle, bottom] = Layout::vertical(heights).areas(area);
    let mut pen = Pen::new(frame, top, theme);
    if entries.is_empty() {
        pen.line(" Nothing was changed or printed yet.", theme.dim);
        return;
    }
    let count = entries.len();
    pen.line(
        &format!(" The last {count} of the journal, the newest first. credesk audit shows all of it."),
        theme.strong,
    );
    let zone = zone_name(&desk.site.time_zone);
    pen.line(
        &columns(theme.glyphs, pen.width(), "  ", ["", &format!("At ({zone})"), "Login ID", "What", "Became of it"]),
        theme.dim,
    );

    let mut pen = Pen::new(frame, middle, theme);
    let rows = screen.rows();
    let marked = screen.selected();
    let height = usize::from(middle.height).max(1);
    let place = marked.and_then(|marked| rows.binary_search(&marked).ok()).unwrap_or(0);
    let first = first_visible(place, height, rows.len());
    for row in rows.iter().skip(first).take(height) {
        if let Some(noted) = entries.get(*row) {
            draw_row(&mut pen, noted, Some(*row) == marked, desk, theme);
        }
    }
    if let Some(noted) = screen.marked() {
        detail(&mut Pen::new(frame, bottom, theme), noted, desk, theme);
    }
}

fn draw_row(pen: &mut Pen<'_, '_>, noted: &Noted, marked: bool, desk: &Desk, theme: &Theme) {
    let at = day_and_minute(noted.at, &desk.site.time_zone);
    let standing = match noted.standing {
        Standing::Over => "",
        other @ (Standing::Locks | Standing::Open) => other.word(),
    };
    let mark = if marked { "> " } else { "  " };
    let login_id = noted.login_id.shown();
    let text = columns(theme.glyphs, pen.width(), mark, [standing, &at, login_id.as_str(), &noted.what, &noted.stage]);
    let style = match (marked, noted.standing) {
        (true, _) => theme.strong,
        (false, Standing::Over) => Style::new(),
        (false, Standing::Locks | Standing::Open) => theme.warning,
    };
    pen.spans(vec![Span::styled(theme.glyphs.fit(&text, pen.width()).into_owned(), style)]);
}

fn detail(pen: &mut Pen<'_, '_>, noted: &Noted, desk: &Desk, theme: &Theme) {
    let Noted { id, what, login_id, user, server, by, events, .. } = noted;
    let (whom, server) = (login_id.shown(), SafeText::new(server));
    pen.skip();
    let whose = format!("{whom} ({} in client {})", user.user, user.client);
    pen.sentence(&format!("{id}: {what}, of {whose} at {server}, by {by}."), theme.strong);
    let lines: Vec<_> =
        events.iter().map(|(at, told)| format!("{} {told}", day_and_second(*at, &desk.site.time_zone))).collect();
    // Where there is no room for all of it, the end matters more than the beginning.
    let columns = pen.width().saturating_sub(2);
    let rows =
        |from: usize| lines[from..].iter().map(|line| usize::from(theme.glyphs.rows_of(line, columns))).sum::<usize>();
    let first = (0..lines.len()).find(|from| rows(*from) <= pen.rows_left()).unwrap_or(lines.len());
    for line in &lines[first..] {
        pen.sentence(line, Style::new());
    }
}

/// One row: mark, standing, moment, login ID, what, and what became of it.
fn columns(glyphs: Glyphs, total: usize, mark: &str, [standing, at, login_id, what, stage]: [&str; 5]) -> String {
    const STANDING: usize = 5;
    const MOMENT: usize = 11;
    let left = total.saturating_sub(2 + STANDING + MOMENT + 8);
    let login = (left / 4).clamp(8, 30);
    let what_columns = (left.saturating_sub(login) / 2).clamp(8, 60);
    let cells = [(standing, STANDING), (at, MOMENT), (login_id, login), (what, what_columns)];
    let cells = cells.map(|(text, columns)| glyphs.padded(text, columns));
    format!("{mark}{}  {stage}", cells.join("  "))
}
