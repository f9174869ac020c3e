//! What lies over a screen: help, palette, message, the self-admin's password.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::App;
use crate::app::bindings::Binding;
use crate::app::list::first_visible;
use crate::app::modal::{Modal, SignIn};
use crate::app::palette::{Palette, Row};
use crate::domain::problem::Problem;
use crate::text::SafeText;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;
use crate::ui::widget::field::{draw_field, draw_secret_field};
use crate::ui::widget::pen::Pen;
use crate::ui::widget::popup::{Titles, draw_popup};

/// Draws it.
pub fn draw(frame: &mut Frame<'_>, modal: &Modal, app: &App, theme: &Theme) {
    match modal {
        Modal::Help(row) => help(frame, *row, app, theme),
        Modal::Palette(palette) => draw_palette(frame, palette, app, theme),
        Modal::Message(problem) => message(frame, problem, theme),
        Modal::SignIn(sign_in) => draw_sign_in(frame, sign_in, theme),
    }
}

fn popup_size(frame: &Frame<'_>, rows: usize) -> (u16, u16) {
    let screen = frame.area();
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    (screen.width.saturating_sub(4).min(100), height.min(screen.height.saturating_sub(4)))
}

/// What the sign before a key means.
const CHANGES: &str = "! leads to a change";

/// Columns of a key's name in help and palette, with the blanks on either side.
const KEYS: usize = 20;

/// Every key of the screen. What a key does is told whole: a text that is cut explains nothing.
fn help(frame: &mut Frame<'_>, row: usize, app: &App, theme: &Theme) {
    let context = app.screen_context();
    let columns = usize::from(popup_size(frame, 0).0).saturating_sub(2 + KEYS);
    let rows: Vec<(&Binding, Vec<String>)> = Binding::of(context)
        .map(|binding| {
            let off = app.disabled(binding).map_or_else(String::new, |why| format!(" (not possible: {why})"));
            (binding, broken(&format!("{}{off}", binding.help), columns, theme.glyphs))
        })
        .collect();
    let lines = |from: usize| rows[from.min(rows.len())..].iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let size = popup_size(frame, lines(0));
    let height = usize::from(size.1.saturating_sub(2));
    let last = (0..rows.len()).find(|from| lines(*from) <= height).unwrap_or(rows.len().saturating_sub(1));
    let first = row.min(last);
    let to = (first + 1..=rows.len()).take_while(|to| lines(first) - lines(*to) <= height).last().unwrap_or(first + 1);
    let part = if last > 0 {
        format!(", {} to {to} of {}; Down and Up", first + 1, rows.len())
    } else {
        " (Esc closes)".to_owned()
    };
    let title = format!("Help: {}{part}", context.title());
    let titles =
        Titles { title: &title, foot: if rows.iter().any(|(binding, _)| binding.danger) { CHANGES } else { "" } };
    let inside = draw_popup(frame, titles, size, theme.strong, theme);
    let mut pen = Pen::new(frame, inside, theme);
    for (binding, lines) in &rows[first..to] {
        for (at, text) in lines.iter().enumerate() {
            if at == 0 {
                line(&mut pen, "", binding, text, app, theme);
            } else {
                let style = if app.disabled(binding).is_some() { theme.dim } else { Style::new() };
                pen.line(&format!("{}{text}", " ".repeat(KEYS)), style);
            }
        }
    }
}

/// A text in lines of so many columns, broken between words. Never none.
fn broken(text: &str, columns: usize, glyphs: Glyphs) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => word.clone_into(line),
            Some(line) if glyphs.width(line) + 1 + glyphs.width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn line(pen: &mut Pen<'_, '_>, marker: &str, binding: &Binding, text: &str, app: &App, theme: &Theme) {
    let room = pen.width().saturating_sub(KEYS + marker.len());
    let off = app.disabled(binding).is_some();
    let (key, body) = match (off, binding.danger) {
        (true, _) => (theme.dim, theme.dim),
        (false, true) => (theme.danger, Style::new()),
        (false, false) => (theme.key, Style::new()),
    };
    pen.spans(vec![
        Span::styled(marker.to_owned(), theme.key),
        Span::styled(format!("{}{:<18} ", if binding.danger { '!' } else { ' ' }, binding.key_names()), key),
        Span::styled(theme.glyphs.fit(text, room).into_owned(), body),
    ]);
}

