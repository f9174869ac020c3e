//! From changed cells to few bytes: over SSH bytes are the latency.
//!
//! A move within a row names the column alone; a style is said in one sequence instead of up to four, and taken back
//! only where there was one. What is said is absolute, places and styles, so that no mistake of a terminal lasts.

use std::io::{self, Write};

use ratatui::backend::IntoCrossterm;
use ratatui::buffer::Cell;
use ratatui::crossterm::cursor::{MoveTo, MoveToColumn};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::{Attribute, Colored};
use ratatui::style::{Color, Modifier};

use crate::runtime::joined::Joined;
use crate::text::width;

/// Writes cells, each with its column and row, as a terminal takes them. Begins and ends without any style.
///
/// # Errors
/// Those of `out`.
pub fn write_cells<'a>(
    out: &mut impl Write,
    joined: &mut Joined,
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
) -> io::Result<()> {
    let mut cursor = None;
    let mut look = PLAIN;
    for (column, row, cell) in cells {
        for blank in joined.struck(column, row, cell.symbol()) {
            if look != PLAIN {
                write_look(out, PLAIN)?;
                look = PLAIN;
            }
            queue!(out, MoveTo(blank.start, row))?;
            blank.clone().try_for_each(|_| out.write_all(b" "))?;
            cursor = Some((blank.end, row));
        }
        match cursor {
            Some((next, same)) if same == row && next == column => {}
            Some((_, same)) if same == row => queue!(out, MoveToColumn(column))?,
            _ => queue!(out, MoveTo(column, row))?,
        }
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if wanted != look {
            write_look(out, wanted)?;
            look = wanted;
        }
        out.write_all(cell.symbol().as_bytes())?;
        // A wide character leaves the cursor two columns on; the cell that it covers is not among the changed ones. Where
        // several characters share a cell, terminals do not agree where it is left, so the next column is said anew.
        let alone = cell.symbol().chars().nth(1).is_none();
        cursor = Some((if alone { column + u16::try_from(width(cell.symbol())).unwrap_or(1) } else { UNKNOWN }, row));
    }
    if look == PLAIN { Ok(()) } else { write_look(out, PLAIN) }
}

/// A column that no cell has.
const UNKNOWN: u16 = u16::MAX;

type Look = (Color, Color, Modifier);

const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

const ATTRIBUTES: [(Modifier, Attribute); 9] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::SLOW_BLINK, Attribute::SlowBlink),
    (Modifier::RAPID_BLINK, Attribute::RapidBlink),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::HIDDEN, Attribute::Hidden),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
];

/// Select Graphic Rendition (ECMA-48, 8.3.117): takes back what there was, then adds, all in one.
fn write_look(out: &mut impl Write, (foreground, background, modifier): Look) -> io::Result<()> {
    out.write_all(b"\x1b[")?;
    if (foreground, background, modifier) != PLAIN {
        out.write_all(b"0")?;
    }
    for (_, attribute) in ATTRIBUTES.iter().filter(|(wanted, _)| modifier.contains(*wanted)) {
        write!(out, ";{}", attribute.sgr())?;
    }
    match code(foreground) {
        _ if foreground == Color::Reset => {}
        Some(code) => write!(out, ";{code}")?,
        None => write!(out, ";{}", Colored::ForegroundColor(foreground.into_crossterm()))?,
    }
    match code(background) {
        _ if background == Color::Reset => {}
        Some(code) => write!(out, ";{}", code + TO_BACKGROUND)?,
        None => write!(out, ";{}", Colored::BackgroundColor(background.into_crossterm()))?,
    }
    out.write_all(b"m")
}

/// From the code of a colour for letters to that for what is behind them.
const TO_BACKGROUND: u8 = 10;

