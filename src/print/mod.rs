//! Paper: how a sheet is written, and how it gets to a queue, a file or the terminal's printer.
//!
//! Everything is made in memory. Never a temporary file, never a secret in an argument or a job's title.

pub mod file;
pub mod media;
pub mod queue;
