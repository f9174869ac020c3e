//! Server text that is safe to draw, and the few things done with text before it is drawn.
//!
//! A name, a remark or an error message can hold escape sequences, characters that turn the writing direction around,
//! or characters that nobody sees. [`SafeText`] makes them visible and never strips them, so that a hidden character
//! cannot lie about whom the operator is about to reset.

mod fit;
mod fold;

pub use fit::{fit, one_line, skip_columns, width};
pub use fold::{plain_words, sounds_like};

use std::fmt;

use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// The only type in which server data reaches the screen.
///
/// Holds no control, bidirectional or invisible character: each stands there as `<U+202E>`. At most
/// [`SafeText::MARKS`] combining marks follow one character, and at most [`SafeText::LONGEST`] characters are kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText {
    shown: Box<str>,
    hidden: bool,
}

impl SafeText {
    /// Combining marks that may follow one character. Two are enough for Vietnamese; more only stack.
    pub const MARKS: usize = 2;
    /// Characters kept of one text. A remark of 10 kB is cut here, with an ellipsis.
    pub const LONGEST: usize = 1000;

    /// Makes server text safe.
    pub fn new(raw: &str) -> Self {
        let mut shown = String::with_capacity(raw.len());
        let mut hidden = false;
        let mut marks = Self::MARKS; // a mark that comes first has nothing to sit on
        for (position, character) in raw.chars().enumerate() {
            if position == Self::LONGEST {
                shown.push('…');
                break;
            }
            let mark = is_combining_mark(character);
            marks = if mark { marks + 1 } else { 0 };
            if is_hidden(character, mark) || marks > Self::MARKS {
                hidden = true;
                shown.extend(["<U+", &format!("{:04X}", u32::from(character)), ">"]);
            } else {
                shown.push(character);
            }
        }
        Self { shown: shown.into_boxed_str(), hidden }
    }

    /// The text as it may be drawn.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// True where something had to be made visible: worth a warning beside a name.
    pub fn has_hidden(&self) -> bool {
        self.hidden
    }

    /// True where there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

/// Nobody sees it, or it changes how its neighbours are seen.
///
/// Everything without a width is caught by its width. The rest are characters with a width that look like an ordinary
/// space or like nothing: no-break and other wide spaces, Hangul fillers, the empty Braille cell, and what has no
/// meaning of its own (private use, non-characters).
fn is_hidden(character: char, mark: bool) -> bool {
    let unseen = character.width().is_none_or(|columns| columns == 0) && !mark;
    unseen
        || (character.is_whitespace() && character != ' ')
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_as_they_are() {
        for name in [
            "Zoë Müller",
            "Petrović",
            "Nguyễn Thị Ánh",
            "O’Neill",
            "de Watteville",
            "பிரியா",
            "李小龍",
            "שרה",
            "Ångström",
        ] {
            let text = SafeText::new(name);
            assert_eq!(text.as_str(), name);
            assert!(!text.has_hidden(), "{name}");
        }
    }

    #[test]
    fn hidden_characters_are_shown_not_stripped() {
        let text = SafeText::new("A\u{1b}[31m\u{202e}b\u{200b}c\u{a0}d\ne");
        assert_eq!(text.as_str(), "A<U+001B>[31m<U+202E>b<U+200B>c<U+00A0>d<U+000A>e");
        assert!(text.has_hidden());
    }

    #[test]
    fn marks_are_capped_and_never_come_first() {
        assert_eq!(SafeText::new("\u{301}a").as_str(), "<U+0301>a");
        assert_eq!(SafeText::new("a\u{301}\u{302}\u{303}").as_str(), "a\u{301}\u{302}<U+0303>");
    }

    #[test]
    fn no_code_point_gets_through_that_a_terminal_obeys_or_nobody_sees() {
        for character in '\0'..=char::MAX {
            let shown = SafeText::new(&format!("x{character}x"));
            let escaped = shown.as_str().contains("<U+");
            let harmless = !character.is_control() && character.width().is_some_and(|columns| columns > 0);
            assert!(escaped || harmless || is_combining_mark(character), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn a_long_remark_is_cut() {
        let text = SafeText::new(&"x".repeat(10_000));
        assert_eq!(text.as_str().chars().count(), SafeText::LONGEST + 1);
    }
}
