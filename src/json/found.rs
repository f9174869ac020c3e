//! What a search has found, as JSON.

use serde::Serialize;

use super::text;
use super::user::HitJson;
use crate::domain::user::UserHit;

/// The rows of a search.
#[derive(Debug)]
pub struct Found<'a> {
    /// Each with whether another row has a near-identical name.
    pub rows: &'a [(UserHit, bool)],
    /// True where all that were found are among them.
    pub complete: bool,
    /// How many were found, where the server told.
    pub total: Option<usize>,
    /// How many cannot be asked about: their external IDs can be none.
    pub unusable: usize,
}

/// `credesk find`.
pub fn found(found: &Found<'_>) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        kind: &'static str,
        complete: bool,
        total: Option<usize>,
        unusable: usize,
        users: Vec<HitJson<'a>>,
    }
    text(&Document {
        kind: "users",
        complete: found.complete,
        total: found.total,
        unusable: found.unusable,
        users: found.rows.iter().map(|(hit, near_identical)| HitJson::of(hit, *near_identical)).collect(),
    })
}
