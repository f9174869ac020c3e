//! A value on its way to standard output: alone on its line, or added to a JSON object. All of it in memory that is
//! reserved once and wiped; the caller writes it without a buffer.

use std::fmt::Write;

use zeroize::Zeroizing;

use crate::domain::otp_card::OtpCard;
use crate::secret::Secret;

/// Bytes of an escaped character, at most: `\u0000` for each of two halves.
const ESCAPED: usize = 12;

/// A value, alone on its line.
pub fn line(value: &Secret) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(value.expose().len() + 1));
    text.push_str(value.expose());
    text.push('\n');
    text
}

/// A JSON object of this layer with a value added: `"value": "..."`.
pub fn with_value(object: &str, value: &Secret) -> Zeroizing<String> {
    let mut text = opened(object, value.count() * ESCAPED + 16);
    text.push_str(",\"value\":");
    string(&mut text, value.expose());
    text.push_str("}\n");
    text
}

/// A JSON object of this layer with the cells of a card added, row by row: `"cells": [["...", ...], ...]`.
pub fn with_cells(object: &str, card: &OtpCard) -> Zeroizing<String> {
    let cell = card.cell_width() * ESCAPED + 3;
    let mut text = opened(object, card.rows() * (card.columns() * cell + 3) + 16);
    text.push_str(",\"cells\":[");
    for row in 0..card.rows() {
        text.push_str(if row == 0 { "[" } else { ",[" });
        for column in 0..card.columns() {
            if column > 0 {
                text.push(',');
            }
            string(&mut text, card.expose_cell(row, column).unwrap_or_default());
        }
        text.push(']');
    }
    text.push_str("]}\n");
    text
}

/// The object without its last bracket, and room for so many bytes more.
fn opened(object: &str, room: usize) -> Zeroizing<String> {
    let object = object.strip_suffix('}').unwrap_or(object);
    let mut text = Zeroizing::new(String::with_capacity(object.len() + room));
    text.push_str(object);
    text
}

/// A JSON string (RFC 8259, section 7).
fn string(text: &mut String, raw: &str) {
    text.push('"');
    for character in raw.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            character if character.is_control() => {
                // No control character lies beyond the first 16 bits; and writing to a string cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            character => text.push(character),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_value_comes_back_as_it_was_and_the_memory_never_grew() {
        for raw in ["kT7w9QxB", "a\"b\\c", "ä€😀", "tab\there", "\u{7f}\u{85}\n"] {
            let secret = Secret::new(raw.into());
            let written = with_value("{\"kind\":\"change\"}", &secret);
            assert_eq!(read(&written), json!({ "kind": "change", "value": raw }));
            assert!(written.ends_with("}\n") && written.matches('\n').count() == 1);
            let reserved = "{\"kind\":\"change\"".len() + secret.count() * ESCAPED + 16;
            assert!(written.len() <= reserved, "{raw}: {} of {reserved}", written.len());
            assert_eq!(*line(&secret), format!("{raw}\n"));
        }
    }

    #[test]
    fn cells_stand_row_by_row() {
        let card = OtpCard::parse(Secret::new("2|3||ab,c\",\\d,ef,gh,ij".into())).unwrap();
        let written = with_cells("{\"kind\":\"card\"}", &card);
        assert_eq!(read(&written)["cells"], json!([["ab", "c\"", "\\d"], ["ef", "gh", "ij"]]));
        assert!(written.len() <= written.capacity() && written.ends_with("]}\n"));
    }
}
