//! The OTP card as a grid, in either style of labels. One of the two files that look into a secret.
//!
//! The grid is drawn whole or not at all: a card that is cut reads like another card.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::app::desk::Desk;
use crate::app::remote::Remote;
use crate::app::screen::card::CardScreen;
use crate::domain::otp_card::{Labels, OtpCard, letters};
use crate::ui::date::minute;
use crate::ui::screen::handoff::closing;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::pen::Pen;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &CardScreen, desk: &Desk, theme: &Theme) {
    let mut pen = Pen::new(frame, area);
    let id = screen.credential().id.as_ref().map_or_else(|| "-".into(), ToString::to_string);
    let place = screen.place().map_or_else(String::new, |(place, of)| format!("   card {place} of {of}"));
    let title = format!(" OTP card   {} ({}){place}", screen.name(), screen.login_id().shown());
    pen.line_with_end(&title, theme.strong, &closing(screen.curtain()), theme.dim);
    let changed = minute(screen.credential().last_modified.as_ref(), &desk.site.time_zone);
    pen.line(&format!(" external ID {id}   {}   changed {changed}", screen.credential().state.as_str()), theme.dim);
    if !screen.receipt().is_empty() {
        pen.sentence(&screen.receipt().join(" "), theme.good);
    }
    match screen.remote() {
        Remote::Ready(card) => draw_card(&mut pen, card, screen, desk, theme),
        Remote::Failed(problem) => pen.problem(problem, theme.danger),
        Remote::Idle | Remote::Loading(_) => pen.line(" Reading the card ...", theme.dim),
    }
}

/// How the grid is laid out on this terminal.
struct Grid {
    labels: Labels,
    /// Columns of a cell on the screen, its gap included.
    step: usize,
    /// Columns of the card in one block.
    per_block: usize,
}

impl Grid {
    fn of(card: &OtpCard, labels: Labels, width: usize) -> Self {
        let step = card.cell_width().max(if labels == Labels::Running { 3 } else { 2 }) + 1;
        let room = width.saturating_sub(2 * LABEL);
        Self { labels, step, per_block: (room / step).clamp(1, card.columns()) }
    }

    /// Rows on the screen that the whole card takes.
    fn height(&self, card: &OtpCard) -> usize {
        let blocks = card.columns().div_ceil(self.per_block);
        let per_row = if self.labels == Labels::Running { 2 } else { 1 };
        blocks * (card.rows() * per_row + usize::from(self.labels == Labels::Coordinates))
    }
}

/// Columns for the row's number on either side.
const LABEL: usize = 4;

fn draw_card(pen: &mut Pen<'_, '_>, card: &OtpCard, screen: &CardScreen, desk: &Desk, theme: &Theme) {
    let labels = screen.labels(desk);
    let mut grid = Grid::of(card, labels, pen.width());
    // Running numbers above every cell take twice the rows; where that is too much, each row begins with its number.
    let compact = labels == Labels::Running && grid.height(card) + 1 > pen.rows_left();
    if compact {
        grid.step = card.cell_width() + 1;
        grid.per_block = ((pen.width().saturating_sub(2 * LABEL)) / grid.step).clamp(1, card.columns());
    }
    let blocks = card.columns().div_ceil(grid.per_block);
    let needed = if compact { blocks * (card.rows() + 1) } else { grid.height(card) } + 1;
    if needed > pen.rows_left() {
        let rows = needed + 6;
        pen.sentence(
            &format!("The window is too small for the whole card: at this width it needs {rows} rows. Make it larger."),
            theme.danger,
        );
        return;
    }
    for block in 0..blocks {
        let from = block * grid.per_block;
        let columns = from..card.columns().min(from + grid.per_block);
        if compact {
            labels_above(pen, &columns, grid.step, |column| (format!("+{}", column - from), theme.dim));
        }
        if labels == Labels::Coordinates {
            labels_above(pen, &columns, grid.step, |column| {
                let pointed = screen.cell().is_some_and(|(_, at)| at == column);
                (letters(column), if pointed { theme.key } else { theme.dim })
            });
        }
        for row in 0..card.rows() {
            if labels == Labels::Running && !compact {
                labels_above(pen, &columns, grid.step, |column| {
                    let pointed = screen.cell() == Some((row, column));
                    let number = card.label(Labels::Running, row, column);
                    (number, if pointed { theme.key } else { theme.dim })
                });
            }
            cells(pen, card, row, &columns, &grid, screen, theme);
        }
    }
    status(pen, card, screen, theme);
}

