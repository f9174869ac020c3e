//! The report as CSV (RFC 4180), one record for each user, in memory that is wiped. Looks into the values that are put out.
//!
//! For a program that goes on with it: nothing is changed for spreadsheets, which take a cell that begins with `=` for a
//! formula. Every text is in quotes.

use zeroize::Zeroizing;

use crate::domain::batch::{Told, Value};
use crate::domain::otp_card::OtpCard;

/// Enough for a card of the largest size that is in use, so that what grows leaves no copies.
const ROOM: usize = 16 * 1024;

/// The names of the columns.
pub fn head(reveal: bool) -> String {
    let value = if reveal { ",value" } else { "" };
    format!("line,client,login_id,operation,outcome,sentence{value}\r\n")
}

/// One user.
pub fn row(told: &Told, reveal: bool) -> Zeroizing<String> {
    let mut row = Zeroizing::new(String::with_capacity(ROOM));
    row.push_str(&told.line.to_string());
    let operation = told.operation.map(|id| id.to_string()).unwrap_or_default();
    let client = told.client.as_deref().unwrap_or_default();
    for cell in [client, &told.login_id, &operation, told.fate.word(), &told.sentence] {
        row.push(',');
        quoted(&mut row, cell);
    }
    if reveal {
        row.push(',');
        match &told.value {
            Value::None => {}
            Value::Text(value) => quoted(&mut row, value.expose()),
            Value::Card(card) => cells(&mut row, card),
        }
    }
    row.push_str("\r\n");
    row
}

/// Cells with a space between them, rows with ` | `: no cell holds either.
fn cells(row: &mut String, card: &OtpCard) {
    row.push('"');
    for line in 0..card.rows() {
        row.push_str(if line == 0 { "" } else { " | " });
        for column in 0..card.columns() {
            row.push_str(if column == 0 { "" } else { " " });
            escaped(row, card.expose_cell(line, column).unwrap_or_default());
        }
    }
    row.push('"');
}

fn quoted(row: &mut String, cell: &str) {
    if !cell.is_empty() {
        row.push('"');
        escaped(row, cell);
        row.push('"');
    }
}

fn escaped(row: &mut String, cell: &str) {
    for character in cell.chars() {
        row.push_str(if character == '"' { "\"" } else { "" });
        row.push(character);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::batch::Fate;
    use crate::secret::Secret;

    fn told(value: Value) -> Told {
        Told {
            line: 3,
            client: Some("100".into()),
            login_id: "a,\"b\"".into(),
            operation: None,
            fate: Fate::CarriedOut,
            sentence: "Done.".into(),
            value,
        }
    }

    #[test]
    fn a_row_is_read_as_it_is_meant() {
        assert_eq!(*row(&told(Value::None), false), "3,\"100\",\"a,\"\"b\"\"\",,\"carried-out\",\"Done.\"\r\n");
        let text = Value::Text(Arc::new(Secret::new("x\"=1".into())));
        assert!(row(&told(text), true).ends_with("\"Done.\",\"x\"\"=1\"\r\n"));
        let card = OtpCard::parse(Secret::new("2|2|0000|a1,b2,\"3,d4".into())).unwrap();
        assert!(row(&told(Value::Card(Arc::new(card))), true).ends_with(",\"a1 b2 | \"\"3 d4\"\r\n"));
        assert_eq!(head(true), "line,client,login_id,operation,outcome,sentence,value\r\n");
    }
}
