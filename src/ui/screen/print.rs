//! Printing: what goes onto the sheet's head, where it can go, and what has become of it. Never a cell, never a value.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::desk::Desk;
use crate::app::remote::Remote;
use crate::app::screen::print::{Choice, PrintScreen};
use crate::domain::printing::Format;
use crate::domain::sheet::Sheet;
use crate::domain::user::Language;
use crate::text::SafeText;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::pen::Pen;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &PrintScreen, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area, theme);
    let to = screen.sheet().to();
    let what = match screen.sheet() {
        Sheet::Card(card) => card.card_id.as_ref().map_or_else(|| "OTP card".into(), |id| format!("OTP card {id}")),
        Sheet::Slip(_) => "slip with the new value".to_owned(),
    };
    // A long name is what is cut.
    pen.line(&format!(" Print: {what} for {}   {}", to.login_id.shown(), to.name), theme.strong);
    remarks(&mut pen, screen, desk, theme);
    pen.skip();
    if let Some(printed) = screen.printed() {
        pen.sentence(&printed.sentence(), theme.good);
        pen.skip();
        let what = match screen.sheet() {
            Sheet::Card(_) => "card",
            Sheet::Slip(_) => "value",
        };
        pen.sentence(&format!("Esc goes back. The {what} is still there, covered; d there wipes it."), theme.dim);
        return;
    }
    if let Some(problem) = screen.problem() {
        pen.problem(problem, theme.danger);
        pen.skip();
    }
    if let Some(to) = screen.on_its_way() {
        pen.sentence(&format!("On its way to: {to}"), theme.warning);
        pen.sentence("It is sent only once. The answer comes within a minute.", theme.dim);
    } else if let Some(path) = screen.path() {
        let row = pen.take_row();
        let label = " Save to: ";
        let columns = u16::try_from(label.len()).unwrap_or(0);
        if row.height > 0 {
            pen.frame().buffer_mut().set_stringn(row.x, row.y, label, label.len(), theme.key);
            let inside = Rect { x: row.x + columns, width: row.width.saturating_sub(columns), ..row };
            draw_field(pen.frame(), inside, path, theme, true);
        }
        pen.sentence("~/ is your home folder on this host. The file is for you alone (mode 0600).", theme.dim);
    } else {
        choices(&mut pen, screen, desk, theme);
    }
}

/// How it is written, and what is worth knowing before.
fn remarks(pen: &mut Pen<'_, '_>, screen: &PrintScreen, desk: &Desk, theme: &Theme) {
    let format = match screen.format() {
        Format::Pdf => "as PDF, A4",
        Format::Text => "as text, 79 columns",
    };
    let language = &screen.sheet().to().language;
    let said = match language {
        Language::Other(_) => format!("in English (the user's language: {})", language.as_str()),
        Language::En | Language::De | Language::Fr | Language::It => format!("in {}", language.as_str()),
    };
    pen.line(&format!(" {format}, {said}"), theme.dim);
    if desk.site.demo {
        pen.line(" SPECIMEN stands across it: nothing in the sandbox is real.", theme.dim);
    }
    if screen.sheet().to().address.is_empty() {
        pen.sentence("nevisIDM knows no postal address: the address block holds the name alone.", theme.warning);
    }
    if !screen.undrawable().is_empty() {
        let signs: String = screen.undrawable().iter().collect();
        pen.sentence(
            &format!(
                "The font has no shape for {} in the name or the address: a box stands there instead.",
                SafeText::new(&signs)
            ),
            theme.warning,
        );
    }
}

fn choices(pen: &mut Pen<'_, '_>, screen: &PrintScreen, desk: &Desk, theme: &Theme) {
    match screen.queues() {
        Remote::Loading(_) => pen.line(" Looking for printers ...", theme.dim),
        Remote::Failed(problem) => pen.sentence(&problem.what, theme.warning),
        Remote::Ready(queues) if queues.names.is_empty() => {
            pen.sentence("CUPS on this host has no queue.", theme.warning);
        }
        Remote::Ready(_) | Remote::Idle => {}
    }
    let default = screen.queues().ready().and_then(|queues| queues.default.clone());
    let choices = screen.choices(desk);
    // Where there are more than there is room for, those around the marked one, and how many there are.
    let rows = screen.rows(desk);
    let cut = rows.len() > pen.rows_left();
    let room = pen.rows_left().saturating_sub(usize::from(cut)).max(1);
    let selected = screen.selected(desk);
    let place = selected.and_then(|selected| rows.binary_search(&selected).ok());
    let from = place.map_or(0, |place| (place + 1).saturating_sub(room));
    for (row, choice) in rows.iter().filter_map(|row| Some((*row, choices.get(*row)?))).skip(from).take(room) {
        let marked = Some(row) == selected;
        let name = choice.words();
        let remark = match choice {
            Choice::Queue(name) if Some(name) == default.as_ref() => "   default",
            Choice::Queue(_) | Choice::File | Choice::Terminal => "",
        };
        let style = if marked { theme.strong } else { Style::new() };
        pen.spans(vec![
            if marked { Span::styled(" > ", theme.key) } else { Span::raw("   ") },
            Span::styled(name, style),
            Span::styled(remark, theme.dim),
        ]);
    }
    if cut {
        let to = (from + room).min(rows.len());
        pen.line(&format!("   rows {} to {to} of {}; Down and Up for the others", from + 1, rows.len()), theme.dim);
    }
}
