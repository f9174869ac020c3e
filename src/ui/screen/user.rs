//! The user: identity and contact, the credentials, the selected one in detail, and what can be done with it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::App;
use crate::app::action::UserAction;
use crate::app::desk::Desk;
use crate::app::list::first_visible;
use crate::app::remote::Remote;
use crate::app::screen::user::UserScreen;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::date::{minute, zone_name};
use crate::domain::user::{User, UserState};
use crate::domain::words::resets;
use crate::text::{SafeText, holds_right_to_left};
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Rows of the screen from which the whole identity is shown, and not only what tells people apart.
const ROOMY: u16 = 18;

/// Columns from which the table of credentials tells more.
const WIDE: usize = 140;

/// Rows below the credentials: a gap, three of detail or one, and three of actions.
fn rows_below(roomy: bool) -> usize {
    if roomy { 7 } else { 5 }
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &UserScreen, app: &App, theme: &Theme) {
    let mut pen = Pen::new(frame, area, theme);
    let roomy = area.height >= ROOMY;
    match screen.user() {
        Remote::Ready(user) => identity(&mut pen, user, screen.alike(), (roomy, theme)),
        Remote::Failed(problem) => {
            pen.line(&format!(" {}", screen.name()), theme.strong);
            pen.problem(problem, theme.danger);
        }
        Remote::Idle | Remote::Loading(_) => {
            pen.line(&format!(" {}", screen.name()), theme.strong);
            pen.line(" Reading the user ...", theme.dim);
        }
    }
    pen.skip();
    match screen.credentials() {
        Remote::Ready(all) if all.is_empty() => pen.line(" This user has no credentials.", theme.warning),
        Remote::Ready(all) => {
            credentials(&mut pen, all, screen, app.desk(), (roomy, theme));
            if let Some(credential) = screen.selected_credential() {
                pen.skip();
                detail(&mut pen, credential, screen, app.desk(), (roomy, theme));
                actions(&mut pen, credential, screen, app.desk(), theme);
            }
        }
        Remote::Failed(_) if matches!(screen.user(), Remote::Failed(_)) => {}
        Remote::Failed(problem) => pen.problem(problem, theme.danger),
        Remote::Idle | Remote::Loading(_) => pen.line(" Reading the credentials ...", theme.dim),
    }
}