/// The code that a terminal of eight or sixteen colours knows for one of them: crossterm would say each as one of 256, which
/// such a terminal takes for a blinking one (ECMA-48 8.3.117: 5), or for nothing.
fn code(color: Color) -> Option<u8> {
    let known = [
        (Color::Black, 30),
        (Color::Red, 31),
        (Color::Green, 32),
        (Color::Yellow, 33),
        (Color::Blue, 34),
        (Color::Magenta, 35),
        (Color::Cyan, 36),
        (Color::Gray, 37),
        (Color::DarkGray, 90),
        (Color::LightRed, 91),
        (Color::LightGreen, 92),
        (Color::LightYellow, 93),
        (Color::LightBlue, 94),
        (Color::LightMagenta, 95),
        (Color::LightCyan, 96),
        (Color::White, 97),
    ];
    known.into_iter().find(|(named, _)| *named == color).map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::backend::{Backend, CrosstermBackend};
    use ratatui::style::Style;

    use super::*;

    const SIZE: NonZeroU16 = NonZeroU16::new(8).unwrap();

    fn cell(symbol: &'static str, style: Style) -> Cell {
        let mut cell = Cell::new(symbol);
        cell.set_style(style);
        cell
    }

    fn written(cells: &[(u16, u16, Cell)]) -> String {
        let mut bytes = Vec::new();
        let cells = cells.iter().map(|(column, row, cell)| (*column, *row, cell));
        write_cells(&mut bytes, &mut Joined::default(), cells).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_plain_character_costs_its_place_and_itself() {
        assert_eq!(written(&[(4, 2, cell("a", Style::new())), (5, 2, cell("b", Style::new()))]), "\u{1b}[3;5Hab");
        assert_eq!(
            written(&[(4, 2, cell("a", Style::new())), (6, 2, cell("b", Style::new()))]),
            "\u{1b}[3;5Ha\u{1b}[7Gb"
        );
    }

    #[test]
    fn a_style_is_one_sequence_and_is_taken_back() {
        let key = Style::new().bold().cyan();
        let bytes = written(&[(0, 0, cell(" ", key)), (0, 1, cell(">", key))]);
        assert_eq!(bytes, "\u{1b}[1;1H\u{1b}[0;1;36m \u{1b}[2;1H>\u{1b}[m");
    }

    #[test]
    fn what_follows_a_wide_character_needs_no_move() {
        let plain = Style::new();
        assert_eq!(written(&[(0, 0, cell("語", plain)), (2, 0, cell("a", plain))]), "\u{1b}[1;1H語a");
    }

    #[test]
    fn what_follows_several_characters_in_one_cell_is_moved_to() {
        let plain = Style::new();
        let conjunct = "\u{915}\u{94d}\u{937}";
        assert_eq!(
            written(&[(0, 0, cell(conjunct, plain)), (2, 0, cell("a", plain))]),
            format!("\u{1b}[1;1H{conjunct}\u{1b}[3Ga")
        );
    }

    prop_compose! {
        fn any_cell()(
            place in (0..SIZE.get() - 1, 0..SIZE.get()),
            symbol in prop::sample::select(vec!["a", " ", "ü"]),
            colors in prop::array::uniform2(prop::sample::select(vec![
                Color::Reset, Color::Black, Color::Red, Color::Gray, Color::DarkGray, Color::LightBlue, Color::White, Color::Rgb(1, 2, 3),
            ])),
            modifier in 0..=Modifier::all().bits(),
            weight in prop::sample::select(vec![Modifier::empty(), Modifier::BOLD, Modifier::DIM]),
        ) -> (u16, u16, Cell) {
            // The terminal of these tests is either bold or dim, whichever was said last.
            let modifier = Modifier::from_bits_truncate(modifier).difference(Modifier::BOLD | Modifier::DIM).union(weight);
            let style = Style::new().fg(colors[0]).bg(colors[1]).add_modifier(modifier);
            (place.0, place.1, cell(symbol, style))
        }
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_ratatuis_own_backend_would_have_made_it_show(cells in prop::collection::vec(any_cell(), 0..40)) {
            let mut theirs = Vec::new();
            CrosstermBackend::new(&mut theirs).draw(cells.iter().map(|(column, row, cell)| (*column, *row, cell))).unwrap();
            let shown = |bytes: &[u8]| {
                let mut parser = vt100::Parser::new(SIZE, SIZE, 0);
                parser.process(bytes);
                // What comes after it must not inherit a style.
                parser.process(b"\x1b[1;1Hx");
                parser.screen().contents_formatted()
            };
            prop_assert_eq!(shown(written(&cells).as_bytes()), shown(&theirs));
        }
    }
}
