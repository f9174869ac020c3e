//! Server text that is safe to draw, and the few things done with text before it is drawn.
//!
//! A name, a remark or an error message can hold escape sequences, characters that turn the writing direction around,
//! or characters that nobody sees. [`SafeText`] makes them visible and never strips them, so that a hidden character
//! cannot lie about whom the operator is about to reset.

mod ascii;
mod fit;
mod fold;
mod scripts;
mod seen;

pub use ascii::{ascii, bare_letters};
pub use fit::{fit, fit_with, lines, one_line, padded, skip_columns, width};
pub use fold::{plain_words, sounds_like};
pub use scripts::{begins_left_to_right, holds_right_to_left};

use std::fmt::{self, Write as _};

use seen::{Kind, is_one_cluster, is_plain, is_told_alike, kind};

/// The only type in which server data reaches the screen.
///
/// Holds no control, bidirectional or invisible character: each stands there as `<U+202E>`. What is left takes the same
/// columns wherever it is drawn, one cluster after the other:
///
/// * Emoji sequences are taken apart. The joiner, the variation selector, the tag, the skin tone and the halves of a flag
///   stand there as numbers, because terminals do not agree about the columns of such a sequence. The emoji themselves stay.
/// * Hangul is kept as syllables and made visible as conjoining jamo (the decomposed form), which join without end.
/// * A character that joins every letter after it (prepended marks) or before it (half-width sound marks) is made visible.
/// * Spacing marks and conjuncts of Indic scripts are kept, because names are written with them. Terminals differ about
///   their columns; `runtime/cells` says the column anew after each, so that neighbours stay where they are.
/// * At most [`SafeText::MARKS`] marks share a cell. A mark that comes first, or after a space or a number such as
///   `<U+202E>`, has nothing to sit on and is made visible: texts that are joined do not add up to more.
///
/// Right-to-left letters stay as they came, in the order in which they are read: a plain terminal draws them from left to
/// right, one that knows the Bidirectional Algorithm (Unicode Standard Annex #9) turns them around, and with them what has
/// no direction of its own beside them, such as digits. Marks that would prevent this are characters that nobody sees, and
/// are never sent. Instead a word of credesk's own, which has a direction, stands before whatever follows such a text on
/// its row: see [`holds_right_to_left`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText {
    shown: Box<str>,
    hidden: bool,
    mixed: bool,
}

impl SafeText {
    /// Marks that share a cell. Three are in ordinary use (a Hindi conjunct with its vowel), four in pointed Hebrew; more
    /// only stack over the rows around.
    pub const MARKS: usize = 4;
    /// Characters kept of one text. A remark of 10 kB is cut here, with an ellipsis.
    pub const LONGEST: usize = 1000;

    /// Makes server text safe.
    pub fn new(raw: &str) -> Self {
        if raw.len() <= Self::LONGEST && is_plain(raw) {
            return Self { shown: raw.into(), hidden: false, mixed: false };
        }
        let mut made = Made::default();
        let mut ended = raw.len();
        for (position, (at, character)) in raw.char_indices().enumerate() {
            if position == Self::LONGEST {
                made.shown.push('…');
                ended = at;
                break;
            }
            made.take(character);
        }
        let mixed = scripts::are_mixed(&raw[..ended]);
        Self { shown: made.shown.into_boxed_str(), hidden: made.hidden, mixed }
    }

    /// The text as it may be drawn.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// True where something had to be made visible: worth a warning beside a name.
    pub fn has_hidden(&self) -> bool {
        self.hidden
    }

    /// True where letters of scripts stand together that no writing mixes, such as Latin and Cyrillic: `Мüller` with a
    /// Cyrillic `М`. The whole text counts, not each of its words: a first name in Latin with a family name in Cyrillic
    /// letters is as good a disguise. Latin beside the scripts of Japanese, Chinese or Korean is not mixed ("highly
    /// restrictive" of Unicode Technical Standard #39, section 5.2).
    pub fn mixes_scripts(&self) -> bool {
        self.mixed
    }

    /// True where there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

/// A text while it is made safe.
#[derive(Default)]
struct Made {
    shown: String,
    hidden: bool,
    /// Where the last cluster begins, if a mark may follow it.
    cluster: Option<usize>,
    /// How many marks it holds.
    marks: usize,
}

impl Made {
    fn take(&mut self, character: char) {
        match (kind(character), self.cluster) {
            (Kind::Base, Some(from)) if self.marks > 0 && self.joins(from, character) => {
                self.push_if_told_alike(from, character);
            }
            (Kind::Base, _) => {
                self.cluster = (character != ' ').then_some(self.shown.len());
                self.marks = 0;
                self.shown.push(character);
            }
            (Kind::Mark, Some(from)) if self.marks < SafeText::MARKS => {
                self.marks += 1;
                self.push_if_told_alike(from, character);
            }
            (Kind::Mark | Kind::Hidden, _) => self.make_visible(character),
        }
    }

