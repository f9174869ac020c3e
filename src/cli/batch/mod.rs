//! Many changes in one run: read from a CSV, confirmed once, carried out one after the other, each as one by itself.

use std::path::Path;

use crate::cli::args::Global;
use crate::cli::args::change::{ReplaceCard, Reset};
use crate::cli::exit::Exit;

/// `credesk reset WHAT --from FILE`.
pub fn reset(_wanted: &Reset, _from: &Path, _global: &Global) -> Exit {
    Exit::Usage
}

/// `credesk otp replace --from FILE`.
pub fn replace(_wanted: &ReplaceCard, _from: &Path, _global: &Global) -> Exit {
    Exit::Usage
}
