//! What counts for every key of a configuration, and which line says so. Never a token: none stands in a configuration, and
//! the arguments of the program that prints it, which may hold a secret, are left out here already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, json};

use super::key::{Key, Kind, Value};

/// Every key of a file with what counts for it, given or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The file.
    pub path: PathBuf,
    /// The keys outside of the profiles.
    pub keys: Vec<Key>,
    /// The keys of `[display]`.
    pub display: Vec<Key>,
    /// The keys of each profile.
    pub profiles: BTreeMap<String, Vec<Key>>,
}

impl Effective {
    /// Of the keys that the parser has asked for.
    pub(super) fn new(path: &Path, keys: &[Key], display: Vec<Key>, profiles: BTreeMap<String, Vec<Key>>) -> Self {
        let keys = keys.iter().filter(|key| key.kind != Kind::Table).cloned().collect();
        let mut effective = Self { path: path.to_owned(), keys, display, profiles };
        for key in effective.profiles.values_mut().flatten().filter(|key| key.hides_arguments()) {
            if let Some(Value::Texts(words)) = &mut key.value {
                words.truncate(1);
            }
        }
        effective
    }

    /// The same as JSON, in the shape of `assets/schema/config-show.schema.json`.
    pub fn json(&self) -> String {
        let keys = |keys: &[Key]| keys.iter().map(of_key).collect::<Vec<_>>();
        let profiles: Map<_, _> =
            self.profiles.iter().map(|(name, of_profile)| (name.clone(), keys(of_profile).into())).collect();
        let (path, display) = (self.path.to_string_lossy(), keys(&self.display));
        format!("{:#}", json!({ "path": path, "keys": keys(&self.keys), "display": display, "profiles": profiles }))
    }
}

fn of_key(key: &Key) -> serde_json::Value {
    let value = key.value.as_ref().map(|value| match value {
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::Flag(flag) => json!(flag),
        Value::Number(number) => json!(number),
    });
    json!({ "key": key.name, "value": value, "line": key.line, "arguments_left_out": key.line.is_some() && key.hides_arguments() })
}
