//! From a new value to paper: the program's own loop, a real server, real files and a real CUPS, counted where it arrives.
//!
//! Where there is no CUPS its tests say that they were skipped; `CREDESK_REQUIRE=cups` makes that a failure.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

#[path = "support/cups.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod cups;
#[path = "support/desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "paper_flows/ends.rs"]
mod ends;
#[path = "paper_flows/lists.rs"]
mod lists;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "paper_flows/prints.rs"]
mod prints;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/seat.rs"]
mod seat;
#[path = "support/story.rs"]
mod story;
#[path = "paper_flows/told.rs"]
mod told;
