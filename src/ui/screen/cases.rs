//! The open cases: one row each, and the marked one in words.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;

use crate::app::desk::Desk;
use crate::app::screen::cases::CasesScreen;
use crate::domain::case::Listed;
use crate::domain::credential::CredentialKind;
use crate::domain::date::{day_and_minute, second, zone_name};
use crate::domain::record::Intent;
use crate::domain::settling::Settling;
use crate::domain::when::When;
use crate::domain::words::{case_advice, case_standing};
use crate::text::SafeText;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Rows below the list for the marked case, where there is room for them.
const DETAIL_ROWS: u16 = 8;
/// Columns of the longest standing that a row has to show whole.
const STANDING: usize = 23;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &CasesScreen, desk: &Desk, theme: &Theme) {
    let detail_rows = DETAIL_ROWS.min(area.height / 2);
    let rows = [Constraint::Length(3), Constraint::Min(1), Constraint::Length(detail_rows)];
    let [top, middle, bottom] = Layout::vertical(rows).areas(area);
    let count = desk.cases().count();
    if let Some(problem) = desk.journal_trouble().filter(|_| count == 0) {
        Pen::new(frame, area, theme).problem(problem, theme.danger);
        return;
    }
    let mut pen = Pen::new(frame, top, theme);
    match count {
        // An empty list would be a promise that nobody has made yet.
        0 if !desk.cases_are_known() => pen.line(" Reading the journal ...", theme.dim),
        0 => pen.line(" No open case.", theme.good),
        1 => pen.line(" 1 open case: a change that somebody still has to look at.", theme.strong),
        _ => {
            let place = screen.selected(desk).map_or(0, |place| place + 1);
            let text = format!(" {count} open cases, marked: {place}. Somebody still has to look at each.");
            pen.line(&text, theme.strong);
        }
    }
    if desk.journal_trouble().is_some() {
        pen.line(" The journal cannot be read now; this is how it stood when it was read last.", theme.danger);
    } else {
        pen.skip();
    }
    if count > 0 {
        let zone = zone_name(&desk.site.time_zone);
        let heading = columns(theme.glyphs, pen.width(), "  ", [&format!("At ({zone})"), "Login ID", "What", "Stands"]);
        pen.line(&heading, theme.dim);
    }
    let mut pen = Pen::new(frame, middle, theme);
    let marked = screen.selected(desk);
    let height = usize::from(middle.height).max(1);
    let rows = screen.rows(desk);
    let place = marked.and_then(|marked| rows.binary_search(&marked).ok()).unwrap_or(0);
    let first = (place + 1).saturating_sub(height);
    for row in rows.into_iter().skip(first).take(height) {
        if let Some(listed) = desk.cases().nth(row) {
            draw_row(&mut pen, listed, Some(row) == marked, desk, theme);
        }
    }
    let mut pen = Pen::new(frame, bottom, theme);
    if let Some(listed) = screen.marked(desk) {
        detail(&mut pen, listed, desk, theme);
    }
}

fn draw_row(pen: &mut Pen<'_, '_>, listed: &Listed, marked: bool, desk: &Desk, theme: &Theme) {
    let case = &listed.case;
    let at = day_and_minute(case.confirmed, &desk.site.time_zone);
    let login_id = case.intent.login_id.shown();
    let standing = case_standing(listed, desk.settling(case.id), &desk.site.server);
    let mark = if marked { "> " } else { "  " };
    let what = what(&case.intent);
    let text = columns(theme.glyphs, pen.width(), mark, [&at, login_id.as_str(), &what, &standing]);
    let style = if marked { theme.strong } else { Style::new() };
    pen.line(&text, style);
}

fn detail(pen: &mut Pen<'_, '_>, listed: &Listed, desk: &Desk, theme: &Theme) {
    let case = &listed.case;
    let standing = case_standing(listed, desk.settling(case.id), &desk.site.server);
    let intent = &case.intent;
    let at = second(Some(&When::At(case.confirmed)), &desk.site.time_zone);
    let user = format!("{} ({} in client {})", intent.login_id.shown(), intent.at.user, intent.at.client);
    let who = case
        .who
        .as_ref()
        .and_then(|who| who.account.as_deref())
        .map_or_else(String::new, |account| format!(", confirmed by {}", SafeText::new(account)));
    let title = intent.title();
    let which = intent.credential.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
    pen.sentence(&format!("{title}{which} of {user}. Operation {}{who} at {at}.", case.id), theme.dim);
    pen.sentence(&format!("It stands: {standing}."), theme.strong);
    let policy = desk.policy_in(intent, desk.settling(case.id).and_then(Settling::newest));
    for line in case_advice(listed, desk.settling(case.id), policy, &desk.site.server) {
        pen.sentence(&line, Style::new());
    }
}

/// The credential in a column: of device passwords and cards a user may have several, and the external ID tells them apart.
fn what(intent: &Intent) -> String {
    match (&intent.kind, &intent.credential) {
        (CredentialKind::DevicePassword | CredentialKind::OtpCard, Some(id)) => id.to_string(),
        (kind, _) => kind.as_str().to_owned(),
    }
}

/// One row of the list: mark, moment, login ID, credential, standing. The standing is shown whole, the others share what
/// is left.
fn columns(glyphs: Glyphs, total: usize, mark: &str, [at, login_id, what, standing]: [&str; 4]) -> String {
    const MOMENT: usize = 11;
    let left = total.saturating_sub(2 + MOMENT + 6 + STANDING);
    let login = (left / 3).clamp(8, 30);
    let what_columns = left.saturating_sub(login).clamp(8, 45);
    let padded = |text: &str, columns| glyphs.padded(text, columns);
    format!("{mark}{}  {}  {}  {standing}", padded(at, MOMENT), padded(login_id, login), padded(what, what_columns))
}
