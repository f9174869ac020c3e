//! What can be written on the command line. Only what exists is offered.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

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
    /// Look into the journal: what was done, what is open, whether every line is as it was written
    Audit(Audit),
    /// OTP cards without the console: print one
    Otp {
        /// What to do with it.
        #[command(subcommand)]
        command: OtpCommand,
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

/// What to do with an OTP card.
#[derive(Debug, Subcommand)]
pub enum OtpCommand {
    /// Print a card as it is now; nothing is replaced
    Print(PrintCard),
}

/// Which card, and where it goes.
#[derive(Debug, Args)]
pub struct PrintCard {
    /// The user's login ID, whole
    #[arg(long, value_name = "LOGIN")]
    pub user: String,
    /// The external ID of the user's client, where several clients have this login ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
    /// The card's external ID, where the user has several
    #[arg(long, value_name = "EXTID")]
    pub card: Option<String>,
    /// To a queue of CUPS, into a new file, or as text to standard output
    #[arg(long, value_enum, value_name = "WHERE")]
    pub to: To,
    /// The queue; without it, that of the profile, or CUPS's default
    #[arg(long, value_name = "NAME")]
    pub queue: Option<String>,
    /// The file; it must not be there yet
    #[arg(long, value_name = "PATH")]
    pub file: Option<PathBuf>,
    /// How it is written; without it, as the profile says
    #[arg(long, value_enum, value_name = "HOW")]
    pub format: Option<Written>,
}

/// Where a card goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// A queue of CUPS
    Queue,
    /// A new file, for you alone
    File,
    /// Standard output, as text
    Text,
}

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// PDF, A4
    Pdf,
    /// Text, 79 columns
    Text,
}

/// Looking into the journal.
#[derive(Debug, Args)]
pub struct Audit {
    /// The journal instead of the one that the configuration names
    #[arg(long, global = true, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// What to look for.
    #[command(subcommand)]
    pub command: AuditCommand,
}

/// What to look for in the journal.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Operations and prints, one line each: those that are open, and the last ones that are over
    List {
        /// All that are over
        #[arg(long)]
        all: bool,
        /// As JSON, one line each
        #[arg(long)]
        json: bool,
    },
    /// Everything about one operation or print, in the order of time
    Show {
        /// The operation or print, for example 4f9a2c31-3 or 4f9a2c31-p2
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Check every byte; exit code 7 names the first line that is not as it was written
    Verify {
        /// A copy instead of the journal itself
        #[arg(value_name = "FILE", conflicts_with = "journal")]
        file: Option<PathBuf>,
    },
    /// The lines for another program
    Export(Export),
}

/// Which lines, and how.
#[derive(Debug, Args)]
pub struct Export {
    /// The first day, for example 2026-11-21
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// The journal's own lines, or a table for a spreadsheet
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,
}

/// How lines are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The journal's own lines
    Jsonl,
    /// A table, times in UTC
    Csv,
}

impl Arguments {
    /// A sentence about the first global option that has no meaning for the command: ignored, it would seem to hold.
    pub fn misplaced(&self) -> Option<String> {
        let global = &self.global;
        let (config, profile, read_only) = (global.config.is_some(), global.profile.is_some(), global.read_only);
        let (command, global) = match self.command.as_ref()? {
            Command::Otp { .. } => return None,
            Command::Audit(audit) => (
                "audit",
                [
                    ("--config", config && audit.names_its_file(), "the journal is named already"),
                    ("--profile", profile, "one journal serves all profiles"),
                    ("--read-only", read_only, "it changes nothing anyway"),
                ],
            ),
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

#[cfg(feature = "sandbox")]
const CONSOLE: &str = "only the console knows how to keep to that";
#[cfg(feature = "sandbox")]
const OWN: &str = "it works on a sandbox of its own and reads no configuration";

impl Audit {
    fn names_its_file(&self) -> bool {
        self.journal.is_some() || matches!(self.command, AuditCommand::Verify { file: Some(_) })
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
