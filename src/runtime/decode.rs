//! Bytes of the terminal become keys and pastes. Knows no meaning of any key, and reads nothing by itself.
//!
//! crossterm 0.29 has such a decoder, and it can only be had together with its reader, which spins when the line is gone
//! (crossterm#793). A sequence that means nothing here is left out whole: what remained of it would be letters, and in a
//! list letters are commands. Sources: ECMA-48 section 5.4 (control sequences), xterm's ctlseqs ("PC-Style Function
//! Keys", "Bracketed Paste Mode"), and fixterms for `CSI u`.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zeroize::Zeroizing;

use crate::runtime::event::Input;

const ESC: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"200~";
const WHOLE_PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// The most that is kept of a paste whose end has not come, in bytes. No field takes near as much; where the end was lost on
/// the way, every key would be taken for text.
const LONGEST_PASTE: usize = 64 * 1024;

/// How many bytes something took, and what it was, if it was anything. `None`: it is not whole yet.
type Step = Option<(usize, Option<Input>)>;

/// Keeps what is not whole yet. Wiped when dropped: it may be part of a password.
#[derive(Default)]
pub struct Decoder {
    pending: Zeroizing<Vec<u8>>,
    /// So many bytes of a paste that goes on hold no end of it.
    searched: usize,
}

impl Decoder {
    /// Takes bytes as they came, however they were cut.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let mut inputs = Vec::new();
        if self.is_within_a_paste() {
            return inputs;
        }
        let mut taken = 0;
        while let Some((length, input)) = next(&self.pending[taken..]) {
            taken += length;
            inputs.extend(input);
        }
        if taken > 0 {
            self.forget(taken);
        }
        self.is_within_a_paste();
        inputs
    }

    /// True where a paste has begun and its end has not come; looks only at what is new. One that is too long is given up:
    /// all of it is dropped, and what comes next are keys again.
    fn is_within_a_paste(&mut self) -> bool {
        if !self.pending.starts_with(WHOLE_PASTE_BEGINS) {
            return false;
        }
        let unseen = &self.pending[self.searched.max(WHOLE_PASTE_BEGINS.len())..];
        if unseen.windows(PASTE_ENDS.len()).any(|some| some == PASTE_ENDS) {
            return false;
        }
        if self.pending.len() > LONGEST_PASTE {
            self.forget(self.pending.len());
        } else {
            // The last bytes may be the beginning of the end.
            self.searched = self.pending.len().saturating_sub(PASTE_ENDS.len() - 1);
        }
        true
    }

    fn forget(&mut self, taken: usize) {
        self.pending = Zeroizing::new(self.pending[taken..].to_vec());
        self.searched = 0;
    }

    /// How many bytes there are of what has begun and is not whole.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// True where only time can tell the key Esc from the beginning of another key.
    pub fn holds_escape(&self) -> bool {
        *self.pending == [ESC]
    }

    /// Nothing came after an Esc: it was the key.
    pub fn pause(&mut self) -> Option<Input> {
        self.holds_escape().then(|| {
            self.forget(1);
            key(KeyCode::Esc)
        })
    }
}

fn next(bytes: &[u8]) -> Step {
    match bytes {
        [] | [ESC] => None,
        [ESC, ESC, ..] => Some((1, Some(key(KeyCode::Esc)))),
        [ESC, b'[', rest @ ..] => control_sequence(rest).map(|(length, input)| (length + 2, input)),
        [ESC, b'O', rest @ ..] => single_shift(rest).map(|(length, input)| (length + 2, input)),
        [ESC, rest @ ..] => next(rest).map(|(length, input)| (length + 1, input.map(with_alt))),
        [byte, ..] if byte.is_ascii_control() => Some((1, Some(control(*byte)))),
        _ => character(bytes),
    }
}

fn key(code: KeyCode) -> Input {
    Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn with_alt(input: Input) -> Input {
    match input {
        Input::Key(key) => Input::Key(KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT)),
        paste @ Input::Paste(_) => paste,
    }
}

fn control(byte: u8) -> Input {
    let with_ctrl = |character| Input::Key(KeyEvent::new(KeyCode::Char(character), KeyModifiers::CONTROL));
    match byte {
        b'\r' => key(KeyCode::Enter),
        b'\t' => key(KeyCode::Tab),
        0x7f => key(KeyCode::Backspace),
        0 => with_ctrl(' '),
        1..=0x1a => with_ctrl((byte - 1 + b'a').into()),
        // Ctrl with \ ] ^ _ is told as Ctrl with the digits that DEC's terminals had there.
        _ => with_ctrl((byte.saturating_sub(0x1c) + b'4').into()),
    }
}

