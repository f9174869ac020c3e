//! The words of `credesk config`.

use clap::{Args, Subcommand};

/// The configuration.
#[derive(Debug, Args)]
pub struct Config {
    /// What to do with it.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// What to do with the configuration.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigCommand {
    /// Ask some questions, test the connection, write a configuration for you alone
    Init,
    /// Check it and the files that it names; connects to nothing
    Check {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What counts for every key, and which line says so; never a token
    Show {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Where it is looked for
    Path,
    /// The JSON Schema of the file, for editors
    Schema,
}

impl ConfigCommand {
    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Check { .. } => "check",
            Self::Show { .. } => "show",
            Self::Path => "path",
            Self::Schema => "schema",
        }
    }
}
