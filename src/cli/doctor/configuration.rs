//! The configuration: where it lies, whether it loads, and which profile is meant.
//!
//! Read before everything else and by the only thread that there is then: only so can a token be taken out of the
//! environment (`runtime/environment.rs`).

use std::path::PathBuf;

use crate::cli::args::Global;
use crate::cli::site::{configuration, server, take_tokens};
use crate::config::{self, ConfigError, Profile};
use crate::domain::finding::{Area, Finding};
use crate::text::SafeText;

/// What became of the configuration.
pub struct Loaded {
    /// Its file, where there is one.
    pub path: Option<PathBuf>,
    /// The chosen profile.
    pub profile: Option<Profile>,
    /// Where the journal lies, with or without a configuration.
    pub journal: Option<PathBuf>,
    /// What there is to say of it.
    pub finding: Finding,
}

/// Reads it.
pub fn load(global: &Global) -> Loaded {
    const AGAIN: &str = "Put that right, then run credesk doctor again.";
    let failed = |path: Option<PathBuf>, found: &str, next: &str| Loaded {
        path,
        profile: None,
        journal: config::default_journal(),
        finding: Finding::fail(Area::Configuration, found, next),
    };
    let (path, is_default) = match configuration(global) {
        Ok(found) => found,
        Err(sentence) => return failed(None, &sentence, AGAIN),
    };
    let config = match config::load(&path) {
        Ok(config) => config,
        Err(ConfigError::Missing(missing)) if is_default => {
            let found = format!("There is no configuration yet. It belongs into {}.", missing.display());
            return failed(None, &found, "Run credesk config init: it asks for what is needed, and writes one.");
        }
        Err(error) => return failed(Some(path), &error.to_string(), AGAIN),
    };
    let mut profile = match config.profile(global.profile.as_deref()) {
        Ok(profile) => profile.clone(),
        Err(error) => return Loaded { journal: config.journal, ..failed(Some(path), &error.to_string(), AGAIN) },
    };
    profile.read_only |= global.read_only;
    take_tokens(&mut profile);
    let finding = Finding::ok(Area::Configuration, &sentence(&path, &profile, config.profiles.len()));
    Loaded { path: Some(path), profile: Some(profile), journal: config.journal, finding }
}

fn sentence(path: &std::path::Path, profile: &Profile, profiles: usize) -> String {
    let path = SafeText::new(&path.display().to_string());
    let of = if profiles == 1 { String::new() } else { format!(" of {profiles}") };
    let read_only = if profile.read_only { ", and is read-only" } else { "" };
    let name = SafeText::new(&profile.name);
    format!("{path} loads. Profile \"{name}\"{of} is for {} ({}){read_only}.", server(profile), profile.environment)
}