/// One character of UTF-8. A byte that is none is left out, and so is a control character of two bytes (C1, ECMA-48
/// section 5.3): no key is one, and in a field it would be text.
fn character(bytes: &[u8]) -> Step {
    let longest = &bytes[..bytes.len().min(4)];
    let (valid, broken) = match std::str::from_utf8(longest) {
        Ok(text) => (text, None),
        Err(error) => (std::str::from_utf8(&longest[..error.valid_up_to()]).unwrap_or_default(), error.error_len()),
    };
    match valid.chars().next() {
        Some(character) => {
            let typed = !character.is_control();
            Some((character.len_utf8(), typed.then(|| key(KeyCode::Char(character)))))
        }
        None => broken.map(|length| (length, None)),
    }
}

/// What follows ESC O.
fn single_shift(rest: &[u8]) -> Step {
    match *rest.first()? {
        // The sequence was never ended, and this is the next key.
        0..0x20 => Some((0, None)),
        last => Some((1, cursor_key(last).map(key))),
    }
}

/// What follows ESC [.
fn control_sequence(rest: &[u8]) -> Step {
    match rest {
        // A function key of the Linux console, or a mouse's report in the old way: what follows is part of it.
        [b'[', rest @ ..] => fixed(1, rest, 1),
        [b'M', rest @ ..] => fixed(1, rest, 3),
        _ if rest.starts_with(PASTE_BEGINS) => paste(&rest[PASTE_BEGINS.len()..]),
        _ => {
            let length = rest.iter().position(|byte| !(0x20..0x40).contains(byte))?;
            match rest[length] {
                last @ 0x40..=0x7e => Some((length + 1, sequence_key(&rest[..length], last))),
                // The sequence was never ended, and this is the next key.
                _ => Some((length, None)),
            }
        }
    }
}

fn fixed(before: usize, rest: &[u8], more: usize) -> Step {
    (rest.len() >= more).then_some((before + more, None))
}

fn paste(rest: &[u8]) -> Step {
    let length = rest.windows(PASTE_ENDS.len()).position(|some| some == PASTE_ENDS)?;
    let text = String::from_utf8_lossy(&rest[..length]).into_owned();
    Some((PASTE_BEGINS.len() + length + PASTE_ENDS.len(), Some(Input::Paste(text))))
}

/// `NUMBER ; MODIFIERS : KIND`, each of which may be left out.
fn sequence_key(parameters: &[u8], last: u8) -> Option<Input> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut fields = text.split(';').map(|field| field.split(':').map(|part| part.parse::<u32>().ok()));
    let number = fields.next().and_then(|mut parts| parts.next()?);
    let mut parts = fields.next().into_iter().flatten();
    let modifiers = modifiers(parts.next().flatten().unwrap_or(1));
    // Repeats and releases are told apart only by terminals that were asked to, and credesk asks none; should one tell
    // all the same, they are no typing.
    if parts.next().flatten().unwrap_or(1) != 1 || text.starts_with(['<', '=', '>', '?']) {
        return None;
    }
    let code = match last {
        b'Z' => KeyCode::BackTab,
        b'~' => numbered_key(number?)?,
        b'u' => coded_key(number?, modifiers)?,
        _ => cursor_key(last)?,
    };
    Some(Input::Key(KeyEvent::new(code, modifiers)))
}

fn modifiers(told: u32) -> KeyModifiers {
    let bits = told.saturating_sub(1);
    [KeyModifiers::SHIFT, KeyModifiers::ALT, KeyModifiers::CONTROL]
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| bits & (1 << bit) != 0)
        .map(|(_, modifier)| modifier)
        .collect()
}

