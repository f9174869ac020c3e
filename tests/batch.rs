//! `credesk reset --from` and `credesk otp replace --from` through the real binary, against a real server that counts, and
//! a real journal.
//!
//! Whoever wants the thousand: `CREDESK_BATCH=1000 cargo test --test batch exactly_once`.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "batch/desk.rs"]
mod desk;
#[path = "batch/doubt.rs"]
mod doubt;
#[path = "batch/exactly_once.rs"]
mod exactly_once;
#[path = "batch/inputs.rs"]
mod inputs;
#[path = "batch/outcomes.rs"]
mod outcomes;
#[path = "batch/output.rs"]
mod output;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
#[path = "batch/terminal.rs"]
mod terminal;
