//! A client ("get-clients").

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sandbox::clock::Moment;

/// A client as the assets name it; it never changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct Client {
    pub ext_id: String,
    pub name: String,
    pub display_name: DisplayName,
}

/// The name in each language of the API.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE", deny_unknown_fields)]
pub(in crate::sandbox) struct DisplayName {
    en: String,
    de: String,
    fr: String,
    it: String,
}

impl Client {
    pub fn wire(&self, created: Moment) -> Value {
        json!({
            "created": created,
            "lastModified": created,
            "version": 1,
            "extId": self.ext_id,
            "name": self.name,
            "displayName": self.display_name,
        })
    }
}
