//! What several tests share. Each test takes what it needs, so some of it is unused in each.
#![allow(dead_code, reason = "see above")]
#![allow(
    clippy::unwrap_used,
    clippy::new_without_default,
    clippy::must_use_candidate,
    reason = "a failed unwrap is a failed test"
)]

pub mod ids;
pub mod profile;
pub mod raw_server;
