//! `credesk audit list`: one line for each operation, those that somebody has to look at first.

use std::fmt::Write;

use crate::cli::audit::words::{Times, act, person};
use crate::journal::{Operation, Standing, stage_word};
use crate::text::{fit, width};

/// So many that are over stand there without `--all`.
const LAST: usize = 20;
/// No column takes more than this; the last one may.
const WIDEST: usize = 36;

/// The table, or a line of JSON for each.
pub fn list(operations: &[Operation], all: bool, json: bool, times: &Times) -> String {
    let (over, open): (Vec<_>, Vec<_>) = operations.iter().partition(|operation| operation.standing == Standing::Over);
    let skipped = if all { 0 } else { over.len().saturating_sub(LAST) };
    let chosen = open.into_iter().chain(over.into_iter().skip(skipped));
    if json {
        return chosen.fold(String::new(), |text, operation| text + &operation.json() + "\n");
    }
    let head = ["", "operation", &format!("confirmed ({})", times.zone()), "stage", "what", "login ID", "user", "by"];
    let mut rows = vec![head.map(String::from)];
    rows.extend(chosen.map(|operation| row(operation, times)));
    table(&rows)
}

fn row(operation: &Operation, times: &Times) -> [String; 8] {
    let intent = &operation.intent;
    [
        operation.standing.word().into(),
        operation.id.to_string(),
        times.second(operation.confirmed),
        stage_word(operation.stage).into(),
        format!("{}: {}", intent.kind.as_str(), act(&intent.act)),
        intent.login_id.shown().to_string(),
        format!("{}/{}", intent.at.client, intent.at.user),
        person(operation),
    ]
}

fn table<const N: usize>(rows: &[[String; N]]) -> String {
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
