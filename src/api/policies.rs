//! The policies of a client, and reading lists page by page.

use jiff::SignedDuration;
use reqwest::Url;
use serde::Deserialize;

use super::ApiClient;
use super::error::ApiError;
use super::wire::page::WirePage;
use super::wire::policy::WirePolicy;
use crate::domain::id::ClientId;
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;

/// Rows asked for at once. The meaning of the default, 0, is not published.
const ROWS: usize = 100;
/// The most pages of one list: a server whose tokens never end must not hold credesk for ever.
const PAGES: usize = 20;

/// A list as it came, page by page.
pub(super) struct Listed<T> {
    pub rows: Vec<T>,
    /// How far the server's clock is ahead of ours; from the newest page that tells.
    pub ahead: Option<SignedDuration>,
}

impl ApiClient {
    /// The policies of a client: `GET /core/v1/clients/{extId}/policies` (page get-policy-configurations).
    pub async fn policies(&self, client: &ClientId) -> Result<Vec<Policy>, Problem> {
        let url = self.address("core", &["clients", client.as_str(), "policies"]);
        let listed = self.every_page::<WirePolicy>(&url).await.map_err(ApiError::on_reading)?;
        Ok(listed.rows.into_iter().filter_map(WirePolicy::into_domain).collect())
    }

    /// Every row of a list, following `continuationToken` (page get-clients) up to the most pages.
    pub(super) async fn every_page<T: for<'de> Deserialize<'de>>(&self, list: &Url) -> Result<Listed<T>, ApiError> {
        let mut rows = Vec::new();
        let mut ahead = None;
        let mut token: Option<String> = None;
        for _ in 0..PAGES {
            let mut url = list.clone();
            url.query_pairs_mut().append_pair("limit", &ROWS.to_string());
            if let Some(token) = &token {
                url.query_pairs_mut().append_pair("continuationToken", token);
            }
            let answer = self.send(self.reading(url).rows(ROWS)).await?;
            ahead = answer.ahead.or(ahead);
            let page: WirePage<T> = answer.json()?;
            let next = page.pagination.next();
            rows.extend(page.into_rows());
            if next.is_none() || next == token {
                break;
            }
            token = next;
        }
        Ok(Listed { rows, ahead })
    }
}
