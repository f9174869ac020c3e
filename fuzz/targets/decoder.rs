//! Any bytes from a terminal, cut anywhere. The first bytes say where.
//!
//! * However they are cut, the same keys and pastes come of them.
//! * No key is a control character, and nothing comes of what was not typed: not more keys than bytes, no paste that did
//!   not stand between its marks, and of a sequence that means nothing no letter.
//! * What waits for its end is bounded.

use credesk::runtime::decode::Decoder;
use credesk::runtime::event::Input;
use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::tape::Tape;

/// More than the longest paste that is kept, and a sequence behind it.
const MOST: usize = 70 * 1024;

#[derive(Debug, PartialEq, Eq)]
enum Came {
    Key(KeyEvent),
    Paste(String),
}

fn came(input: Input) -> Came {
    match input {
        Input::Key(key) => Came::Key(key),
        Input::Paste(text) => Came::Paste(text),
    }
}

/// What comes of these pieces, and what the last of them leaves open.
fn decoded<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Came>, usize) {
    let mut decoder = Decoder::default();
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(decoder.feed(piece).into_iter().map(came));
        assert!(decoder.pending() <= MOST + piece.len());
    }
    let escape = decoder.holds_escape();
    let paused = decoder.pause().map(came);
    assert_eq!(paused.is_some(), escape);
    all.extend(paused);
    (all, decoder.pending())
}

/// How far it gets: the keys and pastes.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let (first, step) = (tape.below(64), 1 + tape.below(16));
    let bytes = tape.rest();
    let (head, tail) = bytes.split_at(first.min(bytes.len()));
    let whole = decoded([bytes]);
    assert_eq!(decoded(std::iter::once(head).chain(tail.chunks(step))), whole);
    assert_eq!(decoded(bytes.chunks(1)), whole);

    let mut taken = whole.1;
    let text = String::from_utf8_lossy(bytes);
    for one in &whole.0 {
        match one {
            Came::Key(key) => {
                taken += 1;
                if let KeyCode::Char(character) = key.code {
                    assert!(!character.is_control(), "{key:?}");
                    // Either it stood there, or a terminal told its number, or it is a letter of Ctrl.
                    let told = bytes.contains(&b'u') || bytes.iter().any(|byte| *byte < 0x20);
                    assert!(text.contains(character) || told, "{key:?} of {text:?}");
                }
            }
            Came::Paste(pasted) => {
                taken += 12;
                assert!(text.contains("\u{1b}[200~") && text.contains("\u{1b}[201~"));
                assert!(text.contains(pasted.as_str()) || pasted.contains('\u{fffd}'), "{pasted:?}");
            }
        }
    }
    assert!(taken <= bytes.len(), "more came than was sent");
    whole.0.len()
}
