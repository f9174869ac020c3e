//! The JSON of a line, field by field, in the order in which they stand there. No value, hash, token or answer has a
//! field here.
//!
//! A field that is not known is an error: it is of a newer credesk, and what it means might matter.

use serde::{Deserialize, Serialize};

/// The version of these shapes: the first word of every line and a part of every hash, so that raising it would make every
/// older journal unreadable. It stays where words or fields are added and every older line is written as it was: a credesk
/// that does not know them refuses the line as one of a newer credesk all the same. Prints came that way.
pub const VERSION: u32 = 1;

/// A line without what ties it to the others.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireLine {
    pub v: u32,
    pub n: u64,
    /// RFC 3339, UTC.
    pub at: String,
    pub session: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    /// In place of an operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print: Option<String>,
    pub event: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<WireWho>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<WireIntent>,
    /// Of a print that is asked for: what, whose, and where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<WirePrint>,
    /// Of an accepted print: the queue's number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Of a fragment: how many bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Of a fragment: their SHA-256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireWho {
    pub uid: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_uid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssh: Option<String>,
    pub host: String,
    pub pid: u32,
    pub credesk: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireIntent {
    pub server: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    pub client: String,
    pub user: String,
    pub login_id: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    pub act: String,
    /// Of an update: what is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The reference of the helpdesk's own ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The list of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    pub comment_after: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    pub baseline: WireBaseline,
    pub write_timeout_ms: u64,
    pub settle_ms: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WirePrint {
    pub server: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    pub client: String,
    pub user: String,
    pub login_id: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    pub paper: String,
    pub to: String,
    /// Of a queue or a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The operation whose result it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireBaseline {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_count: Option<i32>,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// In its place where the server's text was no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_text: Option<String>,
    /// A keyed fingerprint, not the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead_ms: Option<i64>,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
}
