//! Where a sheet can go, as the print screen lists it.

use crate::text::SafeText;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A queue of CUPS.
    Queue(String),
    /// A file whose name is typed.
    File,
    /// The printer at the operator's own terminal.
    Terminal,
}

impl Choice {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Queue(name) => format!("queue {}", SafeText::new(name)),
            Self::File => "save to a file".to_owned(),
            Self::Terminal => "the printer at this terminal (as text)".to_owned(),
        }
    }
}
