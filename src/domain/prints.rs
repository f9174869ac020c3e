//! Which prints a journal knows, and whether another line about one of them makes sense. A print locks nothing.

use std::collections::BTreeMap;

use crate::domain::record::{PrintEvent, PrintId};

/// Why a line about a print cannot follow those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintMisplaced {
    /// It was not asked for.
    Unasked(PrintId),
    /// It was asked for already.
    Twice(PrintId),
    /// It has its end already.
    Over(PrintId),
}

/// Every print, and whether it has an end. All of them are remembered, because no two may have one number, ever: twelve
/// bytes each.
#[derive(Debug, Clone, Default)]
pub struct Prints {
    ended: BTreeMap<PrintId, bool>,
}

impl Prints {
    /// Says whether an event can follow, without taking it.
    ///
    /// # Errors
    /// It cannot; why.
    pub fn check(&self, id: PrintId, event: &PrintEvent) -> Result<(), PrintMisplaced> {
        match (event, self.ended.get(&id)) {
            (PrintEvent::Asked(_), None) | (PrintEvent::Accepted(_) | PrintEvent::Failed(_), Some(false)) => Ok(()),
            (PrintEvent::Asked(_), Some(_)) => Err(PrintMisplaced::Twice(id)),
            (PrintEvent::Accepted(_) | PrintEvent::Failed(_), None) => Err(PrintMisplaced::Unasked(id)),
            (PrintEvent::Accepted(_) | PrintEvent::Failed(_), Some(true)) => Err(PrintMisplaced::Over(id)),
        }
    }

    /// Takes an event that was checked.
    pub fn take(&mut self, id: PrintId, event: &PrintEvent) {
        self.ended.insert(id, !matches!(event, PrintEvent::Asked(_)));
    }
}
