//! The twenty bad inputs, and some more: for each the exact sentence that the operator reads, the exit code where the program
//! ends, and the proof that nothing was changed: at the server, in files, in the journal, and in what was typed.
//!
//! The name of a test begins with its number in the list; what has no number comes from the second part of the list.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "bad_inputs/answers.rs"]
mod answers;
#[path = "bad_inputs/cards.rs"]
mod cards;
#[path = "bad_inputs/changes.rs"]
mod changes;
#[path = "bad_inputs/configuration.rs"]
mod configuration;
#[path = "support/cups.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod cups;
#[path = "support/print_desk.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod desk;
#[path = "bad_inputs/flood.rs"]
mod flood;
#[path = "bad_inputs/ids.rs"]
mod ids;
#[path = "support/mount.rs"]
mod mount;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "bad_inputs/records.rs"]
mod records;
#[path = "support/sandbox_client.rs"]
mod sandbox_client;
#[path = "support/seat.rs"]
mod seat;
#[path = "support/story.rs"]
mod story;
mod support;
#[path = "bad_inputs/surroundings.rs"]
mod surroundings;
#[path = "bad_inputs/terminal.rs"]
mod terminal;
#[path = "support/tls_server.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod tls_server;
#[path = "bad_inputs/token.rs"]
mod token;
#[path = "bad_inputs/told.rs"]
mod told;
#[path = "bad_inputs/typed.rs"]
mod typed;

use support::raw_server;
