//! The words of `credesk doctor`.

use clap::Args;

/// How the report is written.
#[derive(Debug, Args)]
pub struct Doctor {
    /// As JSON, in one line (its shape: assets/schema/doctor.schema.json)
    #[arg(long)]
    pub json: bool,
}
