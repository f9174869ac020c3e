//! The words of the commands that change something: `credesk reset`, `credesk device-password`, `credesk otp replace`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `credesk reset`.
#[derive(Debug, Args)]
pub struct Reset {
    /// What is made anew
    #[arg(value_enum, value_name = "WHAT")]
    pub what: Resettable,
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// How it is done.
    #[command(flatten)]
    pub how: How,
    /// Where many are done in one run.
    #[command(flatten)]
    pub many: Many,
}

/// What can be reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Resettable {
    /// The temporary strong password
    Tempstrong,
    /// The PUK
    Puk,
    /// The ticket
    Ticket,
}

/// `credesk otp replace`.
#[derive(Debug, Args)]
pub struct ReplaceCard {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// The card's external ID, where the user has several
    #[arg(long, value_name = "EXTID", conflicts_with = "from")]
    pub card: Option<String>,
    /// How it is done.
    #[command(flatten)]
    pub how: How,
    /// Where many are done in one run.
    #[command(flatten)]
    pub many: Many,
}

/// `credesk device-password`.
#[derive(Debug, Subcommand)]
pub enum DevicePasswordCommand {
    /// Set a password of your own choice: typed without echo, or one line of standard input
    Set(SetPassword),
    /// Have credesk make one that keeps the policy's rules; needs --reveal, for nobody else would know it
    Reset(ResetPassword),
}

/// `credesk device-password set`.
#[derive(Debug, Args)]
pub struct SetPassword {
    /// Whose, and which.
    #[command(flatten)]
    pub which: WhichDevice,
    /// Its new state: initial, active, tmp-locked, fail-locked, reset-code, admin-changed, disabled, archived
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// The external ID of its new policy
    #[arg(long, value_name = "EXTID")]
    pub policy: Option<String>,
    /// How it is done.
    #[command(flatten)]
    pub how: How,
}

/// `credesk device-password reset`.
#[derive(Debug, Args)]
pub struct ResetPassword {
    /// Whose, and which.
    #[command(flatten)]
    pub which: WhichDevice,
    /// How it is done.
    #[command(flatten)]
    pub how: How,
}

/// Which device password.
#[derive(Debug, Args)]
pub struct WhichDevice {
    /// The user's login ID, whole
    #[arg(long, value_name = "LOGIN")]
    pub user: String,
    /// The external ID of the user's client, where several clients have this login ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
    /// The device password's external ID, where the user has several
    #[arg(long, value_name = "EXTID")]
    pub device: Option<String>,
}

/// Whose credential.
#[derive(Debug, Args)]
pub struct Whose {
    /// The user's login ID, whole
    #[arg(long, value_name = "LOGIN", required_unless_present = "from", conflicts_with = "from")]
    pub user: Option<String>,
    /// A CSV file of login IDs instead, or - for standard input: one run for all of them
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The external ID of the user's client, where several clients have this login ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
}

/// How a change is done.
#[derive(Debug, Args)]
pub struct How {
    /// The reference of your own ticket, for the journal and, where the change takes one, the modification comment
    #[arg(long, value_name = "REF")]
    pub ticket: Option<String>,
    /// The modification comment
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
    /// Confirms: the user's login ID once more (with --from: how many users). Asked for on a terminal, required without one
    #[arg(long, value_name = "LOGIN")]
    pub confirm: Option<String>,
    /// Put the new value on standard output; without it nobody sees one. Onto a terminal only after a question
    #[arg(long)]
    pub reveal: bool,
    /// What came of it as JSON (assets/schema/output.schema.json), complete, and so at the end
    #[arg(long)]
    pub json: bool,
}

/// Where many are done in one run. What needs `--from` is refused beside `--user` by name: clap asks for nothing that would
/// contradict what is there, and trying would become doing.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Many {
    /// Only say what would be done
    #[arg(long, requires = "from", conflicts_with = "user")]
    pub dry_run: bool,
    /// Go on with a run that was interrupted: nobody is done twice
    #[arg(long, requires = "from", conflicts_with = "user")]
    pub resume: bool,
    /// Do a list once more that the journal knows as done, or users of whom another list was done within a day
    #[arg(long, requires = "from", conflicts_with_all = ["resume", "user"])]
    pub again: bool,
    /// Go on after an outcome that nobody knows, instead of stopping there
    #[arg(long, requires = "from", conflicts_with = "user")]
    pub keep_going: bool,
    /// The most changes in a minute; without it 60, and no limit on a loopback address
    #[arg(long, requires = "from", conflicts_with = "user", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=6000))]
    pub rate: Option<u32>,
}
