//! Keys in a field for a secret: it grows and shrinks at its end alone, and no cursor moves in what nobody sees.

use tui_input::InputRequest;

use crate::secret::SecretInput;

/// Edits the field. False where it is full and takes no more.
pub fn edit(field: &mut SecretInput, request: InputRequest) -> bool {
    if let InputRequest::InsertChar(character) = request {
        return field.push(character);
    }
    if request == InputRequest::DeletePrevChar {
        field.backspace();
    } else if matches!(request, InputRequest::DeleteLine | InputRequest::DeletePrevWord) {
        field.clear();
    }
    true
}
