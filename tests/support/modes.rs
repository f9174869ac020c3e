//! Draws one state of the console in every mode, and holds the modes against each other: what a picture is taken of is right
//! without colours, in ASCII, and where there are no other letters.

use credesk::app::App;
use credesk::domain::look::{Face, Ink, Look, Role};
use credesk::text::width;
use credesk::ui;
use credesk::ui::glyphs::Glyphs;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Style;

/// What a terminal of this size shows.
pub fn drawn(app: &App, theme: &Theme, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| _ = ui::draw(frame, app, theme)).unwrap();
    terminal.backend().buffer().clone()
}

/// The rows of a buffer, without the blanks at their ends.
pub fn text(buffer: &Buffer) -> String {
    let row = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned();
    let rows = buffer.content.chunks(usize::from(buffer.area.width).max(1)).map(row);
    rows.collect::<Vec<_>>().join("\n")
}

/// What stands together on a row in one style, with row, column and style; blanks in no style are left out.
pub fn runs(buffer: &Buffer) -> Vec<(u16, u16, Style, String)> {
    let mut runs: Vec<(u16, u16, Style, String)> = Vec::new();
    for row in 0..buffer.area.height {
        let (mut open, mut covered) = (false, 0);
        for column in 0..buffer.area.width {
            let cell = &buffer[(column, row)];
            // The cell that a wide character covers has no style and no text of its own.
            if covered > 0 {
                covered -= 1;
                continue;
            }
            covered = width(cell.symbol()).saturating_sub(1);
            match runs.last_mut() {
                Some((_, _, style, text)) if open && *style == cell.style() => text.push_str(cell.symbol()),
                _ => runs.push((row, column, cell.style(), cell.symbol().to_owned())),
            }
            open = true;
        }
    }
    runs.retain(|(_, _, style, text)| *style != Cell::default().style() || !text.trim().is_empty());
    runs
}

/// Holds every mode against the picture without colours.
pub fn assert_all_alike(app: &App, picture: &str, size: (u16, u16)) {
    for look in Look::THEMES.map(|name| Look::named(name).unwrap()) {
        let colored = drawn(app, &Theme::of(&look, true, Glyphs::Unicode), size);
        assert_eq!(text(&colored), picture, "a theme changes what is said");
    }
    let distinct = Theme::of(&distinct(), true, Glyphs::Unicode);
    assert_told_by_text(&drawn(app, &distinct, size), &distinct);
    let ascii = text(&drawn(app, &Theme::of(&Look::default(), false, Glyphs::Ascii), size));
    for (unicode, ascii) in picture.lines().zip(ascii.lines()) {
        let odd = ascii.chars().find(|character| !character.is_ascii() && is_drawing(*character));
        assert_eq!(odd, None, "drawn without ASCII: {ascii}");
        // Three dots take more room than one: such a line is another one, and is only looked at above.
        if !unicode.contains('…') {
            assert_eq!(unicode.chars().map(plainly).collect::<String>().trim_end(), ascii, "of {unicode}");
        }
    }
    let only = text(&drawn(app, &Theme::of(&Look::default(), false, Glyphs::AsciiOnly), size));
    assert!(only.is_ascii(), "not ASCII:\n{only}");
    assert!(count(&only) <= count(picture), "something was caught at the door, and not drawn as it should be:\n{only}");
    // The empty lookup says why there are numbers; else nothing but letters is another.
    if ascii.is_ascii() && !only.contains(" The locale is not UTF-8, ") {
        assert_eq!(ascii, only);
    }
}

fn count(text: &str) -> usize {
    text.matches('?').count()
}

/// What is drawn with: rules, boxes, bullets, dots, dashes and pictures of controls. No letter, and no sign of a name.
fn is_drawing(character: char) -> bool {
    matches!(character, '\u{b7}' | '\u{2010}'..='\u{2018}' | '\u{201a}'..='\u{2027}' | '\u{2190}'..='\u{21ff}' | '\u{2400}'..='\u{243f}' | '\u{2500}'..='\u{27bf}')
}

fn plainly(character: char) -> char {
    match character {
        '─' => '-',
        '│' => '|',
        '┌' | '┐' | '└' | '┘' => '+',
        '•' | '·' => '*',
        '␠' => ' ',
        other => other,
    }
}

/// A look in which no two meanings have the same style.
pub fn distinct() -> Look {
    let mut look = Look::named("plain").unwrap();
    for (role, ink) in Role::ALL.into_iter().zip(Ink::ALL) {
        look.set(role, Face { ink: Some(ink), ..Face::default() });
    }
    look
}

/// Nothing that matters is told by style alone: what is drawn as a danger, a warning or a success says something, and the
/// same words do not stand elsewhere on the screen without it.
fn assert_told_by_text(buffer: &Buffer, theme: &Theme) {
    let is = |style: Style, role: Style| Cell::default().set_style(role).style() == style;
    let roles = [theme.warning, theme.danger, theme.good];
    let (told, plain): (Vec<_>, Vec<_>) =
        runs(buffer).into_iter().partition(|(_, _, style, _)| roles.iter().any(|role| is(*style, *role)));
    for (row, column, _, text) in told.iter().filter(|(.., text)| !text.trim().is_empty()) {
        let words = text.trim();
        assert!(words.contains(|sign: char| sign.is_alphanumeric() || "^│└┌".contains(sign)), "{words:?} says nothing");
        let stands_in = |text: &str| {
            text.match_indices(words).any(|(at, _)| {
                let beside = [text[..at].chars().next_back(), text[at + words.len()..].chars().next()];
                !beside.into_iter().flatten().any(char::is_alphanumeric)
            })
        };
        // The end of a sentence is no sentence of its own.
        let goes_on = told.iter().any(|(above, same, ..)| above + 1 == *row && same == column);
        let says = words.contains(char::is_alphabetic) && !goes_on;
        let twin = plain.iter().find(|(.., text)| says && stands_in(text));
        assert!(twin.is_none(), "{words:?} is told by its style alone: {twin:?}");
    }
}
