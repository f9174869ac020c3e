//! What can be wrong with a configuration, each as a sentence that names the place and, where there is one, the remedy.
//!
//! The fields hold what stands in the file; the sentences go to a terminal, so everything in them that is not credesk's own
//! goes through [`SafeText`].

use std::fmt;
use std::path::{Path, PathBuf};

use crate::text::SafeText;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from one.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", shown(&self.file), self.line)
    }
}

/// Why there is no configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no such file.
    #[error("There is no configuration file at {}. Run credesk config init, or copy config.example.toml there and adapt it.", shown(.0))]
    Missing(PathBuf),
    /// The file is there and cannot be read.
    #[error("The configuration file {} cannot be read: {why}.", shown(.path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// Others may write to the file.
    #[error("The configuration file {path} can be changed by others, who could name another server in it. Run: chmod go-w {path}", path = shown(.0))]
    Writable(PathBuf),
    /// The file belongs to another user.
    #[error("The configuration file {path} belongs to another user, who could name another server in it. Use one of your own, or one of root's.", path = shown(.0))]
    Foreign(PathBuf),
    /// The file is no text in UTF-8.
    #[error("The configuration file {} is not UTF-8 text.", shown(.0))]
    NotUtf8(PathBuf),
    /// The file is no TOML.
    #[error("{at}: this is not valid TOML: {}.", SafeText::new(.message))]
    Syntax {
        /// Where.
        at: Place,
        /// The parser's reason.
        message: String,
    },
    /// A key that nobody knows.
    #[error("{at}: the key \"{}\" is not known{}", SafeText::new(.key), did_you_mean(.nearest.as_deref()))]
    UnknownKey {
        /// Where.
        at: Place,
        /// The key as it stands there.
        key: String,
        /// The known key that it is most like.
        nearest: Option<String>,
    },
    /// A value of another type.
    #[error("{at}: \"{}\" must be {expected}, and this is {found}.", SafeText::new(.key))]
    WrongType {
        /// Where.
        at: Place,
        /// The key.
        key: String,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A value that cannot work.
    #[error("{at}: {}", SafeText::new(.why))]
    BadValue {
        /// Where.
        at: Place,
        /// A whole sentence.
        why: String,
    },
    /// The file of a spelling alphabet cannot be read.
    #[error("{at}: the spelling alphabet {} cannot be read: {why}.", shown(.path))]
    Alphabet {
        /// Where it is named.
        at: Place,
        /// The file.
        path: PathBuf,
        /// The reason, without a full stop.
        why: String,
    },
    /// A token in the file itself.
    #[error(
        "{at}: secrets do not belong into the configuration. Remove \"token\", and use token_command (a program that prints it) or token_file (a file that only you can read)."
    )]
    Secret {
        /// Where.
        at: Place,
    },
    /// `default_profile` names none of the profiles.
    #[error("{at}: there is no profile \"{}\"{}", SafeText::new(.name), did_you_mean(.nearest.as_deref()))]
    UnknownDefaultProfile {
        /// Where.
        at: Place,
        /// The name as it stands there.
        name: String,
        /// The profile that it is most like.
        nearest: Option<String>,
    },
    /// The command line names none of the profiles.
    #[error("There is no profile \"{}\"{} The configuration has {}.", SafeText::new(.name), did_you_mean(.nearest.as_deref()), names(.known))]
    UnknownProfile {
        /// The name that was asked for.
        name: String,
        /// The profile that it is most like.
        nearest: Option<String>,
        /// Those that there are.
        known: Vec<String>,
    },
    /// No `[profiles.NAME]` in the file.
    #[error("The configuration file {} has no profile: begin one with [profiles.NAME].", shown(.0))]
    NoProfile(PathBuf),
    /// Several profiles, and nothing that says which.
    #[error("The configuration file {} has several profiles: name one of them with default_profile.", shown(.0))]
    NoDefaultProfile(PathBuf),
}

fn shown(path: &Path) -> SafeText {
    SafeText::new(&path.display().to_string())
}

/// The end of a sentence.
fn names(known: &[String]) -> String {
    known.iter().map(|name| format!("\"{}\"", SafeText::new(name))).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(|| ".".into(), |known| format!("; did you mean \"{}\"?", SafeText::new(known)))
}
