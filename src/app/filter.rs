//! Narrowing a list down to the rows that hold the words typed: one mechanism for every list, and for the palette.
//!
//! Asks nobody for anything. A mark stays on its object: what is marked is kept by the screens, and here it is only said
//! which row stands for it while it is filtered out.

use tui_input::{Input, InputRequest};

use crate::app::action::Move;
use crate::app::list::moved;
use crate::text::one_line;

/// The most characters that are pasted into it.
const MOST: usize = 100;

/// What was typed, and whether it still is.
#[derive(Debug, Default)]
pub struct Filter {
    input: Input,
    typing: bool,
}

/// How many rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// So many.
    pub rows: usize,
    /// Of so many that are there.
    pub of: usize,
    /// So many more are not there yet, and nobody knows whether they would be shown.
    pub unread: usize,
}

impl Filter {
    /// What was typed, with its cursor.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Whether it takes the keys.
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// Whether it holds a word.
    pub fn narrows(&self) -> bool {
        !self.input.value().trim().is_empty()
    }

    /// Whether there is something to clear.
    pub fn is_on(&self) -> bool {
        self.typing || self.narrows()
    }

    /// Takes the keys from here on.
    pub fn open(&mut self) {
        self.typing = true;
    }

    /// Gives the keys back to the list, and keeps it narrowed.
    pub fn keep(&mut self) {
        self.typing = false;
    }

    /// All rows again.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// A key that edits.
    pub fn edit(&mut self, request: InputRequest) {
        self.input.handle(request);
    }

    /// Pasted text becomes one line.
    pub fn paste(&mut self, text: &str) {
        for character in one_line(text).take(MOST) {
            self.input.handle(InputRequest::InsertChar(character));
        }
    }

    /// Whether a row with this text is shown.
    pub fn lets_through(&self, text: &str) -> bool {
        holds_every_word(text, self.input.value())
    }
}

/// Whether each of the words occurs somewhere in the text, in whichever case.
pub fn holds_every_word(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.to_lowercase());
    words.split_whitespace().all(|word| text.contains(word))
}

/// The row that stands for the marked one: itself where it is shown, else the first that is.
pub fn standing_for(marked: usize, rows: &[usize]) -> Option<usize> {
    if rows.binary_search(&marked).is_ok() { Some(marked) } else { rows.first().copied() }
}

/// Where a move leads among the rows that are shown. They are in the order of the list.
pub fn moved_among(marked: usize, rows: &[usize], height: usize, to: Move) -> Option<usize> {
    let from = standing_for(marked, rows)?;
    let place = rows.binary_search(&from).ok()?;
    rows.get(moved(place, rows.len(), height, to)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_occur_and_case_does_not_count() {
        assert!(holds_every_word("demo.all  Milena Petrović", "MIL all"));
        assert!(!holds_every_word("demo.all  Milena Petrović", "mil none"));
        assert!(holds_every_word("anything", "  "));
    }

    #[test]
    fn a_mark_that_is_filtered_out_is_lent_and_comes_back() {
        assert_eq!(standing_for(4, &[1, 4, 7]), Some(4));
        assert_eq!(standing_for(5, &[1, 4, 7]), Some(1));
        assert_eq!(standing_for(5, &[]), None);
        assert_eq!(moved_among(4, &[1, 4, 7], 10, Move::Down), Some(7));
        assert_eq!(moved_among(5, &[1, 4, 7], 10, Move::Down), Some(4));
        assert_eq!(moved_among(5, &[], 10, Move::Down), None);
    }
}
