//! What a check of a configuration has found, as JSON. How it is told in words says `cli`.

use std::path::Path;

use serde_json::json;

use super::Config;

/// What a check has found. Each finding is one or more sentences.
#[derive(Debug, Default)]
pub struct Report {
    /// What keeps credesk from working with it.
    pub problems: Vec<String>,
    /// What could be better.
    pub warnings: Vec<String>,
}

impl Report {
    /// As JSON, in the shape of `assets/schema/config-check.schema.json`. No configuration: its file cannot be read, or
    /// something in it is wrong.
    pub fn json(&self, path: &Path, config: Option<&Config>) -> String {
        let report = json!({
            "path": path.to_string_lossy(),
            "usable": self.problems.is_empty(),
            "default_profile": config.map(|config| &config.default_profile),
            "profiles": config.iter().flat_map(|config| config.profiles.keys()).collect::<Vec<_>>(),
            "problems": self.problems,
            "warnings": self.warnings,
        });
        format!("{report:#}")
    }
}
