//! `credesk audit list`: one line for each operation and each print, those that somebody has to look at first.

use crate::cli::audit::words::{Times, act, person};
use crate::cli::table::table;
use crate::domain::audit_prints as print_words;
use crate::journal::{Operation, Printing, Standing, stage_word};

/// So many that are over stand there without `--all`.
const LAST: usize = 20;

/// What stands on a line of its own.
enum Item<'a> {
    Operation(&'a Operation),
    Print(&'a Printing),
}

impl Item<'_> {
    /// Of a print without an end nobody was told what became of it. One that failed was told to the operator.
    fn standing(&self) -> Standing {
        match self {
            Self::Operation(operation) => operation.standing,
            Self::Print(print) if print.end.is_none() => Standing::Open,
            Self::Print(_) => Standing::Over,
        }
    }

    fn json(&self) -> String {
        match self {
            Self::Operation(operation) => operation.json(),
            Self::Print(print) => print.json(),
        }
    }

    fn row(&self, times: &Times) -> [String; 8] {
        let standing = self.standing().word().into();
        match self {
            Self::Operation(operation) => row(standing, operation, times),
            Self::Print(print) => print_row(standing, print, times),
        }
    }
}

/// Both in the order of time. Each of the two keeps its own order, whatever the clock did.
fn merged<'a>(operations: &'a [Operation], prints: &'a [Printing]) -> Vec<Item<'a>> {
    let mut prints = prints.iter().peekable();
    let mut items = Vec::new();
    for operation in operations {
        while let Some(print) = prints.next_if(|print| print.asked < operation.confirmed) {
            items.push(Item::Print(print));
        }
        items.push(Item::Operation(operation));
    }
    items.extend(prints.map(Item::Print));
    items
}

/// The table, or a line of JSON for each.
pub fn list(operations: &[Operation], prints: &[Printing], all: bool, json: bool, times: &Times) -> String {
    let items = merged(operations, prints);
    let (over, open): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.standing() == Standing::Over);
    let skipped = if all { 0 } else { over.len().saturating_sub(LAST) };
    let chosen = open.into_iter().chain(over.into_iter().skip(skipped));
    if json {
        return chosen.fold(String::new(), |text, item| text + &item.json() + "\n");
    }
    let head = ["", "operation", &format!("confirmed ({})", times.zone()), "stage", "what", "login ID", "user", "by"];
    let mut rows = vec![head.map(String::from)];
    rows.extend(chosen.map(|item| item.row(times)));
    table(&rows)
}

fn row(standing: String, operation: &Operation, times: &Times) -> [String; 8] {
    let intent = &operation.intent;
    [
        standing,
        operation.id.to_string(),
        times.second(operation.confirmed),
        stage_word(operation.stage).into(),
        format!("{}: {}", intent.kind.as_str(), act(&intent.act)),
        intent.login_id.shown().to_string(),
        format!("{}/{}", intent.at.client, intent.at.user),
        person(intent.caller.as_ref(), operation.who.as_ref()),
    ]
}

fn print_row(standing: String, printing: &Printing, times: &Times) -> [String; 8] {
    let print = &printing.print;
    [
        standing,
        printing.id.to_string(),
        times.second(printing.asked),
        print_words::stage(print, printing.end.as_ref().map(|(_, event)| event)),
        print_words::what(print),
        print.login_id.shown().to_string(),
        format!("{}/{}", print.at.client, print.at.user),
        person(print.caller.as_ref(), printing.who.as_ref()),
    ]
}
