//! Which characters this terminal shows: those that rules, borders and dots are drawn with, and the letters of texts.
//!
//! Every text is measured, cut and drawn through this, and through nothing else: what is measured in one form and drawn in
//! another does not fit. Only the characters change; what is said stays.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::symbols::border;

use crate::text::{ascii, bare_letters, fit_with, lines, width};

/// Which characters the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// All of Unicode.
    #[default]
    Unicode,
    /// All of them, but nothing is to be drawn with other signs than ASCII's. Texts keep their letters.
    Ascii,
    /// ASCII and nothing else: whatever else is sent, the terminal shows as something else. A letter that is none of
    /// ASCII's is drawn as its number, `<U+00EB>`: it stays the one it is, and can be typed.
    AsciiOnly,
}

const ASCII_BORDER: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Glyphs {
    /// A text as the terminal can show it. Made twice it stays as it is.
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unicode | Self::Ascii => Cow::Borrowed(text),
            Self::AsciiOnly => ascii(text),
        }
    }

    /// A word to be said aloud as the terminal can show it: without accents where it has to be.
    pub fn spoken(self, word: String) -> String {
        match self {
            Self::AsciiOnly if !word.is_ascii() => bare_letters(&word),
            Self::Unicode | Self::Ascii | Self::AsciiOnly => word,
        }
    }

    /// The columns that a text takes here.
    pub fn width(self, text: &str) -> usize {
        width(&self.shown(text))
    }

    /// The text, or as much of it as fits into `columns` with an ellipsis at the end.
    pub fn fit(self, text: &str, columns: usize) -> Cow<'_, str> {
        match self.shown(text) {
            Cow::Borrowed(shown) => fit_with(shown, columns, self.ellipsis()),
            Cow::Owned(shown) => Cow::Owned(fit_with(&shown, columns, self.ellipsis()).into_owned()),
        }
    }

    /// The text, cut to so many columns and filled up with spaces to that many.
    pub fn padded(self, text: &str, columns: usize) -> String {
        self.filled(&self.fit(text, columns), columns)
    }

    /// The text, filled up with spaces to so many columns, and never cut.
    pub fn filled(self, text: &str, columns: usize) -> String {
        let shown = self.shown(text);
        let gap = columns.saturating_sub(width(&shown));
        format!("{shown}{}", " ".repeat(gap))
    }

    /// The text in lines of at most so many columns, broken between words. Never no line at all.
    pub fn lines(self, text: &str, columns: usize) -> Vec<String> {
        lines(&self.shown(text), columns)
    }

    /// How many rows a text takes that is broken between words.
    pub fn rows_of(self, text: &str, columns: usize) -> u16 {
        u16::try_from(self.lines(text, columns).len()).unwrap_or(u16::MAX)
    }

    /// A rule over so many columns.
    pub fn rule(self, columns: usize) -> String {
        self.either("─", "-").repeat(columns)
    }

    /// The lines around a box.
    pub fn border(self) -> border::Set<'static> {
        match self {
            Self::Unicode => border::PLAIN,
            Self::Ascii | Self::AsciiOnly => ASCII_BORDER,
        }
    }

    /// Stands for a character that is typed and not shown.
    pub fn dot(self) -> &'static str {
        self.either("•", "*")
    }

    /// Stands before a cell of a card that was used, where no cell has a character.
    pub fn used(self) -> &'static str {
        self.either("·", "*")
    }

    /// The space in a value. Every sign of ASCII may stand in a value for itself, so there it is a blank; it is drawn
    /// reversed, and its name stands beside it.
    pub fn space(self) -> &'static str {
        self.either("␠", " ")
    }

    /// Replaces what has got past all this, so that no terminal shows something else instead. It is nothing of a value:
    /// those are ASCII.
    pub fn catch(self, buffer: &mut Buffer) {
        if self == Self::AsciiOnly {
            for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
                cell.set_char('?');
            }
        }
    }

    fn ellipsis(self) -> &'static str {
        self.either("…", "...")
    }

    fn either(self, sign: &'static str, plain: &'static str) -> &'static str {
        match self {
            Self::Unicode => sign,
            Self::Ascii | Self::AsciiOnly => plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_and_filled_is_what_is_drawn() {
        for (glyphs, cut, filled) in [
            (Glyphs::Unicode, "Mül…", "Zoë "),
            (Glyphs::Ascii, "M...", "Zoë "),
            (Glyphs::AsciiOnly, "M...", "Zo<U+00EB>"),
        ] {
            assert_eq!((glyphs.fit("Müller", 4), glyphs.filled("Zoë", 4)), (cut.into(), filled.into()));
            assert_eq!(glyphs.width(&glyphs.padded("Müller-Lüdenscheidt", 12)), 12);
        }
        assert_eq!((Glyphs::Unicode.rows_of("Zoë Müller", 13), Glyphs::AsciiOnly.rows_of("Zoë Müller", 13)), (1, 2));
    }

    #[test]
    fn what_gets_past_is_caught_where_it_would_be_shown_as_something_else() {
        let lines = ["a李é─"];
        let mut buffer = Buffer::with_lines(lines);
        Glyphs::Ascii.catch(&mut buffer);
        assert_eq!(buffer, Buffer::with_lines(lines));
        Glyphs::AsciiOnly.catch(&mut buffer);
        assert_eq!(buffer, Buffer::with_lines(["a? ??"]));
    }
}
