//! Where the terminal shows several letters that ratatui holds as one wide cell, as in Indic names.
//!
//! ratatui says the first column of such a cell anew when something narrower comes, and counts on the terminal to clear
//! the others with it. Those that give each of the letters a cell of its own, tmux among them, would keep the last ones on
//! every later screen. Remembers places only, never a text.

use std::ops::Range;

use crate::text::width;

/// The places of such cells on the screen.
#[derive(Debug, Default)]
pub struct Joined(Vec<(u16, Range<u16>)>);

impl Joined {
    /// The columns of this row to be blanked before this is written there. From then on what is written counts.
    pub fn struck(&mut self, column: u16, row: u16, symbol: &str) -> Vec<Range<u16>> {
        let columns = column..column.saturating_add(u16::try_from(width(symbol)).unwrap_or(1));
        let is_joined = columns.len() > 1 && symbol.chars().nth(1).is_some();
        if self.0.is_empty() && !is_joined {
            return Vec::new();
        }
        let meets =
            |(at, place): &(u16, Range<u16>)| *at == row && place.start < columns.end && columns.start < place.end;
        let struck = self.0.extract_if(.., |place| meets(place)).map(|(_, place)| place).collect();
        if is_joined {
            self.0.push((row, columns));
        }
        struck
    }
}
