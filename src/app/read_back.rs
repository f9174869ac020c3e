//! The read-back check: the operator types what the caller says, and learns where it first differs; nothing else.

use tui_input::InputRequest;

use crate::app::secret_field;
use crate::secret::{Secret, SecretInput};

/// What was typed so far, and where it differs.
#[derive(Debug, Default)]
pub struct ReadBack {
    typed: SecretInput,
    differs_at: Option<usize>,
}

impl ReadBack {
    /// How many characters were typed.
    pub fn count(&self) -> usize {
        self.typed.count()
    }

    /// The first character that differs, counted from zero.
    pub fn differs_at(&self) -> Option<usize> {
        self.differs_at
    }

    /// Takes a key. Spaces between groups are not part of a value, and are not taken.
    pub fn edit(&mut self, request: InputRequest, value: &Secret) {
        // One too many shows that something is wrong; more of them would tell nothing new.
        let room = self.typed.count() <= value.count();
        if request != InputRequest::InsertChar(' ') && (room || !matches!(request, InputRequest::InsertChar(_))) {
            let _taken = secret_field::edit(&mut self.typed, request);
        }
        self.differs_at = self.typed.differs_from(value);
    }
}
