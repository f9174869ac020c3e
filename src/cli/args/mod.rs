//! What can be written on the command line. Only what exists is offered. The words of each command stand in a file of
//! its own.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub mod audit;
pub mod change;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod look;
pub mod otp;
#[cfg(feature = "sandbox")]
pub mod sandbox;

use audit::Audit;
use change::{DevicePasswordCommand, Reset};
use completions::Shell;
use config::{Config, ConfigCommand};
use doctor::Doctor;
use look::{Find, Show};
use otp::OtpCommand;
#[cfg(feature = "sandbox")]
use sandbox::Population;

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
#[command(next_help_heading = "Global options")]
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
    /// Draw rules, boxes and dots with ASCII (also: `ascii = true` in the configuration)
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Ask plain numbered questions instead of drawing a console: for screen readers and slow lines (also: TERM=dumb,
    /// ACCESSIBLE=1)
    #[arg(long, global = true)]
    pub plain: bool,
    /// Append to this file what happens (also: environment variable `CREDESK_LOG`); it is made for you alone
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// How much of it
    #[arg(long, global = true, value_enum, value_name = "LEVEL", default_value_t = LogLevel::Info)]
    pub log_level: LogLevel,
}

/// How important something must be for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// What is credesk's own fault
    Error,
    /// What went wrong
    Warn,
    /// What was done
    Info,
    /// And whom each request was about
    Debug,
    /// All there is
    Trace,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find users, as the console's search does
    Find(Find),
    /// Tell what is known of a user and the user's credentials, and what may be done with each
    Show(Show),
    /// Reset a temporary strong password, a PUK or a ticket: of one user, or of all in a file
    Reset(Reset),
    /// Set a device password, or have a new one made
    DevicePassword {
        /// What to do with it.
        #[command(subcommand)]
        command: DevicePasswordCommand,
    },
    /// OTP cards without the console: replace, show or print one
    Otp {
        /// What to do with it.
        #[command(subcommand)]
        command: OtpCommand,
    },
    /// Look into the journal: what was done, what is open, whether every line is as it was written
    Audit(Audit),
    /// Look at everything that credesk needs: terminal, configuration, server, token, policies, journal
    Doctor(Doctor),
    /// Set credesk up: write a configuration, check it, look at what counts
    Config(Config),
    /// What completes credesk's commands in a shell, on standard output
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// A manual page, on standard output: `credesk man | man -l -`
    Man {
        /// The command that it is about; without one, credesk itself
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
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

impl Arguments {
    fn opens_the_console(&self) -> bool {
        #[cfg(feature = "sandbox")]
        if matches!(self.command, Some(Command::Demo(_))) {
            return true;
        }
        self.command.is_none()
    }

    /// A sentence about the first global option that has no meaning for the command: ignored, it would seem to hold.
    pub fn misplaced(&self) -> Option<String> {
        let global = &self.global;
        if global.ascii && !self.opens_the_console() {
            return Some("Only the console draws: without it --ascii has no meaning.".to_owned());
        }
        if global.plain && !self.opens_the_console() {
            return Some(
                "--plain belongs to the console: a command asks next to nothing, and draws nothing anyway.".into(),
            );
        }
        let (config, profile, read_only) = (global.config.is_some(), global.profile.is_some(), global.read_only);
        let (command, global) = match self.command.as_ref()? {
            Command::Find(_)
            | Command::Show(_)
            | Command::Reset(_)
            | Command::DevicePassword { .. }
            | Command::Otp { .. }
            | Command::Doctor(_) => return None,
            Command::Audit(audit) => (
                "audit",
                [
                    ("--config", config && audit.names_its_file(), "the journal is named already"),
                    ("--profile", profile, "one journal serves all profiles"),
                    ("--read-only", read_only, "it changes nothing anyway"),
                ],
            ),
            Command::Config(asked) => return misplaced_in_config(asked.command, global),
            Command::Completions { .. } => ("completions", unused(global)),
            Command::Man { .. } => ("man", unused(global)),
            #[cfg(feature = "sandbox")]
            Command::Demo(_) => {
                ("demo", [("--config", config, OWN), ("--profile", profile, OWN), ("--read-only", false, CONSOLE)])
            }
            #[cfg(feature = "sandbox")]
            Command::Sandbox { .. } => (
                "sandbox",
                [("--config", config, OWN), ("--profile", profile, OWN), ("--read-only", read_only, CONSOLE)],
            ),
        };
        let (option, _, why) = global.into_iter().find(|(_, given, _)| *given)?;
        Some(format!("credesk {command} takes no {option}: {why}."))
    }
}

/// For a command that has nothing to do with a configuration.
fn unused(global: &Global) -> [(&'static str, bool, &'static str); 3] {
    const NONE: &str = "it reads no configuration";
    [
        ("--config", global.config.is_some(), NONE),
        ("--profile", global.profile.is_some(), NONE),
        ("--read-only", global.read_only, NONE),
    ]
}

fn misplaced_in_config(command: ConfigCommand, global: &Global) -> Option<String> {
    let word = command.word();
    let why = match command {
        ConfigCommand::Init => [None, Some("it asks for a profile's name"), Some("say so in the file")],
        ConfigCommand::Check { .. } | ConfigCommand::Show { .. } => [None, None, Some("it changes nothing anyway")],
        ConfigCommand::Path => [None, Some("one file holds all profiles"), Some("it changes nothing anyway")],
        ConfigCommand::Schema => unused(global).map(|(_, _, why)| Some(why)),
    };
    let given = unused(global).into_iter().zip(why);
    let (option, why) =
        given.filter(|((_, given, _), _)| *given).find_map(|((option, ..), why)| Some((option, why?)))?;
    Some(format!("credesk config {word} takes no {option}: {why}."))
}

#[cfg(feature = "sandbox")]
const CONSOLE: &str = "only the console knows how to keep to that";
#[cfg(feature = "sandbox")]
const OWN: &str = "it works on a sandbox of its own and reads no configuration";

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
