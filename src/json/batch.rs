//! The report on a list as one JSON object (`assets/schema/batch.schema.json`), in three parts, so that each user is out as
//! soon as it is done: a head, a line for each user, a foot. Looks into the values that are put out.

use serde::Serialize;
use zeroize::Zeroizing;

use crate::domain::batch::{BatchId, Fate, Told, Value};

/// Enough for a card of the largest size that is in use, so that what grows leaves no copies.
const ROOM: usize = 16 * 1024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireHead<'a> {
    kind: &'static str,
    batch: String,
    command: &'a str,
    server: &'a str,
    dry_run: bool,
    users: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireRow<'a> {
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'a str>,
    login_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    outcome: &'a str,
    sentence: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Vec<Vec<&'a str>>>,
}

/// What the report is about.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Which list, and which round of it.
    pub batch: BatchId,
    /// What was asked for, as on the command line.
    pub command: &'a str,
    /// The server, as the journal names it.
    pub server: &'a str,
    /// Nothing was to be sent.
    pub dry_run: bool,
    /// How many users the list names.
    pub users: usize,
}

/// The beginning, up to the users.
pub fn head(head: &Head<'_>) -> String {
    let Head { batch, command, server, dry_run, users } = *head;
    let wire = WireHead { kind: "batch", batch: batch.to_string(), command, server, dry_run, users };
    let mut text = serde_json::to_string(&wire).unwrap_or_default(); // texts and numbers: always possible
    text.pop(); // the brace: the foot closes the object
    text.push_str(",\"rows\":[");
    text
}

/// One user, on a line of its own.
pub fn row(told: &Told, is_first: bool) -> Zeroizing<Vec<u8>> {
    let (value, card) = match &told.value {
        Value::None => (None, None),
        Value::Text(value) => (Some(value.expose()), None),
        Value::Card(card) => {
            let row = |row| (0..card.columns()).filter_map(|column| card.expose_cell(row, column)).collect();
            (None, Some((0..card.rows()).map(row).collect()))
        }
    };
    let wire = WireRow {
        line: told.line,
        client: told.client.as_deref(),
        login_id: &told.login_id,
        operation: told.operation.map(|id| id.to_string()),
        outcome: told.fate.word(),
        sentence: &told.sentence,
        value,
        card,
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    bytes.extend_from_slice(if is_first { b"\n" } else { b",\n" });
    // Into memory, and of texts: it cannot fail.
    let _ = serde_json::to_writer(&mut *bytes, &wire);
    bytes
}

/// The end, with how many there are of each outcome, and the exit code.
pub fn foot(counts: &[(Fate, usize)], exit: u8) -> String {
    let counts: serde_json::Map<_, _> =
        counts.iter().map(|(fate, count)| (fate.word().to_owned(), (*count).into())).collect();
    let counts = serde_json::Value::Object(counts);
    format!("\n],\"counts\":{counts},\"exit\":{exit}}}\n")
}
