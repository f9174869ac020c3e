//! The lock: why it is there, how it is opened, and what waits below it. Nothing about any user.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::lock::{Lock, Unlock, Why};
use crate::app::screen::Screen;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_secret_field;
use crate::ui::widget::pen::Pen;

/// Draws it.
pub fn draw(frame: &mut Frame<'_>, area: Rect, lock: &Lock, app: &App, theme: &Theme) {
    let idle = app.desk().site.idle;
    let mut pen = Pen::new(frame, area, theme);
    let why = match lock.why() {
        Why::Idle => format!("Locked: nobody has pressed a key for {}.", span(idle.lock)),
        Why::Stopped => "Locked: credesk was stopped.".to_owned(),
        Why::Asked => "Locked.".to_owned(),
    };
    pen.sentence(&why, theme.strong);
    pen.skip();
    match app.desk().site.unlock {
        Unlock::Command => {
            pen.sentence("Enter runs token_command once more, and goes on where you were.", Style::new());
        }
        Unlock::Password => password(&mut pen, lock, app, theme),
    }
    if lock.is_checking() {
        pen.line(" Checking ...", theme.dim);
    }
    if let Some(problem) = lock.problem() {
        pen.problem(problem, theme.danger);
    }
    pen.skip();
    if app.screens().iter().any(Screen::is_sending) {
        pen.sentence("A change is on its way. What becomes of it is written into the journal.", theme.warning);
    }
    if app.screens().iter().any(Screen::holds_secret) || app.desk().holds_values() {
        let until = span(idle.wipe);
        pen.sentence(&format!("A value waits here, covered. It is wiped {until} after the last key."), theme.warning);
    }
    pen.sentence(&format!("credesk ends {} after the last key.", span(idle.end)), theme.dim);
}

fn password(pen: &mut Pen<'_, '_>, lock: &Lock, app: &App, theme: &Theme) {
    let site = &app.desk().site;
    let hint = if site.demo { " In the demo it is: demo" } else { "" };
    pen.sentence(&format!("Type your own password, then Enter. It is sent to {} only.{hint}", site.host), Style::new());
    pen.skip();
    let row = pen.take_row();
    pen.frame().buffer_mut().set_stringn(row.x, row.y, " Password: ", 11, theme.key);
    let field = Rect { x: row.x + 11, width: row.width.saturating_sub(11), ..row };
    draw_secret_field(pen.frame(), field, lock.count(), theme, !lock.is_checking());
}

/// A length of time in words: whole minutes where it is some, else seconds.
fn span(length: Duration) -> String {
    match length.as_secs() {
        60 => "1 minute".to_owned(),
        seconds if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}
