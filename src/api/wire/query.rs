//! The answer of the query service, whose spelling is its own: `extid`, `birthdate`, `name` for the family name
//! (page Successful-Query-REST-Service-response).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lenient::{Object, Scalar, list, object, rows, text};
use super::{joined, safe, shown};
use crate::domain::id::{ClientId, LoginId, UserId, UserRef};
use crate::domain::user::{UserHit, UserState};

/// The whole answer. `response` must be there: null would pass for "nobody found".
#[derive(Deserialize)]
pub struct QueryAnswer {
    pub response: Object<Response>,
}

/// The page of hits.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct Response {
    #[serde(deserialize_with = "rows")]
    pub total_results: Option<usize>,
    #[serde(deserialize_with = "rows")]
    pub from: Option<usize>,
    #[serde(deserialize_with = "list")]
    pub hits: Vec<Option<Object<Hit>>>,
}

/// One hit.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct Hit {
    #[serde(deserialize_with = "text")]
    extid: Option<String>,
    #[serde(deserialize_with = "text")]
    login_id: Option<String>,
    #[serde(deserialize_with = "text")]
    name: Option<String>,
    #[serde(deserialize_with = "text")]
    first_name: Option<String>,
    #[serde(deserialize_with = "text")]
    email: Option<String>,
    #[serde(deserialize_with = "text")]
    state: Option<String>,
    #[serde(deserialize_with = "object")]
    client: HitClient,
    #[serde(deserialize_with = "object")]
    properties: BTreeMap<String, Scalar>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct HitClient {
    #[serde(deserialize_with = "text")]
    extid: Option<String>,
}

impl Hit {
    /// The hit; none where its external IDs cannot be such, for then it cannot be opened.
    pub fn into_domain(mut self, unit_property: &str) -> Option<UserHit> {
        let client = ClientId::parse(self.client.extid.as_deref()?).ok()?;
        let user = UserId::parse(self.extid.as_deref()?).ok()?;
        let unit = self.properties.remove(unit_property).and_then(Scalar::into_text);
        Some(UserHit {
            at: UserRef { client, user },
            login_id: LoginId::new(self.login_id.as_deref().unwrap_or_default()),
            name: safe(&joined(&[self.first_name.as_deref(), self.name.as_deref()]).unwrap_or_default()),
            email: shown(self.email.as_deref()),
            unit: shown(unit.as_deref()),
            state: UserState::parse(self.state.as_deref().unwrap_or_default()),
        })
    }
}
