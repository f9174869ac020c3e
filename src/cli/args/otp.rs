//! The words of `credesk otp`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::change::ReplaceCard;

/// What to do with an OTP card.
#[derive(Debug, Subcommand)]
pub enum OtpCommand {
    /// Replace a card: of one user, or of all in a file
    Replace(ReplaceCard),
    /// Tell of a card as it is now, and with --reveal put it out; nothing is replaced
    Show(ShowCard),
    /// Print a card as it is now; nothing is replaced
    Print(PrintCard),
}

/// Which card.
#[derive(Debug, Args)]
pub struct ShowCard {
    /// The user's login ID, whole
    #[arg(long, value_name = "LOGIN")]
    pub user: String,
    /// The external ID of the user's client, where several clients have this login ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
    /// The card's external ID, where the user has several
    #[arg(long, value_name = "EXTID")]
    pub card: Option<String>,
    /// Put the cells on standard output. Onto a terminal only after a question
    #[arg(long)]
    pub reveal: bool,
    /// As JSON (assets/schema/output.schema.json)
    #[arg(long)]
    pub json: bool,
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
    /// What became of it as JSON (assets/schema/output.schema.json); not with --to text
    #[arg(long)]
    pub json: bool,
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
