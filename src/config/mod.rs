//! The configuration: one TOML file with profiles, checked to the last key before anything else happens.
//!
//! Holds no secret and reads none: a profile says where the token comes from, `api` fetches it. A key that nobody knows
//! is an error, because a misspelt `read_only` must not pass for a set one.

mod address;
mod color;
mod display;
mod effective;
mod error;
mod file;
mod hand_over;
mod key;
pub mod own_file;
mod profile;
mod report;
mod section;
mod spelling;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use color::AnsiColor;
pub use effective::Effective;
pub use error::{ConfigError, Place};
pub use key::{Key, Kind, Value, table_name};
pub use profile::{ClientIdentity, Profile, TokenSource};
pub use report::Report;
pub use spelling::{built_in as built_in_alphabets, parse as parse_alphabet};

use crate::domain::spelling::Alphabets;
use file::NotRead;
use section::{Given, Section, Source};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The profile that is taken where none is named. It exists in `profiles`.
    pub default_profile: String,
    /// The file that every operation is written down in. `None` where none is named and the user has no home.
    pub journal: Option<PathBuf>,
    /// Also tell the local syslog the head of the journal.
    pub syslog: bool,
    /// The spelling alphabets: the site's own ones in the order of the file, then the built-in ones.
    pub alphabets: Alphabets,
    /// The profiles by name. At least one.
    pub profiles: BTreeMap<String, Profile>,
}

/// The whole file as it stands there, and the one list of its outermost keys.
struct Raw<'a> {
    default_profile: Option<Given<String>>,
    journal: Option<Given<String>>,
    syslog: bool,
    alphabets: Option<Given<Vec<String>>>,
    display: Option<Section<'a>>,
    profiles: Vec<(String, Section<'a>)>,
}

impl<'a> Raw<'a> {
    fn read(root: &mut Section<'a>) -> Result<Self, ConfigError> {
        Ok(Self {
            default_profile: root.text("default_profile")?,
            journal: root.file("journal")?,
            syslog: root.flag("syslog", false)?,
            alphabets: root.texts("alphabets")?,
            display: root.section("display")?,
            profiles: root.sections("profiles")?,
        })
    }
}

impl Config {
    /// The profile of this name, or the default one.
    pub fn profile(&self, name: Option<&str>) -> Result<&Profile, ConfigError> {
        let name = name.unwrap_or(&self.default_profile);
        self.profiles.get(name).ok_or_else(|| ConfigError::UnknownProfile {
            name: name.to_owned(),
            nearest: nearest(name, self.profiles.keys().map(String::as_str)),
            known: self.profiles.keys().cloned().collect(),
        })
    }
}

/// Where the configuration is looked for when no other file is named. `None` where the user has no home.
pub fn default_path() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "credesk").map(|folders| folders.config_dir().join("config.toml"))
}

/// The journal's place where the configuration names no other: the platform's folder for what a program must remember
/// (on Linux `$XDG_STATE_HOME/credesk` or `~/.local/state/credesk`), or else its folder for local data. `None` where the
/// user has no home.
pub fn default_journal() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "credesk")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).join("journal.jsonl"))
}

/// Every key that may stand outside of the profiles, `profiles` included, with what counts where it is not given.
pub fn keys() -> Vec<Key> {
    let mut root = Section::empty();
    let _nothing_can_be_wrong_in_it = Raw::read(&mut root);
    root.asked().to_vec()
}

/// Every key that a profile may hold, in the order in which the example file has them.
pub fn profile_keys() -> Vec<Key> {
    profile::known_keys()
}

/// Every key that `[display]` may hold, in the order in which the example file has them.
pub fn display_keys() -> Vec<Key> {
    display::known_keys()
}

/// The names of [`display_keys`].
pub fn known_display_keys() -> Vec<&'static str> {
    display_keys().iter().map(|key| key.name).collect()
}

/// The names of [`keys`].
pub fn known_keys() -> Vec<&'static str> {
    keys().iter().map(|key| key.name).collect()
}

