//! The files that are made from the code and committed, so that the program can hand them out without the libraries that
//! make them: completions, manual pages, the schema of the configuration.

mod completions;
mod man;
mod schema;

use std::path::{Path, PathBuf};

/// A file and what belongs into it.
pub struct Made {
    /// Below the folder of the crate.
    pub path: PathBuf,
    pub content: String,
}

impl Made {
    fn new(path: impl AsRef<Path>, content: String) -> Self {
        Self { path: path.as_ref().to_owned(), content }
    }

    /// Where it lies.
    pub fn place(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(&self.path)
    }
}

/// All of them, as they have to be now.
pub fn all() -> Vec<Made> {
    let schema = Made::new("assets/schema/config.schema.json", schema::schema());
    [schema].into_iter().chain(completions::completions()).chain(man::pages()).collect()
}
