//! An open case of the journal as JSON.

use serde::Serialize;

use crate::domain::case::Case;

/// An open case.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CaseJson {
    operation: String,
    what: String,
    confirmed: String,
    locks: bool,
    comment_missing: bool,
}

impl CaseJson {
    pub(super) fn of(case: &Case) -> Self {
        Self {
            operation: case.id.to_string(),
            what: case.intent.title(),
            confirmed: case.confirmed.to_string(),
            locks: case.locks(),
            comment_missing: case.comment_missing,
        }
    }
}
