//! What counts for every key of a configuration, and which line says so. Never a token: none stands in a configuration, and
//! the arguments of the program that prints it, which may hold a secret, are left out here already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::key::{Key, Kind, Value};

/// The key whose list is a program and its arguments.
const PROGRAM: &str = "token_command";

/// Every key of a file with what counts for it, given or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The file.
    pub path: PathBuf,
    /// The keys outside of the profiles.
    pub keys: Vec<Key>,
    /// The keys of each profile.
    pub profiles: BTreeMap<String, Vec<Key>>,
}

impl Effective {
    /// Of the keys that the parser has asked for.
    pub(super) fn new(path: &Path, keys: &[Key], profiles: BTreeMap<String, Vec<Key>>) -> Self {
        let keys = keys.iter().filter(|key| key.kind != Kind::Table).cloned().collect();
        let mut effective = Self { path: path.to_owned(), keys, profiles };
        for key in effective.profiles.values_mut().flatten().filter(|key| key.name == PROGRAM) {
            if let Some(Value::Texts(words)) = &mut key.value {
                words.truncate(1);
            }
        }
        effective
    }
}