/// The names of [`profile_keys`].
pub fn known_profile_keys() -> Vec<&'static str> {
    profile_keys().iter().map(|key| key.name).collect()
}

/// Reads and checks a configuration file, and the spelling alphabets that it names.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    load_effective(path).map(|(config, _)| config)
}

/// The same, and which value counts for each key.
pub fn load_effective(path: &Path) -> Result<(Config, Effective), ConfigError> {
    let text = file::read(path).map_err(|why| match why {
        NotRead::Missing => ConfigError::Missing(path.to_owned()),
        NotRead::Unreadable(why) => ConfigError::Unreadable { path: path.to_owned(), why },
        // Whoever can write it chooses the server and the program that prints the token.
        NotRead::Writable => ConfigError::Writable(path.to_owned()),
        NotRead::Foreign => ConfigError::Foreign(path.to_owned()),
        NotRead::NotUtf8 => ConfigError::NotUtf8(path.to_owned()),
    })?;
    read(path, &text)
}

/// Checks a configuration's text. The path is for the messages, and relative paths in the text begin at its folder.
/// Reads the spelling alphabets that the text names, and no other file.
pub fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
    read(path, text).map(|(config, _)| config)
}

fn read(path: &Path, text: &str) -> Result<(Config, Effective), ConfigError> {
    let source = Source { path, text };
    let mut root = Section::parse(source)?;
    let raw = Raw::read(&mut root)?;
    root.finish()?;
    let journal = match raw.journal {
        Some(given) if given.value.is_empty() => return Err(root.bad(given.line, "\"journal\" names no file.")),
        Some(given) => Some(root.path(&given.value)),
        None => default_journal(),
    };
    let alphabets = spelling::all(&root, raw.alphabets.as_ref())?;
    let (look, display_keys) = display::read(raw.display)?;

    let (mut profiles, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for (name, section) in raw.profiles {
        let (profile, its_keys) = profile::read(&name, section, look)?;
        keys.insert(name.clone(), its_keys);
        profiles.insert(name, profile);
    }
    tell_all_of_token_variables(&mut profiles);

    let default_profile = match raw.default_profile {
        Some(given) if profiles.contains_key(&given.value) => given.value,
        Some(given) => {
            let nearest = nearest(&given.value, profiles.keys().map(String::as_str));
            return Err(ConfigError::UnknownDefaultProfile { at: source.at(given.line), name: given.value, nearest });
        }
        None if profiles.len() == 1 => profiles.keys().next().cloned().unwrap_or_default(),
        None if profiles.is_empty() => return Err(ConfigError::NoProfile(path.to_owned())),
        None => return Err(ConfigError::NoDefaultProfile(path.to_owned())),
    };
    root.counts_as("default_profile", &default_profile);
    if let Some(journal) = &journal {
        root.counts_as("journal", &journal.display().to_string());
    }
    let effective = Effective::new(path, root.asked(), display_keys, keys);
    Ok((Config { default_profile, journal, syslog: raw.syslog, alphabets, profiles }, effective))
}

/// A child process of one profile must not inherit the token of another.
fn tell_all_of_token_variables(profiles: &mut BTreeMap<String, Profile>) {
    let variable = |profile: &Profile| match &profile.token {
        TokenSource::Variable(name) => Some(name.clone()),
        TokenSource::Command(_) | TokenSource::File(_) | TokenSource::Taken(..) | TokenSource::Given(_) => None,
    };
    let all: Vec<String> = profiles.values().filter_map(variable).collect();
    for profile in profiles.values_mut() {
        profile.token_variables.clone_from(&all);
    }
}

/// The known word that a misspelt one is most like: at most a third of it may be wrong. Two letters that changed places
/// count once.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let scored = known.into_iter().map(|candidate| (strsim::osa_distance(word, candidate), candidate));
    let (distance, best) = scored.min()?;
    (3 * distance <= best.chars().count().max(word.chars().count())).then(|| best.to_owned())
}
