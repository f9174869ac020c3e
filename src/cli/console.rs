//! `credesk` without a command: the console with the configured profile.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::site::{configuration, server, session, take_tokens};
use crate::cli::talk::say;
use crate::config::{self, ConfigError, Profile};
use crate::domain::spelling::Alphabets;
use crate::journal::{Head, peek};
use crate::runtime::console::End;
use crate::runtime::farewell::Ending;
use crate::runtime::fitness::narrow_locale;
use crate::runtime::keeper::{Heads, Place};
use crate::runtime::{self, Outcome, Session};

/// Opens the console.
pub fn run(global: &Global) -> Exit {
    match profile(global) {
        Ok((profile, alphabets, journal)) => open(session(&profile, alphabets, journal, false)),
        Err(sentence) => {
            say(sentence);
            Exit::Usage
        }
    }
}

/// Runs a session and says what there is to say afterwards.
pub fn open(session: Session) -> Exit {
    // Before the screen is taken over, so that it stays in the terminal's own history; nothing is waited for.
    if let Some(found) = peek(&session.journal.path) {
        say(format_args!("Journal found: {}", head(&found)));
    }
    if let Some(sentence) = narrow_locale() {
        say(sentence);
    }
    match runtime::run(session) {
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
        Ok(End::Quit | End::Idle) => Exit::Done,
        Ok(End::Signal(signal)) => Exit::Signal(signal.number()),
        Err(_) => Exit::Fault,
    }
}

/// Said where the configuration names no journal, and there is no home to keep one in.
pub const NO_JOURNAL: &str = "There is no home folder to keep the journal in. Name a file for it: journal = \"/path/to/journal.jsonl\" in the configuration.";

/// The chosen profile, the spelling alphabets, where the journal lies, and whether the syslog is told of it.
pub fn profile(global: &Global) -> Result<(Profile, Alphabets, Place), String> {
    let (path, is_default) = configuration(global)?;
    let config = config::load(&path).map_err(|error| match error {
        ConfigError::Missing(path) if is_default => first_steps(&path.display().to_string()),
        other => other.to_string(),
    })?;
    let mut profile = config.profile(global.profile.as_deref()).map_err(|error| error.to_string())?.clone();
    profile.read_only |= global.read_only;
    profile.look.ascii |= global.ascii;
    take_tokens(&mut profile);
    tracing::info!("profile {}, server {}", profile.name, server(&profile));
    let journal = config.journal.clone().ok_or(NO_JOURNAL)?;
    Ok((profile, config.alphabets, Place { path: journal, syslog: config.syslog }))
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
