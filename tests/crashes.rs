//! The program is killed at every step from confirming to handing over, and its disk fails at every line of the journal:
//! afterwards every case is listed as it is. What is true is counted at the server, not believed of the program.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "crashes/disk.rs"]
mod disk;
#[path = "crashes/operation.rs"]
mod operation;
#[path = "crashes/outside.rs"]
mod outside;
#[path = "crashes/parallel.rs"]
mod parallel;
#[path = "crashes/place.rs"]
mod place;
#[path = "crashes/points.rs"]
mod points;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
