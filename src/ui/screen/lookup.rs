//! The lookup: field, summary, and the visible rows of the results. Rows out of sight are never formatted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::App;
use crate::app::desk::Desk;
use crate::app::list::first_visible;
use crate::app::screen::lookup::{Lookup, Source};
use crate::app::screen::results::Results;
use crate::domain::search::SearchText;
use crate::domain::user::UserHit;
use crate::text::{SafeText, begins_left_to_right, holds_right_to_left};
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::pen::Pen;

/// Columns of the results, in characters: login ID, name, e-mail or unit, state, external ID.
struct Columns {
    login: usize,
    name: usize,
    contact: usize,
    state: usize,
    unit: usize,
}

impl Columns {
    /// Login ID and name get what they need first: they tell people apart. The rest is shared out.
    fn of(screen: usize, (widest_login, widest_name): (usize, usize)) -> Self {
        let rest = screen.saturating_sub(2 + STATE + EXTERNAL_ID);
        let login = (widest_login + 2).clamp(10, rest / 2);
        let name = (widest_name + 4).clamp(10, (rest - login) * 2 / 3);
        let share = rest - login - name;
        let unit = if screen >= 120 { share / 2 } else { 0 };
        Self { login, name, contact: share - unit, state: STATE, unit }
    }
}

/// Columns of the user's state, and of the external ID.
const STATE: usize = 9;
const EXTERNAL_ID: usize = 12;

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Lookup, app: &App, theme: &Theme) {
    let desk = app.desk();
    let mut pen = Pen::new(frame, area, theme);
    let row = pen.take_row();
    let focused = screen.context().is_text() && app.modal().is_none();
    pen.frame().buffer_mut().set_stringn(row.x, row.y, " Search  ", 9, theme.strong);
    let field = Rect { x: row.x + 9, width: row.width.saturating_sub(9), ..row };
    draw_field(pen.frame(), field, screen.input(), theme, focused);
    summary(&mut pen, screen, theme);
    if let Some(problem) = screen.problem() {
        pen.problem(problem, theme.danger);
    }
    match screen.results() {
        Some(results) if results.total() > 0 => {
            let height = desk.list_rows().min(pen.rows_left().saturating_sub(1));
            let visible = visible(screen, results, height, desk);
            let columns = Columns::of(usize::from(area.width), widest(results, &visible, theme.glyphs));
            headings(&mut pen, &columns, theme);
            rows(&mut pen, screen, results, &columns, (&visible, desk, theme));
        }
        None if screen.problem().is_none() && !screen.is_loading() => {
            hint(&mut pen, theme);
            recents(&mut pen, screen, desk, theme);
            if desk.site.demo {
                demo(&mut pen, theme);
            }
        }
        Some(_) | None => {}
    }
}

fn summary(pen: &mut Pen<'_, '_>, screen: &Lookup, theme: &Theme) {
    let way = match screen.source() {
        Source::Query => "",
        Source::ClientUsers(_) => " The search service is not exposed here: looking up exact login IDs.",
    };
    let found = screen.results().filter(|_| !screen.is_stale());
    let marked = found.map_or((false, false), |results| (results.any_twins(), results.any_suspect()));
    let (text, style) = match (found, screen.is_loading()) {
        (_, true) => ("Searching ...".to_owned(), theme.dim),
        (Some(results), false) if results.total() == 0 => {
            let asked = screen.asked().map(SearchText::as_str).unwrap_or_default();
            (format!("Nobody found for \"{}\".", SafeText::new(asked)), theme.warning)
        }
        (Some(results), false) => match marks(marked) {
            Some(what) => (format!("{}. {what}", count(results)), theme.warning),
            None => (format!("{}.", count(results)), theme.dim),
        },
        (None, false) => {
            // That the rows are fainter would be nothing to a reader without styles.
            let old = screen.is_stale() && screen.results().is_some_and(|results| results.total() > 0);
            let short = screen.input().value().trim().chars().count() == 1;
            let old = if old { "Found for what stood there before. " } else { "" };
            let more = if short { format!("Type at least {} characters.", SearchText::FEWEST) } else { String::new() };
            (format!("{old}{more}"), theme.dim)
        }
    };
    pen.line(&format!(" {text}"), style);
    pen.line(way, theme.warning);
    if let Some(unusable) = found.map(Results::unusable).filter(|unusable| *unusable > 0) {
        pen.sentence(
            &format!(
                "{unusable} of them cannot be opened: the server gave external IDs that can be none. Tell the server's owner."
            ),
            theme.warning,
        );
    }
}

