//! Cuts lists into pages. The token is made as the published sample is (`1759758863000_aoo23`): creation time in
//! milliseconds and external ID of the last item; only the external ID is read again.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use super::clock::Moment;
use super::error::Refusal;

/// Items on a page where nothing or 0 is asked for.
const DEFAULT_LIMIT: usize = 100;
/// The most items on a page, whatever is asked for.
const MAXIMUM_LIMIT: usize = 1000;

/// The query string of a request, decoded, in its order.
pub(super) type Parameters = Vec<(String, String)>;

/// The first value of a parameter.
pub(super) fn parameter<'p>(parameters: &'p Parameters, name: &str) -> Option<&'p str> {
    parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A number that cannot be negative; absent counts as `default`.
pub(super) fn number(parameters: &Parameters, name: &str, default: usize) -> Result<usize, Refusal> {
    let Some(text) = parameter(parameters, name) else { return Ok(default) };
    text.parse().map_err(|_| Refusal::malformed(format!("Parameter '{name}' must be a number from 0 up: {text}")))
}

/// Which part of a list is asked for.
pub(super) struct PageRequest {
    limit: usize,
    offset: Option<usize>,
    after: Option<String>,
    count_all: bool,
}

/// A part of a list.
pub(super) struct Page<T> {
    pub items: Vec<T>,
    pub limit: usize,
    /// Only if there is more.
    pub continuation_token: Option<String>,
    /// Only if it was asked for.
    pub total: Option<usize>,
}

impl<S: Send + Sync> FromRequestParts<S> for PageRequest {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let parameters = Query::from_request_parts(parts, state).await;
        let Query(parameters) = parameters.map_err(|wrong| Refusal::malformed(wrong.to_string()))?;
        Self::new(&parameters)
    }
}

impl PageRequest {
    /// Reads `limit` and `continuationToken`.
    pub fn new(parameters: &Parameters) -> Result<Self, Refusal> {
        let limit = match number(parameters, "limit", 0)? {
            0 => DEFAULT_LIMIT,
            limit => limit.min(MAXIMUM_LIMIT),
        };
        let after = match parameter(parameters, "continuationToken") {
            None | Some("") => None,
            Some(token) => {
                let parts = token.split_once('_').filter(|(time, _)| time.parse::<i64>().is_ok());
                let (_, ext_id) =
                    parts.ok_or_else(|| Refusal::malformed("Parameter 'continuationToken' is not ours"))?;
                Some(ext_id.to_owned())
            }
        };
        Ok(Self { limit, offset: None, after, count_all: false })
    }

    /// Reads `offset` and `returnTotalResultCount` too, where a list knows them. The offset wins over the token.
    pub fn with_offset_and_total(mut self, parameters: &Parameters) -> Result<Self, Refusal> {
        if parameter(parameters, "offset").is_some() {
            self.offset = Some(number(parameters, "offset", 0)?);
            self.after = None;
        }
        self.count_all = parameter(parameters, "returnTotalResultCount") == Some("true");
        Ok(self)
    }

    /// Takes the page out of the whole list, and no more of the list than it needs. `key` tells an item's external ID
    /// and when it was created, which the token is made of.
    pub fn cut<T>(&self, mut all: impl Iterator<Item = T>, key: impl Fn(&T) -> (&str, Moment)) -> Page<T> {
        let mut seen = 0;
        if let Some(ext_id) = &self.after {
            seen += 1 + all.by_ref().take_while(|item| key(item).0 != ext_id).count();
        }
        seen += all.by_ref().take(self.offset.unwrap_or(0)).count();
        let items: Vec<T> = all.by_ref().take(self.limit).collect();
        seen += items.len();
        let rest = if self.count_all { all.count() } else { usize::from(all.next().is_some()) };
        let last = items.last().filter(|_| rest > 0);
        Page {
            continuation_token: last.map(key).map(|(ext_id, created)| token(ext_id, created)),
            limit: self.limit,
            total: self.count_all.then_some(seen + rest),
            items,
        }
    }
}

fn token(ext_id: &str, created: Moment) -> String {
    format!("{}_{ext_id}", created.0.saturating_mul(1000))
}