/// One row of labels, each above its column.
fn labels_above(pen: &mut Pen<'_, '_>, columns: &Range<usize>, step: usize, label: impl Fn(usize) -> (String, Style)) {
    let mut spans = vec![Span::raw(" ".repeat(LABEL))];
    spans.extend(columns.clone().map(|column| {
        let (text, style) = label(column);
        Span::styled(format!("{text:<step$}"), style)
    }));
    pen.spans(spans);
}

fn cells(
    pen: &mut Pen<'_, '_>,
    card: &OtpCard,
    row: usize,
    columns: &Range<usize>,
    grid: &Grid,
    screen: &CardScreen,
    theme: &Theme,
) {
    let step = grid.step;
    let label = match grid.labels {
        Labels::Coordinates => (row + 1).to_string(),
        Labels::Running => card.label(Labels::Running, row, columns.start),
    };
    let in_row = screen.cell().is_some_and(|(at, _)| at == row);
    let label_style = if in_row { theme.key } else { theme.dim };
    let mut spans = vec![Span::styled(format!("{label:>3} "), label_style)];
    for column in columns.clone() {
        let cell = card.expose_cell(row, column).unwrap_or_default();
        let text = if screen.is_covered() { ".".repeat(cell.len()) } else { cell.to_owned() };
        let pointed = screen.cell() == Some((row, column));
        let style = match (pointed, card.is_used(row, column)) {
            (true, _) => theme.key.add_modifier(Modifier::REVERSED),
            (false, Some(true)) => theme.dim.add_modifier(Modifier::CROSSED_OUT),
            (false, _) => Style::new(),
        };
        let gap = step.saturating_sub(text.len());
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" ".repeat(gap)));
    }
    if grid.labels == Labels::Coordinates {
        spans.push(Span::styled(label, label_style));
    }
    pen.spans(spans);
}

fn status(pen: &mut Pen<'_, '_>, card: &OtpCard, screen: &CardScreen, theme: &Theme) {
    if let Some(field) = screen.field() {
        let row = pen.take_row();
        pen.frame().buffer_mut().set_stringn(row.x, row.y, " Go to cell (D7 or 043): ", 25, theme.key);
        let inside = Rect { x: row.x + 25, width: row.width.saturating_sub(25), ..row };
        draw_field(pen.frame(), inside, field, Style::new(), true);
        return;
    }
    if let Some((row, column)) = screen.cell() {
        let names = [Labels::Coordinates, Labels::Running].map(|labels| card.label(labels, row, column));
        let value = if screen.is_covered() { "covered" } else { card.expose_cell(row, column).unwrap_or_default() };
        pen.line(&format!(" Cell {} ({}): {value}", names[0], names[1]), theme.key);
        return;
    }
    let size = format!(" {} rows, {} columns.", card.rows(), card.columns());
    let covered = if screen.is_covered() { " Covered: press v." } else { "" };
    let (left, low) = match card.remaining() {
        Some(left) if left < OtpCard::LOW => (format!(" Only {left} cells are unused: a new card is due."), true),
        Some(left) => (format!(" {left} cells are unused."), false),
        None => (String::new(), false),
    };
    pen.line(&format!("{size}{left}{covered}"), if low { theme.warning } else { theme.dim });
}
