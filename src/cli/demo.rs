//! `credesk demo` and `credesk sandbox`: the embedded imitation of nevisIDM, with or without the console on it.

use std::fs::{self, DirBuilder};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{env, io};

use crate::cli::args::Global;
use crate::cli::args::sandbox::Population;
use crate::cli::console::open;
use crate::cli::exit::Exit;
use crate::cli::plain;
use crate::cli::site::session;
use crate::cli::talk::{print, say};
use crate::config::{self, ConfigError, Profile, TokenSource};
use crate::runtime::entropy;
use crate::sandbox::{Clock, Operator, Options, Sandbox};
use crate::secret::Secret;

/// Opens the console on a sandbox of its own.
pub fn demo(population: &Population, global: &Global) -> Exit {
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    start(anywhere, population, |sandbox| match profile(&sandbox, global) {
        Ok(profile) => match Scratch::new() {
            Ok(scratch) => {
                let journal = scratch.0.join("journal.jsonl").into();
                let alphabets = config::built_in_alphabets();
                if plain::is_wanted(global.plain) {
                    plain::on(&profile, alphabets, journal, true)
                } else {
                    open(session(&profile, alphabets, journal, true), &mut |_| None)
                }
            }
            Err(error) => {
                say(format_args!("The demo finds no place for its journal: {error}. TMPDIR names a folder for it."));
                Exit::Usage
            }
        },
        Err(error) => {
            say(error);
            Exit::Usage
        }
    })
}

/// The folder of the demo's journal. What was done in a sandbox is gone with it, and so is what was noted about it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> io::Result<Self> {
        let folder = env::temp_dir().join(format!("credesk-demo-{:08x}", entropy::number()));
        DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed holds no secret and stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the sandbox alone, until it is interrupted.
pub fn sandbox(listen: SocketAddr, population: &Population) -> Exit {
    start(listen, population, |sandbox| {
        print(notice(&sandbox));
        match sandbox.wait() {
            Ok(()) => Exit::Done,
            Err(error) => {
                say(format_args!("The sandbox has stopped: {error}."));
                Exit::Fault
            }
        }
    })
}

fn start(listen: SocketAddr, population: &Population, then: impl FnOnce(Sandbox) -> Exit) -> Exit {
    let options = Options {
        listen,
        users: population.users,
        seed: population.seed,
        delay: Duration::from_millis(population.delay_ms),
        now: Clock::system(),
    };
    match Sandbox::start(options) {
        Ok(sandbox) => then(sandbox),
        Err(error) => {
            say(format_args!(
                "The sandbox cannot listen on {listen}: {error}. --listen takes another loopback address."
            ));
            Exit::Usage
        }
    }
}

/// The profile that anybody could paste, with a token that never leaves this process.
fn profile(sandbox: &Sandbox, global: &Global) -> Result<Profile, ConfigError> {
    let token = sandbox.token(Operator::Helpdesk);
    let config = config::parse(Path::new("demo"), &snippet(&sandbox.url(), &token))?;
    let mut profile = config.profile(None)?.clone();
    "DEMO".clone_into(&mut profile.environment);
    profile.token = TokenSource::Given(Arc::new(Secret::new(token)));
    profile.read_only = global.read_only;
    profile.look.ascii = global.ascii;
    // A newcomer should see all that there is.
    profile.hand_over.slip = true;
    Ok(profile)
}

fn snippet(url: &str, token: &str) -> String {
    format!(
        r#"[profiles.sandbox]
url = "{url}"
environment = "SANDBOX"
environment_color = "green"
# A training token, worth nothing anywhere else. A real one never stands in this file.
token_command = ["echo", "{token}"]
"#
    )
}

fn notice(sandbox: &Sandbox) -> String {
    let url = sandbox.url();
    let rows = [
        (Operator::Helpdesk, "m.huber", "may look up users and change credentials"),
        (Operator::Viewer, "l.rossi", "may look, and change nothing"),
        (Operator::SelfAdmin, "demo.self", "may act on his own credentials only; his password is demo"),
        (Operator::NoSearch, "c.favre", "as m.huber, but the search service is not exposed to her"),
    ];
    let tokens = rows
        .map(|(operator, login, may)| {
            format!(
                "# {login}: {may}
{}
",
                sandbox.token(operator)
            )
        })
        .join(
            "
",
        );
    let snippet = snippet(&url, &sandbox.token(Operator::Helpdesk));
    format!(
        "The sandbox listens on {url} and holds everything in memory. Ctrl-C ends it.\n\n\
         Bearer tokens:\n\n{tokens}\n\
         A profile for credesk, to paste into its configuration:\n\n{snippet}"
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::Arguments;

    #[test]
    fn the_snippet_is_a_valid_profile_and_the_demo_is_marked() {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let arguments = Arguments::parse_from(["credesk", "--read-only"]);
        let profile = profile(&sandbox, &arguments.global).unwrap();
        assert_eq!((profile.environment.as_str(), profile.read_only), ("DEMO", true));
        assert!(matches!(profile.token, TokenSource::Given(_)));
        assert!(notice(&sandbox).contains(&sandbox.url()));
    }
}
