//! The form: one row for each field, the present value beside it, and what is wrong.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::desk::Desk;
use crate::app::screen::form::{Field, Form, PasswordMode};
use crate::ui::theme::Theme;
use crate::ui::widget::field::{draw_field, draw_secret_field};
use crate::ui::widget::pen::Pen;

/// Columns before the value of a field.
const LABEL: u16 = 18;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Form, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area, theme);
    let user = screen.user();
    let credential = screen.credential();
    pen.line(&format!(" {}: {}", credential.kind.as_str(), user.name), theme.strong);
    let id = credential.id.as_ref().map_or_else(|| "-".into(), ToString::to_string);
    pen.line(&format!(" {}   external ID {id}   nothing is sent from here", user.login_id.shown()), theme.dim);
    pen.skip();
    for field in screen.fields() {
        draw_row(&mut pen, field, screen, desk, theme);
    }
    pen.skip();
    if screen.fields().contains(&Field::Password) {
        pen.sentence(&screen.rules(desk).sentence(), theme.dim);
    }
    for complaint in screen.complaints() {
        pen.sentence(complaint, theme.danger);
    }
}

fn draw_row(pen: &mut Pen<'_, '_>, field: Field, screen: &Form, desk: &Desk, theme: &Theme) {
    let focused = screen.focus() == field;
    let marker = if focused { "> " } else { "  " };
    let label = match field {
        Field::Password => "Password",
        Field::Typed => "New password",
        Field::State => "State",
        Field::Policy => "Policy",
        Field::Comment => "Comment",
    };
    let choice = |value: String| {
        vec![
            Span::styled(marker, theme.key),
            Span::styled(format!("{label:<16}"), theme.dim),
            Span::styled(
                if focused { format!("< {value} >") } else { format!("  {value}") },
                if focused { theme.strong } else { Style::new() },
            ),
        ]
    };
    match field {
        Field::Password => pen.spans(choice(mode(screen.password()).into())),
        Field::State => pen.spans(choice(state(screen))),
        Field::Policy => pen.spans(choice(policy(screen, desk))),
        Field::Typed | Field::Comment => {
            let row = pen.take_row();
            let buffer = pen.frame().buffer_mut();
            buffer.set_stringn(row.x, row.y, marker, 2, theme.key);
            buffer.set_stringn(row.x + 2, row.y, label, 16, theme.dim);
            let inside = Rect { x: row.x + LABEL + 2, width: row.width.saturating_sub(LABEL + 3), ..row };
            if field == Field::Typed {
                draw_secret_field(pen.frame(), inside, screen.typed_count(), theme, focused);
            } else {
                draw_field(pen.frame(), inside, screen.comment(), theme, focused);
            }
        }
    }
}

fn mode(mode: PasswordMode) -> &'static str {
    match mode {
        PasswordMode::Keep => "stays as it is",
        PasswordMode::Make => "credesk makes a new one",
        PasswordMode::Type => "type a new one",
    }
}

fn state(screen: &Form) -> String {
    let now = screen.credential().state.as_str();
    screen.state().map_or_else(|| format!("{now} (stays)"), |state| format!("{now} -> {}", state.as_str()))
}

fn policy(screen: &Form, desk: &Desk) -> String {
    let name = |id| {
        desk.policy(&screen.user().at.client, Some(id))
            .map_or_else(|| format!("{id}"), |policy| policy.name.to_string())
    };
    let now = screen.credential().policy.as_ref().map_or_else(|| "none".into(), name);
    screen.policy().map_or_else(|| format!("{now} (stays)"), |id| format!("{now} -> {}", name(id)))
}
