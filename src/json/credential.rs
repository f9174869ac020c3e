//! A credential as JSON, without its value.

use serde::Serialize;

use crate::domain::credential::Credential;
use crate::domain::id::{CredentialId, PolicyId};
use crate::domain::policy::Policy;
use crate::domain::when::When;
use crate::text::SafeText;

/// A credential. Dates are moments of ISO 8601 where the server sent such ones, and else its own text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CredentialJson<'a> {
    r#type: &'a str,
    ext_id: Option<&'a str>,
    state: &'a str,
    locked: bool,
    policy_ext_id: Option<&'a str>,
    policy_name: Option<&'a str>,
    version: Option<i32>,
    reset_count: Option<i32>,
    reset_limit: Option<i32>,
    failed_logins: Option<i32>,
    last_login: Option<String>,
    last_failure: Option<String>,
    last_modified: Option<String>,
    state_reason: Option<&'a str>,
    comment: Option<&'a str>,
    valid_to: Option<String>,
}

impl<'a> CredentialJson<'a> {
    pub(super) fn of(credential: &'a Credential, policies: &'a [Policy]) -> Self {
        let policy = policies.iter().find(|policy| Some(&policy.id) == credential.policy.as_ref());
        let moment = |when: Option<&When>| when.map(ToString::to_string);
        Self {
            r#type: credential.kind.as_str(),
            ext_id: credential.id.as_ref().map(CredentialId::as_str),
            state: credential.state.as_str(),
            locked: credential.state.is_locked(),
            policy_ext_id: credential.policy.as_ref().map(PolicyId::as_str),
            policy_name: policy.map(|policy| policy.name.as_str()),
            version: credential.version,
            reset_count: credential.reset_count,
            reset_limit: policy.and_then(Policy::reset_limit),
            failed_logins: credential.failed_logins,
            last_login: moment(credential.last_success.as_ref()),
            last_failure: moment(credential.last_failure.as_ref()),
            last_modified: moment(credential.last_modified.as_ref()),
            state_reason: credential.state_reason.as_ref().map(SafeText::as_str),
            comment: credential.comment.as_ref().map(SafeText::as_str),
            valid_to: moment(credential.valid_to.as_ref()),
        }
    }
}
