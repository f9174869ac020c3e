//! Rows for people: columns below each other, whatever is in them. Programs take JSON.

use std::fmt::Write;

use crate::text::{fit, width};

/// No column takes more than this; the last one may.
const WIDEST: usize = 36;

/// The rows, the first of which holds the titles.
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default().min(WIDEST));
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, columns) in row.iter().zip(widths) {
            let cell = fit(cell, columns);
            let pad = columns - width(&cell) + 2;
            let _ = write!(line, "{cell}{:pad$}", "");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_whatever_is_in_them() {
        let rows = [
            ["a".into(), "李小龍".into(), "x".into()],
            [crate::cli::audit::words::safe("b\u{1b}"), "z".repeat(99), "y".into()],
        ];
        let table = table(&rows);
        let mut lines = table.lines().map(width);
        assert_eq!(lines.next(), lines.next());
        assert!(table.contains("b<U+001B>") && table.contains('…'));
    }
}