/// What the marks before names mean, if there are any: `=` near-identical ones, `!` those that are not what they look like.
fn marks((alike, suspect): (bool, bool)) -> Option<&'static str> {
    match (alike, suspect) {
        (true, true) => Some("Names: = near-identical, ! hidden characters or mixed scripts."),
        (true, false) => Some("Names marked = are near-identical: check login ID and unit."),
        (false, true) => Some("Names marked ! hold hidden characters or mix scripts."),
        (false, false) => None,
    }
}

fn count(results: &Results) -> String {
    match results.total() {
        1 => "1 user".into(),
        total => format!("{total} users"),
    }
}

fn headings(pen: &mut Pen<'_, '_>, columns: &Columns, theme: &Theme) {
    let Columns { login, name, contact, state, unit } = *columns;
    let (contact_title, unit_title) = if unit > 0 { ("E-mail", "Unit") } else { ("E-mail or unit", "") };
    let titles = [("Login ID", login), ("Name", name), (contact_title, contact), (unit_title, unit), ("State", state)];
    let cells = titles.map(
        |(title, columns)| if columns > 0 { theme.glyphs.padded(title, columns - 1) + " " } else { String::new() },
    );
    pen.line(&format!("  {}External ID", cells.concat()), theme.dim);
}

/// The places of the rows in sight.
fn visible(screen: &Lookup, results: &Results, height: usize, desk: &Desk) -> Vec<usize> {
    let selected = screen.selected(desk);
    if let Some(rows) = screen.rows(desk) {
        let place = selected.and_then(|selected| rows.binary_search(&selected).ok()).unwrap_or(0);
        let first = first_visible(place, height, rows.len());
        rows.into_iter().skip(first).take(height).collect()
    } else {
        let first = first_visible(selected.unwrap_or(0), height, results.total());
        (first..results.total().min(first + height)).collect()
    }
}

fn rows(
    pen: &mut Pen<'_, '_>,
    screen: &Lookup,
    results: &Results,
    columns: &Columns,
    (visible, desk, theme): (&[usize], &Desk, &Theme),
) {
    let selected = screen.selected(desk);
    for index in visible.iter().copied() {
        let chosen = Some(index) == selected && !screen.context().is_text();
        let marker = if chosen { Span::styled("> ", theme.key) } else { Span::raw("  ") };
        match results.row(index) {
            Some(hit) => {
                let style = if screen.is_stale() { theme.dim } else { Style::new() };
                let mut spans = vec![marker];
                spans.extend(row(hit, results, index, columns, (style, theme)));
                pen.spans(spans);
            }
            None => pen.spans(vec![marker, Span::styled("...", theme.dim)]),
        }
    }
}

/// The cells of one row. After a text that is written from right to left a cell says what it is, so that a terminal which
/// turns such texts around cannot let two cells change places.
fn row<'a>(
    hit: &'a UserHit,
    results: &Results,
    index: usize,
    columns: &Columns,
    (style, theme): (Style, &Theme),
) -> Vec<Span<'a>> {
    let marks = [(results.twins(index) > 0, '='), (Results::is_suspect(hit), '!')];
    let mark: String = marks.iter().filter(|(marked, _)| *marked).map(|(_, mark)| mark).collect();
    let (name, name_style) =
        if mark.is_empty() { (hit.name.to_string(), style) } else { (format!("{mark} {}", hit.name), theme.warning) };
    let unit = hit.unit.as_ref().map_or("", |unit| unit.as_str());
    let email = hit.email.as_ref().map_or("", |email| email.as_str());
    let id =
        if results.several_clients() { format!("{}/{}", hit.at.client, hit.at.user) } else { hit.at.user.to_string() };
    let (contact, title) = if columns.unit > 0 || !email.is_empty() { (email, "e-mail") } else { (unit, "unit") };
    let mut cells = vec![
        ("login ID", hit.login_id.shown().as_str(), columns.login, style),
        ("name", &name, columns.name, name_style),
        (title, contact, columns.contact, style),
    ];
    if columns.unit > 0 {
        cells.push(("unit", unit, columns.unit, style));
    }
    cells.extend([("state", hit.state.as_str(), columns.state, style), ("ID", &id, EXTERNAL_ID, style)]);
    let mut turned = false;
    let fenced = |(title, text, columns, style): (&str, &str, usize, Style)| {
        let span = if turned && !text.is_empty() && !begins_left_to_right(text) {
            cell(&format!("{title} {text}"), columns, style, theme.glyphs)
        } else {
            cell(text, columns, style, theme.glyphs)
        };
        turned = holds_right_to_left(text) || (turned && text.is_empty());
        span
    };
    cells.into_iter().map(fenced).collect()
}

