//! One unknown outcome: whom, what was met, the readings so far, the time that is left, and the verdict.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::desk::Desk;
use crate::app::screen::settle::Settle;
use crate::domain::settling::{Seen, Settling};
use crate::domain::verdict::Verdict;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::Pen;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Settle, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area);
    let told = screen.told();
    let settling = screen.settling(desk);
    let verdict = settling.and_then(Settling::verdict);
    let (how, style) = match verdict {
        None => ("outcome unknown", theme.danger),
        Some(Verdict::Happened) => ("carried out", theme.good),
        Some(Verdict::DidNotHappen) => ("not carried out", theme.warning),
        Some(Verdict::CannotTell(_)) => ("cannot tell", theme.danger),
    };
    pen.line(&format!(" {}: {how}", told.title), style);
    let name = told.name.as_str();
    let login_id = told.login_id.shown();
    let whom = if name == login_id.as_str() { name.to_owned() } else { format!("{name} ({login_id})") };
    pen.line(&format!(" for {whom}   operation {}", told.id), theme.strong);
    pen.skip();
    if let Some(problem) = screen.problem() {
        pen.sentence(&problem.what, Style::new());
    }
    let Some(settling) = settling else {
        pen.sentence("Readings decide what became of it; r reads now.", Style::new());
        return;
    };
    if verdict.is_none() {
        pen.sentence(&waiting(settling), theme.danger);
    }
    pen.skip();
    readings(&mut pen, settling, theme);
    pen.skip();
    for line in screen.verdict_lines(desk) {
        pen.sentence(&line, theme.strong);
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
    for reading in settling.readings() {
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
