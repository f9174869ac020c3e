//! The confirmation: whom, what, what stops working, what changed meanwhile, and the field that arms it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use tui_input::Input;

use crate::app::desk::Desk;
use crate::app::screen::confirm::Confirm;
use crate::domain::caution::cautions;
use crate::domain::date::second;
use crate::domain::edit::Difference;
use crate::domain::life::Stage;
use crate::domain::operation::{Change, Operation};
use crate::domain::problem::{Problem, Took};
use crate::domain::words::resets;
use crate::text::SafeText;
use crate::ui::theme::Theme;
use crate::ui::widget::field::draw_field;
use crate::ui::widget::pen::Pen;

/// Rows of the screen from which every fact has a row of its own.
const ROOMY: u16 = 18;

/// Draws the screen. The field that arms it keeps its place at the bottom, whatever stands above it. Says whether all of
/// it had room; where it had not, the field is not drawn.
pub fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Confirm, desk: &Desk, theme: &Theme) -> bool {
    let operation = screen.operation();
    let armable = operation.is_draft() && screen.obstacle().is_none() && screen.reading_problem().is_none();
    let word = SafeText::new(operation.user().confirmation_word());
    let word_rows = theme.glyphs.rows_of(&demand(&word), usize::from(area.width).saturating_sub(2));
    let field_rows = if armable { 2 + word_rows + u16::from(screen.comment().is_some()) } else { 0 };
    let [above, below] = Layout::vertical([Constraint::Min(0), Constraint::Length(field_rows)]).areas(area);
    let mut pen = Pen::new(frame, above, theme);
    draw_above(&mut pen, screen, desk, area.height >= ROOMY, theme);
    let mut whole = pen.is_whole();
    let mut pen = Pen::new(frame, below, theme);
    if armable && whole {
        draw_fields(&mut pen, screen, &word, theme);
        whole = pen.is_whole();
    } else if armable {
        pen.sentence("This window is too small for all of this, so nothing can be sent. Make it larger.", theme.danger);
    }
    whole
}

/// Everything that must be read before the login ID is typed.
fn draw_above(pen: &mut Pen<'_, '_>, screen: &Confirm, desk: &Desk, roomy: bool, theme: &Theme) {
    let operation = screen.operation();
    let production = if desk.site.production { "PRODUCTION" } else { "" };
    pen.line_with_end(&format!(" {}", operation.title()), theme.strong, production, theme.marker("red"));
    target(pen, operation, desk, roomy, theme);
    for warning in warnings(operation, desk) {
        pen.sentence(&warning, theme.danger);
    }
    consequence(pen, operation, desk, theme);
    changed_meanwhile(pen, screen, desk, theme);
    if let Some(problem) = operation.problem().or(screen.reading_problem()) {
        draw_problem(pen, problem, theme);
    }
    if operation.is_sending() {
        pen.skip();
        let how = if operation.stage() == Stage::Confirmed {
            "Confirmed. Writing it into the journal ..."
        } else {
            "Sent once. Waiting for the answer ..."
        };
        pen.sentence(how, theme.strong);
    }
    if let Some(obstacle) = screen.obstacle() {
        pen.sentence(obstacle, theme.danger);
    }
}

fn target(pen: &mut Pen<'_, '_>, operation: &Operation, desk: &Desk, roomy: bool, theme: &Theme) {
    let user = operation.user();
    let credential = operation.credential();
    let plain = (theme.dim, Style::new());
    let unit = user.unit.as_ref().map_or("not given", |unit| unit.as_str());
    let policy = desk.policy(&user.at.client, credential.policy.as_ref());
    let count = credential.reset_count.map_or_else(String::new, |_| match resets(credential, policy).as_str() {
        "1" => ", reset once".to_owned(),
        count => format!(", reset {count} times"),
    });
    let id = credential.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
    pen.fact("Name", user.name.as_str(), (theme.dim, theme.strong));
    if roomy {
        pen.fact("Login ID", user.login_id.shown().as_str(), (theme.dim, theme.strong));
        let language = user.language.as_str();
        pen.fact("External ID", &format!("{} in client {}   language {language}", user.at.user, user.at.client), plain);
        pen.fact("Unit", unit, plain);
    } else {
        let ids = format!("{}   {} in client {}", user.login_id.shown(), user.at.user, user.at.client);
        pen.fact("Login ID", &ids, plain);
    }
    pen.fact("Credential", &format!("{}{id}, {}{count}", credential.kind.as_str(), credential.state.as_str()), plain);
}

