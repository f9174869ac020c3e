//! Wraps a sheet for the printer at the operator's own terminal: media copy. Writes nothing itself.
//!
//! The terminal tells nothing back. tmux knows no media copy: there, the sheet would be shown instead of printed, and kept
//! in tmux's history. Whoever calls this has to know the terminal.

use zeroize::Zeroizing;

use crate::domain::printing::PrintFault;

/// From here on the terminal sends everything to its printer, and shows none of it (ECMA-48 8.3.82 MC, parameter 5; in
/// xterm's `ctlseqs` "Turn on printer controller mode").
const START: &str = "\x1b[5i";
/// The end of it (parameter 4).
const END: &str = "\x1b[4i";

/// The bytes for the terminal. A printer needs a carriage return at the end of a line; in raw mode nobody else adds it.
///
/// # Errors
/// [`PrintFault::NotMade`]: the text holds a control character other than line feed and form feed. It could end the copy,
/// and what came after it would be on the screen.
pub fn copy(text: &str) -> Result<Zeroizing<Vec<u8>>, PrintFault> {
    if text.contains(|character: char| character.is_control() && !matches!(character, '\n' | '\x0c')) {
        return Err(PrintFault::NotMade("the sheet holds a control character".into()));
    }
    let breaks = text.matches('\n').count();
    // Reserved once, so that growing leaves no copy in a freed block.
    let mut bytes = Zeroizing::new(Vec::with_capacity(START.len() + text.len() + breaks + END.len()));
    bytes.extend_from_slice(START.as_bytes());
    for part in text.split_inclusive('\n') {
        let (line, end) = part.strip_suffix('\n').map_or((part, ""), |line| (line, "\r\n"));
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes.extend_from_slice(END.as_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_wrapped_and_its_lines_return_to_the_margin() {
        let bytes = copy("Müller\n\nA1 cz6e\n\x0c").unwrap();
        assert_eq!(*bytes, "\x1b[5iMüller\r\n\r\nA1 cz6e\r\n\x0c\x1b[4i".as_bytes());
        assert_eq!(bytes.capacity(), bytes.len());
        assert_eq!(*copy("").unwrap(), b"\x1b[5i\x1b[4i");
    }

    #[test]
    fn nothing_in_a_sheet_ends_the_copy() {
        // The escape, its one-character form in UTF-8, and whatever else a terminal acts upon.
        let controls = (0..=0x9f).filter_map(char::from_u32).filter(|character| character.is_control());
        for control in controls.filter(|character| !['\n', '\x0c'].contains(character)) {
            let text = format!("A1{control}[4icz6e\n");
            assert_eq!(copy(&text).unwrap_err().name(), "not-made", "{control:?}");
        }
    }
}
