//! What the operator typed into the search field, made ready to be asked for, and what a search can come to.

use crate::domain::problem::Problem;

/// A search text: at least [`SearchText::FEWEST`] characters, trimmed, one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// Fewer characters find half of the bank.
    pub const FEWEST: usize = 2;
    /// More is no name but a pasted page.
    pub const MOST: usize = 200;

    /// Takes the text of the field; `None` where there is too little to search for.
    pub fn parse(typed: &str) -> Option<Self> {
        let words: Vec<_> = typed.split_whitespace().collect();
        let text: String = words.join(" ").chars().take(Self::MOST).collect();
        (text.chars().count() >= Self::FEWEST).then_some(Self(text))
    }

    /// The words to look for; each must be found.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A page of a list: where it begins, how many rows, how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Offset of the first row.
    pub from: usize,
    /// The rows. May be fewer than asked for.
    pub rows: Vec<T>,
    /// How many more rows the server gave at this place that cannot be asked about: their external IDs can be none.
    pub unusable: usize,
    /// How many rows the whole list has, where the server told or where its end was seen. `None`: there may be more.
    pub total: Option<usize>,
}

/// Why a search found nothing out. The first kind is worth another way of looking: the client's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchFailure {
    /// 403 or 404: this installation does not expose the query service, or not to this operator.
    NotExposed(Problem),
    /// Anything else.
    Failed(Problem),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_joined_into_one_line() {
        assert_eq!(SearchText::parse("  Anna \n  Muster ").unwrap().as_str(), "Anna Muster");
        assert_eq!(SearchText::parse(" a "), None);
        assert_eq!(SearchText::parse(&"x".repeat(500)).unwrap().as_str().len(), SearchText::MOST);
    }
}
