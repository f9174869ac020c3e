//! What commands put out as JSON; the shapes are published in `assets/schema`. Reads and writes nothing itself.

pub mod batch;
