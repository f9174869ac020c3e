//! Compares what is looked for with a field's text as the population's index does, which knows words and full values,
//! and beyond that tells whether words follow one another, which the index cannot.

use crate::sandbox::population::fold::{self, Folded, words};

/// What is looked for: a word, words that follow one another, or the beginning of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Needle {
    /// In lower case, with single blanks.
    text: String,
    /// The same as it is compared.
    folded: fold::Needle,
}

impl Needle {
    /// With `prefix`, the beginning of the last word is enough.
    pub fn new(text: &str, prefix: bool) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ").to_lowercase();
        Self { folded: fold::Needle { text: Folded::new(&text), prefix }, text }
    }

    /// Whether there is nothing to compare: `*`, or nothing at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether words have to follow one another (`Bern-Bümpliz`, `anna.muster`), which the index cannot tell.
    pub fn is_phrase(&self) -> bool {
        !self.text.chars().all(char::is_alphanumeric)
    }

    /// What the index has to be asked for: text, and whether its beginning is enough.
    pub fn pieces(&self) -> Vec<(String, bool)> {
        if !self.is_phrase() {
            return vec![(self.text.clone(), self.folded.prefix)];
        }
        let mut pieces: Vec<(String, bool)> = words(&self.text).map(|word| (word.to_owned(), false)).collect();
        if let Some((_, prefix)) = pieces.last_mut() {
            *prefix = self.folded.prefix;
        }
        pieces
    }

    /// Whether a text is this, or has it as a word or as words that follow one another.
    pub fn found_in(&self, text: &str) -> bool {
        let text = Folded::new(text);
        if self.is_phrase() {
            text.forms().into_iter().any(|form| self.folded.fits(form) || self.follows_in(form))
        } else {
            self.folded.found_in(&text)
        }
    }

    /// Whether the words stand in a form of a text one after the other.
    fn follows_in(&self, text: &str) -> bool {
        let present: Vec<&str> = words(text).collect();
        self.folded.text.forms().into_iter().any(|form| {
            let wanted: Vec<&str> = words(form).collect();
            let Some((last, before)) = wanted.split_last() else { return false };
            let is_last = |word: &str| if self.folded.prefix { word.starts_with(last) } else { word == *last };
            present.windows(wanted.len()).any(|run| run[..before.len()] == *before && is_last(run[before.len()]))
        })
    }
}