fn identity(pen: &mut Pen<'_, '_>, user: &User, alike: u32, (roomy, theme): (bool, &Theme)) {
    let state_style = if user.state == UserState::Active { Style::new() } else { theme.warning };
    // A terminal that turns a name around which is written from right to left stops at a word of ours.
    let fence = if holds_right_to_left(user.name.as_str()) { "login ID " } else { "" };
    let login = format!("   {fence}{}   ", user.login_id.shown());
    let state = format!("user {}", user.state.as_str());
    let glyphs = theme.glyphs;
    let taken = glyphs.width(&login) + glyphs.width(&state) + 1;
    pen.spans(vec![
        Span::styled(
            format!(" {}", glyphs.fit(user.name.as_str(), pen.width().saturating_sub(taken).max(12))),
            theme.strong,
        ),
        Span::raw(login),
        Span::styled(state, state_style),
    ]);
    if user.technical {
        pen.line(" TECHNICAL USER: a machine signs in with it.", theme.danger);
    }
    if user.has_hidden() {
        pen.line(" Hidden characters in name or login ID: who is this?", theme.danger);
    }
    if user.mixes_scripts() {
        pen.line(" Letters of several scripts in name or login ID: who is this?", theme.danger);
    }
    if alike > 0 {
        pen.line(&format!(" {alike} more found with nearly this name: compare unit and date of birth."), theme.danger);
    }
    let text = |value: &Option<SafeText>| value.as_ref().map_or_else(|| "-".into(), ToString::to_string);
    let half = (pen.width() / 2).saturating_sub(10);
    let two = |left: &str, right: &str| format!("{} {right}", glyphs.filled(left, half));
    let styles = (theme.dim, Style::new());
    let unit = format!("unit {}", text(&user.unit));
    pen.fact("External ID", &two(user.at.user.as_str(), &unit), styles);
    let born = user.birth_date.as_ref().map_or_else(String::new, |date| format!(", born {date}"));
    pen.fact("E-mail", &two(&text(&user.email), &format!("language {}{born}", user.language.as_str())), styles);
    if roomy {
        let joined = |parts: [&Option<SafeText>; 2]| {
            parts.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        pen.fact("Telephone", &joined([&user.telephone, &user.mobile]), styles);
        pen.fact("Address", &joined([&user.street, &user.city]), styles);
    }
    if let Some(remarks) = &user.remarks {
        pen.fact("Remarks", remarks.as_str(), styles);
    }
}

fn credentials(
    pen: &mut Pen<'_, '_>,
    all: &[Credential],
    screen: &UserScreen,
    desk: &Desk,
    (roomy, theme): (bool, &Theme),
) {
    let (zone, glyphs) = (&desk.site.time_zone, theme.glyphs);
    let rows = screen.rows();
    let place = screen.selected().and_then(|selected| rows.binary_search(&selected).ok()).unwrap_or(0);
    let height = rows.len().min(pen.rows_left().saturating_sub(1 + rows_below(roomy)).max(1));
    let title = match all.len() {
        count if rows.len() > height => format!("Credential {} of {count}", screen.selected().map_or(0, |row| row + 1)),
        _ => "Credential".into(),
    };
    let wide = pen.width() >= WIDE;
    let more = if wide { format!("  {:<26}{:<18}", "Policy", "Last login") } else { String::new() };
    let changed = format!("Changed ({})", zone_name(zone));
    let heading = format!("  {title:<33}{:<14}{:<7}{:<8}{changed:<24}{more}", "State", "Failed", "Resets");
    pen.line(heading.trim_end(), theme.dim);
    let first = first_visible(place, height, rows.len());
    for (index, credential) in rows.iter().filter_map(|row| Some((*row, all.get(*row)?))).skip(first).take(height) {
        let chosen = Some(index) == screen.selected();
        let policy = desk.policy(&screen.at().client, credential.policy.as_ref());
        let failed = credential.failed_logins.map_or_else(|| "-".into(), |count| count.to_string());
        let state_style = if credential.state.is_locked() { theme.warning } else { Style::new() };
        let mut spans = vec![
            if chosen { Span::styled("> ", theme.key) } else { Span::raw("  ") },
            Span::raw(glyphs.padded(&row_name(credential), 32) + " "),
            Span::styled(glyphs.padded(credential.state.as_str(), 13) + " ", state_style),
            Span::raw(format!("{failed:<7}{:<8}", resets(credential, policy))),
        ];
        let changed = minute(credential.last_modified.as_ref(), zone);
        if wide {
            let name = policy.map_or_else(|| "-".into(), |policy| policy.name.to_string());
            let login = minute(credential.last_success.as_ref(), zone);
            let changed = glyphs.padded(&changed, 25);
            spans.push(Span::raw(format!("{changed} {} {login}", glyphs.padded(&name, 25))));
        } else {
            spans.push(Span::raw(changed));
        }
        pen.spans(spans);
    }
}

/// What tells a credential from its mates: there may be several device passwords and OTP cards, and one of the others.
fn row_name(credential: &Credential) -> String {
    let kind = credential.kind.as_str();
    match (&credential.kind, &credential.id) {
        (CredentialKind::DevicePassword | CredentialKind::OtpCard, Some(id)) => format!("{kind} {id}"),
        _ => kind.to_owned(),
    }
}

fn detail(
    pen: &mut Pen<'_, '_>,
    credential: &Credential,
    screen: &UserScreen,
    desk: &Desk,
    (roomy, theme): (bool, &Theme),
) {
    let zone = &desk.site.time_zone;
    let styles = (theme.dim, Style::new());
    let id = credential.id.as_ref().map_or_else(|| "none".into(), ToString::to_string);
    let policy = match (&credential.policy, desk.policy(&screen.at().client, credential.policy.as_ref())) {
        (None, _) => "no policy".into(),
        (Some(id), None) => format!("policy {id}"),
        (Some(_), Some(policy)) => format!("policy {}", policy.name),
    };
    let until = credential.valid_to.as_ref().map(|date| minute(Some(date), zone));
    let until = until.map_or_else(String::new, |date| format!("   valid to {}", date.get(..10).unwrap_or(&date)));
    pen.fact("External ID", &format!("{id}   {policy}{until}"), styles);
    if !roomy {
        return;
    }
    let success = minute(credential.last_success.as_ref(), zone);
    let failure = minute(credential.last_failure.as_ref(), zone);
    pen.fact("Last login", &format!("{} last failure {failure}", theme.glyphs.filled(&success, 17)), styles);
    let reason = credential.state_reason.as_ref().map_or("-", |reason| reason.as_str());
    let comment = credential.comment.as_ref().map_or_else(String::new, |comment| format!("comment: {comment}"));
    pen.fact("State reason", &format!("{} {comment}", theme.glyphs.filled(reason, 24)), styles);
}

fn actions(pen: &mut Pen<'_, '_>, credential: &Credential, screen: &UserScreen, desk: &Desk, theme: &Theme) {
    let operate = match credential.kind {
        CredentialKind::Puk => "regenerate the PUK",
        CredentialKind::TempStrongPassword => "reset the temporary strong password",
        CredentialKind::Ticket => "regenerate the ticket",
        CredentialKind::DevicePassword => "update the device password",
        CredentialKind::OtpCard => "replace the OTP card",
        CredentialKind::Other(_) => "change it",
    };
    let mut offers = vec![("r", operate, UserAction::Operate), ("e", "edit state, policy, comment", UserAction::Edit)];
    if credential.kind == CredentialKind::OtpCard {
        offers.push(("v", "view the card", UserAction::ViewCard));
    }
    for (key, what, action) in offers {
        match screen.may(action, desk) {
            Ok(()) => pen.spans(vec![Span::styled(format!(" {key}  "), theme.key), Span::raw(what)]),
            Err(reason) => pen.line(&format!(" {key}  not possible: {reason}"), theme.dim),
        }
    }
}
