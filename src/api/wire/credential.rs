//! A credential without its value: the fields that all types share (page get-credentials).

use serde::Deserialize;

use super::lenient::{Scalar, Version, count, object, text};
use super::shown;
use crate::domain::credential::{Credential, CredentialKind, CredentialState};
use crate::domain::id::{CredentialId, PolicyId};
use crate::domain::when::When;

/// One credential. Everything may be missing.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WireCredential {
    #[serde(deserialize_with = "text")]
    pub ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    pub user_ext_id: Option<String>,
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    pub version: Version,
    #[serde(deserialize_with = "text")]
    policy_ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    state_name: Option<String>,
    #[serde(deserialize_with = "text")]
    state_change_reason: Option<String>,
    #[serde(deserialize_with = "text")]
    modification_comment: Option<String>,
    #[serde(deserialize_with = "text")]
    last_modified: Option<String>,
    #[serde(deserialize_with = "text")]
    last_successful_login_date: Option<String>,
    #[serde(deserialize_with = "text")]
    last_failed_login_date: Option<String>,
    #[serde(deserialize_with = "count")]
    failed_login_count: Option<i32>,
    #[serde(deserialize_with = "count")]
    reset_count: Option<i32>,
    #[serde(deserialize_with = "object")]
    validity: Validity,
    errors: Scalar,
    error: Scalar,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Validity {
    #[serde(deserialize_with = "text")]
    to: Option<String>,
}

impl WireCredential {
    /// The type that the answer names, where it is one of the published five or any other word.
    pub fn named_kind(&self) -> Option<CredentialKind> {
        self.kind.as_deref().filter(|name| !name.is_empty()).map(CredentialKind::parse)
    }

    /// Whether the answer holds errors beside, or instead of, a credential. An empty list of them counts too: no published
    /// answer has one.
    pub fn tells_of_errors(&self) -> bool {
        [&self.errors, &self.error].into_iter().any(|told| *told != Scalar::Nothing)
    }

    /// The credential, of the kind that the answer's place or its `type` tells. An unreadable version becomes none.
    pub fn into_domain(self, kind: CredentialKind) -> Credential {
        let when = |raw: Option<String>| raw.filter(|raw| !raw.trim().is_empty()).map(|raw| When::parse(&raw));
        let version = match self.version {
            Version::Number(number) => Some(number),
            Version::Absent | Version::Unreadable => None,
        };
        Credential {
            id: self.ext_id.as_deref().and_then(|raw| CredentialId::parse(raw).ok()),
            kind,
            state: CredentialState::parse(self.state_name.as_deref().unwrap_or_default()),
            policy: self.policy_ext_id.as_deref().and_then(|raw| PolicyId::parse(raw).ok()),
            version,
            reset_count: self.reset_count,
            failed_logins: self.failed_login_count,
            last_success: when(self.last_successful_login_date),
            last_failure: when(self.last_failed_login_date),
            last_modified: when(self.last_modified),
            state_reason: shown(self.state_change_reason.as_deref()),
            comment: shown(self.modification_comment.as_deref()),
            valid_to: when(self.validity.to),
        }
    }
}