fn draw_palette(frame: &mut Frame<'_>, palette: &Palette, app: &App, theme: &Theme) {
    let rows = palette.rows(app.screen_context(), app.desk());
    let size = popup_size(frame, 16);
    let titles = Titles { title: "Every action of this screen, and commands", foot: CHANGES };
    let inside = draw_popup(frame, titles, size, theme.strong, theme);
    let mut pen = Pen::new(frame, inside, theme);
    let field = pen.take_row();
    pen.frame().buffer_mut().set_stringn(field.x, field.y, " Filter: ", 9, theme.dim);
    draw_field(
        pen.frame(),
        Rect { x: field.x + 9, width: field.width.saturating_sub(9), ..field },
        &palette.input,
        theme,
        true,
    );
    pen.line(&theme.glyphs.rule(usize::from(inside.width)), theme.dim);
    let height = pen.rows_left();
    let first = first_visible(palette.selected, height, rows.len());
    for (index, row) in rows.into_iter().enumerate().skip(first).take(height) {
        let marker = if index == palette.selected { ">" } else { " " };
        match row {
            Row::Action(binding) => {
                let why = app.disabled(binding);
                let text = why
                    .map_or_else(|| binding.help.to_owned(), |why| format!("(not possible: {why}) {}", binding.help));
                line(&mut pen, marker, binding, &text, app, theme);
            }
            Row::Command(offer) => {
                let glyphs = theme.glyphs;
                let text = SafeText::new(&offer.text);
                let name = glyphs.padded(text.as_str(), KEYS.max(glyphs.width(text.as_str()).min(40) + 2) - 2);
                let room = pen.width().saturating_sub(glyphs.width(&name) + marker.len() + 2);
                let help = SafeText::new(&offer.help);
                pen.spans(vec![
                    Span::styled(marker, theme.key),
                    Span::styled(format!(" {name} "), theme.key),
                    Span::raw(glyphs.fit(help.as_str(), room).into_owned()),
                ]);
            }
        }
    }
}

fn message(frame: &mut Frame<'_>, problem: &Problem, theme: &Theme) {
    let columns = popup_size(frame, 0).0.saturating_sub(4);
    let rows: u16 = problem.lines().iter().map(|line| theme.glyphs.rows_of(line, usize::from(columns))).sum();
    let size = popup_size(frame, usize::from(rows));
    let missing = (rows + 2).saturating_sub(size.1);
    let title = match missing {
        0 => "Please read".to_owned(),
        _ => format!("Please read; rows not shown: {missing} (window too small)"),
    };
    let inside = draw_popup(frame, Titles { title: &title, foot: "" }, size, theme.danger, theme);
    let mut pen = Pen::new(frame, inside, theme);
    pen.problem(problem, Style::new());
}

fn draw_sign_in(frame: &mut Frame<'_>, sign_in: &SignIn, theme: &Theme) {
    let size = popup_size(frame, 9);
    let inside =
        draw_popup(frame, Titles { title: "Sign in with your own password", foot: "" }, size, theme.strong, theme);
    let mut pen = Pen::new(frame, inside, theme);
    pen.sentence(
        "Acting on your own credentials needs your password once more. It is sent to this server only.",
        Style::new(),
    );
    pen.skip();
    let row = pen.take_row();
    pen.frame().buffer_mut().set_stringn(row.x, row.y, " Password: ", 11, theme.key);
    draw_secret_field(
        pen.frame(),
        Rect { x: row.x + 11, width: row.width.saturating_sub(11), ..row },
        sign_in.count(),
        theme,
        sign_in.call.is_none(),
    );
    if sign_in.call.is_some() {
        pen.line(" Signing in ...", theme.dim);
    }
    if let Some(problem) = &sign_in.problem {
        pen.problem(problem, theme.danger);
    }
}
