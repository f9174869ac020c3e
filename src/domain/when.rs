//! A date as nevisIDM sends it: understood, or kept as the text it was.

use std::fmt;

use jiff::Timestamp;

use crate::text::SafeText;

/// A moment that the server named. Its API declares dates as plain strings, so an unknown format is kept, not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// An ISO 8601 moment such as `2023-08-18T12:34:56Z`.
    At(Timestamp),
    /// Something else, as it came.
    Text(SafeText),
}

impl When {
    /// Reads a date of the API.
    pub fn parse(raw: &str) -> Self {
        raw.parse().map_or_else(|_| Self::Text(SafeText::new(raw)), Self::At)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => write!(f, "{moment}"),
            Self::Text(text) => write!(f, "{text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_format_is_understood_and_anything_else_is_kept() {
        assert!(matches!(When::parse("2023-08-18T12:34:56Z"), When::At(_)));
        assert_eq!(When::parse("yesterday"), When::Text(SafeText::new("yesterday")));
    }
}
