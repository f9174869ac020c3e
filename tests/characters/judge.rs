//! What must not reach a terminal, by tables that credesk does not use, and what a screen and a terminal make of a frame.

use std::cell::Cell as Slot;
use std::fmt::Write as _;
use std::sync::LazyLock;

use credesk::runtime::frame::FrameBackend;
use credesk::ui;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Size;
use unicode_general_category::{GeneralCategory as Is, get_general_category};
use unicode_properties::UnicodeGeneralCategory;
use unicode_segmentation::UnicodeSegmentation;

use crate::story::Story;
use crate::stream::printed;

/// What the tables say of each code point. They are slow, and asked of every character of every frame.
static KNOWN: LazyLock<Vec<(bool, bool)>> = LazyLock::new(|| {
    (0..=u32::from(char::MAX)).map(|code| char::from_u32(code).map_or((true, false), known)).collect()
});

/// Whether it is forbidden, and whether it is a mark.
fn known(character: char) -> (bool, bool) {
    let newer = || character.general_category() != unicode_properties::GeneralCategory::Unassigned;
    let category = get_general_category(character);
    let forbidden = match category {
        Is::Control | Is::Format | Is::PrivateUse | Is::Surrogate | Is::LineSeparator | Is::ParagraphSeparator => true,
        Is::SpaceSeparator => character != ' ',
        Is::Unassigned => !newer(),
        _ => matches!(u32::from(character),
            // Default_Ignorable_Code_Point, and what is drawn as nothing.
            0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x2800 | 0x3164 | 0xfe00..=0xfe0f | 0xffa0
            | 0xfff0..=0xfff8 | 0xfffc..=0xfffd | 0x16fe4 | 0x1d159 | 0xe0000..=0xe0fff),
    };
    (forbidden, matches!(category, Is::NonspacingMark | Is::SpacingMark | Is::EnclosingMark))
}

/// A terminal obeys it, or nobody sees it.
pub fn is_forbidden(character: char) -> bool {
    KNOWN[character as usize].0
}

pub fn is_mark(character: char) -> bool {
    KNOWN[character as usize].1
}

/// The number.
pub const MARKS: usize = 4;

pub fn named(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        write!(name, "U+{:04X} ", u32::from(character)).unwrap();
    }
    name
}

/// What may stand in one cell.
pub fn judge_cell(symbol: &str) -> Result<(), String> {
    if matches!(symbol.as_bytes(), [b' '..=b'~']) {
        return Ok(());
    }
    if let Some(found) = symbol.chars().find(|character| is_forbidden(*character)) {
        return Err(format!("forbidden: {}", named(&found.to_string())));
    }
    let marks = symbol.chars().skip(1).filter(|character| is_mark(*character)).count();
    // Some spacing marks begin a cluster of their own.
    let sits =
        symbol.chars().next().is_some_and(|first| !is_mark(first) || format!("x{first}").graphemes(true).count() > 1);
    if marks > MARKS || !sits {
        return Err(format!("{marks} marks: {}", named(symbol)));
    }
    Ok(())
}

thread_local! {
    pub static SIZE: Slot<Size> = const { Slot::new(Size::new(80, 24)) };
}

/// Draws the story's screen twice, into cells and into bytes, and looks at every cell of it, at every byte, and at what a
/// terminal shows that is sent those bytes: the same characters in the same columns.
pub fn check(story: &Story, screen: &str, (columns, rows): (u16, u16)) {
    let mut memory = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    memory.draw(|frame| _ = ui::draw(frame, &story.app, &Theme::new(true))).unwrap();
    let buffer = memory.backend().buffer();
    for cell in buffer.content() {
        judge_cell(cell.symbol()).unwrap_or_else(|why| panic!("{screen}: {why}"));
    }
    let bytes = check_bytes(story, screen, (columns, rows));
    let mut parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    parser.process(&bytes);
    compare(buffer, parser.screen()).unwrap_or_else(|why| panic!("{screen}: {why}"));
}

/// Draws into bytes alone, and looks at each.
pub fn check_bytes(story: &Story, screen: &str, (columns, rows): (u16, u16)) -> Vec<u8> {
    SIZE.set(Size::new(columns, rows));
    let mut bytes = Vec::new();
    let mut terminal = Terminal::new(FrameBackend::new(&mut bytes, || Ok(SIZE.get()))).unwrap();
    terminal.draw(|frame| _ = ui::draw(frame, &story.app, &Theme::new(true))).unwrap();
    drop(terminal);
    for character in printed(&bytes).unwrap_or_else(|why| panic!("{screen}: {why}")).chars() {
        assert!(!is_forbidden(character), "{screen}: {} was sent", named(&character.to_string()));
    }
    bytes
}

/// Whether a terminal shows what the cells hold, column by column.
pub fn compare(buffer: &Buffer, terminal: &vt100::Screen) -> Result<(), String> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if symbol.len() == 1 && terminal.cell(y, x).is_some_and(|cell| cell.contents() == symbol) {
                x += 1;
                continue;
            }
            let end = x + symbol.cell_width().max(1);
            let shown: String = (x..end).filter_map(|x| terminal.cell(y, x)).map(vt100::Cell::contents).collect();
            let same = if symbol == " " { shown.trim().is_empty() } else { symbol == shown };
            if !same {
                return Err(format!("row {y}, column {x}: {} is shown as {}", named(symbol), named(&shown)));
            }
            x = end;
        }
    }
    Ok(())
}
