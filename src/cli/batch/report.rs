//! The report on standard output, user by user as they are done: whoever is killed in between has told of all but the last.
//! Without a buffer, which nobody would wipe.

use std::io::{self, Write};

use crate::cli::batch::table;
use crate::cli::exit::Exit;
use crate::domain::batch::{Fate, Told};
use crate::json::batch as json;
use crate::runtime::terminal::Screen;

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV; with a column for values or without.
    Csv {
        /// With it.
        reveal: bool,
    },
    /// JSON.
    Json,
}

/// The report.
#[derive(Debug)]
pub struct Report {
    format: Format,
    counts: [usize; Fate::ALL.len()],
}

impl Report {
    /// Begins it.
    ///
    /// # Errors
    /// It cannot be written: nobody reads it.
    pub fn begin(format: Format, head: &json::Head<'_>) -> io::Result<Self> {
        let text = match format {
            Format::Csv { reveal } => table::head(reveal),
            Format::Json => json::head(head),
        };
        Screen.write_all(text.as_bytes())?;
        Ok(Self { format, counts: [0; Fate::ALL.len()] })
    }

    /// Tells of one user.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn tell(&mut self, told: &Told) -> io::Result<()> {
        let is_first = self.counts.iter().all(|count| *count == 0);
        if let Some(place) = Fate::ALL.iter().position(|fate| *fate == told.fate) {
            self.counts[place] += 1;
        }
        match self.format {
            Format::Csv { reveal } => Screen.write_all(table::row(told, reveal).as_bytes()),
            Format::Json => Screen.write_all(&json::row(told, is_first)),
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(&self, exit: Exit) -> io::Result<()> {
        match self.format {
            Format::Csv { .. } => Ok(()),
            Format::Json => Screen.write_all(json::foot(&self.counted(), exit.code()).as_bytes()),
        }
    }

    /// How many there are of each outcome.
    pub fn counted(&self) -> Vec<(Fate, usize)> {
        Fate::ALL.into_iter().zip(self.counts).collect()
    }

    /// How many there are of one.
    pub fn count(&self, fate: Fate) -> usize {
        self.counted().into_iter().find(|(one, _)| *one == fate).map_or(0, |(_, count)| count)
    }
}
