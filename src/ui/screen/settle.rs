//! One change that is not over: whom, what was met, the verdict or the time that is left, and the readings so far.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::desk::Desk;
use crate::app::screen::settle::Settle;
use crate::domain::settling::{Seen, Settling};
use crate::domain::verdict::Verdict;
use crate::domain::words::case_standing;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Draws the screen: the verdict above the readings, which may be cut.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Settle, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area, theme);
    let told = screen.told();
    let settling = screen.settling(desk);
    let verdict = settling.and_then(Settling::verdict);
    let (how, style) = match (settling, verdict) {
        (Some(_), None) => ("outcome unknown".to_owned(), theme.danger),
        (Some(_), Some(Verdict::Happened)) => ("carried out".into(), theme.good),
        (Some(_), Some(Verdict::DidNotHappen)) => ("not carried out".into(), theme.warning),
        (Some(_), Some(Verdict::CannotTell(_))) => ("cannot tell".into(), theme.danger),
        (None, _) => {
            let listed = desk.listed(told.id);
            (
                listed.map_or_else(|| "closed".into(), |listed| case_standing(listed, None, &desk.site.server)),
                theme.strong,
            )
        }
    };
    pen.line(&format!(" {}: {how}", told.title), style);
    let name = told.name.as_str();
    let login_id = told.login_id.shown();
    let whom = if name == login_id.as_str() { name.to_owned() } else { format!("{name} ({login_id})") };
    let which = screen.credential_id().map_or_else(String::new, |id| format!("   {id}"));
    pen.line(&format!(" for {whom}{which}   operation {}", told.id), theme.strong);
    pen.skip();
    if let Some(problem) = screen.problem() {
        pen.sentence(&problem.what, Style::new());
    }
    if let (Some(settling), None) = (settling, verdict) {
        pen.sentence(&waiting(settling), theme.danger);
    }
    for line in screen.lines(desk) {
        pen.sentence(&line, theme.strong);
    }
    if let Some(settling) = settling {
        pen.skip();
        readings(&mut pen, settling, theme);
    }
}

/// What to do while it is not clear, and how long that takes.
fn waiting(settling: &Settling) -> String {
    let left = settling.left();
    if left > 0 {
        format!("Still checking: do not reset again, {left} s left.")
    } else {
        "Still checking: do not reset again before the next reading.".into()
    }
}

fn readings(pen: &mut Pen<'_, '_>, settling: &Settling, theme: &Theme) {
    // The newest are what counts where there is no room for all.
    let all = settling.readings();
    let room = pen.rows_left().saturating_sub(1);
    for reading in &all[all.len().saturating_sub(room)..] {
        let seen = match &reading.seen {
            Seen::Nothing => "nothing has changed so far".to_owned(),
            Seen::Done => "it was carried out".to_owned(),
            Seen::Unclear => "changed, and not by this change alone".to_owned(),
            Seen::Failed(problem) => format!("the reading failed. {}", problem.what),
        };
        pen.line(&format!("   {:>4} s after sending   {seen}", reading.at), Style::new());
    }
    if settling.is_reading() {
        pen.line("          reading ...", theme.dim);
    } else if let Some(seconds) = settling.next_in() {
        pen.line(&format!("          next reading in {seconds} s"), theme.dim);
    }
}
