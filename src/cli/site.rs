//! Where the configuration lies; from a profile to what the console has to know about it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::api::ApiClient;
use crate::app::desk::Site;
use crate::app::lock::Unlock;
use crate::cli::args::Global;
use crate::config::{self, Profile, TokenSource};
use crate::domain::hand_over::HandOver;
use crate::domain::idle::Idle;
use crate::domain::record::SessionId;
use crate::domain::spelling::Alphabets;
use crate::print::queue::Cups;
use crate::runtime::keeper::Place;
use crate::runtime::{Session, entropy, environment};

/// The configuration that is named by an option or the environment, or else the usual one; and whether it is that.
pub fn configuration(global: &Global) -> Result<(PathBuf, bool), String> {
    let named = global.config.clone().or_else(|| {
        let variable = std::env::var_os("CREDESK_CONFIG")?;
        (!variable.is_empty()).then(|| PathBuf::from(variable))
    });
    let is_default = named.is_none();
    let path = named.or_else(config::default_path).ok_or(
        "There is no home folder to look for a configuration in. Name the file with --config, or set CREDESK_CONFIG.",
    )?;
    Ok((path, is_default))
}

/// Where the journal lies, for whoever only reads it; none where that cannot be told.
pub fn journal(global: &Global) -> Option<PathBuf> {
    let (path, _) = configuration(global).ok()?;
    config::load(&path).ok()?.journal
}

/// Takes the tokens of all profiles out of the environment, and gives this profile its own. There is one thread still, and no
/// other program was started yet: see [`environment::take`].
pub fn take_tokens(profile: &mut Profile) {
    for variable in &profile.token_variables {
        let token = environment::take(variable);
        if matches!(&profile.token, TokenSource::Variable(own) if own == variable)
            && let Some(token) = token
        {
            profile.token = TokenSource::Taken(variable.clone(), Arc::new(token));
        }
    }
}

/// The same for a console, which may go on with any of the profiles: each is given its own.
pub fn keep_tokens(profiles: &mut [Profile]) {
    let variables = profiles.first().map(|profile| profile.token_variables.clone()).unwrap_or_default();
    for variable in variables {
        let Some(token) = environment::take(&variable).map(Arc::new) else { continue };
        for profile in profiles.iter_mut() {
            if matches!(&profile.token, TokenSource::Variable(own) if *own == variable) {
                profile.token = TokenSource::Taken(variable.clone(), Arc::clone(&token));
            }
        }
    }
}

/// A console's session on a profile, with its journal. Connects to nothing, and opens nothing.
pub fn session(profile: &Profile, alphabets: Alphabets, journal: Place, demo: bool) -> Session {
    let site = Site {
        environment: profile.environment.clone(),
        environment_color: profile.environment_color.name().to_owned(),
        host: host(profile),
        server: server(profile),
        production: profile.production,
        profile: 0,
        profiles: Vec::new(),
        clients: profile.clients.clone(),
        self_admin: profile.self_admin,
        read_only: profile.read_only,
        demo,
        page_size: profile.page_size,
        session: SessionId(entropy::number()),
        comment_after_reset: profile.comment_after_reset,
        hand_over: hand_over(profile),
        write_timeout: profile.write_timeout,
        settle: profile.settle,
        second: Duration::from_secs(1),
        search_delay: Duration::from_millis(profile.search_delay_ms),
        time_zone: TimeZone::system(),
        idle: Idle::ending_after(profile.end_after),
        unlock: if profile.unlocks_by_command() { Unlock::Command } else { Unlock::Password },
        alphabets,
    };
    let cups = cups(profile);
    Session {
        site,
        look: profile.look,
        client: ApiClient::new(profile),
        cups,
        write_timeout: profile.write_timeout,
        journal,
    }
}

/// What the profile allows, as far as it is possible here: tmux draws in its pane what media copy sends to a printer.
pub fn hand_over(profile: &Profile) -> HandOver {
    let in_tmux = std::env::var_os("TMUX").is_some_and(|value| !value.is_empty());
    let allowed = profile.hand_over.clone();
    HandOver { terminal_printer: allowed.terminal_printer && !in_tmux, ..allowed }
}

/// The printers of this host; the programs that print see no token.
pub fn cups(profile: &Profile) -> Cups {
    Cups { hidden: profile.token_variables.clone(), ..Cups::default() }
}

/// What tells one server from another in the journal.
pub fn server(profile: &Profile) -> String {
    format!("{}{}", host(profile), profile.url.path().trim_end_matches('/'))
}

/// Host, and the port where it is not the usual one.
fn host(profile: &Profile) -> String {
    let name = profile.url.host_str().unwrap_or_default();
    profile.url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}
