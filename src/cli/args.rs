//! What can be written on the command line. Only what exists is offered.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A terminal console for helpdesk staff: find a user in nevisIDM, reset a credential, hand the new value over.
#[derive(Debug, Parser)]
#[command(name = "credesk", version, disable_help_subcommand = true)]
#[command(after_help = "Without a command the console opens with the configured profile.")]
pub struct Arguments {
    /// What applies to every command.
    #[command(flatten)]
    pub global: Global,
    /// The command; without one, the console.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What applies to every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The configuration file (also: environment variable `CREDESK_CONFIG`)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The profile to use instead of the default one
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Change nothing on the server in this session
    #[arg(long, global = true)]
    pub read_only: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The console on an embedded sandbox: no server, no configuration, nothing to install
    #[cfg(feature = "sandbox")]
    Demo(Population),
    /// The sandbox alone, for trying clients and for training
    #[cfg(feature = "sandbox")]
    Sandbox {
        /// Where to listen; loopback addresses only
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8989")]
        listen: std::net::SocketAddr,
        /// Who lives in it.
        #[command(flatten)]
        population: Population,
    },
}

#[cfg(feature = "sandbox")]
impl Arguments {
    /// A sentence about the first global option that has no meaning for the command: ignored, it would seem to hold.
    pub fn misplaced(&self) -> Option<String> {
        let (command, has_console) = match self.command.as_ref()? {
            Command::Demo(_) => ("demo", true),
            Command::Sandbox { .. } => ("sandbox", false),
        };
        let own = "it works on a sandbox of its own and reads no configuration";
        let global = [
            ("--config", self.global.config.is_some(), own),
            ("--profile", self.global.profile.is_some(), own),
            ("--read-only", self.global.read_only && !has_console, "only the console knows how to keep to that"),
        ];
        let (option, _, why) = global.into_iter().find(|(_, given, _)| *given)?;
        Some(format!("credesk {command} takes no {option}: {why}."))
    }
}

/// Who lives in the sandbox, and how slow it is.
#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub struct Population {
    /// How many generated users there are beside the prepared ones
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub users: u32,
    /// The seed of all names and values; the same seed makes the same sandbox
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How long every answer is held back, in milliseconds
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=600_000))]
    pub delay_ms: u64,
}

/// The first argument that would carry a secret, as it should have been called. Everybody on a host can read every
/// command line, so credesk takes none, and the mistake gets more than "unexpected argument".
pub fn secret_argument(arguments: &[OsString]) -> Option<&'static str> {
    let names = ["--token", "--password"];
    let given = arguments.iter().take_while(|argument| *argument != "--").map(|argument| argument.to_string_lossy());
    given.into_iter().find_map(|argument| {
        let name = argument.split_once('=').map_or(&*argument, |(name, _)| name);
        names.into_iter().find(|known| *known == name)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn clap_finds_no_contradiction() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_secret_is_noticed_in_both_spellings_and_only_as_an_option() {
        let found = |words: &[&str]| secret_argument(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(found(&["credesk", "--token", "x"]), Some("--token"));
        assert_eq!(found(&["credesk", "demo", "--password=x"]), Some("--password"));
        assert_eq!(found(&["credesk", "--profile", "token"]), None);
        assert_eq!(found(&["credesk", "--token-file"]), None);
    }
}
