//! `credesk` without a command: the console with the configured profile.

use crate::app::desk::ProfileName;
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::site::{configuration, keep_tokens, server, session, take_tokens};
use crate::cli::talk::say;
use crate::config::{self, Config, ConfigError, Profile};
use crate::domain::spelling::Alphabets;
use crate::journal::{Head, peek};
use crate::runtime::console::End;
use crate::runtime::farewell::Ending;
use crate::runtime::fitness::narrow_locale;
use crate::runtime::keeper::{Heads, Place};
use crate::runtime::{self, Next, Outcome, Session};

/// Opens the console.
pub fn run(global: &Global) -> Exit {
    match Console::read(global) {
        Ok(console) => match console.session(console.chosen) {
            Some(session) => open(session, &mut |place| console.session(place)),
            None => Exit::Fault,
        },
        Err(sentence) => {
            say(sentence);
            Exit::Usage
        }
    }
}

/// All profiles, between which the console switches.
struct Console {
    profiles: Vec<Profile>,
    chosen: usize,
    alphabets: Alphabets,
    journal: Place,
}

impl Console {
    fn read(global: &Global) -> Result<Self, String> {
        let (config, journal) = configured(global)?;
        let chosen = config.profile(global.profile.as_deref()).map_err(|error| error.to_string())?.name.clone();
        let mut profiles: Vec<Profile> = config.profiles.into_values().collect();
        for profile in &mut profiles {
            profile.read_only |= global.read_only;
            profile.look.ascii |= global.ascii;
        }
        keep_tokens(&mut profiles);
        let chosen = profiles.iter().position(|profile| profile.name == chosen).unwrap_or_default();
        Ok(Self { profiles, chosen, alphabets: config.alphabets, journal })
    }

    /// A session on the profile at this place, where there is one.
    fn session(&self, place: usize) -> Option<Session> {
        let profile = self.profiles.get(place)?;
        tracing::info!("profile {}, server {}", profile.name, server(profile));
        let mut session = session(profile, self.alphabets.clone(), self.journal.clone(), false);
        session.site.profile = place;
        session.site.profiles = self.profiles.iter().map(named).collect();
        Some(session)
    }
}

fn named(profile: &Profile) -> ProfileName {
    ProfileName { name: profile.name.clone(), environment: profile.environment.clone() }
}

/// Runs a session and says what there is to say afterwards.
pub fn open(session: Session, next: &mut Next<'_>) -> Exit {
    // Before the screen is taken over, so that it stays in the terminal's own history; nothing is waited for.
    if let Some(found) = peek(&session.journal.path) {
        say(format_args!("Journal found: {}", head(&found)));
    }
    if let Some(sentence) = narrow_locale() {
        say(sentence);
    }
    match runtime::run(session, next) {
        Ok(outcome) => ended(&outcome),
        Err(reason) => {
            say(reason);
            Exit::Terminal
        }
    }
}

fn ended(outcome: &Outcome) -> Exit {
    if outcome.end == Ok(End::Idle) {
        say("credesk has ended, because nobody pressed a key for too long (end_after_s).");
    }
    for change in &outcome.changes {
        say(change);
    }
    for sentence in outcome.told.iter().chain(&outcome.left_open) {
        say(sentence);
    }
    match &outcome.journal {
        Ok(Some(Heads { start, now, notes })) => {
            say(format_args!("Journal at the start: {}", head(start)));
            say(format_args!("Journal now: {}", head(now)));
            for note in notes {
                say(note);
            }
        }
        Ok(None) => {}
        Err(why) => say(format_args!("{why} The end of this session may be missing in it.")),
    }
    if outcome.changes.iter().any(Ending::is_unknown) || !outcome.left_open.is_empty() {
        return Exit::OutcomeUnknown;
    }
    match outcome.end {
        Ok(End::Quit | End::Switch(_) | End::Idle) => Exit::Done,
        Ok(End::Signal(signal)) => Exit::Signal(signal.number()),
        Err(_) => Exit::Fault,
    }
}

/// Said where the configuration names no journal, and there is no home to keep one in.
pub const NO_JOURNAL: &str = "There is no home folder to keep the journal in. Name a file for it: journal = \"/path/to/journal.jsonl\" in the configuration.";

/// The chosen profile, the spelling alphabets, where the journal lies, and whether the syslog is told of it.
pub fn profile(global: &Global) -> Result<(Profile, Alphabets, Place), String> {
    let (config, journal) = configured(global)?;
    let mut profile = config.profile(global.profile.as_deref()).map_err(|error| error.to_string())?.clone();
    profile.read_only |= global.read_only;
    take_tokens(&mut profile);
    tracing::info!("profile {}, server {}", profile.name, server(&profile));
    Ok((profile, config.alphabets, journal))
}

/// The configuration, and where the journal lies.
fn configured(global: &Global) -> Result<(Config, Place), String> {
    let (path, is_default) = configuration(global)?;
    let config = config::load(&path).map_err(|error| match error {
        ConfigError::Missing(path) if is_default => first_steps(&path.display().to_string()),
        other => other.to_string(),
    })?;
    let journal = config.journal.clone().ok_or(NO_JOURNAL)?;
    let journal = Place { path: journal, syslog: config.syslog };
    Ok((config, journal))
}

/// Where a journal stands, the hash on a line of its own: with words before it, it is wider than 80 columns. Kept elsewhere it shows later whether lines were cut off at the end, which the chain cannot.
fn head(head: &Head) -> String {
    format!("line {}, head\n  {head}", head.lines)
}

/// What somebody reads who starts credesk for the first time.
fn first_steps(path: &str) -> String {
    let demo = if cfg!(feature = "sandbox") {
        "\nTo look around first, run: credesk demo\nIt needs no server and no configuration.\n"
    } else {
        ""
    };
    format!(
        "credesk has no configuration yet. credesk config init asks for what it needs. It belongs into\n\n    {path}\n\nand can begin like this:\n\n{EXAMPLE}{demo}"
    )
}

/// Ten lines that work once the address and the path fit.
const EXAMPLE: &str = r#"    default_profile = "prod"

    [profiles.prod]
    url = "https://idm.example.ch"
    environment = "PROD"
    environment_color = "red"
    # One of these two; the token itself never stands in this file.
    token_command = ["pass", "show", "nevisidm/token"]
    # token_file = "~/.config/credesk/prod.token"   (a file that only you can read)
    # client = "100"
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_to_paste_are_a_valid_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, EXAMPLE).unwrap();
        let config = config::load(&path).unwrap();
        assert_eq!(config.profile(None).unwrap().environment, "PROD");
    }
}
