//! The commands without a screen, through the real binary, against a real sandbox and a real journal.
//!
//! What holds for every run, [`desk::Desk::said`] checks: nothing on either stream moves a terminal, no token stands
//! anywhere, and the journal is as it was written. Every JSON object is held against the published shape.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "commands/asked.rs"]
mod asked;
#[path = "support/command_desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "commands/device.rs"]
mod device;
#[path = "commands/exits.rs"]
mod exits;
#[path = "commands/find.rs"]
mod find;
#[path = "commands/otp.rs"]
mod otp;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "commands/reset.rs"]
mod reset;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
#[path = "commands/show.rs"]
mod show;
#[path = "commands/streams.rs"]
mod streams;
#[path = "commands/usage.rs"]
mod usage;
