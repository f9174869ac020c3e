//! The words of `credesk audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

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

impl Audit {
    /// True where no configuration is needed to find the journal.
    pub fn names_its_file(&self) -> bool {
        self.journal.is_some() || matches!(self.command, AuditCommand::Verify { file: Some(_) })
    }
}
