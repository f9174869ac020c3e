//! Users: searched with the query service, listed by client where that is not exposed, and read whole.

use super::ApiClient;
use super::answer::{Answer, wrong_shape};
use super::belonging::same;
use super::error::ApiError;
use super::search_expression::expression;
use super::wire::page::WirePage;
use super::wire::query::QueryAnswer;
use super::wire::user::WireUser;
use crate::domain::fault::Fault;
use crate::domain::id::{ClientId, UserRef};
use crate::domain::problem::Problem;
use crate::domain::search::{Page, SearchFailure, SearchText};
use crate::domain::user::{User, UserHit};

/// The fields that are looked into (page Supported-attributes/Users).
const FIELDS: [&str; 5] = ["loginid", "name", "firstname", "email", "extid"];

impl ApiClient {
    /// Searches: `GET /query/v1/users` (page Query-REST-Service-request). `from` and `size` are not published, only
    /// echoed, so a server may turn pages its own way. Rows from elsewhere than asked for would be shown under the wrong
    /// numbers, and asked for again without end: they are left out, and the list ends where they should have begun. Where
    /// that is the beginning, "nobody found" would be untrue, and the search has failed.
    ///
    /// A hit whose external IDs cannot be such is left out of the rows, is told of, and stays in the count.
    pub async fn search(&self, text: &SearchText, from: usize, size: usize) -> Result<Page<UserHit>, SearchFailure> {
        let expression = expression(text, self.profile.search_prefix);
        if expression.is_empty() {
            return Ok(Page { from, rows: Vec::new(), unusable: 0, total: Some(0) }); // an empty `q` is an error of its own
        }
        let mut url = self.address("query", &["users"]);
        url.query_pairs_mut()
            .append_pair("q", &expression)
            .extend_pairs(FIELDS.map(|field| ("df", field)))
            .append_pair("from", &from.to_string())
            .append_pair("size", &size.to_string());
        let answer = self.send(self.reading(url).rows(size)).await;
        answer.and_then(|answer| hits(answer, from, &self.profile.unit_property)).map_err(search_failure)
    }

    /// Lists the users of a client with this login ID: `GET /core/v1/clients/{extId}/users` (page get-users). Whether
    /// the filter takes parts of a login ID is not published, nor whether the server caps `limit`. So only an empty page,
    /// and never a short one, shows where a list ends that does not tell its length.
    pub async fn client_users(
        &self,
        client: &ClientId,
        text: &SearchText,
        offset: usize,
        limit: usize,
    ) -> Result<Page<UserHit>, Problem> {
        let mut url = self.address("core", &["clients", client.as_str(), "users"]);
        url.query_pairs_mut()
            .append_pair("loginId", text.as_str())
            .append_pair("offset", &offset.to_string())
            .append_pair("limit", &limit.to_string());
        let answer = self.send(self.reading(url).rows(limit)).await;
        let page = answer.and_then(|answer| rows_of_client(answer, client, offset, &self.profile.unit_property));
        page.map_err(ApiError::on_reading)
    }

    /// Reads a user: `GET /core/v1/{clientExtId}/users/{extId}` (page get-user-1).
    pub async fn user(&self, at: &UserRef) -> Result<User, Problem> {
        self.read_user(at).await.map_err(ApiError::on_reading)
    }

    async fn read_user(&self, at: &UserRef) -> Result<User, ApiError> {
        let url = self.address("core", &[at.client.as_str(), "users", at.user.as_str()]);
        whole_user(self.send(self.reading(url)).await?, at, &self.profile.unit_property)
    }
}

/// The page of hits of an answer of the query service, where it begins with the row that was asked for.
pub(super) fn hits(answer: Answer, from: usize, unit_property: &str) -> Result<Page<UserHit>, ApiError> {
    let response = answer.json::<QueryAnswer>()?.response.0;
    if response.from.is_some_and(|echoed| echoed != from) {
        return if from == 0 {
            Err(wrong_shape("response.from"))
        } else {
            Ok(Page { from, rows: Vec::new(), unusable: 0, total: Some(from) })
        };
    }
    let given = response.hits.iter().flatten().count();
    let hits = response.hits.into_iter().flatten();
    let rows: Vec<_> = hits.filter_map(|hit| hit.0.into_domain(unit_property)).collect();
    Ok(Page { from, unusable: given - rows.len(), rows, total: response.total_results })
}

/// The rows of an answer of a client's list.
pub(super) fn rows_of_client(
    answer: Answer,
    client: &ClientId,
    offset: usize,
    unit_property: &str,
) -> Result<Page<UserHit>, ApiError> {
    let page: WirePage<WireUser> = answer.json()?;
    let end_seen = page.is_empty().then_some(offset);
    let total = page.pagination.total_result.or(end_seen);
    let hits: Vec<_> = page.into_rows().map(|user| user.into_hit(client, unit_property)).collect();
    let unusable = hits.iter().filter(|hit| hit.is_none()).count();
    Ok(Page { from: offset, rows: hits.into_iter().flatten().collect(), unusable, total })
}

/// The user of an answer, if it is the one that was asked for.
pub(super) fn whole_user(answer: Answer, at: &UserRef, unit_property: &str) -> Result<User, ApiError> {
    let user: WireUser = answer.json()?;
    same(at.user.as_str(), user.ext_id.as_deref())?;
    same(at.client.as_str(), user.client_ext_id.as_deref())?;
    Ok(user.into_user(at.clone(), unit_property))
}

/// Whoever answers 403 or 404, nevisIDM or a gateway with a page of its own: there is no search to be had here.
fn search_failure(error: ApiError) -> SearchFailure {
    let not_exposed = matches!(
        error.fault(),
        Fault::NotFound | Fault::Forbidden | Fault::Permission(_) | Fault::DataRoom | Fault::ResetLimit
    );
    let problem = error.on_reading();
    if not_exposed { SearchFailure::NotExposed(problem) } else { SearchFailure::Failed(problem) }
}
