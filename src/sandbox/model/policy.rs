//! A policy: an object with string parameters ("get-policy-configuration"). How a parameter bends an operation is
//! decided where the operation is carried out; here are only the object and the reading of its strings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sandbox::clock::Moment;

/// A policy as the assets name it; it never changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct Policy {
    pub ext_id: String,
    pub client_ext_id: String,
    #[serde(rename = "policyType")]
    pub kind: String,
    pub name: String,
    pub description: String,
    /// Whether it is the client's default for its type.
    #[serde(default, rename = "defaultPolicy")]
    pub default: bool,
    pub parameters: Parameters,
}

impl Policy {
    pub fn wire(&self, created: Moment) -> Value {
        json!({
            "created": created,
            "lastModified": created,
            "version": 1,
            "extId": self.ext_id,
            "clientExtId": self.client_ext_id,
            "policyType": self.kind,
            "name": self.name,
            "description": self.description,
            "defaultPolicy": self.default,
            "parameters": self.parameters,
        })
    }
}

/// The parameters of a policy. A credential without a policy has none of them: then every default applies.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(in crate::sandbox) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub fn text<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.0.get(name).map_or(default, String::as_str)
    }

    /// Only `true` is true; any other text is false.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.0.get(name).map_or(default, |value| value == "true")
    }

    /// The default also stands in for a text that is no number.
    pub fn number(&self, name: &str, default: i64) -> i64 {
        self.0.get(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    /// A number that cannot be negative, such as a length.
    pub fn size(&self, name: &str, default: usize) -> usize {
        self.0.get(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }
}
