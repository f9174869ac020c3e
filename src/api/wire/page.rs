//! A page of a list of the core API: `items` and `_pagination` (page get-clients).

use serde::Deserialize;

use super::lenient::{or_default, rows, text};

/// One page. A null among the items is kept as `None`, so that counting stays right.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct WirePage<T> {
    #[serde(default, deserialize_with = "or_default")]
    pub items: Vec<Option<T>>,
    #[serde(default, rename = "_pagination", deserialize_with = "or_default")]
    pub pagination: Pagination,
}

/// Where the next page begins, and how many rows there are in all.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct Pagination {
    #[serde(deserialize_with = "text")]
    pub continuation_token: Option<String>,
    #[serde(deserialize_with = "rows")]
    pub total_result: Option<usize>,
}

impl Pagination {
    /// The token of the next page; none where this was the last.
    pub fn next(self) -> Option<String> {
        self.continuation_token.filter(|token| !token.is_empty())
    }
}