/// Columns of the widest login ID and of the widest name. Where letters are drawn as numbers, only those in sight count.
fn widest(results: &Results, visible: &[usize], glyphs: Glyphs) -> (usize, usize) {
    if glyphs != Glyphs::AsciiOnly {
        return results.widest();
    }
    let hits = visible.iter().filter_map(|index| results.row(*index));
    hits.fold((0, 0), |(login, name), hit| {
        let (own_login, own_name) = (hit.login_id.shown().as_str(), hit.name.as_str());
        (login.max(glyphs.width(own_login)), name.max(glyphs.width(own_name)))
    })
}

/// A text cut and padded to a number of columns, one of them a gap.
fn cell<'a>(text: &str, columns: usize, style: Style, glyphs: Glyphs) -> Span<'a> {
    let room = columns.saturating_sub(1);
    Span::styled(glyphs.padded(text, room) + " ", style)
}

fn hint(pen: &mut Pen<'_, '_>, theme: &Theme) {
    pen.skip();
    pen.sentence("Type a name, a login ID, an e-mail address or an external ID; more words narrow it down.", theme.dim);
    if theme.glyphs == Glyphs::AsciiOnly {
        pen.sentence(NUMBERS, theme.dim);
    }
}

/// The users opened in this session, by login ID and client alone.
fn recents(pen: &mut Pen<'_, '_>, screen: &Lookup, desk: &Desk, theme: &Theme) {
    let recents = screen.recents(desk);
    if recents.is_empty() {
        return;
    }
    pen.skip();
    pen.sentence("Opened in this session (Enter, then choose):", theme.dim);
    let in_list = !screen.context().is_text();
    let selected = screen.selected(desk).unwrap_or(0);
    // In the demo the prepared users need room as well.
    let height = if desk.site.demo { pen.rows_left().saturating_sub(15).max(2) } else { pen.rows_left() };
    let first = first_visible(selected, height, recents.len());
    for (place, recent) in recents.iter().enumerate().skip(first).take(height) {
        let marker = if in_list && place == selected { "> " } else { "  " };
        let client = format!("client {}", recent.client);
        let room = pen.width().saturating_sub(theme.glyphs.width(&client) + 5);
        pen.spans(vec![
            Span::styled(marker, theme.key),
            Span::raw(theme.glyphs.padded(recent.login_id.shown().as_str(), room.min(40)) + "  "),
            Span::styled(client, theme.dim),
        ]);
    }
}

fn demo(pen: &mut Pen<'_, '_>, theme: &Theme) {
    pen.skip();
    pen.sentence(DEMO, Style::new());
    for (login, shows) in PREPARED {
        pen.fact(login, shows, (theme.key, Style::new()));
    }
}

const NUMBERS: &str = "The locale is not UTF-8, so letters that are not ASCII stand here as numbers, such as <U+00E9>. If this \
                       terminal has UTF-8: LC_ALL=C.UTF-8 credesk";

const DEMO: &str = "Demo: the server is a sandbox inside this program, and nothing can be broken. Type demo, press Enter \
                    twice, and reset something. Prepared users:";

/// What the prepared users of the sandbox are for.
const PREPARED: [(&str, &str); 10] = [
    ("demo.all", "all five credentials"),
    ("demo.locked", "a temporarily and a permanently locked one"),
    ("demo.plainpuk", "a policy that exposes the new PUK"),
    ("demo.limit", "reset as often as its policy allows"),
    ("demo.conflict", "somebody else changes it at the same time"),
    ("demo.cards", "two OTP cards with different labels"),
    ("demo.devices", "device passwords under different policies"),
    ("demo.room", "outside your data room"),
    ("demo.hidden", "a name with hidden characters"),
    ("demo.mixed", "a name with a letter of another script"),
];
