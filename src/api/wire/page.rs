//! A page of a list of the core API: `items` and `_pagination` (page get-clients).

use serde::Deserialize;

use super::lenient::{Object, list, object, rows, text};

/// One page. A null among the items is kept as `None`: a page of them is no end of the list.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct WirePage<T> {
    #[serde(default, deserialize_with = "list")]
    items: Vec<Option<Object<T>>>,
    #[serde(default, rename = "_pagination", deserialize_with = "object")]
    pub pagination: Pagination,
}

impl<T> WirePage<T> {
    /// Whether no row came, not even a null.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The rows that are there.
    pub fn into_rows(self) -> impl Iterator<Item = T> {
        self.items.into_iter().flatten().map(|row| row.0)
    }
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
    pub fn next(&self) -> Option<String> {
        self.continuation_token.clone().filter(|token| !token.is_empty())
    }
}
