//! Drawing: from `&App` to cells. Pure; changes nothing, asks for nothing.
//!
//! Server data is drawn as `SafeText` only. Two files may look into a secret: `screen/handoff` and `screen/card`.

mod filter;
mod footer;
pub mod glyphs;
mod header;
mod modal;
mod screen;
pub mod theme;
mod widget;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};

use crate::app::App;
use crate::app::desk::SMALLEST;
use crate::app::screen::Screen;
use theme::Theme;
use widget::pen::Pen;

/// Draws the whole console. Says whether all that the screen has to say is on it: on a small terminal the text above a
/// confirmation may not fit, and what could not be read is not confirmed; nor is a value seen that has no room.
pub fn draw(frame: &mut Frame<'_>, app: &App, theme: &Theme) -> bool {
    let whole = draw_all(frame, app, theme);
    theme.glyphs.catch(frame.buffer_mut());
    whole
}

fn draw_all(frame: &mut Frame<'_>, app: &App, theme: &Theme) -> bool {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        draw_too_small(frame, theme);
        return false;
    }
    let rows = [Constraint::Length(2), Constraint::Min(0), Constraint::Length(2)];
    let [top, body, bottom] = Layout::vertical(rows).areas(area);
    header::draw(frame, top, app, theme);
    if let Some(lock) = app.lock() {
        screen::locked::draw(frame, body, lock, app, theme);
        footer::draw(frame, bottom, app, theme);
        return true;
    }
    let mut whole = true;
    let body = filter::draw(frame, body, app, theme);
    match app.screen() {
        Some(Screen::Lookup(screen)) => screen::lookup::draw(frame, body, screen, app, theme),
        Some(Screen::User(screen)) => screen::user::draw(frame, body, screen, app, theme),
        Some(Screen::Form(screen)) => screen::form::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Confirm(screen)) => whole = screen::confirm::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Handoff(screen)) => whole = screen::handoff::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Settle(screen)) => screen::settle::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Audit(screen)) => screen::audit::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Cases(screen)) => screen::cases::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Print(screen)) => screen::print::draw(frame, body, screen, app.desk(), theme),
        Some(Screen::Card(screen)) => whole = screen::card::draw(frame, body, screen, app.desk(), theme),
        None => {}
    }
    footer::draw(frame, bottom, app, theme);
    if let Some(modal) = app.modal() {
        modal::draw(frame, modal, app, theme);
    }
    whole
}

fn draw_too_small(frame: &mut Frame<'_>, theme: &Theme) {
    let area = frame.area();
    let (has, (columns, rows)) = (format!("{}x{}", area.width, area.height), SMALLEST);
    let long = [
        "This window is too small for credesk.".to_owned(),
        format!("It has {has}; at least {columns}x{rows} is needed."),
        "Nothing is lost: make it larger.".to_owned(),
    ];
    let inner = usize::from(area.width.saturating_sub(2).max(1));
    let short = format!("Too small for credesk: {has}, {columns}x{rows} needed. Nothing is lost: make it larger.");
    let mut pen = Pen::new(frame, area, theme);
    if long.iter().map(|text| theme.glyphs.rows_of(text, inner)).sum::<u16>() > area.height {
        pen.sentence(&short, theme.strong);
    } else {
        long.iter().zip([theme.strong, theme.dim, theme.dim]).for_each(|(text, style)| pen.sentence(text, style));
    }
}