fn cursor_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The gaps in the numbers are those of the VT220's keyboard.
fn numbered_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(number - 10).ok()?),
        17..=21 => KeyCode::F(u8::try_from(number - 11).ok()?),
        23..=24 => KeyCode::F(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

/// A key told by its character's number, as some terminals are set to do.
fn coded_key(number: u32, modifiers: KeyModifiers) -> Option<KeyCode> {
    Some(match number {
        9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        // Unicode's private use area: keys without a character.
        57344..=63743 => return None,
        _ => KeyCode::Char(char::from_u32(number).filter(|character| !character.is_control())?),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes of these bytes, one word each.
    fn words(decoder: &mut Decoder, bytes: &[u8]) -> Vec<String> {
        decoder.feed(bytes).into_iter().map(word).collect()
    }

    fn word(input: Input) -> String {
        match input {
            Input::Key(key) if key.modifiers.is_empty() => key.code.to_string(),
            Input::Key(key) => format!("{}+{}", key.modifiers, key.code),
            Input::Paste(text) => format!("paste {text}"),
        }
    }

    fn whole(bytes: &str) -> Vec<String> {
        let mut decoder = Decoder::default();
        let mut words = words(&mut decoder, bytes.as_bytes());
        words.extend(decoder.pause().map(word));
        assert_eq!(decoder.pending(), 0, "{bytes:?} is not whole");
        words
    }

    #[test]
    fn keys_are_what_terminals_send_for_them() {
        for (bytes, words) in [
            ("aZ ß 😀", vec!["a", "Z", "Space", "ß", "Space", "😀"]),
            (
                "\r\t\u{7f}\u{3}\u{c}\n\0",
                vec!["Enter", "Tab", "Backspace", "Control+c", "Control+l", "Control+j", "Control+Space"],
            ),
            ("\u{1b}[A\u{1b}OB\u{1b}[1;5C\u{1b}[D", vec!["Up", "Down", "Control+Right", "Left"]),
            ("\u{1b}[H\u{1b}OF\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~", vec!["Home", "End", "Home", "End", "Home", "End"]),
            ("\u{1b}[3~\u{1b}[5~\u{1b}[6~\u{1b}[Z", vec!["Del", "Page Up", "Page Down", "Back Tab"]),
            ("\u{1b}OP\u{1b}[15~\u{1b}[24~", vec!["F1", "F5", "F12"]),
            ("\u{1b}[99;5u\u{1b}[9;2u\u{1b}[57399u", vec!["Control+c", "Shift+Back Tab"]),
            ("\u{1b}x\u{1b}\r", vec!["Alt+x", "Alt+Enter"]),
            ("\u{1b}", vec!["Esc"]),
            ("\u{1b}\u{1b}[B", vec!["Esc", "Down"]),
            ("\u{1b}[200~demo.all\r\u{1b}[A\u{1b}[201~d", vec!["paste demo.all\r\u{1b}[A", "d"]),
        ] {
            assert_eq!(whole(bytes), words, "{bytes:?}");
        }
    }

    #[test]
    fn what_a_terminal_calls_a_repeat_or_a_release_is_no_typing() {
        assert_eq!(whole("\u{1b}[13;1:1u"), ["Enter"]);
        assert!(whole("\u{1b}[13;1:2u\u{1b}[13;1:3u\u{1b}[1;1:3B").is_empty());
    }

    #[test]
    fn nothing_of_an_unknown_sequence_becomes_a_letter() {
        for bytes in [
            "\u{1b}[?1;2c",
            "\u{1b}[>0;95;0c",
            "\u{1b}[12;40R",
            "\u{1b}[<0;0;0M\u{1b}[32;0;0M\u{1b}[M dr",
            "\u{1b}[[A",
            "\u{1b}[I\u{1b}[O",
            "\u{1b}Od",
        ] {
            let words = whole(bytes);
            assert!(words.iter().all(|word| word.chars().count() > 1), "{bytes:?}: {words:?}");
        }
    }

    #[test]
    fn a_sequence_that_was_never_ended_does_not_swallow_the_next_key() {
        assert_eq!(whole("\u{1b}[\u{3}"), ["Control+c"]);
        assert_eq!(whole("\u{1b}[1;\u{1b}[B"), ["Down"]);
        assert_eq!(whole("\u{1b}O\r"), ["Enter"]);
    }

    #[test]
    fn a_paste_that_never_ends_is_given_up_and_keys_are_keys_again() {
        let mut decoder = Decoder::default();
        let mut fed = 0;
        assert!(words(&mut decoder, b"\x1b[200~").is_empty());
        while decoder.pending() > 0 {
            assert!(words(&mut decoder, b"dr\r\x03").is_empty(), "nothing of it becomes a key");
            fed += 4;
            assert!(fed <= LONGEST_PASTE && decoder.pending() <= LONGEST_PASTE, "it grows without limit");
        }
        assert_eq!(words(&mut decoder, b"\x03j\x1b[200~k\x1b[201~"), ["Control+c", "j", "paste k"]);
    }

    #[test]
    fn a_long_paste_is_one_however_it_is_cut() {
        let text = "x".repeat(LONGEST_PASTE - 100);
        let bytes = format!("\u{1b}[200~{text}\u{1b}[201~d");
        for size in [1, 5, 7, 4096] {
            let mut decoder = Decoder::default();
            let told: Vec<_> = bytes.as_bytes().chunks(size).flat_map(|some| words(&mut decoder, some)).collect();
            assert!(told == [format!("paste {text}"), "d".into()], "cut every {size} bytes");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        assert_eq!(words(&mut Decoder::default(), b"a\xff\xc3(\xe2\x82b"), ["a", "(", "b"]);
    }

    #[test]
    fn a_control_character_of_two_bytes_is_no_key() {
        assert_eq!(
            words(&mut Decoder::default(), "a\u{9b}31m\u{85}\u{a0}b".as_bytes()),
            ["a", "3", "1", "m", "\u{a0}", "b"]
        );
    }

    proptest! {
        /// Above all: nothing is read beyond the end, and nothing is counted that overflows.
        #[test]
        fn however_it_is_cut_the_same_comes_out(
            bytes in proptest::collection::vec(prop_oneof![Just(ESC), Just(b'['), Just(b'~'), b'0'..=b';', any::<u8>()], 0..64),
            cut in 0..64_usize,
        ) {
            let mut decoder = Decoder::default();
            let together = (words(&mut decoder, &bytes), decoder.pending.to_vec());
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let mut decoder = Decoder::default();
            let mut cut = words(&mut decoder, first);
            cut.extend(words(&mut decoder, second));
            prop_assert_eq!((cut, decoder.pending.to_vec()), together);
        }
    }
}
