//! The words of `credesk demo` and `credesk sandbox`.

use clap::Args;

/// Who lives in the sandbox, and how slow it is.
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
