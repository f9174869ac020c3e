//! The words of the commands that only look: `credesk find`, `credesk show`.

use clap::Args;

/// `credesk find`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 somebody was found, 4 nobody was.")]
pub struct Find {
    /// Words of a name, login ID, e-mail address or external ID; all of them must be found
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// Only users of the client with this external ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
    /// The most users
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// As JSON (assets/schema/output.schema.json)
    #[arg(long)]
    pub json: bool,
}

/// `credesk show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The user's login ID, whole
    #[arg(value_name = "LOGIN")]
    pub login: String,
    /// The external ID of the user's client, where several clients have this login ID
    #[arg(long, value_name = "EXTID")]
    pub client: Option<String>,
    /// As JSON (assets/schema/output.schema.json)
    #[arg(long)]
    pub json: bool,
}
