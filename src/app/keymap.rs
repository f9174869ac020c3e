//! From a key to a message: first the table of bindings, then, in a text field, editing.
//!
//! The only file of `app` besides the table that names key types.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

use crate::app::bindings::{Binding, Key};
use crate::app::context::Context;
use crate::app::msg::Msg;

/// What a pressed key means here; `None` where it means nothing.
pub fn resolve(context: Context, event: KeyEvent) -> Option<Msg> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    if alt {
        return None;
    }
    let key = Key { code: event.code, ctrl };
    let bound = Binding::of(context).find(|binding| binding.keys.contains(&key));
    match bound {
        Some(binding) => Some(Msg::Action(binding.action)),
        None if context.is_text() => editing(key).map(Msg::Edit),
        None => None,
    }
}

/// Editing keys, as readline has them.
fn editing(key: Key) -> Option<InputRequest> {
    let request = match (key.code, key.ctrl) {
        (KeyCode::Char(character), false) => InputRequest::InsertChar(character),
        (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, false) | (KeyCode::Char('d'), true) => InputRequest::DeleteNextChar,
        (KeyCode::Left, false) | (KeyCode::Char('b'), true) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) | (KeyCode::Char('f'), true) => InputRequest::GoToNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        _ => return None,
    };
    Some(request)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::app::bindings::BINDINGS;

    #[test]
    fn no_key_means_two_things_in_one_context() {
        for context in Context::ALL {
            let mut seen = HashMap::new();
            for binding in Binding::of(*context) {
                for key in binding.keys {
                    let before = seen.insert(*key, binding.help);
                    assert!(before.is_none(), "{context:?}: {} is \"{before:?}\" and \"{}\"", key.name(), binding.help);
                }
            }
        }
    }

    #[test]
    fn in_a_text_field_no_bare_letter_is_a_command() {
        for context in Context::ALL.iter().filter(|context| context.is_text()) {
            for binding in Binding::of(*context) {
                for key in binding.keys {
                    let bare = matches!(key.code, KeyCode::Char(_)) && !key.ctrl;
                    let question = *context == Context::LookupField && key.code == KeyCode::Char('?');
                    assert!(!bare || question, "{context:?}: {}", key.name());
                }
            }
        }
    }

    #[test]
    fn every_context_can_be_left_and_explained_and_has_a_hint() {
        for context in Context::ALL {
            let hints = Binding::of(*context).filter(|binding| binding.hint.is_some()).count();
            assert!(hints >= 1, "{context:?}");
            let esc = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
            assert!(matches!(resolve(*context, esc), Some(Msg::Action(_))), "{context:?}");
        }
        assert!(BINDINGS.iter().all(|binding| !binding.help.is_empty() && !binding.keys.is_empty()));
    }

    #[test]
    fn a_shifted_letter_is_the_letter_and_alt_is_nothing() {
        let upper = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert!(matches!(resolve(Context::LookupResults, upper), Some(Msg::Action(_))));
        assert!(resolve(Context::LookupField, KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT)).is_none());
    }
}