fn consequence(pen: &mut Pen<'_, '_>, operation: &Operation, desk: &Desk, theme: &Theme) {
    if let Change::Update(edit) = operation.change() {
        pen.sentence(operation.consequence(), theme.warning);
        let policies = desk.policies_of(&operation.user().at.client);
        differences(pen, &edit.differences(operation.credential(), policies), theme);
    } else {
        pen.sentence(&format!("{} This cannot be undone.", operation.consequence()), theme.warning);
    }
}

fn differences(pen: &mut Pen<'_, '_>, lines: &[Difference], theme: &Theme) {
    for Difference { field, before, after } in lines {
        let after = SafeText::new(after);
        pen.fact(field, &format!("{before} -> {after}"), (theme.dim, theme.strong));
    }
}

fn warnings(operation: &Operation, desk: &Desk) -> Vec<String> {
    let policy = desk.policy(&operation.user().at.client, operation.credential().policy.as_ref());
    cautions(operation, policy, desk.site.hand_over.reveal)
}

fn draw_problem(pen: &mut Pen<'_, '_>, problem: &Problem, theme: &Theme) {
    let style = match problem.took {
        Took::Unknown => theme.danger,
        Took::No | Took::NothingAsked => theme.warning,
    };
    pen.sentence(&problem.sentences(), style);
    if let Some(said) = &problem.server {
        pen.sentence(&format!("nevisIDM said: {said}"), style);
    }
}

fn changed_meanwhile(pen: &mut Pen<'_, '_>, screen: &Confirm, desk: &Desk, theme: &Theme) {
    if screen.changed().is_empty() {
        return;
    }
    let newest = screen.operation().credential();
    let at = second(newest.last_modified.as_ref(), &desk.site.time_zone);
    pen.sentence(&format!("It was changed at {at}:"), theme.danger);
    differences(pen, screen.changed(), theme);
}

/// What to do to send it.
fn demand(word: &SafeText) -> String {
    format!("[ Cancel: Esc ]   or type {word} and press Enter to send:")
}

fn draw_fields(pen: &mut Pen<'_, '_>, screen: &Confirm, word: &SafeText, theme: &Theme) {
    if let Some(comment) = screen.comment() {
        field(pen, "Comment (Tab)", comment, screen.in_comment(), theme);
    }
    pen.sentence(&demand(word), theme.strong);
    field(pen, "", screen.word(), !screen.in_comment(), theme);
    let said = screen.said().or_else(|| screen.is_reading().then_some("Reading the newest state ..."));
    pen.line(&format!(" {}", said.unwrap_or_default()), theme.warning);
}

fn field(pen: &mut Pen<'_, '_>, label: &str, input: &Input, focused: bool, theme: &Theme) {
    let row = pen.take_row();
    if row.height == 0 {
        return;
    }
    let text = format!(" {label}{} ", if focused { ">" } else { ":" });
    let taken = u16::try_from(text.len()).unwrap_or(row.width).min(row.width);
    pen.frame().buffer_mut().set_stringn(
        row.x,
        row.y,
        &text,
        usize::from(taken),
        if focused { theme.key } else { theme.dim },
    );
    let inside = Rect { x: row.x + taken, width: row.width - taken, ..row };
    draw_field(pen.frame(), inside, input, theme, focused);
}
