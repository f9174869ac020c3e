//! The OTP card as a grid, in either style of labels. One of the two files that look into a secret.
//!
//! The grid is drawn whole or not at all: a card that is cut reads like another card.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use zeroize::Zeroizing;

use crate::app::desk::{Desk, SMALLEST};
use crate::app::remote::Remote;
use crate::app::screen::card::CardScreen;
use crate::domain::date::minute;
use crate::domain::otp_card::{Labels, OtpCard};
use crate::ui::screen::handoff::closing;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::grid::{Look, Needed, Plan};
use crate::ui::widget::pen::Pen;

/// Draws the screen. Says `false` where the card has no room.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &CardScreen, desk: &Desk, theme: &Theme) -> bool {
    let mut pen = Pen::new(frame, area, theme);
    let id = screen.credential().id.as_ref().map_or_else(|| "-".into(), ToString::to_string);
    let place = screen.place().map_or_else(String::new, |(place, of)| format!(" {place} of {of}"));
    // What tells users apart comes first: a long name is what is cut.
    let title = format!(" OTP card{place}   {}   {}", screen.login_id().shown(), screen.name());
    pen.line_with_end(&title, theme.strong, &closing(screen.curtain()), theme.dim);
    let changed = minute(screen.credential().last_modified.as_ref(), &desk.site.time_zone);
    pen.line(&format!(" external ID {id}   {}   changed {changed}", screen.credential().state.as_str()), theme.dim);
    if !screen.receipt().is_empty() {
        pen.sentence(&screen.receipt().join(" "), theme.good);
    }
    match screen.remote() {
        Remote::Ready(card) => return draw_card(&mut pen, card, screen, desk, theme),
        Remote::Failed(problem) => pen.problem(problem, theme.danger),
        Remote::Idle | Remote::Loading(_) => pen.line(" Reading the card ...", theme.dim),
    }
    true
}

fn draw_card(pen: &mut Pen<'_, '_>, card: &OtpCard, screen: &CardScreen, desk: &Desk, theme: &Theme) -> bool {
    let (said, style) = standing(card, screen, desk, theme);
    let below = usize::from(theme.glyphs.rows_of(&said, pen.width().saturating_sub(2)));
    let room = (pen.width(), pen.rows_left().saturating_sub(below));
    let plan = Plan::of(card, screen.labels(desk), room);
    let whole = plan.is_ok();
    match plan {
        Ok(plan) => {
            let dots = ".".repeat(card.cell_width());
            plan.draw(pen, card, screen.cell(), theme, |row, column| Look {
                text: if screen.is_covered() { &dots } else { card.expose_cell(row, column).unwrap_or_default() },
                used: card.is_used(row, column) == Some(true),
            });
            if screen.field().is_none() {
                pen.sentence(&said, style);
            }
        }
        Err(needed) => {
            let window = usize::from(pen.frame().area().height);
            pen.sentence(&too_small(needed, room, window), theme.danger);
        }
    }
    draw_go_to(pen, screen, theme);
    whole
}

/// What is said instead of the card. `room` is what there was for the cells, `window` the rows of the whole terminal.
fn too_small(needed: Needed, room: (usize, usize), window: usize) -> String {
    let rows = |rows: usize| (rows + window).saturating_sub(room.1).max(usize::from(SMALLEST.1));
    let (columns, one_block) = (needed.one_block.0, rows(needed.one_block.1));
    let as_wide = rows(needed.rows_as_wide);
    let needs = if columns <= room.0 || as_wide <= one_block {
        format!("{as_wide} rows")
    } else {
        format!("{columns} columns and {one_block} rows, or {as_wide} rows at this width")
    };
    format!("The window is too small to show the whole card. It needs {needs}.")
}

fn draw_go_to(pen: &mut Pen<'_, '_>, screen: &CardScreen, theme: &Theme) {
    if let Some(field) = screen.field() {
        let row = pen.take_row();
        pen.frame().buffer_mut().set_stringn(row.x, row.y, " Go to cell (D7 or 043): ", 25, theme.key);
        let inside = Rect { x: row.x + 25, width: row.width.saturating_sub(25), ..row };
        draw_field(pen.frame(), inside, field, theme, true);
    }
}

/// The line below the cells: the one that is pointed at, else how the card stands.
fn standing(card: &OtpCard, screen: &CardScreen, desk: &Desk, theme: &Theme) -> (Zeroizing<String>, Style) {
    let covered = screen.is_covered();
    if let Some((row, column)) = screen.cell() {
        let names = [Labels::Coordinates, Labels::Running].map(|labels| card.label(labels, row, column));
        let value = if covered { "covered" } else { card.expose_cell(row, column).unwrap_or_default() };
        let used = if card.is_used(row, column) == Some(true) { "   (used)" } else { "" };
        // Never grows, so that no copy of the cell stays behind.
        let mut said = Zeroizing::new(String::with_capacity(64 + value.len()));
        for part in ["Cell ", &names[0], " (", &names[1], "): ", value, used] {
            said.push_str(part);
        }
        return (said, theme.key);
    }
    let size = format!("{} rows, {} columns.", card.rows(), card.columns());
    let (all, sign) = (card.rows() * card.columns(), theme.glyphs.used());
    let (left, low) = match card.remaining() {
        None => (String::new(), false),
        Some(left) if left == all => (format!(" {left} cells are unused."), false),
        Some(0) => (format!(" No cell is unused ({sign} = used): a new card is due."), true),
        Some(left) if left < OtpCard::LOW => {
            let cells = if left == 1 { "cell is" } else { "cells are" };
            (format!(" Only {left} {cells} unused ({sign} = used): a new card is due."), true)
        }
        Some(left) => (format!(" {left} cells are unused ({sign} = used)."), false),
    };
    let (press, watched) = match (covered, desk.site.hand_over.on_screen()) {
        (false, _) => ("", None),
        (true, true) => (" Covered: press v.", desk.watched()),
        (true, false) => (" Covered for good: p prints it.", None),
    };
    let style = if low || watched.is_some() { theme.warning } else { theme.dim };
    let watched = watched.map_or_else(String::new, |warning| format!(" {warning}"));
    (Zeroizing::new(format!("{size}{left}{press}{watched}")), style)
}