    /// Whether this letter and what stands before it are one: a conjunct of an Indic script.
    fn joins(&mut self, from: usize, character: char) -> bool {
        self.shown.push(character);
        let joins = is_one_cluster(&self.shown[from..]);
        self.shown.pop();
        joins
    }

    /// Where the whole cluster would not take the columns of its characters, not all terminals would draw it alike.
    fn push_if_told_alike(&mut self, from: usize, character: char) {
        self.shown.push(character);
        if !is_told_alike(&self.shown[from..]) {
            self.shown.pop();
            self.make_visible(character);
        }
    }

    fn make_visible(&mut self, character: char) {
        self.hidden = true;
        self.cluster = None;
        // Writing to a string cannot fail.
        let _ = write!(self.shown, "<U+{:04X}>", u32::from(character));
    }
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
            "Nguye\u{302}\u{303}n",
            "O’Neill",
            "de Watteville",
            "பிரியா",
            "लक्ष्मी श्रीमान् राष्ट्र",
            "ประเสริฐ ศรีสุข",
            "李小龍",
            "김민준",
            "やまだ タロウ",
            "שרה",
            "שָׂרָה",
            "محمد الأمين",
            "Ångström",
            "Ольга Ёлкина",
            "Ἀλέξανδρος",
            "😀 Zoë",
        ] {
            let text = SafeText::new(name);
            assert_eq!(text.as_str(), name);
            assert!(!text.has_hidden() && !text.mixes_scripts(), "{name}");
        }
    }

    #[test]
    fn hidden_characters_are_shown_not_stripped() {
        let text = SafeText::new("A\u{1b}[31m\u{202e}b\u{200b}c\u{a0}d\ne");
        assert_eq!(text.as_str(), "A<U+001B>[31m<U+202E>b<U+200B>c<U+00A0>d<U+000A>e");
        assert!(text.has_hidden());
    }

    #[test]
    fn marks_are_capped_and_always_have_something_to_sit_on() {
        for (raw, shown) in [
            ("\u{301}a", "<U+0301>a"),
            ("a \u{301}", "a <U+0301>"),
            ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "a\u{301}\u{302}\u{303}\u{304}<U+0305><U+0306>"),
            ("\u{202e}\u{338}", "<U+202E><U+0338>"),
            ("a\u{301}\u{200d}\u{301}b", "a\u{301}<U+200D><U+0301>b"),
            // The marks of a conjunct share one cell.
            (
                "\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{93c}\u{94d}\u{915}",
                "\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{93c}\u{94d}\u{915}",
            ),
            (
                "\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{94d}",
                "\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{94d}\u{915}\u{94d}\u{915}<U+094D>",
            ),
        ] {
            assert_eq!(SafeText::new(raw).as_str(), shown);
        }
    }

    #[test]
    fn what_terminals_count_differently_is_taken_apart() {
        for (raw, shown) in [
            ("\u{1f468}\u{200d}\u{1f469}", "\u{1f468}<U+200D>\u{1f469}"),
            ("\u{261d}\u{fe0f}\u{1f3fd}", "\u{261d}<U+FE0F><U+1F3FD>"),
            ("\u{1f1e8}\u{1f1ed}", "<U+1F1E8><U+1F1ED>"),
            ("1\u{fe0f}\u{20e3}", "1<U+FE0F><U+20E3>"),
            ("\u{1112}\u{1161}\u{11ab}", "<U+1112><U+1161><U+11AB>"),
            ("\u{ff76}\u{ff9e}", "\u{ff76}<U+FF9E>"),
            // One cluster of one column, and two letters of one column each: Khmer.
            ("\u{1780}\u{17d2}\u{1780}", "\u{1780}\u{17d2}<U+1780>"),
            ("\u{600}1 \u{d4e}\u{d15}", "<U+0600>1 <U+0D4E>\u{d15}"),
        ] {
            let text = SafeText::new(raw);
            assert_eq!(text.as_str(), shown);
            assert!(text.has_hidden(), "{shown}");
        }
    }

    #[test]
    fn mixed_scripts_are_told_of_what_came_not_of_what_is_drawn() {
        assert!(SafeText::new("\u{41c}uster").mixes_scripts());
        let hidden = SafeText::new("\u{5e9}\u{5e8}\u{5d4}\u{202e}");
        assert!(hidden.has_hidden() && !hidden.mixes_scripts());
        assert!(!SafeText::new(&("x".repeat(SafeText::LONGEST) + "\u{430}")).mixes_scripts());
    }

    #[test]
    fn a_long_remark_is_cut() {
        for letter in ["x", "ü"] {
            let text = SafeText::new(&letter.repeat(10_000));
            assert_eq!(text.as_str().chars().count(), SafeText::LONGEST + 1);
        }
    }
}
