//! Profiles for tests: written as a file and loaded, as in real life.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use credesk::config::{self, Profile};
use tempfile::TempDir;

/// The token that [`profile`] sends.
pub const TOKEN: &str = "dGhlLXRva2VuLW5vYm9keS1tYXktc2Vl";

/// A folder with a configuration and a token file. Goes away when dropped.
pub struct Home {
    /// The folder.
    pub folder: TempDir,
}

impl Home {
    /// A folder with a token file that only its owner may read.
    pub fn new() -> Self {
        let home = Self { folder: TempDir::new().unwrap() };
        home.write("token", TOKEN, 0o600);
        home
    }

    /// Writes a file with these permissions.
    pub fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// The profile for a server, with further lines; `token_file` unless they name another source.
    pub fn profile(&self, url: &str, lines: &str) -> Profile {
        let token = if lines.contains("token_") { "" } else { "token_file = \"token\"" };
        let text = format!("[profiles.test]\nurl = \"{url}\"\n{token}\n{lines}\n");
        let path = self.write("config.toml", &text, 0o600);
        config::load(&path).unwrap().profile(None).unwrap().clone()
    }
}

/// A profile with defaults for a server. Its token file is read at the first request, so the folder comes along.
pub fn profile(url: &str) -> (Home, Profile) {
    let home = Home::new();
    let profile = home.profile(url, "");
    (home, profile)
}
