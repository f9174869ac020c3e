//! A policy (page get-policy-configuration).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lenient::{Scalar, object, text};
use super::safe;
use crate::domain::id::PolicyId;
use crate::domain::policy::Policy;

/// One policy configuration. `parameters` is a map of text to text.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct WirePolicy {
    #[serde(deserialize_with = "text")]
    ext_id: Option<String>,
    #[serde(deserialize_with = "text")]
    name: Option<String>,
    #[serde(deserialize_with = "text")]
    policy_type: Option<String>,
    #[serde(deserialize_with = "object")]
    parameters: BTreeMap<String, Scalar>,
}

impl WirePolicy {
    /// The policy; none where its external ID cannot be one, for then no credential can point to it.
    pub fn into_domain(self) -> Option<Policy> {
        let id = PolicyId::parse(self.ext_id.as_deref()?).ok()?;
        let named = self.parameters.into_iter();
        Some(Policy {
            name: safe(self.name.as_deref().unwrap_or(id.as_str())),
            id,
            kind: self.policy_type.unwrap_or_default(),
            parameters: named.filter_map(|(name, value)| Some((name, value.into_text()?))).collect(),
        })
    }
}
